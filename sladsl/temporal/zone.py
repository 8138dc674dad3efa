"""Time zones, read from the `tzdata` wheel and never from the machine's own copy.

zoneinfo prefers the system directory, whose release differs from machine to machine; the wheel is pinned, and its
release is part of every result. Local times are resolved as PEP 495 does with fold=0: in a gap with the offset before
the jump, in a fold as the first occurrence.
"""

import datetime
from bisect import bisect_right
from dataclasses import field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.errors import UnknownZone
from sladsl.temporal.units import DAY, EPOCH_ORDINAL, MICROSECOND, SECOND, wall_microseconds

_STRETCH: Final = 512 * DAY
_MARGIN: Final = 3 * DAY
# No zone changes its offset twice within a day (the closest pair in the database is a week apart; a test keeps watch),
# so comparing the offset once a day finds every change.
_STEP: Final = DAY // SECOND
_FIRST_SECOND: Final = wall_microseconds(datetime.date(1, 1, 4), 0) // SECOND
_LAST_SECOND: Final = wall_microseconds(datetime.date(9999, 12, 28), 0) // SECOND
_EPOCH: Final = datetime.datetime(1970, 1, 1)


@frozen
class _Stretch(Frozen):
    """The offsets of a zone over some 500 days: `offsets[i]` holds before `changes[i]`, `offsets[i + 1]` from it on."""

    changes: tuple[int, ...]
    wall_changes: tuple[int, ...]
    offsets: tuple[int, ...]


@frozen
class Zone(Frozen):
    """An IANA time zone. Make one with `Zone.named("Europe/Berlin")`; two zones are equal when their names are."""

    name: str
    _rules: ZoneInfo = field(repr=False, compare=False)
    _stretches: dict[int, _Stretch] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def named(cls, name: str) -> "Zone":
        """The zone of that exact name; UnknownZone (a ValueError) with suggestions when there is none."""
        return _load(name)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _load, (self.name,)

    def offset(self, us: int) -> int:
        """Microseconds by which local time is ahead of UTC at the instant."""
        number = us // _STRETCH
        stretch = self._stretches.get(number) or self._read(number)
        return stretch.offsets[bisect_right(stretch.changes, us)]

    def local(self, us: int) -> tuple[datetime.date, int]:
        """The local date and time of day (microseconds since local 00:00 on the clock face) at the instant."""
        days, time_of_day = divmod(us + self.offset(us), DAY)
        try:
            return datetime.date.fromordinal(EPOCH_ORDINAL + days), time_of_day
        except (ValueError, OverflowError):
            raise ValueError("this instant lies outside the years 1 to 9999") from None

    def to_utc(self, day: datetime.date, time_of_day_us: int) -> int:
        """The instant at which the clock shows this local time (24:00 is the next day's 00:00).

        In a gap the offset before the jump is used; in a fold the first occurrence is meant.
        """
        wall = wall_microseconds(day, time_of_day_us)
        number = wall // _STRETCH
        stretch = self._stretches.get(number) or self._read(number)
        return wall - stretch.offsets[bisect_right(stretch.wall_changes, wall)]

    def day_span(self, day: datetime.date) -> tuple[int, int]:
        """A local date as [midnight, next midnight); empty for a date the zone skipped."""
        start = self.to_utc(day, 0)
        return start, max(start, self.to_utc(day, DAY))

    def changes(self, start: int, end: int) -> tuple[int, ...]:
        """The instants in (start, end) at which the offset changes, in order."""
        found: list[int] = []
        for number in range(start // _STRETCH, end // _STRETCH + 1):
            stretch = self._stretches.get(number) or self._read(number)
            lower, upper = max(start + 1, number * _STRETCH), min(end, (number + 1) * _STRETCH)
            found.extend(change for change in stretch.changes if lower <= change < upper)
        return tuple(found)

    def _read(self, number: int) -> _Stretch:
        """Lay out one stretch; its margins let local times near its borders be looked up in it alone."""
        first = (number * _STRETCH - _MARGIN) // SECOND
        last = ((number + 1) * _STRETCH + _MARGIN) // SECOND
        offsets = [self._offset_of_second(first)]
        changes: list[int] = []
        for second in range(first + _STEP, last + _STEP, _STEP):
            offset = self._offset_of_second(second)
            if offset != offsets[-1]:
                changes.append(self._change_between(second - _STEP, second) * SECOND)
                offsets.append(offset)
        wall_changes = tuple(
            change + max(before, after) for change, before, after in zip(changes, offsets, offsets[1:], strict=False)
        )
        stretch = _Stretch(tuple(changes), wall_changes, tuple(offsets))
        self._stretches[number] = stretch
        return stretch

    def _change_between(self, before: int, after: int) -> int:
        """The first second with the offset of `after`, by halving."""
        target = self._offset_of_second(after)
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset_of_second(middle) == target:
                after = middle
            else:
                before = middle
        return after

    def _offset_of_second(self, second: int) -> int:
        # Beyond the calendar of `datetime` the outermost offset goes on.
        within = min(max(second, _FIRST_SECOND), _LAST_SECOND)
        moment = (_EPOCH + datetime.timedelta(seconds=within)).replace(tzinfo=self._rules)
        offset = self._rules.fromutc(moment).utcoffset()
        assert offset is not None
        return offset // datetime.timedelta(microseconds=1) * MICROSECOND


def _data(*parts: str) -> Path:
    """A file of the wheel. (`importlib.resources` would find it too, and takes longer to import than all of this.)"""
    return Path(str(import_module("tzdata").__file__)).parent.joinpath(*parts)


@cache
def known_zone_names() -> tuple[str, ...]:
    """All zone names of the database in use, sorted."""
    listing = _data("zones").read_text(encoding="utf-8")
    return tuple(sorted(listing.split()))


@cache
def tz_database_version() -> str:
    """The release of the time zone database in use, as IANA names it (for example "2025b")."""
    return str(import_module("tzdata").IANA_VERSION)


@cache
def _load(name: str) -> Zone:
    # Checked against the listing first, so that no name can reach any other file.
    if name not in known_zone_names():
        raise UnknownZone(f'there is no time zone named "{name}"{_suggestion(name)}')
    path = _data("zoneinfo", *name.split("/"))
    with path.open("rb") as file:
        return Zone(name, ZoneInfo.from_file(file, key=name))


def _suggestion(name: str) -> str:
    by_folded_name: dict[str, str] = {}
    for known in known_zone_names():
        by_folded_name.setdefault(known.rsplit("/", 1)[-1].casefold(), known)
        by_folded_name[known.casefold()] = known
    wanted = name.strip().replace(" ", "_").casefold()
    from difflib import get_close_matches  # only a misspelt name needs it

    near = get_close_matches(wanted, by_folded_name, n=3, cutoff=0.7)
    names = list(dict.fromkeys(by_folded_name[key] for key in near))
    if not names:
        return "; names look like Europe/Berlin"
    return "; did you mean " + " or ".join(names) + "?"


UTC: Final = Zone.named("UTC")
