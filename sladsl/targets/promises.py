"""The promises of a contract whose target can be another one."""

from collections.abc import Iterator
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Comparator, Objective
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.rows import RowClock, RowDeadline
from sladsl.model.units import DURATION, Unit, open_time
from sladsl.text import Span


@frozen
class Promise(Frozen):
    """What an objective holds against one target: a number of each window, or the time of each case.

    Of several checks in an objective each is a promise; `span` is its place, by which outcomes tell which of them
    decided. Of cases, it is the `check`-th alternative of the `group`-th thing that is asked of them; `label` is their
    class. `ladder`: what is owed goes by a table whose rows can move along with the target.
    """

    objective: str
    title: str | None
    of: Literal["window", "case"]
    comparator: Comparator
    unit: Unit
    shown_in: str | None
    span: Span
    label: str = ""
    group: int = 0
    check: int = 0
    ladder: bool = False

    @property
    def more_is_better(self) -> bool:
        return self.comparator in (">", ">=")


def promises_of(graph: RuleGraph) -> list[Promise]:
    """In the written order; those of an amended clause that stay what they are, once."""
    found: dict[tuple[str, Span | tuple[int, int]], Promise] = {}
    for objective in graph.objectives:
        for each in (*_of_windows(objective), *_of_cases(graph, objective)):
            which = each.span if each.of == "window" else (each.group, each.check)
            found.setdefault((each.objective, which), each)
    return list(found.values())


def _of_windows(objective: Objective) -> Iterator[Promise]:
    # Where an exception has a target of its own, rows would move in its windows too.
    fixed = any(each.checks for each in objective.exceptions)
    ladder = not fixed and any(rule.tables for rule in objective.credits)
    for check in objective.checks:
        if check.target is not None and check.comparator not in (None, "=", "!="):
            yield Promise(
                objective.name, objective.title, "window", check.comparator, check.unit, check.shown_in, check.span,
                ladder=ladder,
            )  # fmt: skip


def _of_cases(graph: RuleGraph, objective: Objective) -> Iterator[Promise]:
    if objective.records is None:
        return
    for number, group in enumerate(records_of(graph, objective.records).groups):
        for index, check in enumerate(group):
            deadline = deadline_of(graph, check)
            if deadline is not None:
                span = graph.places[check.condition] or objective.span
                yield Promise(
                    objective.name, objective.title, "case", "<" if deadline.strict else "<=",
                    _unit(graph, deadline.clock), None, span, check.label, number, index,
                )  # fmt: skip


def deadline_of(graph: RuleGraph, check: RecordCheck) -> RowDeadline | None:
    """The limit that a check asks for, if it is all that it asks. One in days of a calendar is no length that could be
    compared with what was counted."""
    node = graph.nodes[check.condition]
    if isinstance(node, RowDeadline) and not node.business_days and node.zone is None:
        return node
    return None


def _unit(graph: RuleGraph, ref: Ref) -> Unit:
    clock = graph.nodes[ref]
    assert isinstance(clock, RowClock), "a deadline is kept by a clock"
    return DURATION if clock.calendar is None else open_time(graph.calendars[clock.calendar].name)


def records_of(graph: RuleGraph, ref: Ref) -> MeasureRecords:
    node = graph.nodes[ref]
    assert isinstance(node, MeasureRecords), "cases are judged by a measure of records"
    return node
