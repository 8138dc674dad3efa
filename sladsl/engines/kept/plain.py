"""What was found, as plain data that can be written to a file and is not trusted when it is read."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final, Literal, TypeVar

from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    Found,
    NumberFound,
    RecordFound,
    RecordsFound,
    RecordsTold,
    TimeFound,
)
from sladsl.logs.records import CaseRecord, Place

Plain = list[Any]
_UNKNOWN_AS: Final[tuple[Literal["up", "down", "leaves", "no verdict"], ...]] = ("up", "down", "leaves", "no verdict")
_VERDICTS: Final[tuple[Literal["met", "missed", "undecided", "none"], ...]] = ("met", "missed", "undecided", "none")
_PARTS: Final = attrgetter("out_of_schedule", "excluded_up", "excluded_leaves", "unknown", "down", "up")
_FRACTION: Final = re.compile("(-?[0-9a-f]+)/([0-9a-f]+)")
_Choice = TypeVar("_Choice")
_Value = TypeVar("_Value")


def plain(found: Found, number_of: Callable[[Place], int]) -> Plain:
    """Records are told by their number among those that the measurement rests on. KeyError: one is not among them."""
    match found:
        case TimeFound():
            return ["time", found.inside, found.unknown, _written(found.weighted), found.unweighed]
        case ClassesFound():
            numbers = [found.window, found.out_of_schedule, found.excluded_up, found.excluded_leaves]
            numbers += [found.unknown, found.down, found.up]
            return ["classes", numbers, [list(each) for each in found.excluded_by], found.unknown_as]
        case NumberFound():
            return ["number", _written(found.value), found.records, found.without]
        case BucketsFound():
            worst = [[start, _written(value)] for start, value in found.worst]
            numbers = [found.counted, found.missing, found.undefined]
            return ["buckets", _written(found.total), numbers, list(found.by_case), worst]
        case RecordsFound():
            return ["records", [[number_of(each.place), *_judged(each)] for each in found.records]]


def restored(told: object, records: Sequence[Any], at: Callable[[Any], int | None]) -> Found:
    """What was found. ValueError: nothing that `plain` has written. `records` are those that it rests on, `at` says
    when one of them was."""
    match told:
        case ["time", inside, unknown, weighted, unweighed]:
            return TimeFound(_count(inside), _count(unknown), (), _fraction(weighted), _count(unweighed))
        case ["classes", [window, closed, up_anyway, left_out, unknown, down, up], [*excluded], unknown_as]:
            classes = ClassesFound(
                window=_count(window),
                out_of_schedule=_count(closed),
                excluded_up=_count(up_anyway),
                excluded_leaves=_count(left_out),
                unknown=_count(unknown),
                down=_count(down),
                up=_count(up),
                excluded_by=tuple((_text(clause), _count(time)) for clause, time in _pairs(excluded)),
                unknown_as=_one_of(unknown_as, _UNKNOWN_AS),
            )
            if classes.window != sum(_PARTS(classes)):
                raise ValueError("the parts do not add up")
            return classes
        case ["number", value, number, without]:
            return NumberFound(_fraction(value), _count(number), _count(without))
        case ["buckets", total, [counted, missing, undefined], [*by_case], [*worst]]:
            shown = tuple((_integer(start), _there(_fraction(value))) for start, value in _pairs(worst))
            sums = (_count(counted), _count(missing), _count(undefined), tuple(_count(each) for each in by_case))
            return BucketsFound(_there(_fraction(total)), *sums, shown)
        case ["records", [*every]]:
            judged = tuple(_record(each, records, at) for each in every)
            met, missed, undecided, none = (sum(each.verdict == verdict for each in judged) for verdict in _VERDICTS)
            return RecordsFound(met, missed, undecided, none, judged)
        case _:
            raise ValueError("this is no measurement")


def in_short(found: Found) -> Plain:
    """The same, with records counted and none told."""
    match found:
        case RecordsFound():
            counts = [found.met, found.missed, found.undecided, found.none]
            return ["counts", counts, sorted(list(each) for each in _used(found.records))]
        case _:
            return plain(found, _nowhere)


def restored_in_short(told: object, records: Callable[[], RecordsFound]) -> Found:
    """What `in_short` has written; `records` tells them where somebody asks for them."""
    match told:
        case ["counts", [*counts], [*used]] if len(counts) == 4:
            met, missed, undecided, none = (_count(each) for each in counts)
            pairs = [(_integer(measured), _integer(limit)) for measured, limit in _pairs(used)]
            every, failed = (lambda: records().records), (lambda: records().missed_records())
            return RecordsFound(
                met, missed, undecided, none, RecordsTold(sum(map(_count, counts)), pairs, every, failed)
            )
        case _:
            return restored(told, (), lambda _: None)


def _used(records: Sequence[RecordFound]) -> Sequence[tuple[int, int]]:
    """For each limit the most that was used of it."""
    if isinstance(records, RecordsTold):
        return records.used
    found: dict[int, int] = {}
    for each in records:
        if each.measured is not None and each.limit is not None:
            found[each.limit] = max(found.get(each.limit, each.measured), each.measured)
    return [(measured, limit) for limit, measured in found.items()]


def _nowhere(place: Place) -> int:
    raise KeyError(place)


def is_same(told: Plain, other: Plain) -> bool:
    """Whether both say the same, as far as both say it. Among how many other records one was found is no part of it."""
    if told is other:
        return True
    match told, other:
        case (["records", [*every]], ["records", [*others]]):
            return [each[1:] for each in every] == [each[1:] for each in others]
        case _:
            return told[:1] != other[:1] or told == other


def _judged(found: RecordFound) -> Plain:
    """All but what the record itself tells."""
    return [found.verdict, found.label, found.measured, found.limit, found.due_at, found.breaches_after, found.open]


def _record(told: object, records: Sequence[Any], at: Callable[[Any], int | None]) -> RecordFound:
    match told:
        case [number, verdict, label, *numbers, is_open] if len(numbers) == 4 and isinstance(is_open, bool):
            place = _integer(number)
            if not 0 <= place < len(records):
                raise ValueError("there is no such record")
            measured, limit, due_at, breaches_after = (None if each is None else _integer(each) for each in numbers)
            said = None if label is None else _text(label)
            record = records[place]
            key, when = record.key if isinstance(record, CaseRecord) else "", _there(at(record))
            decided = _one_of(verdict, _VERDICTS)
            return RecordFound(key, when, decided, said, measured, limit, due_at, breaches_after, is_open, record.place)
        case _:
            raise ValueError("this is no record")


def _written(value: Fraction | None) -> str | None:
    """In base sixteen, as numbers of many digits are slow to write in any that is not a power of two."""
    return None if value is None else f"{value.numerator:x}/{value.denominator:x}"


def _fraction(told: object) -> Fraction | None:
    if told is None:
        return None
    found = _FRACTION.fullmatch(_text(told))
    if found is None:
        raise ValueError("this is no fraction")
    denominator = int(found[2], 16)
    if denominator == 0:
        raise ValueError("this is no fraction")
    return Fraction(int(found[1], 16), denominator)


def _there(value: _Value | None) -> _Value:
    if value is None:
        raise ValueError("a number is missing")
    return value


def _integer(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool):
        raise ValueError("this is no whole number")
    return told


def _count(told: object) -> int:
    if (number := _integer(told)) < 0:
        raise ValueError("this is less than nothing")
    return number


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise ValueError("this is no text")
    return told


def _one_of(told: object, choices: Sequence[_Choice]) -> _Choice:
    for each in choices:
        if each == told:
            return each
    raise ValueError("this is none of the choices")


def _pairs(told: Sequence[object]) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    for each in told:
        match each:
            case [first, second]:
                found.append((first, second))
            case _:
                raise ValueError("this is no pair")
    return found
