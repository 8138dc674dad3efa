"""Checks of single rows, bounds, pairs of promises and small numbers: found, nearly so, and in disguise."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

API = "service api { fee 1_000.00 USD per month } stream outages of spans { } "
MONTH = "per calendar month"


def table(rows: str) -> str:
    return (
        f"{API} objective up {{ availability of outages >= 99.9% {MONTH} "
        f"credit share of api.fee {{ at least 99% and below 99.9% gives 10% {rows} }} }}"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("at least 98% and at most 99% gives 10% below 98% gives 20%", ["exactly 99%"]),
        ("at least 98% and below 99% gives 10% below 98% gives 20%", []),
        # A row within another, and an amount that is worked out.
        ("at least 99.2% and below 99.5% gives 5% + 5% below 99% gives 20%", ["at least 99.2% and below 99.5%"]),
        # Different amounts are another matter.
        ("at least 98% and at most 99% gives 15% below 98% gives 20%", []),
        # The same amount, and no value in both.
        ("below 99% gives 10%", []),
    ],
)
def test_rows_that_say_the_same(rows: str, said: list[str], tmp_path: Path) -> None:
    found = messages(results(tmp_path, table(rows)), "SLA1104")
    assert [each.partition(": ")[2] for each in found] == said


def test_in_a_ladder_a_row_lies_in_the_next(tmp_path: Path) -> None:
    rows = "below 99.9% gives 10% below 99% gives 10%"
    text = f"objective up {{ availability of outages >= 99.9% {MONTH} credit share of api.fee {{ {rows} }} }}"
    assert not messages(results(tmp_path, API + text), "SLA1104")


PROBES = API + "stream probes of samples every 5min { errors percent } "
BUCKETS = "(buckets of 5min of probes where errors > 5%)"


@pytest.mark.parametrize(
    ("measured", "target", "windows"),
    [
        (BUCKETS, "99.375%", "windows like 2026-04, and not in windows like 2026-01 and 2026-02"),
        (BUCKETS, "99.9%", None),
        # Runs are made of the same pieces.
        (f"runs of at least 10min in {BUCKETS}", "99.375%", "windows like 2026-04, and not in windows like 2026-01"),
        ("outages", "99.375%", None),
    ],
)
def test_bounds_that_some_months_come_to(measured: str, target: str, windows: str | None, tmp_path: Path) -> None:
    found = results(tmp_path, PROBES + f"objective up {{ availability of {measured} >= {target} {MONTH} }}")
    (said,) = messages(found, "SLA1105") or [None]
    assert said is None if windows is None else said is not None and windows in said


def test_of_a_stretch_between_bounds_that_few_months_come_to_nothing_is_said(tmp_path: Path) -> None:
    """Between 99.375% and 99.38% lie 50 samples of February, and none of any other month."""
    rows = "below 99.9% and at least 99.38% gives 5% below 99.38% and at least 99.375% gives 6% below 99.375% gives 10%"
    credit = f"credit share of api.fee {{ {rows} }}"
    found = results(tmp_path, PROBES + f"objective up {{ availability of {BUCKETS} >= 99.9% {MONTH} {credit} }}")
    (said,) = messages(found, "SLA1105")
    assert said.startswith("exactly 99.375% can be measured in windows like 2026-04, and not in")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("count of releases >= 4", "count of releases < 4", False),
        ("count of releases >= 4", "count of releases <= 4", True),
        ("count of releases > 3", "count of releases < 4", False),
        ("count of releases > 3", "count of releases != 4", True),
        # In disguise: the number by a name, the bounds worked out; and halves of a number that is whole.
        ("released > 2 + 2", "count of releases < 2 * 2", False),
        ("availability of outages >= 99%", "availability of outages < 99.5%", True),
        ("availability of outages > 99.5%", "availability of outages < 99.5%", False),
    ],
)
def test_promises_that_go_together(one: str, other: str, together: bool, tmp_path: Path) -> None:
    text = API + "stream releases of events { } metric released = count of releases "
    text += f"objective a {{ {one} {MONTH} }} objective b {{ {other} {MONTH} }}"
    found = results(tmp_path, text)
    assert [each.verdict for each in found if each.claim == "can be kept at once"] == [
        "PROVED" if together else "REFUTED"
    ]
    assert bool(messages(found, "SLA1112")) is not together


def test_of_other_windows_nothing_is_said(tmp_path: Path) -> None:
    text = "stream releases of events { } objective a { count of releases >= 4 per calendar month } "
    text += "objective b { count of releases < 4 per calendar week }"
    assert not [each for each in results(tmp_path, text) if each.claim == "can be kept at once"]


TICKETS = "stream tickets of cases { moments opened, answered } "
SHARE = "share of tickets with (time from opened to answered) <= 1h"


@pytest.mark.parametrize(
    ("objective", "few"),
    [
        (f"{SHARE} >= 95% {MONTH}", 19),
        (f"{SHARE} > 95% {MONTH}", 20),
        (f"{SHARE} >= 50% {MONTH}", None),
        (f"{SHARE} >= 66% {MONTH}", 2),
        (f"{SHARE} >= 66.7% {MONTH}", 3),
        (f"{SHARE} >= 99.9% {MONTH}", None),
        (f"{SHARE} >= 100% {MONTH}", None),
        (f"{SHARE} >= 95% {MONTH} applies when count of tickets by opened >= 20", None),
        (f"{SHARE} >= 95% {MONTH} applies when count of tickets by opened >= 19", 19),
        # In disguise: the other way round, a comparison of records of another kind.
        ("share of requests with not failed >= 95% per calendar month", 19),
    ],
)
def test_one_of_few_records(objective: str, few: int | None, tmp_path: Path) -> None:
    text = TICKETS + "stream requests of events { failed yes or no } " + f"objective answers {{ {objective} }}"
    found = results(tmp_path, text)
    (said,) = messages(found, "SLA1113") or [None]
    assert (said is None) is (few is None)
    if few is not None:
        (witness,) = [each.witness for each in found if each.sentence == said]
        assert said is not None and witness is not None and f"up to {few} " in said
        assert [outcome.state for outcome in witness.shown] == ["breached"]
        # Five of them are shown, unless the objective applies to no fewer.
        least = few if "applies" in objective else min(few, 5)
        assert sum(len(each.records) for each in witness.log.streams.values()) == least
