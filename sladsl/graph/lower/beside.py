"""What another stream of samples says at the same time: `latency - origin.latency` → row nodes."""

from typing import Protocol

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import BucketBeside, RowAttribute, RowBeside
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.problems import listing
from sladsl.model.types import divisor, of_attribute
from sladsl.syntax import ast
from sladsl.text import Span


class Rows(Protocol):
    """The layer of one record or one bucket."""

    lowering: Lowering
    stream: StreamSchema
    width: int | None

    def attribute(self, name: ast.Name) -> Typed | None: ...

    def add(self, node: Node, span: Span) -> Ref: ...


def source_of(lowering: Lowering, expression: ast.Expression) -> StreamSchema | None:
    """The register or the stream of samples that `origin.latency` looks into; None for anything else."""
    if not isinstance(expression, ast.Member):
        return None
    found = lowering.agreement.streams.get(expression.owner.text)
    return found if found is not None and (found.register or found.shape is Shape.SAMPLES) else None


def of_record(layer: Rows, other: StreamSchema, member: ast.Name, span: Span) -> Typed | None:
    """The last sample of the other stream, at the time of the record or before it."""
    index = _index(layer.lowering, other, member)
    if index is None:
        return None
    attribute = other.attributes[index].type
    pairs = tuple(
        (there, here)
        for there, key in enumerate(other.attributes)
        if key.name in other.keys and (here := layer.stream.attribute_index(key.name)) is not None
    )
    operand = layer.add(RowAttribute(index, member.text, divisor(attribute)), span)
    return Typed(layer.add(RowBeside(other.name, layer.stream.name, pairs, operand), span), of_attribute(attribute))


def of_bucket(layer: Rows, beside: Rows, member: ast.Name, span: Span) -> Typed | None:
    """What the other stream comes to in the same bucket."""
    assert layer.width is not None, "buckets have a width"
    if _index(layer.lowering, beside.stream, member) is None:
        return None
    operand = beside.attribute(member)
    if operand is None:
        return None
    node = BucketBeside(beside.stream.name, layer.width, operand.ref)
    return Typed(layer.add(node, span), operand.type)


def _index(lowering: Lowering, other: StreamSchema, member: ast.Name) -> int | None:
    index = other.attribute_index(member.text)
    if index is None:
        known = [each.name for each in other.attributes]
        lowering.say(
            names.UNKNOWN_ATTRIBUTE, f"samples of `{other.name}` have no `{member.text}`", member.span,
            *lowering.problems.did_you_mean(member.text, known, member.span),
            Fix(f"they have {listing(known)}" if known else "they have no attributes"),
        )  # fmt: skip
    return index
