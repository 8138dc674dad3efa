"""Arithmetic of the contract layer: exact, and absent with a reason where there is nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.graph import Ref
from sladsl.graph.values import Arithmetic, Cases, Comparison, Extreme, Logic, Negation, Rounded, StepCount, ValueCase
from sladsl.model.units import COUNT, DURATION, PERCENT, money
from sladsl.rules.combining import MOST_BITS, TOO_MANY_DIGITS, combine
from sladsl.rules.derivation import Step
from sladsl.rules.rounding import to_minor_unit, to_step
from sladsl.rules.words import value_words
from sladsl.temporal import HOUR, MINUTE

ABSENT = Step("measured", None, note="no records")
ONE, TWO, ZERO = (Step("given", Fraction(value)) for value in (1, 2, 0))
YES, NO = Step("given", True), Step("given", False)

_0, _1, _2 = Ref(0), Ref(1), Ref(2)


def known(*steps: Step) -> dict[Ref, Step]:
    return {Ref(index): step for index, step in enumerate(steps)}


@pytest.mark.parametrize(("operator", "value"), [("+", 3), ("-", -1), ("*", 2), ("/", Fraction(1, 2))])
def test_arithmetic(operator: str, value: Fraction) -> None:
    assert combine(Arithmetic(operator, _0, _1), known(ONE, TWO)).value == value  # type: ignore[arg-type]


def test_division_by_zero_has_a_reason() -> None:
    step = combine(Arithmetic("/", _0, _1), known(ONE, ZERO))
    assert (step.value, step.note) == (None, "nothing to divide by")


def test_absence_spreads_with_its_reason() -> None:
    for node in (
        Arithmetic("*", _0, _1),
        Comparison(">=", _0, _1),
        Extreme("greater", (_0, _1)),
        Rounded(_1, Fraction(1)),
        StepCount(_1, Fraction(1), True),
        Negation(_1),
        Cases((ValueCase(_0, _1),), _0),
    ):
        step = combine(node, known(ONE, ABSENT))
        assert (step.value, step.note) == (None, "no records"), node


@pytest.mark.parametrize(
    ("operator", "left", "right", "value"),
    [
        ("and", NO, ABSENT, False),
        ("and", ABSENT, NO, False),
        ("and", YES, ABSENT, None),
        ("and", YES, YES, True),
        ("and", ABSENT, YES, None),
        ("or", YES, ABSENT, True),
        ("or", ABSENT, YES, True),
        ("or", NO, ABSENT, None),
        ("or", ABSENT, NO, None),
        ("or", NO, NO, False),
    ],
)
def test_conditions_follow_kleene(operator: str, left: Step, right: Step, value: bool | None) -> None:
    assert combine(Logic(operator, _0, _1), known(left, right)).value is value  # type: ignore[arg-type]


def test_a_case_stands_in_for_a_value_that_is_not_there() -> None:
    undefined = Step("/", None, note="nothing to divide by")
    step = combine(Cases((ValueCase(_0, _1),), _2), known(ONE, YES, undefined))
    assert step.value == 1


@pytest.mark.parametrize(
    ("operand", "started", "count"),
    [(89, True, 3), (89, False, 2), (90, True, 3), (90, False, 3), (0, True, 0), (-5, True, 0)],
)
def test_steps(operand: int, started: bool, count: int) -> None:
    step = Step("down", Fraction(operand * MINUTE), DURATION)
    counted = combine(StepCount(_0, Fraction(30 * MINUTE), started), known(step))
    assert (counted.value, counted.rule.split()[0]) == (count, "started" if started else "full")


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.9895", "0.990"), ("0.98949", "0.989"), ("-0.0005", "-0.001"), ("-0.0004", "0"), ("0.5", "0.5")],
)
def test_half_goes_away_from_zero(value: str, rounded: str) -> None:
    assert to_step(Fraction(value), Fraction(1, 1000)) == Fraction(rounded)


@pytest.mark.parametrize(
    ("mode", "amounts"),
    [
        ("half up", {"1.005": "1.01", "1.015": "1.02", "1.0049": "1.00"}),
        ("half even", {"1.005": "1.00", "1.015": "1.02", "1.0051": "1.01"}),
        ("up", {"1.001": "1.01", "1.00": "1.00"}),
        ("down", {"1.009": "1.00", "1.00": "1.00"}),
    ],
)
def test_rounding_modes(mode: str, amounts: dict[str, str]) -> None:
    for amount, rounded in amounts.items():
        assert to_minor_unit(Fraction(amount), "USD", mode) == Fraction(rounded)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("currency", "rounded"),
    [("VND", "1235"), ("JPY", "1235"), ("USD", "1234.57"), ("KWD", "1234.568"), (None, "1234.5678")],
)
def test_minor_units(currency: str | None, rounded: str) -> None:
    assert to_minor_unit(Fraction("1234.5678"), currency, "half up") == Fraction(rounded)


@given(st.fractions(), st.fractions(min_value="0.001"))
def test_rounding_is_near_and_idempotent(value: Fraction, step: Fraction) -> None:
    rounded = to_step(value, step)
    assert abs(rounded - value) <= step / 2
    assert to_step(rounded, step) == rounded
    assert to_step(-value, step) == -rounded


def test_words() -> None:
    assert value_words(Fraction(999, 1000), PERCENT) == "99.9%"
    assert value_words(Fraction(655145, 662400), PERCENT) == "98.904740…%"
    assert value_words(Fraction(-1, 30), PERCENT) == "-3.333333…%"
    assert value_words(Fraction("1200.50"), money("USD")) == "1200.5 USD"
    assert value_words(Fraction(HOUR + MINUTE), DURATION) == "1 h 1 min"
    assert value_words(Fraction(3), COUNT) == "3"
    assert value_words(None, None) == "nothing"
    assert value_words(True, None) == "yes"


def test_a_number_of_more_digits_than_can_be_reckoned_with() -> None:
    large = Step("given", Fraction(1, 2 ** (MOST_BITS // 2 + 1)))
    product = combine(Arithmetic("*", Ref(0), Ref(1)), {Ref(0): large, Ref(1): large})
    assert (product.value, product.note) == (None, TOO_MANY_DIGITS)
    assert combine(Arithmetic("+", Ref(0), Ref(1)), {Ref(0): product, Ref(1): ONE}).note == TOO_MANY_DIGITS
