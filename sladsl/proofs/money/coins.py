"""What of the amounts can be finer than a coin, and to how much more they are rounded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from sladsl.checks.ranges import range_of
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import CreditRule
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.proofs.money.liability import Charge, Direction, Liability, Pot
from sladsl.proofs.money.limits import bits
from sladsl.proofs.money.priced import amount_roots
from sladsl.proofs.money.ranges import rests_on_log
from sladsl.rules.rounding import to_minor_unit


@dataclass
class Coins:
    """The roundings of a liability."""

    liability: Liability
    _broken: dict[Direction, set[int]] = field(default_factory=dict)

    @property
    def graph(self) -> RuleGraph:
        return self.liability.subject.graph

    def ceiling(self, charges: Sequence[Charge], amount: Fraction) -> Fraction:
        """What the rounded parts of an exact sum never exceed."""
        broken, direction, rounding = self.broken(charges), charges[0].direction, self.graph.rounding
        if not broken:  # then nothing is rounded
            return amount
        coin, by_itself = _coin(direction), [self.liability.most([each]) for each in charges]
        match rounding:
            case "up":  # each by less than a coin
                together = (ceil(amount / coin) + broken - 1) * coin
            case "down":
                together = amount // coin * coin
            case _:
                together = (amount + coin / 2 * broken) // coin * coin
        known = [to_minor_unit(each, direction.currency, rounding) for each in by_itself if each is not None]
        return min(together, sum(known, Fraction(0))) if len(known) == len(by_itself) else together

    def broken(self, charges: Sequence[Charge]) -> int:
        """How many of them can come to parts of a coin."""
        direction = charges[0].direction
        if direction.currency is None:
            return 0
        if direction not in self._broken:
            self._broken[direction] = self._broken_in(direction)
        return sum(1 for each in charges if id(each) in self._broken[direction])

    def _broken_in(self, direction: Direction) -> set[int]:
        """A limit that is used up to a part of a coin leaves a part to the others."""
        charges, coin = self.liability.of(direction), _coin(direction)
        owners = [id(each) for each in charges for _ in each.rules]
        pots = [({owners[bit] for bit in bits(each.items)}, self._is_limit_broken(each, coin))
                for each in self.liability.pots(charges)]  # fmt: skip
        found = {id(each) for each in charges if self._is_broken(each, coin)}
        while more := {each for inside, broken in pots if broken or inside & found for each in inside} - found:
            found |= more
        return found

    def _is_limit_broken(self, pot: Pot, coin: Fraction) -> bool:
        return not self._in_coins(pot.turn.rule.amount, coin) if pot.most is None else bool(pot.most % coin)

    def _is_broken(self, charge: Charge, coin: Fraction) -> bool:
        if any(each.total is not None and each.total % coin for each in charge.prices):
            return True
        return not all(self._comes_to_coins(rule, coin) for rule in charge.rules)

    def _comes_to_coins(self, rule: CreditRule, coin: Fraction) -> bool:
        """Whether what a log decides of it goes in steps of whole coins."""
        decided = [each for each in amount_roots(rule) if rests_on_log(self.graph, each)]
        if decided and (decided != [rule.amount] or rule.factors):
            return False
        limits = [each.amount for each in rule.limits if rests_on_log(self.graph, each.amount)]
        return all(self._in_coins(each, coin) for each in (*decided, *limits))

    def _in_coins(self, ref: Ref, coin: Fraction) -> bool:
        """Whether it is a whole number of coins, whatever a log says."""
        step = range_of(self.graph, ref).step
        return step is not None and not step % coin


def _coin(direction: Direction) -> Fraction:
    return Fraction(1, 10 ** DECIMAL_PLACES[direction.currency or ""])
