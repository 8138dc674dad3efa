"""What a change of one thing that a clause says comes to for the customer, by the order of values alone: more is
measured, so more is kept, so less is owed."""

from sladsl.graph.contract import Check, Comparator, CreditRule, ExceptionRule
from sladsl.review.change import Side
from sladsl.review.ladders import beside, slope
from sladsl.review.order import Ordering
from sladsl.review.parts import Amount, Asked, Measure
from sladsl.review.signs import Order, joined, turned
from sladsl.review.version import Version

_MORE: tuple[Comparator, ...] = (">=", ">")
_LESS: tuple[Comparator, ...] = ("<=", "<")
_GOOD_FOR_CUSTOMER = {"applies": 1, "eligible": 1, "earn back": -1, "pay once": -1}
"""What more of it, or more cases in which it holds, come to. Later is worse for who is owed."""


def side_of(gain: Order) -> Side:
    """Who is worse off by what the customer gains."""
    if gain is None:
        return "unknown"
    return "provider" if gain > 0 else "customer" if gain < 0 else "nobody"


class Through:
    """Two versions of a clause in which whatever is owed goes from the provider to the customer, a bonus back."""

    def __init__(self, old: Version, new: Version) -> None:
        self._old, self._new = old, new
        self._ordering = Ordering(old, new)

    def of(self, before: object, after: object) -> Order:
        """What the customer gains by one part in place of another."""
        match before, after:
            case Measure(), Measure():
                return self._measures(before, after)
            case Amount(), Amount():
                sign = self._sign(before.credit, after.credit)
                order = self._ordering.of(before.ref, after.ref)
                return None if sign is None or order is None else sign * order
            case Asked(), Asked() if before.what == after.what:
                order = self._ordering.of(before.ref, after.ref)
                return None if order is None else _GOOD_FOR_CUSTOMER[before.what] * order
            case (Asked(), None) | (None, Asked()):
                asked = before or after
                assert isinstance(asked, Asked)
                # A right that must be applied for, or fulfilled, is less than one that is there anyway.
                more = asked.what in ("applies", "eligible", "earn back", "pay once")
                return (1 if after is None else -1) if more else None
            case ExceptionRule(), ExceptionRule():
                return self._exceptions(before, after)
            case _:
                return None

    def checks(self, before: Check, after: Check) -> Order:
        """A stricter promise is broken whenever the other is."""
        strict = self._stricter(before.comparator, after.comparator)
        if strict is None or before.target is None or after.target is None:
            return None
        sign = 1 if before.comparator in _MORE else -1
        target = self._ordering.of(before.target, after.target)
        measured = self._ordering.of(before.measured, after.measured)
        level = joined(target, turned(measured))
        if self._keeps_pay:
            return None
        return joined(strict, None if level is None else sign * level)

    def tables(self) -> Order:
        """Rows of all credits, bonuses and points, number by number."""
        found: list[Order] = []
        for bonus, one, other in self._credits():
            given = beside(self._ordering, (self._old.graph, one), (self._new.graph, other))
            found.append(turned(given) if bonus else given)
        return joined(*found) if self._paired else None

    def _measures(self, before: Measure, after: Measure) -> Order:
        order = self._ordering.of(before.ref, after.ref)
        if order is None:
            return None
        found: list[Order] = []
        if before.comparator is None and self._old.objective.records is not None:
            kept: Order = order
        elif before.comparator is None and after.comparator is None:
            kept = 0
        else:
            strict = self._stricter(before.comparator, after.comparator)
            kept = None if strict is None else order if before.comparator in _MORE else -order
        if kept is None or (self._keeps_pay and kept):
            return None
        found.append(turned(kept))
        for bonus, one, other in self._credits():
            moved = [slope(version.graph, credit) for version, credit in ((self._old, one), (self._new, other))]
            if moved[0] != moved[1] or moved[0] is None:
                return None
            found.append(order * moved[0] * (-1 if bonus else 1))
        return joined(*found) if self._paired else None

    def _exceptions(self, before: ExceptionRule, after: ExceptionRule) -> Order:
        """In more cases nothing is owed, or nothing is promised."""
        same = (before.applies, before.owes, before.before) == (after.applies, after.owes, after.before)
        if not same or before.checks or after.checks or (before.applies and before.owes):
            return None
        return turned(self._ordering.of(before.when, after.when))

    def _stricter(self, before: Comparator | None, after: Comparator | None) -> Order:
        for order in (_MORE, _LESS):
            if before in order and after in order:
                return order.index(after) - order.index(before)
        return None

    @property
    def _keeps_pay(self) -> bool:
        """Whether something is due only while the promise is kept."""
        return any(credit.needs_met for each in (self._old, self._new) for credit in each.objective.credits)

    @property
    def _paired(self) -> bool:
        one, other = self._old.objective, self._new.objective
        alike = (len(one.credits), len(one.bonuses)) == (len(other.credits), len(other.bonuses))
        return alike and (one.points is None) == (other.points is None)

    def _credits(self) -> list[tuple[bool, CreditRule, CreditRule]]:
        one, other = self._old.objective, self._new.objective
        found = [(False, a, b) for a, b in zip(one.credits, other.credits, strict=False)]
        found += [(True, a, b) for a, b in zip(one.bonuses, other.bonuses, strict=False)]
        if one.points is not None and other.points is not None:
            found.append((False, one.points, other.points))
        return found

    def _sign(self, one: CreditRule, other: CreditRule) -> int | None:
        bonus = one in self._old.objective.bonuses
        return None if bonus != (other in self._new.objective.bonuses) else -1 if bonus else 1
