"""Which dates are holidays: single dates, yearly rules, date ranges, and make-up workdays that are worked instead."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from typing import Final

from sladsl.frozen import Frozen, frozen

_A_LEAP_YEAR: Final = 2000
_DATE_RULE: Final = re.compile(r"(\*|\d{4})-(\d\d)-(\d\d)", re.ASCII)


class HolidayKind(StrEnum):
    """A day off; a day worked in exchange for one (China, Hungary); a day off whose date is not announced yet."""

    HOLIDAY = "holiday"
    MAKE_UP_WORKDAY = "make-up workday"
    ESTIMATED = "estimated"


@frozen
class Holiday(Frozen):
    """One date. A make-up workday may name the weekday (0 = Monday) whose hours it is worked with."""

    day: datetime.date
    name: str = ""
    kind: HolidayKind = HolidayKind.HOLIDAY
    hours_of: int | None = None

    def __post_init__(self) -> None:
        if self.hours_of is not None and self.kind is not HolidayKind.MAKE_UP_WORKDAY:
            raise ValueError(f"{self.day} is no make-up workday, so it has no hours")
        if self.hours_of is not None and not 0 <= self.hours_of <= 6:
            raise ValueError(f"{self.day} takes its hours from weekday {self.hours_of}; weekdays are 0 to 6")


@frozen
class YearlyHoliday(Frozen):
    """The same month and day every year; 29 February exists in leap years only."""

    month: int
    day: int
    name: str = ""

    def __post_init__(self) -> None:
        try:
            datetime.date(_A_LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise ValueError(f"no year has a day {self.month:02d}-{self.day:02d}") from None


@frozen
class HolidayRange(Frozen):
    """All dates from `first` to `last`, both included; a perpetual range returns every year, whatever its own year.

    A perpetual range may cross the year's end (24 December to 2 January). A range that lacks an end holds no date.
    """

    first: datetime.date | None
    last: datetime.date | None
    perpetual: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"the holidays from {self.first} to {self.last} end before they start")

    def __contains__(self, day: datetime.date) -> bool:
        if self.first is None or self.last is None:
            return False
        if not self.perpetual:
            return self.first <= day <= self.last
        if (self.last - self.first).days >= 365:
            return True
        low, high, at = ((each.month, each.day) for each in (self.first, self.last, day))
        return low <= at <= high if low <= high else at >= low or at <= high


@frozen
class HolidaySet(Frozen):
    """Holiday data of one calendar. A dated make-up workday is stronger than a yearly rule or a range."""

    days: tuple[Holiday, ...] = ()
    yearly: tuple[YearlyHoliday, ...] = ()
    ranges: tuple[HolidayRange, ...] = ()
    _by_date: dict[datetime.date, Holiday] = field(init=False, repr=False, compare=False)
    _by_month_and_day: dict[tuple[int, int], YearlyHoliday] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_date: dict[datetime.date, Holiday] = {}
        for entry in self.days:
            other = by_date.setdefault(entry.day, entry)
            worked = HolidayKind.MAKE_UP_WORKDAY
            if (other.kind is worked) is not (entry.kind is worked) or other.hours_of != entry.hours_of:
                raise ValueError(f"{entry.day} is given twice, as different kinds of day")
        object.__setattr__(self, "_by_date", by_date)
        object.__setattr__(self, "_by_month_and_day", {(rule.month, rule.day): rule for rule in self.yearly})

    @classmethod
    def of(cls, *rules: str) -> "HolidaySet":
        """From written dates: `2026-12-25`, or `*-12-25` for every year."""
        days: list[Holiday] = []
        yearly: list[YearlyHoliday] = []
        for rule in rules:
            match = _DATE_RULE.fullmatch(rule)
            if match is None:
                raise ValueError(f'"{rule}" is not a holiday; write 2026-12-25, or *-12-25 for every year')
            if match[1] == "*":
                yearly.append(YearlyHoliday(int(match[2]), int(match[3])))
            else:
                try:
                    days.append(Holiday(datetime.date(int(match[1]), int(match[2]), int(match[3]))))
                except ValueError:
                    raise ValueError(f'"{rule}" names a day that does not exist') from None
        return cls(tuple(days), tuple(yearly))

    def union(self, other: "HolidaySet") -> "HolidaySet":
        """Both together; a date that is a holiday in one and a make-up workday in the other is a ValueError."""
        return HolidaySet(self.days + other.days, self.yearly + other.yearly, self.ranges + other.ranges)

    def is_holiday(self, day: datetime.date) -> bool:
        return next(self._found(day), None) is not None

    def name_of(self, day: datetime.date) -> str | None:
        """The name of the holiday on that date ("" when it has none), or None on other days."""
        return next(self._found(day), None)

    def make_up_workday(self, day: datetime.date) -> Holiday | None:
        """The entry by which that date is worked although its weekday is not."""
        entry = self._by_date.get(day)
        return entry if entry is not None and entry.kind is HolidayKind.MAKE_UP_WORKDAY else None

    def estimated(self, start: datetime.date, until: datetime.date) -> tuple[Holiday, ...]:
        """The entries in [start, until) whose dates are only estimated, in order."""
        found = (entry for entry in self.days if entry.kind is HolidayKind.ESTIMATED and start <= entry.day < until)
        return tuple(sorted(found, key=lambda entry: entry.day))

    def _found(self, day: datetime.date) -> Iterator[str]:
        entry = self._by_date.get(day)
        if entry is not None:
            if entry.kind is HolidayKind.MAKE_UP_WORKDAY:
                return
            yield entry.name
        rule = self._by_month_and_day.get((day.month, day.day))
        if rule is not None:
            yield rule.name
        for dates in self.ranges:
            if day in dates:
                yield dates.name
