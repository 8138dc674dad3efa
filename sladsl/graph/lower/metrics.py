"""Metrics for each record of a stream, and in which unit a metric is shown."""

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.rows import RowLayer
from sladsl.logs.schema import StreamSchema
from sladsl.model.lengths import FIXED
from sladsl.syntax import ast


def for_each_record(lowering: Lowering, metric: ast.Metric, stream: StreamSchema) -> Typed | None:
    """A metric that every record has: an attribute of that name would hide it."""
    layer = RowLayer(lowering, stream)
    if metric.name.text in layer.known_names():
        lowering.problems.add(
            names.DUPLICATE_NAME,
            f"the records of `{stream.name}` have an attribute or a moment `{metric.name.text}` already",
            metric.name.span,
            labels=[Label(lowering.agreement.symbols[stream.name].span, "this stream")],
            fixes=[Fix("give the metric another name")],
        )
        return None
    return layer.name(metric.name)


def check_shown(lowering: Lowering, metric: ast.Metric, lowered: Typed | None) -> None:
    """`shown in minutes` is for lengths of time, and for units of a fixed length."""
    if metric.shown_in is None or lowered is None or lowered.type.unit is None:
        return
    unit = lowered.type.unit
    if not unit.is_time:
        lowering.say(
            types.UNIT_MISMATCH, f"`{metric.name.text}` is {unit.words()}, which is not shown in {metric.shown_in}s",
            metric.name.span,
            Fix("leave `shown in …` out: it is for lengths of time"),
        )  # fmt: skip
    elif metric.shown_in not in FIXED:
        lowering.say(
            types.CALENDAR_LENGTH, f"a {metric.shown_in} has no fixed length to show a time in", metric.name.span,
            Fix("choose minutes, hours, days or weeks"),
        )  # fmt: skip
