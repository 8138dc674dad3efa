"""Rights that arise when something goes wrong often enough: how often it can, without them."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from sladsl.checks.nodes import below, fixed
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective, TriggerRule
from sladsl.graph.values import Around, Comparison, Judged, Over, Run
from sladsl.logs.schema import Shape
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.lost import Promise, Stretch, promises
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.reach import cell_roots
from sladsl.temporal import MINUTE, Pair, Window

_MOST_SHOWN = 400
"""Windows of which a log is looked for; of more, the count stands alone."""
_MOST_KINDS = 6


@frozen
class Pattern(Frozen):
    """`many` breaches among any `wide` windows in a row of an objective."""

    objective: str
    many: int
    wide: int


def tolerance_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    for trigger in graph.triggers:
        pattern = pattern_of(graph, trigger)
        if pattern is None:
            continue
        objective = next(each for each in graph.objectives if each.name == pattern.objective)
        panes = panes_in_force(graph, subject.horizon.term, objective, subject.horizon.start, subject.horizon.end)
        yield _told(subject, trigger, pattern, objective, [each.window for each in panes])


def pattern_of(graph: RuleGraph, trigger: TriggerRule) -> Pattern | None:
    """What a condition asks, where it is one of a number of breaches in several windows."""
    node = graph.nodes[trigger.condition]
    if not isinstance(node, Comparison) or node.operator not in (">=", ">"):
        return None
    counted, limit = graph.nodes[node.left], fixed(graph, node.right)
    if limit is None:
        return None
    many = ceil(limit) if node.operator == ">=" else int(limit) + 1
    match counted:
        case Run(objective=name, states=("breached",)):
            return Pattern(name, many, many)
        case Over(
            statistic="count", around=Around(rule=None, due=None, first=int() as first, last=0), keys=(), operand=None,
            where=int() as where,
        ):  # fmt: skip
            judged = graph.nodes[where]
            if isinstance(judged, Judged) and judged.states == ("breached",):
                return Pattern(judged.objective, many, 1 - first)
    return None


def most_tolerated(pattern: Pattern, number: int) -> tuple[bool, ...]:
    """Which of so many windows are breached where most are and the pattern never comes. Cut into stretches as wide as
    the pattern, each holds one breach less than it asks for at most; these stand at the beginning of each, so that any
    other stretch as wide holds no more."""
    return tuple(each % pattern.wide < pattern.many - 1 for each in range(number))


def _told(
    subject: Subject, trigger: TriggerRule, pattern: Pattern, objective: Objective, windows: list[Window]
) -> Result:
    what = "this right arises" if trigger.kind == "terminate" else "this step follows"
    claim = f"{what} where {objective.name} is breached often"
    places = (trigger.span, objective.span)
    basis = Basis("every way in which the windows can follow one another", (), subject.bounds)
    if objective.versions or trigger.versions or objective.window.rolling:
        sentence = "an amendment, or windows that overlap, are not looked at"
        return Result(claim, objective.name, "UNKNOWN", sentence, basis, None, None, None, places)
    if pattern.many <= 1:
        sentence = "a single breach is enough" if pattern.many == 1 else "it needs no breach"
        return Result(claim, objective.name, "PROVED", sentence, basis, None, None, None, places)
    if pattern.wide >= pattern.many > len(windows) and subject.horizon.bounded:
        sentence = f"not in the {len(windows)} windows that are looked at"
        return Result(claim, objective.name, "BOUNDED", sentence, basis, None, None, None, places)
    if pattern.many > min(pattern.wide, len(windows)):
        fewer = f"of {pattern.wide} windows" if pattern.many > pattern.wide else f"in the {len(windows)} of the term"
        text = f"never: it needs {pattern.many} breaches {fewer}"
        advice = (Fix("ask for fewer breaches, or look at more windows"),)
        diagnostic = Diagnostic(proofs.NEVER_FIRES, text, trigger.span, fixes=advice)
        return Result(claim, objective.name, "FINDING", text, basis, diagnostic, None, None, places)
    chosen = [window for window, each in zip(windows, most_tolerated(pattern, len(windows)), strict=True) if each]
    text = (
        f"{objective.name} can be breached in {len(chosen)} of {len(windows)} windows, and "
        f"{'this right does not arise' if trigger.kind == 'terminate' else 'this step does not follow'}"
    )
    witness = _shown(subject, trigger, objective, chosen) if len(windows) <= _MOST_SHOWN else None
    diagnostic = Diagnostic(proofs.TOLERATED, text, trigger.span)
    return Result(claim, objective.name, "FINDING", text, basis, diagnostic, witness, None, places)


def _shown(subject: Subject, trigger: TriggerRule, objective: Objective, chosen: list[Window]) -> Witness | None:
    """A log that breaches these windows and no other, where spans can do so."""
    horizon = subject.horizon
    graph = replace(with_those_asked(subject.graph, [objective]), triggers=(trigger,))
    refs = {ref for root in cell_roots(objective) for ref, _ in below(graph, root)}
    tried = 0
    for schema in graph.streams:
        if schema.shape is not Shape.SPANS or schema.register or schema.made_of is not None:
            continue
        for kind in kinds_of(graph, schema, refs, {}, horizon.start):
            tried += 1
            if tried > _MOST_KINDS:
                return None
            stretch = Stretch(graph, horizon.term, horizon.start, horizon.end, schema, kind)
            for promise in promises(stretch):
                if promise.objective.name != objective.name:
                    continue
                found = _confirmed(stretch, promise, trigger, chosen)
                if found is not None:
                    return found
    return None


def _confirmed(stretch: Stretch, promise: Promise, trigger: TriggerRule, chosen: list[Window]) -> Witness | None:
    wanted = {(each.start, each.end) for each in chosen}
    spans: list[Pair] = []
    for window, most in promise.windows:
        if (window.start, window.end) in wanted:
            left = -(-(most + 1) // MINUTE) * MINUTE
            for start, end in promise.counted.clip(window.start, window.end):
                if left > 0:
                    spans.append((start, min(end, start + left)))
                    left -= spans[-1][1] - start
    log, period = stretch.log(spans), (stretch.start, stretch.end)
    evaluation = evaluated(stretch.graph, log, period)
    if evaluation is None:
        return None
    of_it = [each for each in evaluation.outcomes if each.objective == promise.objective.name]
    breached = [each for each in of_it if each.state == "breached"]
    fired = [each for each in evaluation.triggers if each.span == trigger.span and each.fires is not False]
    if fired or {(each.window.start, each.window.end) for each in breached} != wanted:
        return None
    return Witness(stretch.graph, log, period, evaluation, tuple(breached[:1]))
