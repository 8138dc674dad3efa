"""What is suggested, as JSON."""

from fractions import Fraction

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.model.units import decimal_text
from sladsl.report.json_values import instant_value, number_value, optional_number
from sladsl.report.suggest_words import Suggested
from sladsl.targets.sweeps import Swept
from sladsl.targets.trying import Suggestion, Tried
from sladsl.temporal import Zone
from sladsl.text import SourceMap


def suggestion_json(result: Suggested, sources: SourceMap) -> str:
    """The document that `suggestion.schema.json` describes."""
    zone = Zone.named(result.evaluation.zone)
    start, end = result.evaluation.period
    return document(
        {
            "agreement": result.graph.name,
            "title": result.graph.title,
            "currency": result.graph.currency,
            "period": {
                "start": instant_value(start, zone),
                "end": instant_value(end, zone),
                "zone": result.evaluation.zone,
            },
            "as_of": instant_value(result.evaluation.as_of, zone),
            "stamps": dict(result.evaluation.stamps),
            "promises": [_promise(each, sources) for each in result.suggestions],
            "sweep": [_swept(each, result.objective) for each in result.swept],
        }
    )


def _promise(suggestion: Suggestion, sources: SourceMap) -> dict[str, Json]:
    promise, past = suggestion.promise, suggestion.past

    def number(value: Fraction) -> dict[str, Json]:
        return number_value(value, promise.unit, promise.shown_in)

    values = past.values
    return {
        "objective": promise.objective,
        "title": promise.title,
        "of": promise.of,
        "class": promise.label or None,
        "comparator": promise.comparator,
        "place": place_value(promise.span, sources),
        "past": {
            "values": len(values),
            "not_decided": past.unknown,
            "worst": number(values[0]) if values else None,
            "median": number(values[len(values) // 2]) if values else None,
            "best": number(values[-1]) if values else None,
        },
        "own_targets": [number(each) for each in past.own],
        "tried": [_tried(suggestion, each) for each in suggestion.tried],
    }


def _tried(suggestion: Suggestion, tried: Tried) -> dict[str, Json]:
    promise, candidate = suggestion.promise, tried.candidate
    target = None if candidate is None else candidate.target
    return {
        "target": optional_number(target, promise.unit, promise.shown_in),
        "strictest_kept_in": [] if candidate is None else [decimal_text(each * 100) + "%" for each in candidate.shares],
        "kept": tried.kept,
        "judged": tried.judged,
        "owed": decimal_text(tried.owed),
        "owed_rows_moved": None if tried.moved is None else decimal_text(tried.moved),
    }


def _swept(swept: Swept, objective: str | None) -> dict[str, Json]:
    return {
        "parameters": dict(swept.settings),
        "objective": objective,
        "kept": swept.kept,
        "judged": swept.judged,
        "no_verdict": swept.unknown,
        "owed": decimal_text(swept.owed),
    }
