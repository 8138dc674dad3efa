"""The classes of time: facts by hand, conservation to the microsecond, and the records shown for each stretch."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.engines.measurements import ClassesFound, Segment, TimeFound
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureTime
from sladsl.graph.sets import SetCalendar, SetCombined, SetSpans
from sladsl.logs.records import Place
from sladsl.temporal import DAY, MINUTE, IntervalSet, WindowKind, Zone, tile
from strategies.graphs import OUTAGES, Bench, covered, span
from strategies.time import calendars, instants_in, zones


def classes(bench: Bench, *, effect: Any = "up", unknown_as: Any = "no verdict") -> MeasureClasses:
    """Down while there is an outage, with maintenance excluded and gaps unknown."""
    outages, maintenance, gaps = (bench.add(SetSpans(each, None)) for each in ("outages", "maintenance", "gaps"))
    return MeasureClasses(None, (Excluded(maintenance, "upkeep", effect),), gaps, outages, unknown_as)


def world(**more: Any) -> Bench:
    return Bench(
        records={
            "outages": [span(10, 40, 1, "a", line=1), span(30, 50, 1, "a", line=2)],
            "maintenance": [span(20, 35, 1, line=7)],
            "gaps": [span(45, 60, line=9)],
        },
        coverage=covered(),
        **more,
    )


def test_an_exclusion_counts_as_up_or_leaves() -> None:
    for effect, up, leaves in (("up", 15, 0), ("leaves", 0, 15)):
        bench = world()
        (found,) = bench.take(classes(bench, effect=effect), (0, 100))
        assert found == ClassesFound(100, 0, up, leaves, 15, 20, 50, (("upkeep", 15),), "no verdict")


def test_an_exclusion_that_leaves_can_lower_availability() -> None:
    # 100 minutes with 10 down are 90 %; cutting 50 good minutes out leaves 80 %.
    bench = Bench(records={"outages": [span(0, 10, 1, "a")], "maintenance": [span(50, 100, 1)]}, coverage=covered())
    (found,) = bench.take(classes(bench, effect="leaves"), (0, 100))
    assert (found.counted_down, found.agreed) == (10, 50)


def test_segments_name_the_records_that_cover_them() -> None:
    bench = world()
    (found,) = bench.take(classes(bench), (0, 100), evidence=True)
    first, second = ("outages", Place(0, 1)), ("outages", Place(0, 2))
    assert found.segments == (
        Segment(0, 10, "up", None, ()),
        Segment(10, 20, "down", None, (first,)),
        Segment(20, 35, "excluded", "upkeep", (("maintenance", Place(0, 7)),)),
        Segment(35, 45, "down", None, (first, second)),
        Segment(45, 60, "unknown", None, (("gaps", Place(0, 9)),)),
        Segment(60, 100, "up", None, ()),
    )


def test_a_segment_names_no_record_of_its_neighbours() -> None:
    bench = Bench(
        records={
            "outages": [span(0, 30, 1, "a", line=1), span(10, 15, 1, "a", line=2), span(40, 50, 1, "a", line=3)],
            "maintenance": [span(10, 20, 1, line=4)],
        },
        coverage=covered(),
    )
    (found,) = bench.take(classes(bench), (0, 100), evidence=True)
    lines = {segment.start: [place.line for _, place in segment.places] for segment in found.segments}
    assert lines == {0: [1], 10: [4], 20: [1], 30: [], 40: [3], 50: []}


def test_what_another_set_takes_away_is_not_shown() -> None:
    bench = world()
    outages, maintenance = (bench.add(SetSpans(each, None)) for each in ("outages", "maintenance"))
    left = bench.add(SetCombined("outside", outages, maintenance))
    (found,) = bench.take(MeasureTime(left), (0, 100), evidence=True)
    assert (found.inside, found.unknown) == (25, 0)
    assert {stream for segment in found.segments for stream, _ in segment.places} == {"outages"}


def test_time_after_as_of_is_unknown_and_an_open_span_lasts_until_then() -> None:
    bench = Bench(records={"outages": [span(10, None, 1, "a"), span(95, 97, 1, "a")]}, coverage=covered(), as_of=80)
    (found,) = bench.take(classes(bench), (0, 100))
    assert (found.down, found.unknown, found.up) == (70, 20, 10)


def test_a_stream_that_is_not_there_is_unknown() -> None:
    bench = Bench(records={"outages": []}, coverage=covered(1000, -1000, "outages"))
    (found,) = bench.take(classes(bench), (0, 100))
    assert (found.unknown, found.up) == (100, 0)
    (time,) = bench.take(MeasureTime(bench.add(SetSpans("maintenance", None))), (0, 100))
    assert time == TimeFound(0, 100)


def test_a_recorded_span_outside_coverage_is_inside_but_not_down() -> None:
    bench = Bench(records={"outages": [span(40, 60, 1, "a")]}, coverage=covered(50, 0))
    outages = bench.add(SetSpans("outages", None))
    node = MeasureClasses(None, (), None, outages, "no verdict")
    (time,), (found,) = bench.take(MeasureTime(outages), (0, 100)), bench.take(node, (0, 100))
    assert time == TimeFound(20, 40)
    assert (found.down, found.unknown, found.up) == (10, 50, 40)


def test_a_condition_that_is_not_known_does_not_hold() -> None:
    bench = Bench(records={"outages": [span(0, 10, None, "a"), span(20, 30, 2, "a")]}, coverage=covered())
    severe = bench.add(SetSpans("outages", bench.at_least(OUTAGES, "severity", 2)))
    assert bench.take(MeasureTime(severe), (0, 100)) == [TimeFound(10, 0)]


KNOWN, UNKNOWN = "known", "unknown"


@pytest.mark.parametrize(
    ("operator", "left", "right", "down", "unknown"),
    [
        # A known side settles it: what is down for sure is down, whatever the other stream would say.
        ("together", KNOWN, UNKNOWN, 30, 70),
        ("together", UNKNOWN, KNOWN, 30, 70),
        ("together", UNKNOWN, UNKNOWN, 0, 100),
        ("during", KNOWN, UNKNOWN, 0, 30),
        ("during", UNKNOWN, KNOWN, 0, 30),
        ("outside", KNOWN, UNKNOWN, 0, 30),
        ("outside", UNKNOWN, KNOWN, 0, 70),
        ("outside", KNOWN, KNOWN, 10, 0),
    ],
)
def test_known_and_unknown_together(operator: Any, left: str, right: str, down: int, unknown: int) -> None:
    """Outages in [10, 40), maintenance in [20, 50), one of them or both outside their coverage."""
    coverage = {
        **(covered(1000, -1000, "outages") if left == KNOWN else {}),
        **(covered(1000, -1000, "maintenance") if right == KNOWN else {}),
    }
    records = {"outages": [span(10, 40, 1, "a")], "maintenance": [span(20, 50, 1)]}
    bench = Bench(records=records, coverage=coverage)
    outages, maintenance = (bench.add(SetSpans(each, None)) for each in ("outages", "maintenance"))
    both = bench.add(SetCombined(operator, outages, maintenance))
    (found,) = bench.take(MeasureClasses(None, (), None, both, "no verdict"), (0, 100))
    assert (found.down, found.unknown) == (down, unknown)


def test_where_it_is_not_known_whether_time_is_unknown_it_is() -> None:
    bench = world()
    bench.coverage = covered(1000, -1000, "outages", "maintenance") | covered(70, 0, "gaps")
    (found,) = bench.take(classes(bench), (0, 100))
    assert (found.unknown, found.down, found.up) == (15 + 30, 20, 20)


# ── Conservation ─────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def eventful_worlds(draw: st.DrawFn) -> tuple[Bench, MeasureClasses, list[tuple[int, int]]]:
    """Months and days of a zone about changes of its clock, with spans of any microseconds about them."""
    zone: Zone = draw(zones)
    middle = draw(instants_in(zone))
    near = st.integers(middle - 40 * DAY, middle + 40 * DAY)
    lengths = st.none() | st.integers(0, DAY * 3)

    def spans(line: int, *values: Any) -> list[Any]:
        drawn = draw(st.lists(st.tuples(near, lengths), max_size=6))
        return [
            span(start, None if length is None else start + length, *values, line=line + number)
            for number, (start, length) in enumerate(drawn)
        ]

    coverage = {
        stream: draw(
            st.just(IntervalSet.single(middle - 400 * DAY, middle + 400 * DAY))
            | st.lists(st.tuples(near, near), max_size=3).map(
                lambda pairs: IntervalSet.of((min(p), max(p)) for p in pairs)
            )
        )
        for stream in ("outages", "maintenance", "gaps")
    }
    records = {"outages": spans(10, 1, "a"), "maintenance": spans(20, 1), "gaps": spans(30)}
    bench = Bench(calendars=(draw(calendars(zone)),), records=records, coverage=coverage, as_of=draw(near))
    node = classes(
        bench, effect=draw(st.sampled_from(("up", "leaves"))), unknown_as=draw(st.sampled_from(("up", "down")))
    )
    if draw(st.booleans()):
        schedule = bench.add(SetCalendar(0))
        node = MeasureClasses(schedule, node.excluded, node.unknown_while, node.down, node.unknown_as)
    kind = draw(st.sampled_from((WindowKind.month(), WindowKind.day(), WindowKind.week())))
    windows = [(each.start, each.end) for each in tile(kind, zone, middle - 3 * DAY, middle + 3 * DAY)]
    return bench, node, windows


@given(eventful_worlds())
@settings(max_examples=120, deadline=None)
def test_every_microsecond_is_in_exactly_one_class(drawn: tuple[Bench, MeasureClasses, list[tuple[int, int]]]) -> None:
    bench, node, windows = drawn
    plain = bench.take(node, *windows)
    for (start, end), found, bare in zip(windows, bench.take(node, *windows, evidence=True), plain, strict=True):
        parts = {
            "out of schedule": found.out_of_schedule,
            "excluded": found.excluded_up + found.excluded_leaves,
            "unknown": found.unknown,
            "down": found.down,
            "up": found.up,
        }
        assert sum(parts.values()) == found.window == end - start
        assert sum(time for _, time in found.excluded_by) == parts["excluded"]
        # The segments tile the window and say the same as the numbers, which evidence does not change.
        borders = [segment.start for segment in found.segments] + [end]
        assert borders == [start] + [segment.end for segment in found.segments]
        for kind, time in parts.items():
            assert sum(segment.end - segment.start for segment in found.segments if segment.kind == kind) == time
        assert bare.segments == ()
        assert bare.agreed == found.agreed and bare.counted_down == found.counted_down


@given(eventful_worlds())
@settings(max_examples=60, deadline=None)
def test_consecutive_windows_add_up_to_the_whole(drawn: tuple[Bench, MeasureClasses, list[tuple[int, int]]]) -> None:
    bench, node, windows = drawn
    *parts, whole = bench.take(node, *windows, (windows[0][0], windows[-1][1]))
    for name in ("window", "out_of_schedule", "excluded_up", "excluded_leaves", "unknown", "down", "up"):
        assert sum(getattr(each, name) for each in parts) == getattr(whole, name)


def test_a_day_of_25_hours_has_25_hours_of_classes() -> None:
    berlin = Zone.named("Europe/Berlin")
    bench = Bench(records={"outages": []}, coverage=covered())
    (day,) = tile(WindowKind.day(), berlin, 1792897200 * 10**6, 1792897200 * 10**6 + 1)
    node = MeasureClasses(None, (), None, bench.add(SetSpans("outages", None)), "down")
    (found,) = bench.take(node, (day.start, day.end))
    assert found.up == 25 * 60 * MINUTE
