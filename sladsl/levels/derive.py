"""The text of an agreement: what it inherits or fills in, its own clauses over it, and its amendments."""

from dataclasses import dataclass
from datetime import date

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import levels, names
from sladsl.levels.calls import Expander, filled
from sladsl.levels.layers import Layering, Text
from sladsl.levels.scope import Scope, unknown
from sladsl.levels.substitute import Substitution
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.text import Span, UsedSpan

DEEPEST = 32
"""How many levels an agreement may have above it."""


@dataclass
class Deriver:
    """Makes texts of agreements. One that cannot be made is told once and taken as empty above."""

    problems: Problems
    amendments: list[tuple[ast.Amendment, Scope]]

    def text(
        self, agreement: ast.Agreement, scope: Scope, day: date, under_way: tuple[ast.Agreement, ...] = ()
    ) -> Text | None:
        """The text in force on a day; None where a level above is missing or is the agreement itself."""
        text = Text()
        above: str | None = None
        if agreement.based is not None:
            found = self._above(agreement, agreement.based, scope, day, under_way)
            if found is None:
                return None
            text, above = found
        inner = scope.inside(agreement.clauses, self.problems)
        expander = Expander(self.problems)
        layer = Layering(text, agreement.name.text, above, self.problems)
        before = text.copy()
        for clause in agreement.clauses:
            layer.lay(expander.clause(clause, inner))
        if above is not None:
            _keep_above(text, before, above)
        for amendment, home in self.of(agreement):
            if amendment.start <= day:
                self._amend(text, agreement, amendment, home.inside(amendment.clauses, self.problems), expander)
        return text

    def all_of(self, agreement: ast.Agreement, scope: Scope) -> list[ast.Amendment]:
        """The amendments of an agreement and of all levels above it, by date."""
        found: list[ast.Amendment] = []
        seen: list[ast.Agreement] = []
        here: tuple[ast.Agreement, Scope] | None = (agreement, scope)
        while here is not None and here[0] not in seen:
            seen.append(here[0])
            found += [each for each, _ in self.of(here[0])]
            based, home = here[0].based, here[1]
            here = home.agreements.get(based.agreement.text) if isinstance(based, ast.Extends) else None
        return sorted(found, key=lambda each: each.start)

    def of(self, agreement: ast.Agreement) -> list[tuple[ast.Amendment, Scope]]:
        """The amendments of an agreement by date, in the written order within a day."""
        own = [each for each in self.amendments if _amends(each, agreement)]
        return sorted(own, key=lambda each: each[0].start)

    def _above(
        self,
        agreement: ast.Agreement,
        based: ast.Extends | ast.FromTemplate,
        scope: Scope,
        day: date,
        under_way: tuple[ast.Agreement, ...],
    ) -> tuple[Text, str] | None:
        if isinstance(based, ast.FromTemplate):
            return self._from_template(agreement, based, scope)
        found = scope.agreements.get(based.agreement.text)
        if found is None:
            unknown("agreement", based.agreement, dict(scope.agreements), self.problems)
            return None
        parent, home = found
        chain = (*under_way, agreement)
        if parent in chain or len(chain) > DEEPEST:
            circle = " → ".join([*(each.name.text for each in chain[-4:]), parent.name.text])
            self.problems.add(
                names.CIRCULAR,
                f"`{agreement.name.text}` extends itself: {circle}",
                based.agreement.span,
                labels=[Label(parent.name.span, "declared here")],
                fixes=[Fix("let one of them stand by itself")],
            )
            return None
        text = self.text(parent, home, day, chain)
        return None if text is None else (text.copy(), parent.name.text)

    def _from_template(
        self, agreement: ast.Agreement, based: ast.FromTemplate, scope: Scope
    ) -> tuple[Text, str] | None:
        found = scope.templates.get(based.template.text)
        if found is None:
            unknown("template", based.template, dict(scope.templates), self.problems)
            return None
        template, home = found
        expander = Expander(self.problems)
        given = {each.name.text: expander.value(each.value, scope) for each in based.arguments}
        values = filled(based.template, based.arguments, template.formals, given, template.name.span, self.problems)
        if values is None or None in given.values():
            return None
        words = f"the agreement `{agreement.name.text}` is made from it here"

        def at(span: Span) -> Span:
            return UsedSpan(span.source, span.start, span.end, ((words, based.span),))

        text = Text()
        layer = Layering(text, template.name.text, None, self.problems)
        inner = home.inside(template.clauses, self.problems)
        substitution = Substitution(values, at, self.problems)
        before = len(self.problems.found)
        for clause in template.clauses:
            if not isinstance(clause, ast.Definition):
                layer.lay(expander.clause(substitution.apply(clause), inner))
        return (text, template.name.text) if len(self.problems.found) == before else None

    def _amend(
        self, text: Text, agreement: ast.Agreement, amendment: ast.Amendment, scope: Scope, expander: Expander
    ) -> None:
        if amendment.reason is None or not amendment.reason.value.strip():
            self.problems.add(
                levels.MISSING_REASON, f"the amendment `{amendment.name.text}` does not say why", amendment.name.span,
                fixes=[Fix('add the reason after its date: `because "…"`')],
            )  # fmt: skip
        layer = Layering(text, agreement.name.text, None, self.problems)
        reason = amendment.reason.value if amendment.reason else ""
        before = dict(text.origins)
        for clause in amendment.clauses:
            layer.amend(expander.clause(clause, scope), reason)
        for key, origin in text.origins.items():
            if before.get(key) != origin:
                text.origins[key] = type(origin)(amendment.name.text, origin.reason)


def _keep_above(text: Text, before: Text, level: str) -> None:
    """What a level changes is held against the level that made it mandatory; else against the one above."""
    text.above = {key: each for key, each in text.above.items() if key in before.mandatory}
    for key in before.clauses:
        mandatory = before.mandatory.get(key)
        overridden = key in text.origins and text.origins[key] != before.origins[key]
        if mandatory[0] == level if mandatory is not None else overridden:
            text.above[key] = level, before


def _amends(each: tuple[ast.Amendment, Scope], agreement: ast.Agreement) -> bool:
    amendment, scope = each
    found = scope.agreements.get(amendment.agreement.text)
    return found is not None and found[0] is agreement
