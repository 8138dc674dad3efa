"""What a target of availability allows in time, and what of it can be seen."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.checks.nodes import fixed
from sladsl.checks.subject import Subject
from sladsl.checks.words import value_words
from sladsl.diagnostics.catalogue import sense
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureClasses, MeasureTime
from sladsl.graph.node import Ref
from sladsl.graph.sets import (
    SetAmong,
    SetBuckets,
    SetCombined,
    SetHolding,
    SetLasting,
    SetUnits,
)
from sladsl.graph.values import Arithmetic, Availability, Constant, Measured, Rounded, WindowTime
from sladsl.graph.windows import WindowRule
from sladsl.model.units import DURATION, PERCENT
from sladsl.temporal import DAY, HOUR, Zone, describe_duration
from sladsl.text import Span

_LENGTHS: dict[str, tuple[int, ...]] = {
    "hour": (HOUR,),
    "day": (DAY,),
    "week": (7 * DAY,),
    "month": (28 * DAY, 30 * DAY, 31 * DAY),
    "quarter": (90 * DAY, 92 * DAY),
    "half year": (181 * DAY, 184 * DAY),
    "year": (365 * DAY, 366 * DAY),
}
"""Of each window the lengths it can have: the shortest, those that people reckon with, the longest."""


@frozen
class Allowance(Frozen):
    """What the target of one requirement allows: `of` are lengths of the window in microseconds, each with the time
    that may be lost in it. `scheduled`: only open time counts, so that it is the most there can be."""

    objective: str
    target: Fraction
    window: WindowRule
    of: tuple[tuple[int, Fraction], ...]
    scheduled: bool
    down: Ref
    span: Span


def allowances(graph: RuleGraph) -> Iterator[Allowance]:
    """One for each target of availability that is fixed and leaves anything."""
    for objective in graph.objectives:
        for check in (*objective.checks, *(check for each in objective.exceptions for check in each.checks)):
            found = _allowance(graph, objective, check)
            if found is not None:
                yield found


def _allowance(graph: RuleGraph, objective: Objective, check: Check) -> Allowance | None:
    target, lost = fixed(graph, check.target), _lost(graph, check.measured)
    if target is None or lost is None or check.comparator not in (">=", ">") or not 0 <= target < 1:
        return None
    down, over, scheduled = lost
    lengths = _lengths(graph, objective.window) if over is None else (int(over),)
    of = tuple((each, (1 - target) * each) for each in lengths)
    return Allowance(objective.name, target, objective.window, of, scheduled, down, check.span) if of else None


def _lost(graph: RuleGraph, ref: Ref) -> tuple[Ref, Fraction | None, bool] | None:
    """The time that counts as down, what it is divided by (None: the window), and whether only open time counts."""
    node = graph.nodes[ref]
    while isinstance(node, Rounded):
        node = graph.nodes[node.operand]
    if isinstance(node, Availability):
        classes = graph.nodes[node.classes]
        return (classes.down, node.over, classes.schedule is not None) if isinstance(classes, MeasureClasses) else None
    if not isinstance(node, Arithmetic) or node.operator != "-" or fixed(graph, node.left) != 1:
        return None
    share = graph.nodes[node.right]
    if not isinstance(share, Arithmetic) or share.operator != "/":
        return None
    down, whole = _time(graph, share.left), graph.nodes[share.right]
    if down is None or not isinstance(whole, WindowTime | Constant):
        return None
    return down, whole.value if isinstance(whole, Constant) else None, False


def _time(graph: RuleGraph, ref: Ref) -> Ref | None:
    """The set whose time this is."""
    node = graph.nodes[ref]
    measure = graph.nodes[node.measure] if isinstance(node, Measured) and node.part == "time" else None
    return measure.time_set if isinstance(measure, MeasureTime) else None


def _lengths(graph: RuleGraph, rule: WindowRule) -> tuple[int, ...]:
    if rule.unit != "term":
        return tuple(rule.count * each for each in _LENGTHS[rule.unit])
    if graph.term_end is None:
        return ()
    zone = Zone.named(graph.zone)
    return (zone.to_utc(graph.term_end, 0) - zone.to_utc(graph.term_start, 0),)


# What can be seen of it


def check_grid(subject: Subject) -> None:
    """Targets that allow less than the smallest piece of downtime there is: one piece breaches them."""
    graph = subject.graph
    for each in allowances(graph):
        _, most = each.of[-1]
        step, words = _step(graph, each.down)
        if 0 < most < step:
            subject.say(
                sense.UNSEEN,
                f"{value_words(each.target, PERCENT)} allows {value_words(Fraction(int(most)), DURATION)} in "
                f"{_window(each.of[-1][0])}, less than can be seen: {words}",
                each.span,
                "measure more finely, or promise what can be measured: one such piece is a breach",
            )
    for objective in graph.objectives:
        for check in objective.checks:
            down, limit = _time(graph, check.measured), fixed(graph, check.target)
            if down is None or limit is None or check.comparator not in ("<", "<="):
                continue
            step, words = _step(graph, down)
            if 0 < limit < step:
                subject.say(
                    sense.UNSEEN,
                    f"{value_words(limit, DURATION)} is less than can be seen: {words}",
                    check.span,
                    "measure more finely, or promise what can be measured: one such piece is a breach",
                )


def _window(us: int) -> str:
    return f"{us // DAY} days" if us % DAY == 0 and us >= 2 * DAY else describe_duration(us)


def _step(graph: RuleGraph, ref: Ref) -> tuple[int, str]:
    """The shortest piece of a set of times, and why; 0: any."""
    node = graph.nodes[ref]
    match node:
        case SetHolding():
            every = graph.stream(node.stream).every or 0
            count = 1 if node.from_last else node.least
            several = f", and {node.least} in a row count" if node.least > 1 else ""
            return every * count, f"`{node.stream}` are taken every {describe_duration(every)}{several}"
        case SetBuckets():
            return node.width, f"downtime comes in buckets of {describe_duration(node.width)}"
        case SetUnits():
            return max(_step(graph, node.operand), (node.unit, f"time is counted in {_units(node)}"))
        case SetLasting():
            return max(
                _step(graph, node.operand), (node.length, f"only {describe_duration(node.length)} in a row count")
            )
        case SetAmong():
            return _step(graph, node.operand)
        case SetCombined(operator="together"):
            return min(_step(graph, node.left), _step(graph, node.right))
        case _:
            return 0, ""


def _units(node: SetUnits) -> str:
    return f"{'started' if node.started else 'whole'} pieces of {describe_duration(node.unit)}"
