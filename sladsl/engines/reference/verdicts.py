"""The verdict on each record: which of its conditions apply, and whether they are kept."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

from sladsl.engines.deciding import Settling, parts_in
from sladsl.engines.measurements import ClockStretch, RecordFound, RecordsFound
from sladsl.engines.reference.deadlines import NO_NUMBERS, Deadline, Judgement
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowDeadline
from sladsl.logs.schema import Shape
from sladsl.temporal import Window

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
    condition: RowFunction
    deadlines: tuple["_InCondition", ...]
    is_deadline: bool
    """Whether the condition is a deadline and nothing else."""
    label: str

    @classmethod
    def of(cls, check: RecordCheck, around: Surroundings) -> "_Check":
        when = None if check.when is None else around.row(check.when)
        deadlines = [_InCondition.of(*each, around) for each in parts_in(check.condition, around.nodes, RowDeadline)]
        is_deadline = isinstance(around.nodes[check.condition], RowDeadline)
        return cls(when, around.row(check.condition), tuple(deadlines), is_deadline, check.label)

    def judge(self, record: Any) -> Judgement:
        """The verdict of the condition; the numbers with it are those of the first deadline that matters in it."""
        if self.is_deadline:
            return self.deadlines[0].deadline.judge(record)
        first = next(self.mattering(record), None)
        judgement = NO_NUMBERS if first is None else first.judge(record)
        return judgement._replace(kept=self.condition(record))

    def mattering(self, record: Any) -> Iterator[Deadline]:
        return (each.deadline for each in self.deadlines if each.matters(record))

    def told(
        self, at: int, key: str, record: Any, judgement: Judgement, open_: bool, *, evidence: bool
    ) -> list[RecordFound]:
        """The record as this check sees it; with evidence, then as each further deadline that matters does."""
        if not evidence:
            return [_found(at, key, record, judgement, self.label, (), open_)]
        further = [*self.mattering(record)]
        stretches = further.pop(0).clock.stretches(record) if further else ()
        found = [_found(at, key, record, judgement, self.label, stretches, open_)]
        for each in further:
            stretches = each.clock.stretches(record)
            found.append(_found(at, key, record, each.judge(record), self.label, stretches, open_))
        return found


@frozen
class _InCondition(Frozen):
    """A deadline in a condition, and what stands beside it."""

    deadline: Deadline
    beside: tuple[tuple[RowFunction, bool], ...]
    """Conditions without a clock, with what each is that settles the matter without the deadline."""

    @classmethod
    def of(cls, ref: Ref, beside: Sequence[Settling], around: Surroundings) -> "_InCondition":
        node = around.nodes[ref]
        assert isinstance(node, RowDeadline)
        settling = tuple((around.row(each.condition), each.operator == "or") for each in beside)
        return cls(Deadline.of(node, around), settling)

    def matters(self, record: Any) -> bool:
        return all(condition(record) is not settled for condition, settled in self.beside)


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
        found, *others = check.told(at, key, record, judgement, still_open, evidence=around.evidence)
        if not around.evidence:
            return found
        for other, verdict in applied:
            if other is not check:
                others += other.told(at, key, record, verdict, still_open, evidence=True)
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


def _span_is_open(as_of: int) -> Callable[[Any], bool]:
    return lambda span: span.end is None or span.end > as_of
