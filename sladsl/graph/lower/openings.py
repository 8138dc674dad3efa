"""How objectives stood before a scenario → facts with their names settled and their amounts typed."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, scenarios, types
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Objective
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.scenario_windows import Times, labels_of
from sladsl.graph.lower.values import fixed_number
from sladsl.graph.scenarios import OpenedRule
from sladsl.model.problems import listing, nearest
from sladsl.model.streams import label_text
from sladsl.model.units import Unit
from sladsl.syntax import ast

_STATES = ("met", "warning", "breached", "measured", "not applicable")


@frozen
class Openings(Frozen):
    """What stood before the period of one scenario. `before`: from the beginning of the term until the period."""

    lowering: Lowering
    before: Times | None
    objectives: tuple[Objective, ...]

    def rules(self, written: tuple[ast.Opening, ...]) -> tuple[OpenedRule, ...]:
        """The rows that have a meaning; each other with a diagnostic."""
        seen: dict[tuple[str, tuple[str, ...], str], ast.OpeningRow] = {}
        found: list[OpenedRule] = []
        for row in (row for opening in written for row in opening.rows):
            rule = self._rule(row)
            if rule is None:
                continue
            first = seen.setdefault((rule.objective, rule.scope, rule.window), row)
            if first is not row:
                self.lowering.problems.add(
                    names.REPEATED_CLAUSE, f"how `{rule.objective}` stood in {rule.window} is written twice", row.span,
                    labels=[Label(first.span, "first here")], fixes=[Fix("keep one of them")],
                )  # fmt: skip
                continue
            found.append(rule)
        return tuple(found)

    def _rule(self, row: ast.OpeningRow) -> OpenedRule | None:
        if self.lowering.symbol(row.objective, "objective") is None:
            return None
        objective = next((each for each in self.objectives if each.name == row.objective.text), None)
        if objective is None:
            return None
        scope = self._scope(row, objective)
        good = self._window_is_before(row, objective) and self._could_stand(row) and scope is not None
        if not good or scope is None or not isinstance(row.outcome, ast.ComesOut):
            return None
        told = OpenedRule(objective.name, scope, row.window.text, row.outcome.state, row.span)
        for part in row.parts:
            added = self._with(told, part, objective)
            if added is None:
                return None
            told = added
        return told

    def _scope(self, row: ast.OpeningRow, objective: Objective) -> tuple[str, ...] | None:
        """Its labels in the order of the objective's keys: one scope, not several."""
        bound = {each.key.text: label_text(each.label) for each in row.scope}
        if set(bound) == set(objective.keys) and len(bound) == len(row.scope):
            return tuple(bound[key] for key in objective.keys)
        keys = objective.keys
        advice = f"write `for {', '.join(f'{key} …' for key in keys)}`" if keys else "take `for …` out"
        message = (
            f"`{objective.name}` is taken for each {listing(keys)}" if keys else f"`{objective.name}` is one for all"
        )
        self._say(row.scope[0] if row.scope else row.objective, message, advice)
        return None

    def _window_is_before(self, row: ast.OpeningRow, objective: Objective) -> bool:
        known = [] if self.before is None else labels_of(objective.window, self.lowering, self.before, whole=True)
        if row.window.text in known:
            return True
        near = nearest(row.window.text, known)
        message = f"`{objective.name}` has no window `{row.window.text}` between the start of the term and the period"
        advice = f"there is {listing(known[-4:])}" if known else "the scenario begins with the term: nothing was before"
        fixes = [Fix(f"did you mean `{near}`?", row.window.span, near)] if near else []
        self.lowering.say(scenarios.OPENING_DOES_NOT_FIT, message, row.window.span, *fixes, Fix(advice))
        return False

    def _could_stand(self, row: ast.OpeningRow) -> bool:
        outcome = row.outcome
        if isinstance(outcome, ast.ComesOut) and outcome.state in _STATES:
            return True
        words = "is met`, `is breached`, `is warning`, `is measured` or `does not apply"
        self._say(outcome, "this is no state in which an objective stood", f"write `{words}`")
        return False

    # Amounts

    def _with(self, told: OpenedRule, part: ast.OpeningPart, objective: Objective) -> OpenedRule | None:
        """The row with one of its facts."""
        places = {
            "credit": len(objective.credits),
            "bonus": len(objective.bonuses),
            "points": int(objective.points is not None),
            "accrued": int(objective.pay_once is not None),
        }[part.kind]
        if places != len(part.amounts):
            clause = _CLAUSES[part.kind]
            message = f"`{objective.name}` has {f'{places} times {clause}' if places else f'no {clause}'}"
            many = "an amount" if places == 1 else f"{places} amounts, in the written order"
            self._say(part, message, f"give {many}" if places else "take it out")
            return None
        amounts = list(self._amounts(part))
        if len(amounts) < len(part.amounts):
            return None
        values = tuple(value for value, _ in amounts)
        unit = next((unit for _, unit in amounts if unit is not None), told.unit)
        match part.kind:
            case "credit":
                return replace(told, credits=values, unit=unit)
            case "bonus":
                return replace(told, bonuses=values)
            case "points":
                return replace(told, points=values[0])
        return replace(told, accrued=values[0])

    def _amounts(self, part: ast.OpeningPart) -> Iterator[tuple[Fraction, Unit | None]]:
        for each in part.amounts:
            amount = fixed_number(self.lowering, each)
            if amount is None:
                return
            is_amount = bool(amount.unit.factors)
            if amount.value < 0 or (amount.value and is_amount == (part.kind == "points")):
                wanted, example = ("a number", "2") if part.kind == "points" else ("an amount", "100.00 USD")
                self.lowering.say(
                    types.UNIT_MISMATCH, f"{wanted} of zero or more is needed here, this is {amount.unit.words()}",
                    each.span, Fix(f"write for instance `{part.kind} {example}`"),
                )  # fmt: skip
                return
            yield amount.value, amount.unit if is_amount else None

    def _say(self, node: ast.Node, message: str, advice: str) -> None:
        self.lowering.say(scenarios.OPENING_DOES_NOT_FIT, message, node.span, Fix(advice))


_CLAUSES = {"credit": "`credit`", "bonus": "`bonus`", "points": "`points`", "accrued": "`pay once … accrued`"}
