"""Calendars as written → calendars of `sladsl.temporal`."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import readings, time
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.model.agreement import DeclaredCalendar, DeclaredParameter
from sladsl.model.calendar_checks import check_calendar, check_lines
from sladsl.model.problems import Problems
from sladsl.model.zones import zone_named
from sladsl.syntax import ast
from sladsl.temporal import (
    DAY,
    MINUTE,
    Always,
    Calendar,
    Holiday,
    HolidayFile,
    HolidaySet,
    Hours,
    YearlyHoliday,
    Zone,
)


@frozen
class HolidayNews(Frozen):
    """The newer version, and a line for each date that is otherwise there."""

    version: str
    changes: tuple[str, ...]


@frozen
class LoadedHolidays(Frozen):
    """A holiday file as read, and the SHA-256 of its bytes. `news` is what newer data say otherwise."""

    file: HolidayFile
    digest: str
    news: HolidayNews | None = None


_MOST_A_DAY = 24

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
    check_lines(clause, problems)
    for line in clause.lines:
        if isinstance(line, ast.ZoneClause):
            zone = zone_named(line.zone, parameters, problems) or zone
        else:
            _take(line, lines, term, load, problems)
    if max(map(len, (*lines.weekly.values(), *lines.special.values())), default=0) > _MOST_A_DAY:
        problems.add(
            time.BAD_HOURS,
            f"a day of the calendar `{clause.name.text}` opens more than {_MOST_A_DAY} times",
            clause.name.span,
            fixes=[Fix("join hours that follow one another")],
        )
        return None
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
    if errors(problems.found[before:]):
        return None
    weekly: Mapping[int, Hours] = {day: tuple(hours) for day, hours in lines.weekly.items()}
    if lines.always:
        weekly = dict.fromkeys(range(7), ((0, DAY),))
    try:
        holidays = lines.holidays.union(HolidaySet(yearly=tuple(lines.yearly)))
        calendar = Calendar(
            clause.name.text, zone, weekly, holidays, lines.special, tuple(lines.breaks), tuple(lines.closed)
        )
    except ValueError as reason:
        name = clause.name
        problems.add(time.HOLIDAY_FILE, f"the holidays of `{name.text}` cannot be used: {reason}", name.span)
        return None
    check_calendar(clause, calendar, term, problems)
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
                problems.add(
                    time.REPEATED_DAY, f"special hours of {day} are written twice", line.span,
                    fixes=[Fix("write them in one line, with a comma between the hours")],
                )  # fmt: skip
            lines.special[day] = _hours(line.hours, problems)


def _hours(ranges: tuple[ast.HoursRange, ...], problems: Problems) -> Hours:
    for each in ranges:
        if each.end == 23 * 60 + 59:
            instead = f"{each.start // 60:02d}:{each.start % 60:02d}-24:00"
            problems.add(
                readings.MINUTE_TO_MIDNIGHT,
                "closing at 23:59 leaves the last minute of the day out",
                each.span,
                fixes=[Fix("write 24:00 for midnight", each.span, instead)],
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
            time.HOLIDAY_FILE, f'the holiday file "{line.file.value}" cannot be used: {loaded}', line.file.span,
            fixes=[Fix("a holiday file lies beside the contract and says its `source`, `version`, `covers` and days")],
        )  # fmt: skip
        return
    start, end = term
    file = loaded.file
    known = start != datetime.date.min  # the stand-in for a term that is missing
    if (known and file.covers_from > start) or (end is not None and file.covers_until < end):
        problems.add(
            readings.HOLIDAYS_END_EARLY,
            f'the holidays in "{line.file.value}" are known from {file.covers_from} until {file.covers_until}, '
            f"but the term runs from {start}" + (f" until {end}" if end else " without an end"),
            line.file.span,
            notes=["days outside are taken as ordinary days"],
            fixes=[Fix("add the holidays of the other years to the file, or a second `holidays` line")],
        )
    estimates = file.holiday_set().estimated(start, end or datetime.date.max)
    if estimates:
        problems.add(
            readings.ESTIMATED_HOLIDAY,
            _estimated(estimates),
            line.file.span,
            fixes=[Fix("put the announced dates into the file when they are known, and evaluate again")],
        )
    if loaded.news is not None:
        _tell_news(line, loaded.file, loaded.news, problems)
    lines.digests.append((line.file.value, loaded.digest))
    try:
        lines.holidays = lines.holidays.union(file.holiday_set())
    except ValueError as reason:
        way_out = [Fix("mend one of the files: a date is a holiday or a workday, not both")]
        problems.add(
            time.HOLIDAY_FILE, f"the holiday files contradict each other: {reason}", line.file.span, fixes=way_out
        )


def _tell_news(line: ast.Holidays, file: HolidayFile, news: HolidayNews, problems: Problems) -> None:
    problems.add(
        time.HOLIDAYS_DIFFER,
        f'the holidays in "{line.file.value}" are of version {file.version}; version {news.version} says otherwise',
        line.file.span,
        notes=news.changes,
        fixes=[Fix(f'import the file again; or keep its days, and write `version = "{news.version}"` into it')],
    )


def _closed(line: ast.Closed, lines: _Lines, problems: Problems) -> None:
    end = line.end
    if isinstance(line.start, ast.Date) and (end is None or isinstance(end, ast.Date)):
        first = line.start.value
        until = first if end is None else end.value
        if first == datetime.date.max:
            return  # there is no day after it in which anything could happen
        if end is None or line.through:
            until = _day_after(until)
        if until <= first:
            shown = f"{first} {'through' if line.through else 'until'} {end.value if end else until}"
            way_out = [_other_way(line, first, until)]
            problems.add(time.EMPTY_RANGE, f"closed {shown} ends before it starts", line.span, fixes=way_out)
            return
        lines.closed.append((first, until))
        return
    if line.through:
        problems.add(
            time.EMPTY_RANGE,
            "`through` takes in a whole last day; a break of some hours ends at a time",
            line.span,
            fixes=[Fix("write `until` and the time at which it ends")],
        )
        return
    start_at, end_at = (_local(each, problems) for each in (line.start, end or line.start))
    if start_at is None or end_at is None:
        return
    if end is None or end_at <= start_at:
        problems.add(
            time.EMPTY_RANGE,
            "a break of some hours needs an end after its start",
            line.span,
            fixes=[Fix("write `closed … until …`; a whole day is written without a time")],
        )
        return
    lines.breaks.append((start_at, end_at))


def _day_after(day: datetime.date) -> datetime.date:
    """The next date; the last there is stands for itself."""
    return min(day, datetime.date.max - datetime.timedelta(days=1)) + datetime.timedelta(days=1)


def _other_way(line: ast.Closed, first: datetime.date, until: datetime.date) -> Fix:
    if not line.through and first == until:
        return Fix(f"`until` leaves the last day out; for one day write `closed {first}`")
    return Fix("write the earlier date first")


def _estimated(days: tuple[Holiday, ...]) -> str:
    words = [f'{each.day} "{each.name}"' for each in days]
    if len(words) == 1:
        return f"{words[0]} is an estimated date"
    shown = ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
    return f"{shown} are estimated dates"


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
            fixes=[Fix("take the offset off, and write the time that clocks in the calendar's zone show")],
        )
        return None
    return found
