"""Calls of definitions replaced by their bodies."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import levels, names
from sladsl.levels.scope import Scope, unknown
from sladsl.levels.substitute import Substitution, Value, classes_of_fields
from sladsl.model.problems import Problems, listing
from sladsl.syntax import ast
from sladsl.text import Span, UsedSpan

MOST_NODES = 100_000
"""What the definitions of one agreement may grow to."""

DEEPEST = 160
"""How deep brackets and operators may go once bodies stand in place of their calls."""

SETS = get_args(ast.TimeSet)


class _Unusable(Exception):
    """Something of a clause has no meaning; it has been told."""


class Expander:
    """Puts the bodies of definitions in place of their calls. What has been put is counted for an agreement."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._left = MOST_NODES

    def clause(self, clause: ast.Written, scope: Scope) -> ast.Written:
        """The clause without calls; a broken one where a call has no meaning."""
        try:
            return self._node(clause, scope, ())  # type: ignore[no-any-return]
        except _Unusable:
            name = getattr(clause, "name", None)
            return ast.Broken(clause.span, "", name.text if isinstance(name, ast.Name) else None)

    def value(self, value: Value, scope: Scope) -> Value | None:
        """An argument without calls; None where a call has no meaning."""
        try:
            return self._node(value, scope, ())  # type: ignore[no-any-return]
        except _Unusable:
            return None

    def _node(self, node: Any, scope: Scope, under_way: tuple[ast.Definition, ...], depth: int = 0) -> Any:
        if isinstance(node, tuple):
            made = tuple([self._node(each, scope, under_way, depth) for each in node])
            return made if any(new is not old for new, old in zip(made, node, strict=True)) else node
        if not is_dataclass(node) or isinstance(node, Span | type):
            return node
        if depth > DEEPEST:
            self._too_large(
                getattr(node, "span", None), f"more than {DEEPEST} operators and brackets stand in one another here"
            )
        if isinstance(node, ast.Call):
            return self._call(node, scope, under_way, depth)
        if isinstance(node, ast.Definition):
            return node
        changes: dict[str, Any] = {}
        for field in fields(node):
            before = getattr(node, field.name)
            after = self._node(before, scope, under_way, depth + 1)
            if after is not before:
                kinds = classes_of_fields(type(node))[field.name]
                changes[field.name] = self._fitting(before, after, kinds)
        return replace(node, **changes) if changes else node

    def _fitting(self, before: Any, after: Any, kinds: tuple[type, ...]) -> Any:
        """A body where its call stood, if it may stand there."""
        if isinstance(before, tuple):
            return tuple(self._fitting(old, new, kinds) for old, new in zip(before, after, strict=True))
        if not isinstance(before, ast.Call):
            return after
        set_wanted = ast.Combined in kinds
        if set_wanted and isinstance(after, ast.Name):
            return ast.NamedSet(after.span, after)
        if not set_wanted and isinstance(after, ast.NamedSet) and after.where is None:
            return after.name
        if isinstance(after, SETS) is set_wanted and isinstance(after, kinds):
            return after
        is_, needed = ("a value", "a time set") if set_wanted else ("a time set", "a value")
        self.problems.add(
            levels.ARGUMENT_DOES_NOT_FIT,
            f"`{before.name.text}` is {is_}; {needed} is needed here",
            before.span,
            fixes=[Fix("name it in a time set: `define … = …`" if set_wanted else "measure it: `time of …`")],
        )
        raise _Unusable

    def _call(self, call: ast.Call, scope: Scope, under_way: tuple[ast.Definition, ...], depth: int) -> Any:
        found = scope.definitions.get(call.name.text)
        if found is None:
            unknown("definition", call.name, dict(scope.definitions), self.problems)
            raise _Unusable
        definition, home = found
        if any(each is definition for each in under_way):
            circle = [*(each.name.text for each in under_way), call.name.text]
            self.problems.add(
                names.CIRCULAR,
                f"`{call.name.text}` is defined by itself: {' → '.join(circle[circle.index(call.name.text) :])}",
                call.span,
                labels=[Label(definition.name.span, "defined here")],
                fixes=[Fix("take one of these out of the definition of another")],
            )
            raise _Unusable
        given = {each.name.text: self._node(each.value, scope, under_way, depth + 1) for each in call.arguments}
        values = filled(call.name, call.arguments, definition.formals, given, definition.name.span, self.problems)
        if values is None:
            raise _Unusable
        outer = getattr(call.span, "also", ())
        words = f"in the definition of `{definition.name.text}`"

        def at(span: Span) -> Span:
            return UsedSpan(call.span.source, call.span.start, call.span.end, (*outer, (words, span)))

        before = len(self.problems.found)
        body = Substitution(values, at, self.problems).apply(definition.body)
        if len(self.problems.found) > before:
            raise _Unusable
        self._left -= size(body)
        if self._left < 0:
            self._too_large(call.span, f"the definitions used here come to more than {MOST_NODES} parts")
        return self._node(body, home, (*under_way, definition), depth + 1)

    def _too_large(self, span: Span | None, message: str) -> None:
        self.problems.add(
            levels.TOO_LARGE, message, span, fixes=[Fix("give a part of it a name of its own as a metric")]
        )
        raise _Unusable


def filled(
    name: ast.Name,
    arguments: tuple[ast.Argument, ...],
    formals: tuple[ast.Formal, ...],
    given: dict[str, Any],
    declared: Span,
    problems: Problems,
) -> dict[str, Value] | None:
    """The value of every parameter: the argument, else the default. None where one is missing or not known."""
    known = [each.name.text for each in formals]
    good = True
    for argument in arguments:
        if argument.name.text not in known:
            good = False
            problems.add(
                levels.BAD_ARGUMENT,
                f"`{name.text}` has no parameter `{argument.name.text}`",
                argument.name.span,
                labels=[Label(declared, "its parameters stand here")],
                fixes=problems.did_you_mean(argument.name.text, known, argument.name.span),
                notes=[f"it has {listing(known)}" if known else "it has none"],
            )
    lacking = [each.name.text for each in formals if each.default is None and each.name.text not in given]
    if lacking:
        good = False
        problems.add(
            levels.BAD_ARGUMENT,
            f"`{name.text}` needs a value for {listing(lacking)}",
            name.span,
            labels=[Label(declared, "its parameters stand here")],
            fixes=[Fix(f"write for instance `{name.text}({lacking[0]}: …)`")],
        )
    if not good:
        return None
    defaults = {each.name.text: each.default for each in formals if each.default is not None}
    return {**defaults, **given}


def size(node: Any) -> int:
    """How many parts a node has."""
    total = 0
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, tuple):
            pending.extend(each)
        elif is_dataclass(each) and not isinstance(each, Span | type):
            total += 1
            pending.extend(getattr(each, field.name) for field in fields(each))
    return total
