"""Parameters replaced by arguments in the syntax tree."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, get_args, get_type_hints

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import levels
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.text import Span, UsedSpan

NodeT = TypeVar("NodeT")
Value = ast.Expression | ast.TimeSet

# Where a name is given and not used. Labels of a choice are given too.
_NAMED = (
    *(ast.Party, ast.Parameter, ast.Service, ast.Calendar, ast.Stream, ast.AttributeLine, ast.Define, ast.Exclusion),
    *(ast.Metric, ast.Objective, ast.Definition, ast.Argument, ast.Call, ast.Removal, ast.UnitClause, ast.Pool),
    *(ast.Terminate, ast.Escalate, ast.Property, ast.Exception_),
    *(ast.Register, ast.Pairing, ast.PairedMoment, ast.Distinct, ast.Schedule),
    *(ast.Article, ast.Duty, ast.Report, ast.Underpinning, ast.Component),
)
_GIVEN = dict.fromkeys(_NAMED, "name")


class Substitution:
    """Puts `values` for names. What was written in the body gets the place `at` gives it."""

    def __init__(self, values: Mapping[str, Value], at: Callable[[Span], Span], problems: Problems) -> None:
        self.values = values
        self.at = at
        self.problems = problems

    def apply(self, node: NodeT) -> NodeT:
        """The node with arguments for parameters. Where one does not fit, a diagnostic and the name as it was."""
        return self._node(node)  # type: ignore[no-any-return]

    def _node(self, node: Any) -> Any:
        if isinstance(node, ast.Name):
            value = self.values.get(node.text)
            return replace(node, span=self.at(node.span)) if value is None else self._used(value, node.span)
        if isinstance(node, ast.NamedSet) and node.name.text in self.values:
            return self._set(node)
        if isinstance(node, tuple):
            return tuple(map(self._node, node))
        if not is_dataclass(node) or isinstance(node, Span | type):
            return node
        return self._whole(node)

    def _whole(self, node: Any) -> Any:
        allowed = classes_of_fields(type(node))
        given = _GIVEN.get(type(node))
        changes: dict[str, Any] = {}
        also: list[Any] = []
        for field in fields(node):
            before = getattr(node, field.name)
            if isinstance(before, Span):
                changes[field.name] = self.at(before)
            elif field.name == given and isinstance(before, ast.Name):
                changes[field.name] = replace(before, span=self.at(before.span))
            else:
                changes[field.name] = self._fitting(node, before, self._node(before), allowed[field.name], also)
        for where in also:
            changes["where"] = _both(where, changes["where"])
        return replace(node, **changes)

    def _fitting(self, node: Any, before: Any, after: Any, kinds: tuple[type, ...], also: list[Any]) -> Any:
        """What was made of a field, if it may stand there."""
        if isinstance(before, tuple):
            return tuple(self._fitting(node, old, new, kinds, also) for old, new in zip(before, after, strict=True))
        if not isinstance(before, ast.Name) or isinstance(after, kinds):
            return after
        if isinstance(after, ast.NamedSet) and ast.Name in kinds and hasattr(node, "where") and after.where is not None:
            # `count of records` where `records` is `tickets where priority = P1`: both conditions must hold.
            also.append(after.where)
            return after.name
        self._misfit(before, after, kinds)
        return replace(before, span=self.at(before.span))

    def _set(self, node: ast.NamedSet) -> Any:
        value = self._used(self.values[node.name.text], node.name.span)
        where = self._node(node.where)
        if isinstance(value, ast.Name):
            return replace(node, span=self.at(node.span), name=value, where=where)
        if isinstance(value, ast.NamedSet):
            return replace(value, where=_both(value.where, where), longest=node.longest or value.longest)
        if where is None and isinstance(value, get_args(ast.TimeSet)):
            return value
        self._misfit(node.name, value, (ast.Name, ast.NamedSet))
        return replace(
            node, name=replace(node.name, span=self.at(node.name.span)), span=self.at(node.span), where=where
        )

    def _used(self, value: Value, place: Span) -> Any:
        """An argument where its parameter stood."""
        also = (*getattr(value.span, "also", ()), ("it stands for this parameter", place))
        span = UsedSpan(value.span.source, value.span.start, value.span.end, also)
        return replace(value, span=span)

    def _misfit(self, parameter: ast.Name, value: Any, kinds: tuple[type, ...]) -> None:
        wanted = "a name" if ast.Name in kinds else "a length of time" if ast.Quantity in kinds else "something else"
        self.problems.add(
            levels.ARGUMENT_DOES_NOT_FIT,
            f"this cannot stand for `{parameter.text}`, where {wanted} is needed",
            value.span,
            fixes=[Fix("give what is meant a name of its own, and write that name")] if ast.Name in kinds else (),
        )


def _both(first: ast.Expression | None, second: ast.Expression | None) -> ast.Expression | None:
    if first is None or second is None:
        return first if second is None else second
    return ast.Logic(first.span, "and", first, second)


def classes_of_fields(cls: Any) -> Mapping[str, tuple[type, ...]]:
    """What may stand in each field: the classes in its type, those of its items if it is a tuple."""
    known = _CLASSES.get(cls)
    if known is None:
        hints = get_type_hints(cls)
        known = _CLASSES[cls] = {field.name: tuple(_classes(hints[field.name])) for field in fields(cls)}
    return known


_CLASSES: dict[type, Mapping[str, tuple[type, ...]]] = {}


def _classes(hint: Any) -> list[type]:
    if isinstance(hint, type) and not get_args(hint):
        return [hint]
    return [found for each in get_args(hint) if not isinstance(each, str) for found in _classes(each)]
