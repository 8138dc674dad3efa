"""What must be there for a clause to be looked at in the way that is wanted: rows of registers, and records that bring
other numbers to where they are to be."""

from collections.abc import Sequence
from dataclasses import replace

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.rows import RowAttribute
from sladsl.graph.values import Judged, Looked
from sladsl.logs.records import Record, Value
from sladsl.proofs.reaching import Aim, Budget, find
from sladsl.proofs.satisfying import Place, Wish, Wishes
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.setting import Given
from sladsl.proofs.spaces import Piece, Variable
from sladsl.temporal import Window

_STEPS = 120
"""Evaluations that may be spent on one number beside the one that is driven."""


def given_at(graph: RuleGraph, scanned: Scan, point: Point, windows: tuple[Window, ...]) -> Given | None:
    """What brings the other numbers of a point to where they are there, each by itself; None where nothing is found for
    one of them."""
    rows: dict[Place, Value] = {}
    records: dict[str, tuple[Record, ...]] = {}
    pairs = list(zip(scanned.space.others, point.rest, strict=True))
    # What holds makes others fail, seldom the other way round.
    for variable, choice in sorted(pairs, key=lambda each: each[1] is False):
        node = graph.nodes[variable.ref]
        if isinstance(node, Looked):
            wishes = _wishes(graph, node, choice, windows[0].start)
            fitting = (each for each in wishes if all(rows.get(key, value) == value for key, value in each.items()))
            rows |= next(fitting, {})
            continue
        found = _brought(graph, scanned.objective, variable, choice, point, windows)
        if found is None:
            return None
        for name, several in found:
            records[name] = (*records.get(name, ()), *several)
    return Given(tuple(rows.items()), tuple(records.items()))


def _wishes(graph: RuleGraph, node: Looked, choice: Piece | bool, start: int) -> Sequence[Wish]:
    """What the row of a scope may say."""
    measure = graph.nodes[node.measure]
    assert isinstance(measure, MeasureRegister)
    if isinstance(choice, bool):
        return Wishes(graph, graph.stream(measure.stream), start).of(measure.operand, choice)
    operand = graph.nodes[measure.operand]
    stored = choice.number * operand.divisor if isinstance(operand, RowAttribute) else None
    if stored is None or stored.denominator != 1 or not isinstance(operand, RowAttribute):
        return []
    return [{(measure.stream, operand.index): int(stored)}]


def _brought(
    graph: RuleGraph,
    objective: Objective,
    variable: Variable,
    choice: Piece | bool,
    point: Point,
    windows: tuple[Window, ...],
) -> list[tuple[str, tuple[Record, ...]]] | None:
    """Records over which a number lies in a piece, or over which another objective stands as wanted."""
    node = graph.nodes[variable.ref]
    if isinstance(choice, bool):
        if not isinstance(node, Judged):
            return None
        asked = next(each for each in graph.objectives if each.name == node.objective)
        states, wanted = node.states, choice
        aim = Aim(asked, windows, None, lambda each: (each.state in states) is wanted and each.state != "no verdict")
        return _records(graph, aim)
    check = Check(None, variable.ref, variable.unit, None, None, None, None, objective.span)
    bare = replace(
        objective, checks=(check,), records=None, credits=(), bonuses=(), points=None, applies=None, eligible=None,
        earn_back=None, pay_once=None, exceptions=(), limits=(), pay_only_above=None, claims=(), applied=None,
        expires=None, escalations=(), kind="kpi",
    )  # fmt: skip
    only = replace(graph, objectives=tuple(bare if each == objective else each for each in graph.objectives), limits=())
    return _records(only, Aim(bare, windows, choice, lambda _: True, point.scope))


def _records(graph: RuleGraph, aim: Aim) -> list[tuple[str, tuple[Record, ...]]] | None:
    found = find(graph, aim, Budget(_STEPS))
    if found is None:
        return None
    streams = found.log.streams.items()
    return [(name, tuple(each.records)) for name, each in streams if each.records and not each.schema.register]
