"""Calendars made of calendars: `calendar all = hanoi together with tokyo`."""

from collections.abc import Mapping

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names
from sladsl.model.agreement import DeclaredCalendar, Symbol
from sladsl.model.problems import Problems, with_article
from sladsl.syntax import ast
from sladsl.temporal import BusinessCalendar, CalendarDifference, CalendarIntersection, CalendarUnion

_MOST_DEEP = 32


def compose(
    clauses: Mapping[str, ast.Calendar],
    found: dict[str, DeclaredCalendar],
    symbols: Mapping[str, Symbol],
    problems: Problems,
) -> None:
    """Adds the composed calendars among `clauses` to `found`, in which the others are already."""
    for name, clause in clauses.items():
        if clause.composed is not None:
            _declared(name, clauses, found, symbols, problems, ())


def _declared(
    name: str,
    clauses: Mapping[str, ast.Calendar],
    found: dict[str, DeclaredCalendar],
    symbols: Mapping[str, Symbol],
    problems: Problems,
    under_way: tuple[str, ...],
) -> DeclaredCalendar | None:
    clause = clauses[name]
    if name in found or clause.composed is None:
        return found.get(name)
    if name in under_way or len(under_way) >= _MOST_DEEP:
        circle = " → ".join((*under_way[-4:], name))
        problems.add(
            names.CIRCULAR, f"the calendar `{name}` is made of itself: {circle}", clause.name.span,
            fixes=[Fix("take one of these out of the other")],
        )  # fmt: skip
        return None
    digests: dict[str, str] = {}

    def of(part: ast.TimeSet) -> BusinessCalendar | None:
        if isinstance(part, ast.Combined):
            left, right = of(part.left), of(part.right)
            return None if left is None or right is None else _combined(part.operator, left, right)
        assert isinstance(part, ast.NamedSet)
        declared = _named(part.name, clauses, found, symbols, problems, (*under_way, name))
        digests.update(declared.digests if declared else ())
        return declared.calendar if declared else None

    calendar = of(clause.composed)
    if calendar is None:
        return None
    found[name] = DeclaredCalendar(name, calendar, tuple(digests.items()), clause.name.span)
    return found[name]


def _combined(operator: str, left: BusinessCalendar, right: BusinessCalendar) -> BusinessCalendar:
    if operator == "outside":
        return CalendarDifference(left, right)
    return CalendarUnion((left, right)) if operator == "together" else CalendarIntersection((left, right))


def _named(
    name: ast.Name,
    clauses: Mapping[str, ast.Calendar],
    found: dict[str, DeclaredCalendar],
    symbols: Mapping[str, Symbol],
    problems: Problems,
    under_way: tuple[str, ...],
) -> DeclaredCalendar | None:
    if name.text in clauses:
        return _declared(name.text, clauses, found, symbols, problems, under_way)
    symbol = symbols.get(name.text)
    if symbol is None:
        near = problems.did_you_mean(name.text, clauses, name.span)
        problems.add(
            names.UNKNOWN_NAME, f"there is no calendar called `{name.text}`", name.span,
            fixes=near or [Fix(f"declare it: `calendar {name.text} …`")],
        )  # fmt: skip
    elif symbol.kind not in ("calendar", "broken"):
        problems.add(
            names.WRONG_KIND, f"`{name.text}` is {with_article(symbol.kind)}; a calendar is needed here", name.span,
            labels=[Label(symbol.span, "declared here")],
            fixes=[Fix("name calendars only")],
        )  # fmt: skip
    return None
