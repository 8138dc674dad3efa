"""Logs drawn for a rule graph, gathered on the instants and values at which its verdicts turn.

All instants of a log come from a few shared ones (borders of windows, openings, jumps of the clock) and lie at most a
threshold of the contract, more or less a microsecond or a second, away from them.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from property.drawn.choices import Choices
from sladsl.graph import RuleGraph, WindowRule
from sladsl.graph.rows import RowConstant, RowOneOf
from sladsl.graph.sets import SetBuckets, SetBudget, SetLasting, SetUnits
from sladsl.graph.values import Constant
from sladsl.graph.windows import window_kind
from sladsl.logs.records import (
    CaseRecord,
    Changes,
    EventLog,
    EventRecord,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    StreamLog,
    Value,
    changes_of,
)
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.model.types import divisor
from sladsl.model.units import DURATION, PERCENT
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, WEEK, IntervalSet, Zone, format_instant, tile

NUDGES: Final = (0, 1, -1, SECOND, -SECOND)
_CALENDAR: Final = ("day", "week", "month", "quarter", "half year", "year")
MOST_DIGITS: Final = 10**18 - 1
_TEXTS: Final = ("a", "disk", "điện")


@dataclass(frozen=True)
class Stage:
    """What is evaluated: `period` and `as_of` as given to `evaluate`, `coverage` by stream, and the shared instants."""

    period: tuple[int, int]
    as_of: int | None
    coverage: Mapping[str, IntervalSet]
    instants: tuple[int, ...]


@dataclass(frozen=True)
class Thresholds:
    """The constants of a graph: lengths in microseconds, plain numbers, texts."""

    lengths: tuple[int, ...]
    numbers: tuple[Fraction, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, graph: RuleGraph, window: int) -> "Thresholds":
        lengths = {0: None, MINUTE: None, HOUR: None}
        numbers: dict[Fraction, None] = {Fraction(0): None, Fraction(1): None}
        texts: dict[str, None] = dict.fromkeys(_TEXTS)
        for node in graph.nodes:
            match node:
                case Constant(value=value, unit=unit) if unit == PERCENT and 0 < value < 1:
                    # The time that may be lost of a window.
                    lengths[int((1 - value) * window)] = None
                    numbers[value] = None
                case Constant(value=value, unit=unit) if unit == DURATION:
                    lengths[int(value)] = None
                case Constant(value=value):
                    numbers[value] = None
                case RowConstant(value=Fraction() as value):
                    numbers[value] = None
                    lengths[int(value)] = None
                case RowOneOf(values=values):
                    texts.update(dict.fromkeys(values))
                case SetLasting(length=length) | SetUnits(unit=length) | SetBuckets(width=length):
                    lengths[length] = None
                case SetBudget(budgets=budgets):
                    lengths.update({each.time: None for each in budgets if each.time is not None})
        usable = [each for each in lengths if 0 <= each <= 3 * window]
        return cls(tuple(usable), tuple(numbers), tuple(texts))


def staged(drawn: Choices, graph: RuleGraph, focus: int, *, steady: bool = False) -> Stage:
    """A period that holds the focus. `steady`: as of its end, all of it covered, so that nothing is left open."""
    zone = Zone.named(graph.zone)
    rules = list(dict.fromkeys(each.window for each in graph.objectives))
    period = _period(drawn, rules, focus)
    instants = tuple(drawn.several(_eventful(graph, zone, rules, period), 2, 6))
    if steady or not drawn.chance(3):
        return Stage(period, None, {}, instants)
    as_of = drawn.pick((None, None, period[1], period[1] + DAY, *instants))
    names = drawn.several([each.name for each in graph.streams if each.made_of is None], 0, 2)
    return Stage(period, as_of, {name: _coverage(drawn, instants, period) for name in names}, instants)


def _period(drawn: Choices, rules: Sequence[WindowRule], focus: int) -> tuple[int, int]:
    """Mostly whole windows of an objective, so that there is a verdict; else a few days."""
    # Many short windows would take the time of many examples.
    short = any(rule.unit == "hour" for rule in rules)
    calendar = [each for each in rules if each.unit in (("day", "week") if short else _CALENDAR)]
    if calendar and not drawn.chance(4):
        # In the longest windows the others lie whole.
        rule = max(calendar, key=lambda each: _CALENDAR.index(each.unit)) if drawn.chance() else drawn.pick(calendar)
        window = tile(window_kind(rule), Zone.named(rule.zone), focus, focus + 1)[0]
        return window.start, window.end
    start = focus - drawn.pick((0, DAY, 3 * DAY))
    return start, start + drawn.pick((DAY, WEEK) if short else (DAY, WEEK, 31 * DAY, 92 * DAY))


def _coverage(drawn: Choices, instants: Sequence[int], period: tuple[int, int]) -> IntervalSet:
    borders = (*instants, *period)
    pairs = [(drawn.pick(borders), drawn.pick(borders)) for _ in range(drawn.count(1, 2))]
    return IntervalSet.of((min(pair), max(pair)) for pair in pairs)


def _eventful(graph: RuleGraph, zone: Zone, rules: Iterable[WindowRule], period: tuple[int, int]) -> list[int]:
    """Instants about which something happens in the period."""
    start, end = period
    found = {start: None, end: None, **dict.fromkeys(zone.changes(start, end))}
    for rule in rules:
        if rule.unit != "term":
            windows = tile(window_kind(rule), Zone.named(rule.zone), start, end)
            for each in (*windows[:2], *windows[-2:]):
                found.update({at: None for at in (each.start, each.end) if start <= at <= end})
    for named in graph.calendars:
        for opening, closing in named.calendar.open_intervals(start, min(end, start + WEEK)).pairs[:6]:
            found[opening] = found[closing] = None
    return list(found)


@dataclass(frozen=True)
class _Drawing:
    drawn: Choices
    stage: Stage
    thresholds: Thresholds

    def instant(self) -> int:
        return self.drawn.pick(self.stage.instants) + self.drawn.pick(NUDGES)

    def length(self) -> int:
        return max(0, self.drawn.pick(self.thresholds.lengths) + self.drawn.pick(NUDGES))

    def later(self, start: int) -> int:
        """An instant not before another: a threshold away, or a shared one."""
        return start + self.length() if self.drawn.chance() else max(start, self.instant())

    def value(self, attribute: Attribute) -> Value:
        if attribute.optional and self.drawn.chance(3):
            return None
        kind = attribute.type
        match kind.kind:
            case Kind.TEXT:
                return self.drawn.pick(self.thresholds.texts)
            case Kind.CHOICE:
                return self.drawn.pick(kind.choices)
            case Kind.FLAG:
                return self.drawn.chance()
            case Kind.INSTANT:
                return self.instant() - self.drawn.pick((0, 1, -1)) * self.length()
            case Kind.DURATION:
                return self.length()
            case _:
                return self._number(kind)

    def _number(self, kind: AttributeType) -> int:
        """A number on a threshold, or the least step beside it."""
        exact = self.drawn.pick(self.thresholds.numbers)
        stored = int(exact * divisor(kind)) + self.drawn.pick((0, 1, -1))
        stored = max(-MOST_DIGITS, min(MOST_DIGITS, stored))
        return max(0, stored) if kind.kind is Kind.COUNT else stored


def logged(drawn: Choices, graph: RuleGraph, stage: Stage, *, most: int = 5, complete: bool = False) -> EventLog:
    """A log of the graph's streams. `complete`: no stream is absent and nothing is open."""
    drawing = _Drawing(drawn, stage, Thresholds.of(graph, stage.period[1] - stage.period[0]))
    found: dict[str, StreamLog] = {}
    for schema in (each for each in graph.streams if each.made_of is None):
        if complete or not drawn.chance(16):
            records = [_record(drawing, schema, number + 1, complete) for number in range(drawn.count(0, most))]
            found[schema.name] = stream_log(schema, records)
    return EventLog(found)


def stream_log(schema: StreamSchema, records: Iterable[Record]) -> StreamLog:
    """The records of a stream in the order in which a log holds them."""
    return StreamLog(schema, tuple(sorted(records, key=time_of)))


def time_of(record: Record) -> int:
    match record:
        case SpanRecord(start=start):
            return start
        case CaseRecord(moments=moments):
            return min(each[0] for each in moments if each)
        case SampleRecord(at=at) | EventRecord(at=at):
            return at


def _record(drawing: _Drawing, schema: StreamSchema, line: int, complete: bool) -> Record:
    place = Place(0, line)
    values = tuple(drawing.value(each) for each in schema.attributes)
    match schema.shape:
        case Shape.SPANS:
            start = drawing.instant()
            is_open = not complete and drawing.drawn.chance(8)
            return SpanRecord(start, None if is_open else drawing.later(start), values, place)
        case Shape.SAMPLES:
            return SampleRecord(drawing.instant(), values, place)
        case Shape.EVENTS:
            return EventRecord(drawing.instant(), values, place)
        case Shape.CASES:
            return _case(drawing, schema, values, place, complete)


def _case(
    drawing: _Drawing, schema: StreamSchema, values: tuple[Value, ...], place: Place, complete: bool
) -> CaseRecord:
    """The first moment has happened; others mostly later, some before it, some not at all."""
    first, drawn = drawing.instant(), drawing.drawn
    moments: list[tuple[int, ...]] = []
    for index, name in enumerate(schema.moments):
        if index == 0:
            times = [first]
        elif not complete and drawn.chance(4):
            times = []
        else:
            times = [drawing.instant() if drawn.chance(6) else drawing.later(first)]
        if name in schema.many and times:
            times += [drawing.later(times[0]) for _ in range(drawn.count(0, 2))]
        moments.append(tuple(sorted(times)))
    states = tuple(_state(drawing, first, complete) for _ in schema.states)
    begins = min(at for times in moments for at in times)
    changes = tuple(
        _changes(drawing, each, value, begins) for each, value in zip(schema.attributes, values, strict=True)
    )
    last = tuple(told[-1][1] if told else value for told, value in zip(changes, values, strict=True))
    changes = changes if schema.with_history else ()
    return CaseRecord(f"case {place.line}", tuple(moments), states, last, place, changes)


def _changes(drawing: _Drawing, attribute: Attribute, value: Value, first: int) -> Changes:
    """An attribute that may be missing is so before its first value only."""
    if not attribute.history:
        return ()
    times = sorted({drawing.later(first) for _ in range(drawing.drawn.count(0, 3))})
    later = ((at, drawing.value(replace(attribute, optional=False))) for at in times if at > first)
    return changes_of([(first, value), *later])


def _state(drawing: _Drawing, first: int, complete: bool) -> tuple[tuple[int, int | None], ...]:
    """Intervals in order that do not touch; the last may be open."""
    borders = sorted({drawing.later(first) for _ in range(2 * drawing.drawn.count(0, 2))})
    if len(borders) % 2:
        borders.pop()
    if borders and not complete and drawing.drawn.chance(6):
        borders.pop()
    return tuple(_pairs(borders))


def _pairs(borders: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    for index in range(0, len(borders), 2):
        yield borders[index], borders[index + 1] if index + 1 < len(borders) else None


def without_places(log: EventLog) -> dict[str, tuple[Record, ...]]:
    """The records by stream, but for where they were read."""
    return {
        name: tuple(each._replace(place=Place(0, 0)) for each in stream.records) for name, stream in log.streams.items()
    }


def mapped(log: EventLog, change: Mapping[str, Sequence[Record]]) -> EventLog:
    """The log with the records of some streams replaced."""
    streams = {
        name: stream_log(each.schema, change[name]) if name in change else each for name, each in log.streams.items()
    }
    return replace(log, streams=streams)


# As files


def write(log: EventLog, folder: Path, suffix: str) -> dict[str, list[Path]]:
    """The log as canonical files, one for each stream, in the order of their places."""
    files: dict[str, list[Path]] = {}
    for number, (name, stream) in enumerate(log.streams.items()):
        rows = [_cells(stream.schema, each) for each in sorted(stream.records, key=lambda record: record.place)]
        text = _csv(stream.schema, rows) if suffix == "csv" else _jsonl(rows)
        path = folder / f"{number}.{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        files[name] = [path]
    return files


def _csv(schema: StreamSchema, rows: Sequence[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    columns = _columns(schema)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([";".join(cell) if isinstance(cell := row[each], list) else cell for each in columns])
    return out.getvalue()


def _jsonl(rows: Iterable[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _columns(schema: StreamSchema) -> list[str]:
    own = {
        Shape.SPANS: ["from", "until"] if schema.register else ["start", "end"],
        Shape.CASES: ["case", *schema.moments, *schema.states],
        Shape.SAMPLES: ["at"],
        Shape.EVENTS: ["at"],
    }
    return [*own[schema.shape], *(each.name for each in schema.attributes)]


def _cells(schema: StreamSchema, record: Record) -> dict[str, object]:
    found: dict[str, object] = {}
    match record:
        case SpanRecord(start=start, end=end):
            names = ("from", "until") if schema.register else ("start", "end")
            found = dict(zip(names, (format_instant(start), None if end is None else format_instant(end)), strict=True))
        case CaseRecord():
            found["case"] = record.key
            for name, times in zip(schema.moments, record.moments, strict=True):
                found[name] = [format_instant(at) for at in times]
            for name, intervals in zip(schema.states, record.states, strict=True):
                found[name] = [f"{format_instant(a)}/{'' if b is None else format_instant(b)}" for a, b in intervals]
        case SampleRecord(at=at) | EventRecord(at=at):
            found = {"at": format_instant(at)}
    for index, (attribute, value) in enumerate(zip(schema.attributes, record.values, strict=True)):
        found[attribute.name] = _written(attribute.type, value)
        if isinstance(record, CaseRecord) and attribute.history:
            found[attribute.name] = _told(attribute.type, record.changes[index])
    return found


def _told(kind: AttributeType, changes: Changes) -> list[str] | None:
    """The first value, then each other one with its time."""
    values = [(at, _cell(_written(kind, value))) for at, value in changes if value is not None]
    since = [f"{value}@{format_instant(at)}" for at, value in values]
    return ([values[0][1], *since[1:]] if changes[0][1] is not None else since) or None


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(kind: AttributeType, value: Value) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    match kind.kind:
        case Kind.INSTANT:
            return format_instant(value)
        case Kind.DURATION:
            return f"PT{value // SECOND}.{value % SECOND:06d}S"
        case _:
            sign, digits = "-" if value < 0 else "", f"{abs(value):0{kind.places + 1}d}"
            return sign + (f"{digits[: -kind.places]}.{digits[-kind.places :]}" if kind.places else digits)
