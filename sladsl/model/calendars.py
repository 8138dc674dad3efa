"""Calendars as written → calendars of `sladsl.temporal`."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import readings, time
from sladsl.model.agreement import DeclaredCalendar, DeclaredParameter
from sladsl.model.problems import Problems, did_you_mean
from sladsl.syntax import ast
from sladsl.temporal import (
    DAY,
    MINUTE,
    Always,
    Calendar,
    HolidayFile,
    HolidaySet,
    Hours,
    YearlyHoliday,
    Zone,
    known_zone_names,
)


@dataclass(frozen=True, slots=True)
class LoadedHolidays:
    """A holiday file as read, and the SHA-256 of its bytes."""

    file: HolidayFile
    digest: str


HolidayLoader = Callable[[str], "LoadedHolidays | str"]
"""Reads the holiday file of that name, relative to the contract; a text says why it cannot be used."""


@dataclass
class _Lines:
    """What the lines of one calendar add up to."""

    weekly: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    special: dict[datetime.date, Hours] = field(default_factory=dict)
    breaks: list[tuple[datetime.datetime, datetime.datetime]] = field(default_factory=list)
    closed: list[tuple[datetime.date, datetime.date]] = field(default_factory=list)
    yearly: list[YearlyHoliday] = field(default_factory=list)
    holidays: HolidaySet = field(default_factory=HolidaySet)
    digests: list[tuple[str, str]] = field(default_factory=list)
    always: bool = False


def zone_named(
    written: ast.Text | ast.Name, parameters: Mapping[str, DeclaredParameter], problems: Problems
) -> Zone | None:
    """The time zone, in quotation marks or as a parameter's value; or a diagnostic and None."""
    text: ast.Expression = written
    if isinstance(written, ast.Name):
        parameter = parameters.get(written.text)
        text = parameter.value if parameter else written
    if not isinstance(text, ast.Text):
        problems.add(
            time.UNKNOWN_ZONE,
            f"`{getattr(written, 'text', '')}` is not a parameter that holds the name of a time zone",
            written.span,
            fixes=[Fix('zones stand in quotation marks, for instance `zone "UTC"`')],
        )
        return None
    try:
        return Zone.named(text.value)
    except ValueError:
        problems.add(
            time.UNKNOWN_ZONE,
            f'there is no time zone "{text.value}"',
            written.span,
            fixes=[
                Fix(fix.text, fix.span, f'"{fix.replacement}"')
                for fix in did_you_mean(text.value, known_zone_names(), written.span)
            ],
            notes=['zones have the names of the IANA database, for instance "Asia/Ho_Chi_Minh" or "UTC"'],
        )
        return None


def declared_calendar(
    clause: ast.Calendar,
    zone: Zone,
    term: tuple[datetime.date, datetime.date | None],
    parameters: Mapping[str, DeclaredParameter],
    load: HolidayLoader,
    problems: Problems,
) -> DeclaredCalendar | None:
    """The calendar of a clause; None if it has no meaning."""
    lines = _Lines()
    before = len(problems.found)
    for line in clause.lines:
        if isinstance(line, ast.ZoneClause):
            zone = zone_named(line.zone, parameters, problems) or zone
        else:
            _take(line, lines, term, load, problems)
    if not lines.always and not lines.weekly and not lines.special and len(problems.found) == before:
        problems.add(
            time.NEVER_OPEN,
            f"the calendar `{clause.name.text}` has no open time at all",
            clause.name.span,
            fixes=[Fix("say when it is open, for instance `open Mon to Fri 09:00-17:00`, or `open always`")],
        )
        return None
    exceptions = lines.special or lines.breaks or lines.closed or lines.yearly or lines.digests
    if lines.always and not exceptions:
        return DeclaredCalendar(clause.name.text, Always(zone), (), clause.name.span)
    weekly: Mapping[int, Hours] = {day: tuple(hours) for day, hours in lines.weekly.items()}
    if lines.always:
        weekly = dict.fromkeys(range(7), ((0, DAY),))
    try:
        holidays = lines.holidays.union(HolidaySet(yearly=tuple(lines.yearly)))
        calendar = Calendar(
            clause.name.text, zone, weekly, holidays, lines.special, tuple(lines.breaks), tuple(lines.closed)
        )
    except ValueError as reason:
        problems.add(time.BAD_HOURS, f"the calendar `{clause.name.text}` cannot be used: {reason}", clause.name.span)
        return None
    return DeclaredCalendar(clause.name.text, calendar, tuple(lines.digests), clause.name.span)


def _take(
    line: ast.CalendarLine,
    lines: _Lines,
    term: tuple[datetime.date, datetime.date | None],
    load: HolidayLoader,
    problems: Problems,
) -> None:
    match line:
        case ast.Open(always=True):
            lines.always = True
        case ast.Open():
            hours = _hours(line.hours, problems)
            for day in line.days:
                lines.weekly.setdefault(day, []).extend(hours)
        case ast.Holidays():
            _holidays(line, lines, term, load, problems)
        case ast.Closed():
            _closed(line, lines, problems)
        case ast.ClosedYearly():
            lines.yearly.append(YearlyHoliday(line.month, line.day, line.title or ""))
        case ast.Special(day=day):
            if day in lines.special:
                problems.add(time.REPEATED_DAY, f"special hours of {day} are written twice", line.span)
            lines.special[day] = _hours(line.hours, problems)


def _hours(ranges: tuple[ast.HoursRange, ...], problems: Problems) -> Hours:
    for each in ranges:
        if each.end == 23 * 60 + 59:
            problems.add(
                readings.MINUTE_TO_MIDNIGHT,
                "closing at 23:59 leaves the last minute of the day out",
                each.span,
                fixes=[Fix("write 24:00 for midnight")],
            )
    return tuple((each.start * MINUTE, each.end * MINUTE) for each in ranges)


def _holidays(
    line: ast.Holidays,
    lines: _Lines,
    term: tuple[datetime.date, datetime.date | None],
    load: HolidayLoader,
    problems: Problems,
) -> None:
    loaded = load(line.file.value)
    if isinstance(loaded, str):
        problems.add(
            time.HOLIDAY_FILE, f'the holiday file "{line.file.value}" cannot be used: {loaded}', line.file.span
        )
        return
    start, end = term
    file = loaded.file
    if file.covers_from > start or (end is not None and file.covers_until < end):
        problems.add(
            readings.HOLIDAYS_END_EARLY,
            f'the holidays in "{line.file.value}" are known from {file.covers_from} until {file.covers_until}, '
            f"but the term runs from {start}" + (f" until {end}" if end else " without an end"),
            line.file.span,
            notes=["days outside are taken as ordinary days"],
        )
    for estimate in file.holiday_set().estimated(start, end or datetime.date.max):
        problems.add(
            readings.ESTIMATED_HOLIDAY, f'{estimate.day} "{estimate.name}" is an estimated date', line.file.span
        )
    lines.digests.append((line.file.value, loaded.digest))
    try:
        lines.holidays = lines.holidays.union(file.holiday_set())
    except ValueError as reason:
        problems.add(time.HOLIDAY_FILE, f"the holiday files contradict each other: {reason}", line.file.span)


def _closed(line: ast.Closed, lines: _Lines, problems: Problems) -> None:
    end = line.end
    if isinstance(line.start, ast.Date) and (end is None or isinstance(end, ast.Date)):
        first = line.start.value
        until = first + datetime.timedelta(days=1) if end is None else end.value
        if end is not None and line.through:
            until += datetime.timedelta(days=1)
        if until <= first:
            problems.add(time.EMPTY_RANGE, f"closed from {first} until {until} ends before it starts", line.span)
            return
        lines.closed.append((first, until))
        return
    start_at, end_at = (_local(each, problems) for each in (line.start, end or line.start))
    if start_at is None or end_at is None:
        return
    if end is None or end_at <= start_at:
        problems.add(time.EMPTY_RANGE, "a break needs an end after its start", line.span)
        return
    lines.breaks.append((start_at, end_at))


def _local(moment: ast.Date | ast.Moment, problems: Problems) -> datetime.datetime | None:
    if isinstance(moment, ast.Date):
        return datetime.datetime.combine(moment.value, datetime.time())
    try:
        found = datetime.datetime.fromisoformat(moment.text)
    except ValueError:
        problems.add(time.BAD_INSTANT, f"`{moment.text}` is not a date and time", moment.span)
        return None
    if found.tzinfo is not None:
        problems.add(
            time.BAD_INSTANT,
            "the breaks of a calendar are written in its own local time, without an offset",
            moment.span,
        )
        return None
    return found
