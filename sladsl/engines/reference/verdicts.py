"""The verdict on each record: which of its conditions apply, and whether they are kept."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

from sladsl.engines.measurements import ClockStretch, RecordFound, RecordsFound
from sladsl.engines.reference.clocks import CaseClock
from sladsl.engines.reference.deadlines import Deadline, Judgement
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Node, Ref, inputs
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowDeadline, RowNode
from sladsl.logs.schema import Shape
from sladsl.temporal import Window

_ROW_NODES: Final = RowNode
_VERDICTS: Final[dict[bool | None, Literal["met", "missed", "undecided"]]] = {
    True: "met",
    False: "missed",
    None: "undecided",
}
_URGENCY: Final = {False: 0, None: 1, True: 2}
"""Which of several checks decides: one that is broken, else one that is open, else the first."""


def verdicts_on(node: MeasureRecords, around: Surroundings, windows: Sequence[Window]) -> list[RecordsFound]:
    start, end = min(each.start for each in windows), max(each.end for each in windows)
    placed = around.placed(node.stream, node.moment).between(start, end)
    judge = _judge(node, around)
    where = None if node.where is None else around.row(node.where)
    found = [
        judge(at, record)
        for at, record in zip(placed.instants, placed.records, strict=True)
        if where is None or where(record) is True
    ]
    instants = [each.at for each in found]
    verdicts = [each.verdict for each in found]
    return [_in_window(found, instants, verdicts, each) for each in windows]


def _in_window(
    found: Sequence[RecordFound], instants: Sequence[int], verdicts: Sequence[str], window: Window
) -> RecordsFound:
    first, last = bisect_left(instants, window.start), bisect_left(instants, window.end)
    here = verdicts[first:last]
    return RecordsFound(
        met=here.count("met"),
        missed=here.count("missed"),
        undecided=here.count("undecided"),
        none=here.count("none"),
        records=tuple(found[first:last]),
    )


@frozen
class _Check(Frozen):
    """A `RecordCheck`, ready to be applied."""

    when: RowFunction | None
    judge: Callable[[Any], Judgement]
    clock: CaseClock | None
    label: str
    further: tuple[Deadline, ...]
    """The deadlines of the condition beside the one whose numbers are told."""

    @classmethod
    def of(cls, check: RecordCheck, around: Surroundings) -> "_Check":
        when = None if check.when is None else around.row(check.when)
        judge, clock = _judge_condition(check.condition, around)
        further = [Deadline.of(each, around) for each in _deadlines(check.condition, around.nodes)][1:]
        return cls(when, judge, clock, check.label, tuple(further))

    def told(self, at: int, key: str, record: Any, judgement: Judgement, open_: bool, *, evidence: bool) -> RecordFound:
        """The record as this check sees it."""
        stretches = self.clock.stretches(record) if evidence and self.clock is not None else ()
        return _found(at, key, record, judgement, self.label, stretches, open_)

    def told_further(self, at: int, key: str, record: Any, open_: bool) -> Iterator[RecordFound]:
        for each in self.further:
            yield _found(at, key, record, each.judge(record), self.label, each.clock.stretches(record), open_)


def _judge(node: MeasureRecords, around: Surroundings) -> Callable[[int, Any], RecordFound]:
    groups = [[_Check.of(check, around) for check in group] for group in node.groups]
    is_case = around.schema(node.stream).shape is Shape.CASES
    is_open = _span_is_open(around.as_of) if around.schema(node.stream).shape is Shape.SPANS else None

    def judge(at: int, record: Any) -> RecordFound:
        key = record.key if is_case else ""
        still_open = is_open is not None and is_open(record)
        decisive: tuple[_Check, Judgement] | None = None
        applied: list[tuple[_Check, Judgement]] = []
        for group in groups:
            for check in group:
                if check.when is None or check.when(record) is True:
                    judgement = check.judge(record)
                    if decisive is None or _URGENCY[judgement.kept] < _URGENCY[decisive[1].kept]:
                        decisive = (check, judgement)
                    applied.append((check, judgement))
                    break
        if decisive is None:
            return RecordFound(key, at, "none", None, None, None, None, None, still_open, record.place)
        check, judgement = decisive
        found = check.told(at, key, record, judgement, still_open, evidence=around.evidence)
        if not around.evidence:
            return found
        others = [*check.told_further(at, key, record, still_open)]
        for other, verdict in applied:
            if other is not check:
                others.append(other.told(at, key, record, verdict, still_open, evidence=True))
                others += other.told_further(at, key, record, still_open)
        return found._replace(others=tuple(others))

    return judge


def _found(
    at: int,
    key: str,
    record: Any,
    judgement: Judgement,
    label: str,
    stretches: tuple[ClockStretch, ...],
    still_open: bool,
) -> RecordFound:
    kept, measured, limit, due_at, breaches_after, running = judgement
    is_open = running or still_open
    return RecordFound(
        key, at, _VERDICTS[kept], label, measured, limit, due_at, breaches_after, is_open, record.place, stretches
    )


def _judge_condition(ref: Ref, around: Surroundings) -> tuple[Callable[[Any], Judgement], CaseClock | None]:
    """The verdict of a condition; the numbers with it are those of the first deadline in it. Its clock is told too."""
    condition = around.row(ref)
    node = next(_deadlines(ref, around.nodes), None)
    if node is None:
        return lambda record: Judgement(condition(record), None, None, None, None, False), None
    deadline = Deadline.of(node, around)
    if node is around.nodes[ref]:
        return deadline.judge, deadline.clock
    return lambda record: deadline.judge(record)._replace(kept=condition(record)), deadline.clock


def _deadlines(ref: Ref, nodes: Sequence[Node]) -> Iterator[RowDeadline]:
    """The deadlines in a condition, from left to right; those inside a set it mentions are of other records."""
    node = nodes[ref]
    if isinstance(node, RowDeadline):
        yield node
    else:
        for each in inputs(node):
            if isinstance(nodes[each], _ROW_NODES):
                yield from _deadlines(each, nodes)


def _span_is_open(as_of: int) -> Callable[[Any], bool]:
    return lambda span: span.end is None or span.end > as_of
