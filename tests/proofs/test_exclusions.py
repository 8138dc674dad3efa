"""Exclusions: those that do nothing, those that do everything, those that fill a window, those that cost their own."""

from pathlib import Path

import pytest

from proofs.proved import results

FEE = "service api { fee 1_000.00 USD per month } stream outages of spans { cause text } "
UP = "metric uptime = availability of outages, excluding out "
PROMISE = "objective up { uptime >= 99.9% per calendar month credit 10% of api.fee } "
OFFICE = "calendar office { open Mon to Fri 08:00-18:00 } "
CHANGES = "the exclusion changes something"
LEFT = "something is left to be counted"
BOUNDED = "excluded time cannot fill a window"
HARMLESS = "the exclusion never costs whom it is for"


@pytest.mark.parametrize(
    ("clauses", "claim", "verdict"),
    [
        # Dead: hours that never meet; a near miss of an hour; hours taken out of others.
        (OFFICE + "calendar sundays { open Sun 02:00-06:00 } exclusion out { outages during sundays } "
         "metric uptime = availability of outages, in office, excluding out ", CHANGES, "REFUTED"),
        (OFFICE + "calendar early { open Mon 07:00-09:00 } exclusion out { outages during early } "
         "metric uptime = availability of outages, in office, excluding out ", CHANGES, "PROVED"),
        (OFFICE + "exclusion out { outages outside office } "
         "metric uptime = availability of outages, in office, excluding out ", CHANGES, "REFUTED"),
        # One day of all is enough.
        (OFFICE + "calendar night { special 2026-06-02 17:00-20:00 } exclusion out { outages during night } "
         "metric uptime = availability of outages, in office, excluding out ", CHANGES, "PROVED"),
        # All that counts, or not quite.
        ("exclusion out { outages } " + UP, LEFT, "REFUTED"),
        ('exclusion out { outages } metric uptime = availability of outages where cause = "x", excluding out ',
         LEFT, "REFUTED"),
        ('exclusion out { outages where cause = "x" } ' + UP, CHANGES, "PROVED"),
        # Without a limit, and with one.
        ('exclusion out { outages where cause = "x" } ' + UP, BOUNDED, "REFUTED"),
        ('exclusion out { outages where cause = "x" leaves the denominator } ' + UP, BOUNDED, "REFUTED"),
        ('exclusion out { outages where cause = "x" at most 8h per month } ' + UP, BOUNDED, "BOUNDED"),
        # Fewer hours make the same outage weigh more; but not where they would have been down.
        ('exclusion out { outages where cause = "x" at most 8h per month leaves the denominator } ' + UP,
         HARMLESS, "PROVED"),
        ('exclusion out { outages where cause = "x" at most 8h per month counts as up } ' + UP, HARMLESS, "PROVED"),
        ("stream works of spans { } exclusion out { works at most 8h per month leaves the denominator } " + UP,
         HARMLESS, "REFUTED"),
    ],
)  # fmt: skip
def test_exclusions(clauses: str, claim: str, verdict: str, tmp_path: Path) -> None:
    found = {each.claim: each for each in results(tmp_path, FEE + clauses + PROMISE)}
    assert found[claim].verdict == verdict, found[claim].sentence


def test_what_it_costs_is_shown(tmp_path: Path) -> None:
    clauses = "stream works of spans { } exclusion out { works at most 8h per month leaves the denominator } " + UP
    found = next(each for each in results(tmp_path, FEE + clauses + PROMISE) if each.claim == HARMLESS)
    assert found.witness is not None
    assert found.stake is not None
    assert found.stake.amount == 100
    assert found.witness.shown[0].state == "breached"


def test_samples_of_another_exclusion_are_there(tmp_path: Path) -> None:
    """Without them nothing would be known of the window, with or without the one that is looked at."""
    clauses = (
        "stream works of spans { } stream load of samples every 1h { busy percent } exclusion out { works } "
        "exclusion overload { buckets of 1h of load where busy > 90% at most 8h per month } "
        "metric uptime = availability of outages, excluding out and overload "
    )
    found = [each for each in results(tmp_path, FEE + clauses + PROMISE) if each.claim in (CHANGES, BOUNDED)]
    assert {(each.subject, each.claim): each.verdict for each in found} == {
        ("out for up", CHANGES): "PROVED",
        ("out for up", BOUNDED): "REFUTED",
        ("overload for up", CHANGES): "PROVED",
        ("overload for up", BOUNDED): "BOUNDED",
    }


@pytest.mark.parametrize(
    ("down", "excluded", "nothing_left"),
    [
        ("outages", "outages together with works", True),
        ("outages", "works together with outages", True),
        ("outages", "works", False),
        ("outages", 'works together with (outages where cause = "x")', False),
        ('outages where cause = "x"', 'outages where cause = "x"', True),
        ('outages where cause = "x"', 'outages where cause = "y"', False),
        ("outages during works", "outages", True),
        ("outages during works", "works", True),
        ("works during outages", "(outages lasting at least 1h)", False),
        ("outages outside works", "outages", True),
        ("outages outside works", "works", False),
        ("outages together with works", "outages", False),
        ("outages together with works", "works", False),
        ("outages together with works", "outages together with works", True),
        ("outages lasting at least 1h", "outages", True),
        ("outages", "outages lasting at least 1h", False),
        ("the longest of simultaneous outages", "outages", True),
        ("outages", "the longest of simultaneous outages", False),
    ],
)
def test_what_lies_in_what_is_excluded(down: str, excluded: str, nothing_left: bool, tmp_path: Path) -> None:
    clauses = (
        f"stream works of spans {{ }} exclusion out {{ {excluded} }} "
        f"metric uptime = availability of ({down}), excluding out "
    )
    found = {each.claim: each for each in results(tmp_path, FEE + clauses + PROMISE)}
    assert (LEFT in found) is nothing_left
    assert not nothing_left or found[LEFT].verdict == "REFUTED"
