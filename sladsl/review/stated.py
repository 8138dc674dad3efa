"""Who is worse off by what the text says alone: deadlines, limits, targets, warnings. No log is needed for these."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from sladsl.graph.contract import Check, ClaimRule, DeadlineRule, LimitRule
from sladsl.graph.values import Constant
from sladsl.proofs.money.priced import Pricing
from sladsl.proofs.windows import one_of_each
from sladsl.review.change import Side
from sladsl.review.gains import goes_the_usual_way
from sladsl.review.parts import Part, Row
from sladsl.review.through import Through, side_of
from sladsl.review.version import Version
from sladsl.rules.deadlines import deadline_of
from sladsl.temporal import Window

_MOST = 60
_MIRRORED: dict[Side, Side] = {"customer": "provider", "provider": "customer", "both ways": "both ways",
                               "nobody": "nobody", "unknown": "unknown"}  # fmt: skip


class Stated:
    """Two versions of one clause, in windows that either may have."""

    def __init__(self, old: Version, new: Version) -> None:
        self.old, self.new = old, new

    def sides(self, differing: Sequence[tuple[Part | None, Part | None]]) -> Iterator[Side]:
        """One for each pair, "unknown" where the text does not tell."""
        for one, other in differing:
            kind = (one or other).kind  # type: ignore[union-attr]
            before, after = (None if each is None else each.rule for each in (one, other))
            if kind == "warning":
                yield "nobody"
            elif kind in ("limit", "claim"):
                judged = self._limit if kind == "limit" else self._claim
                yield "unknown" if self._other_way else judged(before, after)
            elif kind == "table" and isinstance(before, Row | None) and isinstance(after, Row | None):
                side = self._row(before, after) if before is not None and after is not None else "unknown"
                yield self._tables if side == "unknown" and not self._named else side
            elif self._named:
                yield "unknown"
            elif kind == "target" and isinstance(before, Check) and isinstance(after, Check):
                yield self._target(before, after)
            else:
                yield side_of(self._through.of(before, after))

    @cached_property
    def _through(self) -> Through:
        return Through(self.old, self.new)

    @cached_property
    def _tables(self) -> Side:
        return side_of(self._through.tables())

    @cached_property
    def _other_way(self) -> bool:
        """Whether anything goes from the customer to the provider: then more for who is owed is not more for the
        customer."""
        return self._named or any(each.objective.bonuses for each in (self.old, self.new))

    @cached_property
    def _named(self) -> bool:
        """Whether anything is owed by or to somebody else than is usual."""
        return not all(goes_the_usual_way(each.graph, each.objective) for each in (self.old, self.new))

    def _limit(self, before: object, after: object) -> Side:
        """More may be owed under a higher limit, never less."""
        if isinstance(before, LimitRule) and after is None:
            return "provider"
        if isinstance(after, LimitRule) and before is None:
            return "customer"
        if not isinstance(before, LimitRule) or not isinstance(after, LimitRule):
            return "unknown"
        if self.old.meaning.value(before.window) != self.new.meaning.value(after.window):
            return "unknown"
        if (set(before.objectives), before.pool) != (set(after.objectives), after.pool):
            return "unknown"
        amounts = [
            (self._prices[0].amount(before, window), self._prices[1].amount(after, window)) for window in self.windows
        ]
        if not amounts or any(a is None or b is None for a, b in amounts):
            return "unknown"
        return _side([b - a for a, b in amounts if a is not None and b is not None])

    def _claim(self, before: object, after: object) -> Side:
        """More time is better for who claims. That something must be claimed at all is worse."""
        if before is None or after is None:
            return "unknown" if not isinstance(before or after, ClaimRule) else "customer" if after else "provider"
        if isinstance(before, tuple) and isinstance(after, tuple):
            # By when a credit is taken off a bill: sooner is better for the customer. When it ends: later is.
            side = self._later(before[1], after[1]) if before[0] == after[0] else "unknown"
            return _MIRRORED[side] if before[0] == "applied" else side
        if not isinstance(before, ClaimRule) or not isinstance(after, ClaimRule):
            return "unknown"
        where = [
            None if rule.where is None else version.meaning.of(rule.where)
            for version, rule in ((self.old, before), (self.new, after))
        ]
        if before.stream != after.stream or where[0] != where[1]:
            return "unknown"
        found = {self._later(before.deadline, after.deadline)}
        if set(before.evidence) != set(after.evidence):
            if set(before.evidence) < set(after.evidence):
                found.add("customer")
            elif set(before.evidence) > set(after.evidence):
                found.add("provider")
            else:
                found.add("unknown")
        found.discard("nobody")
        return found.pop() if len(found) == 1 else "nobody" if not found else "both ways"

    def _later(self, before: DeadlineRule, after: DeadlineRule) -> Side:
        if before.anchor != after.anchor and "record" in (before.anchor, after.anchor):
            return "unknown"
        if before.anchor == "record":
            since = [None if ref is None else version.meaning.of(ref)
                     for version, ref in ((self.old, before.since), (self.new, after.since))]  # fmt: skip
            if since[0] != since[1]:
                return "unknown"
        return _side([Fraction(b - a) for a, b in self._deadlines(before, after)], exact=self._alike(before, after))

    def _alike(self, before: DeadlineRule, after: DeadlineRule) -> bool:
        """Whether equal in many windows is equal in all."""
        return self.old.meaning.value(before) == self.new.meaning.value(after)

    def _deadlines(self, before: DeadlineRule, after: DeadlineRule) -> Iterator[tuple[int, int]]:
        for window in self.windows:
            found = []
            for version, rule in ((self.old, before), (self.new, after)):
                start = rule.anchor == "window start"
                at = window.start if start or rule.anchor == "record" else window.end
                zone = version.objective.window.zone
                try:
                    deadline = deadline_of(rule, at, zone, version.graph, after_window=rule.anchor == "window end")
                except ValueError:
                    continue
                # The instant itself is in time where it is inclusive.
                found.append(2 * deadline.at + deadline.inclusive)
            if len(found) == 2:
                yield found[0], found[1]

    def _target(self, before: Check, after: Check) -> Side:
        """A stricter promise is broken whenever the other is. Nobody gains by that where something is due only while it
        is kept."""
        one, other = self.old, self.new
        keeps = any(credit.needs_met for each in (one, other) for credit in each.objective.credits)
        if keeps or before.target is None or after.target is None:
            return "unknown"
        when = [None if each.when is None else version.meaning.of(each.when)
                for version, each in ((one, before), (other, after))]  # fmt: skip
        if when[0] != when[1]:
            return "unknown"
        return side_of(self._through.checks(before, after))

    def _row(self, before: Row, after: Row) -> Side:
        """A row for the same values that gives more; it is a share of the same, or an amount. Nothing comes between a
        row and what is owed that makes less of more."""
        one, other = self.old, self.new
        a, b = one.graph.nodes[before.gives], other.graph.nodes[after.gives]
        if not isinstance(a, Constant) or not isinstance(b, Constant) or a.unit != b.unit:
            return "unknown"
        if before.key[0] != after.key[0] or before.key[2:] != after.key[2:] or a.value == b.value:
            return "unknown"
        bonus = before.credit in one.objective.bonuses
        credit = before.credit in one.objective.credits
        if self._named or not (bonus or credit) or bonus != (after.credit in other.objective.bonuses):
            return "unknown"
        return "provider" if (b.value > a.value) == credit else "customer"

    @cached_property
    def _prices(self) -> tuple[Pricing, Pricing]:
        return self.old.facts.pricing, self.new.facts.pricing

    @cached_property
    def windows(self) -> list[Window]:
        """The first of either, those after each change of the text, and one of each kind."""
        found: dict[tuple[int, int], Window] = {}
        for each in (self.old, self.new):
            windows = each.facts.whole_windows(each.objective)
            chosen = one_of_each(windows, each.kind)
            for start in each.facts.starts:
                chosen += [window for window in windows if window.end > start][:_MOST]
            for window in chosen:
                found.setdefault((window.start, window.end), window)
        return list(found.values())


def _side(gains: Sequence[Fraction], *, exact: bool = True) -> Side:
    """Of what the customer gains in each window."""
    up, down = any(each > 0 for each in gains), any(each < 0 for each in gains)
    if up and down:
        return "both ways"
    if up or down:
        return "provider" if up else "customer"
    return "nobody" if gains and exact else "unknown"
