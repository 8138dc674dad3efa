"""Windows tile: every instant lies in exactly one, and their labels are the local date and hour."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import DAY, HOUR, MINUTE, UTC, Window, WindowKind, Zone, parse_instant, tile, window_at
from sladsl.temporal.window import WindowUnit
from strategies.time import instants_in, zones
from temporal.oracle import local_of

usual = settings(deadline=None, max_examples=80)

KINDS = (
    WindowKind.hour(),
    WindowKind.day(),
    WindowKind.week(),
    WindowKind.week(start=5),
    WindowKind.month(),
    WindowKind.month(anchor_day=31),
    WindowKind.quarter(),
    WindowKind.quarter(anchor_month=2),
    WindowKind.half_year(),
    WindowKind.year(),
    WindowKind.year(anchor_month=4, anchor_day=6),
    WindowKind(WindowUnit.DAY, count=3, anchor_date=datetime.date(2024, 2, 29)),
    WindowKind(WindowUnit.WEEK, count=2, anchor_date=datetime.date(2025, 12, 31)),
    WindowKind(WindowUnit.MONTH, count=5, anchor_date=datetime.date(2023, 10, 31)),
)
# Labels that zoneinfo can write from any instant of the window.
FORMATS = {
    WindowKind.hour(): "%Y-%m-%dT%H",
    WindowKind.day(): "%Y-%m-%d",
    WindowKind.week(): "%G-W%V",
    WindowKind.month(): "%Y-%m",
    WindowKind.year(): "%Y",
}


def windows(kind: WindowKind, zone: Zone, start: str, end: str) -> list[Window]:
    return tile(kind, zone, parse_instant(start, zone), parse_instant(end, zone))


def counted(unit: WindowUnit, count: int, day: str) -> WindowKind:
    return WindowKind(unit, count=count, anchor_date=datetime.date.fromisoformat(day))


@usual
@given(st.data(), zones, st.sampled_from(KINDS))
def test_every_instant_is_in_exactly_one(data: st.DataObject, zone: Zone, kind: WindowKind) -> None:
    start = data.draw(instants_in(zone))
    end = start + data.draw(st.integers(1, 3 * DAY // MINUTE)) * MINUTE
    tiles = tile(kind, zone, start, end)
    assert tiles[0].start <= start < tiles[0].end
    assert tiles[-1].start < end <= tiles[-1].end
    assert all(left.end == right.start for left, right in itertools.pairwise(tiles))
    assert all(each.start < each.end and each.kind == kind for each in tiles)
    assert len({each.label for each in tiles}) == len(tiles)
    instant = data.draw(st.integers(start, end - 1))
    assert window_at(kind, zone, instant) == next(each for each in tiles if each.start <= instant < each.end)
    # The same tiles come from any part of the period.
    assert tile(kind, zone, instant, instant + 1)[0] in tiles
    assert tile(kind, zone, tiles[0].start, tiles[-1].end) == tiles


@usual
@given(st.data(), zones, st.sampled_from(sorted(FORMATS, key=repr)))
def test_minute_by_minute(data: st.DataObject, zone: Zone, kind: WindowKind) -> None:
    start = data.draw(instants_in(zone))
    for each in tile(kind, zone, start, start + DAY):
        for instant in range(max(each.start, start), min(each.end, start + DAY), 10 * MINUTE):
            assert each.label.startswith(local_of(zone.name, instant).strftime(FORMATS[kind]))


def test_hours_over_changes_of_the_clock() -> None:
    berlin = windows(WindowKind.hour(), Zone.named("Europe/Berlin"), "2026-10-25T01:00", "2026-10-25T04:00")
    assert [each.label[11:] for each in berlin] == ["01", "02+02:00", "02+01:00", "03"]
    spring = windows(WindowKind.hour(), Zone.named("Europe/Berlin"), "2026-03-29T01:00", "2026-03-29T04:00")
    assert [each.label[11:] for each in spring] == ["01", "03"]
    half = windows(WindowKind.hour(), Zone.named("Australia/Lord_Howe"), "2024-04-07T00:30", "2024-04-07T03:00")
    assert [(each.label[11:], each.end - each.start) for each in half] == [
        ("00", HOUR),
        ("01+11:00", HOUR),
        ("01+10:30", HOUR // 2),
        ("02", HOUR),
    ]


def test_days_are_as_long_as_they_are() -> None:
    berlin = Zone.named("Europe/Berlin")
    lengths = [each.end - each.start for each in windows(WindowKind.day(), berlin, "2026-03-28", "2026-03-31")]
    assert lengths == [24 * HOUR, 23 * HOUR, 24 * HOUR]
    # Samoa went over the date line and had no 30 December 2011.
    apia = windows(WindowKind.day(), Zone.named("Pacific/Apia"), "2011-12-29", "2012-01-01")
    assert [each.label for each in apia] == ["2011-12-29", "2011-12-31"]


def test_a_midnight_that_comes_twice_begins_its_day_at_once() -> None:
    # Newfoundland put its clocks back at 00:01, to 23:01 of the day before.
    zone, sunday = Zone.named("America/St_Johns"), datetime.date(2010, 11, 7)
    midnight = zone.to_utc(sunday, 0)
    again_saturday = midnight + 30 * MINUTE
    assert zone.local(again_saturday)[0] == datetime.date(2010, 11, 6)
    for kind in (WindowKind.day(), WindowKind.week(start=6), WindowKind.month(anchor_day=7)):
        assert window_at(kind, zone, again_saturday).start == midnight
        assert window_at(kind, zone, midnight - 1).end == midnight
    hours = tile(WindowKind.hour(), zone, midnight - 1, midnight + 2 * HOUR)
    assert [(each.label[8:], (each.end - each.start) // MINUTE) for each in hours] == [
        ("06T23-02:30", 60),
        ("07T00-02:30", 1),
        ("06T23-03:30", 59),
        ("07T00-03:30", 60),
    ]


def test_a_midnight_that_is_jumped_over_is_read_with_the_offset_before() -> None:
    # Toronto put its clocks forward at 23:30, to 00:30 of the next day.
    zone = Zone.named("America/Toronto")
    (jump,) = zone.changes(parse_instant("1919-03-01T00:00Z"), parse_instant("1919-05-01T00:00Z"))
    assert zone.local(jump) == (datetime.date(1919, 3, 31), 30 * MINUTE)
    midnight = zone.to_utc(datetime.date(1919, 3, 31), 0)
    assert midnight == jump + 30 * MINUTE
    assert window_at(WindowKind.day(), zone, jump + 10 * MINUTE).label == "1919-03-30"
    assert window_at(WindowKind.day(), zone, midnight).label == "1919-03-31"


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (WindowKind.month(), ["2026-01", "2026-02", "2026-03"]),
        (WindowKind.month(anchor_day=31), ["2025-12-31", "2026-01-31", "2026-02-28"]),
        (WindowKind.month(anchor_day=15), ["2026-01-15", "2026-02-15"]),
        (WindowKind.quarter(), ["2026-Q1"]),
        (WindowKind.quarter(anchor_month=3), ["2025-12-01", "2026-03-01"]),
        (WindowKind.half_year(), ["2026-H1"]),
        (WindowKind.year(), ["2026"]),
        (WindowKind.year(anchor_month=4), ["2025-04-01"]),
        (WindowKind.term(), ["term"]),
        (
            replace(WindowKind.month(), count=2, rolling=True),
            ["2 months to 2026-01-31", "2 months to 2026-02-28", "2 months to 2026-03-31"],
        ),
        (replace(WindowKind.quarter(), rolling=True), ["1 quarter to 2026-03-31"]),
        # Counted from a date before, and from one after.
        (counted(WindowUnit.DAY, 30, "2025-12-10"), ["2026-01-09", "2026-02-08"]),
        (counted(WindowUnit.WEEK, 3, "2026-03-07"), ["2026-01-03", "2026-01-24", "2026-02-14"]),
        (counted(WindowUnit.MONTH, 5, "2023-10-31"), ["2025-11-30"]),
        (counted(WindowUnit.MONTH, 5, "2026-09-30"), ["2025-11-30"]),
        (counted(WindowUnit.QUARTER, 3, "2022-02-15"), ["2025-11-15"]),
        (counted(WindowUnit.YEAR, 4, "2030-02-01"), ["2022-02-01", "2026-02-01"]),
    ],
)
def test_labels(kind: WindowKind, labels: list[str]) -> None:
    assert [each.label for each in windows(kind, UTC, "2026-01-20", "2026-03-05")] == labels


@usual
@given(st.data(), zones, st.sampled_from([each for each in KINDS[1:] if each.count == 1]), st.integers(1, 5))
def test_a_rolling_window_is_a_unit_and_those_before_it(
    data: st.DataObject, zone: Zone, unit: WindowKind, count: int
) -> None:
    start = data.draw(instants_in(zone))
    end = start + data.draw(st.integers(1, 40)) * DAY
    units = tile(unit, zone, start, end)
    rolling = tile(replace(unit, count=count, rolling=True), zone, start, end)
    assert [each.end for each in rolling] == [each.end for each in units]
    first = units[0]
    for _ in range(count - 1):
        first = window_at(unit, zone, first.start - 1)
    assert rolling[0].start == first.start


def test_weeks() -> None:
    assert [each.label for each in windows(WindowKind.week(), UTC, "2025-12-28", "2026-01-05")] == [
        "2025-W52",
        "2026-W01",
    ]
    sundays = windows(WindowKind.week(start=6), UTC, "2026-03-03", "2026-03-08")
    assert [(each.label, each.start) for each in sundays] == [("2026-03-01", parse_instant("2026-03-01T00:00Z"))]


def test_windows_are_whole_and_a_term_is_itself() -> None:
    month = windows(WindowKind.month(), UTC, "2026-03-10", "2026-03-11")[0]
    assert (month.start, month.end) == (parse_instant("2026-03-01T00:00Z"), parse_instant("2026-04-01T00:00Z"))
    term = windows(WindowKind.term(), UTC, "2026-03-10", "2026-03-11")[0]
    assert (term.start, term.end) == (parse_instant("2026-03-10T00:00Z"), parse_instant("2026-03-11T00:00Z"))


def test_what_has_no_meaning_is_refused() -> None:
    assert tile(WindowKind.day(), UTC, 0, 0) == []
    for make in (lambda: WindowKind.week(7), lambda: WindowKind.month(0), lambda: WindowKind.year(13)):
        with pytest.raises(ValueError, match="starts"):
            make()
    with pytest.raises(ValueError, match="one by one"):
        WindowKind(WindowUnit.HOUR, count=2, rolling=True)
    with pytest.raises(ValueError, match="before it starts"):
        tile(WindowKind.day(), UTC, 1, 0)
    with pytest.raises(ValueError, match="contract"):
        window_at(WindowKind.term(), UTC, 0)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        window_at(WindowKind.year(), UTC, parse_instant("9999-07-01T00:00Z"))
