"""Times, durations and numbers: what is read, and how exactly."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import AttributeBinding
from sladsl.logs.complaints import Unfit
from sladsl.logs.durations import read_duration
from sladsl.logs.numbers import read_exact, rounded, scaled
from sladsl.logs.schema import Attribute, AttributeType, Kind
from sladsl.logs.times import TimeReader, time_pattern
from sladsl.logs.values import ValueReader
from sladsl.temporal import FIRST_YEAR, LAST_YEAR, UTC, Zone, format_instant, parse_instant

LISBON = Zone.named("Europe/Lisbon")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("%d/%m/%Y %H:%M", "29/2/2016 01:16", "2016-02-29T01:16Z"),
        ("%d/%m/%Y %H:%M", "5/7/2016 12:00", "2016-07-05T11:00Z"),
        ("%m/%d/%y %I:%M:%S %p", "7/5/16 12:00:01 AM", "2016-07-04T23:00:01Z"),
        ("%m/%d/%y %I:%M %p", "7/5/69 1:00 pm", "1969-07-05T12:00Z"),
        ("%d-%b-%Y %H:%M:%S.%f", "05-JUL-2016 12:00:00.25", "2016-07-05T11:00:00.25Z"),
        ("%Y%m%dT%H%M%S%z", "20160705T120000+0700", "2016-07-05T05:00Z"),
        ("100%% %Y-%m-%d", "100% 2016-07-05", "2016-07-04T23:00Z"),
        ("iso", "2016-07-05 12:00", "2016-07-05T11:00Z"),
        ("epoch_s", "1467712800.5", "2016-07-05T10:00:00.5Z"),
        ("epoch_ms", "1467712800000", "2016-07-05T10:00Z"),
        ("epoch_us", "1467712800000000", "2016-07-05T10:00Z"),
        # The clock jumped from 01:00 to 02:00; and from 02:00 back to 01:00.
        ("%d/%m/%Y %H:%M", "27/3/2016 01:30", "2016-03-27T01:30Z"),
        ("%d/%m/%Y %H:%M", "30/10/2016 01:30", "2016-10-30T00:30Z"),
    ],
)
def test_times(form: str, text: str, expected: str) -> None:
    assert TimeReader(form, LISBON)(text) == parse_instant(expected)


@pytest.mark.parametrize(
    "pattern", ["%d/%m", "%d/%m/%Y %Q", "%d %d/%m/%Y", "%d/%m/%Y %I:%M", "%d/%m/%Y%y", "%d/%m/%Y %"]
)
def test_patterns_that_say_too_little_or_too_much(pattern: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        time_pattern(pattern)


YEARS = {"min_value": datetime.datetime(FIRST_YEAR, 1, 1), "max_value": datetime.datetime(LAST_YEAR, 12, 31, 23, 59)}


@pytest.mark.parametrize("form", ["iso", "epoch_us", "%Y-%m-%dT%H:%MZ"])
@pytest.mark.parametrize("text", ["0001-01-01T00:00Z", "1899-12-30T00:00Z", "9999-12-31T23:59Z"])
def test_times_that_stand_for_never(form: str, text: str) -> None:
    written = str(parse_instant(text)) if form == "epoch_us" else text
    with pytest.raises(Unfit, match="is not in the years 1900 to 2999") as caught:
        TimeReader(form, UTC)(written)
    assert "`missing`" in caught.value.fixes[0].text


@given(st.integers(*(parse_instant(text) for text in ("1900-01-01T00:00Z", "2999-12-31T23:59Z"))))
def test_instants_round_trip(instant: int) -> None:
    assert TimeReader()(format_instant(instant)) == instant
    assert TimeReader("epoch_us")(instant) == instant
    seconds, rest = divmod(abs(instant), 1_000_000)
    assert TimeReader("epoch_s")(f"{'-' if instant < 0 else ''}{seconds}.{rest:06d}") == instant


@given(st.datetimes(**YEARS))
def test_patterns_read_what_they_describe(moment: datetime.datetime) -> None:
    day, clock = moment.isoformat(timespec="microseconds").split("T")
    written = f"{day.replace('-', '/')} {clock.replace(':', '.')}"
    assert TimeReader("%Y/%m/%d %H.%M.%S.%f", UTC)(written) == parse_instant(f"{day}T{clock}Z")


@pytest.mark.parametrize(
    ("text", "unit", "microseconds"),
    [
        ("PT4H", None, 4 * 3_600_000_000),
        ("PT1H30M0.5S", None, 5_400_500_000),
        ("P1DT1S", None, 86_401_000_000),
        ("72h", None, 72 * 3_600_000_000),
        ("90 s", None, 90_000_000),
        ("1h 30min", None, 5_400_000_000),
        ("1.5h", None, 5_400_000_000),
        ("250ms", None, 250_000),
        ("12.345", "ms", 12_345),
        ("2", "hours", 7_200_000_000),
    ],
)
def test_durations(text: str, unit: str | None, microseconds: int) -> None:
    assert read_duration(text, unit) == microseconds


@pytest.mark.parametrize("text", ["", "P", "PT", "P1Y", "1.5", "h", "1h!", "1h-30min", "-1h", "1 fortnight", "9" * 99])
def test_no_durations(text: str) -> None:
    with pytest.raises(Unfit):
        read_duration(text, None)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**11), max_value=10**11))
def test_numbers_are_exact(number: object) -> None:
    exact = read_exact(str(number))
    assert Fraction(exact.digits, 10**exact.places) == Fraction(str(number))
    assert scaled(exact, 6, None, "") == Fraction(str(number)) * 10**6
    comma = read_exact(str(number).replace(".", ","), ",")
    assert comma == exact


@given(st.integers(), st.integers(0, 9), st.integers(0, 9))
def test_rounding_is_half_up_away_from_zero(digits: int, places: int, to: int) -> None:
    exact = read_exact(f"{digits}e-{places}") if len(str(digits)) < 50 else read_exact("0")
    value = Fraction(exact.digits, 10**exact.places)
    if exact.places > to:
        after = rounded(exact, to)
        result = Fraction(after.digits, 10**after.places)
        assert (result * 10**to).denominator == 1
        assert abs(result - value) <= Fraction(1, 2 * 10**to)
        assert abs(result - value) < Fraction(1, 2 * 10**to) or abs(result) > abs(value)


TYPES = {
    "text": AttributeType(Kind.TEXT),
    "choice": AttributeType(Kind.CHOICE, ("P1", "Khẩn cấp")),
    "count": AttributeType(Kind.COUNT),
    "number": AttributeType(Kind.NUMBER, places=2),
    "percent": AttributeType(Kind.PERCENT, places=4),
    "money": AttributeType(Kind.MONEY, currency="USD", places=2),
    "flag": AttributeType(Kind.FLAG),
}


@pytest.mark.parametrize(
    ("kind", "cell", "stored"),
    [
        ("text", " a b ", "a b"),
        ("text", "e\u0301", "\u00e9"),
        ("text", 5, "5"),
        ("text", True, "true"),
        ("choice", "Khẩn cấp", "Khẩn cấp"),
        ("count", "3.0", 3),
        ("count", 7, 7),
        ("count", "1e3", 1000),
        ("number", "-1.5", -150),
        ("percent", "5.25", 52500),
        ("percent", "5.25 %", 52500),
        ("money", "12.50", 1250),
        ("money", "12.50 USD", 1250),
        ("money", "USD 12.5", 1250),
        ("flag", "Yes", True),
        ("flag", "0", False),
        ("flag", False, False),
        ("flag", 1, True),
    ],
)
def test_values(kind: str, cell: str | int, stored: object) -> None:
    assert (
        ValueReader(Attribute("x", TYPES[kind]), AttributeBinding("x"), frozenset(("",)), TimeReader())(cell) == stored
    )


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "text"])
@given(st.text())
def test_no_text_breaks_a_reader(kind: str, text: str) -> None:
    read = ValueReader(Attribute("x", TYPES[kind]), AttributeBinding("x"), frozenset(("",)), TimeReader())
    try:
        read(text)
    except Unfit as trouble:
        assert trouble.code in vars(codes).values()
        assert trouble.reason.isprintable()


@given(st.text(), st.sampled_from(["iso", "epoch_s", "%d/%m/%Y %H:%M:%S.%f%z", "%m/%d/%y %I%p"]))
def test_no_text_breaks_a_time(text: str, form: str) -> None:
    try:
        TimeReader(form, LISBON)(text)
    except Unfit as trouble:
        assert trouble.reason.isprintable()
    try:
        read_duration(text, "s")
    except Unfit as trouble:
        assert trouble.reason.isprintable()
