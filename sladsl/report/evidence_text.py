"""What a number was measured from, in lines: classes of time, stretches, buckets, records, each with its place."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.summary import counted
from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    ClockStretch,
    Found,
    NumberFound,
    RecordFound,
    RecordsFound,
    Segment,
    TimeFound,
)
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import EventLog, Place
from sladsl.model.units import DURATION, Unit
from sladsl.report.cases import told_records
from sladsl.report.json_values import log_file_name
from sladsl.report.numbers import duration_words, grouped, short_decimal
from sladsl.report.tables import Column, Row, right, table
from sladsl.report.words import amount_words, due_words, exact_words, instant_words
from sladsl.temporal import SECOND, Zone, describe_duration

_PLACES_ON_A_LINE = 6


@frozen
class Shown(Frozen):
    """How evidence is shown: in which zone, from which log, at most how many lines of a list (None: all). `stream` is
    the one that verdicts on records are about, where there is one; `case` the only one of them to tell."""

    zone: Zone
    log: EventLog | None
    stream: str | None
    case: str | None
    most: int | None
    width: int


def evidence_lines(found: Found, value: Fraction | bool | None, unit: Unit | None, shown: Shown) -> list[str]:
    """The parts that add up to a measurement, and how the number is made of them."""
    match found:
        case ClassesFound():
            return [*_classes(found, value, shown), *_segments(found.segments, shown)]
        case TimeFound():
            lines = [f"inside {_seconds(found.inside)} s = {describe_duration(found.inside)}"]
            if found.weighted is not None:
                lines.append(f"by weight {amount_words(found.weighted, DURATION)}")
            if found.unknown:
                lines.append(f"not known {_seconds(found.unknown)} s = {describe_duration(found.unknown)}")
            return [*lines, *_segments(found.segments, shown)]
        case NumberFound():
            return list(_records_counted(found, shown))
        case BucketsFound():
            return list(_buckets(found, unit, shown))
        case RecordsFound():
            return list(_verdicts(found, shown))
        case _:
            assert_never(found)


def _classes(found: ClassesFound, value: Fraction | bool | None, shown: Shown) -> list[str]:
    effects = "counts as up" if found.excluded_up else "leaves the denominator"
    mixed = found.excluded_up and found.excluded_leaves
    parts = [("out of schedule", found.out_of_schedule, "")]
    if mixed or not found.excluded_by:
        parts.append(("excluded, counts as up", found.excluded_up, ""))
        parts.append(("excluded, leaves the denominator", found.excluded_leaves, ""))
    else:
        parts += [("excluded", time, f"by {on_one_line(clause)}, {effects}") for clause, time in found.excluded_by]
    parts.append(("not known", found.unknown, _unknown_words(found) if found.unknown else ""))
    parts += [("down", found.down, ""), ("up", found.up, ""), ("the window", found.window, "the sum of these")]
    rows = [
        Row((name, _seconds(time), describe_duration(time), note))
        for name, time, note in parts
        if time or name in ("down", "up", "the window")
    ]
    columns = (Column("Class"), *right("Seconds", "Time"), Column(""))
    lines = table(columns, rows, shown.width)
    if mixed:
        taken = [(on_one_line(clause), time) for clause, time in found.excluded_by if time]
        lines += [f"excluded by {clause}: {_seconds(time)} s" for clause, time in taken]
    return lines + _formula(found, value)


def _unknown_words(found: ClassesFound) -> str:
    match found.unknown_as:
        case "up" | "down":
            return f"counts as {found.unknown_as}"
        case "leaves":
            return "leaves the denominator"
        case "no verdict":
            return "so there is no verdict"
        case _:
            assert_never(found.unknown_as)


def _formula(found: ClassesFound, value: Fraction | bool | None) -> list[str]:
    """`1 - 34,500 s / 2,592,000 s`. A conventional denominator is found again from the value."""
    if value is None:
        return []
    down, agreed = found.counted_down, Fraction(found.agreed)
    if down and value != 1:
        agreed = down / (1 - Fraction(value))
    sides = f"1 - {_seconds(down)} s / {_seconds(agreed)} s"
    if agreed == found.agreed:
        return [f"1 - counted down / agreed time = {sides}"]
    return [f"1 - counted down / the contract's own denominator = {sides}"]


def _segments(segments: Sequence[Segment], shown: Shown) -> list[str]:
    """The stretches, if not all are wanted those that are not simply up: what two parties argue about."""
    told = [each for each in segments if each.kind != "up" or shown.most is None]
    return _listed([_segment(each, shown) for each in told], "stretch", shown)


def _segment(segment: Segment, shown: Shown) -> str:
    words = segment.kind + (f" by {on_one_line(segment.clause)}" if segment.clause else "")
    start, end = instant_words(segment.start, shown.zone), instant_words(segment.end, shown.zone)
    places = _places(segment.places, shown)
    length = describe_duration(segment.end - segment.start)
    return f"{start} until {end}, {length}: {words}" + (f", from {places}" if places else "")


def _records_counted(found: NumberFound, shown: Shown) -> Iterator[str]:
    yield f"over {counted(found.records, 'record')}" + (
        f"; {found.without:,} more without a value left out" if found.without else ""
    )
    if found.places:
        yield from _listed([_place(stream, place, shown) for stream, place in found.places], "record", shown)


def _buckets(found: BucketsFound, unit: Unit | None, shown: Shown) -> Iterator[str]:
    total = f"{amount_words(found.total, unit)}{exact_words(found.total, unit)}"
    yield f"sum {total} over {counted(found.counted, 'bucket')}"
    if found.missing:
        yield f"{counted(found.missing, 'bucket')} without samples"
    if found.undefined:
        yield f"{counted(found.undefined, 'bucket')} without a value"
    yield from (f"case {number}: {counted(count, 'bucket')}" for number, count in enumerate(found.by_case, 1) if count)
    worst = [
        f"{instant_words(at, shown.zone)}: {amount_words(value, unit)}{exact_words(value, unit)}"
        for at, value in found.worst
    ]
    if worst:
        yield "buckets furthest from the mean"
        yield from _listed([f"  {each}" for each in worst], "bucket", shown)


def _verdicts(found: RecordsFound, shown: Shown) -> Iterator[str]:
    yield (
        f"{found.met:,} met, {found.missed:,} missed"
        + (f", {found.undecided:,} not decided yet" if found.undecided else "")
        + (f", {found.none:,} to which nothing applies" if found.none else "")
    )
    if found.met + found.missed:
        yield f"met / (met + missed) = {found.met}/{found.met + found.missed}"
    telling = told_records(found, shown.case, full=shown.most is None)
    if shown.case is not None and not telling:
        yield f"none of them is case {on_one_line(shown.case)}"
    yield from _listed([_verdict(each, shown) for each in telling], "record", shown)
    if shown.case is not None:
        for record in telling:
            for number, clock in enumerate((record, *record.others)):
                if record.others:
                    yield f"  {'and also' if number else 'decided by'} {on_one_line(_clock_words(clock, shown))}"
                stretches = _listed([_stretch(each, shown) for each in clock.stretches], "stretch", shown)
                yield from (f"  {line}" if record.others else line for line in stretches)


def _stretch(stretch: ClockStretch, shown: Shown) -> str:
    ends = f"{instant_words(stretch.start, shown.zone)} until {instant_words(stretch.end, shown.zone)}"
    return f"  {ends}, {_clock(stretch.end - stretch.start)}: {stretch.kind}"


def _verdict(record: RecordFound, shown: Shown) -> str:
    """The name of the case stands last: it may be of any script."""
    words = [record.verdict, f"at {instant_words(record.at, shown.zone)}", *_times(record, shown)]
    where = f"line {record.place.line}" if shown.stream is None else _place(shown.stream, record.place, shown)
    return f"{', '.join(words)}; {where}" + (f", case {on_one_line(record.key)}" if record.key else "")


def _times(record: RecordFound, shown: Shown) -> Iterator[str]:
    if record.measured is not None:
        limit = "" if record.limit is None else f" of {_clock(record.limit)}"
        yield f"taken {_clock(record.measured)}{limit}{', still open' if record.open else ''}"
    if record.due_at is not None:
        yield f"due {due_words(record.due_at, record.breaches_after, shown.zone)}"
    if record.breaches_after is not None and (record.due_at is None or record.breaches_after > record.due_at):
        yield f"missed after {instant_words(record.breaches_after, shown.zone)}"


def _clock_words(record: RecordFound, shown: Shown) -> str:
    """What one of several checks says of a case."""
    return ", ".join([f"{record.label or 'a condition'}: {record.verdict}", *_times(record, shown)])


def _places(places: Sequence[tuple[str, Place]], shown: Shown) -> str:
    most = len(places) if shown.most is None else _PLACES_ON_A_LINE
    named = [_place(stream, place, shown) for stream, place in places[:most]]
    more = len(places) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more > 0 else "")


def _place(stream: str, place: Place, shown: Shown) -> str:
    name = log_file_name(stream, place, shown.log)
    return f"{on_one_line(stream if name is None else name)}:{place.line}"


def _listed(lines: list[str], what: str, shown: Shown) -> list[str]:
    if shown.most is None or len(lines) <= shown.most:
        return lines
    more = len(lines) - shown.most
    return [*lines[: shown.most], f"and {more:,} more {what}{'' if more == 1 else 'es' if what == 'stretch' else 's'}"]


def _clock(microseconds: int) -> str:
    return duration_words(Fraction(microseconds), days=False)


def _seconds(microseconds: Fraction | int) -> str:
    return grouped(short_decimal(Fraction(microseconds) / SECOND))
