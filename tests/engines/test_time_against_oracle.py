"""Sets, and the classes of time made of them, against a minute-by-minute telling of the rules."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.drawn import draw_set, is_open, window_lists, worlds
from engines.oracle import Naive
from sladsl.engines.measurements import ClassesFound, TimeFound
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureTime
from sladsl.temporal import MINUTE
from strategies.graphs import Bench

EFFECTS: Any = ("up", "leaves")


def minutes_of(window: tuple[int, int]) -> Iterable[int]:
    return range(window[0] // MINUTE, window[1] // MINUTE)


@given(st.data(), worlds(), window_lists())
@settings(max_examples=200, deadline=None)
def test_time_in_a_set(data: st.DataObject, bench: Bench, windows: list[tuple[int, int]]) -> None:
    ref: Any = draw_set(data.draw, bench)
    naive = Naive(bench, is_open)
    inside, unknown = naive.inside(ref), naive.unknown(ref)
    for window, found in zip(windows, bench.take(MeasureTime(ref), *windows), strict=True):
        assert found == TimeFound(
            inside=sum(inside[t] for t in minutes_of(window)) * MINUTE,
            unknown=sum(unknown[t] and not inside[t] for t in minutes_of(window)) * MINUTE,
        )


@given(st.data(), worlds(), window_lists())
@settings(max_examples=100, deadline=None)
def test_classes(data: st.DataObject, bench: Bench, windows: list[tuple[int, int]]) -> None:
    node = draw_classes(data.draw, bench)
    naive = Naive(bench, is_open)
    for window, found in zip(windows, bench.take(node, *windows, evidence=True), strict=True):
        expected = [class_of(naive, node, t) for t in minutes_of(window)]
        excluded = [(each.clause, expected.count(each.clause) * MINUTE) for each in node.excluded]
        assert found.excluded_by == tuple(excluded)
        assert found.excluded_up == sum(
            time for each, (_, time) in zip(node.excluded, excluded, strict=True) if each.effect == "up"
        )
        for name in ("out of schedule", "unknown", "down", "up"):
            assert getattr(found, name.replace(" ", "_")) == expected.count(name) * MINUTE
        shown = [each.clause or each.kind for each in found.segments for _ in minutes_of((each.start, each.end))]
        assert shown == expected
        assert conserved(found)


def draw_classes(draw: Any, bench: Bench) -> MeasureClasses:
    def optional() -> Any:
        return draw_set(draw, bench, 1) if draw(st.booleans()) else None

    clauses = range(draw(st.integers(0, 2)))
    excluded = tuple(
        Excluded(draw_set(draw, bench, 2), f"clause {number}", draw(st.sampled_from(EFFECTS)))  # type: ignore[arg-type]
        for number in clauses
    )
    unknown_as = draw(st.sampled_from(("up", "down", "leaves", "no verdict")))
    return MeasureClasses(optional(), excluded, optional(), draw_set(draw, bench, 2), unknown_as)  # type: ignore[arg-type]


def class_of(naive: Naive, node: MeasureClasses, t: int) -> str:
    """Out of schedule, excluded, unknown, down, up: the first that holds of the minute."""
    cached: dict[int, tuple[dict[int, bool], dict[int, bool]]] = naive.__dict__.setdefault("cached", {})

    def ask(ref: int) -> tuple[bool, bool]:
        if ref not in cached:
            cached[ref] = naive.inside(ref), naive.unknown(ref)
        return cached[ref][0][t], cached[ref][1][t]

    doubtful = False
    if node.schedule is not None:
        inside, unknown = ask(node.schedule)
        if not inside and not unknown:
            return "out of schedule"
        doubtful = not inside
    for clause in node.excluded:
        inside, unknown = ask(clause.time_set)
        if inside:
            return clause.clause
        doubtful = doubtful or unknown
    if node.unknown_while is not None:
        doubtful = doubtful or any(ask(node.unknown_while))
    inside, unknown = ask(node.down)
    if doubtful or unknown:
        return "unknown"
    return "down" if inside else "up"


def conserved(found: ClassesFound) -> bool:
    parts = found.out_of_schedule, found.excluded_up, found.excluded_leaves, found.unknown, found.down, found.up
    return sum(parts) == found.window and min(parts) >= 0
