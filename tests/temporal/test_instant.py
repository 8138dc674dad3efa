"""Instants to and from text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    UTC,
    NaiveTime,
    Zone,
    format_instant,
    format_offset,
    parse_instant,
    parse_time_of_day,
)
from strategies.time import instants_in, zones

BERLIN = Zone.named("Europe/Berlin")


@settings(deadline=None, max_examples=200)
@given(st.data(), zones, st.integers(0, DAY))
def test_what_is_written_is_read_back(data: st.DataObject, zone: Zone, more: int) -> None:
    instant = data.draw(instants_in(zone)) + more
    for written_in in (None, UTC, zone):
        assert parse_instant(format_instant(instant, written_in)) == instant


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 00:01Z", MINUTE),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T00:00-0130", 90 * MINUTE),
        ("1970-01-01T02+02", None),
        ("1970-01-01T24:00Z", DAY),
        ("1970-01-01T24:00:01Z", None),
        ("1970-01-01T00:00:00.5z", SECOND // 2),
        ("1970-01-01T00:00:00,000001Z", 1),
        ("1970-01-01T00:00:00.1234560000Z", 123456),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("1970-01-01T00:00:60Z", None),
        ("1970-01-01T00:60Z", None),
        ("1970-02-29T00:00Z", None),
        ("1970-01-01T00:00-00:00:59", 59 * SECOND),
        ("1970-01-01T00:00-23:59", DAY - MINUTE),
        ("1970-01-01T00:00+00:00:60", None),
        ("1970-01-01T00:00+00:60", None),
        ("1970-01-01T00:00+24:00", None),
        ("1970-01-01  00:00Z", None),
        ("1970-1-1T00:00Z", None),
        ("1970-01-01T00:00Z\n", None),
        ("١٩٧٠-01-01T00:00Z", None),
        ("0000-01-01T00:00Z", None),
        ("", None),
    ],
)
def test_parse(text: str, microseconds: int | None) -> None:
    if microseconds is None:
        with pytest.raises(ValueError, match=r"\w"):
            parse_instant(text)
    else:
        assert parse_instant(text) == microseconds


def test_leap_seconds_are_named() -> None:
    for second, said in (("60", "seconds; leap seconds are not instants of their own here"), ("61", "seconds")):
        with pytest.raises(ValueError, match=f"{said}$"):
            parse_instant(f"1970-01-01T00:00:{second}Z")


def test_local_times() -> None:
    assert parse_instant("2026-03-04", BERLIN) == parse_instant("2026-03-03T23:00Z")
    assert parse_instant("2026-03-04T12:00", BERLIN) == parse_instant("2026-03-04T12:00+01:00")
    assert parse_instant("2026-03-04T24:00", BERLIN) == parse_instant("2026-03-05", BERLIN)
    for text in ("2026-03-04", "2026-03-04T12:00", "2026-03-04 12:00:00.5"):
        with pytest.raises(NaiveTime, match="no time zone"):
            parse_instant(text)


def test_finer_than_a_microsecond() -> None:
    with pytest.raises(ValueError, match="finer"):
        parse_instant("2026-03-04T00:00:00.1234567Z")
    assert parse_instant("1969-12-31T23:59:59.9999999Z", truncate=True) == -1
    assert parse_instant("1970-01-01T00:00:00.0000009Z", truncate=True) == 0


def test_what_is_longer_than_any_time_is_not_looked_at() -> None:
    longest = "1970-01-01T00:00:00." + 43 * "0" + "Z"
    assert (len(longest), parse_instant(longest)) == (64, 0)
    with pytest.raises(ValueError, match="is not a date and time"):
        parse_instant(longest.replace("Z", "0Z"))


def test_open_ended_dates_of_exports_are_read() -> None:
    assert format_instant(parse_instant("9999-12-31T23:59:59Z")) == "9999-12-31T23:59:59Z"
    assert parse_instant("9999-12-31", BERLIN) < parse_instant("9999-12-31T24:00", BERLIN)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        format_instant(parse_instant("9999-12-31T24:00Z"))


def test_format() -> None:
    instant = parse_instant("2026-03-04T05:06:07.5Z")
    assert format_instant(instant) == "2026-03-04T05:06:07.5Z" == format_instant(instant, Zone.named("Etc/UTC"))
    assert format_instant(instant, BERLIN) == "2026-03-04T06:06:07.5+01:00"
    assert format_instant(0, Zone.named("Africa/Abidjan")) == "1970-01-01T00:00:00+00:00"
    assert format_offset(-(3 * HOUR + 30 * MINUTE)) == "-03:30"
    assert format_instant(parse_instant("1880-01-01T00:00Z"), BERLIN) == "1880-01-01T00:53:28+00:53:28"


def test_time_of_day() -> None:
    assert parse_time_of_day("09:30:15") == 9 * HOUR + 30 * MINUTE + 15 * SECOND
    assert parse_time_of_day("24:00") == DAY
    for wrong in ("24:01", "9:00", "09", "09:60", "09:00 "):
        with pytest.raises(ValueError, match=wrong):
            parse_time_of_day(wrong)
