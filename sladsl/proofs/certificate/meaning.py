"""What a condition on a record means, from the definition of its node alone: no engine's code is used.

It serves to see whether every condition was tried on both of its sides. What rests on more than the record itself
(clocks, time sets, registers) is not derived here.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowCompare,
    RowConstant,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowTime,
)
from sladsl.logs.records import CaseRecord, Record, SpanRecord


class NotDerived(Exception):
    """The value rests on more than the record."""


_COMPARED: Final = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def value(ref: Ref, nodes: Sequence[Node], record: Record, as_of: int) -> Any:
    """The value of a row node, or of a bucket that holds this one record: a Fraction, a text, a truth value; None where
    it is not known."""
    node = nodes[ref]

    def of(each: Ref) -> Any:
        return value(each, nodes, record, as_of)

    match node:
        case RowConstant(value=constant):
            return constant
        case RowAttribute(index=index, divisor=divisor) | BucketAttribute(index=index, divisor=divisor):
            stored = record.values[index]
            return Fraction(stored, divisor) if divisor and isinstance(stored, int) else stored
        case RowTime(which=which):
            return _time(record, which, as_of)
        case RowMoment(index=index) if isinstance(record, CaseRecord):
            return next((at for at in record.moments[index] if at < as_of), None)
        case RowArithmetic(operator=operator, left=left, right=right):
            return _reckoned(operator, of(left), of(right))
        case RowCompare(operator=operator, left=left, right=right):
            one, other = of(left), of(right)
            return None if one is None or other is None else _COMPARED[operator](one, other)
        case RowLogic(operator=operator, left=left, right=right):
            return _joined(operator, of(left), of(right))
        case RowNot(operand=operand):
            holds = of(operand)
            return None if holds is None else not holds
        case RowPresent(operand=operand):
            return of(operand) is not None
        case RowOneOf(operand=operand, values=values):
            text = of(operand)
            return None if text is None else text in values
        case RowExtreme(kind=kind, operands=operands):
            several = [of(each) for each in operands]
            return None if None in several else (max if kind == "greater" else min)(several)
        case _:
            raise NotDerived


def _time(record: Record, which: str, as_of: int) -> int:
    if isinstance(record, SpanRecord):
        end = as_of if record.end is None else min(record.end, as_of)
        return {"start": record.start, "end": end, "length": end - record.start}[which]
    if isinstance(record, CaseRecord):
        raise NotDerived
    return record.at


def _reckoned(operator: str, left: Any, right: Any) -> Fraction | None:
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    one, other = Fraction(left), Fraction(right)
    match operator:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case _:
            return one / other


def _joined(operator: str, left: Any, right: Any) -> bool | None:
    """Kleene: what settles it settles it, whatever is not known of the other."""
    settles = operator == "or"
    if settles in (left, right):
        return settles
    return None if left is None or right is None else not settles
