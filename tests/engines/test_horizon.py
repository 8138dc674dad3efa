"""How far the engine looks beyond the windows: as far as anything there can change what is inside them."""

import datetime
from dataclasses import replace

import pytest

from sladsl.engines import Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Demand
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.engines.reference.horizon import horizon_of
from sladsl.graph import Node, WindowRule
from sladsl.graph.rows import RowClock, RowMoment, RowWithin
from sladsl.graph.sets import Budget, SetBudget, SetLasting, SetSinceFirst, SetSpans, SetUnits
from sladsl.logs.records import EventLog, Record
from sladsl.logs.stored.store import Store
from sladsl.temporal import DAY, HOUR, Pair, parse_instant
from strategies.graphs import FAR, Bench, case, covered, event, span, window

START, END = parse_instant("2026-03-01T00:00Z"), parse_instant("2026-04-01T00:00Z")
TERM = parse_instant("2026-01-01T00:00Z")
BEFORE = START - 400 * DAY
MARGIN = 32 * DAY
FURTHEST = 30 * 366 * DAY


def horizon(
    node: Node | None = None,
    windows: tuple[Pair, ...] = ((START, END),),
    as_of: int = END,
    records: dict[str, list[Record]] | None = None,
    store: Store | None = None,
) -> Pair:
    bench = Bench(records=records or {}, as_of=as_of, term_start=datetime.date(2026, 1, 1))
    log = bench.log()
    if store is not None:
        kept = {
            name: replace(each, records=store.keep(each.schema, each.records)) for name, each in log.streams.items()
        }
        log = EventLog(kept)
    frame = Frame(as_of, {}, tuple(Demand((), (), (window(*each),)) for each in windows))
    return horizon_of(bench.graph(), log, frame, () if node is None else (node,))


def test_from_the_first_window_to_the_last() -> None:
    assert horizon() == (START - MARGIN, END + MARGIN)
    later = (END, END + DAY)
    for windows in (((START, END), later), (later, (START, END))):
        assert horizon(windows=windows) == (START - MARGIN, END + DAY + MARGIN)
    assert horizon(windows=(), as_of=7) == (7, 7)


BUDGETS = {
    "quarter": (TERM, END),
    "month": (START, END),
    "year": (TERM, parse_instant("2027-01-01T00:00Z")),
    "term": (TERM, END),
}


@pytest.mark.parametrize("unit", BUDGETS)
def test_whole_windows_of_an_allowance(unit: str) -> None:
    budget = Budget(WindowRule(unit, "UTC"), HOUR, None, False)  # type: ignore[arg-type]
    first, last = BUDGETS[unit]
    assert horizon(SetBudget(0, (budget,))) == (first - MARGIN, last + MARGIN)


@pytest.mark.parametrize(
    ("node", "first", "more"),
    [
        (SetLasting(0, 5 * HOUR, False), START, 5 * HOUR),
        (SetUnits(0, HOUR, False, True), START, 0),
        (SetUnits(0, HOUR, False, False), TERM, HOUR),
        (SetSinceFirst(0, "reports", None), TERM, 0),
    ],
    ids=["runs", "units of the clock", "units of each run", "since the first"],
)
def test_runs_that_begin_before(node: Node, first: int, more: int) -> None:
    assert horizon(node) == (first - MARGIN - more, END + MARGIN + more)


CLOCK = RowClock(0, 1, None, (), ())
ASK_RECORDS = [RowWithin(0, 0), replace(CLOCK, pauses=(0,))]


@pytest.mark.parametrize("node", ASK_RECORDS, ids=["within", "pauses"])
@pytest.mark.parametrize(
    ("records", "first"),
    [
        ({}, START),
        ({"reports": []}, START),
        ({"reports": [event(START + DAY, 1)]}, START),
        ({"reports": [event(START - DAY, 1)], "outages": [span(BEFORE, BEFORE + 1, 1, "a")]}, BEFORE),
        ({"outages": [span(BEFORE, BEFORE + 1, 1, "a")], "reports": [event(START - DAY, 1)]}, BEFORE),
        ({"tickets": [case("a", (None, START, BEFORE)), case("b", (None, None, None))]}, BEFORE),
        ({"reports": [event(START - FURTHEST, 1)]}, START - FURTHEST),
        ({"reports": [event(START - FURTHEST - 1, 1)]}, START - FURTHEST),
    ],
)
@pytest.mark.parametrize("stored", [False, True])
def test_records_that_ask_where_they_lie(
    node: Node, records: dict[str, list[Record]], first: int, stored: bool
) -> None:
    store = Store(pytest.importorskip("duckdb")) if stored else None
    assert horizon(node, records=records, store=store) == (first - MARGIN, END + MARGIN)
    assert horizon(CLOCK, records=records, store=store) == (START - MARGIN, END + MARGIN)


def test_records_are_asked_about_up_to_as_of() -> None:
    for as_of, last in ((END - DAY, END), (END + DAY, END + DAY), (END + FURTHEST + 1, END + FURTHEST)):
        assert horizon(ASK_RECORDS[0], as_of=as_of) == (START - MARGIN, last + MARGIN)


def test_centuries_are_a_limit() -> None:
    longest = 300 * 366 * DAY
    assert horizon(windows=((0, longest),)) == (-MARGIN, longest + MARGIN)
    with pytest.raises(EngineLimit, match="300 years"):
        horizon(windows=((0, longest + 1),))
    budget = SetLasting(0, longest // 10 - MARGIN, False)
    assert horizon(budget, windows=((0, longest),)) == (-(longest // 10), longest + longest // 10)
    with pytest.raises(EngineLimit, match="360 years"):
        horizon(replace(budget, length=budget.length + 1), windows=((0, longest),))


def test_beyond_the_horizon_nobody_knows() -> None:
    """An instant of a record is looked for among spans as far as these are worked out, its ends included and not."""
    bench = Bench(records={"outages": [span(START, END, 1, "a")]}, as_of=FAR)
    within = bench.add(RowWithin(bench.add(RowMoment(0, "opened")), bench.add(SetSpans("outages", None))))
    frame = Frame(bench.as_of, {}, (Demand((within,), (), (window(START, END),)),))
    evaluation = Evaluation(bench.graph(), bench.log(), frame)
    first, last = evaluation.horizon
    lies = evaluation.scoped((), ()).row(within)
    expected = {first - 1: None, first: None, START: True, END - 1: True, last - 1: None, last: None}
    known = {first - 1: None, first: False, START: True, END - 1: True, END: False, last - 1: False, last: None}
    assert {at: lies(case("a", (at, None, None))) for at in expected} == expected
    bench.coverage = covered()
    evaluation = Evaluation(bench.graph(), bench.log(), replace(frame, coverage=bench.coverage))
    lies = evaluation.scoped((), ()).row(within)
    assert {at: lies(case("a", (at, None, None))) for at in known} == known
