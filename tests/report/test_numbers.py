"""Numbers as they are shown: exact to the last digit, rounded half up, never through a float."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT, Unit, money, open_time
from sladsl.report.numbers import (
    duration_words,
    fraction_text,
    grouped,
    is_short,
    places_apart,
    rounded_text,
    short_decimal,
    shown_number,
)
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND

fractions = st.fractions(max_denominator=10**9)


@given(fractions)
def test_the_exact_text_is_the_number(value: Fraction) -> None:
    text = fraction_text(value)
    assert Fraction(text) == value
    assert text.count("/") == 1


@given(fractions, st.integers(0, 9))
def test_rounding_is_half_up(value: Fraction, places: int) -> None:
    with localcontext(prec=200):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        wanted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(rounded_text(value, places)) == wanted
    assert abs(Fraction(rounded_text(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_half_goes_away_from_zero(number: int, places: int) -> None:
    half = Fraction(2 * abs(number) + 1, 2 * 10**places)
    assert Fraction(rounded_text(half, places)) == Fraction(abs(number) + 1, 10**places)
    assert rounded_text(-half, places) == "-" + rounded_text(half, places)


@given(fractions)
def test_a_short_decimal_says_whether_it_is_exact(value: Fraction) -> None:
    assert is_short(value) == (Fraction(short_decimal(value)) == value)


@given(fractions, st.integers(0, 9))
def test_groups_are_only_commas(value: Fraction, places: int) -> None:
    text = rounded_text(value, places)
    shown = grouped(text)
    assert shown.replace(",", "") == text
    assert all(len(group) == 3 for group in shown.lstrip("-").partition(".")[0].split(",")[1:])


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("-1/10000000", 6, "0.000000"), ("99", 6, "99.000000"), ("5/2", 0, "3"), ("-5/2", 0, "-3"), ("1/20", 1, "0.1")],
)
def test_decimals(value: str, places: int, text: str) -> None:
    assert rounded_text(Fraction(value), places) == text


@pytest.mark.parametrize(
    ("value", "unit", "shown_in", "exact", "rounded", "name"),
    [
        (Fraction(42625, 43200), PERCENT, None, "42625/432", "98.668981", "percent"),
        (Fraction(99, 100), PERCENT, None, "99/1", "99.000000", "percent"),
        (Fraction(3600), money("USD"), None, "3600/1", "3600.00", "USD"),
        (Fraction(1, 3), money("KWD"), None, "1/3", "0.333", "KWD"),
        (Fraction(5, 2), money("VND"), None, "5/2", "3", "VND"),
        (Fraction(90 * MINUTE), DURATION, None, "5400/1", "5400.000000", "second"),
        (Fraction(90 * MINUTE), DURATION, "hour", "3/2", "1.500000", "hour"),
        (Fraction(90 * MINUTE), DURATION, "month", "5400/1", "5400.000000", "second"),
        (Fraction(7), COUNT, None, "7/1", "7.000000", "count"),
        (Fraction(7), NUMBER, None, "7/1", "7.000000", "number"),
        (Fraction(7), None, None, "7/1", "7.000000", "number"),
        (Fraction(7), Unit((("Mbps", 1),)), None, "7/1", "7.000000", "Mbps"),
        (Fraction(1, SECOND), money("USD").times(DURATION, -1), None, "1/1", "1.000000", "USD per second"),
    ],
)
def test_units(value: Fraction, unit: Unit | None, shown_in: str | None, exact: str, rounded: str, name: str) -> None:
    shown = shown_number(value, unit, shown_in)
    assert (shown.exact, shown.rounded, shown.unit) == (exact, rounded, name)


def test_open_time_names_its_calendar_and_has_no_days() -> None:
    shown = shown_number(Fraction(26 * HOUR + 5 * MINUTE), open_time("office"))
    assert (shown.calendar, shown.human) == ("office", "26 h 5 min")


@pytest.mark.parametrize(
    ("microseconds", "days", "words"),
    [
        (Fraction(-(8 * HOUR + 50 * MINUTE)), True, "-8 h 50 min"),
        (Fraction(-26 * HOUR), False, "-26 h"),
        (Fraction(2 * DAY), True, "2 d"),
        (Fraction(2 * DAY), False, "48 h"),
        (Fraction(SECOND, 3), True, "≈ 0.333333 s"),
        (Fraction(0), False, "0 s"),
    ],
)
def test_lengths_of_time_in_words(microseconds: Fraction, days: bool, words: str) -> None:
    assert duration_words(microseconds, days=days) == words


def test_very_long_fractions_are_decimals_with_a_digest() -> None:
    inside, beyond = Fraction(10**1000 - 1, 7), Fraction(1, 10**1000 + 1)
    assert fraction_text(inside) == f"{10**1000 - 1}/7"
    text = fraction_text(beyond)
    assert text.startswith("0.000000… sha256:")
    assert len(text) == len("0.000000… sha256:") + 64
    assert fraction_text(beyond) != fraction_text(Fraction(1, 10**1000 + 3))


def test_integers_longer_than_python_likes_to_write() -> None:
    text = rounded_text(Fraction(10**9000 + 5), 2)
    assert text == "1" + "0" * 8999 + "5.00"
    assert fraction_text(Fraction(10**9000)).startswith("1000")


def test_a_value_just_below_its_target_is_not_shown_as_the_target() -> None:
    value, target = Fraction("99.89999999"), Fraction("99.9")
    places = places_apart(value, target)
    assert rounded_text(value, places) != rounded_text(target, places)
    assert places_apart(target, target) == 6
