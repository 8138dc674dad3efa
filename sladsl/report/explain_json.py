"""A derivation as JSON: a list of numbered steps, so that a step used twice is told once."""

from collections.abc import Sequence
from typing import assert_never

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    Found,
    NumberFound,
    RecordFound,
    RecordsFound,
    Segment,
    TimeFound,
)
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.model.units import DURATION, Unit
from sladsl.report.cases import told_records
from sladsl.report.json_values import instant_value, log_place_value, number_value, scope_value, window_value
from sladsl.report.outcome_json import classes_value, record_stream, record_value
from sladsl.report.steps import NumberedStep, Which, chosen_steps, numbered_steps
from sladsl.report.words import written
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome, TriggerOutcome
from sladsl.temporal import Zone
from sladsl.text import SourceMap


@frozen
class _Told(Frozen):
    """From what evidence is told, and how much of it. `stream` is the one that verdicts on records are about."""

    sources: SourceMap
    log: EventLog | None
    zone: Zone
    stream: str | None
    case: str | None
    full: bool


def explain_json(
    outcome: Outcome,
    graph: RuleGraph,
    sources: SourceMap,
    log: EventLog | None = None,
    which: Which = "measured",
    *,
    case: str | None = None,
    full: bool = False,
) -> str:
    """The document that `explanation.schema.json` describes. `case`: of the records, only that one; `full`: also the
    records that are met and the time that is up."""
    zone = Zone.named(graph.zone)
    roots = chosen_steps(outcome, which)
    told = _Told(sources, log, zone, record_stream(outcome, graph), case, full)
    steps = numbered_steps(roots)
    begin = {id(each) for each in roots}
    return document(
        {
            "agreement": graph.name,
            "objective": outcome.objective,
            "scope": scope_value(outcome.scope),
            "window": window_value(outcome.window, outcome.partial, zone),
            "state": outcome.state,
            "which": which,
            "results": [each.number for each in steps if id(each.step) in begin],
            "steps": [_step_value(each, told) for each in steps],
        }
    )


def explain_trigger_json(
    trigger: TriggerOutcome,
    graph: RuleGraph,
    sources: SourceMap,
    log: EventLog | None = None,
    *,
    full: bool = False,
) -> str:
    """The same document for a right or a step that follows, or does not."""
    zone = Zone.named(graph.zone)
    told = _Told(sources, log, zone, None, None, full)
    return document(
        {
            "agreement": graph.name,
            "objective": trigger.name or trigger.kind,
            "scope": scope_value(trigger.scope),
            "window": window_value(trigger.window, False, zone),
            "state": "not known" if trigger.fires is None else "follows" if trigger.fires else "does not follow",
            "which": "state",
            "results": [1],
            "steps": [_step_value(each, told) for each in numbered_steps([trigger.derivation])],
        }
    )


def _step_value(numbered: NumberedStep, told: _Told) -> dict[str, Json]:
    step = numbered.step
    return {
        "step": numbered.number,
        "rule": step.rule,
        "value": _value(step),
        "inputs": list(numbered.inputs),
        "label": step.label,
        "note": step.note,
        "place": place_value(step.span, told.sources),
        "words": None if step.span is None else written(step.span, told.sources),
        "found": None if step.found is None else _found_value(step.found, step.unit, told),
    }


def _value(step: Step) -> Json:
    if step.value is None or isinstance(step.value, bool):
        return step.value
    return number_value(step.value, step.unit)


def _found_value(found: Found, unit: Unit | None, told: _Told) -> dict[str, Json]:
    match found:
        case TimeFound():
            time: dict[str, Json] = {"kind": "time", "inside": found.inside, "unknown": found.unknown}
            if found.weighted is not None:
                time["weighted"] = number_value(found.weighted, DURATION)
            return {**time, "segments": _segments(found.segments, told)}
        case ClassesFound():
            segments = _segments(found.segments, told)
            return {"kind": "classes", "classes": classes_value(found, None), "segments": segments}
        case NumberFound():
            places: list[Json] = [log_place_value(name, place, told.log) for name, place in found.places]
            return {"kind": "number", "records": found.records, "without": found.without, "places": places}
        case BucketsFound():
            return _buckets_value(found, unit, told.zone)
        case RecordsFound():
            records = told_records(found, told.case, full=told.full)
            return {
                "kind": "records",
                "met": found.met,
                "missed": found.missed,
                "undecided": found.undecided,
                "none": found.none,
                "cases": [_record_value(each, told) for each in records],
            }
        case _:
            assert_never(found)


def _record_value(record: RecordFound, told: _Told) -> dict[str, Json]:
    value = record_value(record, told.stream, told.zone, told.log)
    return {**value, "others": [_record_value(each, told) for each in record.others]}


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


def _segments(segments: Sequence[Segment], told: _Told) -> list[Json]:
    return [_segment_value(each, told) for each in segments if told.full or each.kind != "up"]


def _segment_value(segment: Segment, told: _Told) -> Json:
    return {
        "start": instant_value(segment.start, told.zone),
        "end": instant_value(segment.end, told.zone),
        "time": segment.end - segment.start,
        "class": segment.kind,
        "clause": segment.clause,
        "places": [log_place_value(stream, place, told.log) for stream, place in segment.places],
    }
