"""Parameters: values an agreement leaves to whoever applies it, with a default."""

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, types
from sladsl.frozen import Frozen, frozen
from sladsl.model.agreement import DeclaredParameter
from sladsl.model.problems import Problems, listing
from sladsl.model.streams import distinct_labels, label_text
from sladsl.syntax import ast


@frozen
class Setting(Frozen):
    """A value given from outside, and how it was written."""

    value: ast.Expression
    shown: str


def declared_parameter(clause: ast.Parameter, setting: Setting | None, problems: Problems) -> DeclaredParameter:
    """The parameter with its value: the setting if there is one, else the default."""
    labels = distinct_labels(clause.choices, problems)
    chosen = setting.value if setting is not None else clause.default
    where = clause.name if setting is not None else clause.default
    if labels:
        _check_label(clause, chosen, labels, where, problems)
    elif isinstance(chosen, ast.Name):
        problems.add(
            types.NOT_CONSTANT,
            f"the parameter `{clause.name.text}` needs a fixed value, not a name",
            where.span,
            fixes=_fixed_value(clause, chosen),
        )
    elif setting is not None and other_kind(chosen, clause.default):
        problems.add(
            types.UNIT_MISMATCH,
            f"`{setting.shown}` is no value for the parameter `{clause.name.text}`: its default is of another kind",
            clause.default.span,
            fixes=[Fix("give it a value of the kind and unit that its default has")],
        )
        chosen = clause.default
    shown = setting.shown if setting is not None else ""
    return DeclaredParameter(clause.name.text, chosen, labels, shown, clause.name.span)


def _fixed_value(clause: ast.Parameter, chosen: ast.Name) -> list[Fix]:
    if isinstance(clause.default, ast.Text):
        return [Fix(f'write it in quotation marks: `"{chosen.text}"`')]
    return [
        Fix("write a number with its unit, or a text in quotation marks"),
        Fix(f"or list the labels it may take: `parameter {clause.name.text} one of {chosen.text}, … = {chosen.text}`"),
    ]


def other_kind(one: ast.Expression, other: ast.Expression) -> bool:
    """Whether two values cannot be of one parameter."""
    first, second = _sort(one), _sort(other)
    return first is not None and second is not None and first != second


def _sort(value: ast.Expression) -> object:
    """What a value is, coarsely: enough to see that a percentage was given for an amount. None: not to be told here;
    where the parameter is used it must fit in any case."""
    match value:
        case ast.Amount(code=code):
            return "amount", code
        case ast.Quantity(kind=kind):
            return "quantity", kind
        case ast.Negate(operand=operand) | ast.PercentOf(operand=operand):
            return _sort(operand)
        case ast.Arithmetic():
            return None
        case _:
            return type(value).__name__


def _check_label(
    clause: ast.Parameter, value: ast.Expression, labels: tuple[str, ...], where: ast.Node, problems: Problems
) -> None:
    text = label_text(value) if isinstance(value, ast.Name | ast.Text) else None
    if text not in labels:
        problems.add(
            names.UNKNOWN_LABEL,
            f"{f'`{text}`' if text else 'this'} is not a value of the parameter `{clause.name.text}`",
            where.span,
            fixes=[
                *(problems.did_you_mean(text, labels, where.span) if text and where is value else ()),
                Fix(f"it is one of {listing(labels)}"),
            ],
        )
