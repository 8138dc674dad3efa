"""Steps, ends of tables and outages that have used up all they can cost, in figures worked out by hand."""

from pathlib import Path

import pytest

from proofs.proved import messages, results
from sladsl.proofs.claims.incentives import least_length
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND

BASE = (
    "service api { fee 1_000.00 USD per month } stream outages of spans { } "
    "stream requests of events { failed yes or no } metric uptime = availability of outages "
)


def up(credit: str) -> str:
    return f"objective up {{ uptime >= 99.9% per calendar month {credit} }} "


TABLE = "credit share of api.fee { below 99.9% gives 10% below 99% gives 25% below 90% gives 30% } "


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (up(TABLE), ["150 USD more at once: up below 99%"]),
        (up(TABLE.replace("below 99% gives 25%", "at most 99% gives 25%").replace("below", "at most")),
         ["150 USD more at once: up at 99%"]),
        # The limit flattens the higher step.
        (up(TABLE + "limit credit to 120 USD"), ["100 USD more at once: up below 99.9%"]),
        (
            "objective few { count of outages <= 3 per calendar month "
            "credit { above 3 gives 50 USD above 9 gives 400 USD } }",
            ["350 USD more at once: few above 9"],
        ),
        # Less than one of the currency is a step too.
        (
            "objective few { count of outages <= 3 per calendar month "
            "credit { above 3 gives 0.50 USD above 9 gives 0.75 USD } }",
            ["0.5 USD more at once: few above 3"],
        ),
        # What rises steadily has no steps.
        ("objective a { time of outages <= 1h per calendar month "
         "credit api.fee * (time of outages) / time of window }", []),
    ],
)  # fmt: skip
def test_largest_step(clauses: str, said: list[str], tmp_path: Path) -> None:
    found = messages(results(tmp_path, BASE + clauses), "SLA1185")
    assert found == [f"one step further costs {each}" for each in said]


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (up(TABLE), ["up below 90%"]),
        # Used up by the limit before the table ends.
        (up(TABLE + "limit credit to 200 USD"), ["up below 99%"]),
        # One step, and all that comes after it.
        ("objective up { uptime >= 100% per calendar month credit 10% of api.fee } ", ["up below 100%"]),
        # The worst there is has a row of its own.
        (up("credit share of api.fee { at least 0.01% and below 99.9% gives 10% exactly 0% gives 90% }"), []),
    ],
)
def test_end_of_the_table(clauses: str, said: list[str], tmp_path: Path) -> None:
    found = messages(results(tmp_path, BASE + clauses), "SLA1186")
    assert found == [f"what gets worse costs nothing more: {each}" for each in said]


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        # A tenth of 31 days.
        (up(TABLE), "of more than 3 d 2 h 24 min costs nothing more per month: 300 USD"),
        (up(TABLE + "limit credit to 200 USD"), "of more than 7 h 26 min 24 s costs nothing more per month: 200 USD"),
        (
            # Half a cent before the day is over, what is owed is rounded up to the limit.
            "objective a { time of outages <= 1h per calendar month "
            "credit 10 USD * (time of outages) / 1h, at most 240 USD }",
            "of 23 h 59 min 58.2 s or more costs nothing more per month: 240 USD",
        ),
        # It goes on costing to the end.
        ("objective a { time of outages <= 1h per calendar month "
         "credit api.fee * (time of outages) / time of window }", None),
    ],
)  # fmt: skip
def test_outage_that_costs_nothing_more(clauses: str, said: str | None, tmp_path: Path) -> None:
    found = messages(results(tmp_path, BASE + clauses), "SLA1187")
    assert found == ([] if said is None else [f"one of `outages` {said} is all"])


@pytest.mark.parametrize(
    "high", [1, 2, 3, SECOND, SECOND + 1, MINUTE - 1, MINUTE, MINUTE + 1, 3 * MINUTE + 7, 31 * DAY]
)
def test_least_length_that_is_enough(high: int) -> None:
    borders = {1, 2, 3, SECOND, MINUTE, 2 * MINUTE, HOUR, DAY, high // 2, high // 3, high}
    for least in {border + beside for border in borders for beside in (-1, 0, 1, 2)}:
        if 1 <= least <= high:
            assert least_length(high, lambda length, least=least: length >= least) == least  # type: ignore[misc]


@pytest.mark.parametrize(
    ("least", "asked"),
    [(7 * HOUR, 18), (7 * HOUR + 1, 17), (7 * HOUR + 2, 24), (7 * HOUR + SECOND, 25), (7 * HOUR + 7 * SECOND + 1, 25)],
)
def test_whole_minutes_and_seconds_are_found_soon(least: int, asked: int) -> None:
    tried: list[int] = []
    assert least_length(31 * DAY, lambda length: bool(tried.append(length)) or length >= least) == least
    assert len(tried) == asked
