"""A rule graph as JSON: every node with its inputs, fields and place."""

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.graph import SEMANTICS_VERSION, Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import LimitRule, Objective, TriggerRule
from sladsl.graph.graph import ServiceFact
from sladsl.logs.schema import StreamSchema
from sladsl.report.graph_facts import facts_of, kind_of, layer_of, node_id, nodes_of
from sladsl.report.json import agreement_value
from sladsl.text import SourceMap


def graph_json(graph: RuleGraph, sources: SourceMap | None = None) -> str:
    """The document that `graph.schema.json` describes. `sources` gives places lines and columns."""
    known = SourceMap() if sources is None else sources
    return document(
        {
            "agreement": agreement_value(graph),
            "semantics": SEMANTICS_VERSION,
            "term": {
                "start": graph.term_start.isoformat(),
                "end": None if graph.term_end is None else graph.term_end.isoformat(),
            },
            "zone": graph.zone,
            "rounding": graph.rounding,
            "services": [_service_value(each, graph) for each in graph.services],
            "streams": [_stream_value(each) for each in graph.streams],
            "calendars": [{"name": each.name, "holidays": dict(each.digests)} for each in graph.calendars],
            "nodes": [_node_value(ref, node, graph, known) for ref, node in nodes_of(graph)],
            "objectives": [_clause_value(each, graph, known) for each in graph.objectives],
            "limits": [_clause_value(each, graph, known) for each in graph.limits],
            "triggers": [_clause_value(each, graph, known) for each in graph.triggers],
            "units": [{"name": name, "title": title} for name, title in graph.units],
        }
    )


def _node_value(ref: Ref, node: Node, graph: RuleGraph, sources: SourceMap) -> dict[str, Json]:
    place = graph.places[ref] if ref < len(graph.places) else None
    return {
        "id": node_id(ref),
        "layer": layer_of(node),
        "kind": kind_of(node),
        "label": graph.labels.get(ref),
        "fields": facts_of(node, graph),
        "inputs": [node_id(each) for each in dict.fromkeys(inputs(node))],
        "place": place_value(place, sources),
    }


def _clause_value(clause: Objective | LimitRule | TriggerRule, graph: RuleGraph, sources: SourceMap) -> dict[str, Json]:
    return {**facts_of(clause, graph), "place": place_value(clause.span, sources)}


def _service_value(service: ServiceFact, graph: RuleGraph) -> dict[str, Json]:
    fees: list[Json] = [facts_of(each, graph) for each in service.fees]
    return {"name": service.name, "title": service.title, "fees": fees}


def _stream_value(stream: StreamSchema) -> dict[str, Json]:
    return {
        "name": stream.name,
        "shape": stream.shape.value,
        "attributes": [
            {"name": each.name, "type": each.type.kind.value, "optional": each.optional, "history": each.history}
            for each in stream.attributes
        ],
        "moments": list(stream.moments),
        "states": list(stream.states),
        "every": stream.every,
    }
