"""Where logs are made: an agreement, a window, a scope, and what is there although nothing happens."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.measures import MeasureBuckets, MeasureClasses
from sladsl.graph.rows import RowLookup
from sladsl.graph.sets import SetAmong, SetBuckets, SetCalendar, SetHolding, SetLasting
from sladsl.graph.values import Over
from sladsl.logs.records import (
    CaseRecord,
    EventLog,
    EventRecord,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    StreamLog,
    Value,
)
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.proofs.kinds import RecordKind, calm_kind, first_value, record_kinds
from sladsl.proofs.witness import covering
from sladsl.temporal import DAY, HOUR, MINUTE, IntervalSet, Window

MOST_SAMPLES = 50_000
HEAVY = 2_000
MANY = 1_000
SEVERAL = 20
ANYWHERE = Place(0, 0)
"""Each record gets a line of its own when it is put into a log."""
_ALWAYS = -(2**62)


@frozen
class Way(Frozen):
    """`log(n)` for n from 0 to `most`; at 0 nothing has happened yet. `timed`: n is a length of time. `mixed(n, m)` is
    the log of n among m where it is about a share, else None."""

    name: str
    most: int
    log: Callable[[int], EventLog]
    timed: bool = False
    mixed: Callable[[int, int], EventLog] | None = None


def shares(setting: "Setting", name: str, mixed: Callable[[int, int], EventLog]) -> Iterator[Way]:
    """Some among as many as a share is made of, and among as many as make a difference."""
    for number in (setting.several, *setting.counts):

        def among(n: int, number: int = number) -> EventLog:
            return mixed(n, number)

        yield Way(name if number == setting.several else f"{name} of {number}", number, among, mixed=mixed)


@frozen
class Given(Frozen):
    """What is there from the beginning: what the row of the scope says in registers, and records."""

    rows: tuple[tuple[tuple[str, int], Value], ...] = ()
    records: tuple[tuple[str, tuple[Record, ...]], ...] = ()


NOTHING = Given()


@dataclass
class Setting:
    """The log covers `period` and drives what `window` comes to. `roots`: what is asked of it. `many`: out of how many
    something is counted; `several`: how many records a share is made of; `company`: records of other streams that are
    there from the beginning, beside what is `given`; `left_out`: streams that nothing is driven through; `counts`: how
    many records make a difference."""

    graph: RuleGraph
    period: tuple[int, int]
    window: Window
    scope: tuple[tuple[str, str], ...] = ()
    roots: tuple[Ref, ...] = ()
    many: int = MANY
    several: int = SEVERAL
    company: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    given: Given = NOTHING

    @cached_property
    def refs(self) -> set[Ref]:
        """All nodes below the roots, and what the streams among them are made of."""
        found: set[Ref] = set()
        pending = list(self.roots)
        while pending:
            ref = pending.pop()
            if ref not in found:
                found.add(ref)
                pending.extend(inputs(self.graph.nodes[ref]))
        return found

    @cached_property
    def streams(self) -> list[StreamSchema]:
        """The streams of the log that are read, those first on which most rests."""
        below = [self.graph.nodes[ref] for ref in sorted(self.refs)]
        read = {getattr(node, "stream", None) for node in below} - {None}
        for making in reversed(self.graph.makings):
            if making.stream in read:
                read.add(making.source)
        return [each for each in self.graph.streams if each.name in read and not each.register and not each.made_of]

    def kinds(self, schema: StreamSchema) -> list[RecordKind]:
        return record_kinds(self.graph, schema, self.refs, dict(self.scope), self.window.start, self.many)

    @cached_property
    def starts(self) -> list[int]:
        """Where something may begin: with the window, and when a calendar opens in it."""
        nodes = [self.graph.nodes[ref] for ref in self.refs]
        indices = {node.calendar for node in nodes if isinstance(node, SetCalendar)}
        indices |= {each for node in nodes if isinstance(each := getattr(node, "calendar", None), int)}
        until = min(self.window.end, self.window.start + 40 * DAY)
        found: dict[int, None] = {}
        for index in sorted(indices):
            opened = self.graph.calendars[index].calendar.open_intervals(self.window.start, until)
            found.update({start: None for start, _ in opened.pairs[:1]})
        found[self.window.start] = None
        return list(found)

    def start_name(self, start: int) -> str:
        """The same in every window."""
        return "the start" if start == self.window.start else f"opening {self.starts.index(start)}"

    @cached_property
    def lengths(self) -> list[int]:
        """Lengths that make a difference: a minute, an hour, and those that the contract asks of a run."""
        asked = {
            node.length + (MINUTE if node.strict else 0)
            for ref in self.refs
            if isinstance(node := self.graph.nodes[ref], SetLasting)
        }
        return [*sorted(asked), *(each for each in (MINUTE, HOUR) if each not in asked)]

    def step(self, schema: StreamSchema) -> int:
        """How far samples are apart that leave nothing unknown."""
        nodes = [self.graph.nodes[ref] for ref in self.refs]
        own = [node for node in nodes if getattr(node, "stream", None) == schema.name]
        widths = [node.width for node in own if isinstance(node, SetBuckets | MeasureBuckets)]
        held = [node.at_most for node in own if isinstance(node, SetHolding) and node.at_most is not None]
        every = min([*widths, *held], default=schema.every or HOUR)
        while (self.window.end - self.window.start) // every > MOST_SAMPLES:
            every *= 2
        return every

    def is_heavy(self, schema: StreamSchema) -> bool:
        """Whether a log of the stream has very many records, whatever happens."""
        return schema.shape is Shape.SAMPLES and (self.window.end - self.window.start) // self.step(schema) > HEAVY

    def sampled(self, schema: StreamSchema, kind: Callable[[int], RecordKind]) -> list[Record]:
        """As many samples as leave nothing unknown, each of the kind that is said for its time."""
        times = range(*self.period, self.step(schema))
        return [SampleRecord(at, kind(at).values, Place(0, line)) for line, at in enumerate(times, 1)]

    def log(self, schema: StreamSchema, records: list[Record], kinds: Iterable[RecordKind]) -> EventLog:
        """The records in the stream; of other streams what is there anyway."""
        whole = IntervalSet.single(*self.period)
        given = dict(self.given.records)
        spread = _in_order([*given.pop(schema.name, ()), *self._spread(schema, records)])
        streams = {
            **self.quiet(schema.name),
            **self.rows(schema.name, kinds),
            schema.name: StreamLog(schema, tuple(spread), whole),
        }
        for name, company in {**self.company, **given}.items():
            streams[name] = StreamLog(self.graph.stream(name), tuple(_in_order(company)), whole)
        return covering(self.graph, streams, self.period)

    def samples_within(self, schema: StreamSchema, stretches: list[tuple[RecordKind, int, int]]) -> list[Record]:
        """Samples of these kinds in these stretches; elsewhere none of them meets a condition."""
        calm = calm_kind(self.graph, schema, self.refs, dict(self.scope), self.window.start)
        times = range(*self.period, self.step(schema))
        kinds = [calm] * len(times)
        for kind, start, end in reversed(stretches):  # where two are, the first of them says what is
            there = slice(bisect_left(times, start), bisect_left(times, end))
            kinds[there] = [kind] * len(kinds[there])
        told = dict(zip(times, kinds, strict=True))
        return self.sampled(schema, told.__getitem__)

    def quiet(self, *driven: str) -> dict[str, StreamLog]:
        """Samples of other streams, none of which meets a condition."""
        whole = IntervalSet.single(*self.period)
        return {
            each.name: StreamLog(each, tuple(self._calm(each)), whole)
            for each in self.streams
            if each.shape is Shape.SAMPLES and each.name not in (*driven, *self.company)
        }

    def _calm(self, schema: StreamSchema) -> list[Record]:
        classes = [node for ref in self.refs if isinstance(node := self.graph.nodes[ref], MeasureClasses)]
        if classes and all(each.unknown_as == "up" for each in classes):
            return []
        calm = calm_kind(self.graph, schema, self.refs, dict(self.scope), self.window.start)
        return self.sampled(schema, lambda _: calm)

    def rows(self, stream: str | None, kinds: Iterable[RecordKind]) -> dict[str, StreamLog]:
        """One row of each register for each kind of record of the stream that looks it up."""
        scope = dict(self.scope)
        found: dict[str, StreamLog] = {}
        told = dict(self.given.rows)
        lookups = {
            node.register: node
            for ref in self.refs
            if isinstance(node := self.graph.nodes[ref], RowLookup) and node.stream == stream
        }
        for register in self.graph.streams:
            if not register.register:
                continue
            rows: dict[tuple[Value, ...], tuple[Value, ...]] = {}
            for kind in kinds:
                named = dict(scope)
                if register.name in lookups:
                    keys = zip(register.keys, lookups[register.name].keys, strict=False)
                    named |= {key: str(kind.values[place]) for key, place in keys}
                values = tuple(
                    kind.rows.get((register.name, index), _said(told, register, index, named))
                    for index, each in enumerate(register.attributes)
                )
                by = tuple(values[i] for i, each in enumerate(register.attributes) if each.name in register.keys)
                rows.setdefault(by, values)
            records = tuple(
                SpanRecord(_ALWAYS, None, values, Place(0, i + 1)) for i, values in enumerate(rows.values())
            )
            found[register.name] = StreamLog(register, records, None)
        return found

    def _spread(self, schema: StreamSchema, records: list[Record]) -> list[Record]:
        """Where only what several values of a key agree on counts, or the highest and lowest of them are left out,
        each of them says the same."""
        for key, least in self._several_needed():
            index = schema.attribute_index(key)
            if index is None:
                continue
            choices = schema.attributes[index].type.choices
            names = choices or tuple(f"{schema.attributes[index].name}-{i + 1}" for i in range(least))
            return [each._replace(values=_put(each.values, index, name)) for each in records for name in names]
        return records

    def _several_needed(self) -> Iterator[tuple[str, int]]:
        """Keys of which several values are needed for anything to come of it, and how many."""
        for node in (self.graph.nodes[ref] for ref in sorted(self.refs)):
            if isinstance(node, SetAmong):
                yield node.key, max(2, node.least or 0)
            elif isinstance(node, Over) and node.trim is not None:
                yield from ((key, node.trim.lowest + node.trim.highest + 1) for key in node.keys)


def _said(told: Mapping[tuple[str, int], Value], register: StreamSchema, index: int, named: Mapping[str, str]) -> Value:
    attribute = register.attributes[index]
    return told.get((register.name, index), named.get(attribute.name, first_value(attribute)))


def _in_order(records: Iterable[Record]) -> list[Record]:
    """By time, each on a line of its own; cases of two makers are different cases."""
    found: list[Record] = []
    for line, each in enumerate(sorted(records, key=_instant), 1):
        place = Place(0, line)
        record: Record = each if each.place == place else each._replace(place=place)
        found.append(record._replace(key=f"case-{line}") if isinstance(record, CaseRecord) else record)
    return found


def background(setting: Setting) -> dict[str, StreamLog]:
    """What is there although nothing happens: one row in each register."""
    return setting.rows(None, [RecordKind(())])


def _put(values: tuple[Value, ...], index: int, value: Value) -> tuple[Value, ...]:
    return (*values[:index], value, *values[index + 1 :])


def _instant(record: Record) -> int:
    match record:
        case SpanRecord(start=at) | SampleRecord(at=at) | EventRecord(at=at):
            return at
        case CaseRecord(moments=moments):
            return min((each[0] for each in moments if each), default=0)
