"""Views of a rule graph: every node, and nothing in a name that could break a diagram."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from report import samples
from sladsl.graph import RuleGraph, inputs
from sladsl.report.graph_view import graph_mermaid, graph_text
from sladsl.report.readings import readings_text

GRAPH = samples.graph()

LABEL = r'"(?:[^"#<>`;{}\[\]|\\&\n\r]|#\d+;|<br/>)*"'
LINE = re.compile(
    rf"flowchart LR|  subgraph (measure|contract)_layer\[{LABEL}\]|    n\d+\[{LABEL}\]"
    rf"|    (objective|limit)\d+\(\[{LABEL}\]\)|  end|  n\d+ --> (n|objective|limit)\d+"
)


def unescaped(text: str) -> str:
    """As Mermaid reads the numbers back."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def is_mermaid(text: str) -> bool:
    return all(LINE.fullmatch(line) for line in text.split("\n"))


def test_a_diagram_has_every_node_and_every_arrow() -> None:
    text = graph_mermaid(GRAPH)
    assert is_mermaid(text)
    for index, node in enumerate(GRAPH.nodes):
        assert f"    n{index}[" in text
        assert all(f"  n{each} --> n{index}" in text for each in inputs(node))
    assert text.count("subgraph") == 2
    assert unescaped(text).count('api"]; end') == 1


def test_a_diagram_says_where_a_node_stands_in_the_contract() -> None:
    text = graph_mermaid(GRAPH, samples.SOURCES)
    assert is_mermaid(text)
    assert "<br/>at hợp-đồng.sladsl:2:12" in text


def test_names_of_every_script_are_shown_as_they_are() -> None:
    text = graph_mermaid(GRAPH)
    assert all(name in text for name in (samples.TITLES["zh"], samples.TITLES["vi"], "bảo_trì", "ระบบ"))
    assert samples.TITLES["fa"] in text


@given(st.text(max_size=30))
def test_no_title_breaks_a_diagram(title: str) -> None:
    named: RuleGraph = replace(
        GRAPH,
        objectives=tuple(replace(each, title=title) for each in GRAPH.objectives),
        labels=dict.fromkeys(GRAPH.labels, title),
    )
    assert is_mermaid(graph_mermaid(named))


def test_the_text_has_every_node_in_its_layer() -> None:
    text = graph_text(GRAPH, samples.SOURCES)
    measure, contract = text.split("Contract layer")
    assert "n0  row attribute, index 0, name service, divisor 0, at hợp-đồng.sladsl:2:12" in measure
    assert "n5  constant, 99.9%, at hợp-đồng.sladsl:2:12" in contract
    assert len(re.findall(r"^  n\d+ ", text, re.MULTILINE)) == len(GRAPH.nodes)
    assert "Objective 服務可用性 (api_up)" in contract
    assert (
        "  credits (share of n7, tables (ladder yes, better more, rows (bounds (side below, value n5), gives n6)))"
        in text
    )


def test_readings_that_could_change_a_verdict_come_first() -> None:
    text = readings_text(GRAPH, samples.SOURCES)
    assert text.index("unknown time  (hợp-đồng.sladsl:2:12)") < text.index("numbers")
    assert "Nothing is left to a default." in readings_text(replace(GRAPH, readings=()), samples.SOURCES)
