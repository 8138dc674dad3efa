"""One evaluation: what was given, and everything worked out so far, each thing once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from sladsl.engines.engine import Frame
from sladsl.engines.measurements import Cell, Choice, Scope, Unsettled
from sladsl.engines.reference.buckets import samples_by_bucket
from sladsl.engines.reference.budgets import budget_windows
from sladsl.engines.reference.horizon import horizon_of, term_start
from sladsl.engines.reference.limits import Openings
from sladsl.engines.reference.placing import Placed, instant_function
from sladsl.engines.reference.reach import Reach
from sladsl.engines.reference.register_index import Failure, RegisterIndex, extent
from sladsl.engines.reference.registers import lookup
from sladsl.engines.reference.rows import compile_row
from sladsl.engines.reference.scopes import Restriction, bound_to, by_scope, key_positions, scopes_of
from sladsl.engines.reference.sets import evaluate_set
from sladsl.engines.reference.surroundings import RowFunction
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph import Node, Ref, RuleGraph, WindowRule
from sladsl.graph.rows import RowLookup
from sladsl.logs.records import EventLog, Place, Record, SampleRecord
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import EMPTY, UTC, Always, BusinessCalendar, IntervalSet, OpenTime, Pair, Zone

_Found = TypeVar("_Found")


class Evaluation:
    """A graph, a log and a frame, with what is shared by all scopes."""

    def __init__(self, graph: RuleGraph, log: EventLog, frame: Frame) -> None:
        self.graph, self.log, self.frame = graph, log, frame
        self.reach = Reach.of(graph.nodes, _roots(frame))
        self.horizon = horizon_of(graph, log, frame, (graph.nodes[ref] for ref in self.reach.streams))
        self.failures: dict[Ref, dict[Place, Failure]] = {}
        self._openings = Openings(*self.horizon)
        self._known: dict[tuple[object, ...], Any] = {}

    def once(self, key: tuple[object, ...], work: Callable[[], _Found]) -> _Found:
        """What `work` gives, worked out at the first request of the key."""
        if key not in self._known:
            self._known[key] = work()
        found: _Found = self._known[key]
        return found

    def given(self, ref: Ref, bound: Restriction) -> TimeSet | None:  # noqa: ARG002
        """A time set that another engine has worked out; None: there is none."""
        return None

    def forget(self, keys: int) -> None:
        """Forget what was worked out for one scope of so many keys alone."""
        own = [key for key in self._known if _is_bound(key[-1], keys)]
        for key in own:
            del self._known[key]

    def scopes(self, keys: tuple[str, ...], measures: Iterable[Ref]) -> tuple[Scope, ...]:
        return scopes_of(keys, self.streams_of_scopes(keys, measures), self.existing)

    def streams_of_scopes(self, keys: tuple[str, ...], measures: Iterable[Ref]) -> list[StreamSchema]:
        """The streams whose records show which scopes there are."""
        used = {stream for measure in measures for stream in self.reach.streams[measure]} | self._registers(keys)
        return [self.graph.stream(name) for name in sorted(used)]

    def scoped(self, keys: tuple[str, ...], scope: Scope) -> "ScopedEvaluation":
        return ScopedEvaluation(self, tuple(sorted(zip(keys, scope, strict=True))))

    def in_source_order(self, stream: str) -> Sequence[Record]:
        """All records of a stream, in one order whatever order they were handed over in."""
        if stream not in self.log.streams:
            return ()
        records = self.log.streams[stream].records
        return self.once(("source order", stream), lambda: sorted(records, key=attrgetter("place")))

    def open_time(self, calendar: BusinessCalendar) -> OpenTime:
        self._openings.add(calendar)
        return OpenTime(calendar)

    def _registers(self, keys: tuple[str, ...]) -> set[str]:
        """The registers in which the scopes of some keys are listed."""
        return {each.name for each in self.graph.streams if each.register and keys and set(keys) <= set(each.keys)}

    def register(self, name: str) -> RegisterIndex:
        schema = self.graph.stream(name)
        return self.once(("register", name), lambda: RegisterIndex.of(schema, self.in_source_order(name)))

    def lifetimes(
        self, scopes: Mapping[tuple[str, ...], tuple[Scope, ...]]
    ) -> dict[tuple[tuple[str, ...], Scope], IntervalSet]:
        """When each scope that a register lists is in force by one of its rows."""
        found: dict[tuple[tuple[str, ...], Scope], IntervalSet] = {}
        latest = self.horizon[1]
        for keys, there in scopes.items():
            for name in sorted(self._registers(keys)):
                groups = by_scope(self.in_source_order(name), key_positions(self.graph.stream(name), keys))
                for scope in there:
                    rows: Any = groups.get(scope, ())
                    spans = ((row.start, latest if row.end is None else row.end) for row in rows)
                    life = IntervalSet.of((start, end) for start, end in spans if start < end)
                    if rows:
                        found[keys, scope] = found.get((keys, scope), EMPTY).union(life)
        return found

    def unsettled(self, cells: Iterable[Cell]) -> dict[Cell, tuple[Unsettled, ...]]:
        """The lookups that failed under a measure, for records of its scope that touch its window."""
        found: dict[Cell, tuple[Unsettled, ...]] = {}
        if not self.failures:
            return found
        for cell in cells:
            troubles = [
                Unsettled(each.register, each.key, each.rows, each.at, each.stream, each.record.place)
                for ref in self.reach.below(cell.measure, self.failures)
                for each in self.failures[ref].values()
                if self._touches(each, cell)
            ]
            if troubles:
                found[cell] = tuple(sorted(set(troubles), key=lambda each: (each.at, each.place)))
        return found

    def _touches(self, failure: Failure, cell: Cell) -> bool:
        start, end = extent(failure.record, self.frame.as_of)
        if start >= cell.end or end <= cell.start:
            return False
        schema = self.graph.stream(failure.stream)
        bound = tuple(
            value for key, value in zip(cell.keys, cell.scope, strict=True) if schema.attribute_index(key) is not None
        )
        return bound_to(failure.record, key_positions(schema, cell.keys)) == bound

    def existing(self, schema: StreamSchema) -> Iterable[Record]:
        instant = instant_function(schema, None, self.frame.as_of)
        return (record for record in self.in_source_order(schema.name) if instant(record) is not None)


def _is_bound(known: object, keys: int) -> bool:
    """Whether it is a restriction that binds all the keys, so that no other scope shares what is known for it."""
    return isinstance(known, tuple) and 0 < keys == len(known) and isinstance(known[0], tuple)


def _roots(frame: Frame) -> Iterable[Ref]:
    for demand in frame.demands:
        yield from demand.measures
        yield from (choice.where for choice in demand.choices)


class ScopedEvaluation:
    """An evaluation as one scope sees it: the `Surroundings` of its rows, sets and measures.

    What is worked out is kept under the part of the scope that can make a difference, so that scopes share the rest.
    """

    def __init__(self, evaluation: Evaluation, restriction: Restriction) -> None:
        self._evaluation = evaluation
        self._restriction = restriction

    @property
    def nodes(self) -> Sequence[Node]:
        return self._evaluation.graph.nodes

    @property
    def as_of(self) -> int:
        return self._evaluation.frame.as_of

    @property
    def horizon(self) -> Pair:
        return self._evaluation.horizon

    @property
    def evidence(self) -> bool:
        return self._evaluation.frame.evidence

    def schema(self, stream: str) -> StreamSchema:
        return self._evaluation.graph.stream(stream)

    def coverage(self, stream: str) -> IntervalSet:
        return self._evaluation.frame.coverage.get(stream, EMPTY)

    def records(self, stream: str) -> Sequence[Record]:
        everything = self._evaluation.in_source_order(stream)
        bound = self._bound((stream,))
        if not bound:
            return everything
        keys = tuple(key for key, _ in bound)
        positions = key_positions(self.schema(stream), keys)
        groups: Mapping[Scope, Sequence[Record]] = self._evaluation.once(
            ("by scope", stream, keys), lambda: by_scope(everything, positions)
        )
        return groups.get(tuple(value for _, value in bound), ())

    def placed(self, stream: str, moment: int | None) -> Placed:
        instant = instant_function(self.schema(stream), moment, self.as_of)
        key = ("placed", stream, moment, self._bound((stream,)))
        return self._evaluation.once(key, lambda: Placed.of(self.records(stream), instant))

    def buckets(self, stream: str, width: int) -> Mapping[int, Sequence[SampleRecord]]:
        samples: Any = self.records(stream)
        key = ("buckets", stream, width, self._bound((stream,)))
        return self._evaluation.once(key, lambda: samples_by_bucket(samples, width))

    def row(self, ref: Ref) -> RowFunction:
        return self._evaluation.once(("node", ref, self._bound_of(ref)), lambda: compile_row(ref, self))

    def time_set(self, ref: Ref) -> TimeSet:
        bound = self._bound_of(ref)

        def work() -> TimeSet:
            given = self._evaluation.given(ref, bound)
            return evaluate_set(ref, self) if given is None else given

        return self._evaluation.once(("node", ref, bound), work)

    def spread(self, ref: Ref, key: str) -> Sequence["ScopedEvaluation"]:
        wider = tuple(pair for pair in self._restriction if pair[0] != key)
        others = ScopedEvaluation(self._evaluation, wider)
        streams = sorted(self._evaluation.reach.streams[ref])
        values = self._evaluation.once(
            ("values", key, ref, others._bound_of(ref)), lambda: others._values_of(key, streams)
        )
        return [ScopedEvaluation(self._evaluation, tuple(sorted((*wider, (key, value))))) for value in values]

    def _values_of(self, key: str, streams: Sequence[str]) -> tuple[str, ...]:
        """The values of a key that the streams declare, or else show within this scope."""

        def existing(schema: StreamSchema) -> Iterable[Record]:
            instant = instant_function(schema, None, self.as_of)
            return (record for record in self.records(schema.name) if instant(record) is not None)

        found = scopes_of((key,), [self.schema(name) for name in streams], existing)
        return tuple(value for (value,) in found)

    def register(self, name: str) -> RegisterIndex:
        return self._evaluation.register(name)

    def lookup(self, ref: Ref, node: RowLookup) -> RowFunction:
        failures = self._evaluation.failures.setdefault(ref, {})

        def failed(failure: Failure) -> None:
            failures[failure.record.place] = failure

        return lookup(node, self, failed)

    def open_time(self, calendar: int | None) -> OpenTime:
        return self._evaluation.once(
            ("open time", calendar), lambda: self._evaluation.open_time(self.calendar(calendar))
        )

    def calendar(self, calendar: int | None) -> BusinessCalendar:
        if calendar is None:
            return Always(UTC)
        named = self._evaluation.graph.calendars[calendar]
        return self._evaluation.once(("calendar", calendar), lambda: _RememberedDays(named.calendar))

    def chosen(self, choice: Choice) -> frozenset[int]:
        """Which records of a stream's log meet a condition; those of other scopes are among them."""
        log = self._evaluation.log.streams.get(choice.stream)
        records: Sequence[Record] = log.records if log else ()

        def work() -> frozenset[int]:
            holds = self.row(choice.where)
            return frozenset(index for index, record in enumerate(records) if holds(record) is True)

        return self._evaluation.once(("chosen", choice, self._bound_of(choice.where)), work)

    def budget_windows(self, rule: WindowRule) -> Sequence[Pair]:
        start, end = self.horizon
        began = term_start(self._evaluation.graph)
        return self._evaluation.once(("budget", rule), lambda: budget_windows(rule, start, end, began))

    def _bound_of(self, ref: Ref) -> Restriction:
        return self._bound(self._evaluation.reach.streams[ref]) if self._restriction else ()

    def _bound(self, streams: Iterable[str]) -> Restriction:
        """The part of the scope that one of the streams knows."""
        schemas = [self.schema(stream) for stream in streams]
        return tuple(
            (key, value)
            for key, value in self._restriction
            if any(schema.attribute_index(key) is not None for schema in schemas)
        )


class _RememberedDays:
    """A calendar that is asked only once for the business days of a year."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar
        self._years: dict[int, tuple[int, ...]] = {}

    @property
    def zone(self) -> Zone:
        return self._calendar.zone

    def open_intervals(self, start: int, end: int) -> IntervalSet:
        return self._calendar.open_intervals(start, end)

    def open_on(self, day: date) -> IntervalSet:
        return self._calendar.open_on(day)

    def is_business_day(self, day: date) -> bool:
        return self._calendar.is_business_day(day)

    def business_days(self, year: int) -> tuple[int, ...]:
        if year not in self._years:
            self._years[year] = self._calendar.business_days(year)
        return self._years[year]
