"""Periods as people write them."""

import pytest

from sladsl.temporal import UTC, WindowKind, Zone, parse_instant, parse_period, tile
from sladsl.temporal.units import DAY, HOUR

BERLIN = Zone.named("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-H1", "2026-01-01", "2026-07-01"),
        ("2026-H2", "2026-07-01", "2027-01-01"),
        ("2026-Q1", "2026-01-01", "2026-04-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-W01", "2025-12-29", "2026-01-05"),
        ("2026-W53", "2026-12-28", "2027-01-04"),
        ("2026-03-29", "2026-03-29", "2026-03-30"),
        ("2026-01-01 until 2026-02-01", "2026-01-01", "2026-02-01"),
        ("2026-01-01  through  2026-01-31", "2026-01-01", "2026-02-01"),
        (" 2026-01 through 2026-Q2 ", "2026-01-01", "2026-07-01"),
        ("2026-01 until 2026-03", "2026-01-01", "2026-03-01"),
        ("2026-03-01T12:00 until 2026-03-02 06:00:00", "2026-03-01T12:00", "2026-03-02T06:00"),
        ("2026-03-01T12:00Z through 2026-03-01", "2026-03-01T13:00", "2026-03-02"),
    ],
)
def test_parse(text: str, start: str, end: str) -> None:
    assert parse_period(text, BERLIN) == (parse_instant(start, BERLIN), parse_instant(end, BERLIN))


@pytest.mark.parametrize("label", ["2026", "2026-H2", "2026-Q3", "2026-11", "2026-W44", "2026-10-25"])
def test_labels_of_windows_are_periods(label: str) -> None:
    start, end = parse_period(label, BERLIN)
    kinds = (
        WindowKind.year(),
        WindowKind.half_year(),
        WindowKind.quarter(),
        WindowKind.month(),
        WindowKind.week(),
        WindowKind.day(),
    )
    assert label in [each.label for kind in kinds for each in tile(kind, BERLIN, start, end) if each.end == end]


def test_a_day_is_a_local_day() -> None:
    start, end = parse_period("2026-10-25", BERLIN)
    assert end - start == DAY + HOUR


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a period"),
        ("March", "not a period"),
        ("2026-Q5", "not a period"),
        ("2026-13", "does not exist"),
        ("2025-W53", "does not exist"),
        ("2026-02-29", "does not exist"),
        ("0000", "does not exist"),
        ("2026-03-04T12:00", "not a period"),
        ("2026 until 2026", "empty"),
        ("2027 until 2026", "ends before"),
        ("2026-03 through 2026-01", "ends before"),
        ("2026 until 2027 until 2028", "more than one"),
        ("2026-01-01 through 2026-01-02T12:00", "through an instant"),
        ("2026 until tomorrow", "not a date"),
    ],
)
def test_wrong(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_period(text, UTC)


def test_the_last_year_there_is() -> None:
    start, end = parse_period("9999", UTC)
    assert end - start == 365 * DAY
