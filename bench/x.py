"""How fast the reference engine is: python bench/engine_speed.py

Cases with five events each (opened, answered, a pause's start and end, resolved) are judged by one clock in an office
calendar against a target, over monthly windows. Beside it, in the same process, runs the yardstick: a bare loop over
the same records that sums two integers of each. All times are medians of five.
"""

import datetime
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sladsl.engines import Frame
from sladsl.engines.measurements import Demand, RecordsFound
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import NamedCalendar, NodeTable, Ref, RuleGraph
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowClock, RowConstant, RowDeadline
from sladsl.logs.records import CaseRecord, EventLog, Place, StreamLog
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.temporal import DAY, HOUR, MINUTE, Calendar, WindowKind, Zone, tile

EVENTS_PER_CASE = 5
RUNS = 5
BERLIN = Zone.named("Europe/Berlin")
START, END = (BERLIN.to_utc(datetime.date(year, 1, 1), 0) for year in (2025, 2026))
OFFICE = Calendar("office", BERLIN, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)))
TICKETS = StreamSchema("tickets", Shape.CASES, moments=("opened", "answered", "resolved"), states=("waiting",))


def main() -> None:
    graph, measure = share_within_target()
    say(f"{'events':>9}  {'engine':>9}  {'events/s':>10}  {'µs/case':>8}  {'yardstick':>9}  {'ratio':>6}")
    for events in (100_000, 200_000, 400_000):
        cases = make_cases(events // EVENTS_PER_CASE)
        log = EventLog({"tickets": StreamLog(TICKETS, cases)})
        frame = Frame(END, {}, (Demand((measure,), (), tuple(tile(WindowKind.month(), BERLIN, START, END))),))
        # The log is in memory for good: without this, the collector searches all of it for garbage again and again.
        gc.collect()

        engine, bare = interleaved(partial(judge, graph, log, frame), partial(bare_loop, cases))
        say(
            f"{events:>9,}  {engine:>8.3f}s  {events / engine:>10,.0f}  {engine / len(cases) * 1e6:>8.2f}"
            f"  {bare:>8.3f}s  {engine / bare:>5.1f}x"
        )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def share_within_target() -> tuple[RuleGraph, Ref]:
    table = NodeTable()
    clock = table.add(RowClock(start=0, stop=2, calendar=0, states=(0,), pauses=()))
    limit = table.add(RowConstant(Fraction(16 * HOUR)))
    kept = table.add(RowDeadline(clock, limit, strict=False, business_days=False, at_close=False))
    measure = table.add(MeasureRecords("tickets", None, ((RecordCheck(None, kept, "restore"),),), moment=0))
    graph = RuleGraph(
        name="speed", title=None, edition=1, parties=(), term_start=datetime.date(2025, 1, 1), term_end=None,
        zone="UTC", currency=None, rounding="half up", streams=(TICKETS,),
        calendars=(NamedCalendar("office", OFFICE),), services=(), nodes=table.nodes, objectives=(), limits=(),
        readings=(),
    )  # fmt: skip
    return graph, measure


def make_cases(count: int) -> tuple[CaseRecord, ...]:
    draw = random.Random(count)
    opened = sorted(draw.randrange(START, END - 10 * DAY) for _ in range(count))
    return tuple(_case(number, at, draw) for number, at in enumerate(opened))


def _case(number: int, opened: int, draw: random.Random) -> CaseRecord:
    answered = opened + draw.randrange(5 * MINUTE, 8 * HOUR)
    waiting = answered + draw.randrange(MINUTE, DAY)
    back = waiting + draw.randrange(MINUTE, 2 * DAY)
    resolved = back + draw.randrange(MINUTE, 4 * DAY)
    moments = ((opened,), (answered,), (resolved,))
    return CaseRecord(f"T{number}", moments, (((waiting, back),),), (), Place(0, number + 2))


def judge(graph: RuleGraph, log: EventLog, frame: Frame) -> None:
    found = ReferenceEngine().measure(graph, log, frame).found.values()
    judged = sum(len(each.records) for each in found if isinstance(each, RecordsFound))
    assert judged == len(log.streams["tickets"].records)


def bare_loop(cases: tuple[CaseRecord, ...]) -> int:
    total = 0
    for case in cases:
        total += case.moments[0][0] + case.moments[2][0]
    return total


def interleaved(*works: Callable[[], object]) -> list[float]:
    """The median time of each; they take turns, so that a busy moment of the machine hits all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, times, strict=True):
            began = time.perf_counter()
            work()
            taken.append(time.perf_counter() - began)
    return [statistics.median(each) for each in times]


if __name__ == "__main__":
    main()
