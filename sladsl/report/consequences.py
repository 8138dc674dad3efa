"""What follows besides credits: points, bonuses, termination, escalation; as text and as JSON."""

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json
from sladsl.report.json_values import instant_value, optional_number, scope_value, window_value
from sladsl.report.tables import Row, left, right, table
from sladsl.report.words import amount_words, instant_words, scope_words
from sladsl.rules.outcome import Evaluation, Outcome, TriggerOutcome
from sladsl.temporal import Zone

_POINTS = (*left("For", "Window"), *right("Points"))


def points_table(outcomes: Sequence[Outcome], width: int) -> list[str]:
    """The points of every scope and window, if the objective gives any."""
    rows = [
        Row((scope_words(each.scope), each.window.label, _points(each)), ())
        for each in outcomes
        if each.points is not None
    ]
    return ["", *table(_POINTS, rows, width, "  ")] if rows else []


def _points(outcome: Outcome) -> str:
    assert outcome.points is not None
    number = outcome.points.number
    return "no verdict" if number is None else amount_words(number, outcome.points.unit)


def trigger_lines(evaluation: Evaluation, zone: Zone) -> list[str]:
    """What is due to happen, and of what nobody can say."""
    lines = list(_lines(evaluation.triggers, zone))
    return ["Consequences", *lines] if lines else []


def _lines(triggers: Sequence[TriggerOutcome], zone: Zone) -> Iterator[str]:
    for each in triggers:
        if each.fires is False:
            continue
        unknown = "" if each.fires else f": not known, {each.derivation.note}"
        until = "" if each.deadline is None else f", before {instant_words(each.deadline, zone)}"
        yield "  " + on_one_line(f"{each.window.label}: {trigger_words(each)}{until}{unknown}")


def trigger_words(trigger: TriggerOutcome) -> str:
    """`customer may terminate`, `uptime (eu) is escalated to director`"""
    scope = f" ({scope_words(trigger.scope)})" if trigger.scope else ""
    if trigger.kind == "terminate":
        return f"{trigger.to} may terminate{scope}"
    if trigger.objective:
        return f"{trigger.objective}{scope} is escalated to {trigger.to}"
    return f"{trigger.name or 'escalated'}{scope} to {trigger.to}"


def trigger_value(trigger: TriggerOutcome, zone: Zone) -> dict[str, Json]:
    """One trigger in one window."""
    return {
        "kind": trigger.kind,
        "name": trigger.name,
        "title": trigger.title,
        "to": trigger.to,
        "objective": trigger.objective,
        "scope": scope_value(trigger.scope),
        "window": window_value(trigger.window, False, zone),
        "fires": trigger.fires,
        "reason": trigger.derivation.note if trigger.fires is None else None,
        "deadline": instant_value(trigger.deadline, zone),
    }


def points_value(outcome: Outcome) -> dict[str, Json] | None:
    """How many points one outcome gives."""
    return None if outcome.points is None else optional_number(outcome.points.number, outcome.points.unit)
