"""Verdicts on records one by one: what decides, what is still open, and what else is told of them."""

from typing import Any

import pytest

from sladsl.engines.measurements import ClassesFound, RecordsFound, RecordsTold, used_limits
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowClock, RowCompare, RowConstant, RowDeadline, RowLogic, RowMoment, RowNot
from strategies.graphs import OUTAGES, TICKETS, Bench, case, span

NOW = 50


def spans_bench() -> Bench:
    ends = (None, 49, 50, 51)
    outages = [span(at, end, at, "a", line=at + 1) for at, end in enumerate(ends)]
    return Bench(records={"outages": [*outages, span(50, None, 9, "a"), span(51, 52, 9, "a")]}, as_of=NOW)


def judged(bench: Bench, node: MeasureRecords, evidence: bool = False) -> list[Any]:
    (found,) = bench.take(node, (0, 100), evidence=evidence)
    return list(found.records)


@pytest.mark.parametrize("applies", [True, False])
def test_a_span_that_has_not_ended_at_as_of_is_open(applies: bool) -> None:
    bench = spans_bench()
    small = bench.add(RowNot(bench.at_least(OUTAGES, "severity", 2)))
    when = None if applies else bench.add(RowConstant(False))
    found = judged(bench, MeasureRecords("outages", None, ((RecordCheck(when, small, "small"),),), None))
    assert [(each.at, each.key, each.open) for each in found] == [
        (0, "", True),
        (1, "", False),
        (2, "", False),
        (3, "", True),
    ]
    verdicts = ["met", "met", "missed", "missed"] if applies else ["none"] * 4
    assert [each.verdict for each in found] == verdicts
    assert [each.label for each in found] == (["small"] * 4 if applies else [None] * 4)
    assert all(each.limit is each.measured is each.due_at is each.breaches_after is None for each in found)
    assert [each.place.line for each in found] == [1, 2, 3, 4]


def test_records_of_each_window_that_a_condition_chooses() -> None:
    bench = spans_bench()
    odd = bench.add(RowCompare("!=", bench.attribute(OUTAGES, "severity"), bench.number(1)))
    sure = ((RecordCheck(None, bench.add(RowConstant(True)), "x"),),)
    windows = ((0, 2), (2, 3), (1, 4), (40, 60))
    found = bench.take(MeasureRecords("outages", odd, sure, None), *windows)
    assert [[each.at for each in one.records] for one in found] == [[0], [2], [2, 3], []]
    assert [(one.met, one.missed, one.undecided, one.none) for one in found] == [
        (1, 0, 0, 0),
        (1, 0, 0, 0),
        (2, 0, 0, 0),
        (0, 0, 0, 0),
    ]


class Desk:
    """One ticket, opened at 0 and answered at 10, and deadlines on it."""

    def __init__(self, answered: int | None = 10) -> None:
        ticket = case("t", (0, answered, None), values=("a", 1))
        self.bench = Bench(records={"tickets": [ticket]}, as_of=NOW)

    def answered(self, limit: int) -> Ref:
        clock = self.bench.add(RowClock(0, 1, None, (), ()))
        return self.bench.add(RowDeadline(clock, self.bench.number(limit), False, False, False))

    def resolved(self, limit: int) -> Ref:
        clock = self.bench.add(RowClock(0, 2, None, (), ()))
        return self.bench.add(RowDeadline(clock, self.bench.number(limit), False, False, False))

    def found(self, *groups: tuple[RecordCheck, ...], evidence: bool = False) -> Any:
        (record,) = judged(self.bench, MeasureRecords("tickets", None, groups, 0), evidence)
        return record


def test_what_is_broken_decides_else_what_is_open_else_the_first() -> None:
    desk = Desk()
    met, other = RecordCheck(None, desk.answered(10), "met"), RecordCheck(None, desk.answered(11), "other")
    missed = RecordCheck(None, desk.answered(9), "missed")
    late = RecordCheck(None, desk.answered(8), "late")
    undecided = RecordCheck(None, desk.resolved(60), "open")
    for groups, decided in (
        ((met, other), "met"),
        ((other, met), "other"),
        ((met, undecided), "open"),
        ((undecided, met), "open"),
        ((undecided, missed), "missed"),
        ((missed, undecided, late), "missed"),
        ((late, missed), "late"),
    ):
        found = desk.found(*((each,) for each in groups))
        assert found.label == decided
        assert (found.verdict, found.open) == {"open": ("undecided", True)}.get(
            decided, ("met" if decided in ("met", "other") else "missed", False)
        )
        assert (found.key, found.at, found.others, found.stretches) == ("t", 0, (), ())


def test_of_a_group_the_first_that_applies() -> None:
    desk = Desk()
    never, always = (desk.bench.add(RowConstant(each)) for each in (False, True))
    urgent = desk.bench.at_least(TICKETS, "priority", 2)
    first = (RecordCheck(never, desk.answered(1), "never"), RecordCheck(urgent, desk.answered(2), "urgent"))
    rest = (RecordCheck(always, desk.answered(10), "always"), RecordCheck(None, desk.answered(3), "else"))
    assert desk.found((*first, *rest)).label == "always"
    assert desk.found(first, rest).label == "always"
    assert desk.found(first).verdict == "none"


def test_evidence_tells_what_else_a_record_was_held_to() -> None:
    desk = Desk()
    both = desk.bench.add(RowLogic("and", desk.answered(10), desk.resolved(60)))
    checks = (
        (RecordCheck(None, desk.answered(12), "a"),),
        (RecordCheck(None, both, "b"),),
        (RecordCheck(None, desk.bench.add(RowConstant(True)), "c"),),
    )
    found = desk.found(*checks, evidence=True)
    assert (found.label, found.verdict, found.measured, found.limit) == ("b", "undecided", 10, 10)
    assert [(each.label, each.verdict, each.measured, each.limit) for each in found.others] == [
        ("b", "undecided", 50, 60),
        ("a", "met", 10, 12),
        ("c", "met", None, None),
    ]
    assert [tuple(each) for each in found.stretches] == [(0, 10, "counted")]
    assert [[tuple(one) for one in each.stretches] for each in found.others] == [
        [(0, 50, "counted")],
        [(0, 10, "counted")],
        [],
    ]
    without = desk.found(*checks)
    assert without == found._replace(others=(), stretches=())


def test_the_numbers_of_a_condition_are_those_of_its_first_deadline() -> None:
    desk = Desk()
    either = desk.bench.add(RowLogic("or", desk.answered(4), desk.answered(20)))
    found = desk.found((RecordCheck(None, either, "either"),))
    assert (found.verdict, found.measured, found.limit, found.due_at, found.breaches_after) == ("met", 10, 4, 4, 4)


@pytest.mark.parametrize(
    ("operator", "settled", "numbers"),
    [
        ("and", False, (None, None)),
        ("and", None, (10, 4)),
        ("and", True, (10, 4)),
        ("or", False, (10, 4)),
        ("or", None, (10, 4)),
        ("or", True, (None, None)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_deadline_beside_what_settles_the_matter_is_not_told_of(
    operator: Any, settled: bool | None, numbers: tuple[int | None, int | None], turned: bool
) -> None:
    desk = Desk()
    beside = desk.bench.add(RowConstant(settled) if settled is not None else _unknown(desk.bench))
    sides = (desk.answered(4), beside) if turned else (beside, desk.answered(4))
    found = desk.found((RecordCheck(None, desk.bench.add(RowLogic(operator, *sides)), "it"),), evidence=True)
    assert (found.measured, found.limit) == numbers
    assert (len(found.stretches), found.others) == (0 if numbers == (None, None) else 1, ())


def _unknown(bench: Bench) -> RowCompare:
    """Whether a ticket was resolved in time that nobody knows yet."""
    return RowCompare("=", bench.add(RowMoment(2, "resolved")), bench.number(1))


def test_the_numbers_are_those_of_the_deadline_of_the_branch_that_is_the_case() -> None:
    desk = Desk()
    ours, theirs = (desk.bench.at_least(TICKETS, "priority", each) for each in (1, 2))
    branches = [
        desk.bench.add(RowLogic("and", theirs, desk.answered(2))),
        desk.bench.add(RowLogic("and", desk.answered(4), ours)),
        desk.bench.add(RowLogic("and", desk.resolved(60), ours)),
    ]
    either = desk.bench.add(RowLogic("or", desk.bench.add(RowLogic("or", *branches[:2])), branches[2]))
    found = desk.found((RecordCheck(None, either, "either"),), evidence=True)
    assert (found.verdict, found.measured, found.limit) == ("undecided", 10, 4)
    assert [(each.measured, each.limit) for each in found.others] == [(50, 60)]


def test_limits_and_what_was_used_of_them() -> None:
    desk = Desk()
    found = desk.found((RecordCheck(None, desk.answered(12), "a"),))
    records = (found, found._replace(measured=None), found._replace(limit=None), found._replace(limit=0))
    assert list(used_limits(records)) == [(10, 12)]
    told = RecordsTold(4, [(10, 12), (3, 0)], lambda: records, lambda: records[:1])
    assert list(used_limits(told)) == [(10, 12)]
    assert (len(told), told[0], list(told)) == (4, found, list(records))
    assert told == records
    assert told == RecordsTold(9, [], lambda: list(records), tuple)
    assert told != records[1:]
    assert told != 4
    assert hash(told) == hash(records)
    assert repr(told) == repr(records)


def test_the_records_that_missed() -> None:
    desk = Desk()
    met = desk.found((RecordCheck(None, desk.answered(12), "a"),))
    missed = desk.found((RecordCheck(None, desk.answered(2), "a"),))
    assert tuple(RecordsFound(1, 1, 0, 0, (met, missed)).missed_records()) == (missed,)
    told = RecordsTold(2, [], lambda: (met, missed), lambda: (missed,))
    assert tuple(RecordsFound(1, 1, 0, 0, told).missed_records()) == (missed,)

    def unasked() -> tuple[()]:
        raise AssertionError

    assert tuple(RecordsFound(2, 0, 0, 0, RecordsTold(2, [], tuple, unasked)).missed_records()) == ()


@pytest.mark.parametrize(
    ("unknown_as", "agreed", "down"), [("up", 10, 1), ("down", 10, 5), ("leaves", 6, 1), ("no verdict", 10, 1)]
)
def test_time_that_is_not_known_counts_as_it_is_said(unknown_as: Any, agreed: int, down: int) -> None:
    found = ClassesFound(17, 2, 3, 5, 4, 1, 2, (), unknown_as)
    assert (found.agreed, found.counted_down) == (agreed, down)
