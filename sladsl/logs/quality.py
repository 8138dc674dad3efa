"""What the records of a log say about each other: duplicates, samples off their grid, impossible orders."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Complaints
from sladsl.logs.records import CaseRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.logs.schema import Kind, Shape, StreamSchema
from sladsl.logs.shown import quoted
from sladsl.temporal import IntervalSet

_SERIES = (Kind.TEXT, Kind.CHOICE, Kind.FLAG)


def time_of(record: Record) -> int:
    """When a record is: its time, its start, or the first moment of a case."""
    if isinstance(record, SpanRecord):
        return record.start
    if isinstance(record, CaseRecord):
        return min(instants[0] for instants in record.moments if instants)
    return record.at


def check_records(
    schema: StreamSchema, records: Sequence[Record], coverage: IntervalSet | None, complaints: Complaints
) -> None:
    """Warn of what evaluates, but is rarely meant. Records are sorted by time."""
    if schema.shape is Shape.CASES:
        check_skew(schema, records, complaints)
    else:
        _check_duplicates(records, complaints)
    if schema.shape is Shape.SAMPLES and schema.every:
        _check_grid(schema, schema.every, records, coverage, complaints)
    if coverage is not None:
        check_coverage(records, coverage, complaints)


def _check_duplicates(records: Iterable[Record], complaints: Complaints) -> None:
    seen: dict[tuple[object, ...], Record] = {}
    for record in records:
        first = seen.setdefault(record[:-1], record)
        if first is not record:
            say_duplicate(record.place, first.place, complaints)


def say_duplicate(place: Place, first: Place, complaints: Complaints) -> None:
    message = f"this record is the same as the one at {complaints.name_of(first)}"
    complaints.add(codes.DUPLICATE_RECORD, message, place)


def check_skew(schema: StreamSchema, records: Iterable[Record], complaints: Complaints) -> None:
    """No moment of a case comes before the one declared first: mostly clocks of two systems that disagree."""
    for record in records:
        assert isinstance(record, CaseRecord)
        if not record.moments or not record.moments[0]:
            continue
        first = record.moments[0][0]
        for name, instants in zip(schema.moments[1:], record.moments[1:], strict=True):
            if instants and instants[0] < first:
                message = (
                    f"case {quoted(record.key)}: {quoted(name)} at {complaints.told(instants[0])} is before "
                    f"{quoted(schema.moments[0])} at {complaints.told(first)} (clock skew?)"
                )
                complaints.add(codes.CLOCK_SKEW, message, record.place)


def _check_grid(
    schema: StreamSchema, every: int, records: Sequence[Record], coverage: IntervalSet | None, complaints: Complaints
) -> None:
    samples = [record for record in records if isinstance(record, SampleRecord)]
    if not samples:
        return
    # The grid may be shifted, as long as it is one grid: the remainder most samples have is its origin.
    shifts = Counter(sample.at % every for sample in samples)
    origin = min(shifts, key=lambda shift: (-shifts[shift], shift))
    _check_slots(schema, every, origin, samples, complaints)
    if coverage is not None:
        taken = IntervalSet.of((slot, slot + 1) for slot in {(sample.at - origin) // every for sample in samples})
        check_gaps(every, origin, taken, samples[0].place, coverage, complaints)


def _check_slots(
    schema: StreamSchema, every: int, origin: int, samples: Iterable[SampleRecord], complaints: Complaints
) -> None:
    """Samples off the grid, and several of one series in one slot of it."""
    series = _series_of(schema)
    slots: dict[tuple[object, ...], SampleRecord] = {}
    for sample in samples:
        if sample.at % every != origin:
            say_off_grid(sample.at, sample.place, complaints)
        slot = ((sample.at - origin) // every, *series(sample))
        first = slots.setdefault(slot, sample)
        if first is not sample and first[:-1] != sample[:-1]:
            say_second(sample.place, first.place, complaints)


def say_off_grid(at: int, place: Place, complaints: Complaints) -> None:
    message = f"the sample at {complaints.told(at)} is off the grid that the other samples are on"
    complaints.add(codes.OFF_GRID, message, place)


def say_second(place: Place, first: Place, complaints: Complaints) -> None:
    message = f"a second sample of one slot; the first is at {complaints.name_of(first)}"
    complaints.add(codes.SAME_SLOT, message, place)


def check_gaps(
    every: int, origin: int, taken: IntervalSet, place: Place, coverage: IntervalSet, complaints: Complaints
) -> None:
    """Coverage says that a reading is there for every slot: one warning, with the first stretch that has none. `taken`
    are the numbers of the slots that have one."""
    expected, gaps = 0, list[tuple[int, int]]()
    for start, end in coverage:
        # The slots whose grid point lies in [start, end).
        first, last = -((origin - start) // every), -((origin - end) // every)
        expected += last - first
        if first < last:
            gaps += IntervalSet.single(first, last).minus(taken).pairs
    if gaps:
        missing = sum(end - start for start, end in gaps)
        since, until = (complaints.told(slot * every + origin) for slot in gaps[0])
        message = f"of {expected:,} samples in the coverage, {missing:,} are not there: first from {since} to {until}"
        complaints.add(codes.MISSING_SAMPLES, message, place)


def series_positions(schema: StreamSchema) -> list[int]:
    """The attributes that tell series of samples apart: texts, choices and flags."""
    return [index for index, each in enumerate(schema.attributes) if each.type.kind in _SERIES]


def _series_of(schema: StreamSchema) -> Callable[[SampleRecord], tuple[object, ...]]:
    indices = series_positions(schema)
    return lambda sample: tuple(sample.values[index] for index in indices)


def check_coverage(records: Iterable[Record], coverage: IntervalSet, complaints: Complaints) -> None:
    for record in records:
        inside = _touches(record, coverage) if isinstance(record, SpanRecord) else coverage.contains(time_of(record))
        if not inside:
            message = f"this record ({complaints.told(time_of(record))}) lies outside the coverage of the log"
            complaints.add(codes.OUTSIDE_COVERAGE, message, record.place)


def _touches(span: SpanRecord, coverage: IntervalSet) -> bool:
    if coverage.contains(span.start):
        return True
    return any((span.end is None or start < span.end) and span.start < end for start, end in coverage)
