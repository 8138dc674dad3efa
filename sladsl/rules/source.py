"""What all values of one evaluation are computed from."""

from dataclasses import field
from fractions import Fraction
from typing import Protocol

from sladsl.engines.measurements import Cell, Choice, Found, Measurements, Scope, ScopedChoice
from sladsl.frozen import Changing, changing
from sladsl.graph import Ref, RuleGraph, WindowRule
from sladsl.graph.values import Constant
from sladsl.rules.cells import CellView, Objectives
from sladsl.rules.derivation import Step
from sladsl.rules.fees import fee_steps
from sladsl.rules.findings import Findings
from sladsl.rules.frame import Plan
from sladsl.rules.panes import Term
from sladsl.rules.reach import values_below
from sladsl.rules.words import value_words
from sladsl.temporal import EMPTY, Window


class CellMaker(Protocol):
    """Makes the values of a cell for the same clause as those of another."""

    def __call__(
        self,
        source: "Source",
        like: CellView,
        keys: tuple[str, ...],
        scope: Scope,
        window: Window,
        rule: WindowRule | None,
    ) -> CellView: ...


@changing
class Source(Changing):
    """The graph, the plan and the measurements; findings are collected on the way. `cell` makes the values of a cell,
    `objectives` knows what objectives come to: both are given by the evaluation that uses this."""

    graph: RuleGraph
    plan: Plan
    measurements: Measurements
    findings: Findings
    cell: CellMaker
    objectives: Objectives = field(init=False)
    _cells: dict[tuple[object, ...], CellView] = field(default_factory=dict, repr=False)
    _below: dict[Ref, list[Ref]] = field(default_factory=dict, repr=False)
    _constants: dict[Ref, Step] = field(default_factory=dict, repr=False)
    _fees: dict[tuple[tuple[int, ...], int, int], tuple[Step, ...]] = field(default_factory=dict, repr=False)
    _together: dict[tuple[tuple[int, ...], int, int], Fraction | None] = field(default_factory=dict, repr=False)

    def measuring(self, measurements: Measurements) -> "Source":
        """The same with other measurements. What rests on no log stays known."""
        other = Source(self.graph, self.plan, measurements, self.findings, self.cell, {}, self._below, self._constants,
                       self._fees, self._together)  # fmt: skip
        other.objectives = self.objectives
        return other

    def found(self, measure: Ref, keys: tuple[str, ...], scope: Scope, start: int, end: int) -> Found | None:
        return self.measurements.found.get(Cell(measure, keys, scope, start, end))

    def chosen(self, choice: Choice, keys: tuple[str, ...], scope: Scope) -> frozenset[int]:
        return self.measurements.chosen.get(ScopedChoice(choice, keys, scope), frozenset())

    def scopes(self, keys: tuple[str, ...]) -> tuple[Scope, ...]:
        """The scopes of an objective; one without keys has the one empty scope, measured or not."""
        known = self.measurements.scopes.get(keys, ((),) if not keys else ())
        return tuple(sorted(known)) if known or not keys else self.scopes_within((), (), keys)

    def scopes_within(self, keys: tuple[str, ...], scope: Scope, more: tuple[str, ...]) -> tuple[Scope, ...]:
        """The scopes of `keys` and `more` that lie in `scope`. Where nothing is measured for these, other clauses say
        which there are: what is asked for is how they stand."""
        known = self.measurements.scopes
        if known.get((*keys, *more)):
            return tuple(each for each in self.scopes((*keys, *more)) if each[: len(keys)] == scope)
        fixed = dict(zip(keys, scope, strict=True))
        found: set[Scope] = set()
        for others, scopes in known.items():
            if set(more) <= set(others):
                bound = [dict(zip(others, each, strict=True)) for each in scopes]
                inside = [each for each in bound if all(fixed.get(key, value) == value for key, value in each.items())]
                found.update(tuple(each[key] for key in more) for each in inside)
        return tuple((*scope, *each) for each in sorted(found))

    @property
    def term(self) -> Term:
        return self.plan.term

    def at(
        self, cell: CellView, keys: tuple[str, ...], scope: Scope, window: Window, rule: WindowRule | None
    ) -> CellView:
        """Another cell for the same clause; each is made once."""
        key = (cell.subject, keys, scope, window.start, window.end, rule)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = self.cell(self, cell, keys, scope, window, rule)
        return known

    def below(self, ref: Ref) -> list[Ref]:
        """`ref` and the values it uses, inputs first."""
        known = self._below.get(ref)
        if known is None:
            known = self._below[ref] = values_below(self.graph, ref)
        return known

    def placed(self, ref: Ref, step: Step) -> Step:
        """The step with its place in the text and the name people gave it."""
        span = self.graph.places[ref] if ref < len(self.graph.places) else None
        label = self.graph.labels.get(ref)
        if (span, label) == (step.span, step.label):
            return step
        return Step(step.rule, step.value, step.unit, step.inputs, span, step.note, step.found, label)

    def constant(self, ref: Ref, node: Constant) -> Step:
        """A number as written: the same step in every cell."""
        known = self._constants.get(ref)
        if known is None:
            words = value_words(node.value, node.unit)
            known = self._constants[ref] = self.placed(ref, Step(words, node.value, node.unit))
        return known

    def fees(self, services: tuple[int, ...], start: int, end: int) -> tuple[Step, ...]:
        """What the services cost in [start, end), the same for every scope."""
        key = (services, start, end)
        known = self._fees.get(key)
        if known is None:
            facts = [self.graph.services[index] for index in services]
            known = self._fees[key] = tuple(fee_steps(self.plan.term, facts, start, end, self.graph))
        return known

    def fees_together(self, services: tuple[int, ...], start: int, end: int) -> Fraction | None:
        """Their sum; None where one of them is not known."""
        key = (services, start, end)
        if key not in self._together:
            known = [each.number for each in self.fees(*key)]
            self._together[key] = None if None in known else sum((each for each in known if each), Fraction(0))
        return self._together[key]

    def uncovered(self, stream: str, start: int, end: int) -> int:
        """Microseconds of [start, end) of which the log of a stream tells nothing."""
        known = self.plan.frame.coverage.get(stream, EMPTY).clip(start, min(end, self.plan.as_of))
        return end - start - known.total()
