"""Expressions about one record of a stream → row nodes."""

from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, readings, types
from sladsl.graph.lower import beside, changes, clocks, instants, registers, shaping
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.labels import holds_labels, known_labels
from sladsl.graph.lower.layer import Comparator, Layer, Operator
from sladsl.graph.node import Node, Ref
from sladsl.graph.rows import (
    RowArithmetic,
    RowAttribute,
    RowCase,
    RowCases,
    RowClock,
    RowCompare,
    RowConstant,
    RowExtreme,
    RowLogic,
    RowMoment,
    RowNot,
    RowOneOf,
    RowPresent,
    RowRounded,
    RowSteps,
    RowTime,
    RowWithin,
)
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.types import CONDITION, INSTANT, TEXT, Sort, Type, divisor, number, of_attribute
from sladsl.model.units import DURATION, NUMBER, Unit, common_unit
from sladsl.syntax import ast
from sladsl.temporal import parse_instant
from sladsl.text import Span

TIMES: dict[Shape, dict[str, Type]] = {
    Shape.SPANS: {"start": INSTANT, "end": INSTANT, "length": number(DURATION)},
    Shape.CASES: {},
    Shape.SAMPLES: {"at": INSTANT},
    Shape.EVENTS: {"at": INSTANT},
}


class RowLayer(Layer):
    """Expressions on the records of one stream."""

    def __init__(self, lowering: Lowering, stream: StreamSchema, width: int | None = None) -> None:
        super().__init__(lowering)
        self.stream = stream
        self.width = width

    def add(self, node: Node, span: Span) -> Ref:
        return self.lowering.table.add(node, span)

    def constant(self, value: Fraction, unit: Unit, span: Span) -> Typed:
        return Typed(self.add(RowConstant(value), span), number(unit))

    def truth(self, value: bool, span: Span) -> Typed:
        return Typed(self.add(RowConstant(value), span), CONDITION)

    def arithmetic(self, operator: Operator, left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(RowArithmetic(operator, left, right), span)

    def compare(self, operator: Comparator, left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(RowCompare(operator, left, right), span)

    def logic(self, operator: Literal["and", "or"], left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(RowLogic(operator, left, right), span)

    def negation(self, operand: Ref, span: Span) -> Ref:
        return self.add(RowNot(operand), span)

    def rounded(self, operand: Ref, step: Fraction, span: Span) -> Ref:
        return self.add(RowRounded(operand, step), span)

    def steps(self, operand: Ref, step: Fraction, started: bool, span: Span) -> Ref:
        return self.add(RowSteps(operand, step, started), span)

    def extreme(self, kind: Literal["greater", "lesser"], operands: tuple[Ref, ...], span: Span) -> Ref:
        return self.add(RowExtreme(kind, operands), span)

    def by_case(self, cases: tuple[tuple[Ref, Ref], ...], otherwise: Ref, span: Span) -> Ref:
        return self.add(RowCases(tuple(RowCase(*each) for each in cases), otherwise), span)

    def fixed(self, ref: Ref) -> Fraction | None:
        node = self.lowering.table[ref]
        value = node.value if isinstance(node, RowConstant) else None
        return value if isinstance(value, Fraction) else None

    def known_names(self) -> tuple[str, ...]:
        """The names a record of this stream answers to."""
        return (
            *(attribute.name for attribute in self.stream.attributes),
            *self.stream.moments,
            *TIMES[self.stream.shape],
        )

    def special(self, expression: ast.Expression) -> Typed | None:
        match expression:
            case ast.Name():
                return self.name(expression)
            case ast.Text():
                return Typed(self.add(RowConstant(expression.value), expression.span), TEXT)
            case ast.Moment() | ast.Date():
                return self._instant(expression)
            case ast.Presence(subject=subject, present=present):
                lowered = self.lower(subject)
                if lowered is None:
                    return None
                self._check_presence(subject, expression.span)
                ref = self.add(RowPresent(lowered.ref), expression.span)
                return Typed(ref if present else self.negation(ref, expression.span), CONDITION)
            case ast.Within(subject=subject, container=container):
                return self._within(subject, container, expression.span)
            case ast.Notice():
                return self._notice(expression)
            case ast.Clock():
                if instants.are_instants(self, expression):
                    return instants.elapsed(self, expression)
                return clocks.clock(self, expression)
            case ast.ValueAt():
                return changes.value_at(self, expression)
            case ast.DaysBetween():
                return instants.days(self, expression)
            case ast.EndAfter():
                return instants.end(self, expression)
            case ast.RoundTo() | ast.Steps() | ast.Extreme():
                return shaping.shaped(self, expression)
            case ast.Member(member=member) if source := beside.source_of(self.lowering, expression):
                return self.name(member) if source == self.stream else self.looked_up(source, member, expression.span)
            case _:
                self.lowering.say(
                    types.NOT_HERE,
                    f"this cannot be asked of one record of `{self.stream.name}`",
                    expression.span,
                    _way_out(expression),
                )
                return None

    def name(self, name: ast.Name) -> Typed | None:
        """An attribute, a time, a moment, a metric for each record, or a parameter."""
        attribute = self.attribute(name)
        if attribute is not None:
            return attribute
        if name.text in (times := TIMES[self.stream.shape]):
            return Typed(self.add(RowTime(name.text), name.span), times[name.text])  # type: ignore[arg-type]
        if name.text in self.stream.moments:
            index = self.stream.moments.index(name.text)
            return Typed(self.add(RowMoment(index, name.text), name.span), INSTANT)
        agreement = self.lowering.agreement
        parameter = agreement.parameters.get(name.text)
        if parameter is not None and not parameter.choices:
            if isinstance(parameter.value, ast.Text | ast.Flag | ast.Date | ast.Moment):
                return self.lower(parameter.value)
            value = self.lowering.parameter(parameter)
            return None if value is None else self.constant(value.value, value.unit, parameter.value.span)
        metric = agreement.metrics.get(name.text)
        if metric is not None and metric.each is not None and metric.each.names[0].text == self.stream.name:
            return self._metric(metric, name)
        if self.lowering.is_broken(name):
            return None
        self.lowering.say(
            names.UNKNOWN_ATTRIBUTE,
            f"records of `{self.stream.name}` have no `{name.text}`",
            name.span,
            *self.lowering.problems.did_you_mean(name.text, [*self.known_names(), *agreement.parameters], name.span),
            Fix(f"they have {listing(self.known_names())}"),
        )
        return None

    def attribute(self, name: ast.Name) -> Typed | None:
        """The attribute of that name, if the stream has one."""
        index = self.stream.attribute_index(name.text)
        if index is None:
            return None
        attribute = self.stream.attributes[index].type
        node = RowAttribute(index, name.text, divisor(attribute))
        return Typed(self.add(node, name.span), of_attribute(attribute))

    def looked_up(self, source: StreamSchema, member: ast.Name, span: Span) -> Typed | None:
        """An attribute of the row of a register that is in force for the record, or of the last sample."""
        if not source.register:
            return beside.of_record(self, source, member, span)
        return registers.of_record(self.lowering, source, member, self.stream, span)

    def _metric(self, metric: ast.Metric, name: ast.Name) -> Typed | None:
        key = (metric.name.text, self.stream.name, type(self), self.width)
        if key not in self.lowering.metrics:
            with self.lowering.defining(name) as fresh:
                lowered = self.number(metric.value) if fresh else None
                if lowered is not None:
                    lowered = shaping.by_case(self, lowered, metric.cases, metric)
            self.lowering.metrics[key] = lowered
            if lowered is not None:
                self.lowering.table.labels.setdefault(lowered.ref, metric.name.text)
        return self.lowering.metrics[key]

    def _instant(self, expression: ast.Moment | ast.Date) -> Typed | None:
        text = expression.text if isinstance(expression, ast.Moment) else expression.value.isoformat()
        try:
            at = parse_instant(text, self.lowering.agreement.zone)
        except ValueError as reason:
            self.lowering.say(types.OUT_OF_RANGE, str(reason), expression.span)
            return None
        return Typed(self.add(RowConstant(Fraction(at)), expression.span), INSTANT)

    def _check_presence(self, subject: ast.Expression, span: Span) -> None:
        """What every record must have is never missing."""
        index = self.stream.attribute_index(subject.text) if isinstance(subject, ast.Name) else None
        if index is not None and isinstance(subject, ast.Name) and not self.stream.attributes[index].optional:
            self.lowering.say(
                readings.NO_EFFECT, f"`{subject.text}` is never missing: the stream does not call it `optional`", span,
                Fix(f"declare it as `{subject.text} … optional`, or take the condition out"),
            )  # fmt: skip

    def _within(self, subject: ast.Expression, container: ast.Name, span: Span) -> Typed | None:
        instant = self.lower(subject)
        inside = self.lowering.recursion.named_set(self.lowering, container)
        if instant is None or inside is None:
            return None
        if instant.type.sort is not Sort.INSTANT:
            way_out = Fix("name a date and time of the record, for instance `start within office`")
            self._mismatch("only a date and time can be within a time set", subject.span, way_out)
            return None
        return Typed(self.add(RowWithin(instant.ref, inside), span), CONDITION)

    def _notice(self, notice: ast.Notice) -> Typed | None:
        """`a at least d before b` is `b - a >= d`, and `at most d` the other way round: what is earlier
        still is also at most so much later."""
        subject, reference, distance = (
            self.lower(notice.subject),
            self.lower(notice.reference),
            self.number(notice.distance),
        )
        if subject is None or reference is None or distance is None:
            return None
        if not subject.type.sort is reference.type.sort is Sort.INSTANT:
            way_out = Fix("name two dates and times of the record: `announced at least 72h before start`")
            self._mismatch("notice lies between two dates and times", notice.span, way_out)
            return None
        if distance.type.unit != DURATION:
            self.incomparable(DURATION, distance.type.unit or NUMBER, notice.distance)
            return None
        later, earlier = (reference, subject) if notice.direction == "before" else (subject, reference)
        between = self.arithmetic("-", later.ref, earlier.ref, notice.span)
        return Typed(self.compare("<=" if notice.most else ">=", between, distance.ref, notice.span), CONDITION)

    def ordered(self, operator: Comparator, left: ast.Expression, right: ast.Expression, span: Span) -> Typed | None:
        """A comparison; a clock that must not exceed a limit is a deadline."""
        if operator in ("=", "!=") and self.takes_labels(left) and self.takes_labels(right):
            first, second = self.lower(left), self.lower(right)
            if first is None or second is None:
                return None
            return Typed(self.compare(operator, first.ref, second.ref, span), CONDITION)
        if operator in (">", ">=") and self.is_clock(right) and not self.is_clock(left):
            left, right, operator = right, left, "<" if operator == ">" else "<="
        if operator not in ("<", "<=") or not self.is_clock(left):
            return super().ordered(operator, left, right, span)
        measured = self.lower(left)
        if measured is None or measured.type.unit is None:
            return None
        days = clocks.whole_days(right)
        limit = None if days else self.number(right)
        if limit is not None and common_unit(measured.type.unit, limit.type.unit or NUMBER) is None:
            self.incomparable(measured.type.unit, limit.type.unit or NUMBER, right)
            return None
        return clocks.deadline(self.lowering, measured, limit, days, operator == "<", span)

    def is_clock(self, expression: ast.Expression) -> bool:
        """Whether this is the clock of a case, itself or by the name of a metric."""
        if isinstance(expression, ast.Name):
            lowered = self.lowering.metrics.get((expression.text, self.stream.name, type(self), self.width))
            if lowered is None or self.stream.attribute_index(expression.text) is not None:
                return False
            return isinstance(self.lowering.table[lowered.ref], RowClock)
        return isinstance(expression, ast.Clock) and not instants.are_instants(self, expression)

    def takes_labels(self, expression: ast.Expression) -> bool:
        if isinstance(expression, ast.Member):
            return holds_labels(beside.source_of(self.lowering, expression), expression.member.text)
        if isinstance(expression, ast.ValueAt):
            expression = expression.attribute
        if not isinstance(expression, ast.Name):
            return False
        if self.stream.attribute_index(expression.text) is not None:
            return holds_labels(self.stream, expression.text)
        parameter = self.lowering.agreement.parameters.get(expression.text)
        return parameter is not None and bool(parameter.choices)

    def labelled(self, subject: ast.Expression, labels: tuple[ast.Name | ast.Text, ...], span: Span) -> Typed | None:
        parameter = parameter_condition(self, subject, labels, span)
        if parameter is not None:
            return parameter
        lowered = self.lower(subject)
        if lowered is None:
            return None
        if len(labels) == 1 and isinstance(labels[0], ast.Name) and holds_labels(self.stream, labels[0].text):
            other = self.name(labels[0])
            return Typed(self.compare("=", lowered.ref, other.ref, span), CONDITION) if other else None
        if lowered.type.sort not in (Sort.CHOICE, Sort.TEXT):
            self.lowering.say(
                types.UNIT_MISMATCH, f"{lowered.type.words()} cannot be compared with a label or a text", span
            )
            return None
        meant = tuple(self._meant(label, lowered.type.choices) for label in labels)
        if lowered.type.sort is Sort.CHOICE and not known_labels(self.lowering, meant, lowered.type.choices):
            return None
        return Typed(self.add(RowOneOf(lowered.ref, tuple(map(label_text, meant))), span), CONDITION)

    def _meant(self, label: ast.Name | ast.Text, choices: tuple[str, ...]) -> ast.Name | ast.Text:
        """The label itself, or the label or text that the parameter of that name holds."""
        parameter = self.lowering.agreement.parameters.get(label.text) if isinstance(label, ast.Name) else None
        if parameter is None or parameter.name in choices or not isinstance(parameter.value, ast.Name | ast.Text):
            return label
        return ast.Text(label.span, label_text(parameter.value))


def _way_out(expression: ast.Expression) -> Fix:
    if isinstance(expression, ast.CountOf | ast.StatisticOf | ast.ShareOf | ast.TimeOf | ast.Availability):
        return Fix("end the condition before this, with brackets: `(count of … where …) / count of …`")
    return Fix("conditions on records use their attributes, moments and clocks")


def parameter_condition(
    layer: Layer, subject: ast.Expression, labels: tuple[ast.Name | ast.Text, ...], span: Span
) -> Typed | None:
    """`class = standard` where `class` is a parameter: settled at once. None if it is no parameter with labels."""
    if not isinstance(subject, ast.Name):
        return None
    parameter = layer.lowering.agreement.parameters.get(subject.text)
    if parameter is None or not parameter.choices:
        return None
    known_labels(layer.lowering, labels, parameter.choices)
    value = parameter.value
    chosen = label_text(value) if isinstance(value, ast.Name | ast.Text) else None
    return layer.truth(chosen in tuple(map(label_text, labels)), span)
