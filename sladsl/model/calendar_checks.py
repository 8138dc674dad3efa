"""Lines of a calendar that cannot all be meant: overlapping hours, special hours of a closed day, no open time."""

import datetime
from itertools import chain, islice

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, time
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.temporal import BusinessCalendar, Calendar, dates_named

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WHOLE_DAY = 24 * 60
_LOOKED_AT = 10 * 366
"""Days of a term without an end in which a calendar must open."""


def check_lines(clause: ast.Calendar, problems: Problems) -> None:
    """Tells of lines that contradict each other."""
    weekly = [line for line in clause.lines if isinstance(line, ast.Open) and not line.always]
    always = next((line for line in clause.lines if isinstance(line, ast.Open) and line.always), None)
    if always is not None and weekly:
        problems.add(
            names.CONTRADICTING_LINES,
            f"the calendar `{clause.name.text}` is always open, so these hours change nothing",
            weekly[0].span,
            labels=[Label(always.span, "always open")],
            fixes=[Fix("keep one of the two lines")],
        )
    zones = [line for line in clause.lines if isinstance(line, ast.ZoneClause)]
    for again in zones[1:]:
        problems.add(
            names.REPEATED_CLAUSE,
            f"the zone of the calendar `{clause.name.text}` is written twice",
            again.span,
            labels=[Label(zones[0].span, "first written here")],
            fixes=[Fix("keep one of them")],
        )
    said: dict[int, list[ast.HoursRange]] = {}
    for line in weekly:
        before = {day: tuple(said.get(day, ())) for day in line.days}
        _check_day(line.hours, problems)
        for day in line.days:
            _check_against(day, line.hours, before[day], problems)
            said.setdefault(day, []).extend(line.hours)
    for special in clause.lines:
        if isinstance(special, ast.Special):
            _check_day(special.hours, problems)


def _check_day(hours: tuple[ast.HoursRange, ...], problems: Problems) -> None:
    """The hours of one line: each opens before it closes, and no two overlap."""
    for number, each in enumerate(hours):
        if each.start == each.end:
            whole = f"{_clock(each.start)}-24:00"
            problems.add(
                time.BAD_HOURS,
                f"{_clock(each.start)}-{_clock(each.end)} opens and closes at the same time",
                each.span,
                fixes=[Fix("a whole day is 00:00-24:00", each.span, whole) if each.start == 0 else
                       Fix("write two times that differ; a whole day is 00:00-24:00")],
            )  # fmt: skip
        other = next((earlier for earlier in hours[:number] if _overlap(earlier, each)), None)
        if other is not None:
            problems.add(
                time.BAD_HOURS,
                f"{_words(each)} overlaps {_words(other)} of the same day",
                each.span,
                labels=[Label(other.span, "these hours")],
                fixes=[Fix("let one begin where the other ends, or write them as one")],
            )


def _check_against(
    day: int, hours: tuple[ast.HoursRange, ...], before: tuple[ast.HoursRange, ...], problems: Problems
) -> None:
    for each in hours:
        other = next((earlier for earlier in before if _overlap(earlier, each)), None)
        if other is not None:
            problems.add(
                time.REPEATED_DAY,
                f"{_DAYS[day]} is written twice, and {_words(each)} overlaps {_words(other)}: both would count",
                each.span,
                labels=[Label(other.span, "the other hours")],
                fixes=[Fix("let each day stand in one line, for instance `open Mon to Thu …` and `open Fri …`")],
            )
            return


def _overlap(one: ast.HoursRange, other: ast.HoursRange) -> bool:
    """Whether two ranges of one day share time; one that ends before its start runs on into the next day."""
    if one.start == one.end or other.start == other.end:
        return False  # told of already
    one_end, other_end = (each.end + (_WHOLE_DAY if each.end <= each.start else 0) for each in (one, other))
    return one.start < other_end and other.start < one_end


def _words(hours: ast.HoursRange) -> str:
    return f"{_clock(hours.start)}-{_clock(hours.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def check_calendar(
    clause: ast.Calendar,
    calendar: BusinessCalendar,
    term: tuple[datetime.date, datetime.date | None],
    problems: Problems,
) -> None:
    """Tells of special days on which the calendar is closed, and of a calendar that never opens in the term."""
    if isinstance(calendar, Calendar):
        for line in clause.lines:
            if isinstance(line, ast.Special) and calendar.is_closed_day(line.day):
                problems.add(
                    names.CONTRADICTING_LINES,
                    f"{line.day} is a holiday or closed in this calendar, so its special hours never apply",
                    line.span,
                    fixes=[Fix("take the day out of what is closed, or take this line out")],
                )
    start, end = term
    if start == datetime.date.min or (end is not None and end <= start):
        return  # there is no term to look at, which is told elsewhere
    last = min(start.toordinal() + _LOOKED_AT, (end or datetime.date.max).toordinal())
    days = (datetime.date.fromordinal(each) for each in range(start.toordinal(), last))
    later = (day for day in dates_named(calendar) if day.toordinal() >= last and (end is None or day < end))
    if not any(map(calendar.is_business_day, chain(islice(days, _LOOKED_AT), later))):
        problems.add(
            time.NEVER_OPEN,
            f"the calendar `{clause.name.text}` has no open time in the term",
            clause.name.span,
            fixes=[
                Fix(
                    "look at what is closed: it takes away all of the hours"
                    if clause.composed is None
                    else "its parts are never open at once, or one takes away all of the other"
                )
            ],
        )
