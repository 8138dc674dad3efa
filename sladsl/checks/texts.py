"""Titles and prose beside the clauses they belong to: two numbers for one promise, of which people read the first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction

from sladsl.checks.figures import Figure, figures, said_to_be_the_same
from sladsl.checks.subject import Subject
from sladsl.checks.words import value_words
from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import sense
from sladsl.model.agreement import Agreement
from sladsl.model.lengths import elapsed
from sladsl.model.units import DURATION, PERCENT, decimal_text
from sladsl.syntax import ast
from sladsl.temporal import DAY, HOUR
from sladsl.text import Span

_MONTHS = (30 * DAY, 31 * DAY, 28 * DAY, 29 * DAY, 730 * HOUR, Fraction(365 * DAY, 12), Fraction(1461 * DAY, 48))
_OTHERS = (HOUR, DAY, 7 * DAY, 90 * DAY, 91 * DAY, 92 * DAY, 181 * DAY, 182 * DAY, 184 * DAY)
_YEARS = (360 * DAY, 365 * DAY, 366 * DAY, Fraction(1461 * DAY, 4))
_RECKONED = (*_MONTHS, *_OTHERS, *_YEARS)
"""Lengths that a share of time can be reckoned over."""

_NAMED = (
    (re.compile(r"month|tháng|เดือน|ماه|月", re.IGNORECASE), _MONTHS),
    (re.compile(r"year|annual|năm|ปี|سال|年", re.IGNORECASE), _YEARS),
)
"""Words by which a text says which of them it means."""

_ASIDE = (
    ast.WindowSpec,
    ast.Claim,
    ast.Dated,
    ast.Limit,
    ast.Credit,
    ast.Warn,
    ast.EscalateAt,
    ast.PayOnlyAbove,
    ast.PayOnce,
    ast.Fee,
)
"""What a clause says besides: a title that gives another number is rarely about it."""

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "half year": 182, "year": 365}


def check_texts(subject: Subject) -> None:
    for version in subject.versions:
        clauses = _clauses(version)
        for clause, title, place in _titled(version, clauses):
            _check_numbers(subject, clause, title, place, clauses)
            _check_lengths(subject, title, place)
        for paper in version.papers:
            for line in paper.texts if isinstance(paper, ast.Article | ast.Duty) else ():
                _check_lengths(subject, line.text.value, line.text.span)


def _clauses(agreement: Agreement) -> dict[str, ast.Node]:
    """What a clause can rest on, by name."""
    every: dict[str, ast.Node] = {}
    for clauses in (agreement.metrics, agreement.definitions, agreement.exclusions, agreement.services):
        every |= clauses
    every |= {each.name.text: each for each in agreement.objectives}
    every |= {each.name.text: each for each in agreement.pools}
    every |= {name: each.value for name, each in agreement.parameters.items()}
    return every


def _titled(agreement: Agreement, clauses: Mapping[str, ast.Node]) -> Iterator[tuple[ast.Node, str, Span]]:
    """Every title with the clause that it stands over."""
    for clause in clauses.values():
        title = getattr(clause, "title", None)
        if title:
            yield clause, title, clause.name.span  # type: ignore[attr-defined]
    for paper in agreement.papers:
        if isinstance(paper, ast.Titles) and paper.of is not None and paper.of.text in clauses:
            for _, text in paper.titles:
                yield clauses[paper.of.text], text.value, text.span


def _check_numbers(
    subject: Subject, clause: ast.Node, title: str, place: Span, clauses: Mapping[str, ast.Node]
) -> None:
    """A figure of a title is one of its clause, or of what the clause rests on; or it rests on none of its kind."""
    pairs = {each for pair in said_to_be_the_same(title) for each in pair if each.kind == "time"}
    known: list[tuple[Figure, ast.Node, bool]] | None = None
    for figure in figures(title):
        if figure in pairs:
            continue
        if known is None:
            known = list(_literals(clause, clauses))
        kind = figure.kind, figure.currency
        same = [(other, node, main) for other, node, main in known if (other.kind, other.currency) == kind]
        held = next(((other, node) for other, node, main in same if main), None)
        if held is None or any(_equal(figure, other) for other, _, _ in same):
            continue
        subject.say(
            sense.OTHER_NUMBER,
            f'the text says "{title[figure.start : figure.end]}", and the clause {_shown(held[0])}',
            place,
            "write the same number in both; the clause is what is evaluated",
            labels=(Label(held[1].span, "here"),),
        )


def _equal(figure: Figure, other: Figure) -> bool:
    if figure.kind == "percent":
        return figure.value in (other.value, 1 - other.value)
    return figure.value == other.value


def _literals(clause: ast.Node, clauses: Mapping[str, ast.Node]) -> Iterator[tuple[Figure, ast.Node, bool]]:
    """The figures of a clause and of all it names, and whether they are what it is about."""
    seen: set[int] = set()
    pending: list[tuple[object, bool]] = [(clause, True)]
    while pending:
        node, main = pending.pop()
        if isinstance(node, tuple):
            pending.extend((each, main) for each in reversed(node))
        if not is_dataclass(node) or isinstance(node, type) or id(node) in seen:
            continue
        seen.add(id(node))
        main = main and not isinstance(node, _ASIDE)
        figure = _figure(node)
        if figure is not None and isinstance(node, ast.Node):
            yield figure, node, main
        if isinstance(node, ast.Name) and node.text in clauses:
            pending.insert(0, (clauses[node.text], main))
        pending.extend((getattr(node, each.name), main) for each in reversed(fields(node)) if each.name != "span")


def _figure(node: object) -> Figure | None:
    match node:
        case ast.Percent(value=value):
            return Figure("percent", value / 100, 0, 0)
        case ast.Amount(value=value, code=code):
            return Figure("money", value, 0, 0, currency=code)
        case ast.Quantity():
            length = elapsed(node)
            if length is None and node.unit in _DAYS:
                length = node.value * _DAYS[node.unit] * DAY
            return None if length is None else Figure("time", Fraction(length), 0, 0)
        case ast.WindowSpec(unit=unit, count=count) if unit in _DAYS:
            return Figure("time", Fraction(count * _DAYS[unit] * DAY), 0, 0)
        case _:
            return None


def _shown(figure: Figure) -> str:
    if figure.kind == "money":
        return f"{decimal_text(figure.value)} {figure.currency}"
    return value_words(figure.value, PERCENT if figure.kind == "percent" else DURATION)


def _check_lengths(subject: Subject, text: str, place: Span) -> None:
    """`99.9% (40 minutes)`: of no month, quarter or year is the rest so long."""
    for share, length in said_to_be_the_same(text):
        rest = 1 - share.value if share.value > Fraction(1, 2) else share.value
        # Whoever rounds may do so down, up, or to the nearest.
        over = next((lengths for words, lengths in _NAMED if words.search(text)), _RECKONED)
        if any(abs(rest * each - length.value) < length.unit for each in over):
            continue
        month = int(rest * 30 * DAY)
        subject.say(
            sense.NOT_RECONCILED,
            f'the text takes "{text[share.start : share.end]}" and "{text[length.start : length.end]}" for the same, '
            "and they are not, of whatever month or year",
            place,
            f"of 30 days it is {value_words(Fraction(month), DURATION)}; write one of them, or the length of the month",
        )
