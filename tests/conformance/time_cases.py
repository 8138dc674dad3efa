"""Peers' calendars and instants, reshaped into ours."""

import datetime
from collections.abc import Mapping
from typing import Any

from sladsl.temporal import (
    Calendar,
    HolidayRange,
    HolidaySet,
    Hours,
    Zone,
    parse_instant,
    parse_time_of_day,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Case = dict[str, Any]


def calendar_of(given: Case) -> Calendar:
    known = {"timezone", "weekly", "holidays", "special", "closed", "holiday_rules"}
    assert set(given) <= known, "a case says more of its calendar than is read here"
    return Calendar(
        name="peer",
        zone=Zone.named(given["timezone"]),
        weekly={WEEKDAYS.index(day): _hours(windows) for day, windows in given.get("weekly", {}).items()},
        holidays=holidays_of(given),
        special={datetime.date.fromisoformat(day): _hours(each) for day, each in given.get("special", {}).items()},
        breaks=tuple(
            (datetime.datetime.fromisoformat(start), datetime.datetime.fromisoformat(end))
            for start, end in given.get("closed", [])
        ),
    )


def holidays_of(given: Case) -> HolidaySet:
    ranges = tuple(
        HolidayRange(_date(rule["from"]), _date(rule["to"]), perpetual=rule["perpetual"])
        for rule in given.get("holiday_rules", [])
    )
    return HolidaySet.of(*given.get("holidays", [])).union(HolidaySet(ranges=ranges))


def pairs_of(given: list[list[str]]) -> list[tuple[int, int]]:
    return [(parse_instant(start), parse_instant(end)) for start, end in given]


def take(table: Mapping[tuple[str, str], Any], case: Case, *keys: str) -> dict[str, Any]:
    """The options that a case's conventions stand for; every convention must be one that the table knows."""
    conventions = case.get("conventions", {})
    assert set(conventions) <= set(keys), "a case has a convention that its kind does not read"
    return {key: table[key, value] for key, value in conventions.items()}


def _hours(windows: list[list[str]]) -> Hours:
    return tuple((parse_time_of_day(start), parse_time_of_day(end)) for start, end in windows)


def _date(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)
