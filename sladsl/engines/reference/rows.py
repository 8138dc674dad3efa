"""Row nodes become functions of a record, compiled once and then called for each record."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, assert_never

from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference.beside import beside_bucket, beside_record
from sladsl.engines.reference.buckets import bucket_attribute
from sladsl.engines.reference.changes import value_at
from sladsl.engines.reference.clocks import CaseClock
from sladsl.engines.reference.deadlines import Deadline
from sladsl.engines.reference.instants import of_instants
from sladsl.engines.reference.logic import arithmetic_function, compare_function, compare_ratio_function, logic_function
from sladsl.engines.reference.shaping import shaped
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph import Ref
from sladsl.graph.rows import (
    BucketAttribute,
    BucketBeside,
    RowArithmetic,
    RowAttribute,
    RowAttributeAt,
    RowBeside,
    RowBetween,
    RowCases,
    RowClock,
    RowCompare,
    RowConstant,
    RowDays,
    RowDeadline,
    RowEnd,
    RowExtreme,
    RowLogic,
    RowLookup,
    RowMoment,
    RowNode,
    RowNot,
    RowOneOf,
    RowPresent,
    RowRounded,
    RowSteps,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import SetCalendar

_ROW_NODES: Final = RowNode


def compile_row(ref: Ref, around: Surroundings) -> RowFunction:
    """The function of a row node; its value is None where the node's is not known."""
    node = around.nodes[ref]
    assert isinstance(node, _ROW_NODES), "the graph puts row nodes where rows are read"
    match node:
        case RowConstant(value=value):
            return _constant(value)
        case RowAttribute(index=index, divisor=divisor):
            return _attribute(index, divisor)
        case RowAttributeAt():
            return value_at(node, around)
        case RowLookup():
            return around.lookup(ref, node)
        case RowTime():
            return _time(node, around.as_of)
        case RowMoment(index=index):
            return _moment(index, around.as_of)
        case RowArithmetic(operator=operator, left=left, right=right):
            return arithmetic_function(operator, around.row(left), around.row(right))
        case RowCompare():
            return _compare(node, around)
        case RowLogic(operator=operator, left=left, right=right):
            return logic_function(operator, around.row(left), around.row(right))
        case RowNot(operand=operand):
            return _not(around.row(operand))
        case RowPresent(operand=operand):
            return _present(around.row(operand))
        case RowOneOf(operand=operand, values=values):
            return _one_of(around.row(operand), frozenset(values))
        case RowWithin():
            return _within(node, around)
        case RowClock():
            return CaseClock.of(node, around).counted
        case RowDeadline():
            return Deadline.of(node, around).kept
        case RowSteps() | RowExtreme() | RowRounded() | RowCases():
            return shaped(node, around)
        case RowBetween() | RowDays() | RowEnd():
            return of_instants(node, around)
        case BucketAttribute():
            return bucket_attribute(node)
        case RowBeside():
            return beside_record(node, around)
        case BucketBeside():
            return beside_bucket(node, around)
        case _:
            assert_never(node)


def _constant(value: Fraction | str | bool) -> RowFunction:
    simple = _whole(value)
    return lambda _: simple


def _whole(value: Fraction | str | bool) -> Any:
    """Whole numbers as int: the arithmetic is the same and several times as fast."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _attribute(index: int, divisor: int) -> RowFunction:
    if divisor in (0, 1):
        return lambda record: record.values[index]

    def scaled(record: Any) -> Fraction | None:
        stored = record.values[index]
        return None if stored is None else Fraction(stored, divisor)

    return scaled


def _time(node: RowTime, as_of: int) -> RowFunction:
    """A span that ends after `as of` is still open then, whatever its record says of the future."""

    def end(span: Any) -> int:
        stated = span[1]
        return as_of if stated is None or stated > as_of else int(stated)

    match node.which:
        case "start" | "at":
            return lambda record: record[0]
        case "end":
            return end
        case "length":
            return lambda span: end(span) - span[0]
        case _:
            assert_never(node.which)


def _moment(index: int, as_of: int) -> RowFunction:
    def first(case: Any) -> int | None:
        instants = case.moments[index]
        return instants[0] if instants and instants[0] < as_of else None

    return first


def _compare(node: RowCompare, around: Surroundings) -> RowFunction:
    # a/d < n/m is the same as a·m < n·d: no fraction is made per record.
    match around.nodes[node.left], around.nodes[node.right]:
        case RowAttribute(index=index, divisor=divisor), RowConstant(value=Fraction() as bound):
            scaled = _times(_attribute(index, 0), bound.denominator)
            return compare_function(node.operator, scaled, _constant(Fraction(bound.numerator * max(divisor, 1))))
        case RowArithmetic(operator="/", left=left, right=right), RowConstant(value=Fraction() as bound):
            return compare_ratio_function(node.operator, around.row(left), around.row(right), bound)
    compared = compare_function(node.operator, around.row(node.left), around.row(node.right))
    if node.operator in ("<", "<=") and isinstance(around.nodes[node.left], RowMoment):
        return _by_then(compared, around.row(node.left), around.row(node.right), node.operator == "<", around.as_of)
    if node.operator in (">", ">=") and isinstance(around.nodes[node.right], RowMoment):
        return _by_then(compared, around.row(node.right), around.row(node.left), node.operator == ">", around.as_of)
    return compared


def _by_then(compared: RowFunction, moment: RowFunction, limit: RowFunction, strict: bool, as_of: int) -> RowFunction:
    """Whether a moment comes by an instant: what has not happened at `as of` cannot come before it any more."""

    def kept(row: Any) -> Any:
        if moment(row) is not None:
            return compared(row)
        latest = limit(row)
        return False if latest is not None and latest < as_of + strict else None

    return kept


def _times(operand: RowFunction, factor: int) -> RowFunction:
    if factor == 1:
        return operand

    def product(row: Any) -> Any:
        value = operand(row)
        return None if value is None else value * factor

    return product


def _not(operand: RowFunction) -> RowFunction:
    def negated(row: Any) -> bool | None:
        value = operand(row)
        return None if value is None else not value

    return negated


def _present(operand: RowFunction) -> RowFunction:
    return lambda row: operand(row) is not None


def _one_of(operand: RowFunction, values: frozenset[str]) -> RowFunction:
    def is_one(row: Any) -> bool | None:
        value = operand(row)
        return None if value is None else value in values

    return is_one


def _within(node: RowWithin, around: Surroundings) -> RowFunction:
    operand, container = around.row(node.operand), around.nodes[node.container]
    contains: Callable[[int], bool | None]
    if isinstance(container, SetCalendar):
        # A calendar is known everywhere, other sets only within the horizon.
        contains = around.open_time(container.calendar).is_open
    else:
        contains = _membership(around, node.container)

    def is_within(row: Any) -> bool | None:
        instant = operand(row)
        try:
            return None if instant is None else contains(instant)
        except ValueError as trouble:
            raise EngineLimit(f"an instant cannot be looked up in a calendar: {trouble}") from trouble

    return is_within


def _membership(around: Surroundings, ref: Ref) -> Callable[[int], bool | None]:
    found = around.time_set(ref)
    inside, unknown = found.inside, found.undecided
    start, end = around.horizon

    def contains(instant: int) -> bool | None:
        if not start <= instant < end or unknown.contains(instant):
            return None
        return inside.contains(instant)

    return contains
