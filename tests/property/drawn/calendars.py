"""Calendars: hours of every kind, and days that are closed or special, about the focus."""

import datetime
from dataclasses import dataclass, field
from typing import Final

from property.drawn.draft import Draft, block

# Windows of one day may touch; if they overlapped, the contract would be wrong.
_HOURS: Final = (
    ("09:00-17:00",),
    ("08:00-12:00", "13:00-17:30"),
    ("22:00-06:00",),
    ("00:00-24:00",),
    ("02:00-03:00",),
    ("01:30-02:30", "02:30-03:30"),
    ("23:00-24:00", "00:00-00:30"),
    ("12:00-13:00", "23:00-01:00", "17:00 - 18:00"),
)
_DAYS: Final = (
    ("Mon to Fri",),
    ("every day",),
    ("Mon to Fri", "Sat, Sun"),
    ("Fri to Mon", "Tue"),
    ("Mon, Wed to Thursday", "Tuesday"),
    ("Sun",),
)


@dataclass
class _Days:
    """What the lines so far say of single days: none may be both closed and special."""

    closed: set[datetime.date] = field(default_factory=set)
    special: set[datetime.date] = field(default_factory=set)
    yearly: set[str] = field(default_factory=set)

    def close(self, first: datetime.date, length: int) -> bool:
        days = {first + datetime.timedelta(days=each) for each in range(length)}
        if days & self.special:
            return False
        self.closed |= days
        return True

    def is_closed(self, day: datetime.date) -> bool:
        return day in self.closed or f"{day:%m-%d}" in self.yearly


def calendars(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(0 if d.brief else d.count(0, 2)):
        name = d.fresh()
        always = d.chance(6)
        inside = ["open always"] if always else _weekly(d)
        days = _Days()
        inside += [each for _ in range(d.count(0, 3)) if (each := _exception(d, days)) is not None]
        if not d.style.shiftable and d.chance(6):
            inside.append(f'zone "{d.pick(("UTC", "America/New_York", "Asia/Tehran"))}"')
        lines.append(block(f"calendar {name}{d.title()}", d.choices.order(inside)))
        d.calendars.append(name)
    if d.calendars and d.chance(4):
        lines += _composed(d)
    return lines


def _composed(d: Draft) -> list[list[str]]:
    """One that is open between one and twelve, whatever else it is made of."""
    mornings, nights, name, other = d.fresh(), d.fresh(), d.fresh(), d.pick(d.calendars)
    most = d.pick((f"{other} together with {mornings}", f"{mornings} during {mornings}"))
    d.calendars += [mornings, name]
    hours = ((mornings, "00:00-12:00"), (nights, "00:00-01:00"))
    lines = [block(f"calendar {each}", [f"open every day {given}"]) for each, given in hours]
    return [*lines, [f"calendar {name}{d.title()} = ({most}) outside {nights}"]]


def _weekly(d: Draft) -> list[str]:
    """Each group of days has its hours, in one line or in a line for each window."""
    lines: list[str] = []
    for days in d.pick(_DAYS):
        hours = d.pick(_HOURS)
        lines += [f"open {days} {each}" for each in hours] if d.chance(4) else [f"open {days} {', '.join(hours)}"]
    return lines


def _exception(d: Draft, days: _Days) -> str | None:
    day, length = d.day(-3, 3), d.count(1, 5)
    after = day + datetime.timedelta(days=length)
    kinds = ["closed", "until", "through", "break", "special"] + (["yearly"] if not d.style.shiftable else [])
    match d.pick(kinds):
        case "closed" if days.close(day, 1):
            return f"closed {day}{d.title()}"
        case "until" if days.close(day, length):
            return f"closed {day} until {after}{d.title()}"
        case "through" if days.close(day, length + 1):
            return f"closed {day} through {after}"
        case "break":
            return f"closed {day}T{d.pick(('02:30', '12:00', '23:59:59.5'))} until {day}T23:59:59.999999"
        case "yearly":
            return _yearly(d, days)
        case "special" if day not in days.special and not days.is_closed(day):
            days.special.add(day)
            return f"special {day}{d.title()} {', '.join(d.pick(_HOURS))}"
        case _:
            return None


def _yearly(d: Draft, days: _Days) -> str | None:
    written = d.pick(("12-25", "02-29", f"{d.focus:%m-%d}"))
    if any(f"{each:%m-%d}" == written for each in days.special):
        return None
    days.yearly.add(written)
    return f"closed every {written}{d.title()}"
