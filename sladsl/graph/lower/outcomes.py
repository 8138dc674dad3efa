"""Values over other windows and scopes, and of the verdicts on objectives → value nodes."""

from abc import abstractmethod
from collections.abc import Mapping
from fractions import Fraction

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, time, types
from sladsl.graph.lower import measures
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.layer import Layer
from sladsl.graph.lower.trimming import trim
from sladsl.graph.lower.windows import window_rule
from sladsl.graph.node import Node, Ref
from sladsl.graph.values import MET, Around, Judged, OutcomeSum, Over, Run
from sladsl.model.types import CONDITION, Type, number
from sladsl.model.units import COUNT, NUMBER, PERCENT, Unit, money
from sladsl.syntax import ast
from sladsl.text import Span

_STATES = {"met": MET, "breached": ("breached",)}


class ScopedLayer(Layer):
    """A layer whose values belong to a scope; `keys` are the attributes that make it."""

    keys: Mapping[str, Type]

    @abstractmethod
    def add(self, node: Node, span: Span) -> Ref: ...

    @abstractmethod
    def in_scope(self, keys: Mapping[str, Type]) -> "ScopedLayer":
        """The same for values of other scopes."""


def of_other_cells(
    layer: ScopedLayer, expression: ast.Over | ast.Judged | ast.ConsecutiveBreaches | ast.OutcomeOf
) -> Typed | None:
    """The value, or diagnostics and None."""
    match expression:
        case ast.Over():
            return _over(layer, expression)
        case ast.Judged():
            return _judged(layer, expression)
        case ast.ConsecutiveBreaches():
            name = _objective(layer, expression.objective)
            if name is None:
                return None
            return Typed(layer.add(Run(name, _STATES["breached"], None), expression.span), number(COUNT))
        case ast.OutcomeOf():
            return _outcome_of(layer, expression)


def _over(layer: ScopedLayer, written: ast.Over) -> Typed | None:
    dimension = _dimension(layer, written.dimension)
    if dimension is None:
        return None
    around, keys = dimension
    inner = layer.in_scope({**layer.keys, **keys})
    where = None if written.where is None else inner.condition(written.where)
    weight = None if written.weight is None else inner.number(written.weight)
    if written.weight is not None and written.statistic != "mean":
        _only_means_are_weighted(layer, written.weight)
        return None
    if written.weight is not None and written.trimmed:
        _not_both(layer, written.trimmed[0])
        return None
    operand, unit = _operand(inner, written)
    lacking = (
        (where is None and written.where is not None)
        or (weight is None and written.weight is not None)
        or (operand is None and written.operand is not None)
    )
    if lacking:
        return None
    node = Over(
        written.statistic,
        around,
        tuple(keys),
        operand,
        where,
        weight.ref if weight else None,
        None if written.percentile is None else written.percentile / 100,
        unit,
        trim(layer.lowering, written.trimmed),
    )
    return Typed(layer.add(node, written.span), number(unit))


def _operand(inner: ScopedLayer, written: ast.Over) -> tuple[Ref | None, Unit]:
    if written.operand is None:
        return None, COUNT
    if written.statistic == "share":
        return inner.condition(written.operand), PERCENT
    lowered = inner.number(written.operand)
    return (lowered.ref, lowered.type.unit or NUMBER) if lowered else (None, NUMBER)


def _only_means_are_weighted(layer: ScopedLayer, weight: ast.Expression) -> None:
    layer.lowering.say(types.NOT_HERE, "only a mean is weighted", weight.span, Fix("write `mean over … weighted by …`"))


def _not_both(layer: ScopedLayer, place: ast.Node) -> None:
    layer.lowering.say(
        types.NOT_HERE, "a mean is weighted or leaves values out: what weighs nothing is left out too", place.span,
        Fix("take one of them out"),
    )  # fmt: skip


def _dimension(
    layer: ScopedLayer, written: ast.OverWindows | ast.OverScopes
) -> tuple[Around | None, Mapping[str, Type]] | None:
    lowering = layer.lowering
    if isinstance(written, ast.OverWindows):
        if written.unit is None:
            return Around(None, written.first, written.last), {}
        rule = window_rule(lowering, ast.WindowSpec(written.span, written.unit, None, written.zone))
        return None if rule is None else (Around(rule, written.first, written.last), {})
    first = written.names[0]
    if first.text in lowering.agreement.schedules and len(written.names) == 1:
        return Around(None, None, None, first.text), {}
    keys: dict[str, Type] = {}
    for name in written.names:
        type_ = measures.key_type(lowering, name)
        if type_ is None:
            if name.text in lowering.agreement.streams:
                lowering.say(
                    types.NOT_HERE, f"`{name.text}` is a stream; windows are gone over, schedules and attributes",
                    name.span, Fix(f"hold each record to it in a clause of its own: `… for each {name.text} {{ … }}`"),
                )  # fmt: skip
            return None
        if name.text in layer.keys or name.text in keys:
            lowering.say(
                names.DUPLICATE_NAME, f"each {name.text} has its own value here already", name.span,
                Fix("go over another attribute, or take it out"),
            )  # fmt: skip
            return None
        keys[name.text] = type_
    return None, keys


def _judged(layer: ScopedLayer, written: ast.Judged) -> Typed | None:
    if not isinstance(written.subject, ast.Name):
        layer.lowering.say(
            types.NOT_HERE, f"only an objective is {written.verdict}", written.subject.span,
            Fix(f"name one: `api_up is {written.verdict}`; a number is compared: `… >= 99.9%`"),
        )  # fmt: skip
        return None
    name = _objective(layer, written.subject)
    if name is None:
        return None
    now = layer.add(Judged(name, _STATES[written.verdict]), written.span)
    if written.history is None:
        return Typed(now, CONDITION)
    if written.unit is not None and not _is_taken_per(layer, name, written.unit, written.span):
        return None
    if written.history == "consecutive":
        count = layer.add(Run(name, _STATES[written.verdict], written.times), written.span)
    else:
        first, last = {"previous": (-1, -1), "next": (1, written.windows)}.get(
            written.history, (1 - written.windows, 0)
        )
        around = Around(None, first, last)
        count = layer.add(Over("count", around, (), None, now, None, None, COUNT), written.span)
    times = layer.constant(Fraction(written.times), COUNT, written.span)
    return Typed(layer.compare(">=", count, times.ref, written.span), CONDITION)


def _is_taken_per(layer: ScopedLayer, name: str, unit: str, span: Span) -> bool:
    """Whether `months` are the windows of the objective."""
    clause = next(each for each in layer.lowering.agreement.objectives if each.name.text == name)
    taken = next(iter(clause.windows), None)
    if taken is None or (taken.unit == unit and (taken.count == 1 or taken.rolling)):
        return True
    layer.lowering.problems.add(
        time.BAD_WINDOW, f"`{name}` is not judged per {unit}, so there are no {unit}s of it to count", span,
        labels=[Label(taken.span, "it is judged for these windows")],
        fixes=[Fix("write `windows`, and how many of these are meant"),
               Fix(f"a clause with longer windows counts those of `{name}`: `count over … where {name} is breached`")],
    )  # fmt: skip
    return False


def _outcome_of(layer: ScopedLayer, written: ast.OutcomeOf) -> Typed | None:
    found = [_objective(layer, each) for each in written.objectives]
    known = tuple(each for each in found if each is not None)
    if len(known) < len(found):
        return None
    lowering, good = layer.lowering, True
    for name, objective in zip(written.objectives, known, strict=True):
        clause = next(each for each in lowering.agreement.objectives if each.name.text == objective)
        credits = bool(clause.credits) or lowering.is_in_pool(objective)
        if not (credits if written.what == "credit" else clause.points):
            lowering.say(
                names.MISSING_CLAUSE, f"the {clause.kind} `{objective}` gives no {written.what}", name.span,
                Fix(f"say in it what it gives: `{written.what} …`; or take the name out"),
            )  # fmt: skip
            good = False
    if not good:
        return None
    unit = COUNT if written.what == "points" else _owed_in(layer, known[0])
    return Typed(layer.add(OutcomeSum(written.what, known), written.span), number(unit))


def _owed_in(layer: ScopedLayer, objective: str) -> Unit:
    """The unit of an objective's first credit; of what is asked for while that is made out, the currency."""
    lowering = layer.lowering
    currency = lowering.agreement.currency
    usual = NUMBER if currency is None else money(currency)
    clause = next(each for each in lowering.agreement.objectives if each.name.text == objective)
    credit = next(iter(clause.credits), None)
    if credit is None or objective in lowering.made_out:
        return usual
    rows = [row for table in credit.tables for row in table.rows]
    amount = credit.share_of or credit.amount or (rows[0].gives if rows else None)
    lowering.made_out.add(objective)
    lowered = None if amount is None else layer.in_scope(_keys_of(lowering, clause)).number(amount)
    lowering.made_out.remove(objective)
    return usual if lowered is None else lowered.type.unit or usual


def _keys_of(lowering: Lowering, clause: ast.Objective) -> dict[str, Type]:
    names_ = () if clause.each is None else clause.each.names
    types_ = {name.text: measures.key_type(lowering, name) for name in names_}
    return {name: type_ for name, type_ in types_.items() if type_ is not None}


def _objective(layer: ScopedLayer, name: ast.Name) -> str | None:
    """The objective of that name, which every scope of the layer can be asked for."""
    lowering = layer.lowering
    symbol = lowering.symbol(name, "objective")
    if symbol is None:
        return None
    clause = next(each for each in lowering.agreement.objectives if each.name.text == symbol.name)
    keys = [] if clause.each is None else [each.text for each in clause.each.names]
    if keys and keys[0] in lowering.agreement.streams:
        return symbol.name
    lacking = [key for key in keys if key not in layer.keys]
    if lacking:
        lowering.say(
            names.MISSING_SCOPE, f"`{symbol.name}` is judged for each {', '.join(keys)}", name.span,
            Fix(f"say `for each {', '.join(keys)}` here too, or count: `count over {', '.join(lacking)} where … >= 1`"),
        )  # fmt: skip
        return None
    return symbol.name
