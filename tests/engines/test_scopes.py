"""Which scopes there are, what each sees, and that the order of records is of no account."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.drawn import LAST, draw_set, window_lists, worlds
from sladsl.engines import Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureRecords, MeasureRows, MeasureTime, RecordCheck
from sladsl.graph.rows import RowClock, RowCompare, RowDeadline
from sladsl.graph.sets import SetCombined, SetSpans
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.temporal import DAY, HOUR, MINUTE, IntervalSet
from strategies.graphs import OUTAGES, Bench, case, covered, sample, span, window

REGION = Attribute("region", AttributeType(Kind.CHOICE, ("north", "south")))
TIER = Attribute("tier", AttributeType(Kind.CHOICE, ("gold", "base")))
SERVICE = Attribute("service", AttributeType(Kind.TEXT))
DOWN = StreamSchema("down", Shape.SPANS, (REGION, SERVICE))
UPKEEP = StreamSchema("upkeep", Shape.SPANS, (REGION, TIER))
STREAMS = (DOWN, UPKEEP)


def world() -> tuple[Bench, Any, Any]:
    bench = Bench(
        streams=STREAMS,
        records={
            "down": [span(0, 10, "north", "web"), span(20, 25, "south", "mail"), span(90, 95, "south", None)],
            "upkeep": [span(5, 10, "north", "gold"), span(5, 8, "south", "base")],
        },
        coverage=covered(1000, -1000, "down", "upkeep"),
    )
    return bench, bench.add(SetSpans("down", None)), bench.add(SetSpans("upkeep", None))


def test_without_keys_there_is_one_scope() -> None:
    bench, down, _ = world()
    assert {scope: found.inside for scope, found in bench.by_scope(MeasureTime(down), (0, 100)).items()} == {(): 20}  # type: ignore[union-attr]


def inside(found: dict[Any, Any]) -> dict[Any, int]:
    return {scope: each.inside for scope, each in found.items()}


def test_choices_are_all_there_and_texts_as_seen() -> None:
    bench, down, _ = world()
    bench.records = {**bench.records, "down": [span(0, 10, "north", "web")]}
    assert inside(bench.by_scope(MeasureTime(down), (0, 100), "region")) == {("north",): 10, ("south",): 0}
    assert inside(bench.by_scope(MeasureTime(down), (0, 100), "service")) == {("web",): 10}


def test_several_keys_are_a_product_only_of_choices() -> None:
    bench, down, upkeep = world()
    both = MeasureTime(bench.add(SetCombined("together", down, upkeep)))
    # `down` knows nothing of tiers, so it applies to both; `upkeep` nothing of services.
    assert inside(bench.by_scope(both, (0, 100), "region", "tier")) == {
        ("north", "gold"): 10,
        ("north", "base"): 10,
        ("south", "gold"): 10,
        ("south", "base"): 13,
    }
    assert inside(bench.by_scope(both, (0, 100), "service", "region")) == {("mail", "south"): 8, ("web", "north"): 10}


def test_a_record_after_as_of_makes_no_scope() -> None:
    bench, down, _ = world()
    bench.as_of = 15
    assert inside(bench.by_scope(MeasureTime(down), (0, 100), "service")) == {("web",): 10}


def test_two_demands_with_the_same_keys_list_all_scopes() -> None:
    bench, down, _ = world()
    counted = bench.add(MeasureRows("down", None, "count", None, None, None))
    ref = bench.add(MeasureTime(down))
    demands = tuple(Demand((each,), ("service",), (window(0, 100),)) for each in (ref, counted))
    found = ReferenceEngine().measure(bench.graph(), bench.log(), Frame(1000, bench.coverage, demands))
    assert found.scopes == {("service",): (("mail",), ("web",))}
    assert len(found.found) == 4
    no_scope = bench.add(MeasureRows("upkeep", None, "count", None, None, None))
    demands = tuple(Demand((each,), ("service",), (window(0, 100),)) for each in (ref, no_scope))
    found = ReferenceEngine().measure(bench.graph(), bench.log(), Frame(1000, bench.coverage, demands))
    assert found.scopes == {("service",): (("mail",), ("web",))}


def test_a_key_that_one_stream_has_as_text_has_the_values_seen() -> None:
    free = StreamSchema("free", Shape.SPANS, (Attribute("region", AttributeType(Kind.TEXT)),))
    bench = Bench(streams=(DOWN, free), records={"down": [], "free": [span(0, 5, "east")]})
    together = SetCombined("together", bench.add(SetSpans("down", None)), bench.add(SetSpans("free", None)))
    assert inside(bench.by_scope(MeasureTime(bench.add(together)), (0, 100), "region")) == {("east",): 5}


def test_too_much_is_an_error_in_plain_words() -> None:
    bench, down, _ = world()
    ref = bench.add(MeasureTime(down))
    hours = [(each * HOUR, each * HOUR + HOUR) for each in range(600_000)]
    with pytest.raises(EngineLimit, match="600000 windows are too many"):
        bench.measure([ref], hours, ("region",))
    with pytest.raises(EngineLimit, match="300 years"):
        bench.measure([ref], [(0, 1), (400 * 366 * DAY, 401 * 366 * DAY)])


# ── Order ────────────────────────────────────────────────────────────────────────────────────────────────────────


def shuffled(bench: Bench, seed: int) -> Bench:
    order = random.Random(seed)
    records = {stream: order.sample(list(each), len(list(each))) for stream, each in bench.records.items()}
    return Bench(bench.streams, bench.calendars, records, bench.coverage, bench.as_of, bench.term_start, bench.table)


@given(st.data(), worlds(), window_lists(), st.integers())
@settings(max_examples=60, deadline=None)
def test_any_order_of_records_gives_the_same(data: st.DataObject, bench: Bench, windows: Any, seed: int) -> None:
    down, out = draw_set(data.draw, bench, 2), draw_set(data.draw, bench, 2)
    refs = (
        bench.add(MeasureTime(down)),  # type: ignore[arg-type]
        bench.add(MeasureClasses(None, (Excluded(out, "out", "up"),), None, down, "down")),  # type: ignore[arg-type]
        bench.add(MeasureRows("outages", None, "sum", bench.attribute(OUTAGES, "severity"), None, None)),
    )
    plain = bench.measure(refs, windows, evidence=True)
    assert shuffled(bench, seed).measure(refs, windows, evidence=True) == plain


@given(st.lists(st.tuples(st.integers(0, LAST), st.integers(0, LAST)), max_size=12), st.integers())
def test_any_order_of_cases_gives_the_same(drawn: list[tuple[int, int]], seed: int) -> None:
    cases = [
        case(f"T{line}", (opened * MINUTE, None, resolved * MINUTE), line=line)
        for line, (opened, resolved) in enumerate(drawn, 1)
    ]
    bench = Bench(records={"tickets": cases})
    clock = bench.add(RowClock(0, 2, None, (0,), ()))
    kept = bench.add(RowDeadline(clock, bench.number(30 * MINUTE), False, False, False))
    refs = [
        bench.add(MeasureRecords("tickets", None, ((RecordCheck(None, kept, "x"),),), 0)),
        bench.add(MeasureRows("tickets", bench.add(RowCompare(">", clock, bench.number(0))), "median", clock, None, 2)),
    ]
    windows = [(0, 100 * MINUTE), (100 * MINUTE, LAST * MINUTE)]
    assert shuffled(bench, seed).measure(refs, windows, evidence=True) == bench.measure(refs, windows, evidence=True)


def test_coverage_is_what_the_frame_says() -> None:
    bench, down, _ = world()
    bench.coverage = {"down": IntervalSet.single(0, 50)}
    (found,) = bench.take(MeasureTime(down), (0, 100))
    assert (found.inside, found.unknown) == (20, 45)


def test_only_a_register_lists_scopes_that_its_stream_is_not_asked_about() -> None:
    loads = StreamSchema("loads", Shape.SAMPLES, (SERVICE,), keys=("service",))
    owners = StreamSchema("owners", Shape.SPANS, (SERVICE,), keys=("service",), register=True)
    records = {"down": [span(0, 10, "north", "web")], "loads": [sample(1, "mail")], "owners": [span(3, 7, "chat")]}
    for streams, scopes, lifetimes in (
        ((DOWN, loads), {("web",)}, {}),
        ((DOWN, loads, owners), {("web",), ("chat",)}, {(("service",), ("chat",)): IntervalSet.single(3, 7)}),
    ):
        bench = Bench(streams, records={each.name: records[each.name] for each in streams})
        found = bench.measure([bench.add(MeasureTime(bench.add(SetSpans("down", None))))], [(0, 100)], ("service",))
        assert set(found.scopes["service",]) == scopes
        assert found.lifetimes == lifetimes


def test_what_was_worked_out_for_one_scope_alone_is_forgotten() -> None:
    evaluation = Evaluation(Bench().graph(), Bench().log(), Frame(0, {}, ()))
    web, north = ("service", "web"), ("region", "north")
    made: list[object] = []
    for key in ((), (web,), (north, web), ("service",), 3):
        for _ in range(3):
            evaluation.once(("node", 7, key), lambda key=key: made.append(key))  # type: ignore[misc]
            evaluation.forget(1)
            evaluation.forget(0)
    # What all scopes share, or those of other keys, stays.
    assert made == [(), *[(web,)] * 3, (north, web), ("service",), 3]
