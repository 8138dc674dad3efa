"""Holidays of a country by `holidays`, a library that knows those of some 250 countries."""

import datetime
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from sladsl.almanac.asked import Asked, Collected, missing_library
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import time, usage
from sladsl.temporal import WEEKDAY_NAMES, Holiday, HolidayKind, ImportedFrom

LIBRARY = "holidays"
SOURCE = "holidays, a library for Python: https://github.com/vacanza/holidays"

# Not days off: half of them is worked, or all of it.
_NO_DAYS_OFF = {"half_day": "half days", "workday": "days that are worked"}
_SHOWN = 40


def installed_version() -> str | None:
    """The version that is installed, without loading it."""
    metadata = import_module("importlib.metadata")  # it costs more to import than the work of `check`
    try:
        return str(metadata.version(LIBRARY))
    except metadata.PackageNotFoundError:
        return None


def from_library(asked: Asked) -> Collected | Diagnostic:
    """What the library says, or why it cannot."""
    try:
        library = import_module(LIBRARY)
        countries: dict[str, tuple[str, ...]] = import_module(f"{LIBRARY}.registry").COUNTRIES
    except ImportError:
        return missing_library(f"the library `{LIBRARY}`", LIBRARY)
    code = next((each[1] for each in countries.values() if asked.country.upper() in each[1:3]), None)
    if code is None:
        return _unknown_country(asked.country, countries)
    entity = getattr(library, code)().__class__
    choice = _choice(asked, entity, code)
    if isinstance(choice, Diagnostic):
        return choice
    first, last = asked.years
    try:
        # Days of a neighbouring year may be swapped with days of these.
        known = library.country_holidays(
            code, subdiv=choice.subdivision, years=range(first - 1, last + 2), expand=False, language=choice.language,
            categories=choice.categories,
        )  # fmt: skip
    except (NotImplementedError, ValueError) as trouble:
        return Diagnostic(usage.BAD_OPTION, f"the holidays of {code} cannot be told: {trouble}")
    days = tuple(each for each in _days(known) if first <= each.day.year <= last)
    if not any(each.kind is not HolidayKind.MAKE_UP_WORKDAY for each in days):
        span = f"in {first}" if first == last else f"from {first} to {last}"
        return Diagnostic(usage.BAD_OPTION, f"the library knows no holidays of {code} {span}")
    return Collected(
        SOURCE, installed_version() or "unknown", asked.years, days, code, choice,
        remarks=tuple(_remarks(known)), diagnostics=tuple(_not_announced(known, code, last)),
    )  # fmt: skip


def _choice(asked: Asked, entity: Any, code: str) -> ImportedFrom | Diagnostic:
    """What is asked for in the library's own words; the language never is that of the machine."""
    subdivision = asked.subdivision
    if subdivision is not None:
        aliases: dict[str, str] = entity.subdivisions_aliases
        subdivision = aliases.get(subdivision, subdivision)
        if subdivision not in entity.subdivisions:
            return _unknown(f"{code} has no part `{asked.subdivision}`", "parts", entity.subdivisions)
    language = entity.default_language
    if asked.language is not None:
        wanted = asked.language.replace("-", "_")
        fitting = [each for each in entity.supported_languages if each == wanted or each.split("_")[0] == wanted]
        if len(fitting) != 1 and wanted not in fitting:
            return _unknown(
                f"the names of holidays of {code} are not known in `{asked.language}`", "languages",
                entity.supported_languages,
            )  # fmt: skip
        language = wanted if wanted in fitting else fitting[0]
    categories = asked.categories or (entity.default_category,)
    for each in categories:
        if each in _NO_DAYS_OFF:
            fix = Fix("write them as `special` or `open` hours in the calendar")
            message = f"`{each}` are {_NO_DAYS_OFF[each]}, and not days off"
            return Diagnostic(usage.BAD_OPTION, message, fixes=(fix,))
        if each not in entity.supported_categories:
            known = [name for name in entity.supported_categories if name not in _NO_DAYS_OFF]
            return _unknown(f"{code} has no holidays of the category `{each}`", "categories", known)
    return ImportedFrom(LIBRARY, subdivision, language, tuple(categories))


def _unknown(message: str, what: str, known: Iterable[str]) -> Diagnostic:
    names = sorted(known)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    words = f"known {what}: {', '.join(names[:_SHOWN])}{more}" if names else f"the library knows no {what} there"
    return Diagnostic(usage.BAD_OPTION, message, fixes=(Fix(words),))


def _unknown_country(wanted: str, countries: dict[str, tuple[str, ...]]) -> Diagnostic:
    """Somebody may have written the name out."""
    spelt = wanted.casefold().replace(" ", "_")
    named = [each[1] for name, each in countries.items() if spelt in (name, each[0].casefold())]
    fix = Fix(f"did you mean `{named[0]}`?" if named else "write its two letters of ISO 3166, such as VN, TH, IR, TW")
    return Diagnostic(usage.BAD_OPTION, f"no country `{wanted}` is known", fixes=(fix,))


def _days(known: Any) -> Iterator[Holiday]:
    swapped = dict(_swapped(known))
    for day in sorted({*known, *known.weekend_workdays}):
        if day in known.weekend_workdays:
            off = swapped.get(day)
            name = f"worked instead of {off}" if off else "worked instead of another day"
            weekday = off.weekday() if off is not None else None
            yield Holiday(day, name, HolidayKind.MAKE_UP_WORKDAY, weekday)
            continue
        names = [_without_mark(each, known) for each in known.get_list(day)]
        certain = any(not estimated for _, estimated in names)
        kind = HolidayKind.HOLIDAY if certain else HolidayKind.ESTIMATED
        yield Holiday(day, "; ".join(dict.fromkeys(name for name, _ in names)), kind)


def _without_mark(name: str, known: Any) -> tuple[str, bool]:
    """A name without the words "(estimated)" of its language, and whether it had them."""
    for marked, plain in (("observed_estimated_label", "observed_label"), ("estimated_label", "")):
        before, found, after = known.tr(getattr(known, marked, "")).partition("%s")
        if found and before + after and name.startswith(before) and name.endswith(after):
            bare = name[len(before) : len(name) - len(after)]
            return (known.tr(getattr(known, plain)) % bare if plain else bare), True
    return name, False


def _swapped(known: Any) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Make-up workdays with the day off they are worked for."""
    for year, entry in _special(known):
        if len(entry) > 3:
            month, day, from_month, from_day = entry[:4]
            from_year = entry[4] if len(entry) > 4 else year
            yield datetime.date(from_year, from_month, from_day), datetime.date(year, month, day)


def _special(known: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """What a government decides for one year: (month, day, name), or (month, day, from month, from day, maybe year)."""
    for attribute in dir(known):
        table = getattr(known, attribute) if attribute.startswith("special_") else None
        for year, entries in table.items() if isinstance(table, dict) else ():
            for entry in entries if entries and isinstance(entries[0], tuple) else (entries,):
                if entry:
                    yield year, entry


def _remarks(known: Any) -> Iterator[str]:
    weekend = sorted(known.weekend)
    if weekend and weekend != [5, 6]:
        names = " and ".join(WEEKDAY_NAMES[each].capitalize() for each in weekend)
        yield f"Weekly day off there, by the library: {names}. The `open` lines of the calendar say what you agreed."


def _not_announced(known: Any, code: str, last: int) -> Iterator[Diagnostic]:
    """A government that announces days every year has not done so for years to come."""
    years = {year for year, _ in _special(known)}
    latest = max(years, default=last)
    if latest < last and len(years & set(range(latest - 4, latest + 1))) >= 3:
        after = f"{latest + 1}" if latest + 1 == last else f"{latest + 1} to {last}"
        yield Diagnostic(
            time.NOT_ANNOUNCED,
            f"{code} announces days off and make-up workdays each year; those of {after} are not known yet",
            fixes=(Fix("import the file again when a newer version of the library knows them"),),
        )
