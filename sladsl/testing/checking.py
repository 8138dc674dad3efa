"""Expectations held against evaluations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import assert_never

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Comparator
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
from sladsl.model.units import Unit, money
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome, TriggerOutcome
from sladsl.rules.rounding import to_step
from sladsl.temporal import Zone, parse_period
from sladsl.testing.result import Checked, Failure, Part
from sladsl.testing.words import wanted_and_got, where_words

_COMPARE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


@frozen
class Checking(Frozen):
    """`evaluation` is of the agreement, `values` of the numbers that expectations ask for, in their order."""

    evaluation: Evaluation
    values: Sequence[Outcome]

    def check(self, index: int, expected: Expected) -> Checked:
        """`index` is the place of the expectation in its scenario."""
        return Checked(expected, tuple(self._failures(index, expected)))

    def _failures(self, index: int, expected: Expected) -> Iterator[Failure]:
        match expected:
            case ExpectedValue():
                yield from self._value(index, expected)
            case ExpectedState():
                yield from self._each(expected, lambda outcome: _state(expected, outcome))
            case ExpectedAmount(objective=None):
                yield from self._total(expected)
            case ExpectedAmount():
                yield from self._each(expected, lambda outcome: _amount(expected, outcome))
            case ExpectedClaim():
                yield from self._each(expected, lambda outcome: _claim(expected, outcome))
            case ExpectedCase():
                yield from self._case(expected)
            case ExpectedConsequence():
                yield from self._consequence(expected)
            case ExpectedFinding():
                yield from _finding(expected, self.evaluation.findings)
            case _:
                assert_never(expected)

    def _each(
        self,
        expected: ExpectedState | ExpectedAmount | ExpectedClaim,
        failure: Callable[[Outcome], Failure | None],
    ) -> Iterator[Failure]:
        """Holds in every window and scope the expectation speaks of, and there must be one."""
        every = [each for each in self.evaluation.outcomes if each.objective == expected.objective]
        chosen = _chosen(every, expected.scope, expected.window)
        if not chosen:
            yield _nowhere(every, expected.scope, expected.window)
        for outcome in chosen:
            if (found := failure(outcome)) is not None:
                yield found

    def _value(self, index: int, expected: ExpectedValue) -> Iterator[Failure]:
        every = [each for each in self.values if each.objective == value_name(index)]
        chosen = _chosen(every, expected.scope, expected.window)
        if not chosen:
            yield _nowhere(every, expected.scope, expected.window)
        for each in chosen:
            outcome = replace(each, objective=expected.objective.name)
            where = where_words(outcome)
            if expected.absent:
                if outcome.measured is not None:
                    _, got = wanted_and_got("=", outcome.measured, outcome.measured, outcome.unit)
                    yield Failure("no value", got, where, outcome)
            elif outcome.measured is None or outcome.target is None or outcome.comparator is None:
                wanted = "a value" if outcome.target is None else _wanted(outcome)
                yield Failure(wanted, f"no value: {outcome.reason}", where, outcome)
            elif outcome.state != "met":
                comparator = expected.objective.checks[0].comparator or "="
                wanted, got = wanted_and_got(comparator, outcome.target, outcome.measured, outcome.unit)
                yield Failure(wanted, got, where, outcome)

    def _total(self, expected: ExpectedAmount) -> Iterator[Failure]:
        """All credits of the windows within the one that is named."""
        outcomes = [
            each for each in self.evaluation.outcomes if each.credit is not None and self._within(each, expected)
        ]
        outcomes = [each for each in outcomes if set(expected.scope) <= set(each.scope)]
        wanted = expected.amount or Fraction(0)
        units = {each.credit.unit for each in outcomes if each.credit is not None and each.credit.payable}
        unit = expected.unit or next(iter(units), None)
        credits = [each for each in outcomes if each.credit is not None and each.credit.unit in (unit, None)]
        total = sum((_payable(each.credit) for each in credits if each.credit is not None), Fraction(0))
        wrong = not _COMPARE[expected.comparator](_rounded(total, expected.places), wanted)
        if expected.unit is None and not wanted and not wrong:
            wrong = any(_payable(each.credit) for each in outcomes if each.credit is not None)
        if wrong:
            said, got = wanted_and_got(expected.comparator, wanted, total, unit)
            paying = [each for each in outcomes if each.credit is not None and each.credit.payable]
            names = ", ".join(f"{each.objective} in {where_words(each)}" for each in paying[:3])
            largest = max(paying, key=lambda each: _payable(each.credit), default=None)
            yield Failure("no credit" if not wanted and unit is None else said, got, names, largest, "credit")

    def _within(self, outcome: Outcome, expected: ExpectedAmount) -> bool:
        if expected.window is None or expected.window in ("term", outcome.window.label):
            return True
        try:
            start, end = parse_period(expected.window, Zone.named(self.evaluation.zone))
        except ValueError:
            return False
        return start <= outcome.window.start and outcome.window.end <= end

    def _consequence(self, expected: ExpectedConsequence) -> Iterator[Failure]:
        """In some window where it is expected, in no window where it is not."""
        asked = (expected.kind, expected.to)
        every = [each for each in self.evaluation.triggers if (each.kind, each.to) == asked]
        chosen = [
            each
            for each in every
            if set(expected.scope) <= set(each.scope) and expected.window in (None, each.window.label)
        ]
        if not chosen:
            yield _nowhere(every, expected.scope, expected.window)
        elif any(each.fires for each in chosen) is not expected.present:
            what = "termination by" if expected.kind == "terminate" else "escalation to"
            known = "; ".join(list(dict.fromkeys(where_words(each) for each in every if each.fires))[:6])
            yield Failure(
                f"{'' if expected.present else 'no '}{what} {expected.to}",
                f"in {known or 'no window'}",
                expected.window or "",
            )

    def _case(self, expected: ExpectedCase) -> Iterator[Failure]:
        every = [each for each in self.evaluation.outcomes if each.objective == expected.objective]
        chosen = _chosen(every, expected.scope, expected.window)
        found = [
            (outcome, record)
            for outcome in chosen
            for record in (outcome.records.records if outcome.records else ())
            if record.key == expected.case
        ]
        if not found:
            known = list(
                dict.fromkeys(r.key for each in chosen for r in (each.records.records if each.records else ()))
            )
            there = f"there is {', '.join(known[:8])}" if known else "it judges no case"
            yield Failure(expected.verdict, f"no case {expected.case}: {there}", "", chosen[0] if chosen else None)
        for outcome, record in found:
            if record.verdict != expected.verdict:
                got = "not judged" if record.verdict == "none" else record.verdict
                yield Failure(expected.verdict, got, where_words(outcome), outcome)


def value_name(index: int) -> str:
    """What the kpi of an expectation is called while it is measured: no name of a contract has a space."""
    return f"expectation {index}"


def _wanted(outcome: Outcome) -> str:
    assert outcome.target is not None
    return wanted_and_got("=", outcome.target, outcome.target, outcome.unit)[0]


def _chosen(outcomes: Iterable[Outcome], scope: Scope, window: str | None) -> list[Outcome]:
    return [
        each for each in outcomes if set(scope) <= set(each.scope) and (window is None or each.window.label == window)
    ]


def _nowhere(outcomes: Sequence[Outcome | TriggerOutcome], scope: Scope, window: str | None) -> Failure:
    asked = ", ".join([*([window] if window else []), *(f"{key} {value}" for key, value in scope)])
    known = list(dict.fromkeys(where_words(each) for each in outcomes))
    there = f"; there is {'; '.join(known[:6])}" if known else ""
    return Failure("a result", f"none for {asked}{there}" if asked else "none", asked)


def _state(expected: ExpectedState, outcome: Outcome) -> Failure | None:
    if outcome.state == expected.state:
        return None
    got = outcome.state + (f": {outcome.reason}" if outcome.reason else "")
    return Failure(expected.state, got, where_words(outcome), outcome, "state")


def _amount(expected: ExpectedAmount, outcome: Outcome) -> Failure | None:
    credit, where = outcome.bonus if expected.bonus else outcome.credit, where_words(outcome)
    part: Part = "bonus" if expected.bonus else "credit"
    if credit is None and expected.bonus:
        return Failure("a bonus", "none", where, outcome, "state")
    if credit is None:
        return Failure("a credit", "none", where, outcome, "state")
    if expected.outcome is not None:
        if credit.outcome == expected.outcome:
            return None
        return Failure(expected.outcome, _came_out(credit), where, outcome, part)
    amount = credit.due if expected.exact else credit.payable
    wanted, unit = expected.amount or Fraction(0), expected.unit or _unit(credit)
    if amount is None or (expected.unit is not None and amount and _unit(credit) != expected.unit):
        said, _ = wanted_and_got(expected.comparator, wanted, wanted, unit)
        return Failure(said, _came_out(credit), where, outcome, part)
    if _COMPARE[expected.comparator](_rounded(amount, expected.places), wanted):
        return None
    said, got = wanted_and_got(expected.comparator, wanted, amount, unit)
    return Failure(said, got, where, outcome, part)


def _came_out(credit: CreditOutcome) -> str:
    if credit.payable is None:
        return credit.outcome
    _, got = wanted_and_got("=", credit.payable, credit.payable, _unit(credit))
    return f"{got} ({credit.outcome})" if credit.outcome in ("gap", "conflict") else got


def _unit(credit: CreditOutcome) -> Unit | None:
    return money(credit.currency) if credit.currency is not None else credit.unit


def _payable(credit: CreditOutcome | None) -> Fraction:
    return Fraction(0) if credit is None or credit.payable is None else credit.payable


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else to_step(value, Fraction(1, 10**places))


def _claim(expected: ExpectedClaim, outcome: Outcome) -> Failure | None:
    claim = None if outcome.credit is None else outcome.credit.claim
    state = "no claim" if claim is None else claim.state
    return None if state == expected.state else Failure(expected.state, state, where_words(outcome), outcome, "credit")


def _finding(expected: ExpectedFinding, findings: Sequence[Diagnostic]) -> Iterator[Failure]:
    codes = list(dict.fromkeys(each.code.id for each in findings))
    got = ", ".join(codes) or "none"
    if expected.code is None:
        if codes:
            yield Failure("no findings", got, "")
    elif (expected.code in codes) is not expected.present:
        yield Failure(f"{'' if expected.present else 'no '}{expected.code}", got, "")
