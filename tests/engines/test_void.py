"""Cases that count nowhere, against leaving them out of the log by hand."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.engines.reference import ReferenceEngine
from sladsl.graph.making import VoidRule
from sladsl.graph.measures import MeasureRows
from sladsl.graph.rows import RowMoment, RowPresent
from sladsl.graph.sets import SetSpans
from sladsl.logs.records import Place
from strategies.graphs import TICKETS, Bench, case, span

times = st.integers(0, 60)
maybe = st.none() | times
drawn_cases = st.lists(st.tuples(times, maybe, maybe, st.none() | st.integers(0, 3)), max_size=8)


def bench_of(drawn: list[Any], as_of: int) -> Bench:
    cases = [
        case(str(line), moments, values=("a", priority), line=line)
        for line, (*moments, priority) in enumerate(drawn, 1)
    ]
    outage = span(0, 60, "a", None, line=1)
    return Bench(records={"tickets": cases, "outages": [outage]}, as_of=as_of)


@given(drawn_cases, st.integers(0, 3), st.integers(0, 70))
@settings(max_examples=200, deadline=None)
def test_what_is_void_might_as_well_not_be_there(drawn: list[Any], bound: int, as_of: int) -> None:
    bench = bench_of(drawn, as_of)
    by_priority = bench.at_least(TICKETS, "priority", bound)
    by_resolution = bench.add(RowPresent(bench.add(RowMoment(2, "resolved"))))
    graph = replace(bench.graph(), voids=(VoidRule("tickets", by_priority), VoidRule("tickets", by_resolution)))
    log = ReferenceEngine().without_void(graph, bench.log(), as_of)
    void = {
        line
        for line, (_, _, resolved, priority) in enumerate(drawn, 1)
        if (priority is not None and priority >= bound) or (resolved is not None and resolved < as_of)
    }
    assert log.streams["tickets"].void == tuple(Place(0, line) for line in sorted(void))
    kept: Any = log.streams["tickets"].records
    assert [each.place.line for each in kept] == [line for line in range(1, len(drawn) + 1) if line not in void]
    assert log.streams["outages"] == bench.log().streams["outages"]


def test_without_a_rule_nothing_is_void() -> None:
    bench = bench_of([(1, 2, 3, 0)], 10)
    bench.add(MeasureRows("tickets", None, "count", None, None, 0))
    bench.add(SetSpans("outages", None))
    assert ReferenceEngine().without_void(bench.graph(), bench.log(), 10) == bench.log()
