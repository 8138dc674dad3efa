"""What the views of a rule graph tell of its nodes: layer, kind, fields, inputs."""

import re
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from sladsl.diagnostics.render.document import Json
from sladsl.graph import Node, Ref, RuleGraph
from sladsl.graph.values import Constant, ValueNode
from sladsl.model.units import Unit
from sladsl.report.numbers import fraction_text
from sladsl.report.words import amount_words
from sladsl.text import Span

Layer = Literal["measure", "contract"]

_WORD = re.compile(r"[A-Z][a-z]*")
_VALUES = ValueNode
Facts = Mapping[str, Json]
"""Fields by name, in the order of the class."""


def layer_of(node: Node) -> Layer:
    return "contract" if isinstance(node, _VALUES) else "measure"


def kind_of(node: object) -> str:
    """The name of a class in words: `set spans`, `row clock`, `availability`."""
    return " ".join(_WORD.findall(type(node).__name__)).lower()


def node_id(ref: int) -> str:
    return f"n{ref}"


def facts_of(value: object, graph: RuleGraph) -> dict[str, Json]:
    """The fields of a node or clause, references as ids of nodes; places are told apart from them."""
    assert is_dataclass(value) and not isinstance(value, type)
    return {each.name: _fact(each, getattr(value, each.name), graph) for each in fields(value) if each.name != "span"}


def _fact(field: "Field[Any]", value: object, graph: RuleGraph) -> Json:
    # References and indices are plain integers: what they stand for is known from the field that holds them.
    if field.name == "calendar" and isinstance(value, int):
        return graph.calendars[value].name
    if field.name == "services" and isinstance(value, tuple):
        return [graph.services[index].name for index in value]
    return _value(value, "sladsl.graph" in str(field.type), graph)


def _value(value: object, is_ref: bool, graph: RuleGraph) -> Json:
    match value:
        case None | bool() | str():
            return value
        case int():
            return node_id(value) if is_ref else value
        case Fraction():
            return fraction_text(value)
        case date():
            return value.isoformat()
        case Unit():
            return unit_name(value)
        case Span():
            return None
        case tuple():
            return [_value(each, is_ref, graph) for each in value]
    return facts_of(value, graph)


def unit_name(unit: Unit) -> str:
    """`percent`, `count`, `USD`, `time`, `Mbps`."""
    if not unit.factors:
        return unit.flavour or "number"
    return " ".join(name if exponent == 1 else f"{name}^{exponent}" for name, exponent in unit.factors)


def node_words(node: Node, graph: RuleGraph) -> str:
    """A node's fields on one line, a number of the contract as people write it."""
    return amount_words(node.value, node.unit) if isinstance(node, Constant) else named_words(facts_of(node, graph))


def fact_words(value: Json) -> str:
    """A fact on one line: `service`, `n3 n4`, `value n3 condition n4`."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            return " ".join(fact_words(each) for each in value) if value else "none"
        case dict():
            return f"({named_words(value)})"
    return str(value)


def named_words(facts: Facts) -> str:
    """Facts with their names; what is absent is left out."""
    return ", ".join(f"{name.replace('_', ' ')} {fact_words(value)}" for name, value in facts.items() if _said(value))


def _said(value: Json) -> bool:
    return value not in (None, "", []) and value is not False


def nodes_of(graph: RuleGraph) -> list[tuple[Ref, Node]]:
    return [(Ref(index), node) for index, node in enumerate(graph.nodes)]
