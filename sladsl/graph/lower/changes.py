"""Attributes that change while a case lives → row nodes, and what a clock does when they change."""

from typing import Protocol

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.labels import known_labels
from sladsl.graph.node import Node, Ref, inputs
from sladsl.graph.rows import RowAttribute, RowAttributeAt, RowClock
from sladsl.logs.schema import StreamSchema
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.types import INSTANT, Sort, divisor, of_attribute
from sladsl.syntax import ast
from sladsl.text import Span


class Rows(Protocol):
    """The layer of one record, as far as changes need it."""

    lowering: Lowering
    stream: StreamSchema

    def name(self, name: ast.Name) -> Typed | None: ...

    def add(self, node: Node, span: Span) -> Ref: ...

    def condition(self, expression: ast.Expression) -> Ref | None: ...


def value_at(layer: Rows, written: ast.ValueAt) -> Typed | None:
    """`priority at opened`"""
    index, at = changing(layer.lowering, written.attribute, layer.stream), layer.name(written.at)
    if at is not None and at.type != INSTANT:
        layer.lowering.say(
            types.UNIT_MISMATCH, f"`{written.at.text}` is no date and time", written.at.span,
            Fix(f"name a moment of the case: {listing(layer.stream.moments)}"),
        )  # fmt: skip
        return None
    if index is None or at is None:
        return None
    attribute = layer.stream.attributes[index]
    node = RowAttributeAt(index, attribute.name, divisor(attribute.type), at.ref)
    return Typed(layer.add(node, written.span), of_attribute(attribute.type))


def changing(lowering: Lowering, name: ast.Name, stream: StreamSchema) -> int | None:
    """The position of an attribute with history, or a diagnostic and None."""
    index = stream.attribute_index(name.text)
    if index is not None and stream.attributes[index].history:
        return index
    with_history = [stream.attributes[each].name for each in stream.with_history]
    if index is None:
        lowering.say(
            names.UNKNOWN_ATTRIBUTE, f"records of `{stream.name}` have no `{name.text}`", name.span,
            *lowering.problems.did_you_mean(name.text, with_history, name.span),
            Fix(f"with history are {listing(with_history)}" if with_history else "no attribute of it has a history"),
        )  # fmt: skip
    else:
        lowering.say(
            types.NO_HISTORY, f"`{name.text}` of `{stream.name}` has one value only: it does not change", name.span,
            Fix(f"end its line in the stream with `with history`: `{name.text} … with history`"),
        )  # fmt: skip
    return None


def held(layer: Rows, clock: ast.Clock) -> Ref | None:
    """`while priority = P1`: a condition that changes of an attribute make true or not."""
    if clock.held is None:
        return None
    condition = layer.condition(clock.held)
    if condition is not None and not _changing_below(layer, condition):
        layer.lowering.say(
            types.NO_HISTORY, "nothing in this condition changes while a case lives", clock.held.span,
            Fix("choose the cases by `where`, or say in the stream what changes: `priority … with history`"),
        )  # fmt: skip
        return None
    return condition


def restarts(layer: Rows, clock: ast.Clock) -> tuple[tuple[int, str | None], ...] | None:
    """The changes at which a clock begins anew, or diagnostics and None."""
    found: list[tuple[int, str | None]] = []
    for each in clock.changes:
        index = changing(layer.lowering, each.attribute, layer.stream)
        if index is None:
            return None
        type_ = of_attribute(layer.stream.attributes[index].type)
        if each.to is not None and type_.sort not in (Sort.CHOICE, Sort.TEXT):
            layer.lowering.say(
                types.UNIT_MISMATCH, f"`{each.attribute.text}` is {type_.words()}, no label", each.to.span,
                Fix(f"write `change of {each.attribute.text} restarts`"),
            )  # fmt: skip
            return None
        if each.to is not None and type_.choices and not known_labels(layer.lowering, (each.to,), type_.choices):
            return None
        if each.then == "restarts":
            found.append((index, None if each.to is None else label_text(each.to)))
    return tuple(dict.fromkeys(found))


def read_silence(layer: Rows, chosen_by: Ref | None, kept: Ref, span: Span) -> None:
    """A target chosen by what may change, and a clock that does not say whether it begins anew with it."""
    if chosen_by is None or not layer.stream.with_history:
        return
    first = layer.stream.moments[0]
    for index in sorted(_changing_below(layer, chosen_by)):
        name = layer.stream.attributes[index].name
        for ref in sorted(_below(layer, kept)):
            clock = layer.lowering.table[ref]
            if isinstance(clock, RowClock) and clock.held is None and (ref, index) not in layer.lowering.settled:
                layer.lowering.read(
                    f"what becomes of the clock when `{name}` changes",
                    "the last target is held against all the time since the start",
                    f"`change of {name} restarts`, `change of {name} continues`, or `{name} at {first}`",
                    span,
                    decisive=True,
                )
                return


def _changing_below(layer: Rows, ref: Ref) -> set[int]:
    """The attributes with history whose value now a condition asks for."""
    nodes = (layer.lowering.table[each] for each in _below(layer, ref))
    return {node.index for node in nodes if isinstance(node, RowAttribute)}.intersection(layer.stream.with_history)


def _below(layer: Rows, root: Ref) -> set[Ref]:
    seen, waiting = set[Ref](), [root]
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            waiting.extend(inputs(layer.lowering.table[ref]))
    return seen
