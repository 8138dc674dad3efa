"""What a register says: of the record that is looked at, or of the scope → row and value nodes."""

from collections.abc import Iterable

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.labels import holds_labels, known_labels
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.node import Ref
from sladsl.graph.rows import RowAttribute, RowLookup, RowOneOf
from sladsl.graph.values import Looked
from sladsl.logs.schema import Attribute, StreamSchema
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.types import CONDITION, Sort, Type, divisor, of_attribute
from sladsl.syntax import ast
from sladsl.text import Span


def register_of(lowering: Lowering, expression: ast.Expression) -> StreamSchema | None:
    """The register that `customers.plan` looks into; None for anything else."""
    if not isinstance(expression, ast.Member):
        return None
    found = lowering.agreement.streams.get(expression.owner.text)
    return found if found is not None and found.register else None


def attribute_of(lowering: Lowering, register: StreamSchema, member: ast.Name) -> tuple[int, Attribute] | None:
    """An attribute of a register with its index, or a diagnostic and None."""
    index = register.attribute_index(member.text)
    if index is not None:
        return index, register.attributes[index]
    known = [each.name for each in register.attributes]
    lowering.say(
        names.UNKNOWN_ATTRIBUTE, f"the register `{register.name}` has no `{member.text}`", member.span,
        *lowering.problems.did_you_mean(member.text, known, member.span),
        Fix(f"it has {listing(known)}"),
    )  # fmt: skip
    return None


def takes_labels(lowering: Lowering, member: ast.Member) -> bool:
    """Whether a name beside it is a label: not where a number is looked up."""
    return holds_labels(register_of(lowering, member), member.member.text)


def of_record(
    lowering: Lowering, register: StreamSchema, member: ast.Name, stream: StreamSchema, span: Span
) -> Typed | None:
    """`customers.plan` for one record: it must name the customer."""
    found = attribute_of(lowering, register, member)
    lacking = [key for key in register.keys if stream.attribute_index(key) is None]
    if lacking:
        lowering.say(
            names.MISSING_SCOPE,
            f"records of `{stream.name}` do not say whose row of `{register.name}` is theirs: "
            f"they have no {listing(lacking)}",
            span,
            Fix(f"declare it in the stream: `stream {stream.name} … by {', '.join(register.keys)}`"),
        )
        return None
    if found is None:
        return None
    index, attribute = found
    keys = tuple(at for key in register.keys if (at := stream.attribute_index(key)) is not None)
    node = RowLookup(stream.name, register.name, keys, index, member.text, divisor(attribute.type))
    return Typed(lowering.table.add(node, span), of_attribute(attribute.type))


def of_scope(
    lowering: Lowering, register: StreamSchema, member: ast.Name, keys: Iterable[str], span: Span
) -> Typed | None:
    """`customers.fee` for a window: the scope must name the customer."""
    operand = _operand(lowering, register, member, keys, span)
    if operand is None:
        return None
    if operand.type.sort is Sort.INSTANT:
        lowering.say(
            types.NOT_HERE, f"`{member.text}` is a date and time, of which a window has no use", span,
            Fix("use it in a condition on records: `opened at least 24h after …`"),
        )  # fmt: skip
        return None
    return _looked(lowering, register, operand.ref, operand.type, span)


def row_is(
    lowering: Lowering,
    register: StreamSchema,
    member: ast.Name,
    keys: Iterable[str],
    labels: tuple[ast.Name | ast.Text, ...],
    span: Span,
) -> Typed | None:
    """`customers.plan = gold` for a window."""
    operand = _operand(lowering, register, member, keys, span)
    if operand is None:
        return None
    if operand.type.sort not in (Sort.CHOICE, Sort.TEXT):
        message = f"{operand.type.words()} cannot be compared with a label or a text"
        lowering.say(types.UNIT_MISMATCH, message, span)
        return None
    if operand.type.sort is Sort.CHOICE and not known_labels(lowering, labels, operand.type.choices):
        return None
    same = lowering.table.add(RowOneOf(operand.ref, tuple(map(label_text, labels))), span)
    return _looked(lowering, register, same, CONDITION, span)


def _operand(
    lowering: Lowering, register: StreamSchema, member: ast.Name, keys: Iterable[str], span: Span
) -> Typed | None:
    found = attribute_of(lowering, register, member)
    lacking = [key for key in register.keys if key not in keys]
    if lacking:
        lowering.say(
            names.MISSING_SCOPE,
            f"`{register.name}` has a row for each {', '.join(register.keys)}; whose is meant here?", span,
            Fix(f"say `for each {', '.join(register.keys)}` in this clause"),
        )  # fmt: skip
        return None
    if found is None:
        return None
    index, attribute = found
    node = RowAttribute(index, member.text, divisor(attribute.type))
    return Typed(lowering.table.add(node, span), of_attribute(attribute.type))


def _looked(lowering: Lowering, register: StreamSchema, operand: Ref, type_: Type, span: Span) -> Typed:
    lowering.read(
        f"which row of `{register.name}` holds for a window",
        "that in force when the window begins or, where there is none then, the first to come into force in it",
        "a shorter window",
        span,
    )
    measure = lowering.table.add(MeasureRegister(register.name, operand), span)
    return Typed(lowering.table.add(Looked(measure, type_.sort is Sort.CONDITION), span), type_)
