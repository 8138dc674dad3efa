"""What the contract itself says must hold for every log."""

from collections.abc import Iterator

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.diagnostics.render.summary import counted
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import TriggerRule
from sladsl.graph.scenarios import PropertyLineRule, PropertyRule
from sladsl.graph.values import Measured
from sladsl.graph.versions import date_of
from sladsl.logs.records import EventLog
from sladsl.proofs.attack import Attack
from sladsl.proofs.drawing import can_draw
from sladsl.proofs.joint import Joint, joint
from sladsl.proofs.reaching import Budget, several_for
from sladsl.proofs.shrinking import shrunk
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result, Verdict
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.derivation import Step
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.outcome import Evaluation, Outcome, TriggerOutcome
from sladsl.rules.reach import MEASURES, all_roots
from sladsl.rules.words import value_words
from sladsl.temporal import DAY, Window
from sladsl.testing.properties import watching

_STEPS_OF_ATTACK = 8
"""The part of all steps that an attack in one place may spend."""
_MOST_SHOWN = 4
_SEVERAL = 3
_NAMED = ("credit", "points of", "windows in a row")
_LOOKED_AT = 4 * 366 * DAY


def property_claims(subject: Subject) -> Iterator[Result]:
    """Each line of each property."""
    if not subject.graph.tests.properties:
        return
    watched = watching(subject.graph)
    for rule in subject.graph.tests.properties:
        for number, line in enumerate(rule.lines, 1):
            claim = "it holds" if len(rule.lines) == 1 else f"line {number} holds"
            yield _Line(subject, watched, rule, line, claim).result()


def property_space(subject: Subject, line: PropertyLineRule) -> Joint:
    """The numbers on which a line depends."""
    watched = watching(subject.graph)
    return joint(watched, tuple(each for each in watched.triggers if each.span == line.span), subject.horizon)


class _Line:
    """One line of a property, looked at."""

    def __init__(
        self, subject: Subject, watched: RuleGraph, rule: PropertyRule, line: PropertyLineRule, claim: str
    ) -> None:
        self.subject, self.watched, self.rule, self.line, self.claim = subject, watched, rule, line, claim
        self.watches = tuple(each for each in watched.triggers if each.span == line.span)
        self.joint = joint(watched, self.watches, subject.horizon)
        self.broken: TriggerOutcome

    def result(self) -> Result:
        if self.joint.why_not is None:
            return self._swept()
        return self._attacked(self.joint.why_not)

    def _swept(self) -> Result:
        """At every combination of numbers: where it is broken at none, no log breaks it."""
        broken = asked = decided = 0
        for point in self.joint.points():
            fires = _fires(point.evaluation, self.watches)
            broken += fires[0] is True
            decided += fires[0] is not None
            asked += fires[-1] is True
        method = f"sweep of {self.joint.size:,} combinations of all numbers it depends on"
        if broken:
            return self._attacked("its numbers are thinkable in combinations that break it")
        if not decided:
            return self._says_nothing("nothing of what it looks at has a value in its windows", method)
        if self.line.when is not None and not asked:
            return self._says_nothing("its `when` holds for no log", method)
        return self._made("PROVED", f"{self.rule.name} holds for every log", Basis(method))

    def _attacked(self, why_not: str) -> Result:
        tried = decided = 0
        for period, inner in self._places():
            budget = Budget(max(1, self.subject.steps // _STEPS_OF_ATTACK))
            attack = Attack(
                self.joint.graph,
                period,
                inner,
                self._roots(),
                self._without(),
                self._is_broken,
                budget,
                self._several(),
            )
            found = attack.run()
            tried, decided = tried + attack.tried, decided + attack.decided
            if found is not None:
                witness = self._witness(found, period, Budget(self.subject.steps))
                if witness is not None:
                    return self._refuted(witness)
        if not decided:
            return self._says_nothing(
                "nothing of what it looks at had a value for any log", f"{counted(tried, 'log')} tried"
            )
        bounds = (f"{counted(tried, 'log')} tried", *self.subject.bounds)
        if not can_draw():
            bounds += ("none drawn at random: `pip install 'sladsl[verify]'`",)
        basis = Basis(f"logs on every border of what it depends on; not proved, as {why_not}", (), bounds)
        return self._made("BOUNDED", f"no log was found that breaks {self.rule.name}", basis)

    def _is_broken(self, evaluation: Evaluation) -> bool | None:
        return _fires(evaluation, self.watches)[0]

    def _roots(self) -> tuple[Ref, ...]:
        small = self.joint.graph
        return tuple(dict.fromkeys(all_roots(small)))

    def _several(self) -> int:
        """Of how many records shares are made that come to lie in every piece."""
        every = [(each, self.joint.graph.nodes[each.ref]) for each in self.joint.variables]
        shares = [each for each, node in every
                  if isinstance(node, MEASURES) or (isinstance(node, Measured) and node.part == "share")]  # fmt: skip
        return several_for(piece for each in shares for piece in each.pieces)

    def _without(self) -> frozenset[str]:
        """Logs of claims: of an empty one nothing would be payable."""
        return frozenset(
            claim.stream for each in self.joint.objectives for claim in each.claims if claim.stream is not None
        )

    def _places(self) -> Iterator[tuple[tuple[int, int], tuple[Window, ...]]]:
        """A period with the windows in it in which something may happen: for one window of the line under each version
        of the contract, then for some windows in a row."""
        start = self.subject.horizon.start
        for first in (start, *(date_of(each, self.watched.zone) for each in self.watched.versions)):
            if under := next(iter(self._windows(first)), None):
                yield self._place(under.start, under)
        if len(windows := self._windows(start)) >= _SEVERAL:
            yield self._place(windows[0].start, windows[_SEVERAL - 1])

    def _windows(self, first: int) -> list[Window]:
        """Those of the line that begin there or later, for some years; whole ones, if there are any."""
        horizon = self.subject.horizon
        panes = horizon.term.panes(self.line.window, first, min(horizon.end, first + _LOOKED_AT))
        panes = [each for each in panes if each.window.start >= first]
        return [each.window for each in panes if not each.partial] or [each.window for each in panes]

    def _place(self, start: int, last: Window) -> tuple[tuple[int, int], tuple[Window, ...]]:
        found = {(last.start, last.end): last}
        for each in self.joint.objectives:
            for pane in panes_in_force(self.watched, self.subject.horizon.term, each, start, last.end):
                if pane.window.end <= last.end:
                    found.setdefault((pane.window.start, pane.window.end), pane.window)
        inner = [found[key] for key in sorted(found)]
        return (min(each.start for each in (*inner, last)), last.end), tuple(inner)

    def _witness(self, log: EventLog, period: tuple[int, int], budget: Budget) -> Witness | None:
        """The log made small, and confirmed over the whole agreement."""

        def shows(tried: EventLog) -> bool:
            evaluation = evaluated(self.joint.graph, tried, period) if budget.take(tried) else None
            return evaluation is not None and bool(self._is_broken(evaluation))

        small = shrunk(log, shows)
        watched = evaluated(self.watched, small, period)
        evaluation = evaluated(self.subject.graph, small, period)
        if watched is None or evaluation is None or not self._is_broken(watched):
            return None
        self.broken = next(each for each in watched.triggers if each.span == self.line.span and each.fires)
        return Witness(
            self.subject.graph, small, period, evaluation, tuple(self._shown(evaluation, self.broken.window))
        )

    def _shown(self, evaluation: Evaluation, window: Window) -> list[Outcome]:
        names = {each.name for each in self.joint.objectives}
        there = [each for each in evaluation.outcomes
                 if each.objective in names and window.start < each.window.end <= window.end]  # fmt: skip
        return sorted(there, key=lambda each: not (each.credit and each.credit.payable))[:_MOST_SHOWN]

    # What is said

    def _refuted(self, witness: Witness) -> Result:
        words = _told(self.broken.derivation)
        text = f"property {self.rule.name} does not hold in {self.broken.window.label}" + (
            f": {words}" if words else ""
        )
        fix = Fix(
            "change the clause that lets it happen, or the property; what is meant to be so, allow with the reason"
        )
        diagnostic = Diagnostic(proofs.PROPERTY_BROKEN, text, self.line.span, fixes=(fix,))
        return self._made("REFUTED", text, Basis("a log that breaks it"), diagnostic, witness)

    def _says_nothing(self, why: str, method: str) -> Result:
        text = f"property {self.rule.name} says nothing: {why}"
        fix = Fix("look at its condition and at the windows in which it is to hold")
        diagnostic = Diagnostic(proofs.PROPERTY_UNTESTED, text, self.line.span, fixes=(fix,))
        return self._made("FINDING", text, Basis(method), diagnostic)

    def _made(
        self, verdict: Verdict, sentence: str, basis: Basis, diagnostic: Diagnostic | None = None,
        witness: Witness | None = None,
    ) -> Result:  # fmt: skip
        places = (self.line.span,)
        return Result(self.claim, self.rule.name, verdict, sentence, basis, diagnostic, witness, None, places)


def _fires(evaluation: Evaluation | None, watches: tuple[TriggerRule, ...]) -> tuple[bool | None, ...]:
    """Whether each watch fires somewhere; None where it cannot be told in any window."""
    if evaluation is None:
        return (None,) * len(watches)
    every = [each.fires for each in evaluation.triggers if each.span == watches[0].span and each.objective is None]
    size = len(every) // len(watches)
    return tuple(_any(every[size * index : size * (index + 1)]) for index in range(len(watches)))


def _any(found: list[bool | None]) -> bool | None:
    if True in found:
        return True
    return False if False in found else None


def _told(step: Step) -> str:
    """The numbers that are compared: `credits 250.00 USD, uptime 96.8%`."""
    found: dict[str, None] = {}
    pending = [step]
    while pending:
        each = pending.pop(0)
        if isinstance(each.value, bool) or each.value is None:
            pending += each.inputs
        elif each.label is not None or each.rule.startswith(_NAMED):
            found[f"{each.label or each.rule} {value_words(each.value, each.unit)}"] = None
        else:
            pending += each.inputs
    return ", ".join(found)
