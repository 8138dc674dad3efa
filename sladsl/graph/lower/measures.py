"""Expressions that look at the log → measure nodes and the value nodes that read them."""

from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower import changes, sets, weighing
from sladsl.graph.lower.bucket_rows import BucketLayer
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.rows import RowLayer
from sladsl.graph.lower.trimming import trim
from sladsl.graph.measures import (
    BucketCase,
    Excluded,
    MeasureBuckets,
    MeasureClasses,
    MeasureNear,
    MeasureRecords,
    MeasureRows,
    RecordCheck,
)
from sladsl.graph.node import Ref
from sladsl.graph.values import Availability, Measured
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.lengths import microseconds
from sladsl.model.problems import listing
from sladsl.model.types import TEXT, Sort, Type, number, of_attribute
from sladsl.model.units import COUNT, NUMBER, PERCENT, common_unit
from sladsl.syntax import ast


def measure(lowering: Lowering, expression: ast.Expression) -> Typed | None:
    """The value of one measurement, or diagnostics and None."""
    match expression:
        case ast.Availability():
            return _availability(lowering, expression)
        case ast.TimeOf():
            return weighing.time_of(lowering, expression)
        case ast.CountOf(stream=name, where=where, moment=said):
            stream = lowering.stream(name)
            if stream is None:
                return None
            node = MeasureRows(
                stream.name,
                sets.condition(lowering, where, stream),
                "count",
                None,
                None,
                moment(lowering, stream, name, said=said),
            )
            return _read(lowering, node, "number", number(COUNT), expression)
        case ast.StatisticOf():
            return _statistic(lowering, expression)
        case ast.BucketMean():
            return _bucket_mean(lowering, expression)
        case ast.ShareOf():
            return _share(lowering, expression)
        case ast.NearRecord():
            return _near(lowering, expression)
        case _:
            lowering.say(types.NOT_HERE, "this cannot stand here", expression.span)
            return None


def _read(
    lowering: Lowering,
    node: MeasureRows | MeasureBuckets | MeasureRecords | MeasureNear,
    part: Literal["number", "mean", "share"],
    type_: Type,
    place: ast.Node,
) -> Typed:
    ref = lowering.table.add(node, place.span)
    return Typed(lowering.table.add(Measured(ref, part, type_.unit), place.span), type_)


def _availability(lowering: Lowering, written: ast.Availability) -> Typed | None:
    down = sets.time_set(lowering, written.down)
    schedule = None
    if written.schedule is not None:
        schedule = sets.named_set(lowering, written.schedule)
    excluded: list[Excluded] = []
    for name in written.excluding:
        if lowering.symbol(name, "exclusion") is None:
            continue
        ref = sets.named_set(lowering, name)
        if ref is not None:
            effect = sets.exclusion_effect(lowering, lowering.agreement.exclusions[name.text])
            excluded.append(Excluded(ref, name.text, effect))
    unknown = None if written.unknown_while is None else sets.time_set(lowering, written.unknown_while)
    over = None
    if written.over is not None:
        over = microseconds(written.over, lowering.problems, "a conventional month or year", "30 days")
    if down is None or len(excluded) != len(written.excluding):
        return None
    if written.unknown is None:
        lowering.read(
            "time of which the log tells nothing",
            "leaves the window without a verdict",
            "`unknown counts as up`, `unknown counts as down` or `unknown leaves the denominator`",
            written.span,
        )
    classes = lowering.table.add(
        MeasureClasses(schedule, tuple(excluded), unknown, down, written.unknown or "no verdict"), written.span
    )
    node = Availability(classes, None if over is None else Fraction(over))
    return Typed(lowering.table.add(node, written.span), number(PERCENT))


def moment(
    lowering: Lowering,
    stream: StreamSchema,
    place: ast.Node,
    *expressions: ast.Expression | None,
    said: ast.Name | None = None,
) -> int | None:
    """By which moment cases fall in a window: as `said`, else as the metrics used say, else by their first moment."""
    if said is not None:
        return _said_moment(lowering, stream, said)
    if stream.shape is not Shape.CASES or not stream.moments:
        return None
    for expression in expressions:
        found = _named_moment(lowering, stream, expression)
        if found is not None:
            return found
    lowering.read(
        f"in which window a case of `{stream.name}` falls",
        f"that of its first moment, `{stream.moments[0]}`",
        f"`{stream.name} by {stream.moments[0]}` or another of its moments",
        place.span,
        decisive=len(stream.moments) > 1,
    )
    return 0


def _named_moment(lowering: Lowering, stream: StreamSchema, expression: ast.Expression | None) -> int | None:
    """The moment that the first metric in an expression says."""
    pending = [expression]
    while pending:
        each = pending.pop(0)
        if isinstance(each, ast.Name):
            metric = lowering.agreement.metrics.get(each.text)
            if metric is not None and metric.each is not None and metric.each.moment is not None:
                return each_moment(lowering, metric.each, stream)
        elif isinstance(each, ast.Compare | ast.Logic | ast.Arithmetic):
            pending += [each.left, each.right]
        elif isinstance(each, ast.Extreme):
            pending += each.operands
        elif isinstance(each, ast.Not | ast.Negate | ast.Steps | ast.RoundTo | ast.PercentOf):
            pending.append(each.operand)
        elif isinstance(each, ast.OneOf | ast.Presence | ast.Within):
            pending.append(each.subject)
    return None


def check_each(lowering: Lowering, each: ast.ForEach | None) -> None:
    """`for each` names one stream, perhaps with a moment of its cases, or attributes to scope by."""
    if each is None:
        return
    first, *more = each.names
    if lowering.is_broken(first):
        return
    stream = lowering.agreement.streams.get(first.text)
    if stream is not None:
        each_moment(lowering, each, stream)
    elif each.moment is not None:
        lowering.say(
            types.NOT_HERE, f"`by {each.moment.text}` is said of cases; `{first.text}` is no stream", each.moment.span,
            Fix("name a stream of cases (`for each tickets by opened`), or leave `by …` out"),
        )  # fmt: skip
    if more and (stream is not None or any(name.text in lowering.agreement.streams for name in more)):
        lowering.say(
            types.NOT_HERE, "`for each` names one stream, or else attributes", each.span,
            Fix("keep the stream; a table `by …` tells its records apart by an attribute"),
        )  # fmt: skip
    first_of = {name.text: name for name in reversed(each.names)}
    twice = next((name for name in each.names if first_of[name.text] is not name), None)
    if twice is not None:
        lowering.say(names.DUPLICATE_NAME, f"`{twice.text}` is named twice", twice.span, Fix("take one of them out"))


def has_scopes(lowering: Lowering, each: ast.ForEach | None, service: ast.Name | None) -> bool:
    """Whether it is known what a clause is for; if not, that has been told, and nothing else can be said of it."""
    if each is not None and any(map(lowering.is_broken, each.names)):
        return False
    return service is None or not _lacks_each(lowering, service)


def check_service(lowering: Lowering, service: ast.Name | None) -> None:
    """`for api` names a service; `for region` lacks its `each`."""
    if service is None:
        return
    if not _lacks_each(lowering, service):
        lowering.symbol(service, "service")
        return
    stream = service.text in lowering.agreement.streams
    lowering.say(
        names.WRONG_KIND if stream else names.UNKNOWN_NAME,
        f"`{service.text}` is {'a stream' if stream else 'an attribute'}; a service is needed here", service.span,
        Fix("for one number each, write `for each`", service.span, f"each {service.text}"),
    )  # fmt: skip


def _lacks_each(lowering: Lowering, service: ast.Name) -> bool:
    streams = lowering.agreement.streams
    if service.text in lowering.agreement.symbols:
        return service.text in streams
    return any(each.attribute_index(service.text) is not None for each in streams.values())


def each_moment(lowering: Lowering, each: ast.ForEach, stream: StreamSchema) -> int | None:
    """The index of the moment in `for each tickets by opened`."""
    return None if each.moment is None else _said_moment(lowering, stream, each.moment)


def _said_moment(lowering: Lowering, stream: StreamSchema, said: ast.Name) -> int | None:
    if said.text in stream.moments:
        return stream.moments.index(said.text)
    whose = f"the cases of `{stream.name}` have"
    if stream.shape is not Shape.CASES:
        whose = f"`{stream.name}` is a stream of {stream.shape.value}, which have"
    lowering.say(
        names.UNKNOWN_ATTRIBUTE,
        f"{whose} no moment `{said.text}`",
        said.span,
        *lowering.problems.did_you_mean(said.text, stream.moments, said.span),
        *([Fix(f"their moments are {listing(stream.moments)}")] if stream.moments else [Fix("leave `by …` out")]),
    )
    return None


def _statistic(lowering: Lowering, written: ast.StatisticOf) -> Typed | None:
    stream = lowering.stream(written.stream)
    if stream is None:
        return None
    operand = RowLayer(lowering, stream).number(written.operand)
    where = sets.condition(lowering, written.where, stream)
    if operand is None or operand.type.unit is None:
        return None
    if written.percentile is not None:
        if not 0 < written.percentile <= 100:
            lowering.say(types.OUT_OF_RANGE, "a percentile lies above 0 and up to 100", written.span)
            return None
        lowering.read("a percentile", "an observed value, by nearest rank", "no other method is offered", written.span)
    by = moment(lowering, stream, written.stream, written.operand, said=written.moment)
    ratio = None if written.percentile is None else written.percentile / 100
    node = MeasureRows(stream.name, where, written.statistic, operand.ref, ratio, by, trim(lowering, written.trimmed))
    unit = operand.type.unit
    return _read(
        lowering, node, "number", number(NUMBER if unit == COUNT and written.statistic == "mean" else unit), written
    )


def _bucket_mean(lowering: Lowering, written: ast.BucketMean) -> Typed | None:
    stream = sets.bucket_stream(lowering, written.stream)
    width = sets.bucket_width(lowering, written.width, stream)
    if stream is None or width is None:
        return None
    layer = BucketLayer(lowering, stream, width)
    where = None if written.where is None else layer.condition(written.where)
    operand = layer.number(written.operand)
    if operand is None or operand.type.unit is None:
        return None
    cases: list[BucketCase] = []
    for case in written.cases:
        value, when = layer.number(case.value), layer.condition(case.condition)
        if value is None or when is None:
            return None
        if common_unit(operand.type.unit, value.type.unit or NUMBER) is None:
            layer.incomparable(operand.type.unit, value.type.unit or NUMBER, case.value)
            return None
        cases.append(BucketCase(value.ref, when))
    missing: Fraction | Literal["leaves"] | None = None
    if written.missing == "leaves":
        missing = "leaves"
    elif written.missing is not None:
        amount = lowering.recursion.fixed_number(lowering, written.missing)
        if amount is None:
            return None
        if common_unit(operand.type.unit, amount.unit) is None:
            layer.incomparable(operand.type.unit, amount.unit, written.missing)
            return None
        missing = amount.value
    else:
        lowering.read(
            "a bucket without samples",
            "leaves the window without a verdict",
            "`missing counts as …` or `missing leaves the mean`",
            written.span,
        )
    lowering.read(
        "a mean over buckets", "every bucket weighs the same", "`sum of … / sum of …` weighs by size", written.span
    )
    node = MeasureBuckets(stream.name, width, where, operand.ref, tuple(cases), missing)
    return _read(lowering, node, "mean", operand.type, written)


def _share(lowering: Lowering, written: ast.ShareOf) -> Typed | None:
    stream = lowering.stream(written.stream)
    if stream is None:
        return None
    layer = RowLayer(lowering, stream)
    condition = layer.condition(written.condition)
    where = sets.condition(lowering, written.where, stream)
    if condition is None:
        return None
    changes.read_silence(layer, where, condition, written.condition.span)
    by = moment(lowering, stream, written.stream, written.condition, said=written.moment)
    check = RecordCheck(None, condition, "")
    return _read(lowering, MeasureRecords(stream.name, where, ((check,),), by), "share", number(PERCENT), written)


def _near(lowering: Lowering, written: ast.NearRecord) -> Typed | None:
    stream = lowering.stream(written.stream)
    if stream is None:
        return None
    if stream.shape is Shape.CASES:
        lowering.say(types.WRONG_SHAPE, "cases have no single time to be next by", written.stream.span,
                     Fix("use a stream of events, samples or spans"))  # fmt: skip
        return None
    operand = RowLayer(lowering, stream).number(written.attribute)
    where = sets.condition(lowering, written.where, stream)
    if operand is None:
        return None
    node = MeasureNear(stream.name, where, operand.ref, written.direction)
    return _read(lowering, node, "number", operand.type, written)


def key_type(lowering: Lowering, name: ast.Name) -> Type | None:
    """The type of a scoping attribute: some stream must carry it, as text or as one of some labels."""
    found: Type | None = None
    if name.text in lowering.agreement.streams:
        return None  # a stream among attributes, which is told of
    if lowering.is_broken(name):
        return TEXT
    for stream in lowering.agreement.streams.values():
        index = stream.attribute_index(name.text)
        # What a row says of a customer tells customers apart, but not their tickets.
        if index is not None and (not stream.register or name.text in stream.keys):
            type_ = of_attribute(stream.attributes[index].type)
            found = type_ if found is None or found == type_ else Type(found.sort)
    if found is not None and found.sort not in (Sort.TEXT, Sort.CHOICE):
        lowering.say(
            types.NOT_HERE, f"one can scope by a text or by labels; `{name.text}` is {found.words()}", name.span,
            Fix("choose an attribute that says which one it is: a region, a customer, a class"),
        )  # fmt: skip
        return None
    if found is None:
        streams = lowering.agreement.streams.values()
        carried = {each.name for stream in streams if not stream.register for each in stream.attributes}
        lowering.say(
            names.UNKNOWN_KEY,
            f"no stream has an attribute `{name.text}` to scope by",
            name.span,
            *lowering.problems.did_you_mean(name.text, [*carried, *lowering.agreement.streams], name.span),
            Fix("declare it in the streams that are measured, for instance `region text`"),
        )
    return found


def records_under(lowering: Lowering, ref: Ref) -> Ref | None:
    """The MeasureRecords whose share a value is, if it is one."""
    node = lowering.table[ref]
    return node.measure if isinstance(node, Measured) and node.part == "share" else None
