"""How a number came about, told so that both parties can recompute it by hand."""

from collections.abc import Sequence
from fractions import Fraction

from sladsl.diagnostics.render.cells import clipped, on_one_line
from sladsl.engines.measurements import RecordsFound
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.report.consequences import trigger_words
from sladsl.report.evidence_text import Shown, evidence_lines
from sladsl.report.explain_json import explain_json
from sladsl.report.outcome_json import record_stream
from sladsl.report.steps import NumberedStep, Which, chosen_steps, numbered_steps
from sladsl.report.text import titled
from sladsl.report.words import amount_words, date_words, exact_words, instant_words, scope_words, target_words, written
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome, TriggerOutcome
from sladsl.rules.words import value_words
from sladsl.temporal import Zone
from sladsl.text import SourceMap, Span

__all__ = ["explain_json", "explain_text"]

_MOST = 12
"""Lines of a list that are told before "and N more"."""

_WIDTH = 120
_DEEPEST = 12
"""Levels that are indented; deeper ones stay there, as their numbers lead to them."""
_INDENT = "  "
_BETWEEN = {"plus", "minus", "times", "divided by", "<", "<=", "=", "!=", ">=", ">", "and", "or"}
"""Rules that are written between their two inputs."""


def explain_text(
    outcome: Outcome,
    graph: RuleGraph,
    sources: SourceMap,
    log: EventLog | None = None,
    which: Which = "measured",
    *,
    case: str | None = None,
    full: bool = False,
    width: int = _WIDTH,
) -> str:
    """An audit trail, from the result down to the lines of the log. `case`: of the records, only that one; `full`:
    nothing is left out."""
    zone = Zone.named(graph.zone)
    roots = chosen_steps(outcome, which)
    head = _head(outcome, zone)
    if not roots:
        return "\n".join([*head, "", _NONE.get(which, "It owes no credit.")])
    lines = [*head, "", f"Derivation of {_WHICH[which]}, each number from those below it"]
    shown = Shown(zone, log, record_stream(outcome, graph), case, None if full else _MOST, width)
    return "\n".join([*lines, *_told(roots, sources, shown)])


def explain_trigger_text(
    trigger: TriggerOutcome,
    graph: RuleGraph,
    sources: SourceMap,
    log: EventLog | None = None,
    *,
    full: bool = False,
    width: int = _WIDTH,
) -> str:
    """Why a right or a step follows, or why not."""
    zone = Zone.named(graph.zone)
    window, until = trigger.window, trigger.deadline
    follows = "not known" if trigger.fires is None else "yes" if trigger.fires else "no"
    lines = [
        titled(trigger.title, trigger.name or trigger.kind),
        f"{_INDENT}What      {on_one_line(trigger_words(trigger))}",
        *([f"{_INDENT}For       {scope_words(trigger.scope)}"] if trigger.scope else []),
        f"{_INDENT}Window    {window.label}, {date_words(window.start, zone)} until {date_words(window.end, zone)}",
        f"{_INDENT}Follows   {follows}",
        *([f"{_INDENT}Before    {instant_words(until, zone)}"] if until is not None else []),
        "",
        "Derivation, each number from those below it",
    ]
    shown = Shown(zone, log, None, None, None if full else _MOST, width)
    return "\n".join([*lines, *_told([trigger.derivation], sources, shown)])


def _told(roots: Sequence[Step], sources: SourceMap, shown: Shown) -> list[str]:
    lines: list[str] = []
    told: dict[int, int] = {}
    for each in numbered_steps(roots, shown.most):
        # Verdicts on records are behind the share of those met and behind a credit for each one missed: told once.
        before = (
            told.setdefault(id(each.step.found), each.number) if isinstance(each.step.found, RecordsFound) else None
        )
        lines += ["", *_step_lines(each, sources, shown, None if before == each.number else before)]
    return lines


_NONE = {"bonus": "It earns no bonus.", "points": "It gives no points."}


_WHICH = {
    "measured": "what was measured",
    "credit": "the credit",
    "bonus": "the bonus",
    "points": "the points",
    "state": "the verdict",
    "all": "the verdict and the credit",
}


def _head(outcome: Outcome, zone: Zone) -> list[str]:
    window = outcome.window
    scope = scope_words(outcome.scope)
    target = target_words(outcome.comparator, outcome.target, outcome.unit, outcome.shown_in)
    lines = [
        titled(outcome.title, outcome.objective),
        *([f"{_INDENT}For       {scope}"] if scope else []),
        f"{_INDENT}Window    {window.label}, {date_words(window.start, zone)} until {date_words(window.end, zone)}"
        f" ({zone.name}){', cut by the term' if outcome.partial else ''}",
        f"{_INDENT}State     {outcome.state}" + (f": {on_one_line(outcome.reason)}" if outcome.reason else ""),
    ]
    if outcome.measured is not None:
        value = amount_words(outcome.measured, outcome.unit, outcome.shown_in)
        exact = exact_words(outcome.measured, outcome.unit, outcome.shown_in)
        lines.append(f"{_INDENT}Measured  {value}{exact}")
    return [*lines, *([f"{_INDENT}Target    {target}"] if target else [])]


def _step_lines(numbered: NumberedStep, sources: SourceMap, shown: Shown, as_under: int | None) -> list[str]:
    """`as_under`: the number of the step that has told of the same evidence."""
    step = numbered.step
    number = f"[{numbered.number}] "
    first = _INDENT * min(numbered.depth, _DEEPEST)
    indent = first + " " * len(number)
    told = [_rule(numbered)]
    if step.label is not None:
        told.append(f"called {step.label}")
    lines = [f"{first}{number}{value_of(step)}  {on_one_line(' '.join(told))}"]
    if step.note is not None:
        lines.append(f"{indent}{on_one_line(step.note)}")
    if step.span is not None:
        lines.append(f"{indent}{_place(step.span, sources, shown.width - len(indent))}")
    if numbered.left_out:
        lines.append(f"{indent}{_left_out(numbered.left_out)}")
    if as_under is not None:
        lines.append(f"{indent}the records are told under [{as_under}]")
    elif step.found is not None:
        lines += [indent + line for line in evidence_lines(step.found, step.value, step.unit, shown)]
    return lines


def _left_out(steps: Sequence[Step]) -> str:
    """The inputs that are not told one by one: those between the largest and the smallest."""
    ordered = sorted(steps, key=lambda each: each.number or Fraction(0))
    least, most = value_of(ordered[0]), value_of(ordered[-1])
    return f"and {len(steps)} more, " + (f"each {least}" if least == most else f"from {least} to {most}")


def _rule(numbered: NumberedStep) -> str:
    """What was done, and with which numbers."""
    step, inputs = numbered.step, [f"[{each}]" for each in numbered.inputs]
    if _is_written(step):
        return "as written"
    if step.rule in _BETWEEN and len(inputs) == 2:
        return f"{inputs[0]} {step.rule} {inputs[1]}"
    return f"{step.rule} of {' '.join(inputs)}" if inputs else step.rule


def _is_written(step: Step) -> bool:
    """A number of the contract itself, of which there is nothing more to say."""
    return not step.inputs and step.found is None and step.rule == value_words(step.value, step.unit)


def value_of(step: Step) -> str:
    """`98.668981% (exactly 42625/432 %)`, `yes`, `no value`."""
    if step.value is None:
        return "no value"
    if isinstance(step.value, bool):
        return "yes" if step.value else "no"
    value = Fraction(step.value)
    return f"{amount_words(value, step.unit)}{exact_words(value, step.unit)}"


def _place(span: Span, sources: SourceMap, width: int) -> str:
    """`file:line:column` and the words that stand there."""
    where = on_one_line(sources.place(span))
    words = written(span, sources)
    return where if words is None else clipped(f"{where}  {words}", width)
