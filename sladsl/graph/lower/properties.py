"""Properties as written → conditions over what an agreement comes to in each window."""

from collections.abc import Iterator, Mapping

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.values import ValueLayer
from sladsl.graph.lower.windows import window_rule
from sladsl.graph.scenarios import CreditsPayable, PropertyLineRule, PropertyRule
from sladsl.model.types import number
from sladsl.model.units import money
from sladsl.syntax import ast

CREDITS = "credits"


class PropertyLayer(ValueLayer):
    """Expressions on values of a window, among them `credits`: what all credits come to."""

    def special(self, expression: ast.Expression) -> Typed | None:
        if isinstance(expression, ast.Name) and expression.text == CREDITS and not self._is_declared(expression):
            currency = self.lowering.agreement.currency
            if currency is None:
                self.lowering.say(
                    names.MISSING_CLAUSE, "the agreement does not say in which currency credits are", expression.span,
                    Fix("add a line, for instance `currency USD`"),
                )  # fmt: skip
                return None
            return Typed(self.add(CreditsPayable(), expression.span), number(money(currency)))
        return super().special(expression)

    def _is_declared(self, name: ast.Name) -> bool:
        return name.text in self.lowering.agreement.symbols


def property_rules(lowering: Lowering, written: Mapping[str, ast.Property]) -> Iterator[PropertyRule]:
    """The properties of an agreement, as far as they have a meaning."""
    for each in written.values():
        lines = [_line(lowering, line) for line in each.lines]
        yield PropertyRule(
            each.name.text, each.title, tuple(line for line in lines if line is not None), each.name.span
        )


def _line(lowering: Lowering, written: ast.PropertyLine) -> PropertyLineRule | None:
    layer = PropertyLayer(lowering, {})
    condition = layer.condition(written.condition)
    when = None if written.when is None else layer.condition(written.when)
    if written.window is None:
        lowering.say(
            names.MISSING_CLAUSE, "this does not say in which windows it holds", written.span,
            Fix("add for instance `per calendar month`"),
        )  # fmt: skip
        return None
    window = window_rule(lowering, written.window)
    if condition is None or window is None or (written.when is not None and when is None):
        return None
    return PropertyLineRule(written.kind, condition, when, window, written.span)
