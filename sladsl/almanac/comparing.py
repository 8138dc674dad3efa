"""What a newer version of the library says otherwise than a holiday file that was made of an older one."""

import re
from collections.abc import Iterator

from sladsl.almanac.asked import Asked, Collected
from sladsl.almanac.library import LIBRARY, from_library, installed_version
from sladsl.frozen import Frozen, frozen
from sladsl.temporal import Holiday, HolidayFile, HolidayKind

_SHOWN = 10


@frozen
class Change(Frozen):
    """What the version `newer` says: one line for each date."""

    newer: str
    lines: tuple[str, ...]


def what_changed(file: HolidayFile) -> Change | None:
    """Asks the installed library what the file was made of; None where nothing is newer, or nothing differs.

    The library is loaded only if the file was made of it, and of an older version.
    """
    made = file.imported
    if made is None or made.library != LIBRARY or file.country is None:
        return None
    installed = installed_version()
    if installed is None or not _is_newer(installed, file.version):
        return None
    years = file.covers_from.year, file.covers_until.year - (file.covers_until.timetuple().tm_yday == 1)
    now = from_library(Asked(file.country, years, made.subdivision, made.language, made.categories))
    if not isinstance(now, Collected):
        return None
    lines = tuple(_changes(file, now))
    if len(lines) > _SHOWN:
        lines = (*lines[:_SHOWN], f"and {len(lines) - _SHOWN} more dates")
    return Change(installed, lines) if lines else None


def _changes(file: HolidayFile, now: Collected) -> Iterator[str]:
    before = {each.day: each for each in file.days}
    after = {each.day: each for each in now.days if file.covers_from <= each.day < file.covers_until}
    for day in sorted({*before, *after}):
        old, new = before.get(day), after.get(day)
        if old is None and new is not None:
            yield f"{day} is {_described(new)} there, and is not in the file"
        elif old is not None and new is None:
            yield f"{day} is {_described(old)} in the file, and is not there"
        elif old is not None and new is not None and not _same(old, new):
            yield f"{day} is {_described(new)} there, and {_described(old)} in the file"


def _same(old: Holiday, new: Holiday) -> bool:
    """Names change with every version. A date that was announced and put into the file may be an estimate there."""
    if (old.kind, new.kind) == (HolidayKind.HOLIDAY, HolidayKind.ESTIMATED):
        return True
    return (old.kind, old.hours_of) == (new.kind, new.hours_of)


def _described(day: Holiday) -> str:
    article = "an" if day.kind is HolidayKind.ESTIMATED else "a"
    kind = "estimated holiday" if day.kind is HolidayKind.ESTIMATED else day.kind.value
    return f'{article} {kind} "{day.name}"'


def _is_newer(one: str, other: str) -> bool:
    return _parts(one) > _parts(other)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d{1,9}", version))
