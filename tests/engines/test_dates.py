"""Dates by statements: days between instants, ends of days, limits in days, open time, around midnights and changes of
the clock."""

from fractions import Fraction
from random import Random

import pytest

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import (
    RowBetween,
    RowClock,
    RowConstant,
    RowDays,
    RowDeadline,
    RowEnd,
    RowMoment,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import SetCalendar
from sladsl.logs.stored.store import Room
from sladsl.temporal import DAY, HOUR, MINUTE, Calendar, Zone, parse_instant
from strategies.graphs import TICKETS, Bench, case, covered, span, window

duckdb = pytest.importorskip("duckdb")

# Changes of the clock at night, at midnight, by a whole day, and none.
PLACES = (
    ("Europe/Berlin", "2026-03-27T00:00:00Z"),
    ("Europe/Berlin", "2026-10-23T00:00:00Z"),
    ("America/Sao_Paulo", "2018-11-02T00:00:00Z"),
    ("America/Sao_Paulo", "2018-02-15T00:00:00Z"),
    ("Pacific/Apia", "2011-12-28T00:00:00Z"),
    ("Asia/Kathmandu", "2026-02-26T00:00:00Z"),
)


class Draw:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.name, start = PLACES[seed % len(PLACES)]
        self.zone, self.start = Zone.named(self.name), parse_instant(start)
        days = self.random.sample(range(7), self.random.randint(1, 6))
        hours = self.random.choice((((9 * HOUR, 17 * HOUR),), ((0, DAY),), ((0, HOUR), (23 * HOUR, DAY))))
        calendar = Calendar("office", self.zone, dict.fromkeys(days, hours))
        as_of = self.instant() + self.random.choice((0, 1, 3 * DAY))
        self.bench = Bench(calendars=(calendar,), as_of=as_of, coverage=covered())
        self.bench.records = {
            "tickets": [self.ticket(line) for line in range(40)],
            "outages": [self.outage(line) for line in range(20)],
        }

    def instant(self) -> int:
        """Near a border of days, often."""
        at = self.start + self.random.randrange(5 * 24 * 4) * 15 * MINUTE
        if self.random.random() < 0.5:
            at = self.zone.to_utc(self.zone.local(at)[0], self.random.choice((0, HOUR, 2 * HOUR, 3 * HOUR)))
        return at + self.random.choice((0, 0, 0, -1, 1))

    def ticket(self, line: int) -> object:
        opened, answered, resolved = sorted(self.instant() for _ in range(3))
        moments = [self.random.choice((opened, opened, None)), answered, self.random.choice((resolved, resolved, None))]
        self.random.shuffle(moments)
        waiting = [(answered, resolved)] if answered < resolved and self.random.random() < 0.3 else []
        return case(f"c{line}", moments, waiting, values=("ab"[line % 2], 1), line=line + 1)

    def outage(self, line: int) -> object:
        start, end = sorted(self.instant() for _ in range(2))
        return span(start, self.random.choice((end, None)), 1, "a", line=line + 1)

    def value(self, stream: str) -> Ref:
        pick, add = self.random.choice, self.bench.add
        calendar, count = pick((0, None)), self.random.randint(0, 3)
        start, stop = self.time(stream), self.time(stream)
        if pick((True, False)):
            start = add(RowEnd(start, pick(("day", "day", "week", "month", "quarter", "year")), count, None, self.name))
        return add(
            pick(
                (
                    RowDays(start, stop, calendar, self.name),
                    RowBetween(start, stop, 0),
                    RowBetween(start, add(RowEnd(stop, "day", count, calendar, self.name)), calendar),
                )
            )
        )

    def time(self, stream: str) -> Ref:
        if stream == "outages":
            return self.bench.add(RowTime(self.random.choice(("start", "end"))))
        index = self.random.randrange(3)
        return self.bench.add(RowMoment(index, TICKETS.moments[index]))

    def deadline(self) -> Ref:
        pick = self.random.choice
        clock = self.bench.add(RowClock(0, pick((1, 2)), pick((0, None)), pick(((), (0,))), ()))
        limit = self.bench.add(RowConstant(Fraction(self.random.randint(0, 4))))
        in_zone = self.name if pick((True, False)) else None
        return self.bench.add(RowDeadline(clock, limit, pick((True, False)), in_zone is None, False, in_zone))


@pytest.mark.parametrize("seed", range(60))
def test_drawn_dates(seed: int) -> None:
    drawn = Draw(seed)
    bench, pick = drawn.bench, drawn.random.choice
    office = bench.add(SetCalendar(0))
    measures: list[Ref] = []
    for stream in ("tickets", "tickets", "outages"):
        within = bench.add(RowWithin(drawn.time(stream), office))
        for statistic in ("sum", "max", "min", "count"):
            value = None if statistic == "count" else drawn.value(stream)
            measures.append(bench.add(MeasureRows(stream, pick((None, within)), statistic, value, None, None, None)))
    for _ in range(3):
        checks = (RecordCheck(None, drawn.deadline(), "one"), RecordCheck(None, drawn.deadline(), "two"))
        measures.append(bench.add(MeasureRecords("tickets", None, tuple((each,) for each in checks), None)))
    windows = tuple(window(drawn.start + at * DAY, drawn.start + (at + 3) * DAY) for at in (-2, 1, 4))
    frame = Frame(bench.as_of, bench.coverage, (Demand(tuple(measures), ("service",), windows),))
    engine = ColumnarEngine(DuckDB(duckdb, Room()))
    assert engine.measure(bench.graph(), bench.log(), frame) == ReferenceEngine().measure(
        bench.graph(), bench.log(), frame
    )
    assert not engine.fallen_back
