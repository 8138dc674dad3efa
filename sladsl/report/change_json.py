"""A review as JSON, and as findings beside the lines that changed."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.findings import Finding, found
from sladsl.diagnostics.render.json import place_value
from sladsl.model.units import decimal_text
from sladsl.proofs.written import log_lines
from sladsl.report.change_text import came_to, fingerprint, first_line, region_words, side_words
from sladsl.report.json_values import instant_value
from sladsl.review.change import AgreementChange, ClauseChange, Replay, Shown
from sladsl.temporal import Zone
from sladsl.text import SourceMap


def review_json(changes: tuple[AgreementChange, ...], sources: tuple[SourceMap, SourceMap]) -> str:
    """The document that `review.schema.json` describes."""
    return document({"summary": first_line(changes), "agreements": [_agreement(each, sources) for each in changes]})


def _agreement(change: AgreementChange, sources: tuple[SourceMap, SourceMap]) -> dict[str, Json]:
    graph = change.graph
    zone = Zone.named(graph.zone)
    state = "added" if change.old is None else "removed" if change.new is None else "changed"
    return {
        "name": change.name,
        "state": state if change.clauses or state != "changed" else "same",
        "worse_off": change.worse_off,
        "clauses": [_clause(change, each, zone, sources) for each in change.clauses],
        "together": [
            {"bound": _amount(each.bound), **_example(each.shown, zone, graph.currency)} for each in change.together
        ],
        "replays": [_replay(each) for each in change.replays],
    }


def _clause(
    change: AgreementChange, clause: ClauseChange, zone: Zone, sources: tuple[SourceMap, SourceMap]
) -> dict[str, Json]:
    up, down = clause.greatest
    return {
        "name": clause.name,
        "old_name": clause.old_name,
        "code": clause.code.id,
        "kinds": list(clause.kinds),
        "worse_off": clause.worse_off,
        "before": clause.before,
        "after": clause.after,
        "old_place": place_value(clause.old_span, sources[0]),
        "new_place": place_value(clause.new_span, sources[1]),
        "customer_gains": _amount(up),
        "provider_gains": _amount(None if down is None else -down),
        "greatest_is_proved": clause.most,
        "currency": clause.currency,
        "regions": [region_words(each, clause.currency) for each in clause.regions],
        "examples": [_example(each, zone, clause.currency) for each in clause.examples],
        "basis": clause.basis,
        "fingerprint": fingerprint(change, clause),
    }


def _example(shown: Shown, zone: Zone, currency: str | None) -> dict[str, Json]:
    start, end = shown.period
    return {
        "from": instant_value(start, zone),
        "until": instant_value(end, zone),
        "log": list(log_lines(shown.log, zone)),
        "before": came_to(shown, 0, currency),
        "after": came_to(shown, 1, currency),
        "customer_gains": _amount(shown.gain),
    }


def _replay(replay: Replay) -> dict[str, Json]:
    return {
        "name": replay.name,
        "currency": replay.currency,
        "before": _amount(replay.owed[0]),
        "after": _amount(replay.owed[1]),
        "lines": [
            {
                "clause": each.clause,
                "window": each.window,
                "scope": dict(each.scope),
                "states": list(each.states),
                "before": _amount(each.owed[0]),
                "after": _amount(each.owed[1]),
                "points": [_amount(points) for points in each.points],
            }
            for each in replay.lines
        ],
    }


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def annotated(changes: tuple[AgreementChange, ...], sources: tuple[SourceMap, SourceMap]) -> Iterator[Finding]:
    """Each clause that changed, at its place in the new version; what is gone, in the old."""
    for change in changes:
        for clause in change.clauses:
            place = place_value(clause.new_span, sources[1]) or place_value(clause.old_span, sources[0])
            severity = "note" if clause.worse_off == "nobody" else "warning"
            rows = [f"{change.name}, {clause.name}: {side_words(clause.worse_off, clause)}"]
            rows += [f"- {clause.before}"] if clause.before else []
            rows += [f"+ {clause.after}"] if clause.after else []
            rows += [region_words(each, clause.currency) for each in clause.regions[:4]]
            own = fingerprint(change, clause)
            yield found(clause.code.id, clause.code.title, severity, "\n".join(rows), place, fingerprint=own)
