"""Values made of other values: arithmetic, comparison, conditions. Absence spreads, with the first reason met.

`and` and `or` follow Kleene: one side that is known can settle them. Comparison is exact; what a contract wants
compared after rounding it says with `rounded to`.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal, assert_never

from sladsl.graph import Ref
from sladsl.graph.contract import Comparator
from sladsl.graph.values import Arithmetic, Cases, Comparison, Extreme, Logic, Negation, Rounded, StepCount
from sladsl.model.units import COUNT, Unit, combined, shared_unit
from sladsl.rules.derivation import Step
from sladsl.rules.measured import NOTHING_TO_DIVIDE_BY
from sladsl.rules.rounding import to_step
from sladsl.rules.words import value_words

Combining = Arithmetic | Comparison | Logic | Negation | Cases | Extreme | Rounded | StepCount

_WORDS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


MOST_BITS = 3_322_000
"""A million digits, on each side of a fraction. Exact means over many records come to some hundred thousand."""
TOO_MANY_DIGITS = "it has more than a million digits"


def combine(node: Combining, known: Mapping[Ref, Step]) -> Step:
    """The value of a node whose inputs are known. One of more digits than can be reckoned with is none."""
    step = _combined(node, known)
    value = step.value
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        return replace(step, value=None, note=TOO_MANY_DIGITS)
    return step


def _combined(node: Combining, known: Mapping[Ref, Step]) -> Step:
    match node:
        case Arithmetic():
            return _calculate(node.operator, known[node.left], known[node.right])
        case Comparison():
            return _compare(node.operator, known[node.left], known[node.right])
        case Logic():
            return _kleene(node.operator, known[node.left], known[node.right])
        case Negation():
            inner = known[node.operand]
            return Step("not", None if inner.value is None else not inner.value, None, (inner,), note=inner.note)
        case Cases():
            return _cases(node, known)
        case Extreme():
            return _extreme(node.kind, tuple(known[each] for each in node.operands))
        case Rounded():
            inner = known[node.operand]
            value = None if inner.number is None else to_step(inner.number, node.step)
            words = f"rounded to {value_words(node.step, inner.unit)}"
            return Step(words, value, inner.unit, (inner,), note=inner.note)
        case StepCount():
            return _step_count(node, known[node.operand])
        case _:
            assert_never(node)


def holds(operator: Comparator, left: Fraction, right: Fraction) -> bool:
    """Whether an exact comparison holds."""
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
        case ">":
            return left > right
        case _:
            assert_never(operator)


def _calculate(operator: Literal["+", "-", "*", "/"], left: Step, right: Step) -> Step:
    unit, words = combined(operator, left.unit, right.unit), _WORDS[operator]
    first, second = left.number, right.number
    if first is None or second is None:
        return Step(words, None, unit, (left, right), note=first_note(left, right))
    match operator:
        case "+":
            value = first + second
        case "-":
            value = first - second
        case "*":
            value = first * second
        case "/":
            if second == 0:
                return Step(words, None, unit, (left, right), note=NOTHING_TO_DIVIDE_BY)
            value = first / second
        case _:
            assert_never(operator)
    return Step(words, value, unit, (left, right))


def _compare(operator: Comparator, left: Step, right: Step) -> Step:
    first, second = left.number, right.number
    if first is None or second is None:
        return Step(operator, None, None, (left, right), note=first_note(left, right))
    return Step(operator, holds(operator, first, second), None, (left, right))


def _kleene(operator: Literal["and", "or"], left: Step, right: Step) -> Step:
    settling = operator == "or"
    if any(each.value is not None and bool(each.value) == settling for each in (left, right)):
        return Step(operator, settling, None, (left, right))
    if left.value is None or right.value is None:
        return Step(operator, None, None, (left, right), note=first_note(left, right))
    return Step(operator, not settling, None, (left, right))


def _cases(node: Cases, known: Mapping[Ref, Step]) -> Step:
    conditions: list[Step] = []
    unit = shared_unit(known[each].unit for each in (node.otherwise, *(case.value for case in node.cases)))
    for case in node.cases:
        condition = known[case.condition]
        conditions.append(condition)
        if condition.value is None:
            return Step("by case", None, unit, tuple(conditions), note=condition.note)
        if condition.value:
            return _chosen(known[case.value], conditions, unit)
    return _chosen(known[node.otherwise], conditions, unit)


def _chosen(step: Step, conditions: list[Step], unit: Unit | None) -> Step:
    return Step("by case", step.value, unit, (*conditions, step), note=step.note)


def _extreme(kind: Literal["greater", "lesser"], steps: tuple[Step, ...]) -> Step:
    unit = shared_unit(each.unit for each in steps)
    values = [each.number for each in steps if each.number is not None]
    if len(values) < len(steps):
        return Step(f"{kind} of", None, unit, steps, note=first_note(*steps))
    return Step(f"{kind} of", max(values) if kind == "greater" else min(values), unit, steps)


def _step_count(node: StepCount, inner: Step) -> Step:
    words = f"{'started' if node.started else 'full'} {value_words(node.step, inner.unit)}"
    if inner.number is None:
        return Step(words, None, COUNT, (inner,), note=inner.note)
    whole, rest = divmod(max(inner.number, Fraction(0)), node.step)
    return Step(words, Fraction(whole + (1 if node.started and rest else 0)), COUNT, (inner,))


def first_note(*steps: Step) -> str | None:
    """Why the first of them that has no value has none."""
    return next((each.note for each in steps if each.value is None), None)
