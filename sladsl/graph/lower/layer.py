"""What operators mean, once for both layers: on the values of records and on measured numbers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from operator import add, mul, sub, truediv
from typing import Literal, cast

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.unit_hints import hints, percent_for
from sladsl.graph.node import Ref
from sladsl.model.currency import DECIMAL_PLACES, mistaken_for
from sladsl.model.lengths import elapsed
from sladsl.model.types import CONDITION, Sort, Type, number
from sladsl.model.units import (
    ANY_CALENDAR,
    COUNT,
    DURATION,
    NUMBER,
    PERCENT,
    Unit,
    common_unit,
    declared,
    money,
    open_time,
)
from sladsl.syntax import ast
from sladsl.text import Span

Operator = Literal["+", "-", "*", "/"]
Comparator = Literal["<", "<=", "=", "!=", ">=", ">"]


_EVERYDAY_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")

LONGEST = 3400
"""Bits of a fixed number, a thousand digits: squares of squares would fill the memory otherwise."""

MOST_NUMBERS = 1_000
"""Numbers in one formula, with all that it names put in, for the same reason."""


class Layer(ABC):
    """A kind of expression. Subclasses know names and measures; operators and literals are settled here."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering

    @abstractmethod
    def special(self, expression: ast.Expression) -> Typed | None:
        """Everything that is not an operator or a literal."""

    @abstractmethod
    def constant(self, value: Fraction, unit: Unit, span: Span) -> Typed: ...

    @abstractmethod
    def truth(self, value: bool, span: Span) -> Typed: ...

    @abstractmethod
    def arithmetic(self, operator: Operator, left: Ref, right: Ref, span: Span) -> Ref: ...

    @abstractmethod
    def compare(self, operator: Comparator, left: Ref, right: Ref, span: Span) -> Ref: ...

    @abstractmethod
    def logic(self, operator: Literal["and", "or"], left: Ref, right: Ref, span: Span) -> Ref: ...

    @abstractmethod
    def negation(self, operand: Ref, span: Span) -> Ref: ...

    @abstractmethod
    def rounded(self, operand: Ref, step: Fraction, span: Span) -> Ref: ...

    @abstractmethod
    def steps(self, operand: Ref, step: Fraction, started: bool, span: Span) -> Ref: ...

    @abstractmethod
    def extreme(self, kind: Literal["greater", "lesser"], operands: tuple[Ref, ...], span: Span) -> Ref: ...

    @abstractmethod
    def by_case(self, cases: tuple[tuple[Ref, Ref], ...], otherwise: Ref, span: Span) -> Ref:
        """`cases` are values with their conditions."""

    @abstractmethod
    def fixed(self, ref: Ref) -> Fraction | None:
        """The value of a constant node, None for other nodes."""

    @abstractmethod
    def labelled(self, subject: ast.Expression, labels: tuple[ast.Name | ast.Text, ...], span: Span) -> Typed | None:
        """The condition that `subject` is one of `labels`."""

    def lower(self, expression: ast.Expression) -> Typed | None:
        """The node of an expression, or diagnostics and None."""
        match expression:
            case ast.Number(value=value):
                return self.constant(value, NUMBER, expression.span)
            case ast.Counted():
                return self._counted(expression)
            case ast.Percent(value=value):
                return self.constant(value / 100, PERCENT, expression.span)
            case ast.Amount():
                return self._amount(expression)
            case ast.Quantity():
                return self._quantity(expression)
            case ast.Flag(value=flag):
                return self.truth(flag, expression.span)
            case ast.Arithmetic(operator=operator, left=left, right=right):
                if operator == "-" and self._is_hyphened_name(left, right):
                    return None
                return self._reckoned(operator, self.lower(left), self.lower(right), expression)
            case ast.Negate(operand=operand):
                lowered = self.number(operand)
                zero = self.constant(Fraction(0), lowered.type.unit or NUMBER, expression.span) if lowered else None
                return self._arithmetic("-", zero, lowered, expression)
            case ast.PercentOf(percent=percent, operand=operand):
                return self._arithmetic("*", *self._share_of(percent, self.number(operand)), expression)
            case ast.Compare():
                return self._comparison(expression)
            case ast.OneOf(subject=subject, labels=labels):
                return self.labelled(subject, labels, expression.span)
            case ast.Logic(operator=operator, left=left, right=right):
                left_ref, right_ref = self.condition(left), self.condition(right)
                if left_ref is None or right_ref is None:
                    return None
                return Typed(self.logic(operator, left_ref, right_ref, expression.span), CONDITION)
            case ast.Not(operand=operand):
                ref = self.condition(operand)
                return None if ref is None else Typed(self.negation(ref, expression.span), CONDITION)
            case _:
                return self.special(expression)

    def _share_of(self, percent: ast.Percent, whole: Typed | None) -> tuple[Typed | None, Typed | None]:
        """`5% of count of orders` is a number of orders, where `5% * count of orders` is so many times 5 %."""
        counted = whole is not None and whole.type.unit in (COUNT, NUMBER)
        return self.constant(percent.value / 100, NUMBER if counted else PERCENT, percent.span), whole

    def number(self, expression: ast.Expression) -> Typed | None:
        """A number, or a diagnostic and None."""
        return self._as_number(self.lower(expression), expression)

    def _as_number(self, lowered: Typed | None, expression: ast.Expression) -> Typed | None:
        if lowered is not None and lowered.type.sort is not Sort.NUMBER:
            self.lowering.say(
                types.NOT_A_NUMBER, f"a number is needed here, this is {lowered.type.words()}", expression.span,
                Fix("count what has it: `count of … where …`, or the share: `share of … with …`"),
            )  # fmt: skip
            return None
        return lowered

    def condition(self, expression: ast.Expression) -> Ref | None:
        """A condition, or a diagnostic and None."""
        lowered = self.lower(expression)
        if lowered is None:
            return None
        if lowered.type.sort is not Sort.CONDITION:
            self.lowering.say(
                types.NOT_A_CONDITION,
                f"a condition is needed here, this is {lowered.type.words()}",
                expression.span,
                Fix(f"compare it with something, for instance `{_comparison_with(lowered.type)}`"),
            )
            return None
        return lowered.ref

    def _counted(self, written: ast.Counted) -> Typed | None:
        units = self.lowering.agreement.units
        if written.unit.text in units:
            return self.constant(written.value, declared(written.unit.text), written.span)
        self.lowering.say(
            types.UNKNOWN_UNIT,
            f"`{written.unit.text}` is no unit of this agreement",
            written.unit.span,
            *self.lowering.problems.did_you_mean(written.unit.text, [*units, *_EVERYDAY_UNITS], written.unit.span),
            Fix(f"declare it: `unit {written.unit.text}`"),
        )
        return None

    def _amount(self, amount: ast.Amount) -> Typed:
        places = DECIMAL_PLACES.get(amount.code)
        if places is None:
            code = Span(amount.span.source, amount.span.end - len(amount.code), amount.span.end)
            self.lowering.say(
                types.UNKNOWN_CURRENCY,
                f"`{amount.code}` is not a currency of ISO 4217",
                code,
                *mistaken_for(amount.code, code),
            )
        elif self.lowering.payable and (amount.value * 10**places).denominator != 1:
            self.lowering.say(
                types.TOO_MANY_PLACES,
                f"amounts in {amount.code} have {places or 'no'} decimal places",
                amount.span,
                Fix(f"write the nearest amount that can be paid, `{_short(amount.value, places)} {amount.code}`"),
            )
        return self.constant(amount.value, money(amount.code), amount.span)

    def _quantity(self, quantity: ast.Quantity) -> Typed | None:
        length = elapsed(quantity)
        if quantity.kind == "elapsed" and length is not None:
            return self.constant(length, DURATION, quantity.span)
        if quantity.kind == "business" and length is not None and quantity.unit not in ("day", "week"):
            if quantity.calendar is None:
                return self.constant(length, ANY_CALENDAR, quantity.span)
            if self.lowering.symbol(quantity.calendar, "calendar") is None:
                return None
            return self.constant(length, open_time(quantity.calendar.text), quantity.span)
        words = {"business": f"business {quantity.unit}s", "calendar": f"calendar {quantity.unit}s"}
        advice = "give a fixed length (`30 days`, `4h`) or business hours of a calendar (`4 business hours of office`)"
        if quantity.kind == "business":
            advice += "; or name the instant: `start >= end of the 5th business day of office after announced`"
        self.lowering.say(
            types.CALENDAR_LENGTH,
            f"{words.get(quantity.kind, quantity.unit + 's')} have no fixed length and cannot be reckoned with here",
            quantity.span,
            Fix(advice),
        )
        return None

    def known_names(self) -> Iterable[str]:
        """What could be named here."""
        return self.lowering.agreement.symbols

    def _is_hyphened_name(self, left: ast.Expression, right: ast.Expression) -> bool:
        """`api-uptime` where `api_uptime` is meant, which is said."""
        if not isinstance(left, ast.Name) or not isinstance(right, ast.Name) or left.span.end + 1 != right.span.start:
            return False
        known, meant = frozenset(self.known_names()), f"{left.text}_{right.text}"
        if meant not in known or left.text in known or right.text in known:
            return False
        span = left.span.to(right.span)
        self.lowering.say(
            names.UNKNOWN_NAME, f"`{left.text}-{right.text}` takes one from the other; there is `{meant}`", span,
            Fix(f"write `{meant}`", span, meant),
        )  # fmt: skip
        return True

    def _reckoned(self, operator: str, left: Typed | None, right: Typed | None, whole: ast.Arithmetic) -> Typed | None:
        if left is not None and right is not None and left.type.sort is right.type.sort is Sort.INSTANT:
            # Not allowed, so that nobody has to ask in which hours the difference is counted.
            self.lowering.say(
                types.NOT_A_NUMBER, "dates and times cannot be reckoned with", whole.span,
                Fix("say `announced at least 72h before start`, `time from announced to start`, or `days from … to …`"),
            )  # fmt: skip
            return None
        return self._arithmetic(operator, self._as_number(left, whole.left), self._as_number(right, whole.right), whole)

    def _arithmetic(
        self, operator: str, left: Typed | None, right: Typed | None, whole: ast.Expression
    ) -> Typed | None:
        if left is None or right is None:
            return None
        left_unit, right_unit = left.type.unit or NUMBER, right.type.unit or NUMBER
        unit: Unit | None
        if operator in "+-":
            unit = common_unit(left_unit, right_unit)
            if unit is None:
                verb = "added to" if operator == "+" else "taken from"
                first, second = (left_unit, right_unit) if operator == "+" else (right_unit, left_unit)
                self._mismatch(
                    f"{first.words()} cannot be {verb} {second.words()}",
                    whole.span,
                    *_meant_by_sum(whole, left_unit, right_unit),
                )
                return None
        else:
            unit = left_unit.times(right_unit, 1 if operator == "*" else -1)
        return self._folded(cast(Operator, operator), left.ref, right.ref, unit, whole.span)

    def _folded(self, operator: Operator, left: Ref, right: Ref, unit: Unit, span: Span) -> Typed | None:
        a, b = self.fixed(left), self.fixed(right)
        if operator == "/" and b == 0:
            self.lowering.say(
                types.DIVISION_BY_ZERO, "this divides by zero", span,
                Fix("divide by a number that is not zero; for a log without records say `… where total = 0`"),
            )  # fmt: skip
            return None
        if a is None or b is None:
            ref = self.arithmetic(operator, left, right, span)
            if self.lowering.table.size(ref) > MOST_NUMBERS:
                self.lowering.say(
                    types.OUT_OF_RANGE, f"this is reckoned of more than {MOST_NUMBERS:,} numbers", span,
                    Fix("write a shorter formula: what it names counts each time"),
                )  # fmt: skip
                return None
            return Typed(ref, number(unit))
        value = {"+": add, "-": sub, "*": mul, "/": truediv}[operator](a, b)
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST:
            self.lowering.say(
                types.OUT_OF_RANGE, "this number has more than a thousand digits", span, Fix("write a shorter formula")
            )
            return None
        return self.constant(value, unit, span)

    def _comparison(self, expression: ast.Compare) -> Typed | None:
        operator, left, right = expression.operator, expression.left, expression.right
        if isinstance(right, ast.Flag) and operator in ("=", "!="):
            return self._yes_or_no(left, right.value is (operator == "="), expression.span)
        if isinstance(right, ast.Text) or (isinstance(right, ast.Name) and self.takes_labels(left)):
            if operator not in ("=", "!="):
                way_out = Fix("write `=` or `!=`, or list those that are meant: `… is one of (…)`")
                self._mismatch("labels and texts have no order", expression.span, way_out)
                return None
            same = self.labelled(left, (right,), expression.span)
            if same is None or operator == "=":
                return same
            return Typed(self.negation(same.ref, expression.span), CONDITION)
        return self.ordered(operator, left, right, expression.span)

    def _yes_or_no(self, subject: ast.Expression, wanted: bool, span: Span) -> Typed | None:
        """`planned = yes` is `planned`."""
        ref = self.condition(subject)
        if ref is None:
            return None
        return Typed(ref if wanted else self.negation(ref, span), CONDITION)

    @abstractmethod
    def takes_labels(self, expression: ast.Expression) -> bool:
        """Whether a name beside this expression is a label and not a name of something."""

    def ordered(self, operator: Comparator, left: ast.Expression, right: ast.Expression, span: Span) -> Typed | None:
        """A comparison of two values of one unit, or of two instants."""
        pair = self.comparable(left, right, span)
        return None if pair is None else Typed(self.compare(operator, pair[0].ref, pair[1].ref, span), CONDITION)

    def comparable(self, left: ast.Expression, right: ast.Expression, span: Span) -> tuple[Typed, Typed] | None:
        """Two values that compare, or diagnostics and None."""
        first = self.lower(left)
        if first is None and isinstance(right, ast.Name | ast.Quantity):
            return None  # beside something broken a name may be a label, business days a deadline: all has been said
        second = self.lower(right)
        if first is None or second is None:
            return None
        if first.type.sort is second.type.sort is Sort.INSTANT:
            return first, second
        if first.type.unit is None or second.type.unit is None:
            odd = first.type if first.type.unit is None else second.type
            instead = Fix(f"it compares as in `{_comparison_with(odd)}`")
            if odd.sort is Sort.CONDITION:
                instead = Fix(
                    "it holds or not; to compare a measure, put it in brackets: `(count of … where …) >= …`, "
                    "`(share of … with …) >= …`"
                )
            self._mismatch(f"{first.type.words()} cannot be compared with {second.type.words()}", span, instead)
            return None
        if common_unit(first.type.unit, second.type.unit) is None:
            self.incomparable(first.type.unit, second.type.unit, right)
            return None
        return first, second

    def incomparable(self, left: Unit, right: Unit, place: ast.Expression) -> None:
        """Says that two units do not compare, with the fix that most likely is meant."""
        message = f"{left.words()} cannot be compared with {right.words()}"
        self._mismatch(message, place.span, *hints(left, right, place))

    def _mismatch(self, message: str, span: Span, *fixes: Fix) -> None:
        self.lowering.say(types.UNIT_MISMATCH, message, span, *fixes)


def _comparison_with(type_: Type) -> str:
    """A comparison to write with a value of that type."""
    match type_.sort:
        case Sort.CHOICE:
            return f"… = {type_.choices[0]}" if type_.choices else "… = …"
        case Sort.TEXT:
            return '… = "…"'
        case Sort.INSTANT:
            return "… at least 24h before …"
        case _:
            unit = type_.unit or NUMBER
            return f"… <= {'4h' if unit.is_time else '99%' if unit == PERCENT else '100'}"


def _meant_by_sum(whole: ast.Expression, left: Unit, right: Unit) -> list[Fix]:
    """`100 - error_rate`, where 100 % is meant; `fee + 5%`, where 5 % of it is."""
    if isinstance(whole, ast.Arithmetic):
        for written, unit, other in ((whole.left, left, right), (whole.right, right, left)):
            if isinstance(written, ast.Number) and unit == NUMBER and other == PERCENT:
                return percent_for(written)
    if PERCENT in (left, right) and left != NUMBER and right != NUMBER:
        return [Fix("a share of the other is written with `of`, for instance `5% of api.fee`")]
    return [Fix("add or take away only what has the same unit")]


def _short(value: Fraction, places: int) -> str:
    """The amount with as many places as its currency has."""
    whole, rest = divmod(floor(value * 10**places + Fraction(1, 2)), 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
