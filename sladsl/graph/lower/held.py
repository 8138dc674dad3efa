"""Samples carried forward, and sets that enough values of a key are in → set nodes."""

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower import rows
from sladsl.graph.lower.context import Lowering
from sladsl.graph.node import Ref, inputs
from sladsl.graph.sets import SetAmong, SetHolding
from sladsl.logs.schema import Shape
from sladsl.model.lengths import microseconds
from sladsl.syntax import ast


def holding(lowering: Lowering, written: ast.Holding) -> Ref | None:
    """`holding probes where …`, or diagnostics and None."""
    stream = lowering.stream(written.stream)
    at_most = None
    if written.at_most is not None:
        at_most = microseconds(written.at_most, lowering.problems, "how long a sample is held", "15min")
        if at_most is None:
            return None
    if stream is None:
        return None
    if stream.shape is not Shape.SAMPLES:
        lowering.say(
            types.WRONG_SHAPE, f"only samples are held until the next; `{stream.name}` is a stream of "
            f"{stream.shape.value}", written.stream.span,
            Fix("name a stream of samples; spans are a set of times already"),
        )  # fmt: skip
        return None
    where = rows.RowLayer(lowering, stream).condition(written.where)
    if where is None:
        return None
    if written.least > 1 and written.counted_from is None:
        lowering.read(
            f"from when {written.least} of `{stream.name}` in a row count",
            "from the first of them",
            "`counted from the first` or `counted from the last`",
            written.span,
            decisive=True,
        )
    if written.at_most is None:
        lowering.read(
            f"how long a sample of `{stream.name}` is held",
            "until the next, however long that takes; the last one until `as of`",
            "`for at most 15min`",
            written.span,
        )
    keys = tuple(index for key in stream.keys if (index := stream.attribute_index(key)) is not None)
    node = SetHolding(stream.name, where, written.least, written.counted_from == "last", at_most, keys)
    return lowering.table.add(node, written.span)


def among(lowering: Lowering, written: ast.Among, operand: Ref) -> Ref | None:
    """`at least 2 of agent in (…)`: some stream below must carry the key."""
    carried = {
        attribute.name: None
        for name in sorted(_streams_below(lowering, operand))
        for attribute in lowering.agreement.streams[name].attributes
    }
    if written.key.text not in carried:
        lowering.say(
            names.UNKNOWN_KEY, f"no stream in these brackets has an attribute `{written.key.text}`", written.key.span,
            *lowering.problems.did_you_mean(written.key.text, carried, written.key.span),
            Fix("name the attribute that tells the probes, regions or machines apart"),
        )  # fmt: skip
        return None
    share = None if written.share is None else written.share.value / 100
    if written.strict and share is not None and share >= 1:
        lowering.say(types.OUT_OF_RANGE, "more than all of them are never in", written.span, Fix("write `all of …`"))
        return None
    return lowering.table.add(SetAmong(operand, written.key.text, written.least, share, written.strict), written.span)


def _streams_below(lowering: Lowering, ref: Ref) -> set[str]:
    found: set[str] = set()
    waiting = [ref]
    while waiting:
        node = lowering.table[waiting.pop()]
        stream = getattr(node, "stream", None)
        if isinstance(stream, str):
            found.add(stream)
        waiting.extend(inputs(node))
    return found
