"""Cases, one row each: a column for every moment, state and attribute."""

from collections.abc import Sequence
from dataclasses import field

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.complaints import Complaints, Unfit
from sladsl.logs.flat import attributes_of, is_missing, moment
from sladsl.logs.plan import Plan
from sladsl.logs.records import CaseRecord, Changes, Place, Value, changes_of
from sladsl.logs.rows import Cell, Row, parts_of, text_of
from sladsl.logs.shown import quoted
from sladsl.logs.times import TimeReader
from sladsl.logs.values import ValueReader

Interval = tuple[int, int | None]


@changing
class CaseRows(Changing):
    """Gathers cases from rows that hold one each."""

    plan: Plan
    complaints: Complaints
    rejected: int = 0
    _cases: dict[str, CaseRecord] = field(default_factory=dict)
    _interval_times: TimeReader = field(init=False)

    def __post_init__(self) -> None:
        self._interval_times = self.plan.times.iso_or_epoch()

    def add(self, row: Row, place: Place) -> None:
        try:
            key = key_of(self.plan, row)
            if key in self._cases:
                first = self.complaints.name_of(self._cases[key].place)
                raise Unfit(codes.DUPLICATE_CASE, f"case {quoted(key)} was already at {first}")
            self._cases[key] = self._case(key, row, place)
        except Unfit as trouble:
            self.rejected += 1
            self.complaints.unfit(trouble, place)

    def reject(self) -> None:
        """Count a row that was no row."""
        self.rejected += 1

    def finish(self) -> Sequence[CaseRecord]:
        return list(self._cases.values())

    def _case(self, key: str, row: Row, place: Place) -> CaseRecord:
        plan = self.plan
        moments = tuple(
            self._moment(row.get(each.column), each.column, name in plan.schema.many)
            for name, each in zip(plan.schema.moments, plan.moments, strict=True)
        )
        check_moments(moments, key)
        states = tuple(self._state(row.get(each.column), each.column, key, place) for each in plan.states)
        if not plan.schema.with_history:
            return CaseRecord(key, moments, states, attributes_of(plan, row), place)
        begins = min(at for told in moments for at in told)
        changes = tuple(self._changes(read, row, begins) for read in plan.attributes)
        values = tuple(
            told[-1][1] if told else read(row.get(read.binding.column))
            for read, told in zip(plan.attributes, changes, strict=True)
        )
        return CaseRecord(key, moments, states, values, place, changes)

    def _changes(self, read: ValueReader, row: Row, begins: int) -> Changes:
        """`P3;P1@2026-03-04T06:00Z`: the first value, and each other one with the time since when it was that."""
        cell = row.get(read.binding.column)
        if not read.attribute.history:
            return ()
        parts = [] if is_missing(self.plan, cell) else parts_of(cell)
        if not parts:
            return ((begins, read(None)),)
        first, *later = parts
        told: list[tuple[int, Value]] = []
        for part in later:
            value, at_sign, time = text_of(part).rpartition("@")
            if not at_sign:
                reason = f"column {quoted(read.binding.column)}: {quoted(text_of(part))} does not say since when"
                raise Unfit(codes.BAD_TIME, f"{reason}; write {quoted(f'{text_of(part)}@2026-03-04T06:00Z')}")
            told.append((self._since(time, read), read(value)))
        return changes_of([*self._first(read, first, begins), *sorted(told, key=lambda each: each[0])])

    def _first(self, read: ValueReader, part: Cell, begins: int) -> list[tuple[int, Value]]:
        """The first value; one that may be missing can tell since when it was there."""
        value, _, time = text_of(part).rpartition("@")
        if value and read.attribute.optional:
            try:
                return [(begins, None), (self._interval_times(time.strip()), read(value))]
            except Unfit:
                pass  # an address such as `ann@example.org`
        return [(begins, read(part))]

    def _since(self, text: str, read: ValueReader) -> int:
        try:
            return self._interval_times(text.strip())
        except Unfit as trouble:
            raise trouble.about(f"column {quoted(read.binding.column)}") from None

    def _moment(self, cell: Cell, column: str, many: bool) -> tuple[int, ...]:
        if is_missing(self.plan, cell):
            return ()
        parts = parts_of(cell)
        if len(parts) > 1 and not many:
            reason = f"column {quoted(column)}: {quoted(text_of(cell))} is {len(parts)} times, but it happens once"
            raise Unfit(codes.NOT_ONE_VALUE, reason)
        return tuple(sorted(moment(self.plan, each, column) for each in parts))

    def _state(self, cell: Cell, column: str, key: str, place: Place) -> tuple[Interval, ...]:
        if is_missing(self.plan, cell):
            return ()
        try:
            found = [_interval(text_of(each), self._interval_times) for each in parts_of(cell)]
        except Unfit as trouble:
            raise trouble.about(f"column {quoted(column)}") from None
        return merged(found, column, key, self.complaints, place)


def key_of(plan: Plan, row: Row) -> str:
    """The case a row belongs to."""
    return "/".join([_part(plan, row, column) for column in plan.key])


def _part(plan: Plan, row: Row, column: str) -> str:
    cell = row.get(column)
    if is_missing(plan, cell):
        raise Unfit(codes.MISSING_KEY, f"column {quoted(column)} is empty: the row belongs to no case")
    if isinstance(cell, list):
        raise Unfit(codes.NOT_ONE_VALUE, f"column {quoted(column)} holds a list where one value is expected")
    return text_of(cell)


def check_moments(moments: Sequence[tuple[int, ...]], key: str) -> None:
    """A case without any moment is nowhere in time."""
    if not any(moments):
        raise Unfit(codes.NO_MOMENT, f"case {quoted(key)} has no moment: it cannot be placed in time")


def merged(
    intervals: Sequence[Interval], what: str, key: str, complaints: Complaints, place: Place
) -> tuple[Interval, ...]:
    """The intervals in order, those that overlap made one, with a warning."""
    found: list[Interval] = []
    for start, end in sorted(intervals, key=lambda each: each[0]):
        if found and (found[-1][1] is None or start < found[-1][1]):
            message = f"case {quoted(key)}: {quoted(what)} begins again before it has ended; the time is counted once"
            complaints.add(codes.STATE_OVERLAP, message, place)
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or end is None else max(last, end))
        else:
            found.append((start, end))
    return tuple(found)


def _interval(text: str, times: TimeReader) -> Interval:
    start, slash, end = text.partition("/")
    if not slash or not start.strip():
        raise Unfit(codes.BAD_TIME, f"{quoted(text)} is not an interval such as 2026-03-04T05:00Z/2026-03-04T06:00Z")
    begins = times(start.strip())
    ends = times(end.strip()) if end.strip() else None
    if ends is not None and ends < begins:
        raise Unfit(codes.END_BEFORE_START, f"{quoted(text)} ends before it starts")
    return begins, ends
