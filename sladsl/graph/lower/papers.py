"""The clauses beside numbers → facts of the graph."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.schedules import due_rule
from sladsl.graph.lower.windows import window_rule
from sladsl.graph.papers import (
    ArticleFact,
    DutyFact,
    Length,
    NoticeFact,
    Papers,
    Paragraph,
    RenewalFact,
    ReportFact,
    ReviewFact,
    StatusFact,
    StructureFact,
    SupportFact,
)
from sladsl.syntax import ast


def papers(lowering: Lowering) -> Papers:
    """All of them; what is wrong is told."""
    every = lowering.agreement.papers
    services = lowering.agreement.services
    status = _one(lowering, [each for each in every if isinstance(each, ast.Status)], "status")
    renewal = _one(lowering, [each for each in every if isinstance(each, ast.Renewal)], "renews")
    order = _one(lowering, [each for each in every if isinstance(each, ast.DocumentOrder)], "precedence")
    _check_circles(lowering)
    return Papers(
        _status(lowering, status) if status else None,
        _renewal(lowering, renewal) if renewal else None,
        tuple(_notices(lowering, every)),
        tuple(each.value for each in order.documents) if order else (),
        tuple(_titles(lowering, every)),
        tuple(
            ArticleFact(each.name.text, each.title, _paragraphs(each.texts), each.name.span)
            for each in every
            if isinstance(each, ast.Article)
        ),
        tuple(_duty(lowering, each) for each in every if isinstance(each, ast.Duty)),
        tuple(_report(lowering, each) for each in every if isinstance(each, ast.Report)),
        tuple(_review(lowering, each) for each in every if isinstance(each, ast.Review)),
        tuple(_support(lowering, each) for each in every if isinstance(each, ast.Underpinning | ast.Component)),
        tuple((name, _structure(lowering, each.rests_on)) for name, each in services.items() if each.rests_on),
    )


PaperT = TypeVar("PaperT", bound=ast.Paper)


def _one(lowering: Lowering, written: list[PaperT], word: str) -> PaperT | None:
    for again in written[1:]:
        lowering.say(names.REPEATED_CLAUSE, f"`{word}` is written twice", again.span, Fix("keep one of them"))
    return written[0] if written else None


def _status(lowering: Lowering, written: ast.Status) -> StatusFact:
    if written.since is not None and written.signed is not None and written.signed > written.since:
        lowering.say(
            names.CONTRADICTING_LINES, f"it is {written.state} since {written.since} and signed later, on "
            f"{written.signed}", written.span, Fix("look at the two dates"),
        )  # fmt: skip
    return StatusFact(written.state, written.since, written.signed, tuple(each.value for each in written.by))


def _renewal(lowering: Lowering, written: ast.Renewal) -> RenewalFact | None:
    if lowering.agreement.term_end is None:
        lowering.say(
            names.CONTRADICTING_LINES, "a term without an end is never renewed", written.span,
            Fix("give the term an end, or take this line out"),
        )  # fmt: skip
    by = _length(lowering, written.by)
    notice = None if written.notice is None else _length(lowering, written.notice)
    return None if by is None else RenewalFact(by, notice)


def _notices(lowering: Lowering, every: tuple[ast.Paper, ...]) -> Iterator[NoticeFact]:
    for each in every:
        if isinstance(each, ast.NoticePeriod):
            length = _length(lowering, each.length)
            if length is not None and lowering.symbol(each.by, "party") is not None:
                yield NoticeFact(each.by.text, length)


def _titles(lowering: Lowering, every: tuple[ast.Paper, ...]) -> Iterator[tuple[str, str, str]]:
    for each in every:
        if isinstance(each, ast.Titles):
            if each.of is not None and each.of.text not in lowering.agreement.symbols:
                lowering.say(
                    names.UNKNOWN_NAME, f"there is no clause called `{each.of.text}`", each.of.span,
                    *lowering.problems.did_you_mean(each.of.text, lowering.agreement.symbols, each.of.span),
                )  # fmt: skip
            yield from ((each.of.text if each.of else "", name.text, text.value) for name, text in each.titles)


def _paragraphs(lines: tuple[ast.TextLine, ...]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(each.text.value, each.language.text if each.language else None) for each in lines)


def _duty(lowering: Lowering, written: ast.Duty) -> DutyFact:
    if written.by is not None:
        lowering.symbol(written.by, "party")
    return DutyFact(
        written.name.text,
        written.title,
        written.by.text if written.by else None,
        _paragraphs(written.texts),
        written.measured is not None,
        written.evidence,
        written.name.span,
    )


def _report(lowering: Lowering, written: ast.Report) -> ReportFact:
    for each in written.to:
        lowering.symbol(each, "party")
    due = None if written.due is None else due_rule(lowering, written.due)
    return ReportFact(written.name.text, written.title, due, tuple(each.text for each in written.to), written.name.span)


def _review(lowering: Lowering, written: ast.Review) -> ReviewFact:
    every = None if written.every is None else _length(lowering, written.every)
    return ReviewFact(every, written.when.value if written.when else None)


def _support(lowering: Lowering, written: ast.Underpinning | ast.Component) -> SupportFact:
    share = written.availability
    if share is not None and not 0 < share.value <= 100:
        lowering.say(
            types.OUT_OF_RANGE, "an availability lies above 0% and is at most 100%", share.span,
            Fix("write for instance `99.9%`"),
        )  # fmt: skip
    value = None if share is None else share.value / 100
    if isinstance(written, ast.Component):
        return SupportFact("component", written.name.text, written.title, value, None, False, written.name.span)
    window = None if written.window is None else window_rule(lowering, written.window)
    measured = written.measured is not None
    return SupportFact("underpinning", written.name.text, written.title, value, window, measured, written.name.span)


def _structure(lowering: Lowering, written: ast.Structure) -> StructureFact:
    parts: list[str | StructureFact] = []
    for each in written.parts:
        if isinstance(each, ast.Structure):
            parts.append(_structure(lowering, each))
        elif lowering.symbol(each, "service", "underpinning", "component") is not None:
            parts.append(each.text)
    return StructureFact(tuple(parts), written.least)


def _check_circles(lowering: Lowering) -> None:
    """A service that rests on itself carries nothing."""
    below: Mapping[str, list[ast.Name]] = {
        name: list(_names(each.rests_on)) for name, each in lowering.agreement.services.items() if each.rests_on
    }
    for start, first in below.items():
        seen: set[str] = set()
        pending = list(first)
        while pending:
            name = pending.pop()
            if name.text == start:
                lowering.say(
                    names.CIRCULAR, f"the service `{start}` rests on itself", name.span,
                    Fix("take it out of what it rests on"),
                )  # fmt: skip
                break
            if name.text not in seen:
                seen.add(name.text)
                pending += below.get(name.text, [])


def _names(written: ast.Structure) -> Iterator[ast.Name]:
    for each in written.parts:
        if isinstance(each, ast.Structure):
            yield from _names(each)
        else:
            yield each


def _length(lowering: Lowering, written: ast.Quantity) -> Length | None:
    """A length of the wall calendar; months of no fixed length are what contracts renew by."""
    if written.kind != "calendar" or written.value.denominator != 1 or written.value < 1:
        lowering.say(
            types.CALENDAR_LENGTH, "a whole number of days or months of the calendar is meant here", written.span,
            Fix("write for instance `12 calendar months` or `30 calendar days`"),
        )  # fmt: skip
        return None
    return Length(int(written.value), written.unit)
