"""Evidence for some numbers only: what they were found in is measured again, over no more of the log than that rests
on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from sladsl.engines.engine import Engine, Frame
from sladsl.engines.kept.resting import EVER, Basis, Resting
from sladsl.engines.measurements import Cell, Demand, Found, FoundWhenAsked, Measurements, RecordsFound, Scope
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRecords
from sladsl.logs.records import EventLog, StreamLog
from sladsl.logs.schema import Kind, Shape
from sladsl.logs.stored.store import StoredRecords
from sladsl.temporal import Window

_Asked = tuple[RuleGraph, EventLog, Frame]
_MOST: Final = 200
"""Parts of a stream that are told apart; of more, all of it is looked at."""
_TEXTS: Final = (Kind.TEXT, Kind.CHOICE)


class NotingEngine:
    """An engine, with note of what it found and where, so that evidence can be had when somebody asks for it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self._asked: _Asked | None = None
        self._cells: dict[int, tuple[Found, Cell]] = {}

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        return self._engine.complete(graph, log)

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        return self._engine.without_void(graph, log, as_of)

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        made = self._engine.measure(graph, log, frame)
        self._asked, self._cells = (graph, log, frame), {}
        return replace(made, found=FoundWhenAsked(made.found.keys(), partial(_noted, made.found, self._cells)))

    def evidence(self, found: Iterable[Found], case: str | None = None) -> Mapping[int, Found]:
        """What was found, each by the identity of what was found without evidence. Of records that are judged only
        `case`, where one is named."""
        cells = {id(each): self._cells[id(each)][1] for each in found if id(each) in self._cells}
        if not cells:
            return {}
        assert self._asked is not None
        graph, log, frame = self._asked
        demands = tuple(_demands(set(cells.values()), frame))
        parts = _parts(graph, demands)
        streams = {name: _part(each, parts.get(name, {}), graph, case) for name, each in log.streams.items()}
        # Demands for no scope: how far calendars are laid out must not depend on what is asked for.
        others = tuple(replace(each, choices=(), scopes=()) for each in frame.demands)
        whole = replace(frame, demands=(*demands, *others), evidence=True)
        made = self._engine.measure(graph, replace(log, streams=streams), whole).found
        return {name: _counted(self._cells[name][0], made[cell]) for name, cell in cells.items()}

    def has_judged(self, found: RecordsFound, case: str) -> bool:
        """Whether a case is among the records that verdicts were given on."""
        if id(found) in self._cells:
            assert self._asked is not None
            graph, log, _ = self._asked
            cell = self._cells[id(found)][1]
            node = graph.nodes[cell.measure]
            assert isinstance(node, MeasureRecords)
            stream = log.streams.get(node.stream)
            if stream is None or stream.schema.shape is not Shape.CASES:
                return False  # what is no case has no name
            if isinstance(stream.records, StoredRecords):
                own = Basis(node.stream, False, node.moment, (cell.start, cell.end))
                inside = _condition(stream.records, own, tuple(zip(cell.keys, cell.scope, strict=True)))
                named = f"k = {stream.records.store.literal(case)} AND {inside}"
                if next(stream.records.where(named, limit=1), None) is None:
                    return False
                told = self.evidence([found], case)[id(found)]
                assert isinstance(told, RecordsFound)
                return any(each.key == case for each in told.records)
        return any(each.key == case for each in found.records)


def _noted(there: Mapping[Cell, Found], cells: dict[int, tuple[Found, Cell]], cell: Cell) -> Found:
    """What was found in a cell, with note of it by its identity."""
    found = there[cell]
    # One that was found in several cells has evidence of its own in each.
    one = replace(found) if id(found) in cells else found
    cells[id(one)] = one, cell
    return one


def _counted(plain: Found, evident: Found) -> Found:
    """Of records only those may have been looked at that were asked for; all are counted."""
    if isinstance(plain, RecordsFound) and isinstance(evident, RecordsFound):
        return replace(plain, records=evident.records)
    return evident


def _demands(cells: Collection[Cell], frame: Frame) -> Iterator[Demand]:
    windows = {(each.start, each.end): each for demand in frame.demands for each in demand.windows}
    by_scope: dict[tuple[Ref, tuple[str, ...], Scope], list[Window]] = {}
    for cell in sorted(cells):
        by_scope.setdefault((cell.measure, cell.keys, cell.scope), []).append(windows[cell.start, cell.end])
    alike: dict[tuple[Ref, tuple[str, ...], tuple[Window, ...]], list[Scope]] = {}
    for (measure, keys, scope), there in by_scope.items():
        alike.setdefault((measure, keys, tuple(there)), []).append(scope)
    for (measure, keys, together), scopes in alike.items():
        yield Demand((measure,), keys, together, (), tuple(scopes))


_Bound = tuple[tuple[str, str], ...]
"""Keys and their values, of the scope that a part belongs to."""


def _parts(graph: RuleGraph, demands: Iterable[Demand]) -> Mapping[str, Mapping[tuple[Basis, _Bound], None]]:
    """By stream, what the measures rest on."""
    resting = Resting(graph)
    found: dict[str, dict[tuple[Basis, _Bound], None]] = {}
    for demand in demands:
        for measure in demand.measures:
            for window in demand.windows:
                for basis in resting.of(measure, window):
                    scopes = (demand.scopes or ()) if basis.scoped else ((),)
                    for scope in scopes:
                        bound = tuple(zip(demand.keys, scope, strict=False))
                        found.setdefault(basis.stream, {})[basis, bound] = None
    return found


def _part(
    stream: StreamLog, parts: Mapping[tuple[Basis, _Bound], None], graph: RuleGraph, case: str | None
) -> StreamLog:
    """Of a large stream, the records that something rests on; all of one that is in memory."""
    records, schema = stream.records, stream.schema
    if not isinstance(records, StoredRecords):
        return stream
    if not parts:
        return replace(stream, records=())
    chosen = {_condition(records, *each) for each in parts} if len(parts) <= _MOST else {"TRUE"}
    condition = " OR ".join(f"({each})" for each in sorted(chosen))
    if case and schema.shape is Shape.CASES and _is_only_judged(schema.name, graph):
        condition = f"({condition}) AND k = {records.store.literal(case)}"
    return replace(stream, records=tuple(records.where(condition)))


def _is_only_judged(stream: str, graph: RuleGraph) -> bool:
    """Whether cases of a stream are judged one by one and matter for nothing else."""
    users = [each for each in graph.nodes if getattr(each, "stream", None) == stream]
    return bool(users) and all(isinstance(each, MeasureRecords) for each in users)


def _condition(records: StoredRecords, basis: Basis, bound: _Bound) -> str:
    schema, (start, end) = records.schema, basis.zone
    found: list[str] = []
    if basis.lasting:
        found += [f"t0 < {end}"] * (end < EVER) + [f"(t1 IS NULL OR t1 > {start})"] * (start > -EVER)
    elif basis.zone != (-EVER, EVER):
        at = _instant(records, basis.moment)
        found += [f"t0 < {end}", f"{at} >= {start}", f"{at} < {end}"]
    for key, value in bound:
        position = schema.attribute_index(key)
        if position is not None and schema.attributes[position].type.kind in _TEXTS:
            found.append(f"a{position} = {records.store.literal(value)}")
    return " AND ".join(found) or "TRUE"


def _instant(records: StoredRecords, moment: int | None) -> str:
    """When a record happened; of a case, `t0` is the first of all its moments."""
    return "t0" if moment is None else records.store.item(f"m{moment}", 1)
