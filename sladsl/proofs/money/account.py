"""What is known of the money of one agreement, reckoned once for all claims about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sladsl.proofs.money.liability import Charge, Liability
from sladsl.proofs.money.worst import Worst, worst
from sladsl.proofs.subject import Subject


@dataclass
class Account:
    """The liability of an agreement, and the worst logs of its windows."""

    subject: Subject
    _worst: dict[tuple[object, ...], Worst | None] = field(default_factory=dict)

    @cached_property
    def liability(self) -> Liability:
        return Liability(self.subject)

    def worst(self, charges: Sequence[Charge]) -> Worst | None:
        """A log in which these charges, all of one window, come to as much as can be found."""
        first = charges[0]
        names = tuple(each.objective.name for each in charges)
        key = (first.direction, first.window.start, first.window.end, names)
        if key not in self._worst:
            self._worst[key] = worst(self.subject.graph, charges)
        return self._worst[key]
