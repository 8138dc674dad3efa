"""Who owes whom how much at most: in one window, in a year, over the term."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from sladsl.graph import Ref
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.model.units import Unit
from sladsl.proofs.money.limits import Amount, Choice, Greatest, Group, Limit, greatest, undominated
from sladsl.proofs.money.priced import Price, Pricing
from sladsl.proofs.scan import Scan
from sladsl.proofs.spaces import Piece, pieces
from sladsl.proofs.subject import Subject
from sladsl.rules.in_force import holds_in, panes_in_force
from sladsl.rules.planned import PlannedObjective
from sladsl.temporal import DAY, Window

MOST_CELLS = 6000
_YEAR = 366 * DAY

Pot = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Direction:
    """`payer` owes `payee` (None: the provider the customer; a bonus goes the other way)."""

    payer: str | None
    payee: str | None
    unit: Unit
    bonus: bool

    @property
    def currency(self) -> str | None:
        return self.unit.currency


@dataclass(frozen=True, slots=True)
class Charge:
    """What one objective can owe in one window, and the limits that each of its credits goes through."""

    scanned: Scan
    rules: tuple[CreditRule, ...]
    window: Window
    direction: Direction
    prices: tuple[Price, ...]

    @property
    def objective(self) -> Objective:
        return self.scanned.objective

    @property
    def most(self) -> Amount:
        """The most by its own limits, of one scope."""
        totals = [price.total for price in self.prices]
        known = [each for each in totals if each is not None]
        return max(known, default=Fraction(0)) if len(known) == len(totals) else None


@dataclass
class Liability:
    """All that can be owed over the horizon of a subject. `whole`: every window of it is looked at."""

    subject: Subject
    whole: bool = True
    _pots: dict[tuple[int, int, int], Amount] = field(default_factory=dict)
    _solved: dict[tuple[object, ...], Greatest] = field(default_factory=dict)

    @cached_property
    def pricing(self) -> Pricing:
        graph, horizon = self.subject.graph, self.subject.horizon
        end = min(horizon.end, horizon.start + 5 * _YEAR)
        planned = [PlannedObjective(index, each, panes_in_force(graph, horizon.term, each, horizon.start, end))
                   for index, each in enumerate(graph.objectives)]  # fmt: skip
        paying = [each for each in planned if each.objective.credits or each.objective.bonuses]
        if sum(len(each.panes) for each in paying) > MOST_CELLS:
            self.whole = False
            most = MOST_CELLS // max(len(paying), 1)
            planned = [PlannedObjective(each.index, each.objective, each.panes[:most]) for each in planned]
        return Pricing(graph, horizon, tuple(planned))

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        return tuple(self._charges())

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        return tuple(dict.fromkeys(each.direction for each in self.charges if each.most != 0))

    def of(self, direction: Direction) -> list[Charge]:
        return [each for each in self.charges if each.direction == direction]

    def _charges(self) -> Iterator[Charge]:
        for planned in self.pricing.planned:
            objective = planned.objective
            for rules, bonus in ((objective.credits, False), (objective.bonuses, True)):
                scanned = self.subject.scan(objective) if rules else None
                if scanned is None:
                    continue
                for pane in planned.panes:
                    prices = self.pricing.prices(scanned, rules, pane.window)
                    units = [p.unit for price in prices for p in price.parts if p.amount and p.unit is not None]
                    if units:
                        payer, payee = objective.payer, objective.payee
                        direction = Direction(payee if bonus else payer, payer if bonus else payee, units[0], bonus)
                        yield Charge(scanned, rules, pane.window, direction, prices)

    # The greatest sum

    def most(self, charges: Sequence[Charge], *, one_scope: bool = True) -> Greatest:
        """Of these charges together, whatever others there are: what others use up of a limit only lowers it."""
        items = _items(charges)
        groups = list(self._groups(charges, items, one_scope))
        limits = self._limits(charges, items)
        total: Amount = Fraction(0)
        exact = True
        for part_groups, part_limits in _apart(groups, limits):
            found = self._solve(part_groups, part_limits)
            exact = exact and found.exact
            total = None if total is None or found.amount is None else total + found.amount
        return Greatest(total, exact)

    def _solve(self, groups: Sequence[Group], limits: Sequence[Limit]) -> Greatest:
        """Items renamed to 0, 1, …: so windows that are alike are reckoned once."""
        names: dict[int, int] = {}
        for group in groups:
            for item in group.items:
                names[item] = len(names)
        small = [Group(tuple(names[item] for item in each.items), each.choices) for each in groups]
        masks = [Limit(sum(1 << names[item] for item in names if each.items >> item & 1), each.most) for each in limits]
        key = (tuple(small), tuple(masks))
        if key not in self._solved:
            self._solved[key] = greatest(len(names), masks, small)
        return self._solved[key]

    def _groups(self, charges: Sequence[Charge], items: dict[tuple[int, int], int], one_scope: bool) -> Iterator[Group]:
        """Charges that rest on one number in one window are decided together."""
        together: dict[tuple[object, ...], list[int]] = {}
        for index, each in enumerate(charges):
            main = each.scanned.space.main
            number: Ref | None = None if main is None else main.ref
            key = (each.window.start, each.window.end, number, each.objective.keys) if number is not None else (index,)
            together.setdefault(key, []).append(index)
        for indices in together.values():
            of = [charges[index] for index in indices]
            choices = tuple(undominated(_joint(of)))
            if not one_scope and of[0].objective.keys:
                choices = (tuple(None if any(c[i] != 0 for c in choices) else Fraction(0)
                                 for i in range(len(choices[0]))),) if choices else ()  # fmt: skip
            numbers = tuple(items[index, n] for index in indices for n in range(len(charges[index].rules)))
            if choices:
                yield Group(numbers, choices)

    def _limits(self, charges: Sequence[Charge], items: dict[tuple[int, int], int]) -> list[Limit]:
        pots: dict[Pot, tuple[LimitRule, Window, int]] = {}
        for index, charge in enumerate(charges):
            every = 0
            for number, rule in enumerate(charge.rules):
                bit = 1 << items[index, number]
                every |= bit
                for place, limit in enumerate(rule.limits):
                    if limit.window is not None or limit.pool is not None:
                        name = f"pool {limit.pool}" if limit.pool else f"{charge.objective.name}.{number}.{place}"
                        self._into(pots, name, limit, charge, bit, shared=True)
            if charge.direction.bonus:
                continue
            for place, limit in enumerate(charge.objective.limits):
                self._into(pots, f"{charge.objective.name}:{place}", limit, charge, every, shared=False)
            for place, limit in enumerate(self.subject.graph.limits):
                named = not limit.objectives or charge.objective.name in limit.objectives
                if named and holds_in(self.subject.graph, limit, charge.window.start):
                    number = place if limit.continues is None else limit.continues
                    self._into(pots, f"all:{number}", limit, charge, every, shared=True)
        found = []
        for (name, _, _), (pot, window, mask) in pots.items():
            if pot.window is not None and pot.window.rolling:
                mask = _ending_in(window, name, pots)
            most = self._amount(pot, window, charges[0].direction.unit)
            if most is not None:
                found.append(Limit(mask, most))
        return found

    def _into(
        self, pots: dict[Pot, tuple[LimitRule, Window, int]], name: str, limit: LimitRule, charge: Charge, bits: int,
        *, shared: bool,
    ) -> None:  # fmt: skip
        """Note that what a charge owes goes through a limit. A limit without a window that nobody shares is one for
        each charge."""
        window = charge.window
        if limit.window is not None:
            window = self.subject.horizon.term.pane_at(limit.window, window.end - 1).window
        elif not shared:
            name = f"{name} of {charge.window.start}"
        key = (name, window.start, window.end)
        rule, window, mask = pots.get(key, (limit, window, 0))
        pots[key] = rule, window, mask | bits

    def _amount(self, rule: LimitRule, window: Window, unit: Unit) -> Amount:
        key = (id(rule), window.start, window.end)
        if key not in self._pots:
            fits = self.pricing.limit_unit(rule, window) == unit
            self._pots[key] = self.pricing.amount(rule, window) if fits else None
        return self._pots[key]

    # Rounding

    def ceiling(self, charges: Sequence[Charge], amount: Fraction) -> Fraction:
        """What the rounded parts of an exact sum never exceed."""
        graph, currency = self.subject.graph, charges[0].direction.currency
        if currency is None:
            return amount
        unit = Fraction(1, 10 ** DECIMAL_PLACES.get(currency, 2))
        error = {"up": unit, "down": Fraction(0)}.get(graph.rounding, unit / 2)
        broken = sum(1 for each in charges if any(_is_broken(price.total, unit) for price in each.prices))
        if any(_is_broken(each.most, unit) for each in self._limits(charges, _items(charges))):
            broken = len(charges)
        # Where nothing can be finer than a coin, nothing is rounded.
        return (amount + error * broken) // unit * unit if broken else amount


def _items(charges: Sequence[Charge]) -> dict[tuple[int, int], int]:
    """A number for every credit of every charge."""
    every = [(index, number) for index, each in enumerate(charges) for number in range(len(each.rules))]
    return {each: item for item, each in enumerate(every)}


def _is_broken(amount: Amount, unit: Fraction) -> bool:
    return amount is None or (amount / unit).denominator != 1


def _ending_in(window: Window, name: str, pots: dict[Pot, tuple[LimitRule, Window, int]]) -> int:
    """Rolling windows overlap: each counts what ends in it."""
    mask = 0
    for (other, _, end), (_, _, bits) in pots.items():
        if other == name and window.start < end <= window.end:
            mask |= bits
    return mask


def _joint(charges: Sequence[Charge]) -> Iterator[Choice]:
    """What several charges come to at once, for each piece of the number that they share."""
    if len(charges) == 1:
        yield from (price.most for price in charges[0].prices)
        return
    mains = [each.scanned.space.main for each in charges]
    spaces = [each.pieces for each in mains if each is not None]
    ends = {end for every in spaces for each in every for end in (each.low, each.high) if end is not None}
    lows = [every[0].low for every in spaces if every]
    highs = [every[-1].high for every in spaces if every]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    for joint in pieces(low, high, ends, None):
        found: list[list[Choice]] = []
        for charge in charges:
            here = [price.most for price in charge.prices if _holds(price.point.piece, joint.number)]
            if here:
                found.append(list(undominated(here)))
            else:
                found.append([(Fraction(0),) * len(charge.rules)])
        rows: list[Choice] = [()]
        for choices in found:
            rows = list(undominated((*row, *choice) for row in rows for choice in choices))
        yield from rows


def _holds(piece: Piece | None, number: Fraction) -> bool:
    return piece is None or piece.holds(number)


def _apart(groups: Iterable[Group], limits: Sequence[Limit]) -> Iterator[tuple[list[Group], list[Limit]]]:
    """Groups that no limit joins, directly or by way of others, are reckoned by themselves."""
    masks = [(sum(1 << item for item in each.items), [each]) for each in groups]
    joined: list[tuple[int, list[Group], list[Limit]]] = [(mask, group, []) for mask, group in masks]
    for limit in limits:
        mask, inside, over = limit.items, list[Group](), [limit]
        rest = []
        for each in joined:
            if each[0] & limit.items:
                mask |= each[0]
                inside += each[1]
                over += each[2]
            else:
                rest.append(each)
        joined = [*rest, (mask, inside, over)] if inside else rest
    for _, inside, over in joined:
        yield inside, over
