"""Rule graphs by hand, and an engine that says what it is told: what the tests of the contract layer are made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Cell, ClassesFound, Found, Measurements, NumberFound, RecordsFound, Scope
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import NamedCalendar, NodeTable, Ref, RuleGraph, WindowRule
from sladsl.graph.contract import (
    Check,
    ClaimRule,
    Comparator,
    CreditRule,
    LimitRule,
    Objective,
    PayOnlyAbove,
    RowBound,
    RowTable,
    TableRow,
)
from sladsl.graph.graph import FeeRule, ServiceFact
from sladsl.graph.measures import MeasureClasses, MeasureRecords, MeasureRows
from sladsl.graph.sets import SetSpans
from sladsl.graph.values import Arithmetic, Availability, Constant, Fee, Measured
from sladsl.graph.windows import WindowUnit
from sladsl.logs.records import EventLog, EventRecord, Place, Record, SpanRecord, StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.model.units import COUNT, PERCENT, Unit, money
from sladsl.rules.rounding import Rounding
from sladsl.temporal import IntervalSet, Window, Zone, parse_instant
from sladsl.text import Span

SPAN = Span("contract.sladsl", 0, 1)
TEXT = AttributeType(Kind.TEXT)
OUTAGES = StreamSchema("outages", Shape.SPANS, (Attribute("service", TEXT),))
TICKETS = StreamSchema("tickets", Shape.EVENTS)
CLAIMS = StreamSchema(
    "claims", Shape.EVENTS, tuple(Attribute(name, TEXT, optional=True) for name in ("objective", "window", "region"))
)


def at(text: str, zone: str = "UTC") -> int:
    return parse_instant(text, Zone.named(zone))


def span_of(start: str, end: str, zone: str = "UTC") -> tuple[int, int]:
    return at(start, zone), at(end, zone)


def lost(window: Window, down: int, unknown: int = 0) -> ClassesFound:
    """A window with nothing but so much time down, and up else."""
    length = window.end - window.start
    return ClassesFound(length, 0, 0, 0, unknown, down, length - down - unknown, (), "no verdict")


def records(met: int, missed: int, undecided: int = 0) -> RecordsFound:
    return RecordsFound(met, missed, undecided, 0)


def number(value: Fraction | int | None, count: int = 1) -> NumberFound:
    return NumberFound(None if value is None else Fraction(value), count, 0)


Answer = Callable[[Ref, Scope, Window], Found]


@dataclass(frozen=True)
class FakeEngine:
    """Answers every demand by a function; the scopes are given. Records are chosen as they really are."""

    answer: Answer
    scopes: Mapping[tuple[str, ...], tuple[Scope, ...]] = field(default_factory=dict)
    name: str = "fake"

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return ReferenceEngine().complete(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return ReferenceEngine().without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        choices = tuple(replace(demand, measures=()) for demand in frame.demands)
        chosen = ReferenceEngine().measure(graph, log, replace(frame, demands=choices)).chosen
        found: dict[Cell, Found] = {}
        scopes: dict[tuple[str, ...], tuple[Scope, ...]] = {}
        for demand in frame.demands:
            scopes[demand.keys] = self.scopes.get(demand.keys, ((),))
            for scope in scopes[demand.keys]:
                for window in demand.windows:
                    for measure in demand.measures:
                        cell = Cell(measure, demand.keys, scope, window.start, window.end)
                        found[cell] = self.answer(measure, scope, window)
        return Measurements(scopes, found, chosen)


def log_of(
    outages: Iterable[SpanRecord] = (), claims: Iterable[tuple[str, str | None, str | None]] | None = None
) -> EventLog:
    """A log of outages, and of claims as (time, objective, window) where there is one."""
    streams = {"outages": StreamLog(OUTAGES, tuple(outages)), "tickets": StreamLog(TICKETS, ())}
    if claims is not None:
        made: tuple[Record, ...] = tuple(
            EventRecord(at(time), (objective, window, None), Place(0, line))
            for line, (time, objective, window) in enumerate(claims, start=1)
        )
        streams["claims"] = StreamLog(CLAIMS, made)
    return EventLog(streams)


@dataclass
class Draft:
    """An agreement in the making."""

    zone: str = "UTC"
    currency: str | None = "USD"
    rounding: Rounding = "half up"
    start: date = date(2015, 1, 1)
    end: date | None = date(2030, 1, 1)
    services: tuple[ServiceFact, ...] = ()
    calendars: tuple[NamedCalendar, ...] = ()
    table: NodeTable = field(default_factory=NodeTable)

    def constant(self, value: Fraction | str | int, unit: Unit) -> Ref:
        return self.table.add(Constant(Fraction(value), unit))

    def percent(self, value: Fraction | str | int) -> Ref:
        return self.constant(Fraction(value) / 100, PERCENT)

    def amount(self, value: Fraction | str | int, currency: str | None = None) -> Ref:
        return self.constant(value, money(currency or self.currency or "USD"))

    def fees(self, *services: int) -> Ref:
        return self.table.add(Fee(services or (0,)))

    def availability(self, over: int | None = None, service: str = "outages") -> Ref:
        down = self.table.add(SetSpans(service, None))
        classes = self.table.add(MeasureClasses(None, (), None, down, "no verdict"))
        return self.table.add(Availability(classes, None if over is None else Fraction(over)))

    def statistic(self, statistic: Literal["count", "sum"] = "count", stream: str = "tickets") -> Ref:
        rows = self.table.add(MeasureRows(stream, None, statistic, None, None, None))
        return self.table.add(Measured(rows, "number", COUNT))

    def tickets(self) -> Ref:
        return self.table.add(MeasureRecords("tickets", None, (), None))

    def check(
        self,
        measured: Ref,
        comparator: Comparator | None,
        target: Ref | None,
        unit: Unit = PERCENT,
        when: Ref | None = None,
    ) -> Check:
        availability = measured if isinstance(self.table[measured], Availability) else None
        return Check(when, measured, unit, comparator, target, availability, None, SPAN)

    def objective(
        self,
        checks: tuple[Check, ...] = (),
        credits: tuple[CreditRule, ...] = (),
        *,
        name: str = "uptime",
        unit: WindowUnit = "month",
        from_day: int = 1,
        keys: tuple[str, ...] = (),
        records: Ref | None = None,
        warn_at: Fraction | None = None,
        limits: tuple[LimitRule, ...] = (),
        pay_only_above: PayOnlyAbove | None = None,
        claim: ClaimRule | None = None,
    ) -> Objective:
        window = WindowRule(unit, self.zone, from_day)
        return Objective(
            name,
            None,
            "objective",
            keys,
            window,
            checks,
            records,
            warn_at,
            credits,
            limits,
            pay_only_above,
            () if claim is None else (claim,),
            SPAN,
        )

    def uptime(self, target: str, credits: tuple[CreditRule, ...] = (), **more: object) -> Objective:
        """An objective of availability against a target in percent."""
        over = more.pop("over", None)
        assert over is None or isinstance(over, int)
        check = self.check(self.availability(over), ">=", self.percent(target))
        return self.objective((check,), credits, **more)  # type: ignore[arg-type]

    def graph(self, *objectives: Objective, limits: tuple[LimitRule, ...] = ()) -> RuleGraph:
        return RuleGraph(
            name="contract",
            title=None,
            edition=2026,
            parties=(),
            term_start=self.start,
            term_end=self.end,
            zone=self.zone,
            currency=self.currency,
            rounding=self.rounding,
            streams=(OUTAGES, TICKETS, CLAIMS),
            calendars=self.calendars,
            services=self.services,
            nodes=self.table.nodes,
            objectives=objectives,
            limits=limits,
            readings=(),
            places=self.table.places,
        )

    def row(self, gives: Ref, *bounds: tuple[str, str], unit: Unit = PERCENT) -> TableRow:
        """A row from bounds such as ("below", "99.9")."""
        return TableRow(tuple(self._bound(side, value, unit) for side, value in bounds), gives, SPAN)

    def _bound(self, side: str, value: str, unit: Unit) -> RowBound:
        ref = self.percent(value) if unit == PERCENT else self.constant(value, unit)
        return RowBound(side, ref)  # type: ignore[arg-type]

    def share(
        self,
        base: Ref,
        *rows: TableRow,
        ladder: bool = True,
        needs_breach: bool = False,
        limits: tuple[LimitRule, ...] = (),
        better: Literal["more", "less"] = "more",
    ) -> CreditRule:
        table = RowTable(None, ladder, better, rows, SPAN)
        return CreditRule(base, (table,), None, needs_breach, limits, SPAN)

    def formula(
        self, amount: Ref, *, per_case: Ref | None = None, needs_breach: bool = True, limits: tuple[LimitRule, ...] = ()
    ) -> CreditRule:
        """`per_case`: the records of which every missed one costs the amount."""
        if per_case is not None:
            amount = self.table.add(Arithmetic("*", amount, self.table.add(Measured(per_case, "missed", COUNT))))
        return CreditRule(None, (), amount, needs_breach, limits, SPAN)

    def limit(self, amount: Ref, unit: WindowUnit | None = None, *objectives: str) -> LimitRule:
        return LimitRule(amount, None if unit is None else WindowRule(unit, self.zone), objectives, SPAN)


def service(
    amount: str, unit: WindowUnit | None, currency: str = "USD", zone: str = "UTC", from_day: int = 1
) -> ServiceFact:
    window = None if unit is None else WindowRule(unit, zone, from_day)
    return ServiceFact("api", None, (FeeRule(Fraction(amount), currency, window),))


def whole(*streams: str, period: tuple[int, int]) -> dict[str, IntervalSet]:
    """The streams cover the period and nothing else."""
    return {name: IntervalSet.single(*period) for name in streams}
