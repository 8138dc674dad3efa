"""Measures of rows and buckets drawn at random, over small logs full of borders: equal times, nothing, zero."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from sladsl.engines import Frame
from sladsl.engines.measurements import Demand
from sladsl.graph import Ref
from sladsl.graph.measures import BucketCase, MeasureBuckets, MeasureNear, MeasureRecords, MeasureRows, RecordCheck
from sladsl.graph.rows import (
    BucketAttribute,
    RowArithmetic,
    RowAttribute,
    RowBetween,
    RowCase,
    RowCases,
    RowClock,
    RowCompare,
    RowConstant,
    RowDeadline,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowRounded,
    RowSteps,
    RowTime,
)
from sladsl.graph.trimming import Trim
from sladsl.logs.records import CaseRecord, Place
from sladsl.logs.schema import Kind
from sladsl.temporal import DAY, UTC, Calendar
from strategies.graphs import OUTAGES, PROBES, TICKETS, Bench, covered, sample, span, window

# Openings a few microseconds long, where all records lie.
_OPEN = ((10, 22), (30, 31), (45, 90), (95, 110))
CALENDARS = (
    Calendar("fine", UTC, dict.fromkeys(range(7), _OPEN)),
    Calendar("nights", UTC, {3: ((60, DAY),), 4: ((0, 40), (50, 55))}),
)
_STREAMS = {each.name: each for each in (PROBES, OUTAGES, TICKETS)}
_WINDOWS = (((0, 50), (50, 100)), ((0, 30), (10, 60), (0, 30), (90, 130)), ((-100, 200),))


class Draw:
    """One world: a log, and what is asked of it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        as_of = self.random.choice([80, 100, 30 * DAY])
        self.bench = Bench(calendars=CALENDARS, as_of=as_of, coverage=covered())
        self.bench.records = {"probes": self._probes(), "outages": self._outages(), "tickets": self._tickets()}

    def frame(self) -> Frame:
        choice = self.random.choice
        measures = [self._rows(choice(tuple(_STREAMS))) for _ in range(4)] + [self._buckets() for _ in range(2)]
        measures += [self._verdicts(choice(("tickets", "tickets", "outages"))) for _ in range(3)]
        near = choice(tuple(_STREAMS))
        direction = choice(("next", "previous"))
        where = choice((None, self._truth(near, 1, False)))
        measures.append(self.bench.add(MeasureNear(near, where, self._number(near, 1, False), direction)))
        windows = tuple(window(*each) for each in choice(_WINDOWS))
        keys = choice([[()], [("service",)], [(), ("service",)]])
        demands = tuple(Demand(tuple(measures), each, windows) for each in keys)
        return Frame(self.bench.as_of, self.bench.coverage, demands)

    def _probes(self) -> list[object]:
        pick, whole = self.random.choice, self.random.randint
        return [
            sample(whole(-5, 100), whole(0, 9), pick([None, 0, 1, 2, 3]), pick("abc"), line=line)
            for line in range(whole(0, 60))
        ]

    def _outages(self) -> list[object]:
        pick, whole = self.random.choice, self.random.randint
        starts = [whole(0, 90) for _ in range(whole(0, 20))]
        return [
            span(start, pick([None, start, start + whole(0, 30)]), whole(0, 3), pick("ab"), line=line)
            for line, start in enumerate(starts)
        ]

    def _tickets(self) -> list[object]:
        pick, whole = self.random.choice, self.random.randint
        return [
            CaseRecord(
                f"c{line}",
                (
                    pick([(), (whole(0, 50),)]) if line % 9 == 0 else (whole(0, 50),),
                    tuple(sorted({whole(20, 120) for _ in range(whole(0, 3))})),
                    tuple(sorted({whole(40, 120) for _ in range(whole(0, 3))})),
                ),
                (self._intervals(), self._intervals()),
                (pick("ab"), pick([None, 1, 2])),
                Place(0, line),
            )
            for line in range(whole(0, 30))
        ]

    def _intervals(self) -> tuple[tuple[int, int | None], ...]:
        """Of a state: in order and apart, the last one perhaps open."""
        edges = sorted(self.random.sample(range(120), 2 * self.random.randint(0, 2)))
        pairs: list[tuple[int, int | None]] = list(zip(edges[::2], edges[1::2], strict=True))
        if pairs and self.random.random() < 0.3:
            pairs[-1] = (pairs[-1][0], None)
        return tuple(pairs)

    def _rows(self, stream: str) -> Ref:
        pick = self.random.choice
        statistic = pick(["count", "sum", "mean", "max", "min", "median", "percentile"])
        counts = statistic == "count" and self.random.random() < 0.7
        return self.bench.add(
            MeasureRows(
                stream,
                pick([None, self._truth(stream, 2, False)]),
                statistic,
                None if counts else self._number(stream, 2, False),
                Fraction(self.random.randint(1, 100), 100) if statistic == "percentile" else None,
                pick([None, 0, 1]) if stream == "tickets" else None,
                None if counts else pick([None, None, self._trim()]),
            )
        )

    def _trim(self) -> Trim:
        whole, shares = self.random.randint, [Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(3, 4)]
        return Trim(whole(0, 2), whole(0, 2), self.random.choice(shares), self.random.choice(shares))

    def _verdicts(self, stream: str) -> Ref:
        random = self.random
        groups = [
            tuple(
                RecordCheck(random.choice([None, self._truth(stream, 1, False)]), self._kept(stream), f"c{place}")
                for place in range(random.randint(1, 2))
            )
            for _ in range(random.randint(1, 2))
        ]
        where = random.choice([None, self._truth(stream, 1, False)])
        moment = random.choice([None, 0, 2]) if stream == "tickets" else None
        return self.bench.add(MeasureRecords(stream, where, tuple(groups), moment))

    def _kept(self, stream: str) -> Ref:
        """A deadline, alone or among other conditions, or a condition without one."""
        if stream != "tickets" or self.random.random() < 0.2:
            return self._truth(stream, 1, False)
        limit = self.bench.number(Fraction(self.random.randint(-1, 60), self.random.choice([1, 1, 2])))
        deadline = self.bench.add(RowDeadline(self._clock(), limit, self.random.random() < 0.5, False, False))
        for _ in range(self.random.randint(0, 2)):
            sides = [deadline, self._truth(stream, 1, False) if self.random.random() < 0.7 else self._kept(stream)]
            self.random.shuffle(sides)
            deadline = self.bench.add(RowLogic(self.random.choice(["and", "or"]), sides[0], sides[1]))
        return deadline

    def _clock(self) -> Ref:
        pick = self.random.choice
        clock = RowClock(pick([0, 0, 1]), pick([1, 2]), pick([None, 0, 1]), pick([(), (0,), (0, 1)]), ())
        cycle: Any = pick(["each", "worst", "mean", "first", "last"])
        match pick(["once", "once", "continues", "begins another", "gaps", "cycles"]):
            case "continues":
                clock = replace(clock, again=pick([1, 2]), continues=True)
            case "begins another":
                clock = replace(clock, again=pick([1, 2]), cycle=cycle)
            case "gaps":
                clock = replace(clock, gaps=pick([1, 2]), cycle="each")
            case "cycles":
                clock = replace(clock, cycle=cycle)
        return self.bench.add(clock)

    def _buckets(self) -> Ref:
        pick = self.random.choice
        cases = [
            BucketCase(self._number("probes", 1, True), self._truth("probes", 1, True))
            for _ in range(self.random.randint(0, 2))
        ]
        where = pick([None, self._truth("probes", 1, True)])
        missing = pick([None, "leaves", Fraction(1, 3)])
        operand = self._number("probes", 2, True)
        return self.bench.add(MeasureBuckets("probes", pick([5, 7, 10]), where, operand, tuple(cases), missing))

    def _number(self, stream: str, depth: int, bucket: bool) -> Ref:
        add, pick, whole = self.bench.add, self.random.choice, self.random.randint

        def number() -> Ref:
            return self._number(stream, depth - 1, bucket)

        match whole(0, 11 if depth else 1):
            case 0:
                return self.bench.number(Fraction(whole(-3, 9), pick([1, 1, 3])))
            case 1:
                return self._attribute(stream, bucket)
            case 2 | 3 | 4 | 5:
                return add(RowArithmetic(pick("+-*/"), number(), number()))
            case 6:
                return add(RowSteps(number(), Fraction(whole(1, 5), pick([1, 2])), self.random.random() < 0.5))
            case 7:
                return add(RowExtreme(pick(["greater", "lesser"]), (number(), number())))
            case 8:
                return add(RowRounded(number(), Fraction(1, pick([1, 2, 10]))))
            case 9:
                return add(RowCases((RowCase(number(), self._truth(stream, depth - 1, bucket)),), number()))
            case 10 if stream == "tickets":
                return self._clock()
            case _:
                return self._time(stream)

    def _time(self, stream: str) -> Ref:
        add, pick = self.bench.add, self.random.choice
        if stream == "outages":
            return add(RowTime(pick(["start", "end", "length"])))
        if stream == "probes":
            return add(RowTime("at"))
        moments = [add(RowMoment(index, str(index))) for index in range(3)]
        return pick([pick(moments), add(RowBetween(moments[0], pick(moments), None))])

    def _attribute(self, stream: str, bucket: bool) -> Ref:
        pick, schema = self.random.choice, _STREAMS[stream]
        name = pick([each.name for each in schema.attributes if each.type.kind is Kind.COUNT])
        index, divisor = schema.attribute_index(name), pick([1, 1, 10])
        assert index is not None
        if bucket:
            return self.bench.add(BucketAttribute(index, name, divisor, pick(["sum", "mean", "max", "min"])))
        return self.bench.add(RowAttribute(index, name, divisor))

    def _truth(self, stream: str, depth: int, bucket: bool) -> Ref:
        add, pick = self.bench.add, self.random.choice
        below = max(0, depth - 1)
        match self.random.randint(0, 5) if depth else 0:
            case 0 | 1:
                sides = (self._number(stream, below, bucket), self._number(stream, below, bucket))
                return add(RowCompare(pick(["<", "<=", "=", "!=", ">", ">="]), *sides))
            case 2:
                truths = (self._truth(stream, below, bucket), self._truth(stream, below, bucket))
                return add(RowLogic(pick(["and", "or"]), *truths))
            case 3:
                return add(RowNot(self._truth(stream, below, bucket)))
            case 4:
                return add(RowPresent(self._number(stream, below, bucket)))
            case _:
                index = _STREAMS[stream].attribute_index("service")
                assert index is not None
                text = add(RowAttribute(index, "service", 0))
                same = RowCompare(pick(["=", "!="]), text, add(RowConstant("b")))
                return add(pick([RowOneOf(text, ("a", "x")), same]))
