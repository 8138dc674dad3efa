"""Rule graphs, logs and frames for engines: made by hand for single facts, or drawn."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from sladsl.engines import Frame
from sladsl.engines.measurements import Cell, Demand, Found, Measurements, Scope
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import NamedCalendar, Node, NodeTable, Ref, RuleGraph
from sladsl.graph.rows import RowAttribute, RowCompare, RowConstant
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, SampleRecord, SpanRecord, StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.temporal import BusinessCalendar, IntervalSet, Window, WindowKind

FAR: Final = 10**17
"""Later than anything here, in microseconds."""

TEXT: Final = AttributeType(Kind.TEXT)
COUNT: Final = AttributeType(Kind.COUNT)

OUTAGES: Final = StreamSchema("outages", Shape.SPANS, (Attribute("severity", COUNT), Attribute("service", TEXT)))
MAINTENANCE: Final = StreamSchema("maintenance", Shape.SPANS, (Attribute("severity", COUNT),))
GAPS: Final = StreamSchema("gaps", Shape.SPANS)
TICKETS: Final = StreamSchema(
    "tickets",
    Shape.CASES,
    (Attribute("service", TEXT), Attribute("priority", COUNT, optional=True)),
    moments=("opened", "answered", "resolved"),
    states=("waiting", "on_hold"),
)
PROBES: Final = StreamSchema(
    "probes",
    Shape.SAMPLES,
    (Attribute("total", COUNT), Attribute("errors", COUNT, optional=True), Attribute("service", TEXT)),
)
REPORTS: Final = StreamSchema("reports", Shape.EVENTS, (Attribute("pages", COUNT, optional=True),))


def span(start: int, end: int | None, *values: Any, line: int = 0) -> SpanRecord:
    return SpanRecord(start, end, values, Place(0, line or start % 10**9))


def sample(at: int, *values: Any, line: int = 0) -> SampleRecord:
    return SampleRecord(at, values, Place(0, line or at % 10**9))


def event(at: int, *values: Any, line: int = 0) -> EventRecord:
    return EventRecord(at, values, Place(0, line or at % 10**9))


def case(
    key: str,
    moments: Sequence[int | None],
    waiting: Sequence[tuple[int, int | None]] = (),
    on_hold: Sequence[tuple[int, int | None]] = (),
    values: tuple[Any, ...] = ("a", 1),
    line: int = 1,
) -> CaseRecord:
    """A ticket; a moment that has not happened is None."""
    happened = tuple(() if at is None else (at,) for at in moments)
    return CaseRecord(key, happened, (tuple(waiting), tuple(on_hold)), values, Place(0, line))


@dataclass
class Bench:
    """A graph in the making with its log: add nodes and records, then take measures."""

    streams: Sequence[StreamSchema] = (OUTAGES, MAINTENANCE, GAPS, TICKETS, PROBES, REPORTS)
    calendars: Sequence[BusinessCalendar] = ()
    records: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    coverage: Mapping[str, IntervalSet] = field(default_factory=dict)
    as_of: int = FAR
    term_start: datetime.date = datetime.date(1970, 1, 1)
    table: NodeTable = field(default_factory=NodeTable)

    def add(self, node: Node) -> Ref:
        return self.table.add(node)

    def number(self, value: int | Fraction | str) -> Ref:
        return self.add(RowConstant(Fraction(value)))

    def attribute(self, schema: StreamSchema, name: str) -> Ref:
        index = schema.attribute_index(name)
        assert index is not None
        return self.add(RowAttribute(index, name, 1))

    def at_least(self, schema: StreamSchema, name: str, bound: int) -> Ref:
        return self.add(RowCompare(">=", self.attribute(schema, name), self.number(bound)))

    def graph(self) -> RuleGraph:
        named = tuple(NamedCalendar(str(index), each) for index, each in enumerate(self.calendars))
        return RuleGraph(
            name="drawn", title=None, edition=1, parties=(), term_start=self.term_start, term_end=None, zone="UTC",
            currency=None, rounding="half up", streams=tuple(self.streams), calendars=named, services=(),
            nodes=self.table.nodes, objectives=(), limits=(), readings=(),
        )  # fmt: skip

    def log(self) -> EventLog:
        schemas = {each.name: each for each in self.streams}
        return EventLog({name: StreamLog(schemas[name], tuple(each)) for name, each in self.records.items()})

    def measure(
        self,
        measures: Iterable[Ref],
        windows: Iterable[tuple[int, int]],
        keys: tuple[str, ...] = (),
        evidence: bool = False,
    ) -> Measurements:
        demand = Demand(tuple(measures), keys, tuple(window(*each) for each in windows))
        frame = Frame(self.as_of, self.coverage, (demand,), evidence)
        return ReferenceEngine().measure(self.graph(), self.log(), frame)

    def take(self, node: Node, *windows: tuple[int, int], evidence: bool = False) -> list[Any]:
        """What one measure without keys finds in each of the windows."""
        ref = self.add(node)
        found = self.measure([ref], windows, evidence=evidence).found
        return [found[Cell(ref, (), (), start, end)] for start, end in windows]

    def by_scope(self, node: Node, window: tuple[int, int], *keys: str) -> dict[Scope, Found]:
        ref = self.add(node)
        measured = self.measure([ref], [window], keys)
        return {scope: measured.found[Cell(ref, keys, scope, *window)] for scope in measured.scopes[keys]}


def window(start: int, end: int) -> Window:
    return Window(WindowKind.term(), start, end, "drawn")


def covered(end: int = FAR, start: int = -FAR, *streams: str) -> dict[str, IntervalSet]:
    """Coverage of the streams (all of the shared ones) in [start, end)."""
    names = streams or ("outages", "maintenance", "gaps", "tickets", "probes", "reports")
    return {name: IntervalSet.single(start, end) for name in names}
