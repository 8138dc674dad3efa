"""What is known of the money of one agreement, reckoned once for all claims about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.money.coins import Coins
from sladsl.proofs.money.liability import Charge, Liability
from sladsl.proofs.money.worst import Enough, Known, Owed, Records, Worst, all_claimed, log_of, repeated, worst
from sladsl.proofs.subject import Subject
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.outcome import LimitApplied, Outcome
from sladsl.temporal import Window

MOST_REPEATED = 4000
"""So many records are made at most to show what is owed over several windows."""

Full = tuple[str, str, Fraction]
"""An objective, the name of a limit that its credit goes through, and what that leaves."""


@dataclass
class Account:
    """The liability of an agreement, and the worst logs of its windows."""

    subject: Subject
    _repeated: dict[tuple[int, ...], Witness | None] = field(default_factory=dict)
    _components: Known = field(default_factory=Known)
    _full: dict[int, tuple[Witness, frozenset[Full]]] = field(default_factory=dict)
    _worst: dict[tuple[object, ...], Worst | None] = field(default_factory=dict)

    @cached_property
    def liability(self) -> Liability:
        return Liability(self.subject)

    @cached_property
    def coins(self) -> Coins:
        return Coins(self.liability)

    def streams(self, objective: Objective) -> frozenset[str]:
        """The streams on which an objective rests."""
        return self.subject.reads[objective.name]

    def worst_logs(self, charges: Sequence[Charge], some: Sequence[Charge]) -> Iterator[Witness]:
        """The worst log of the window of these charges, that of some of them, and that of the window repeated over a
        longer stretch."""
        found = self.worst(charges)
        if found is not None:
            yield found.witness
            over = self.repeated(found, self.liability.windows(charges[0]))
            if over is not None:
                yield over
        if len(some) < len(charges) and (alone := self._worst_of_part(some)) is not None:
            yield alone.witness

    def _worst_of_part(self, charges: Sequence[Charge]) -> Worst | None:
        """As `worst`, over the part of the agreement that the log touches."""
        window = charges[0].window

        def part(records: Records) -> RuleGraph:
            return self.subject.touched({name for name, rows in records.items() if rows}, (window.start, window.end))

        enough = self._enough(charges)
        return worst(self.subject.graph, charges, self._components, enough, self.subject.hints, part)

    def repeated(self, found: Worst, windows: Sequence[Window]) -> Witness | None:
        """The worst of one window in each of these; None where that makes too many records."""
        if len(windows) * sum(len(rows) for rows in found.records.values()) > MOST_REPEATED:
            return None
        period = (min(each.start for each in windows), max(each.end for each in windows))
        if (id(found), *period) not in self._repeated:
            graph = self.subject.graph
            log = all_claimed(graph, log_of(graph, repeated(found.records, found.window, windows), period))
            evaluation = evaluated(graph, log, period)
            shown = None if evaluation is None else Witness(graph, log, period, evaluation, ())
            self._repeated[(id(found), *period)] = shown
        return self._repeated[(id(found), *period)]

    def full_limits(self, witness: Witness) -> frozenset[Full]:
        """The limits that nothing more would come through in a log."""
        if id(witness) not in self._full:
            full = frozenset(
                (outcome.objective, each.name, each.limit)
                for outcome in witness.evaluation.outcomes
                for each in limits_applied([outcome])
                if each.limit is not None and each.used + each.after >= each.limit
            )
            self._full[id(witness)] = witness, full
        return self._full[id(witness)][1]

    def worst(self, charges: Sequence[Charge]) -> Worst | None:
        """A log in which these charges, all of one window, come to as much as can be found."""
        first = charges[0]
        names = tuple(each.objective.name for each in charges)
        key = (first.direction, first.window.start, first.window.end, names)
        if key not in self._worst:
            enough = self._enough(charges)
            self._worst[key] = worst(self.subject.graph, charges, self._components, enough, self.subject.hints)
        return self._worst[key]

    def _enough(self, charges: Sequence[Charge]) -> Enough:
        most = self.liability.most(charges)

        def enough(owed: Owed) -> bool:
            if most is None or sum((each for each in owed.values() if each > 0), Fraction(0)) < most:
                return False  # limits leave no more than there is
            return self.liability.left(charges, owed) >= most

        return enough


def limits_applied(outcomes: Iterable[Outcome]) -> Iterator[LimitApplied]:
    """What every limit made of what is owed."""
    for each in outcomes:
        for credit in (each.credit, each.bonus):
            yield from () if credit is None else credit.limits
