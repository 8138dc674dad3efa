"""What the records of a stream can be like: combinations of values that the contract could tell apart.

They are not worked out but tried: an attribute has the values with which the contract compares it, and some others.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.rows import RowAttribute, RowAttributeAt, RowCompare, RowConstant, RowOneOf
from sladsl.logs.records import Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.temporal import DAY, HOUR, MINUTE

MOST_VALUES = 5
MOST_KINDS = 40
MANY = 1_000_000
"""Out of how many something is counted, where the log says so itself."""


def kinds_of(
    graph: RuleGraph, schema: StreamSchema, refs: set[Ref], scope: dict[str, str], start: int
) -> Iterator[tuple[Value, ...]]:
    """Combinations of values of the attributes, those first that differ least from the first of all."""
    options = [_values(graph, index, each, refs, scope, start) for index, each in enumerate(schema.attributes)]
    first = tuple(each[0] for each in options)
    given = 0
    for changed in range(min(3, len(options)) + 1):
        for chosen in combinations(range(len(options)), changed):
            for values in product(*(options[index][1:] for index in chosen)):
                kind = list(first)
                for index, value in zip(chosen, values, strict=True):
                    kind[index] = value
                yield tuple(kind)
                given += 1
                if given >= MOST_KINDS:
                    return


def _values(
    graph: RuleGraph, index: int, attribute: Attribute, refs: set[Ref], scope: dict[str, str], start: int
) -> tuple[Value, ...]:
    if attribute.name in scope:
        return (scope[attribute.name],)
    found: dict[Value, None] = {}
    nodes = graph.nodes
    for ref in sorted(refs):
        node = nodes[ref]
        if isinstance(node, RowCompare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                constant = nodes[other]
                if _reads(nodes[one], index, attribute) and isinstance(constant, RowConstant):
                    found.update(dict.fromkeys(_around(attribute, constant.value)))
        if isinstance(node, RowOneOf) and _reads(nodes[node.operand], index, attribute):
            found.update(dict.fromkeys(node.values))
    found.update(dict.fromkeys(_usual(attribute, start)))
    if attribute.optional:
        found[None] = None
    return tuple(found)[: MOST_VALUES + len(attribute.type.choices)]


def _reads(node: object, index: int, attribute: Attribute) -> bool:
    return isinstance(node, RowAttribute | RowAttributeAt) and (node.index, node.name) == (index, attribute.name)


def _around(attribute: Attribute, value: Fraction | str | bool) -> list[Value]:
    if isinstance(value, str | bool):
        return [value]
    kind = attribute.type
    scale = 100 * 10**kind.places if kind.kind is Kind.PERCENT else 10**kind.places
    stored = value * (1 if kind.kind in (Kind.DURATION, Kind.INSTANT) else scale)
    whole = int(stored)
    return [whole, whole + 1, max(0, whole - 1)]


def _usual(attribute: Attribute, start: int) -> list[Value]:
    match attribute.type.kind:
        case Kind.CHOICE:
            return list(attribute.type.choices)
        case Kind.FLAG:
            return [False, True]
        case Kind.TEXT:
            return ["other"]
        case Kind.INSTANT:
            return [start, start - 30 * DAY]
        case Kind.DURATION:
            return [0, HOUR, MINUTE]
        case Kind.PERCENT:
            return [0, 100 * 10**attribute.type.places]
        case _:
            return [0, MANY * 10**attribute.type.places, 1]


def first_value(attribute: Attribute) -> Value:
    match attribute.type.kind:
        case Kind.CHOICE:
            return attribute.type.choices[0]
        case Kind.FLAG:
            return True
        case Kind.TEXT:
            return "a"
        case _:
            number: int = 100 * 10**attribute.type.places
            return number
