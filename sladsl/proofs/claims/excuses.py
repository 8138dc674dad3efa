"""Time for which a promise below answers nothing, and the promise above does: other hours, wider excuses."""

from collections.abc import Iterator

from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.carried import group_of, leaves
from sladsl.proofs.claims.underpinning import Promised, carried_by, parts_of, promised_of
from sladsl.proofs.laying import Kind, kinds_seen
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness, evaluated, in_window
from sladsl.temporal import MINUTE, IntervalSet, Pair, Window, describe_duration


def excuse_claims(subject: Subject) -> Iterator[Result]:
    graph = subject.graph
    parts = parts_of(graph)
    for service, _ in graph.papers.carried:
        group = group_of(graph, service, parts)
        names = {each.name for each in leaves(group)} if group is not None else set()
        below = [each for each in graph.objectives if each.name in names]
        for objective in carried_by(graph, service) if below else []:
            promised, windows = promised_of(graph, objective), subject.shapes(objective)
            if promised is not None and windows:
                kinds = kinds_seen(subject, objective, windows[0])
                for lower in (promised_of(graph, each) for each in below):
                    if lower is not None:
                        yield from _uncovered(subject, promised, lower, windows[0], kinds)


def _uncovered(
    subject: Subject, promised: Promised, lower: Promised, window: Window, kinds: list[Kind]
) -> Iterator[Result]:
    """Outages that are too long for both targets, in hours that one of them does not look at, and in hours that both
    look at: where the promise below is kept all the same, it is excused."""
    graph, upper = subject.graph, promised.objective
    allowed = [each.allowed(graph, window) or 0 for each in (promised, lower)]
    told: set[bool] = set()
    for kind in kinds:
        over, under = kind.views.get(upper.name), kind.views.get(lower.objective.name)
        if over is None or under is None:
            continue
        both = over.counted.intersect(under.down).clip(window.start, window.end)
        for here, excused in ((both.intersect(under.closed), False), (both.minus(under.closed), True)):
            if excused in told or not here or (excused and not under.excludes):
                continue
            spans = _enough(here, max(allowed))
            witness = _shown(graph, kind, spans, upper, lower.objective, window)
            if witness is not None:
                told.add(excused)
                names = [each for each in under.excludes if each not in over.excludes] or list(under.excludes)
                yield _told(upper, lower.objective, names if excused else [], spans, witness)


def _enough(here: IntervalSet, allowed: int) -> list[Pair]:
    """The first of it, somewhat more than may be lost."""
    need = -(-(allowed + 1) // MINUTE) * MINUTE
    found = []
    for start, end in here:
        if need > 0:
            found.append((start, min(end, start + need)))
            need -= found[-1][1] - start
    return found


def _shown(
    graph: RuleGraph, kind: Kind, spans: list[Pair], upper: Objective, lower: Objective, window: Window
) -> Witness | None:
    stretch = kind.stretch
    log, period = stretch.log(spans), (stretch.start, stretch.end)
    evaluation = evaluated(graph, log, period)
    outcome = in_window(evaluation, upper.name, window)
    if evaluation is None or outcome is None or outcome.state != "breached":
        return None
    below = [each for each in evaluation.outcomes if each.objective == lower.name]
    if any(each.state == "breached" for each in below) or not any(each.state == "met" for each in below):
        return None
    during = [each for each in below if each.window.start < window.end and each.window.end > window.start]
    return Witness(graph, log, period, evaluation, (outcome, *during[:2]))


def _told(upper: Objective, lower: Objective, clauses: list[str], spans: list[Pair], witness: Witness) -> Result:
    lost = describe_duration(sum(end - start for start, end in spans))
    if clauses:
        code: Code = proofs.WIDER_EXCUSE
        text = f"{_names(clauses)} excuses `{lower.name}` and not {upper.name}: {lost} breach one and not the other"
        advice = "exclude the same time above, or let nothing be excluded below"
    else:
        code = proofs.OTHER_HOURS
        text = (
            f"`{lower.name}` promises nothing in hours that {upper.name} counts: {lost} of them breach one and not the "
            "other"
        )
        advice = "promise the same hours below, or fewer above"
    span = upper.checks[0].span
    labels = (Label(lower.span, "promises less"),)
    diagnostic = Diagnostic(code, text, span, labels=labels, fixes=(Fix(advice),))
    basis = Basis("one kind of outage, as both promises see it", ("the log tells everything",), ())
    claim = "what counts above counts below"
    return Result(claim, upper.name, "REFUTED", text, basis, diagnostic, witness, None, (span, lower.span))


def _names(clauses: list[str]) -> str:
    return " or ".join(f"`{each}`" for each in clauses)
