"""Time sets and exclusions → set nodes."""

from typing import Literal, assert_never

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower import bucket_rows, held, rows
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.windows import tiling_rule
from sladsl.graph.node import Node, Ref
from sladsl.graph.sets import (
    Budget,
    SetBuckets,
    SetBudget,
    SetCalendar,
    SetCombined,
    SetLasting,
    SetSinceFirst,
    SetSpans,
    SetUnits,
)
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.agreement import NameKind
from sladsl.model.lengths import FIXED, microseconds
from sladsl.model.problems import with_article
from sladsl.model.units import COUNT, DURATION, NUMBER
from sladsl.syntax import ast
from sladsl.temporal import DAY
from sladsl.text import Span


def time_set(lowering: Lowering, written: ast.TimeSet) -> Ref | None:
    """The node of a time set, or diagnostics and None."""
    match written:
        case ast.NamedSet(name=name, where=where, longest=longest):
            return named_set(lowering, name, where, longest=longest)
        case ast.Buckets():
            return _buckets(lowering, written)
        case ast.Lasting(time_set=inner, length=length, strict=strict):
            operand, at_least = time_set(lowering, inner), _length(lowering, length)
            return None if operand is None or at_least is None else _add(
                lowering, SetLasting(operand, at_least, strict), written.span
            )  # fmt: skip
        case ast.Units(time_set=inner, unit=unit, started=started, clock=clock):
            operand = time_set(lowering, inner)
            if unit not in FIXED:
                way_out = Fix("count in weeks, days or shorter units")
                lowering.say(types.CALENDAR_LENGTH, f"{unit}s have no fixed length", written.span, way_out)
                return None
            return None if operand is None else _add(
                lowering, SetUnits(operand, FIXED[unit], started, clock), written.span
            )  # fmt: skip
        case ast.SinceFirst(time_set=inner, stream=stream_name, where=where):
            operand, stream = time_set(lowering, inner), lowering.stream(stream_name)
            if operand is None or stream is None:
                return None
            return _add(lowering, SetSinceFirst(operand, stream.name, condition(lowering, where, stream)), written.span)
        case ast.Holding():
            return held.holding(lowering, written)
        case ast.Among(time_set=inner):
            operand = time_set(lowering, inner)
            return None if operand is None else held.among(lowering, written, operand)
        case ast.Combined(operator=operator, left=left, right=right):
            first, second = time_set(lowering, left), time_set(lowering, right)
            if first is None or second is None:
                return None
            return _add(lowering, SetCombined(operator, first, second), written.span)
        case ast.Call():
            raise AssertionError("calls have been replaced by the bodies of their definitions")
        case _:
            assert_never(written)


def _add(lowering: Lowering, node: Node, span: Span) -> Ref:
    return lowering.table.add(node, span)


def named_set(
    lowering: Lowering,
    name: ast.Name,
    where: ast.Expression | None = None,
    also: tuple[str, ...] = (),
    *,
    longest: bool = False,
) -> Ref | None:
    """The spans of a stream (of simultaneous ones, perhaps only the longest), a definition, a calendar or an exclusion;
    `also` are other names that could stand here."""
    known: tuple[NameKind, ...] = ("stream", "definition", "calendar", "exclusion")
    if any(each.register for each in lowering.agreement.streams.values()):
        known = (*known, "register")
    symbol = lowering.symbol(name, *known, more=also)
    if symbol is None:
        return None
    if symbol.kind in ("stream", "register"):
        stream = lowering.agreement.streams[symbol.name]
        if stream.shape is not Shape.SPANS:
            _not_spans(lowering, stream, name)
            return None
        return _add(lowering, SetSpans(stream.name, condition(lowering, where, stream), longest), name.span)
    if longest:
        lowering.say(
            types.WRONG_SHAPE, f"only spans are simultaneous; `{name.text}` is {with_article(symbol.kind)}", name.span,
            Fix("name the stream of spans itself, with a condition if need be: `… outages where …`"),
        )  # fmt: skip
        return None
    if where is not None:
        lowering.say(
            types.NOT_HERE, f"`where` chooses records of a stream; `{name.text}` is {with_article(symbol.kind)}",
            where.span,
            Fix("choose the records where the stream is named, or combine time sets: `… during …`, `… outside …`"),
        )  # fmt: skip
    if symbol.kind == "calendar":
        index = lowering.calendar(symbol.name)
        return None if index is None else _add(lowering, SetCalendar(index), name.span)
    if symbol.name not in lowering.sets:
        with lowering.defining(name) as fresh:
            ref = _defined(lowering, symbol.name) if fresh else None
        lowering.sets[symbol.name] = ref
        if ref is not None:
            lowering.table.labels.setdefault(ref, symbol.name)
    return lowering.sets[symbol.name]


def _not_spans(lowering: Lowering, stream: StreamSchema, name: ast.Name) -> None:
    how = {
        Shape.SAMPLES: f"say in which buckets: `buckets of 1min of {stream.name} where …`",
        Shape.CASES: f"only spans are stretches of time; cases have clocks: `time from … to …` for each {stream.name}",
        Shape.EVENTS: f"only spans are stretches of time; events can be counted: `count of {stream.name}`",
        Shape.SPANS: "",
    }
    lowering.say(
        types.WRONG_SHAPE,
        f"`{name.text}` is a stream of {stream.shape.value}, not a set of times",
        name.span,
        Fix(how[stream.shape]),
    )


def _defined(lowering: Lowering, name: str) -> Ref | None:
    definition = lowering.agreement.definitions.get(name)
    if definition is not None:
        return time_set(lowering, definition.time_set)
    return exclusion_set(lowering, lowering.agreement.exclusions[name])


def exclusion_set(lowering: Lowering, clause: ast.Exclusion) -> Ref | None:
    """The time an exclusion takes out: its sets together, within its allowances."""
    if not clause.sets:
        lowering.say(
            names.MISSING_CLAUSE,
            f"the exclusion `{clause.name.text}` does not say what it excludes",
            clause.name.span,
            Fix('name a time set, for instance `outages where cause = "maintenance"`'),
        )
        return None
    refs = [time_set(lowering, each) for each in clause.sets]
    whole: Ref | None = None
    for ref in refs:
        if ref is None:
            return None
        whole = ref if whole is None else _add(lowering, SetCombined("together", whole, ref), clause.span)
    budgets = [_budget(lowering, each) for each in clause.allowances]
    if whole is None or not budgets:
        return whole
    return _add(lowering, SetBudget(whole, tuple(each for each in budgets if each is not None)), clause.span)


def exclusion_effect(lowering: Lowering, clause: ast.Exclusion) -> Literal["up", "leaves"]:
    """How excluded time counts; silence is a finding, because the readings differ."""
    if clause.effect is not None:
        return clause.effect
    lowering.read(
        f"how time excluded by `{clause.name.text}` counts",
        "as up, the denominator stays",
        "`counts as up` or `leaves the denominator`",
        clause.name.span,
        decisive=True,
    )
    return "up"


def _budget(lowering: Lowering, allowance: ast.Allowance) -> Budget | None:
    amount = lowering.recursion.fixed_number(lowering, allowance.amount)
    window = tiling_rule(lowering, allowance.window, "an allowance")
    if amount is None or window is None:
        return None
    if amount.unit not in (DURATION, NUMBER, COUNT):
        lowering.say(
            types.UNIT_MISMATCH,
            f"an allowance is a length of time or a number of spans, not {amount.unit.words()}",
            allowance.amount.span,
            Fix("write for instance `at most 4h per month` or `at most 2 per month`"),
        )
        return None
    if amount.value < 0 or amount.value.denominator != 1:
        what = "a number of spans is whole" if amount.unit != DURATION else "time is counted in whole microseconds"
        lowering.say(
            types.OUT_OF_RANGE, f"{what} and not negative", allowance.amount.span,
            Fix("write for instance `at most 2 per month`, or a length of time: `at most 4h per month`"),
        )  # fmt: skip
        return None
    if amount.unit == DURATION:
        return Budget(window, int(amount.value), None, allowance.whole)
    return Budget(window, None, int(amount.value), allowance.whole)


def _buckets(lowering: Lowering, written: ast.Buckets) -> Ref | None:
    stream = bucket_stream(lowering, written.stream)
    width = bucket_width(lowering, written.width, stream)
    if stream is None or width is None:
        return None
    where = bucket_rows.BucketLayer(lowering, stream, width).condition(written.where)
    return None if where is None else _add(lowering, SetBuckets(stream.name, width, where), written.span)


def bucket_stream(lowering: Lowering, name: ast.Name) -> StreamSchema | None:
    """A stream of samples, or a diagnostic and None."""
    stream = lowering.stream(name)
    if stream is not None and stream.shape is not Shape.SAMPLES:
        lowering.say(
            types.WRONG_SHAPE,
            f"buckets are made of samples; `{name.text}` is a stream of {stream.shape.value}",
            name.span,
            Fix("name a stream of samples; spans are a set of times already"),
        )
        return None
    return stream


def bucket_width(lowering: Lowering, written: ast.Quantity | ast.Name, stream: StreamSchema | None) -> int | None:
    """A width that days are a multiple of, so that buckets do not drift against the clock, and that holds whole
    samples of the stream."""
    if isinstance(written, ast.Name):
        width = _length(lowering, written)
    else:
        width = microseconds(written, lowering.problems, "the width of a bucket")
    if width is not None and (width == 0 or DAY % width != 0):
        lowering.say(
            types.OUT_OF_RANGE, "the width of a bucket must divide a day evenly", written.span,
            Fix("choose for instance 1min, 5min, 15min, 1h"),
        )  # fmt: skip
        return None
    every = stream.every if stream else None
    if width is not None and every is not None and width % every != 0:
        why = "are shorter than the time between two" if width < every else "would hold now more and now fewer"
        lowering.say(
            types.OUT_OF_RANGE, f"these buckets {why} samples of `{stream.name if stream else ''}`", written.span,
            Fix("choose the interval that the stream states after `every`, or a multiple of it"),
        )  # fmt: skip
        return None
    return width


def _length(lowering: Lowering, written: ast.Expression) -> int | None:
    amount = lowering.recursion.fixed_number(lowering, written)
    if amount is None:
        return None
    if amount.unit != DURATION:
        lowering.say(
            types.UNIT_MISMATCH, f"a length of elapsed time is needed here, this is {amount.unit.words()}",
            written.span,
            Fix("write for instance `5min`"),
        )  # fmt: skip
        return None
    if amount.value < 0 or amount.value.denominator != 1:
        lowering.say(
            types.OUT_OF_RANGE, "a length of time is a whole number of microseconds and not negative", written.span,
            Fix("write for instance `5min`"),
        )  # fmt: skip
        return None
    return int(amount.value)


def condition(lowering: Lowering, where: ast.Expression | None, stream: StreamSchema) -> Ref | None:
    """The condition on records; None where there is none (a wrong one has been told)."""
    return None if where is None else rows.RowLayer(lowering, stream).condition(where)
