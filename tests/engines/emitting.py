"""A log of everything, and what the database finds in it by itself."""

from collections.abc import Callable, Sequence

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine
from sladsl.engines.measurements import Demand, Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Node
from sladsl.temporal import HOUR, UTC, Calendar
from strategies.graphs import Bench, case, covered, event, sample, span, window

NOW = 60
WINDOWS = ((0, 20), (20, 50), (10, 45), (50, 90))
OFFICE = Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)))


def bench() -> Bench:
    cases = [
        case(
            f"t{at}",
            (at, at + at % 7 if at % 5 else None, at + 9 if at % 3 else None),
            waiting=((at + 1, at + 2),) if at % 2 else ((at + 1, None),),
            on_hold=((at + 2, at + 4), (at + 3, at + 5)) if at % 4 == 0 else (),
            values=("abc"[at % 3], None if at % 4 == 3 else at % 6 - 2),
            line=at + 1,
        )
        for at in range(0, 55, 2)
    ]
    return Bench(
        records={
            "tickets": cases,
            "reports": [event(at, None if at % 4 == 3 else at % 11 - 5, line=at + 1) for at in range(0, 90, 3)],
            "outages": [
                span(at, at + at % 9 if at % 8 else None, at % 5, "ab"[at % 2], line=at + 1) for at in range(0, 70, 4)
            ],
            "probes": [
                sample(at, at % 6, None if at % 5 == 1 else at % 3, "ab"[at // 4 % 2], line=at + 1) for at in range(80)
            ],
        },
        coverage=covered(),
        as_of=NOW,
        calendars=(OFFICE,),
    )


def same(
    engine: ColumnarEngine, drawing: Bench, measures: Sequence[Node], spread: Callable[[int], int] = int
) -> Measurements:
    """What both find; all of it the database, in scopes and without."""
    refs = tuple(drawing.add(each) for each in measures)
    windows = tuple(window(spread(start), spread(end)) for start, end in WINDOWS)
    frame = Frame(drawing.as_of, drawing.coverage, (Demand(refs, (), windows), Demand(refs, ("service",), windows)))
    graph, log = drawing.graph(), drawing.log()
    found = engine.measure(graph, log, frame)
    assert engine.fallen_back == {}
    expected = ReferenceEngine().measure(graph, log, frame)
    assert found == expected
    return expected
