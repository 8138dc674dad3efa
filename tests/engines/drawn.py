"""Random small worlds on a grid of minutes: a log with gaps in its coverage, and sets of every kind over it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from sladsl.engines import Frame
from sladsl.engines.measurements import Demand
from sladsl.graph import RuleGraph, WindowRule
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureTime, Weight
from sladsl.graph.rows import BucketAttribute, RowArithmetic, RowCompare
from sladsl.graph.sets import (
    Budget,
    SetAmong,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetHolding,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.logs.records import EventLog
from sladsl.temporal import MINUTE, UTC, Calendar, IntervalSet
from strategies.graphs import MAINTENANCE, OUTAGES, PROBES, Bench, event, sample, span, window

# Open in the first hours of each UTC day, where all records lie.
OPEN: Final = ((20, 75), (100, 110), (150, 290))
CALENDAR: Final = Calendar(
    "grid", UTC, {day: tuple((start * MINUTE, end * MINUTE) for start, end in OPEN) for day in range(7)}
)
LAST: Final = 300
minutes = st.integers(0, LAST)
lengths = st.integers(0, 40).map(lambda each: each * MINUTE)


def is_open(minute: int) -> bool:
    return any(start <= minute < end for start, end in OPEN)


@st.composite
def worlds(draw: st.DrawFn) -> Bench:
    """A log; every record has a line of its own."""
    as_of = draw(st.integers(100, LAST + 20)) * MINUTE
    records: dict[str, list[Any]] = {}
    for stream, service in (("outages", ("a",)), ("maintenance", ())):
        spans = draw(st.lists(st.tuples(minutes, st.none() | st.integers(0, 70), st.integers(0, 3)), max_size=6))
        records[stream] = [
            span(start * MINUTE, None if length is None else (start + length) * MINUTE, severity, *service, line=line)
            for line, (start, length, severity) in enumerate(spans, 1)
        ]
    readings = st.tuples(minutes, st.integers(0, 9), st.none() | st.integers(0, 9), st.sampled_from("abc"))
    records["probes"] = [
        sample(at * MINUTE, total, errors, service, line=line)
        for line, (at, total, errors, service) in enumerate(draw(st.lists(readings, max_size=20)), 1)
    ]
    reports = draw(st.lists(minutes, max_size=4))
    records["reports"] = [event(at * MINUTE, 1, line=line) for line, at in enumerate(reports, 1)]
    coverage = {stream: draw(_coverages()) for stream in ("outages", "maintenance", "probes")}
    return Bench(calendars=(CALENDAR,), records=records, coverage=coverage, as_of=as_of)


def _coverages() -> st.SearchStrategy[IntervalSet]:
    """Everything, or some stretches."""
    ends = st.tuples(minutes, minutes).map(lambda each: (min(each) * MINUTE, max(each) * MINUTE))
    return st.just(IntervalSet.single(-(10**15), 10**15)) | st.lists(ends, max_size=4).map(IntervalSet.of)


def draw_set(draw: Any, bench: Bench, depth: int = 3) -> int:
    """Adds a set of any kind and gives its reference."""
    kinds = ["calendar", "outages", "maintenance", "buckets", "holding", "among"]
    kinds += ["lasting", "units", "since", "combined", "combined", "budget"] if depth else []
    kind = draw(st.sampled_from(kinds))
    if kind == "calendar":
        return bench.add(SetCalendar(0))
    if kind in ("outages", "maintenance"):
        schema = OUTAGES if kind == "outages" else MAINTENANCE
        bound = draw(st.none() | st.integers(1, 3))
        return bench.add(SetSpans(kind, None if bound is None else bench.at_least(schema, "severity", bound)))
    if kind == "buckets":
        errors = bench.add(BucketAttribute(1, "errors", 1, "sum"))
        where = bench.add(RowCompare(">=", errors, bench.number(draw(st.integers(0, 9)))))
        return bench.add(SetBuckets("probes", draw(st.sampled_from((5, 7, 15))) * MINUTE, where))
    if kind in ("holding", "among"):
        holding: Any = bench.add(_holding(draw, bench))
        if kind == "holding":
            return int(holding)
        least, share = draw(st.integers(1, 3)), Fraction(draw(st.integers(1, 6)), 6)
        return bench.add(
            SetAmong(holding, "service", *draw(st.sampled_from(((least, None), (None, share)))), draw(st.booleans()))
        )
    operand: Any = draw_set(draw, bench, depth - 1)
    if kind == "lasting":
        return bench.add(SetLasting(operand, draw(lengths), draw(st.booleans())))
    if kind == "units":
        unit = draw(st.integers(1, 20)) * MINUTE
        return bench.add(SetUnits(operand, unit, draw(st.booleans()), draw(st.booleans())))
    if kind == "since":
        return bench.add(SetSinceFirst(operand, draw(st.sampled_from(("outages", "reports"))), None))
    if kind == "budget":
        return bench.add(SetBudget(operand, tuple(draw(st.lists(_budgets(), min_size=1, max_size=2)))))
    other: Any = draw_set(draw, bench, depth - 1)
    return bench.add(SetCombined(draw(st.sampled_from(("together", "during", "outside"))), operand, other))


def _holding(draw: Any, bench: Bench) -> SetHolding:
    """Probes carried forward, told apart by their service or not."""
    where = bench.at_least(PROBES, "errors", draw(st.integers(0, 9)))
    longest = draw(st.none() | st.integers(1, 60).map(lambda each: each * MINUTE))
    return SetHolding(
        "probes", where, draw(st.integers(1, 3)), draw(st.booleans()), longest, draw(st.sampled_from(((), (2,))))
    )


def _budgets() -> st.SearchStrategy[Budget]:
    counts = st.none() | st.integers(0, 2)
    return st.builds(Budget, st.just(WindowRule("hour", "UTC")), st.none() | lengths, counts, st.booleans())


@st.composite
def window_lists(draw: st.DrawFn) -> list[tuple[int, int]]:
    """One to three windows, which may overlap."""
    ends = st.tuples(st.integers(0, LAST), st.integers(1, 120))
    drawn = draw(st.lists(ends, min_size=1, max_size=3, unique=True))
    return [(start * MINUTE, (start + length) * MINUTE) for start, length in drawn]


def drawn_times(draw: st.DrawFn) -> tuple[RuleGraph, EventLog, Frame]:
    """Times of sets in windows, and what they leave of each other."""
    bench = draw(worlds())
    services, severities = st.sampled_from("ab"), st.none() | st.integers(0, 3)
    bench.records = {
        **bench.records,
        "outages": [each._replace(values=(draw(severities), draw(services))) for each in bench.records["outages"]],
    }
    sets = [draw_set(draw, bench) for _ in range(3)]
    excluded = Excluded(sets[0], "first", draw(st.sampled_from(("up", "leaves"))))
    classes = MeasureClasses(draw(st.sampled_from((None, sets[2]))), (excluded,), None, sets[1], "no verdict")
    measures = (bench.add(MeasureTime(sets[0])), bench.add(classes), *_more(draw, bench, sets))
    windows = tuple(window(*each) for each in draw(window_lists()))
    keys = draw(st.sampled_from(((), ("service",))))
    return bench.graph(), bench.log(), Frame(bench.as_of, bench.coverage, (Demand(measures, keys, windows),))


def _more(draw: Any, bench: Bench, sets: list[int]) -> Iterator[int]:
    """Of the longest spans only, by weight, and of what enough services share."""
    spans = bench.add(SetSpans("outages", None, draw(st.booleans())))
    operator = draw(st.sampled_from(("together", "during", "outside")))
    weight: Any = bench.attribute(OUTAGES, "severity")
    if draw(st.booleans()):
        weight = bench.add(RowArithmetic("/", weight, bench.number(draw(st.integers(1, 3)))))
    yield bench.add(MeasureTime(bench.add(SetCombined(operator, spans, sets[0])), Weight(spans, weight)))
    enough = (draw(st.integers(1, 3)), None), (None, Fraction(draw(st.integers(0, 4)), 4))
    yield bench.add(
        MeasureTime(bench.add(SetAmong(sets[2], "service", *draw(st.sampled_from(enough)), draw(st.booleans()))))
    )
