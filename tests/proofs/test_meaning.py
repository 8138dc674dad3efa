"""What a condition on one record means, without any engine."""

from fractions import Fraction

import pytest

from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowClock,
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
from sladsl.logs.records import CaseRecord, EventRecord, Place, Record, SampleRecord, SpanRecord
from sladsl.proofs.certificate.meaning import NotDerived, value

PLACE = Place(0, 1)
AS_OF = 100
LETTER = EventRecord(40, (250, "a", True, None), PLACE)
CASE = CaseRecord("c", ((20, 50), (100, 120), (99,), ()), (), (250,), PLACE)
PRICE = RowAttribute(0, "price", 100)
NAME = RowAttribute(1, "name", 0)
GOOD = RowAttribute(2, "good", 0)
MISSING = RowAttribute(3, "more", 1)


def meaning(record: Record, node: Node, *operands: Node) -> object:
    """Of a node whose operands are 0, 1 and so on."""
    return value(Ref(len(operands)), [*operands, node], record, AS_OF)


def number(figure: int | Fraction) -> RowConstant:
    return RowConstant(Fraction(figure))


def test_attributes_are_what_is_stored_divided() -> None:
    assert [meaning(LETTER, each) for each in (PRICE, NAME, GOOD, MISSING)] == [Fraction(5, 2), "a", True, None]
    assert meaning(SampleRecord(1, (7,), PLACE), BucketAttribute(0, "errors", 2, "sum")) == Fraction(7, 2)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [(10, 30, (10, 30, 20)), (10, None, (10, 100, 90)), (10, 101, (10, 100, 90)), (10, 99, (10, 99, 89))],
)
def test_a_span_ends_where_the_log_does(start: int, end: int | None, told: tuple[int, int, int]) -> None:
    record = SpanRecord(start, end, (), PLACE)
    assert tuple(meaning(record, RowTime(each)) for each in ("start", "end", "length")) == told  # type: ignore[arg-type]


def test_of_a_case_only_moments_are_known() -> None:
    moments = [meaning(CASE, RowMoment(index, "m")) for index in range(4)]
    assert moments == [20, None, 99, None]
    with pytest.raises(NotDerived):
        meaning(CASE, RowTime("start"))
    with pytest.raises(NotDerived):
        meaning(LETTER, RowMoment(0, "m"))
    assert meaning(LETTER, RowTime("at")) == 40


@pytest.mark.parametrize(("operator", "told"), [("+", 8), ("-", 4), ("*", 12), ("/", 3)])
def test_arithmetic(operator: str, told: int) -> None:
    node = RowArithmetic(operator, Ref(0), Ref(1))  # type: ignore[arg-type]
    assert meaning(LETTER, node, number(6), number(2)) == told
    assert meaning(LETTER, node, MISSING, number(2)) is None
    assert meaning(LETTER, node, number(2), MISSING) is None
    assert (meaning(LETTER, node, number(1), number(0)) is None) == (operator == "/")


@pytest.mark.parametrize(
    ("operator", "told"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        ("=", (False, True, False)),
        ("!=", (True, False, True)),
        (">=", (False, True, True)),
        (">", (False, False, True)),
    ],
)
def test_comparisons(operator: str, told: tuple[bool, bool, bool]) -> None:
    node = RowCompare(operator, Ref(0), Ref(1))  # type: ignore[arg-type]
    assert tuple(meaning(LETTER, node, number(each), number(2)) for each in (1, 2, 3)) == told
    assert meaning(LETTER, node, MISSING, number(2)) is None
    assert meaning(LETTER, node, number(2), MISSING) is None


@pytest.mark.parametrize(("operator", "settles"), [("and", False), ("or", True)])
def test_what_settles_it_settles_it(operator: str, settles: bool) -> None:
    node = RowLogic(operator, Ref(0), Ref(1))  # type: ignore[arg-type]
    one, other = RowConstant(settles), RowConstant(not settles)
    for left, right, told in (
        (one, one, settles),
        (one, other, settles),
        (other, one, settles),
        (other, other, not settles),
        (one, MISSING, settles),
        (MISSING, one, settles),
        (other, MISSING, None),
        (MISSING, other, None),
    ):
        assert meaning(LETTER, node, left, right) is told


def test_not_present_and_one_of() -> None:
    assert meaning(LETTER, RowNot(Ref(0)), GOOD) is False
    assert meaning(LETTER, RowNot(Ref(0)), RowConstant(False)) is True
    assert meaning(LETTER, RowNot(Ref(0)), MISSING) is None
    assert meaning(LETTER, RowPresent(Ref(0)), NAME) is True
    assert meaning(LETTER, RowPresent(Ref(0)), MISSING) is False
    assert meaning(LETTER, RowOneOf(Ref(0), ("a", "b")), NAME) is True
    assert meaning(LETTER, RowOneOf(Ref(0), ("b",)), NAME) is False
    assert meaning(LETTER, RowOneOf(Ref(0), ("b",)), MISSING) is None


@pytest.mark.parametrize(("kind", "told"), [("greater", 3), ("lesser", 2)])
def test_the_extreme_of_several_is_known_if_all_are(kind: str, told: int) -> None:
    assert meaning(LETTER, RowExtreme(kind, (Ref(0), Ref(1))), number(2), number(3)) == told  # type: ignore[arg-type]
    assert meaning(LETTER, RowExtreme(kind, (Ref(0), Ref(1))), number(2), MISSING) is None  # type: ignore[arg-type]


def test_what_rests_on_more_than_the_record_is_not_derived() -> None:
    with pytest.raises(NotDerived):
        meaning(CASE, RowClock(0, 1, None, (), ()))
