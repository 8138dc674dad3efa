"""What a measurement of a window rests on, kind by kind: as far as a record there can change it, and no further."""

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sladsl.engines.kept.resting import ALWAYS, EVER, Basis, Resting, Traits
from sladsl.graph import Node, Ref, WindowRule
from sladsl.graph.measures import (
    Excluded,
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRegister,
    MeasureRows,
    MeasureTime,
    RecordCheck,
    Weight,
)
from sladsl.graph.rows import (
    BucketAttribute,
    BucketBeside,
    RowAttribute,
    RowBeside,
    RowClock,
    RowCompare,
    RowDeadline,
    RowLookup,
    RowMoment,
    RowPresent,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.logs.records import CaseRecord, Place
from sladsl.temporal import DAY, HOUR, parse_instant
from strategies.graphs import OUTAGES, PROBES, REPORTS, TICKETS, Bench, case, event, span, window

START, END = parse_instant("2026-03-10T00:00Z"), parse_instant("2026-03-20T00:00Z")
MARCH, APRIL = parse_instant("2026-03-01T00:00Z"), parse_instant("2026-04-01T00:00Z")
TERM = parse_instant("2026-01-01T00:00Z")
WINDOW = (START, END)
UP_TO_THE_END = (-EVER, END)


class Drawing:
    """A graph with the parts that measures are made of."""

    def __init__(self) -> None:
        self.bench = Bench(term_start=datetime.date(2026, 1, 1))

    def add(self, node: Node) -> Ref:
        return self.bench.add(node)

    @property
    def outages(self) -> Ref:
        return self.add(SetSpans("outages", None))

    @property
    def works(self) -> Ref:
        return self.add(SetSpans("maintenance", None))

    @property
    def total(self) -> Ref:
        return self.add(RowAttribute(0, "total", 1))

    @property
    def many(self) -> Ref:
        return self.add(RowCompare(">", self.total, self.bench.number(1)))

    def resting(self, measure: Node) -> list[Basis]:
        ref = self.add(measure)
        return list(Resting(self.bench.graph()).of(ref, window(*WINDOW)))

    def of_set(self, node: Node) -> list[Basis]:
        return self.resting(MeasureTime(self.add(node)))


def lasting(stream: str, start: int, end: int) -> Basis:
    return Basis(stream, True, None, (start, end))


def placed(stream: str, start: int, end: int, moment: int | None = None) -> Basis:
    return Basis(stream, False, moment, (start, end))


def whole(stream: str) -> Basis:
    """Of each record of the stream, of whatever scope."""
    return Basis(stream, False, None, ALWAYS, False)


def test_spans_in_the_window() -> None:
    drawing = Drawing()
    assert drawing.of_set(SetSpans("outages", None)) == [lasting("outages", *WINDOW)]
    assert drawing.of_set(SetSpans("outages", None, True)) == [lasting("outages", *ALWAYS)]
    both = SetCombined("outside", drawing.outages, drawing.works)
    assert drawing.of_set(both) == [lasting("outages", *WINDOW), lasting("maintenance", *WINDOW)]


def test_what_selects_spans_is_asked_of_those_that_began_before() -> None:
    drawing = Drawing()
    beside = drawing.add(RowPresent(drawing.add(RowBeside("probes", "outages", (), drawing.total))))
    assert drawing.of_set(SetSpans("outages", beside)) == [
        lasting("outages", *WINDOW),
        placed("probes", *UP_TO_THE_END),
    ]


@pytest.mark.parametrize("length", [HOUR, DAY])
def test_runs_that_may_be_long_enough_outside(length: int) -> None:
    drawing = Drawing()
    expected = [lasting("outages", START - length - 1, END + length + 1)]
    assert drawing.of_set(SetLasting(drawing.outages, length, False)) == expected


def test_units_of_the_clock_and_of_each_run() -> None:
    drawing = Drawing()
    by_clock = SetUnits(drawing.outages, HOUR, False, True)
    assert drawing.of_set(by_clock) == [lasting("outages", START - HOUR, END + HOUR + 1)]
    by_run = SetUnits(drawing.outages, HOUR, False, False)
    assert drawing.of_set(by_run) == [lasting("outages", START - EVER, END + HOUR + 1)]


def test_since_the_first_record_of_another_stream() -> None:
    drawing = Drawing()
    expected = [lasting("outages", *UP_TO_THE_END), placed("reports", *UP_TO_THE_END)]
    assert drawing.of_set(SetSinceFirst(drawing.outages, "reports", None)) == expected
    beside = drawing.add(RowPresent(drawing.add(RowBeside("probes", "reports", (), drawing.total))))
    expected += [placed("probes", *UP_TO_THE_END)]
    assert drawing.of_set(SetSinceFirst(drawing.outages, "reports", beside)) == expected


@pytest.mark.parametrize(
    ("more", "zone"),
    [
        ({}, UP_TO_THE_END),
        ({"at_most": HOUR}, (START - HOUR, END)),
        ({"least": 2}, (-EVER, EVER)),
        ({"least": 2, "at_most": HOUR}, (-EVER, EVER)),
        ({"least": 2, "from_last": True}, UP_TO_THE_END),
        ({"keys": (2,)}, ALWAYS),
        ({"keys": (2,), "at_most": HOUR}, ALWAYS),
    ],
)
def test_samples_that_are_carried_forward(more: dict[str, Any], zone: tuple[int, int]) -> None:
    drawing = Drawing()
    simple = SetHolding("probes", drawing.many, 1, False, None, ())
    assert drawing.of_set(replace(simple, **more)) == [placed("probes", *zone)]


def test_buckets_reach_over_the_borders_of_the_window() -> None:
    drawing = Drawing()
    wide = (START - HOUR, END + HOUR)
    assert drawing.of_set(SetBuckets("probes", HOUR, drawing.many)) == [placed("probes", *wide)]
    total = drawing.add(BucketAttribute(0, "total", 1, "sum"))
    beside = drawing.add(BucketBeside("reports", HOUR, drawing.add(BucketAttribute(0, "pages", 1, "sum"))))
    assert drawing.resting(MeasureBuckets("probes", HOUR, None, total, (), None)) == [placed("probes", *wide)]
    wider = (START - 2 * HOUR, END + 2 * HOUR)
    assert drawing.resting(MeasureBuckets("probes", HOUR, None, beside, (), None)) == [
        placed("probes", *wide),
        placed("reports", *wider),
    ]


def test_of_several_series_all_that_there_is() -> None:
    drawing = Drawing()
    found = drawing.of_set(SetAmong(drawing.outages, "service", 2, None, False))
    assert found == [Basis("outages", True, None, ALWAYS, False)]
    carried = drawing.add(SetHolding("probes", drawing.many, 1, False, None, ()))
    assert drawing.of_set(SetAmong(carried, "service", 2, None, False)) == [whole("probes")]


@pytest.mark.parametrize(
    ("unit", "cut", "of_whole_runs"),
    [
        ("month", (MARCH, END), (MARCH, APRIL)),
        ("day", (START, END), (START, END)),
        ("quarter", (TERM, END), (TERM, APRIL)),
        ("term", (-EVER, END), (-EVER, EVER)),
    ],
)
def test_an_allowance_is_spent_from_the_start_of_its_window(unit: Any, cut: Any, of_whole_runs: Any) -> None:
    drawing = Drawing()
    for is_whole, zone in ((False, cut), (True, of_whole_runs)):
        budget = Budget(WindowRule(unit, "UTC"), HOUR, None, is_whole)
        assert drawing.of_set(SetBudget(drawing.outages, (budget,))) == [lasting("outages", *zone)]


def test_allowances_one_after_the_other() -> None:
    drawing = Drawing()
    budgets = tuple(Budget(WindowRule(unit, "UTC"), HOUR, None, True) for unit in ("quarter", "month"))
    assert drawing.of_set(SetBudget(drawing.outages, budgets)) == [lasting("outages", TERM, APRIL)]
    budgets = tuple(Budget(WindowRule(unit, "UTC"), HOUR, None, True) for unit in ("day", "month"))
    assert drawing.of_set(SetBudget(drawing.outages, budgets)) == [lasting("outages", MARCH, APRIL)]


def test_before_the_term_nothing_is_spent() -> None:
    drawing = Drawing()
    drawing.bench.term_start = datetime.date(2026, 3, 10)
    budget = Budget(WindowRule("month", "UTC"), HOUR, None, False)
    assert drawing.of_set(SetBudget(drawing.outages, (budget,))) == [lasting("outages", *WINDOW)]


def test_what_all_classes_rest_on_each_once() -> None:
    drawing = Drawing()
    excluded = Excluded(drawing.works, "planned", "up")
    classes = MeasureClasses(None, (excluded,), None, drawing.outages, "up")
    found = drawing.resting(classes)
    assert sorted(found) == [lasting("maintenance", *WINDOW), lasting("outages", *WINDOW)]


def test_time_by_weight() -> None:
    drawing = Drawing()
    beside = drawing.add(RowBeside("probes", "maintenance", (), drawing.total))
    weight = Weight(drawing.works, beside)
    assert drawing.resting(MeasureTime(drawing.outages, weight)) == [
        lasting("outages", *WINDOW),
        lasting("maintenance", *WINDOW),
        placed("probes", *UP_TO_THE_END),
    ]


def test_records_of_the_window_and_the_nearest_beyond() -> None:
    drawing = Drawing()
    assert drawing.resting(MeasureRows("tickets", None, "count", None, None, 2)) == [placed("tickets", *WINDOW, 2)]
    clock = drawing.add(RowDeadline(drawing.add(RowClock(0, 1, None, (), ())), drawing.bench.number(1), *[False] * 3))
    checks = ((RecordCheck(None, clock, "x"),),)
    assert drawing.resting(MeasureRecords("tickets", None, checks, 0)) == [placed("tickets", *WINDOW, 0)]
    for direction, zone in (("next", (END, EVER)), ("previous", (-EVER, START))):
        near = MeasureNear("probes", None, drawing.total, direction)  # type: ignore[arg-type]
        assert drawing.resting(near) == [placed("probes", *zone)]


def test_a_set_that_records_ask_about_is_looked_at_everywhere() -> None:
    drawing = Drawing()
    within = drawing.add(RowWithin(drawing.add(RowMoment(0, "opened")), drawing.outages))
    found = drawing.resting(MeasureRows("tickets", within, "count", None, None, 0))
    assert found == [placed("tickets", *WINDOW, 0), lasting("outages", *ALWAYS)]
    paused = drawing.add(RowClock(0, 1, None, (), (drawing.works,)))
    found = drawing.resting(MeasureRows("tickets", None, "sum", paused, None, 0))
    assert found == [placed("tickets", *WINDOW, 0), lasting("maintenance", *ALWAYS)]


def test_where_a_register_is_asked_every_record_may_matter() -> None:
    drawing = Drawing()
    level = drawing.add(RowLookup("tickets", "gaps", (0,), 0, "level", 1))
    found = drawing.resting(MeasureRows("tickets", None, "sum", level, None, 0))
    assert found == [whole("tickets"), Basis("gaps", True, None, ALWAYS, False)]
    row = drawing.add(RowAttribute(0, "level", 1))
    assert drawing.resting(MeasureRegister("gaps", row)) == [lasting("gaps", *ALWAYS)]


NOW = 100
OPENED, ANSWERED, RESOLVED = 0, 1, 2


def settled(records: list[Any], *nodes: Node) -> list[bool]:
    traits = Traits(nodes)
    return [traits.is_settled(each, NOW) for each in records]


def test_spans_that_have_ended_say_the_same_for_ever() -> None:
    spans = [span(1, 99, 1, "a"), span(1, 100, 1, "a"), span(1, 101, 1, "a"), span(1, None, 1, "a")]
    assert settled(spans) == [True] * 4
    assert settled(spans, RowTime("start")) == [True] * 4
    for node in (RowTime("end"), RowTime("length"), MeasureRecords("outages", None, (), None)):
        assert settled(spans, node) == [True, True, False, False]
        assert Traits((node,)).asks(OUTAGES)
    assert not Traits(()).asks(OUTAGES)
    assert Traits(()).asks(TICKETS)
    assert not Traits((RowTime("end"),)).asks(PROBES)
    assert settled([event(200, 1)]) == [True]
    assert not Traits(()).asks(REPORTS)


def test_cases_that_tell_of_later_times_do_not_yet_say_all() -> None:
    def changed(at: int) -> CaseRecord:
        return CaseRecord("a", ((1,), (), ()), ((), ()), ("b", 1), Place(0, 1), (((0, "a"), (at, "b")), ()))

    records = [
        case("a", (1, None, None)),
        case("a", (1, 99, None)),
        case("a", (1, 100, None)),
        case("a", (1, None, None), waiting=((2, 99),)),
        case("a", (1, None, None), waiting=((2, 100),)),
        case("a", (1, None, None), waiting=((99, None),)),
        case("a", (1, None, None), waiting=((100, None),)),
        changed(99),
        changed(100),
    ]
    assert settled(records) == [True, True, False, True, False, True, False, True, False]


def test_a_moment_that_is_compared_has_come_or_not() -> None:
    records = [case("a", (1, None, None)), case("a", (1, 2, None))]
    assert settled(records, RowMoment(ANSWERED, "answered")) == [False, True]
    assert settled(records, RowMoment(OPENED, "opened")) == [True, True]
    assert settled(records, RowMoment(3, "more")) == [False, False]


@pytest.mark.parametrize(
    ("moments", "once", "each"),
    [
        (((), (), ()), True, True),
        (((1,), (), ()), False, False),
        (((1,), (2,), ()), True, True),
        (((1, 3), (2,), ()), True, False),
        (((1, 3), (2, 3), ()), True, False),
        (((1, 3), (2, 4), ()), True, True),
        (((1,), ()), False, False),
        (((1,),), False, False),
    ],
)
def test_a_clock_has_stopped(moments: Any, once: bool, each: bool) -> None:
    record = CaseRecord("a", moments, (), ("a", 1), Place(0, 1))
    clock = RowClock(OPENED, ANSWERED, None, (), ())
    assert settled([record], clock) == [once]
    assert settled([record], replace(clock, cycle="each")) == [each]


@pytest.mark.parametrize(
    ("again", "expected"),
    [((), True), ((1,), True), ((2,), False), ((3,), False)],
    ids=["none", "before", "at", "after"],
)
def test_a_clock_may_be_taken_up_again(again: tuple[int, ...], expected: bool) -> None:
    for more in ({"again": RESOLVED}, {"gaps": RESOLVED}):
        clock = replace(RowClock(OPENED, ANSWERED, None, (), ()), **more)
        record = CaseRecord("a", ((1,), (2,), again), (), ("a", 1), Place(0, 1))
        assert settled([record], clock) == [expected]


def test_that_a_moment_has_come_at_all_does_not_depend_on_later_times() -> None:
    drawing = Drawing()
    come = drawing.add(RowPresent(drawing.add(RowMoment(2, "resolved"))))
    compared = drawing.add(RowCompare("<", drawing.add(RowMoment(2, "resolved")), drawing.bench.number(Fraction(5))))
    open_case = case("a", (1, None, None))
    known = drawing.add(RowPresent(compared))
    for where, expected in ((come, True), (compared, False), (known, False)):
        ref = drawing.add(MeasureRows("tickets", where, "count", None, None, 0))
        assert Resting(drawing.bench.graph()).traits(ref).is_settled(open_case, NOW) is expected


def test_a_set_that_is_used_twice_again_and_again_is_asked_once() -> None:
    drawing = Drawing()
    nested = drawing.add(SetCombined("together", drawing.outages, drawing.works))
    for _ in range(60):
        nested = drawing.add(SetCombined("during", nested, nested))
    assert drawing.of_set(SetLasting(nested, 1, False)) == [
        lasting("outages", START - 2, END + 2),
        lasting("maintenance", START - 2, END + 2),
    ]
