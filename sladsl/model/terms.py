"""The term as written → its dates."""

from collections.abc import Mapping
from datetime import date, timedelta

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, time, types
from sladsl.model.agreement import DeclaredParameter
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.temporal import Zone


def declared_term(
    term: ast.Term, parameters: Mapping[str, DeclaredParameter], zone: Zone, problems: Problems
) -> tuple[date, date | None]:
    """The first day and the one after the last; None: there is no last."""
    start, end = _date(term.start, parameters, problems), None
    if term.end is not None:
        end = _date(term.end, parameters, problems)
    if start is None or (end is None and term.end is not None):
        return date.min, None
    if end is not None and term.through:
        end += timedelta(days=1)
    if end is not None and end <= start:
        problems.add(
            time.EMPTY_RANGE,
            f"the term ends on {end}, not after its start {start}",
            term.span,
            fixes=[
                Fix("`until` leaves its date out: write the day after the last one, or use `through`")
                if end == start
                else Fix("write the earlier date first")
            ],
        )
    elif end is not None and zone.to_utc(end, 0) <= zone.to_utc(start, 0):
        problems.add(
            time.EMPTY_RANGE,
            f"the term is empty: the clocks of {zone.name} skipped all of it",
            term.span,
            fixes=[Fix("write other dates, or look at the zone")],
        )
    return start, end


def _date(written: ast.Date | ast.Name, parameters: Mapping[str, DeclaredParameter], problems: Problems) -> date | None:
    """A date, or the one that a parameter holds; or a diagnostic and None."""
    if isinstance(written, ast.Date):
        return written.value
    parameter = parameters.get(written.text)
    if parameter is None:
        problems.add(
            names.UNKNOWN_NAME,
            f"there is no parameter `{written.text}` that holds a date",
            written.span,
            fixes=problems.did_you_mean(written.text, parameters, written.span)
            or [Fix(f"write a date, or declare it: `parameter {written.text} = 2026-01-01`")],
        )
        return None
    if isinstance(parameter.value, ast.Date):
        return parameter.value.value
    problems.add(
        types.NOT_CONSTANT,
        f"the parameter `{written.text}` holds no date",
        written.span,
        fixes=[Fix("give it a date, for instance `2026-01-01`")],
    )
    return None
