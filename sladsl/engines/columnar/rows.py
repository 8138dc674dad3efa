"""Row nodes as SQL: the value of one record, or of one bucket of samples.

NULL is "not known", and the logic of SQL is that of Kleene, so `and`, `or`, `not` and comparisons need no care.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.numbers import (
    NoEmitter,
    Number,
    Text,
    Truth,
    compared,
    constant,
    floor,
    product,
    quotient,
    same_bottom,
    total,
)
from sladsl.graph import Node, Ref
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowBetween,
    RowCases,
    RowCompare,
    RowConstant,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.logs.schema import Kind, Shape, StreamSchema

Value = Number | Text | Truth

_LONGEST: Final = 20_000
"""Characters of one value: what is used several times is written out each time."""


class RowEmitter:
    """What is emitted of the rows of one stream. Each node is emitted once."""

    def __init__(self, nodes: Sequence[Node], schema: StreamSchema, as_of: int, dialect: Dialect) -> None:
        self.nodes, self.schema, self.as_of, self.dialect = nodes, schema, as_of, dialect
        self._known: dict[Ref, Value] = {}

    def relation(self, table: str) -> str:
        """The table with what the emitted values need beside its columns."""
        return table

    def condition(self, ref: Ref | None) -> str:
        """True only where it is known to hold."""
        return "TRUE" if ref is None else self.truth(ref)

    def value(self, ref: Ref) -> Value:
        if ref not in self._known:
            value = self._emitted(ref)
            if len(column_of(value)) > _LONGEST:
                raise NoEmitter("too long")
            self._known[ref] = value
        return self._known[ref]

    def number(self, ref: Ref) -> Number:
        value = self.value(ref)
        if not isinstance(value, Number):
            raise NoEmitter("a number is needed")
        return value

    def truth(self, ref: Ref) -> str:
        value = self.value(ref)
        if not isinstance(value, Truth):
            raise NoEmitter("a condition is needed")
        return value.sql

    def instant(self, moment: int | None) -> str:
        """When a record happened, NULL if it has not before `as of`."""
        as_of = self.dialect.number(self.as_of)
        at = "t0" if moment is None else self.moment(moment)
        return at if moment is not None else f"CASE WHEN {at} < {as_of} THEN {at} END"

    def moment(self, index: int) -> str:
        """The first instant of a moment of a case, NULL if it has not happened before `as of`."""
        at = self.dialect.first_of(f"m{index}")
        return f"CASE WHEN {at} < {self.dialect.number(self.as_of)} THEN {at} END"

    def attribute(self, index: int, divisor: int) -> Value:
        return self._typed(index, f"a{index}", divisor)

    def aggregate(self, node: BucketAttribute) -> Number:
        raise NoEmitter(f"only buckets have a {node.how}")

    def time(self, which: str) -> str:
        """The time of a record; a span that ends after `as of` is still open then."""
        as_of = self.dialect.number(self.as_of)
        if which in ("start", "at"):
            return "t0"
        if self.schema.shape is not Shape.SPANS:
            raise NoEmitter("only spans end")
        end = f"CASE WHEN t1 IS NULL OR t1 > {as_of} THEN {as_of} ELSE t1 END"
        return end if which == "end" else f"({end} - t0)"

    def _typed(self, index: int, column: str, divisor: int) -> Value:
        return typed(self.schema.attributes[index].type.kind, column, divisor)

    def _emitted(self, ref: Ref) -> Value:
        node = self.nodes[ref]
        match node:
            case RowConstant(value=Fraction() as value):
                return constant(value, self.dialect)
            case RowConstant(value=bool() as value):
                return Truth("TRUE" if value else "FALSE")
            case RowConstant(value=str() as value):
                return Text(self.dialect.literal(value))
            case RowAttribute(index=index, divisor=divisor):
                return self.attribute(index, divisor)
            case BucketAttribute():
                return self.aggregate(node)
            case RowTime(which=which):
                return Number(self.time(which))
            case RowMoment(index=index):
                return Number(self.moment(index))
            case RowArithmetic():
                return self._arithmetic(node)
            case RowCompare():
                return Truth(self._compare(node))
            case RowLogic(operator=operator, left=left, right=right):
                return Truth(f"({self.truth(left)} {operator.upper()} {self.truth(right)})")
            case RowNot(operand=operand):
                return Truth(f"(NOT {self.truth(operand)})")
            case RowPresent(operand=operand):
                return Truth(f"({column_of(self.value(operand))} IS NOT NULL)")
            case RowOneOf(operand=operand, values=values):
                return self._one_of(operand, values)
            case RowExtreme(kind=kind, operands=operands):
                return self._extreme("greatest" if kind == "greater" else "least", operands)
            case RowSteps():
                return self._steps(node)
            case RowRounded():
                return self._rounded(node)
            case RowCases():
                return self._cases(node)
            case RowBetween(start=start, stop=stop, calendar=None):
                return Number(f"({self.awaited(stop, self.as_of)} - {self.whole(start)})")
            case _:
                raise NoEmitter(f"{type(node).__name__} has no emission")

    def _arithmetic(self, node: RowArithmetic) -> Number:
        left, right = self.number(node.left), self.number(node.right)
        match node.operator:
            case "*":
                return product(left, right, self.dialect)
            case "/":
                return self._quotient(node.right, left, right)
            case operator:
                return total(left, right, operator, self.dialect)

    def _quotient(self, divisor: Ref, left: Number, right: Number) -> Number:
        match self.nodes[divisor]:
            case RowConstant(value=Fraction() as known) if known > 0:
                return product(left, constant(1 / known, self.dialect), self.dialect)
            case _:
                return quotient(left, right, self.dialect)

    def _compare(self, node: RowCompare) -> str:
        left, right = self.value(node.left), self.value(node.right)
        operator = "<>" if node.operator == "!=" else node.operator
        if isinstance(left, Number):
            return self._by_then(node, compared(left, operator, self.number(node.right), self.dialect))
        return f"({column_of(left)} {operator} {column_of(right)})"

    def _by_then(self, node: RowCompare, holds: str) -> str:
        """What has not happened at `as of` cannot come before it any more."""
        for operators, moment, limit in (
            (("<", "<="), node.left, node.right),
            ((">", ">="), node.right, node.left),
        ):
            if node.operator in operators and isinstance(self.nodes[moment], RowMoment):
                latest = self.as_of + (len(node.operator) == 1)
                over = compared(self.number(limit), "<", Number(self.dialect.number(latest)), self.dialect)
                came = f"{column_of(self.value(moment))} IS NOT NULL"
                return f"(CASE WHEN {came} THEN {holds} WHEN {over} THEN FALSE END)"
        return holds

    def _one_of(self, operand: Ref, values: Sequence[str]) -> Truth:
        value = self.value(operand)
        if not isinstance(value, Text):
            raise NoEmitter("only texts are looked for among others")
        if not values:
            return Truth(f"(CASE WHEN {value.sql} IS NOT NULL THEN FALSE END)")
        return Truth(f"({value.sql} IN ({', '.join(map(self.dialect.literal, values))}))")

    def _extreme(self, function: str, operands: Sequence[Ref]) -> Number:
        """Not known where one of them is not; `greatest` would pass over it."""
        found = self.number(operands[0])
        for each in operands[1:]:
            one, other, bottom = same_bottom(found, self.number(each), self.dialect)
            if isinstance(bottom, str):
                raise NoEmitter("fractions of unlike denominators are not put in order")
            found = Number(
                f"CASE WHEN {one} IS NOT NULL AND {other} IS NOT NULL THEN {function}({one}, {other}) END", bottom
            )
        return found

    def _steps(self, node: RowSteps) -> Number:
        value = self.number(node.operand)
        positive = Number(f"CASE WHEN {value.top} > 0 THEN {value.top} WHEN {value.top} <= 0 THEN 0 END", value.bottom)
        steps = product(positive, constant(1 / node.step, self.dialect), self.dialect)
        if not node.started:
            return Number(floor(steps, self.dialect))
        return Number(f"(- {floor(Number(f'(- {steps.top})', steps.bottom), self.dialect)})")

    def _rounded(self, node: RowRounded) -> Number:
        """A half goes away from zero."""
        value = self.number(node.operand)
        size = product(Number(f"abs({value.top})", value.bottom), constant(1 / node.step, self.dialect), self.dialect)
        half = constant(Fraction(1, 2), self.dialect)
        steps = floor(total(size, half, "+", self.dialect), self.dialect)
        signed = f"(CASE WHEN {value.top} < 0 THEN - {steps} ELSE {steps} END)"
        return product(Number(signed), constant(node.step, self.dialect), self.dialect)

    def _cases(self, node: RowCases) -> Value:
        refs = [*(each.value for each in node.cases), node.otherwise]
        values = [self.value(each) for each in refs]
        if isinstance(self.value(node.otherwise), Number):
            values = self._over_one_bottom([self.number(each) for each in refs])
        *told, otherwise = values
        conditions = [self.truth(each.condition) for each in node.cases]
        parts = [
            f"WHEN {condition} IS NULL THEN NULL WHEN {condition} THEN {column_of(value)}"
            for condition, value in zip(conditions, told, strict=True)
        ]
        chosen = f"(CASE {' '.join(parts)} ELSE {column_of(otherwise)} END)"
        return in_column(otherwise, chosen)

    def _over_one_bottom(self, numbers: Sequence[Number]) -> list[Value]:
        bottoms = [each.bottom for each in numbers if isinstance(each.bottom, int)]
        if len(bottoms) < len(numbers):
            raise NoEmitter("cases that are fractions of unlike denominators")
        common = lcm(*bottoms)
        return [Number(same_bottom(each, Number("", common), self.dialect)[0], common) for each in numbers]

    def awaited(self, stop: Ref, until: int) -> str:
        """An instant; a moment of a case that has not come is awaited so long."""
        last = self.whole(stop)
        return f"coalesce({last}, {self.dialect.number(until)})" if isinstance(self.nodes[stop], RowMoment) else last

    def whole(self, ref: Ref) -> str:
        number = self.number(ref)
        if not number.is_whole:
            raise NoEmitter("an instant is whole")
        return number.top


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Of the samples of a bucket; `alone`: of a bucket with one sample."""

    sql: str
    alone: str


class BucketEmitter(RowEmitter):
    """What is emitted of buckets: `aggregates` are the columns that it needs of them."""

    def __init__(self, nodes: Sequence[Node], schema: StreamSchema, as_of: int, dialect: Dialect) -> None:
        super().__init__(nodes, schema, as_of, dialect)
        self.aggregates: dict[str, Aggregate] = {}

    def attribute(self, index: int, divisor: int) -> Value:
        """What all samples agree on."""
        column = f"a{index}"
        agreed = f"CASE WHEN count({column}) = count(*) AND min({column}) = max({column}) THEN min({column}) END"
        return self._typed(index, self._named(f"agreed{index}", agreed, column), divisor)

    def aggregate(self, node: BucketAttribute) -> Number:
        column, bottom, integer = f"a{node.index}", max(node.divisor, 1), self.dialect.integer
        if node.how in ("max", "min"):
            return Number(self._named(f"{node.how}{node.index}", f"{node.how}({column})", column), bottom)
        summed = self._named(f"sum{node.index}", f"CAST({self.dialect.summed(column)} AS {integer})", column)
        if node.how == "sum":
            return Number(summed, bottom)
        one = f"CAST(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END AS {integer})"
        number = self._named(f"count{node.index}", f"CAST(count({column}) AS {integer})", one)
        counted = f"CASE WHEN {number} > 0 THEN {number} END"
        return Number(summed, counted if bottom == 1 else f"({counted} * {self.dialect.number(bottom)})")

    def time(self, which: str) -> str:
        if which in ("start", "at"):
            return "t0"
        raise NoEmitter("a bucket has a start")

    def moment(self, index: int) -> str:
        raise NoEmitter(f"a bucket has no moment {index}")

    def _named(self, name: str, sql: str, alone: str) -> str:
        self.aggregates[name] = Aggregate(sql, alone)
        return name


def typed(kind: Kind, column: str, divisor: int) -> Value:
    """An attribute of a kind, in a column."""
    match kind:
        case Kind.TEXT | Kind.CHOICE:
            return Text(column)
        case Kind.FLAG:
            return Truth(column)
        case _:
            return Number(column, max(divisor, 1))


def in_column(value: Value, column: str) -> Value:
    """A value of the same kind that another column holds; of a number, what it is divided by."""
    match value:
        case Number(bottom=bottom):
            return Number(column, bottom)
        case Text():
            return Text(column)
        case Truth():
            return Truth(column)


def column_of(value: Value) -> str:
    return value.top if isinstance(value, Number) else value.sql
