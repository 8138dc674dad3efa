"""Expressions about a window → value nodes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower import measures, registers, shaping
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.labels import known_labels
from sladsl.graph.lower.layer import Comparator, Operator
from sladsl.graph.lower.outcomes import ScopedLayer, of_other_cells
from sladsl.graph.lower.rows import parameter_condition
from sladsl.graph.node import Node, Ref
from sladsl.graph.values import (
    Arithmetic,
    Cases,
    Comparison,
    Constant,
    Extreme,
    Fee,
    Logic,
    Negation,
    Rounded,
    ScopeIs,
    StepCount,
    Truth,
    ValueCase,
    WindowTime,
)
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.model.agreement import DeclaredParameter
from sladsl.model.lengths import elapsed
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.types import CONDITION, Sort, Type, number
from sladsl.model.units import DURATION, PERCENT, Measurable, Unit, decimal_text
from sladsl.syntax import ast
from sladsl.text import Span

_NUMERIC = (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION)


class ValueLayer(ScopedLayer):
    """Expressions on the measured numbers of one scope and window. `keys` are the attributes that scope it."""

    def __init__(self, lowering: Lowering, keys: Mapping[str, Type]) -> None:
        super().__init__(lowering)
        self.keys = keys

    def add(self, node: Node, span: Span) -> Ref:
        return self.lowering.table.add(node, span)

    def in_scope(self, keys: Mapping[str, Type]) -> "ValueLayer":
        return ValueLayer(self.lowering, keys)

    def constant(self, value: Fraction, unit: Unit, span: Span) -> Typed:
        return Typed(self.add(Constant(value, unit), span), number(unit))

    def truth(self, value: bool, span: Span) -> Typed:
        return Typed(self.add(Truth(value), span), CONDITION)

    def arithmetic(self, operator: Operator, left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(Arithmetic(operator, left, right), span)

    def compare(self, operator: Comparator, left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(Comparison(operator, left, right), span)

    def logic(self, operator: Literal["and", "or"], left: Ref, right: Ref, span: Span) -> Ref:
        return self.add(Logic(operator, left, right), span)

    def negation(self, operand: Ref, span: Span) -> Ref:
        return self.add(Negation(operand), span)

    def rounded(self, operand: Ref, step: Fraction, span: Span) -> Ref:
        return self.add(Rounded(operand, step), span)

    def steps(self, operand: Ref, step: Fraction, started: bool, span: Span) -> Ref:
        return self.add(StepCount(operand, step, started), span)

    def extreme(self, kind: Literal["greater", "lesser"], operands: tuple[Ref, ...], span: Span) -> Ref:
        return self.add(Extreme(kind, operands), span)

    def by_case(self, cases: tuple[tuple[Ref, Ref], ...], otherwise: Ref, span: Span) -> Ref:
        return self.add(Cases(tuple(ValueCase(*each) for each in cases), otherwise), span)

    def fixed(self, ref: Ref) -> Fraction | None:
        node = self.lowering.table[ref]
        return node.value if isinstance(node, Constant) else None

    def special(self, expression: ast.Expression) -> Typed | None:
        match expression:
            case ast.Name():
                return self._name(expression)
            case ast.Member(owner=owner, member=member):
                if register := registers.register_of(self.lowering, expression):
                    return registers.of_scope(self.lowering, register, member, self.keys, expression.span)
                return self._fee(owner, member)
            case ast.Fees():
                every = tuple(self.lowering.agreement.services)
                return self._fees_of(every, expression.span)
            case ast.WindowLength():
                return Typed(self.add(WindowTime(), expression.span), number(DURATION))
            case ast.RoundTo() | ast.Steps() | ast.Extreme():
                return shaping.shaped(self, expression)
            case ast.TimeShareOf(quantity=quantity, operand=operand):
                return self._time_share(quantity, operand, expression.span)
            case ast.Over() | ast.Judged() | ast.ConsecutiveBreaches() | ast.OutcomeOf():
                return of_other_cells(self, expression)
            case ast.Text() | ast.Date() | ast.Moment() | ast.Presence() | ast.Within() | ast.Notice() | ast.Clock():
                self._of_records(expression)
                return None
            case _:
                return measures.measure(self.lowering, expression)

    def _of_records(self, expression: ast.Expression) -> None:
        if isinstance(expression, ast.Text | ast.Date | ast.Moment):
            what = "a text" if isinstance(expression, ast.Text) else "a date"
            self.lowering.say(
                types.NOT_A_NUMBER, f"a number is needed here, this is {what}", expression.span,
                Fix("write a number with its unit, or name a metric"),
            )  # fmt: skip
            return
        self.lowering.say(
            types.NEEDS_STATISTIC if isinstance(expression, ast.Clock) else types.NOT_HERE,
            "this has a value for each record, but one value for the window is needed",
            expression.span,
            Fix("take a statistic of it, for instance `mean of … of tickets`, or `share of tickets with …`"),
        )

    def _name(self, name: ast.Name) -> Typed | None:
        agreement = self.lowering.agreement
        if name.text in self.keys:
            return Typed(self.add(Truth(True), name.span), self.keys[name.text])
        if name.text not in agreement.symbols and (stream := self._carrier(name)) is not None:
            numeric = stream.attributes[stream.attribute_index(name.text) or 0].type.kind in _NUMERIC
            statistic = (
                f"sum of {name.text} of {stream.name}" if numeric else f"count of {stream.name} where {name.text} …"
            )
            self.lowering.say(
                types.NEEDS_STATISTIC,
                f"every record of `{stream.name}` has its own `{name.text}`, but one value for the window is needed",
                name.span,
                Fix(f"take a statistic of the records, for instance `{statistic}`"),
            )
            return None
        symbol = self.lowering.symbol(name, "metric", "parameter", more=self.keys)
        if symbol is None:
            return None
        if symbol.kind == "parameter":
            parameter = agreement.parameters[symbol.name]
            if parameter.choices:
                return Typed(self.add(Truth(True), name.span), Type(Sort.CHOICE, choices=parameter.choices))
            return self._parameter(parameter, name)
        metric = agreement.metrics[symbol.name]
        if not self._in_scope(metric, name):
            return None
        key = metric.name.text
        if key not in self.lowering.metrics:
            with self.lowering.defining(name) as fresh:
                lowered = self._metric(metric) if fresh else None
            self.lowering.metrics[key] = lowered
            if lowered is not None:
                self.lowering.table.labels.setdefault(lowered.ref, key)
        return self.lowering.metrics[key]

    def _carrier(self, name: ast.Name) -> StreamSchema | None:
        """The first stream whose records have an attribute of that name."""
        streams = self.lowering.agreement.streams.values()
        return next((each for each in streams if each.attribute_index(name.text) is not None), None)

    def _parameter(self, parameter: DeclaredParameter, name: ast.Name) -> Typed | None:
        if isinstance(parameter.value, ast.Text | ast.Flag | ast.Date | ast.Moment):
            what = "a text" if isinstance(parameter.value, ast.Text) else "no number"
            self.lowering.say(
                types.NOT_A_NUMBER, f"a number is needed here; `{parameter.name}` holds {what}", name.span,
                Fix("give the parameter a number with its unit, or name another one"),
            )  # fmt: skip
            return None
        value = self.lowering.parameter(parameter)
        return None if value is None else self.constant(value.value, value.unit, parameter.value.span)

    def _in_scope(self, metric: ast.Metric, name: ast.Name) -> bool:
        if metric.each is None:
            return True
        first = metric.each.names[0]
        if first.text in self.lowering.agreement.streams:
            self.lowering.problems.add(
                types.NEEDS_STATISTIC,
                f"`{name.text}` has a value for each record of `{first.text}`, but one value for the window is needed",
                name.span,
                labels=[Label(metric.name.span, "declared here")],
                fixes=[
                    Fix(f"take a statistic of it: `percentile 95 of {name.text} of {first.text}`"),
                    Fix(f"or a share: `share of {first.text} with {name.text} <= …`"),
                ],
            )
            return False
        known = scope_keys(self.lowering, metric.each)
        lacking = [key for key in known if key not in self.keys]
        if lacking:
            every = ", ".join(key.text for key in metric.each.names)
            self.lowering.problems.add(
                names.MISSING_SCOPE,
                f"`{name.text}` is measured for each {every}",
                name.span,
                labels=[Label(metric.name.span, "declared here")],
                fixes=[Fix(f"say `for each {every}` here too")],
            )
        return not lacking

    def _metric(self, metric: ast.Metric) -> Typed | None:
        if not measures.has_scopes(self.lowering, metric.each, metric.service):
            return None
        keys = scope_keys(self.lowering, metric.each)
        layer = ValueLayer(self.lowering, keys)
        value = layer.number(metric.value)
        return None if value is None else shaping.by_case(layer, value, metric.cases, metric)

    def _fee(self, owner: ast.Name, member: ast.Name) -> Typed | None:
        if self.lowering.symbol(owner, "service") is None:
            return None
        if member.text != "fee":
            self.lowering.say(
                names.UNKNOWN_ATTRIBUTE, f"a service has no `{member.text}`", member.span,
                Fix("what it costs is its `fee`", member.span, "fee"),
            )  # fmt: skip
            return None
        return self._fees_of((owner.text,), owner.span.to(member.span))

    def _fees_of(self, services: tuple[str, ...], span: Span) -> Typed | None:
        agreement = self.lowering.agreement
        units: list[Unit] = []
        for name in services:
            service = agreement.services[name]
            with self.lowering.defining(service.name) as fresh:
                if not fresh:
                    return None
                amounts = [fixed_number(self.lowering, fee.amount) for fee in service.fees]
            units += [amount.unit for amount in amounts if amount is not None]
        if not units and any(agreement.services[name].fees for name in services):
            return None  # what is wrong with the fee has been told
        if not units:
            whose = f"the service `{services[0]}` has no" if len(services) == 1 else "no service has a"
            self.lowering.say(
                names.MISSING_CLAUSE, f"{whose} fee to take a share of",
                span, Fix("give it one, for instance `fee 1_000.00 USD per month`"),
            )  # fmt: skip
            return None
        if len(set(units)) > 1:
            way_out = Fix("take the share of one service, for instance `api.fee`, or write all fees in one currency")
            self._mismatch("these services have fees in several currencies, which do not add", span, way_out)
            return None
        node = Fee(tuple(sorted(self.lowering.service(name) for name in services)))
        return Typed(self.add(node, span), number(units[0]))

    def _time_share(self, quantity: ast.Quantity, operand: ast.Expression, span: Span) -> Typed | None:
        lowered, length = self.number(operand), elapsed(quantity)
        if length is None:
            self.lowering.say(
                types.CALENDAR_LENGTH, f"{quantity.unit}s have no fixed length", quantity.span,
                Fix("write days, for instance `90 days of …`"),
            )  # fmt: skip
            return None
        if lowered is None:
            return None
        part = self.constant(length, DURATION, quantity.span)
        whole = self.add(WindowTime(), span)
        product = self.arithmetic("*", lowered.ref, part.ref, span)
        return Typed(self.arithmetic("/", product, whole, span), lowered.type)

    def takes_labels(self, expression: ast.Expression) -> bool:
        if isinstance(expression, ast.Member):
            return registers.takes_labels(self.lowering, expression)
        if not isinstance(expression, ast.Name):
            return False
        parameter = self.lowering.agreement.parameters.get(expression.text)
        if expression.text in self.keys or (parameter is not None and bool(parameter.choices)):
            return True
        return expression.text not in self.lowering.agreement.symbols and self._carrier(expression) is not None

    def labelled(self, subject: ast.Expression, labels: tuple[ast.Name | ast.Text, ...], span: Span) -> Typed | None:
        settled = parameter_condition(self, subject, labels, span)
        if settled is not None:
            return settled
        if isinstance(subject, ast.Member) and (register := registers.register_of(self.lowering, subject)):
            return registers.row_is(self.lowering, register, subject.member, self.keys, labels, span)
        if not isinstance(subject, ast.Name) or subject.text not in self.keys:
            known = [*self.keys, *self.lowering.agreement.parameters]
            near: tuple[Fix, ...] = ()
            if isinstance(subject, ast.Name):
                near = self.lowering.problems.did_you_mean(subject.text, known, subject.span)
            if isinstance(subject, ast.Name) and self._carrier(subject) is not None:
                self.lowering.say(
                    names.MISSING_SCOPE, f"here is one number for all, whatever its `{subject.text}`", subject.span,
                    Fix(f"say `for each {subject.text}` in this clause"),
                    Fix(f"or choose the records where they are measured: `… where {subject.text} = …`"),
                )  # fmt: skip
                return None
            self.lowering.say(
                names.UNKNOWN_NAME,
                "only a parameter or an attribute of the scope (`for each …`) can be compared with a label here",
                subject.span,
                *near,
                *([Fix(f"there is {listing(known)}")] if known else []),
            )
            return None
        type_ = self.keys[subject.text]
        if type_.sort is Sort.CHOICE and not known_labels(self.lowering, labels, type_.choices):
            return None
        return Typed(self.add(ScopeIs(subject.text, tuple(map(label_text, labels))), span), CONDITION)


def fixed_number(lowering: Lowering, expression: ast.Expression) -> Measurable | None:
    """A number that depends on nothing but parameters, or a diagnostic and None."""
    lowered = ValueLayer(lowering, {}).number(expression)
    if lowered is None:
        return None
    node = lowering.table[lowered.ref]
    if not isinstance(node, Constant):
        lowering.say(
            types.NOT_CONSTANT, "a fixed value is needed here, known before any log is read", expression.span,
            Fix("write a number with its unit, or the name of a parameter"),
        )  # fmt: skip
        return None
    return Measurable(node.value, node.unit)


def scope_keys(lowering: Lowering, each: ast.ForEach | None) -> dict[str, Type]:
    """The attributes of `for each region, class` with their types; empty for `for each tickets`."""
    if each is None or each.names[0].text in lowering.agreement.streams:
        return {}
    return {name.text: type_ for name in each.names if (type_ := measures.key_type(lowering, name)) is not None}


def shown(value: Measurable) -> str:
    """A number for a message."""
    if value.unit == PERCENT:
        return decimal_text(value.value * 100) + "%"
    return decimal_text(value.value)
