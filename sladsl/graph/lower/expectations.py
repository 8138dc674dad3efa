"""What a scenario expects → expectations with their names settled and their values typed."""

from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, scenarios, types
from sladsl.diagnostics.codes import ALL
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Check, Comparator, Objective, TriggerRule
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.requirements import wanted
from sladsl.graph.lower.scenario_windows import Times, check_window, window_of_value
from sladsl.graph.lower.values import ValueLayer, fixed_number, scope_keys
from sladsl.graph.scenarios import (
    Expected,
    ExpectedAmount,
    ExpectedCase,
    ExpectedClaim,
    ExpectedConsequence,
    ExpectedFinding,
    ExpectedState,
    ExpectedValue,
    Scope,
)
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.syntax import ast

_STATES: dict[str, tuple[str, ...]] = {
    "state": ("met", "breached", "warning", "measured", "no verdict", "not applicable"),
    "credit": ("gap", "conflict", "no verdict"),
    "due": ("gap", "conflict", "no verdict"),
    "bonus": ("gap", "conflict", "no verdict"),
    "claim": ("in time", "late", "unclaimed", "unknown", "not needed"),
    "case": ("met", "missed", "undecided"),
    "value": ("no value",),
    "total": (),
}
_ASKED = {
    "state": "an objective",
    "credit": "a credit",
    "due": "what is due",
    "bonus": "a bonus",
    "claim": "a claim",
    "case": "a case",
    "value": "a value",
    "total": "the sum of all credits",
}
_COMPARED = ("credit", "due", "bonus", "total", "value")
_ARTICLES = ("gap", "conflict")


@frozen
class Expectations(Frozen):
    """What the expectations of one scenario look at. `objectives` are those of the agreement that have a meaning."""

    lowering: Lowering
    times: Times
    objectives: tuple[Objective, ...]
    triggers: tuple[TriggerRule, ...]

    def expected(self, written: ast.Expectation) -> Expected | None:
        """The expectation, or diagnostics and None."""
        match written:
            case ast.ExpectFinding():
                return self._finding(written)
            case ast.ExpectConsequence():
                return self._consequence(written)
            case ast.ExpectNoCredit():
                return self._no_credit(written)
            case _:
                return self._expect(written)

    def _expect(self, written: ast.Expect) -> Expected | None:
        asked = written.asked
        kind = self._kind(asked)
        held = self._held(asked) if kind == "state" and isinstance(written.outcome, ast.ComesTo) else None
        if held is not None:
            return self._value(replace(written, asked=replace(asked, value=held)))
        if kind is None or not self._fits(kind, written):
            return None
        if kind == "value":
            return self._value(written)
        if kind == "total":
            return self._amount(written, None)
        objective = self._objective(asked.name, written.scope, written.window)
        if objective is None:
            return None
        scope, window, span = self._scope(written.scope), _label(written.window), written.span
        if kind in ("credit", "due", "bonus"):
            return self._amount(written, objective)
        assert isinstance(written.outcome, ast.ComesOut)
        state = written.outcome.state
        if kind == "claim":
            if not objective.claims:
                self._never(f"the objective `{objective.name}` has no claim to make", asked, "claim … within … days")
                return None
            return ExpectedClaim(objective.name, state, scope, window, span)
        if kind == "case":
            if objective.records is None:
                self._never(f"`{objective.name}` does not judge cases", asked, "objective … for each tickets { … }")
                return None
            assert asked.case is not None
            return ExpectedCase(objective.name, label_text(asked.case), state, scope, window, span)
        return ExpectedState(objective.name, state, scope, window, span)

    def _kind(self, asked: ast.Asked) -> str | None:
        """What is asked; a name is an objective or a metric."""
        if asked.kind != "name" or asked.name is None:
            return asked.kind
        symbol = self.lowering.symbol(asked.name, "metric", "objective")
        if symbol is None:
            return None
        return "state" if symbol.kind == "objective" else "value"

    def _held(self, asked: ast.Asked) -> ast.Expression | None:
        """The number that an objective holds against its target, where it is one for the window."""
        clauses = self.lowering.agreement.objectives
        clause = next(each for each in clauses if asked.name and each.name.text == asked.name.text)
        if clause.each is not None and clause.each.names[0].text in self.lowering.agreement.streams:
            return None
        return wanted(clause.requirements[0].condition).measured if clause.requirements else None

    def _fits(self, kind: str, written: ast.Expect) -> bool:
        """Whether what is to come out can come out of what is asked."""
        outcome = written.outcome
        if isinstance(outcome, ast.ComesTo):
            if kind in _COMPARED:
                return True
            said = "this compares it with a number"
        elif outcome.state in _STATES[kind]:
            return True
        else:
            said = f"it is never `{outcome.state}`"
        known = [*_STATES[kind], *(["= …"] if kind in _COMPARED else [])]
        metrics = list(self.lowering.agreement.metrics)
        more = (
            [Fix(f"the number itself is a metric: {listing(metrics)}")]
            if kind == "state" and isinstance(outcome, ast.ComesTo) and metrics
            else []
        )
        self.lowering.say(
            scenarios.NOT_EXPECTED_OF,
            f"this is {_ASKED[kind]}, and {said}",
            outcome.span,
            *more,
            Fix(f"what can be expected of it is {', '.join(map(_spelled, known))}"),
        )
        return False

    # Objectives, scopes and windows

    def _objective(
        self, name: ast.Name | None, scope: tuple[ast.BoundKey, ...], window: ast.WindowName | None
    ) -> Objective | None:
        if name is None or self.lowering.symbol(name, "objective") is None:
            return None
        found = next((each for each in self.objectives if each.name == name.text), None)
        if found is None:
            return None
        if not self._check_keys(scope, found.keys):
            return None
        check_window(self.lowering, found.window, window, self.times)
        return found

    def _check_keys(self, scope: tuple[ast.BoundKey, ...], keys: tuple[str, ...]) -> bool:
        unknown = [each.key for each in scope if each.key.text not in keys]
        for key in unknown:
            self.lowering.say(
                names.UNKNOWN_KEY, f"this is not taken for each `{key.text}`", key.span,
                *self.lowering.problems.did_you_mean(key.text, keys, key.span),
                Fix(f"it is taken for each {listing(keys)}" if keys else "it is one number for all: take `for …` out"),
            )  # fmt: skip
        return not unknown

    def _scope(self, scope: tuple[ast.BoundKey, ...]) -> Scope:
        return tuple((each.key.text, label_text(each.label)) for each in scope)

    def _never(self, message: str, asked: ast.Asked, example: str) -> None:
        self.lowering.say(scenarios.NOT_EXPECTED_OF, message, asked.span, Fix(f"give it one, for instance `{example}`"))

    # Values

    def _value(self, written: ast.Expect) -> Expected | None:
        asked, outcome = written.asked, written.outcome
        expression = asked.value if asked.value is not None else asked.name
        assert expression is not None
        keys = self._keys_of(asked, written.scope)
        if keys is None:
            return None
        layer = ValueLayer(self.lowering, scope_keys(self.lowering, keys) if keys.names else {})
        if not self._check_keys(written.scope, tuple(layer.keys)):
            return None
        measured = layer.number(expression)
        if measured is None or measured.type.unit is None:
            return None
        plain, check = measured.ref, None
        if isinstance(outcome, ast.ComesTo):
            check = self._check(layer, written, outcome, expression, measured)
            if check is None:
                return None
        rule = window_of_value(self.lowering, plain, written.window, self.times, self.objectives, asked.span)
        if rule is None:
            return None
        if check is None:
            check = Check(None, plain, measured.type.unit, None, None, None, self._shown_in(asked), written.span)
        name = asked.name.text if asked.name is not None else "value"
        kpi = Objective(
            name=name, title=None, kind="kpi", keys=tuple(layer.keys), window=rule, checks=(check,), records=None,
            warn_at=None, credits=(), limits=(), pay_only_above=None, claims=(), span=written.span,
        )  # fmt: skip
        scope = self._scope(written.scope)
        return ExpectedValue(kpi, check.target is None, scope, _label(written.window), written.span)

    def _keys_of(self, asked: ast.Asked, scope: tuple[ast.BoundKey, ...]) -> ast.ForEach | None:
        """What the value is taken for: as its metric says, or an expression as the expectation says."""
        if asked.name is None:
            return ast.ForEach(asked.span, tuple(each.key for each in scope))
        for clause in self.lowering.agreement.objectives:
            if clause.name.text == asked.name.text:
                return clause.each or ast.ForEach(asked.span, ())
        metric = self.lowering.agreement.metrics[asked.name.text]
        if metric.each is not None and metric.each.names[0].text in self.lowering.agreement.streams:
            self.lowering.say(
                types.NEEDS_STATISTIC, f"`{asked.name.text}` has a value for each record, not one for the window",
                asked.span, Fix(f"take a statistic: `expect (mean of {asked.name.text} of …) = …`"),
            )  # fmt: skip
            return None
        return metric.each or ast.ForEach(asked.span, ())

    def _check(
        self, layer: ValueLayer, written: ast.Expect, outcome: ast.ComesTo, asked: ast.Expression, measured: Typed
    ) -> Check | None:
        target: ast.Expression = outcome.value
        subject = asked
        if isinstance(target, ast.RoundTo):
            subject = ast.RoundTo(asked.span, asked, target.places)
            target = target.operand
        with self.lowering.exact_amounts(True):
            pair = layer.comparable(subject, target, outcome.span)
        if pair is None or measured.type.unit is None:
            return None
        shown = self._shown_in(written.asked)
        return Check(None, pair[0].ref, measured.type.unit, outcome.operator, pair[1].ref, None, shown, written.span)

    def _shown_in(self, asked: ast.Asked) -> str | None:
        metric = self.lowering.agreement.metrics.get(asked.name.text) if asked.name is not None else None
        return metric.shown_in if metric is not None else None

    # Money

    def _amount(self, written: ast.Expect, objective: Objective | None) -> Expected | None:
        outcome, kind = written.outcome, written.asked.kind
        if objective is None and written.scope:
            self._check_keys(written.scope, ())
            return None
        given = () if objective is None else objective.bonuses if kind == "bonus" else objective.credits
        if objective is not None and not given and self._owes(objective.name, "bonus" if kind == "bonus" else "credit"):
            return None  # it says what it gives, with a mistake that has been told of
        if kind == "bonus" and objective is not None and not objective.bonuses:
            self._never(f"the objective `{objective.name}` gives no bonus", written.asked, "bonus … { … }")
            return None
        if kind != "bonus" and objective is not None and not objective.credits:
            self._never(f"the objective `{objective.name}` gives no credit", written.asked, "credit share of … { … }")
            return None
        base = ExpectedAmount(
            None if objective is None else objective.name, kind == "due", "=", None, None, None, None,
            self._scope(written.scope), _label(written.window), written.span, kind == "bonus",
        )  # fmt: skip
        if isinstance(outcome, ast.ComesOut):
            return replace(base, outcome=outcome.state)
        wanted: ast.Expression = outcome.value
        places: int | None = None
        if isinstance(wanted, ast.RoundTo):
            places = wanted.places
            wanted = wanted.operand
        with self.lowering.exact_amounts(kind == "due"):
            amount = fixed_number(self.lowering, wanted)
        if amount is None:
            return None
        if not amount.unit.factors and amount.value != 0:
            self.lowering.say(
                types.UNIT_MISMATCH, f"an amount is needed here, this is {amount.unit.words()}", wanted.span,
                Fix(f"write for instance `1_200.00 {self.lowering.agreement.currency or 'USD'}`"),
            )  # fmt: skip
            return None
        unit = amount.unit if amount.unit.factors else None
        comparator: Comparator = outcome.operator
        return replace(base, comparator=comparator, amount=amount.value, unit=unit, places=places)

    def _owes(self, objective: str, word: str) -> bool:
        """Whether the text of an objective says what it gives."""
        clauses = self.lowering.agreement.objectives
        written = [credit for each in clauses if each.name.text == objective for credit in each.credits]
        pooled = word == "credit" and self.lowering.is_in_pool(objective)
        return pooled or self.lowering.has_broken() or any(each.word == word for each in written)

    def _no_credit(self, written: ast.ExpectNoCredit) -> Expected | None:
        name = None
        if written.objective is not None:
            objective = self._objective(written.objective, written.scope, written.window)
            if objective is None:
                return None
            name = objective.name
        elif written.scope and not self._check_keys(written.scope, self._every_key()):
            return None
        return ExpectedAmount(
            name, False, "=", Fraction(0), None, None, None, self._scope(written.scope), _label(written.window),
            written.span,
        )  # fmt: skip

    def _every_key(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for each in self.objectives for key in each.keys))

    def _consequence(self, written: ast.ExpectConsequence) -> Expected | None:
        triggers = [each for each in self.triggers if each.kind == written.kind]
        to = label_text(written.to)
        known = list(dict.fromkeys(each.to for each in triggers))
        if written.kind == "escalate":
            known += [each.to for objective in self.objectives for each in objective.escalations]
        if to not in known:
            what = "may terminate" if written.kind == "terminate" else "is anything escalated to"
            self.lowering.say(
                scenarios.NOT_EXPECTED_OF, f"by no clause {what} `{to}`", written.to.span,
                *self.lowering.problems.did_you_mean(to, known, written.to.span),
                *([Fix(f"there is {listing(known)}")] if known else []),
            )  # fmt: skip
            return None
        keys = [key for each in triggers if each.to == to for key in each.keys]
        if written.kind == "escalate":
            keys += [key for each in self.objectives for step in each.escalations if step.to == to for key in each.keys]
        if not self._check_keys(written.scope, tuple(dict.fromkeys(keys))):
            return None
        scope = self._scope(written.scope)
        return ExpectedConsequence(written.kind, to, written.present, scope, _label(written.window), written.span)

    def _finding(self, written: ast.ExpectFinding) -> Expected | None:
        code = written.code
        if code is not None and code.text not in ALL:
            self.lowering.say(
                names.UNKNOWN_NAME, f"there is no diagnostic code `{code.text}`", code.span,
                *self.lowering.problems.did_you_mean(code.text, ALL, code.span),
            )  # fmt: skip
            return None
        return ExpectedFinding(None if code is None else code.text, written.present, written.span)


def _label(window: ast.WindowName | None) -> str | None:
    return None if window is None else window.text


def _spelled(state: str) -> str:
    if state == "not applicable":
        return "`does not apply`"
    if state.startswith(("=", "no ")):
        return f"`{state}`" if state.startswith("=") else f"`has {state}`"
    return f"`is a {state}`" if state in _ARTICLES else f"`is {state}`"
