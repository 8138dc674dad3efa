"""A rule graph for the eye: as text, and as a Mermaid diagram."""

import re
from collections.abc import Iterator

from sladsl.diagnostics.render.cells import clipped, on_one_line
from sladsl.graph import Node, Ref, RuleGraph, inputs
from sladsl.graph.contract import LimitRule, Objective, TriggerRule
from sladsl.report.graph_facts import Layer, facts_of, kind_of, layer_of, named_words, node_id, node_words, nodes_of
from sladsl.report.graph_json import graph_json
from sladsl.report.papers import paper_lines
from sladsl.report.text import titled, version_words
from sladsl.text import SourceMap, Span

__all__ = ["graph_json", "graph_mermaid", "graph_text"]

_LAYERS: dict[Layer, str] = {"measure": "Measure layer", "contract": "Contract layer"}
_WIDEST_FACTS = 100
_WIDEST_LABEL = 60
_TELLING = re.compile(r"[^A-Za-z0-9 .,:()=/+*'_\u0080-\U0010ffff-]")
"""What Mermaid could take for its own, or for the beginning of markup: none of it lies beyond ASCII."""


def graph_text(graph: RuleGraph, sources: SourceMap | None = None) -> str:
    """Every node on a line, by layer, then the objectives and limits that rest on them."""
    known = SourceMap() if sources is None else sources
    versions = [
        f"  version {number}: {on_one_line(version_words(each))}" for number, each in enumerate(graph.versions, 1)
    ]
    blocks = [[titled(graph.title, graph.name), *versions]]
    for layer, title in _LAYERS.items():
        lines = [_node_line(graph, ref, node, known) for ref, node in nodes_of(graph) if layer_of(node) == layer]
        blocks.append([title, *lines])
    blocks += [_clause_lines(f"{each.kind.capitalize()} {titled(each.title, each.name)}", each, graph, known)
               for each in graph.objectives]  # fmt: skip
    blocks += [_clause_lines("Limit", each, graph, known) for each in graph.limits]
    blocks += [_clause_lines(f"{each.kind.capitalize()} {each.to}", each, graph, known) for each in graph.triggers]
    if papers := paper_lines(graph):
        blocks.append(papers)
    return "\n\n".join("\n".join(block) for block in blocks)


def _node_line(graph: RuleGraph, ref: Ref, node: Node, sources: SourceMap) -> str:
    width = len(node_id(len(graph.nodes) - 1))
    label = graph.labels.get(ref)
    said = [kind_of(node), node_words(node, graph)]
    words = clipped(on_one_line(", ".join(each for each in said if each)), _WIDEST_FACTS)
    called = "" if label is None else f", called {on_one_line(label)}"
    return f"  {node_id(ref):<{width}}  {words}{called}{_at(_place(graph, ref), sources)}"


def _clause_lines(
    title: str, clause: Objective | LimitRule | TriggerRule, graph: RuleGraph, sources: SourceMap
) -> list[str]:
    facts = {name: value for name, value in facts_of(clause, graph).items() if name not in ("name", "title", "kind")}
    told = [(name, value) for name, value in facts.items() if value not in (None, [], False)]
    return [
        on_one_line(title) + _at(clause.span, sources),
        *(f"  {on_one_line(named_words({name: value}))}" for name, value in told),
    ]


def _place(graph: RuleGraph, ref: Ref) -> Span | None:
    return graph.places[ref] if ref < len(graph.places) else None


def _at(span: Span | None, sources: SourceMap) -> str:
    return "" if span is None else f", at {on_one_line(sources.place(span))}"


def graph_mermaid(graph: RuleGraph, sources: SourceMap | None = None) -> str:
    """A flowchart with a box for each layer; arrows run from inputs to what uses them. `sources` adds the places."""
    lines = ["flowchart LR"]
    for layer, title in _LAYERS.items():
        lines.append(f'  subgraph {layer}_layer["{title}"]')
        for ref, node in nodes_of(graph):
            if layer_of(node) == layer:
                lines.append(f'    {node_id(ref)}["{_node_label(graph, ref, node, sources)}"]')
        if layer == "contract":
            lines += [f'    {name}(["{label}"])' for name, label, _ in _clauses(graph)]
        lines.append("  end")
    for ref, node in nodes_of(graph):
        lines += [f"  {node_id(each)} --> {node_id(ref)}" for each in dict.fromkeys(inputs(node))]
    for name, _, refs in _clauses(graph):
        lines += [f"  {node_id(each)} --> {name}" for each in refs]
    return "\n".join(lines)


def _clauses(graph: RuleGraph) -> Iterator[tuple[str, str, tuple[Ref, ...]]]:
    for index, objective in enumerate(graph.objectives):
        label = _escaped(f"{objective.kind} {titled(objective.title, objective.name)}")
        yield f"objective{index}", label, tuple(dict.fromkeys(inputs(objective)))
    for index, limit in enumerate(graph.limits):
        whose = f"credits of {', '.join(limit.objectives)}" if limit.objectives else "all credits"
        yield f"limit{index}", _escaped(f"limit of {whose}"), tuple(dict.fromkeys(inputs(limit)))
    for index, trigger in enumerate(graph.triggers):
        yield f"trigger{index}", _escaped(f"{trigger.kind}: {trigger.to}"), tuple(dict.fromkeys(inputs(trigger)))


def _node_label(graph: RuleGraph, ref: Ref, node: Node, sources: SourceMap | None) -> str:
    label = graph.labels.get(ref)
    parts = [kind_of(node) if label is None else f"{kind_of(node)} {label}", node_words(node, graph)]
    place = _place(graph, ref)
    if sources is not None and place is not None:
        parts.append(f"at {sources.place(place)}")
    return "<br/>".join(_escaped(clipped(on_one_line(each), _WIDEST_LABEL)) for each in parts if each)


def _escaped(text: str) -> str:
    """Text within the quotes of a Mermaid label: whatever could end it is written by its number."""
    return _TELLING.sub(lambda found: f"#{ord(found[0])};", text)
