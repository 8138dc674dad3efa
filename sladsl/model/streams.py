"""Streams as written → their schemas."""

from dataclasses import replace

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.model.currency import DECIMAL_PLACES, mistaken_for
from sladsl.model.lengths import microseconds
from sladsl.model.problems import Problems, tell_of_look_alikes
from sladsl.syntax import ast
from sladsl.text import Span

DEFAULT_PLACES = 6
"""Decimal places of numbers and percentages whose stream does not say how many."""

RESERVED = {
    Shape.SPANS: ("start", "end", "length"),
    Shape.SAMPLES: ("at",),
    Shape.EVENTS: ("at",),
    Shape.CASES: ("case",),
}
"""What every record of a shape has by itself: no attribute may be called so."""


def stream_schema(clause: ast.Stream, currency: str | None, problems: Problems) -> StreamSchema:
    """The schema of a stream; what is wrong with it is said and left out."""
    shape = Shape(clause.shape)
    attributes: dict[str, Attribute] = {}
    moments: dict[str, bool] = {}
    states: dict[str, None] = {}
    taken: dict[str, Span] = {}

    def fresh(name: ast.Name) -> bool:
        if name.text in RESERVED[shape]:
            problems.add(
                names.DUPLICATE_NAME, f"every record of {shape.value} already has `{name.text}`", name.span,
                fixes=[Fix("take this line out, or give the attribute another name")],
            )  # fmt: skip
            return False
        if name.text in taken:
            problems.add(
                names.DUPLICATE_NAME, f"`{name.text}` is declared twice in this stream", name.span,
                labels=[Label(taken[name.text], "declared here first")], fixes=[Fix("choose another name")],
            )  # fmt: skip
            return False
        taken[name.text] = name.span
        return True

    for line in clause.lines:
        match line:
            case ast.AttributeLine(name=name):
                if fresh(name):
                    history = line.history and _only_for_cases(shape, "attributes with history", line, problems)
                    type_ = _type(line.type, currency, problems)
                    attributes[name.text] = Attribute(name.text, type_, line.optional, history)
            case ast.MomentsLine(moments=listed):
                if _only_for_cases(shape, "moments", line, problems):
                    moments.update({name.text: many for name, many in listed if fresh(name)})
            case ast.StatesLine(states=listed_states):
                if _only_for_cases(shape, "states", line, problems):
                    states.update({name.text: None for name in listed_states if fresh(name)})
            case ast.VoidLine() if shape is not Shape.CASES:
                problems.add(
                    types.WRONG_SHAPE, f"only cases are void; this is a stream of {shape.value}", line.span,
                    fixes=[Fix("leave such records out where they count, by `where`")],
                )  # fmt: skip
    keys = [key for key in clause.keys if key.text not in attributes and fresh(key)]
    tell_of_look_alikes(taken, problems)
    if shape is Shape.CASES and not moments:
        problems.add(
            names.MISSING_CLAUSE, f"the cases of `{clause.name.text}` have no moments", clause.name.span,
            fixes=[Fix("say which there are, for instance `moments opened, resolved`")],
        )  # fmt: skip
    return StreamSchema(
        clause.name.text,
        shape,
        (*(Attribute(key.text, AttributeType(Kind.TEXT)) for key in keys), *attributes.values()),
        tuple(moments),
        frozenset(name for name, many in moments.items() if many),
        tuple(states),
        _every(clause, shape, problems),
        tuple(key.text for key in clause.keys if key.text in attributes or key in keys),
    )


def register_schema(clause: ast.Register, currency: str | None, problems: Problems) -> StreamSchema:
    """The schema of a register: the spans in which its rows are in force."""
    for line in clause.lines:
        if isinstance(line, ast.MomentsLine | ast.StatesLine | ast.VoidLine):
            problems.add(
                types.WRONG_SHAPE, "the rows of a register have attributes only; they hold from a date until another",
                line.span, fixes=[Fix("declare attributes, or a stream `of cases`")],
            )  # fmt: skip
    lines = tuple(each for each in clause.lines if isinstance(each, ast.AttributeLine))
    as_stream = ast.Stream(clause.span, clause.name, "spans", clause.title, None, clause.keys, lines)
    return replace(stream_schema(as_stream, currency, problems), register=True)


def _only_for_cases(shape: Shape, what: str, line: ast.StreamLine, problems: Problems) -> bool:
    if shape is Shape.CASES:
        return True
    problems.add(
        types.WRONG_SHAPE, f"only cases have {what}; this is a stream of {shape.value}", line.span,
        fixes=[Fix("make it a stream `of cases`, or declare attributes: `announced instant optional`")],
    )  # fmt: skip
    return False


def _every(clause: ast.Stream, shape: Shape, problems: Problems) -> int | None:
    if clause.every is None:
        return None
    if shape is not Shape.SAMPLES:
        problems.add(
            types.WRONG_SHAPE, f"only samples are taken every so often; these are {shape.value}", clause.every.span,
            fixes=[Fix("take `every …` out, or make it a stream `of samples`")],
        )  # fmt: skip
        return None
    return microseconds(clause.every, problems, "the sampling interval")


def _type(spec: ast.TypeSpec, currency: str | None, problems: Problems) -> AttributeType:
    kind = Kind(spec.kind)
    if spec.places is not None and spec.places > 12:
        way_out = [Fix("write `with 12 places`")]
        problems.add(types.OUT_OF_RANGE, "at most 12 decimal places can be kept", spec.span, fixes=way_out)
    places = DEFAULT_PLACES if spec.places is None else min(spec.places, 12)
    match kind:
        case Kind.CHOICE:
            return AttributeType(kind, distinct_labels(spec.choices, problems))
        case Kind.MONEY:
            code = _currency(spec, currency, problems)
            return AttributeType(kind, currency=code, places=DECIMAL_PLACES.get(code or "", 2))
        case Kind.NUMBER:
            return AttributeType(kind, unit=_own_unit(spec.unit, problems), places=places)
        case Kind.PERCENT:
            return AttributeType(kind, places=places)
        case _:
            return AttributeType(kind)


def distinct_labels(labels: tuple[ast.Name | ast.Text, ...], problems: Problems) -> tuple[str, ...]:
    """The labels in their order, each once."""
    found: dict[str, Span] = {}
    for label in labels:
        text = label_text(label)
        if text in found:
            problems.add(
                names.DUPLICATE_NAME, f"`{text}` is listed twice", label.span,
                labels=[Label(found[text], "listed here first")], fixes=[Fix("take one of them out")],
            )  # fmt: skip
        found.setdefault(text, label.span)
    tell_of_look_alikes(found, problems)
    return tuple(found)


def _own_unit(unit: ast.Name | None, problems: Problems) -> str | None:
    """A unit that the language does not have by itself: Mbps, km."""
    if unit is None:
        return None
    instead = None
    if unit.text in DECIMAL_PLACES:
        instead = f"money in {unit.text}"
    elif unit.text in ("time", "duration"):
        instead = "duration"
    elif unit.text in ("percent", "percentage"):
        instead = "percent"
    if instead is None:
        return unit.text
    problems.add(
        types.UNIT_MISMATCH,
        f"`{unit.text}` is a unit the language has already: such values are not plain numbers",
        unit.span,
        fixes=[Fix(f"write `{instead}` instead of `number in {unit.text}`")],
    )
    return None


def _currency(spec: ast.TypeSpec, currency: str | None, problems: Problems) -> str | None:
    if spec.unit is None:
        if currency is None:
            problems.add(
                names.MISSING_CLAUSE, "amounts of money need a currency: the agreement names none", spec.span,
                fixes=[Fix("add a line such as `currency USD`, or write `money in USD` here")],
            )  # fmt: skip
        return currency
    if spec.unit.text not in DECIMAL_PLACES:
        unknown_currency(spec.unit.text, spec.unit, problems)
    return spec.unit.text


def unknown_currency(code: str, place: ast.Node, problems: Problems) -> None:
    """Says that ISO 4217 has no such currency."""
    problems.add(
        types.UNKNOWN_CURRENCY,
        f"`{code}` is not a currency of ISO 4217",
        place.span,
        fixes=mistaken_for(code, place.span) if isinstance(place, ast.Name) else (),
    )


def label_text(label: ast.Name | ast.Text) -> str:
    """The text of a label, written as a name or in quotes."""
    return label.text if isinstance(label, ast.Name) else label.value
