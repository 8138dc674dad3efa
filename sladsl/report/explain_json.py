"""A derivation as JSON: a list of numbered steps, so that a step used twice is told once."""

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.engines.measurements import BucketsFound, ClassesFound, Found, NumberFound, RecordsFound, Segment, TimeFound
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.model.units import Unit
from sladsl.report.explain import written
from sladsl.report.json_values import instant_value, log_place_value, number_value, scope_value, window_value
from sladsl.report.outcome_json import classes_value, record_stream, record_value
from sladsl.report.steps import NumberedStep, Which, chosen_step, numbered_steps
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Zone
from sladsl.text import SourceMap


def explain_json(
    outcome: Outcome,
    graph: RuleGraph,
    sources: SourceMap,
    log: EventLog | None = None,
    which: Which = "measured",
) -> str:
    """The document that `explanation.schema.json` describes: nothing is left out."""
    zone = Zone.named(graph.zone)
    root = chosen_step(outcome, which)
    stream = record_stream(outcome, graph)
    steps = [] if root is None else numbered_steps(root)
    return document(
        {
            "agreement": graph.name,
            "objective": outcome.objective,
            "scope": scope_value(outcome.scope),
            "window": window_value(outcome.window, outcome.partial, zone),
            "state": outcome.state,
            "which": which,
            "steps": [_step_value(each, sources, zone, stream, log) for each in steps],
        }
    )


def _step_value(
    numbered: NumberedStep, sources: SourceMap, zone: Zone, stream: str | None, log: EventLog | None
) -> dict[str, Json]:
    step = numbered.step
    return {
        "step": numbered.number,
        "rule": step.rule,
        "value": _value(step),
        "inputs": list(numbered.inputs),
        "label": step.label,
        "note": step.note,
        "place": place_value(step.span, sources),
        "words": None if step.span is None else written(step.span, sources),
        "found": None if step.found is None else _found_value(step.found, step.unit, zone, stream, log),
    }


def _value(step: Step) -> Json:
    if step.value is None or isinstance(step.value, bool):
        return step.value
    return number_value(step.value, step.unit)


def _found_value(
    found: Found, unit: Unit | None, zone: Zone, stream: str | None, log: EventLog | None
) -> dict[str, Json]:
    match found:
        case TimeFound():
            segments = [_segment_value(each, zone, log) for each in found.segments]
            return {"kind": "time", "inside": found.inside, "unknown": found.unknown, "segments": segments}
        case ClassesFound():
            segments = [_segment_value(each, zone, log) for each in found.segments]
            return {"kind": "classes", "classes": classes_value(found, None), "segments": segments}
        case NumberFound():
            places: list[Json] = [log_place_value(name, place, log) for name, place in found.places]
            return {"kind": "number", "records": found.records, "without": found.without, "places": places}
        case BucketsFound():
            return _buckets_value(found, unit, zone)
        case RecordsFound():
            return {
                "kind": "records",
                "met": found.met,
                "missed": found.missed,
                "undecided": found.undecided,
                "none": found.none,
                "cases": [record_value(each, stream, zone, log) for each in found.records],
            }


def _buckets_value(found: BucketsFound, unit: Unit | None, zone: Zone) -> dict[str, Json]:
    return {
        "kind": "buckets",
        "total": number_value(found.total, unit),
        "counted": found.counted,
        "missing": found.missing,
        "undefined": found.undefined,
        "by_case": list(found.by_case),
        "worst": [{"at": instant_value(at, zone), "value": number_value(value, unit)} for at, value in found.worst],
    }


def _segment_value(segment: Segment, zone: Zone, log: EventLog | None) -> Json:
    return {
        "start": instant_value(segment.start, zone),
        "end": instant_value(segment.end, zone),
        "time": segment.end - segment.start,
        "class": segment.kind,
        "clause": segment.clause,
        "places": [log_place_value(stream, place, log) for stream, place in segment.places],
    }
