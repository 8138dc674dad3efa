"""Steps, extremes, rounding and values by case, of one record."""

from fractions import Fraction
from typing import Any, assert_never

from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph.rows import RowCases, RowExtreme, RowRounded, RowSteps


def shaped(node: RowSteps | RowExtreme | RowRounded | RowCases, around: Surroundings) -> RowFunction:
    match node:
        case RowSteps(operand=operand):
            return _steps(node, around.row(operand))
        case RowExtreme(kind=kind, operands=operands):
            return _extreme(max if kind == "greater" else min, [around.row(each) for each in operands])
        case RowRounded(operand=operand, step=step):
            return _rounded(step, around.row(operand))
        case RowCases():
            return _cases(node, around)
        case _:
            assert_never(node)


def _steps(node: RowSteps, operand: RowFunction) -> RowFunction:
    def counted(row: Any) -> int | None:
        value = operand(row)
        if value is None:
            return None
        whole, rest = divmod(max(value, 0), node.step)
        return int(whole) + (1 if node.started and rest else 0)

    return counted


def _extreme(choose: Any, operands: list[RowFunction]) -> RowFunction:
    def chosen(row: Any) -> Any:
        values = [each(row) for each in operands]
        return None if None in values else choose(values)

    return chosen


def _rounded(step: Fraction, operand: RowFunction) -> RowFunction:
    """A half goes away from zero."""

    def rounded(row: Any) -> Fraction | None:
        value = operand(row)
        if value is None:
            return None
        steps = int(abs(Fraction(value)) / step + Fraction(1, 2))
        return steps * step if value >= 0 else -steps * step

    return rounded


def _cases(node: RowCases, around: Surroundings) -> RowFunction:
    cases = [(around.row(each.condition), around.row(each.value)) for each in node.cases]
    otherwise = around.row(node.otherwise)

    def value(row: Any) -> Any:
        for condition, of_case in cases:
            held = condition(row)
            if held is not False:
                return None if held is None else of_case(row)
        return otherwise(row)

    return value
