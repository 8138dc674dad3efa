"""Zones against zoneinfo, and the database they come from."""

import copy
import datetime
import importlib.resources
import itertools
import pickle
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.temporal import (
    DAY,
    HOUR,
    MINUTE,
    UTC,
    UnknownZone,
    Zone,
    known_zone_names,
    parse_instant,
    tz_database_version,
)
from strategies.time import dates_in, zones
from temporal.oracle import local_of, utc_of

quick = settings(deadline=None, max_examples=200)
any_date = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@quick
@given(st.data(), zones, st.integers(0, DAY))
def test_to_utc_is_that_of_zoneinfo(data: st.DataObject, zone: Zone, time_of_day: int) -> None:
    day = data.draw(st.one_of(dates_in(zone), any_date))
    for time in (time_of_day, time_of_day // (15 * MINUTE) * 15 * MINUTE, time_of_day % (3 * HOUR)):
        assert zone.to_utc(day, time) == utc_of(zone.name, day, time)


@quick
@given(st.data(), st.sampled_from(known_zone_names()), st.integers(0, DAY))
def test_local_is_that_of_zoneinfo(data: st.DataObject, name: str, time_of_day: int) -> None:
    zone, instant = Zone.named(name), parse_instant(data.draw(any_date).isoformat(), UTC) + time_of_day
    local = local_of(name, instant)
    since_midnight = local.replace(tzinfo=None) - datetime.datetime.combine(local.date(), datetime.time())
    assert zone.local(instant) == (local.date(), since_midnight // datetime.timedelta(microseconds=1))
    offset = local.utcoffset()
    assert offset is not None
    assert zone.offset(instant) == offset // datetime.timedelta(microseconds=1)


def test_gaps_and_folds() -> None:
    berlin, sunday = Zone.named("Europe/Berlin"), datetime.date(2026, 3, 29)
    assert berlin.to_utc(sunday, 2 * HOUR + 30 * MINUTE) == parse_instant("2026-03-29T01:30Z")
    autumn = datetime.date(2026, 10, 25)
    assert berlin.to_utc(autumn, 2 * HOUR + 30 * MINUTE) == parse_instant("2026-10-25T00:30Z")
    assert berlin.to_utc(autumn, DAY) - berlin.to_utc(autumn, 0) == 25 * HOUR
    apia, skipped = Zone.named("Pacific/Apia"), datetime.date(2011, 12, 30)
    start, end = apia.day_span(skipped)
    assert start == end


def test_changes_of_the_clock() -> None:
    berlin = Zone.named("Europe/Berlin")
    year = parse_instant("2026-01-01T00:00Z"), parse_instant("2027-01-01T00:00Z")
    assert berlin.changes(*year) == (parse_instant("2026-03-29T01:00Z"), parse_instant("2026-10-25T01:00Z"))
    assert berlin.changes(parse_instant("2026-03-29T01:00Z"), parse_instant("2026-10-25T01:00Z")) == ()
    many = berlin.changes(parse_instant("2000-01-01T00:00Z"), parse_instant("2020-01-01T00:00Z"))
    assert len(many) == 40
    assert list(many) == sorted(many)


def test_unknown_names_get_suggestions() -> None:
    for wrong, meant in [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
    ]:
        with pytest.raises(UnknownZone, match=meant):
            Zone.named(wrong)
    for wrong in ("", "../zones", "zones", "Middle/Earth", "Europe/Berlin/x"):
        with pytest.raises(UnknownZone, match="no time zone"):
            Zone.named(wrong)
    with pytest.raises(UnknownZone, match=r'no time zone named "Xq"; names look like Europe/Berlin$'):
        Zone.named("Xq")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("London", 1), ("America/Argentina/Sam", 3), ("Pacific/Aukland", 3)],
)
def test_three_suggestions_at_most(wrong: str, meant: int) -> None:
    with pytest.raises(UnknownZone) as told:
        Zone.named(wrong)
    assert len(str(told.value).split("did you mean ")[1].split(" or ")) == meant


def test_zones_are_values() -> None:
    berlin = Zone.named("Europe/Berlin")
    assert Zone.named("Europe/Berlin") is berlin
    assert pickle.loads(pickle.dumps(berlin)) is berlin
    assert copy.deepcopy(berlin) is berlin
    assert repr(berlin) == "Zone(name='Europe/Berlin')"
    assert {berlin: 1}[Zone.named("Europe/Berlin")] == 1


def test_instants_beyond_the_calendar_are_refused_in_words() -> None:
    for instant in (-(10**18), 10**18):
        with pytest.raises(ValueError, match="years 1 to 9999"):
            Zone.named("Europe/Berlin").local(instant)


def test_the_database_is_that_of_the_wheel() -> None:
    assert tz_database_version()[:4].isdigit()
    assert {"UTC", "Europe/Berlin", "Asia/Kathmandu"} <= set(known_zone_names())


def test_no_zone_changes_twice_within_a_day() -> None:
    """Zones are read by looking once a day, which finds every change only as long as this holds."""
    closest = min(
        later - earlier for name in known_zone_names() for earlier, later in itertools.pairwise(_changes_in_file(name))
    )
    assert closest > DAY // 1_000_000


def _changes_in_file(name: str) -> list[int]:
    """The seconds at which a zone's offset changes, read from the second part of its TZif file (RFC 8536)."""
    content = importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    utc_flags, standard_flags, leaps, times, types, letters = struct.unpack(">6l", content[20:44])
    second_part = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard_flags + utc_flags
    *_, times, types, _ = struct.unpack(">6l", content[second_part + 20 : second_part + 44])
    at = second_part + 44
    seconds = struct.unpack(f">{times}q", content[at : at + 8 * times])
    kinds = content[at + 8 * times : at + 9 * times]
    table = content[at + 9 * times : at + 9 * times + 6 * types]
    offsets = [struct.unpack(">l", table[6 * kind : 6 * kind + 4])[0] for kind in range(types)]
    changes, offset = [], offsets[0]
    for second, kind in zip(seconds, kinds, strict=True):
        if offsets[kind] != offset:
            offset = offsets[kind]
            changes.append(second)
    return changes
