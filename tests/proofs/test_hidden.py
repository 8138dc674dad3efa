"""What is measured as if it had not happened: outages too short to count, cases that are never closed."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

UP = "stream outages of spans { cause text } "


@pytest.mark.parametrize(
    ("clauses", "unseen"),
    [
        ("kpi up { availability of outages lasting at least 5min >= 99.9% per calendar month }", "4 min 59 s"),
        ("kpi up { availability of outages in whole minutes of each run >= 99.9% per calendar month }", "59 s"),
        ("kpi up { availability of outages in whole clock minutes >= 99.9% per calendar month }", "59 s"),
        # Disguised: the length is a condition on each outage, and behind a definition.
        ("define long = outages where length >= 90s kpi up { time of long <= 1h per calendar month }", "1 min 29 s"),
        ("kpi up { availability of outages >= 99.9% per calendar month }", None),
        # Started minutes: an outage of any length counts.
        ("kpi up { availability of outages in started minutes of each run >= 99.9% per calendar month }", None),
        # Nothing is promised of it.
        ("kpi up { availability of outages lasting at least 5min per calendar month }", None),
    ],
)
def test_flapping(clauses: str, unseen: str | None, tmp_path: Path) -> None:
    found = messages(results(tmp_path, UP + clauses), "SLA1153")
    assert [each.partition(" outages of ")[2].partition(",")[0] for each in found] == ([unseen] if unseen else [])


@pytest.mark.parametrize(
    ("down", "per", "unseen"),
    [
        ("outages lasting at least 5min", "calendar month", ["4 min 59 s"]),
        ("outages lasting at least 1s", "calendar month", ["0.5 s"]),
        ("outages lasting at least 2s", "day", ["1 s"]),
        # Two of them must fit into a window.
        ("outages lasting at least 12h", "day", ["11 h 59 min 59 s"]),
        ("outages lasting at least 13h", "day", []),
        (
            "(outages lasting at least 5min) together with (works lasting at least 10min)",
            "day",
            ["9 min 59 s", "4 min 59 s"],
        ),
    ],
)
def test_flapping_among_other_streams(down: str, per: str, unseen: list[str], tmp_path: Path) -> None:
    clauses = f"stream works of spans {{ }} {UP} kpi up {{ availability of ({down}) >= 99.9% per {per} }}"
    found = messages(results(tmp_path, clauses), "SLA1153")
    assert [each.partition(" outages of ")[2].partition(",")[0] for each in found] == unseen


TICKETS = "stream tickets of cases { priority one of P1, P2 moments opened, closed } "


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        (
            "metric solve for each tickets by closed = time from opened to closed "
            "kpi s { share of tickets with solve <= 24h >= 95% per calendar month }",
            True,
        ),
        (
            "metric solve for each tickets by opened = time from opened to closed "
            "kpi s { share of tickets with solve <= 24h >= 95% per calendar month }",
            False,
        ),
        # Disguised: a mean, of what is closed.
        (
            "metric solve for each tickets by closed = time from opened to closed "
            "kpi s { mean of solve of tickets <= 24h per calendar month }",
            True,
        ),
    ],
)
def test_never_closed(clauses: str, found: bool, tmp_path: Path) -> None:
    assert bool(messages(results(tmp_path, TICKETS + clauses), "SLA1154")) == found


def test_a_moment_that_no_clock_waits_for(tmp_path: Path) -> None:
    """Whoever never leaves is not counted among those who leave: nobody gains by that."""
    clauses = (
        "stream leavers of cases { moments told, last_day, removed } "
        "metric removal for each leavers by last_day = time from told to removed "
        "kpi r { share of leavers with removal <= 15min >= 100% per calendar month }"
    )
    assert not messages(results(tmp_path, clauses), "SLA1154")
