"""What may be lost while every target is kept, in figures that can be worked out by hand."""

from pathlib import Path

import pytest

from proofs.proved import FRAME, messages, of_file, results

UP = "stream outages of spans { cause text } metric uptime = availability of outages "


@pytest.mark.parametrize(
    ("clauses", "total"),
    [
        ("objective up { uptime >= 99.9% per calendar month }", "8 h 45 min 36 s"),
        ("objective up { uptime >= 99.9% per calendar year }", "8 h 45 min 36 s"),
        # Strictly above: a microsecond less in each of twelve months.
        ("objective up { uptime > 99.9% per calendar month }", "8 h 45 min 35.999988 s"),
        # 99.85 % is shown as 99.9 %.
        ("objective up { uptime rounded to 1 places >= 99.9% per calendar month }", "13 h 8 min 24 s"),
        # The tighter of two windows counts where it is.
        (
            "objective up { uptime >= 99.9% per calendar month } objective year { uptime >= 99.99% per calendar year }",
            "52 min 33.6 s",
        ),
        # The same as a share of the time, or as time.
        ("objective up { 100% - time of outages / time of window >= 99.9% per calendar month }", "8 h 45 min 36 s"),
        ("objective up { time of outages <= 40min per calendar month }", "8 h"),
        # A conventional month of 43,200 min.
        ("objective up { availability of outages, over 43_200min >= 99.9% per calendar month }", "8 h 38 min 24 s"),
        # In office hours only: 261 days of 8 h, of which 0.1 %.
        (
            "calendar office { open Mon to Fri 08:00-16:00 } "
            "objective up { availability of outages, in office >= 99.9% per calendar month }",
            "2 h 5 min 16.8 s",
        ),
    ],
)
def test_worst_total(clauses: str, total: str, tmp_path: Path) -> None:
    found = messages(results(tmp_path, UP + clauses), "SLA1150")
    assert found == [f"with every target kept, `outages` can last {total} from 2026-01-01 until 2027-01-01"]


@pytest.mark.parametrize(
    "clauses",
    [
        "objective up { uptime >= 100% per calendar month }",
        "kpi up { uptime per calendar month }",
    ],
)
def test_nothing_to_lose(clauses: str, tmp_path: Path) -> None:
    found = results(tmp_path, UP + clauses)
    assert not messages(found, "SLA1150")
    assert not messages(found, "SLA1151")


@pytest.mark.parametrize(
    ("clauses", "longest"),
    [
        # July and August have 31 days each.
        ("objective up { uptime >= 99.9% per calendar month }", "1 h 29 min 16.8 s"),
        # 39 min 44.64 s of a quarter of 92 days: over the border of September and October.
        (
            "objective up { uptime >= 99.9% per calendar month } objective q { uptime >= 99.97% per calendar quarter }",
            "1 h 19 min 29.28 s",
        ),
        ("objective up { uptime >= 99.9% per calendar year }", None),
        ("objective up { uptime >= 99.9% per rolling 30 days }", None),
        # From Friday's last minutes over a weekend into Monday's first.
        (
            "calendar office { open Mon to Fri 08:00-16:00 } "
            "objective up { availability of outages, in office >= 99.9% per calendar month }",
            "2 d 16 h 21 min 7.2 s",
        ),
    ],
)
def test_longest_outage(clauses: str, longest: str | None, tmp_path: Path) -> None:
    found = messages(results(tmp_path, UP + clauses), "SLA1151")
    assert [each.partition(" can last ")[2].partition(" over ")[0] for each in found] == ([longest] if longest else [])


def test_hours_without_a_promise(tmp_path: Path) -> None:
    peak = "calendar peak { open Fri to Sun 19:00-22:00 } kpi felt { availability of outages, in peak per month } "
    promise = "objective up { uptime >= 99.5% per calendar month } "
    found = [each for each in results(tmp_path, UP + peak + promise) if each.diagnostic and each.witness]
    (shown,) = [each for each in found if each.diagnostic and each.diagnostic.code.id == "SLA1152"]
    assert shown.sentence.startswith("with every target kept, 3 h 43 min 12 s of the 36 h of `peak` in 2026-12")
    assert shown.witness is not None
    assert all(each.state != "breached" for each in shown.witness.evaluation.outcomes)


def test_hours_that_are_promised(tmp_path: Path) -> None:
    peak = "calendar peak { open Fri to Sun 19:00-22:00 } "
    promises = "objective up { uptime >= 99.5% per month } kpi p { availability of outages, in peak >= 99% per month }"
    assert not messages(results(tmp_path, UP + peak + promises), "SLA1152")


def test_another_clause_that_would_be_breached(tmp_path: Path) -> None:
    """Nothing is said that some clause contradicts: here no outage may last longer than a minute."""
    clauses = (
        "objective up { uptime >= 99.9% per calendar month } "
        "objective short { count of outages where length > 1min <= 0 per calendar month }"
    )
    assert not messages(results(tmp_path, UP + clauses), "SLA1150")


def test_short_windows_are_looked_at_for_less_time(tmp_path: Path) -> None:
    found = messages(results(tmp_path, UP + "objective up { uptime >= 99% per day }", FRAME), "SLA1150")
    assert found == ["with every target kept, `outages` can last 3 d 15 h 36 min from 2026-01-01 until 2027-01-01"]


def test_a_clause_that_an_amendment_changes_later_than_is_looked_at(tmp_path: Path) -> None:
    clause = "objective up { availability of outages >= 99.9% per calendar month }"
    text = (
        f'agreement a {{ term from 2015-01-01 zone "Etc/UTC" stream outages of spans {{ }} {clause} }} '
        f'amendment a_2 to a from 2027-07-01 because "new" {{ change {clause.replace("99.9", "99.8")} }}'
    )
    assert of_file(tmp_path, text)
