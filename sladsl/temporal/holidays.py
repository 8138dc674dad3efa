"""Holiday files: reviewed TOML data that are committed beside a contract, never asked of a library at evaluation.

source  = "Federal Ministry of the Interior"
version = "2026-01"
country = "DE"                                          # may be left out
covers  = { from = 2026-01-01, until = 2027-01-01 }     # until is exclusive
# imported = { library = "holidays", subdivision = "BY", language = "de", categories = ["public"] }

[[day]]
date = 2026-12-25
name = "Christmas Day"
kind = "holiday"                                        # or "make-up workday", "estimated"; "holiday" when left out
# hours_of = "friday"                                   # a make-up workday may say whose hours it takes
"""

import datetime
from typing import Final

from sladsl.frozen import Frozen, frozen
from sladsl.temporal.holiday_set import Holiday, HolidayKind, HolidaySet

WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@frozen
class ImportedFrom(Frozen):
    """What a library was asked for when the file was made, so that it can be asked again."""

    library: str
    subdivision: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()


@frozen
class HolidayFile(Frozen):
    """What one file says: its provenance, the dates [covers_from, covers_until) it is about, its days in order."""

    source: str
    version: str
    country: str | None
    covers_from: datetime.date
    covers_until: datetime.date
    days: tuple[Holiday, ...]
    imported: ImportedFrom | None = None

    def holiday_set(self) -> HolidaySet:
        return HolidaySet(self.days)


def parse_holiday_file(text: str) -> HolidayFile:
    """Read a holiday file; a ValueError names the entry that is wrong and says why."""
    import tomllib  # most contracts name no holiday file

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"the holiday file is not TOML: {error}") from None
    _only_known_keys("the holiday file", document, {"source", "version", "country", "covers", "imported", "day"})
    covers_from, covers_until = _coverage(document.get("covers"))
    entries = document.get("day", [])
    if not isinstance(entries, list):
        raise ValueError("days are written as [[day]], one block for each")
    days: dict[datetime.date, Holiday] = {}
    for number, entry in enumerate(entries, start=1):
        holiday = _day(f"[[day]] number {number}", entry)
        if not covers_from <= holiday.day < covers_until:
            covered = f"{covers_from} until {covers_until}"
            raise ValueError(f'"{holiday.name}" on {holiday.day} lies outside what the file covers, {covered}')
        if days.setdefault(holiday.day, holiday) is not holiday:
            raise ValueError(f'{holiday.day} is given twice: "{days[holiday.day].name}" and "{holiday.name}"')
    return HolidayFile(
        source=_required_text("the holiday file", document, "source"),
        version=_required_text("the holiday file", document, "version"),
        country=_required_text("the holiday file", document, "country") if "country" in document else None,
        covers_from=covers_from,
        covers_until=covers_until,
        days=tuple(days[day] for day in sorted(days)),
        imported=_imported(document["imported"]) if "imported" in document else None,
    )


def _imported(table: object) -> ImportedFrom:
    if not isinstance(table, dict):
        raise ValueError("`imported` is written as { library = …, language = … }")
    _only_known_keys("`imported`", table, {"library", "subdivision", "language", "categories"})
    categories = table.get("categories", [])
    if not isinstance(categories, list) or not all(isinstance(each, str) for each in categories):
        raise ValueError("the `categories` of `imported` are a list of texts")
    return ImportedFrom(
        library=_required_text("`imported`", table, "library"),
        subdivision=_required_text("`imported`", table, "subdivision") if "subdivision" in table else None,
        language=_required_text("`imported`", table, "language") if "language" in table else None,
        categories=tuple(categories),
    )


def _coverage(covers: object) -> tuple[datetime.date, datetime.date]:
    if not isinstance(covers, dict):
        raise ValueError("the holiday file does not say what it covers; write covers = { from = …, until = … }")
    _only_known_keys("covers", covers, {"from", "until"})
    covers_from, covers_until = _date("covers", covers, "from"), _date("covers", covers, "until")
    if covers_until <= covers_from:
        raise ValueError(f"the holiday file covers nothing: from {covers_from} until {covers_until}")
    return covers_from, covers_until


def _day(where: str, entry: object) -> Holiday:
    if not isinstance(entry, dict):
        raise ValueError(f"{where} is not a block with date and name")
    day = _date(where, entry, "date")
    where = f"{where} ({day})"
    _only_known_keys(where, entry, {"date", "name", "kind", "hours_of"})
    name = _required_text(where, entry, "name")
    kind = entry.get("kind", HolidayKind.HOLIDAY.value)
    if kind not in list(HolidayKind):
        known = ", ".join(f'"{each.value}"' for each in HolidayKind)
        raise ValueError(f'{where} has the kind "{kind}"; known kinds are {known}')
    return Holiday(day, name, HolidayKind(kind), _weekday(where, entry["hours_of"]) if "hours_of" in entry else None)


def _weekday(where: str, name: object) -> int:
    if not isinstance(name, str) or name.casefold() not in WEEKDAY_NAMES:
        raise ValueError(f'{where} takes the hours of "{name}", which is no weekday')
    return WEEKDAY_NAMES.index(name.casefold())


def _date(where: str, table: dict[str, object], key: str) -> datetime.date:
    """A TOML date, or the same written as a string. A date-time is not a date."""
    value = table.get(key)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and len(value) == len("2026-12-25"):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f'{where} needs "{key}" as a date such as 2026-12-25')


def _required_text(where: str, table: dict[str, object], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{where} needs "{key}" as text')
    return value


def _only_known_keys(where: str, table: dict[str, object], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f'{where} has "{unknown[0]}", which means nothing here; known are {", ".join(sorted(known))}')
