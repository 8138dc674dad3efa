"""An evaluation as JSON: every number a string or an integer, and the schemas of all documents."""

from collections.abc import Iterator

from sladsl.diagnostics.render.document import Json, document_pieces
from sladsl.diagnostics.render.json import diagnostic_value
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.model.units import money
from sladsl.report.cases import Cases
from sladsl.report.consequences import trigger_value
from sladsl.report.json_values import instant_value, number_value
from sladsl.report.kept import KeptNote, kept_value
from sladsl.report.numbers import shown_number
from sladsl.report.outcome_json import outcome_value
from sladsl.report.papers import date_value, papers_value
from sladsl.rules.outcome import Evaluation, Total
from sladsl.temporal import Zone
from sladsl.text import SourceMap


def evaluation_json(
    evaluation: Evaluation,
    graph: RuleGraph,
    *,
    cases: Cases = "missed",
    sources: SourceMap | None = None,
    log: EventLog | None = None,
    kept: KeptNote | None = None,
) -> str:
    """The document that `evaluation.schema.json` describes. `sources` and `log` give places lines and files."""
    return "".join(evaluation_pieces(evaluation, graph, cases=cases, sources=sources, log=log, kept=kept))


def evaluation_pieces(
    evaluation: Evaluation,
    graph: RuleGraph,
    *,
    cases: Cases = "missed",
    sources: SourceMap | None = None,
    log: EventLog | None = None,
    kept: KeptNote | None = None,
) -> Iterator[str]:
    """The same: each case is found and told when its turn comes."""
    zone = Zone.named(evaluation.zone)
    start, end = evaluation.period
    known = SourceMap() if sources is None else sources
    return document_pieces(
        {
            "agreement": agreement_value(graph),
            "period": {
                "start": instant_value(start, zone),
                "end": instant_value(end, zone),
                "zone": evaluation.zone,
            },
            "as_of": instant_value(evaluation.as_of, zone),
            "stamps": dict(evaluation.stamps),
            "outcomes": (outcome_value(each, graph, zone, cases, log) for each in evaluation.outcomes),
            "triggers": [trigger_value(each, zone) for each in evaluation.triggers],
            "dates": [date_value(each, zone) for each in evaluation.dates],
            "totals": [_total_value(each) for each in evaluation.totals],
            "findings": [diagnostic_value(each, known) for each in evaluation.findings],
            **({} if kept is None else {"kept": kept_value(kept, zone)}),
        }
    )


def agreement_value(graph: RuleGraph) -> dict[str, Json]:
    """What an agreement is called, and between whom it is."""
    return {
        "name": graph.name,
        "title": graph.title,
        "edition": graph.edition,
        "currency": graph.currency,
        "parties": [{"role": party.role, "name": party.name, "title": party.title} for party in graph.parties],
        "parameters": dict(graph.parameters),
        "versions": [
            {
                "amendments": list(each.names),
                "start": each.start.isoformat(),
                "reason": each.reason,
                "splits_windows": each.splits,
            }
            for each in graph.versions
        ],
        "papers": papers_value(graph),
    }


def _total_value(total: Total) -> dict[str, Json]:
    unit = total.unit if total.currency is None else money(total.currency)
    return {
        "currency": total.currency,
        "unit": None if unit is None else shown_number(total.due, unit).unit,
        "payer": total.payer,
        "payee": total.payee,
        "due": number_value(total.due, unit),
        "payable": shown_number(total.payable, unit).rounded,
    }
