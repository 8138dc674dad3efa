"""One agreement as written → its names settled: who is who, what each name stands for, calendars and streams made."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, usage
from sladsl.frozen import Frozen, frozen
from sladsl.logs.schema import StreamSchema
from sladsl.model.agreement import Agreement, DeclaredCalendar, DeclaredParameter, NameKind, Symbol
from sladsl.model.calendar_checks import check_calendar
from sladsl.model.calendars import HolidayLoader, declared_calendar
from sladsl.model.composed_calendars import compose
from sladsl.model.currency import DECIMAL_PLACES, most_used
from sladsl.model.made_streams import declare_made
from sladsl.model.parameters import Setting, declared_parameter
from sladsl.model.problems import Problems, listing, tell_of_look_alikes, with_article
from sladsl.model.regrouping import regrouped, with_windows_said
from sladsl.model.streams import register_schema, stream_schema, unknown_currency
from sladsl.model.terms import declared_term
from sladsl.model.zones import zone_named
from sladsl.syntax import ast
from sladsl.temporal import UTC, Zone

FIRST_EDITION = 2026
EDITIONS = (FIRST_EDITION,)

ClauseT = TypeVar("ClauseT", bound=ast.Node)

_KINDS: dict[type, NameKind] = {
    ast.Party: "party",
    ast.Parameter: "parameter",
    ast.Service: "service",
    ast.Calendar: "calendar",
    ast.Stream: "stream",
    ast.Register: "register",
    ast.Schedule: "schedule",
    ast.Pairing: "stream",
    ast.Distinct: "stream",
    ast.Define: "definition",
    ast.Exclusion: "exclusion",
    ast.Metric: "metric",
    ast.Objective: "objective",
    ast.UnitClause: "unit",
    ast.Pool: "pool",
    ast.Exception_: "exception",
    ast.Terminate: "trigger",
    ast.Escalate: "trigger",
    ast.Property: "property",
    ast.Article: "article",
    ast.Duty: "duty",
    ast.Report: "report",
    ast.Underpinning: "underpinning",
    ast.Component: "component",
}


@frozen
class _Clauses(Frozen):
    """The clauses of an agreement, by class."""

    every: tuple[ast.Written, ...]

    def of(self, kind: type[ClauseT]) -> Iterator[ClauseT]:
        return (clause for clause in self.every if isinstance(clause, kind))


def _voids(
    clauses: _Clauses, made: Mapping[str, ast.Pairing | ast.Distinct], streams: Mapping[str, StreamSchema]
) -> dict[str, tuple[ast.VoidLine, ...]]:
    """The lines that say which cases of a stream are void."""
    found = {
        each.name.text: tuple(line for line in each.lines if isinstance(line, ast.VoidLine))
        for each in clauses.of(ast.Stream)
    }
    found |= {name: each.void for name, each in made.items() if isinstance(each, ast.Pairing)}
    return {name: lines for name, lines in found.items() if lines and name in streams}


def declare(
    clause: ast.Agreement,
    edition: int,
    load: HolidayLoader,
    settings: Mapping[str, Setting],
    problems: Problems,
) -> Agreement:
    """The agreement of a clause. Mistakes are told; what has no meaning is left out or stands in harmlessly, and the
    caller goes no further than checking when there were errors."""
    clauses = _Clauses(clause.clauses)
    symbols = _symbols(clause, problems)
    parameters = _parameters(clause, clauses, settings, problems)
    zone_clause = _single(clauses.of(ast.ZoneClause), "zone", problems)
    if zone_clause is None:
        _missing(clause, clauses, "zone", 'for instance `zone "UTC"`; there is no default', problems)
    zone = (zone_named(zone_clause.zone, parameters, problems) if zone_clause else None) or UTC
    currency = _currency(clauses, problems)
    written = _single(clauses.of(ast.Term), "term", problems)
    if written is None:
        _missing(clause, clauses, "term", "for instance `term 2026-01-01 until 2027-01-01`", problems)
    term = (date.min, None) if written is None else declared_term(written, parameters, zone, problems)
    rounding = _single(clauses.of(ast.Rounding), "rounding", problems)
    calendars = _calendars(clauses, zone, term, parameters, load, symbols, problems)
    streams = {
        each.name.text: stream_schema(each, currency, problems)
        for each in clauses.of(ast.Stream)
        if _is_first(each, symbols)
    }
    registers = {
        each.name.text: register_schema(each, currency, problems)
        for each in clauses.of(ast.Register)
        if _is_first(each, symbols)
    }
    streams |= registers
    made = _by_name((each for each in clause.clauses if isinstance(each, ast.Pairing | ast.Distinct)), symbols)
    declare_made(made, streams, symbols, problems)
    return Agreement(
        name=clause.name.text,
        title=clause.title,
        edition=edition,
        parties=tuple(clauses.of(ast.Party)),
        term_start=term[0],
        term_end=term[1],
        zone=zone,
        currency=currency,
        rounding=rounding.mode if rounding else "half up",
        symbols=symbols,
        parameters=parameters,
        services=_by_name(clauses.of(ast.Service), symbols),
        calendars=calendars,
        streams=streams,
        made=made,
        voids=_voids(clauses, made, streams),
        schedules=_by_name(clauses.of(ast.Schedule), symbols),
        definitions=_by_name(clauses.of(ast.Define), symbols),
        exclusions=_by_name(clauses.of(ast.Exclusion), symbols),
        metrics=_by_name(clauses.of(ast.Metric), symbols),
        objectives=tuple(
            with_windows_said(regrouped(each, streams), symbols, problems)
            for each in (*clauses.of(ast.Objective), *_measured_papers(clauses))
            if _is_first(each, symbols)
        ),
        limits=tuple(clauses.of(ast.TotalLimit)),
        units=_by_name(clauses.of(ast.UnitClause), symbols),
        exceptions=tuple(each for each in clauses.of(ast.Exception_) if _is_first(each, symbols)),
        pools=tuple(each for each in clauses.of(ast.Pool) if _is_first(each, symbols)),
        triggers=tuple(each for each in clause.clauses if isinstance(each, ast.Terminate | ast.Escalate)),
        span=clause.name.span,
        papers=tuple(each for each in clause.clauses if isinstance(each, ast.Paper)),
        scenarios=tuple(clauses.of(ast.Scenario)),
        properties=_by_name(clauses.of(ast.Property), symbols),
    )


def _measured_papers(clauses: _Clauses) -> Iterator[ast.Objective]:
    """Duties with a deadline and underpinning agreements with a log are kpis."""
    for each in clauses.every:
        if isinstance(each, ast.Duty | ast.Underpinning) and each.measured is not None:
            yield each.measured


def _symbols(clause: ast.Agreement, problems: Problems) -> dict[str, Symbol]:
    symbols: dict[str, Symbol] = {}
    for each in clause.clauses:
        if isinstance(each, ast.Broken):
            if each.name is not None:
                symbols.setdefault(each.name, Symbol(each.name, "broken", each.span))
            continue
        kind = _KINDS.get(type(each))
        if kind is None:
            continue
        name: ast.Name | None = each.name  # type: ignore[union-attr]
        if name is None:
            continue
        first = symbols.get(name.text)
        if first is None:
            symbols[name.text] = Symbol(name.text, kind, name.span)
        elif first.kind != "broken":
            problems.add(
                names.DUPLICATE_NAME,
                f"the name `{name.text}` is given twice, to {with_article(first.kind)} and to {with_article(kind)}"
                if first.kind != kind
                else f"there are two {kind}s called `{name.text}`",
                name.span,
                labels=[Label(first.span, "given here first")],
                fixes=[Fix("every clause of an agreement needs a name of its own: choose another")],
            )
    tell_of_look_alikes({each.name: each.span for each in symbols.values()}, problems)
    # What else stands in a text that could not be read may be the declaration of anything.
    for broken in clause.clauses:
        if isinstance(broken, ast.Broken):
            for word in broken.words:
                symbols.setdefault(word, Symbol(word, "broken", broken.span))
    return symbols


def _is_first(clause: ast.Node, symbols: Mapping[str, Symbol]) -> bool:
    name: ast.Name = clause.name  # type: ignore[attr-defined]
    return symbols[name.text].span == name.span


def _by_name(clauses: Iterable[ClauseT], symbols: Mapping[str, Symbol]) -> dict[str, ClauseT]:
    return {each.name.text: each for each in clauses if _is_first(each, symbols)}  # type: ignore[attr-defined]


def _single(clauses: Iterable[ClauseT], word: str, problems: Problems) -> ClauseT | None:
    first: ClauseT | None = None
    for each in clauses:
        if first is None:
            first = each
            continue
        problems.add(
            names.REPEATED_CLAUSE,
            f"`{word}` is written twice",
            each.span,
            labels=[Label(first.span, "first written here")],
            fixes=[Fix("keep one of them")],
        )
    return first


def _missing(clause: ast.Agreement, clauses: _Clauses, word: str, how: str, problems: Problems) -> None:
    if any(word in (broken.keyword, *broken.words) for broken in clauses.of(ast.Broken)):
        return
    problems.add(
        names.MISSING_CLAUSE,
        f"the agreement `{clause.name.text}` does not say its {'time zone' if word == 'zone' else word}",
        clause.name.span,
        fixes=[Fix(f"add a line `{word} …`, {how}")],
    )


def _currency(clauses: _Clauses, problems: Problems) -> str | None:
    clause = _single(clauses.of(ast.CurrencyClause), "currency", problems)
    unread = {word for each in clauses.of(ast.Broken) for word in (each.keyword, *each.words)}
    if clause is None and not unread & {"currency", *DECIMAL_PLACES}:
        return None
    if clause is not None and clause.currency.text in DECIMAL_PLACES:
        return clause.currency.text
    if clause is not None:
        unknown_currency(clause.currency.text, clause.currency, problems)
    # The mistake has been told of: what is probably meant stands in, so that no amount is complained of for it.
    return most_used(clauses.every) or "USD"


def _calendars(
    clauses: _Clauses,
    zone: Zone,
    term: tuple[date, date | None],
    parameters: Mapping[str, DeclaredParameter],
    load: HolidayLoader,
    symbols: Mapping[str, Symbol],
    problems: Problems,
) -> dict[str, DeclaredCalendar]:
    found: dict[str, DeclaredCalendar] = {}
    declared = _by_name(clauses.of(ast.Calendar), symbols)
    for name, each in declared.items():
        if each.composed is None:
            calendar = declared_calendar(each, zone, term, parameters, load, problems)
            if calendar is not None:
                found[name] = calendar
    compose(declared, found, symbols, problems)
    for name, each in declared.items():
        if each.composed is not None and name in found:
            check_calendar(each, found[name].calendar, term, problems)
    return {name: found[name] for name in declared if name in found}


def _parameters(
    clause: ast.Agreement, clauses: _Clauses, settings: Mapping[str, Setting], problems: Problems
) -> dict[str, DeclaredParameter]:
    found: dict[str, DeclaredParameter] = {}
    for each in clauses.of(ast.Parameter):
        found.setdefault(each.name.text, declared_parameter(each, settings.get(each.name.text), problems))
    for name in settings:
        if name not in found:
            problems.add(
                usage.BAD_OPTION,
                f"`--set {name}=…`: the agreement `{clause.name.text}` has no parameter `{name}`",
                clause.name.span,
                notes=[f"it has {listing(found)}" if found else "it has no parameters at all"],
            )
    return found
