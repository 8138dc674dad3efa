"""What somebody wants to know of an almanac, and what it said."""

import datetime
import re
from collections.abc import Iterable, Mapping

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.frozen import Frozen, frozen
from sladsl.temporal import FIRST_YEAR, LAST_YEAR, Holiday, HolidayKind, ImportedFrom

MOST_YEARS = 50
"""Years in one file: more than any contract runs."""

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)


@frozen
class Asked(Frozen):
    """Whose holidays: of which country and part of it, of which years, in which language, of which categories."""

    country: str
    years: tuple[int, int]
    subdivision: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()


@frozen
class Collected(Frozen):
    """The days an almanac knows, and what it should be called. `remarks` stand in the file for its readers."""

    source: str
    version: str
    years: tuple[int, int]
    days: tuple[Holiday, ...]
    country: str | None = None
    imported: ImportedFrom | None = None
    remarks: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def covers(self) -> tuple[datetime.date, datetime.date]:
        return datetime.date(self.years[0], 1, 1), datetime.date(self.years[1] + 1, 1, 1)


def asked_years(texts: Iterable[str]) -> tuple[int, int] | Diagnostic:
    """The first and last of years written as `2026`, `2026-2028` or several of these: without a hole."""
    years: set[int] = set()
    for text in texts:
        found = _YEARS.fullmatch(text)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            message = f"`{text}` is no year, and no years such as 2026-2028"
            return Diagnostic(usage.BAD_OPTION, message, fixes=(Fix(f"years run from {FIRST_YEAR} to {LAST_YEAR}"),))
        years.update(range(first, last + 1))
    if not years:
        fix = Fix("say which: `2026`, or `2026-2028`")
        return Diagnostic(usage.BAD_OPTION, "holidays are imported for certain years", fixes=(fix,))
    first, last = min(years), max(years)
    if last - first + 1 != len(years):
        fix = Fix("import two files, and write a `holidays` line for each")
        return Diagnostic(usage.BAD_OPTION, f"a holiday file has no hole between {first} and {last}", fixes=(fix,))
    if len(years) > MOST_YEARS:
        return Diagnostic(usage.BAD_OPTION, f"a holiday file has at most {MOST_YEARS} years")
    return first, last


def missing_library(names: str, wanted: str) -> Diagnostic:
    """For libraries that are not there; `wanted` is what brings them."""
    fix = Fix(f"install with `pip install '{wanted}'`")
    return Diagnostic(usage.MISSING_LIBRARY, f"{names} must be installed for this", fixes=(fix,))


def merged(days: Iterable[Holiday]) -> Mapping[datetime.date, Holiday] | datetime.date:
    """Days by date, names of one date joined; what is certain goes before an estimate. A date that is both a day off
    and a workday is given back."""
    found: dict[datetime.date, Holiday] = {}
    for day in days:
        there = found.get(day.day)
        if there is None:
            found[day.day] = day
            continue
        kinds = {there.kind, day.kind}
        if HolidayKind.MAKE_UP_WORKDAY in kinds and len(kinds) > 1:
            return day.day
        names = [*there.name.split("; "), *(each for each in day.name.split("; ") if each not in there.name)]
        kind = HolidayKind.ESTIMATED if kinds == {HolidayKind.ESTIMATED} else min(kinds, key=list(HolidayKind).index)
        found[day.day] = Holiday(day.day, "; ".join(names), kind, there.hours_of)
    return found
