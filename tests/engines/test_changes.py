"""Attributes that change while a case lives: at each instant, at moments, and as clocks look at them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

import pytest

from sladsl.engines import Frame
from sladsl.engines.reference.changes import as_known, last_restart, stretches_without
from sladsl.engines.reference.evaluation import Evaluation
from sladsl.graph import Node
from sladsl.graph.measures import MeasureRows
from sladsl.graph.rows import RowAttribute, RowAttributeAt, RowClock, RowCompare, RowConstant, RowMoment, RowOneOf
from sladsl.logs.records import CaseRecord, Changes, EventLog, Place, StreamLog, Value
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from strategies.graphs import Bench

OPENED, RESOLVED = 0, 1
SCHEMA = StreamSchema(
    "orders",
    Shape.CASES,
    (
        Attribute("team", AttributeType(Kind.TEXT), history=True),
        Attribute("level", AttributeType(Kind.COUNT), optional=True, history=True),
        Attribute("place", AttributeType(Kind.TEXT), optional=True),
    ),
    moments=("opened", "resolved"),
)
TEAMS: Changes = ((0, "a"), (10, "b"), (20, "a"))
LEVELS: Changes = ((0, None), (10, 250), (15, 300))
NOW = 20


def order(resolved: int | None = 30, changes: tuple[Changes, ...] = (TEAMS, LEVELS, ())) -> CaseRecord:
    moments = ((0,), () if resolved is None else (resolved,))
    return CaseRecord("x", moments, (), ("a", 300, "here"), Place(0, 1), changes)


def value(node: Node, at: Node, case: CaseRecord, as_of: int = NOW) -> Any:
    bench = Bench(streams=(SCHEMA,), as_of=as_of)
    ref = bench.add(RowAttributeAt(**{**vars_of(node), "at": bench.add(at)}))
    around = Evaluation(bench.graph(), bench.log(), Frame(as_of, {}, ())).scoped((), ())
    return around.row(ref)(case)


def vars_of(node: Any) -> Mapping[str, Any]:
    return {"index": node.index, "name": node.name, "divisor": node.divisor}


TEAM, LEVEL = RowAttribute(0, "team", 0), RowAttribute(1, "level", 100)
MISSING = RowAttribute(1, "level", 1)


def instant(at: int) -> RowConstant:
    return RowConstant(Fraction(at))


@pytest.mark.parametrize(
    ("at", "team", "level"),
    [
        (-5, "a", None),
        (0, "a", None),
        (9, "a", None),
        (10, "b", Fraction(5, 2)),
        (15, "b", 3),
        (19, "b", 3),
        (99, "b", 3),
    ],
)
def test_what_an_attribute_was(at: int, team: str, level: Fraction | None) -> None:
    """`as of` is 20: what changes then is not known yet."""
    assert value(TEAM, instant(at), order()) == team
    assert value(LEVEL, instant(at), order()) == level
    assert value(TEAM, instant(at), order(), 21) == ("a" if at >= 20 else team)


def test_without_a_divisor_a_number_stays_whole() -> None:
    found = value(MISSING, instant(12), order())
    assert (found, type(found)) == (250, int)
    found = value(LEVEL, instant(12), order())
    assert (found, type(found)) == (Fraction(5, 2), Fraction)


def test_at_a_moment_that_has_not_come_it_is_what_it_is_now() -> None:
    assert value(TEAM, RowMoment(RESOLVED, "resolved"), order(None)) == "a"
    assert value(TEAM, RowMoment(RESOLVED, "resolved"), order(12)) == "b"
    assert value(LEVEL, RowMoment(RESOLVED, "resolved"), order(None)) == 3
    assert value(TEAM, RowAttribute(1, "level", 1), order()._replace(values=("a", None, "here"))) is None


def test_without_changes_it_is_what_it_is() -> None:
    for changes in ((), ((), (), ())):
        assert value(TEAM, instant(5), order(changes=changes)) == "a"
        assert value(LEVEL, instant(5), order(changes=changes)) == 3


def test_values_as_they_are_known_at_an_instant() -> None:
    graph = Bench(streams=(SCHEMA,)).graph()
    log = EventLog({"orders": StreamLog(SCHEMA, (order(), order(changes=())), rows_read=2)}, "digest")
    known: dict[int, tuple[Value, ...]] = {
        1: ("a", None, "here"),
        10: ("a", None, "here"),
        11: ("b", 250, "here"),
        20: ("b", 300, "here"),
        21: ("a", 300, "here"),
    }
    for as_of, values in known.items():
        found = as_known(graph, log, as_of)
        assert [each.values for each in found.streams["orders"].records] == [values, ("a", 300, "here")]
        assert (found.binding_digest, found.streams["orders"].rows_read) == ("digest", 2)
    assert as_known(graph, EventLog({}), 5) == EventLog({})


@pytest.mark.parametrize(
    ("restarts", "start", "stop", "expected"),
    [
        (((0, None),), 0, 30, 20),
        (((0, None),), 0, 20, 10),
        (((0, None),), 0, 10, 0),
        (((0, None),), 10, 30, 20),
        (((0, None),), 20, 30, 20),
        (((0, "b"),), 0, 30, 10),
        (((0, "c"),), 0, 30, 0),
        (((1, None),), 0, 30, 15),
        (((0, "b"), (1, None)), 0, 30, 15),
        (((1, None), (0, "b")), 0, 30, 15),
        ((), 5, 30, 5),
    ],
)
def test_when_a_cycle_begins_anew(restarts: Any, start: int, stop: int, expected: int) -> None:
    assert last_restart(order(), restarts, start, stop) == expected
    assert last_restart(order(changes=()), restarts, start, stop) == start


@pytest.mark.parametrize(
    ("start", "stop", "team_a", "team_b"),
    [
        (0, 30, [(10, 15), (15, 20)], [(0, 10), (20, 30)]),
        (12, 18, [(12, 15), (15, 18)], []),
        (10, 20, [(10, 15), (15, 20)], []),
        (0, 10, [], [(0, 10)]),
        (5, 5, [], []),
    ],
)
def test_stretches_in_which_a_condition_does_not_hold(start: int, stop: int, team_a: Any, team_b: Any) -> None:
    for team, expected in (("a", team_a), ("b", team_b)):
        assert (
            list(stretches_without(order(), lambda case, t=team: case.values[0] == t or None, start, stop)) == expected
        )


def counted(**more: Any) -> int:
    bench = Bench(streams=(SCHEMA,), records={"orders": [order()]})
    held = bench.add(RowOneOf(bench.add(TEAM), ("a",))) if more.pop("held", False) else None
    clock = bench.add(RowClock(OPENED, RESOLVED, None, (), (), held=held, **more))
    (found,) = bench.take(MeasureRows("orders", None, "sum", clock, None, OPENED), (0, 5))
    return int(found.value)


def test_clocks_that_look_at_changes() -> None:
    assert counted() == 30
    assert counted(held=True) == 20
    assert counted(restarts=((0, None),)) == 10
    assert counted(restarts=((0, "b"),)) == 20
    assert counted(held=True, restarts=((0, "b"),)) == 10
    assert counted(restarts=((1, None),)) == 15


def test_a_condition_on_what_it_was() -> None:
    bench = Bench(streams=(SCHEMA,), records={"orders": [order(), order(5)]})
    at = bench.add(RowMoment(RESOLVED, "resolved"))
    operator: Literal["="] = "="
    was = bench.add(RowCompare(operator, bench.add(RowAttributeAt(0, "team", 0, at)), bench.add(RowConstant("a"))))
    (found,) = bench.take(MeasureRows("orders", was, "count", None, None, OPENED), (0, 5))
    assert found.value == 2
