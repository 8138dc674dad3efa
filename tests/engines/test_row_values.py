"""What rows come to, one record at a time: at borders, backwards, and where something is not known."""

from fractions import Fraction
from typing import Any, Literal

import pytest

from sladsl.engines import Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.graph import Node, Ref
from sladsl.graph.rows import (
    RowArithmetic,
    RowAttribute,
    RowBetween,
    RowCase,
    RowCases,
    RowCompare,
    RowConstant,
    RowDays,
    RowEnd,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowOneOf,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.temporal import DAY, HOUR, UTC, Calendar, parse_instant
from strategies.graphs import FAR, Bench, case, event, span

PAGES = RowAttribute(0, "pages", 1)
OFFICE = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)))
FRIDAY = parse_instant("2026-03-06T00:00Z")
MONDAY = FRIDAY + 3 * DAY


def value(bench: Bench, node: Node, record: Any) -> Any:
    ref = bench.add(node)
    around = Evaluation(bench.graph(), bench.log(), Frame(bench.as_of, bench.coverage, ())).scoped((), ())
    return around.row(ref)(record)


def of_pages(node: Node, bench: Bench, pages: int | None) -> Any:
    return value(bench, node, event(1, pages))


@pytest.mark.parametrize(
    ("pages", "full", "started"),
    [(None, None, None), (-7, 0, 0), (0, 0, 0), (1, 0, 1), (4, 0, 1), (5, 1, 1), (6, 1, 2), (10, 2, 2)],
)
def test_steps(pages: int | None, full: int | None, started: int | None) -> None:
    for begun, expected in ((False, full), (True, started)):
        bench = Bench()
        assert of_pages(RowSteps(bench.add(PAGES), Fraction(5), begun), bench, pages) == expected


@pytest.mark.parametrize(
    ("pages", "step", "expected"),
    [
        (None, "5", None),
        (0, "5", 0),
        (2, "5", 0),
        (3, "5", 5),
        (-2, "5", 0),
        (-3, "5", -5),
        (5, "10", 10),
        (-5, "10", -10),
        (4, "10", 0),
        (-4, "10", 0),
        (15, "10", 20),
        (-15, "10", -20),
        (1, "2/3", Fraction(4, 3)),
    ],
)
def test_rounded_half_away_from_zero(pages: int | None, step: str, expected: object) -> None:
    bench = Bench()
    assert of_pages(RowRounded(bench.add(PAGES), Fraction(step)), bench, pages) == expected


@pytest.mark.parametrize(("pages", "greater", "lesser"), [(None, None, None), (2, 5, 2), (5, 5, 5), (8, 8, 5)])
def test_the_greater_and_the_lesser(pages: int | None, greater: int | None, lesser: int | None) -> None:
    kinds: tuple[tuple[Literal["greater", "lesser"], int | None], ...] = (("greater", greater), ("lesser", lesser))
    for kind, expected in kinds:
        bench = Bench()
        assert of_pages(RowExtreme(kind, (bench.add(PAGES), bench.number(5))), bench, pages) == expected


@pytest.mark.parametrize(("pages", "expected"), [(None, None), (0, 30), (1, 10), (4, 10), (5, 20), (9, 20)])
def test_the_first_case_that_holds(pages: int | None, expected: int | None) -> None:
    bench = Bench()
    cases = [
        RowCase(bench.number(10), bench.add(RowLogic("and", _compared(bench, ">=", 1), _compared(bench, "<", 5)))),
        RowCase(bench.number(20), _compared(bench, ">=", 1)),
    ]
    assert of_pages(RowCases(tuple(cases), bench.number(30)), bench, pages) == expected


def test_a_case_before_one_that_is_not_known_decides() -> None:
    bench = Bench()
    known, unknown = bench.add(RowConstant(True)), _compared(bench, ">=", 1)
    one, other = bench.number(1), bench.number(2)
    assert of_pages(RowCases((RowCase(one, known), RowCase(other, unknown)), other), bench, None) == 1
    assert of_pages(RowCases((RowCase(one, unknown), RowCase(other, known)), other), bench, None) is None


def _compared(bench: Bench, operator: Any, bound: int) -> Ref:
    return bench.add(RowCompare(operator, bench.add(PAGES), bench.number(bound)))


@pytest.mark.parametrize(("divisor", "kept"), [(0, 5), (1, 5), (100, 500)])
def test_an_attribute_of_hundredths_is_held_against_whole_ones(divisor: int, kept: int) -> None:
    for pages, expected in ((None, None), (kept - 1, False), (kept, True), (kept + 1, True)):
        bench = Bench()
        node = RowCompare(">=", bench.add(RowAttribute(0, "pages", divisor)), bench.number(5))
        assert of_pages(node, bench, pages) is expected


@pytest.mark.parametrize("operator", ["<", "<=", "=", "!=", ">=", ">"])
@pytest.mark.parametrize("pages", [None, -6, -5, 0, 4, 5, 6])
@pytest.mark.parametrize("divisor", [-2, 0, 2])
def test_a_quotient_is_compared_as_if_it_were_divided(operator: Any, pages: int | None, divisor: int) -> None:
    bound = Fraction(5, 2)
    bench = Bench()
    ratio = bench.add(RowArithmetic("/", bench.add(PAGES), bench.number(divisor)))
    quick = of_pages(RowCompare(operator, ratio, bench.add(RowConstant(bound))), bench, pages)
    divided = of_pages(bench.table.nodes[ratio], bench, pages)
    expected = {
        "<": lambda: divided < bound,
        "<=": lambda: divided <= bound,
        "=": lambda: divided == bound,
        "!=": lambda: divided != bound,
        ">=": lambda: divided >= bound,
        ">": lambda: divided > bound,
    }[operator]
    assert quick == (None if divided is None else expected())
    assert (divided is None) == (pages is None or divisor == 0)


KLEENE = {True: 1, None: 0, False: -1}


@pytest.mark.parametrize("left", [True, None, False])
@pytest.mark.parametrize("right", [True, None, False])
def test_three_valued_logic(left: bool | None, right: bool | None) -> None:
    for operator, choose in (("and", min), ("or", max)):
        bench = Bench()
        refs = []
        for index, each in enumerate((left, right)):
            unknown = RowCompare("=", bench.add(RowAttribute(index, "gone", 1)), bench.number(1))
            refs.append(bench.add(unknown if each is None else RowConstant(each)))
        found = value(bench, RowLogic(operator, *refs), event(1, None, None))  # type: ignore[arg-type]
        assert KLEENE[found] == choose(KLEENE[left], KLEENE[right])


def test_a_text_among_others() -> None:
    bench = Bench()
    node = RowOneOf(bench.add(RowAttribute(0, "service", 0)), ("a", "b"))
    assert [value(bench, node, event(1, each)) for each in ("a", "c", None)] == [True, False, None]


@pytest.mark.parametrize(
    ("end", "shown", "length"), [(None, 50, 40), (30, 30, 20), (50, 50, 40), (51, 50, 40), (70, 50, 40)]
)
def test_a_span_that_ends_after_as_of_is_still_open(end: int | None, shown: int, length: int) -> None:
    bench = Bench(as_of=50)
    record = span(10, end, 1, "a")
    assert value(bench, RowTime("start"), record) == 10
    assert value(bench, RowTime("end"), record) == shown
    assert value(bench, RowTime("length"), record) == length


@pytest.mark.parametrize(
    ("resolved", "by", "expected"),
    [
        (30, 30, {"<": False, "<=": True}),
        (30, 31, {"<": True, "<=": True}),
        (None, 49, {"<": False, "<=": False}),
        (None, 50, {"<": False, "<=": None}),
        (None, 51, {"<": None, "<=": None}),
        (50, 49, {"<": False, "<=": False}),
        (50, 51, {"<": None, "<=": None}),
        (None, None, {"<": None, "<=": None}),
    ],
)
def test_what_has_not_happened_cannot_come_by_an_earlier_instant(
    resolved: int | None, by: int | None, expected: dict[Literal["<", "<="], bool | None]
) -> None:
    """`as of` is 50: what happens at 49 is known, what happens at 50 is not."""
    other: dict[str, Literal[">", ">="]] = {"<": ">", "<=": ">="}
    record = case("a", (1, None, resolved), values=("a", by))
    for operator, said in expected.items():
        bench = Bench(as_of=50)
        moment, limit = bench.add(RowMoment(2, "resolved")), bench.add(RowAttribute(1, "priority", 1))
        assert value(bench, RowCompare(operator, moment, limit), record) is said
        assert value(bench, RowCompare(other[operator], limit, moment), record) is said


def test_other_comparisons_of_a_moment_that_has_not_come_are_not_known() -> None:
    record = case("a", (1, None, None), values=("a", 3))
    for operator in (">", ">=", "=", "!="):
        bench = Bench(as_of=50)
        moment, limit = bench.add(RowMoment(2, "resolved")), bench.add(RowAttribute(1, "priority", 1))
        assert value(bench, RowCompare(operator, moment, limit), record) is None  # type: ignore[arg-type]


def test_a_moment_at_as_of_has_not_come() -> None:
    bench = Bench(as_of=50)
    for resolved, seen in ((49, 49), (50, None), (51, None), (None, None)):
        assert value(bench, RowMoment(2, "resolved"), case("a", (1, None, resolved))) == seen


@pytest.mark.parametrize(
    ("start", "stop", "elapsed", "opened"),
    [
        (FRIDAY, FRIDAY, 0, 0),
        (FRIDAY + 16 * HOUR, MONDAY + 10 * HOUR, 66 * HOUR, 2 * HOUR),
        (MONDAY + 10 * HOUR, FRIDAY + 16 * HOUR, -66 * HOUR, -2 * HOUR),
        (FRIDAY + 18 * HOUR, MONDAY + 9 * HOUR, 63 * HOUR, 0),
    ],
)
def test_between_two_instants(start: int, stop: int, elapsed: int, opened: int) -> None:
    record = case("a", (start, stop, None))
    for calendar, expected in ((None, elapsed), (0, opened)):
        assert value(*_between(calendar), record) == expected


def _between(calendar: int | None, as_of: int = FAR) -> tuple[Bench, RowBetween]:
    bench = Bench(calendars=(OFFICE,), as_of=as_of)
    return bench, RowBetween(bench.add(RowMoment(0, "opened")), bench.add(RowMoment(1, "answered")), calendar)


def test_what_is_awaited_grows_until_as_of() -> None:
    waiting = case("a", (FRIDAY, None, None))
    assert value(*_between(None, FRIDAY + 5 * HOUR), waiting) == 5 * HOUR
    assert value(*_between(None, FRIDAY), waiting) is None


@pytest.mark.parametrize(
    ("start", "stop", "dates", "business"),
    [
        (FRIDAY, FRIDAY + 23 * HOUR, 0, 0),
        (FRIDAY + 23 * HOUR, FRIDAY + DAY, 1, 0),
        (FRIDAY, MONDAY, 3, 1),
        (FRIDAY - DAY, MONDAY, 4, 2),
        (FRIDAY + DAY, MONDAY, 2, 1),
        (FRIDAY + DAY, FRIDAY + 2 * DAY, 1, 0),
        (FRIDAY, FRIDAY + DAY, 1, 0),
        (MONDAY, FRIDAY, -3, -1),
        (MONDAY, FRIDAY + DAY, -2, -1),
    ],
)
def test_days_between_two_instants(start: int, stop: int, dates: int, business: int) -> None:
    record = case("a", (start, stop, None))
    for calendar, expected in ((None, dates), (0, business)):
        assert value(*_days(calendar), record) == expected


def _days(calendar: int | None, as_of: int = FAR) -> tuple[Bench, RowDays]:
    bench = Bench(calendars=(OFFICE,), as_of=as_of)
    return bench, RowDays(bench.add(RowMoment(0, "opened")), bench.add(RowMoment(1, "answered")), calendar, "UTC")


def test_at_midnight_the_day_that_begins_has_not_passed() -> None:
    waiting = case("a", (FRIDAY, None, None))
    for as_of, days in ((FRIDAY + DAY, 0), (FRIDAY + DAY + 1, 1)):
        assert value(*_days(None, as_of), waiting) == days


@pytest.mark.parametrize(
    ("unit", "count", "calendar", "expected"),
    [
        ("day", 0, None, "2026-03-07T00:00Z"),
        ("day", 1, None, "2026-03-08T00:00Z"),
        ("week", 0, None, "2026-03-09T00:00Z"),
        ("month", 1, None, "2026-05-01T00:00Z"),
        ("quarter", 0, None, "2026-04-01T00:00Z"),
        ("year", 0, None, "2027-01-01T00:00Z"),
        ("day", 1, 0, "2026-03-10T00:00Z"),
    ],
)
def test_the_end_of_a_unit(unit: Any, count: int, calendar: int | None, expected: str) -> None:
    bench = Bench(calendars=(OFFICE,))
    node = RowEnd(bench.add(RowMoment(0, "opened")), unit, count, calendar, "UTC")
    assert value(bench, node, case("a", (FRIDAY + HOUR, None, None))) == parse_instant(expected)
    assert value(bench, node, case("a", (None, FRIDAY, None))) is None


TOO_FAR = parse_instant("9999-12-31T12:00Z")


@pytest.mark.parametrize("which", ["end", "end by calendar", "between"])
def test_what_no_calendar_reaches_is_a_limit(which: str) -> None:
    bench = Bench(calendars=(OFFICE,), as_of=10**18)
    opened, answered = bench.add(RowMoment(0, "opened")), bench.add(RowMoment(1, "answered"))
    node: Node = {
        "end": RowEnd(opened, "year", 1, None, "UTC"),
        "end by calendar": RowEnd(opened, "day", 1, 0, "UTC"),
        "between": RowBetween(answered, opened, 0),
    }[which]
    with pytest.raises(EngineLimit):
        value(bench, node, case("a", (TOO_FAR, FRIDAY, None)))
