"""Spans, samples and events: one row, one record."""

from collections.abc import Sequence
from dataclasses import field

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.complaints import Complaints, Unfit
from sladsl.logs.durations import read_duration
from sladsl.logs.plan import Plan
from sladsl.logs.records import EventRecord, Place, Record, SampleRecord, SpanRecord, Value
from sladsl.logs.rows import Cell, Row, text_of
from sladsl.logs.schema import Shape
from sladsl.logs.shown import quoted
from sladsl.logs.times import in_calendar
from sladsl.temporal import EARLIEST


@changing
class FlatRows(Changing):
    """Gathers the records of a stream of spans, samples or events."""

    plan: Plan
    complaints: Complaints
    rejected: int = 0
    records: list[Record] = field(default_factory=list)

    def add(self, row: Row, place: Place) -> None:
        try:
            self.records.append(self._record(row, place))
        except Unfit as trouble:
            self.rejected += 1
            self.complaints.unfit(trouble, place)

    def reject(self) -> None:
        """Count a row that was no row."""
        self.rejected += 1

    def finish(self) -> Sequence[Record]:
        return self.records

    def _record(self, row: Row, place: Place) -> Record:
        plan = self.plan
        if plan.schema.shape is Shape.SPANS:
            start = self._start(row)
            end = self._end(row, start)
            return SpanRecord(start, end, attributes_of(plan, row), place)
        assert plan.at is not None
        at = moment_in(plan, row, plan.at)
        record = SampleRecord if plan.schema.shape is Shape.SAMPLES else EventRecord
        return record(at, attributes_of(plan, row), place)

    def _start(self, row: Row) -> int:
        """A row of a register that does not say since when it holds always did."""
        if self.plan.schema.register and is_missing(self.plan, row.get(self.plan.start)):
            return EARLIEST
        return moment_in(self.plan, row, self.plan.start)

    def _end(self, row: Row, start: int) -> int | None:
        plan = self.plan
        if plan.duration is not None:
            cell = row.get(plan.duration.column)
            if is_missing(plan, cell):
                return None
            duration = plan.duration
            try:
                length = read_duration(text_of(cell), duration.unit, duration.decimal, duration.places)
                return in_calendar(start + length, text_of(cell))
            except Unfit as trouble:
                raise trouble.about(f"column {quoted(duration.column)}") from None
        cell = row.get(plan.end)
        if is_missing(plan, cell):
            return None
        end = moment_in(plan, row, plan.end)
        if end < start:
            shown = f"{quoted(text_of(cell))} is before the start {quoted(text_of(row.get(plan.start)))}"
            raise Unfit(codes.END_BEFORE_START, f"column {quoted(plan.end)}: {shown}")
        return end


def attributes_of(plan: Plan, row: Row) -> tuple[Value, ...]:
    """The stored values of one row."""
    return tuple([read(row.get(read.binding.column)) for read in plan.attributes])


def moment_in(plan: Plan, row: Row, column: str) -> int:
    """The time in a column that must hold one."""
    cell = row.get(column)
    if isinstance(cell, str) and (known := plan.times.known.get(cell)) is not None:
        return known
    if is_missing(plan, cell):
        raise Unfit(codes.MISSING_VALUE, f"column {quoted(column)} is empty, and a time is needed there")
    return moment(plan, cell, column)


def moment(plan: Plan, cell: Cell, column: str) -> int:
    """The time a cell holds."""
    try:
        return plan.times(cell)
    except Unfit as trouble:
        raise trouble.about(f"column {quoted(column)}") from None


def is_missing(plan: Plan, cell: Cell) -> bool:
    """Whether a cell holds nothing, in the words of the binding."""
    return cell is None or (isinstance(cell, str) and cell.strip() in plan.missing)
