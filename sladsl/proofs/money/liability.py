"""Who owes whom how much at most: in one window, in a year, over the term."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from sladsl.frozen import Frozen, frozen
from sladsl.graph import WindowRule
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.model.units import Unit
from sladsl.proofs.money.limits import Amount, Choice, Group, Limit, bits, greatest, undominated
from sladsl.proofs.money.priced import Price, Pricing
from sladsl.proofs.scan import Scan
from sladsl.proofs.spaces import pieces
from sladsl.proofs.subject import Subject
from sladsl.proofs.windows import looked_at
from sladsl.rules.in_force import panes_in_force
from sladsl.rules.limits import Limits, Turn
from sladsl.rules.planned import PlannedObjective
from sladsl.temporal import Pair, Window

MOST_CELLS = 6000


@frozen
class Direction(Frozen):
    """`payer` owes `payee` (None: the provider the customer; a bonus goes the other way)."""

    payer: str | None
    payee: str | None
    unit: Unit
    bonus: bool

    @property
    def currency(self) -> str | None:
        return self.unit.currency


@dataclass(frozen=True)
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

    def own_turns(self, limits: Limits, number: int) -> Iterator[Turn]:
        """The limits of one of its credits."""
        word = "bonus" if self.direction.bonus else "credit"
        return limits.of_credit(self.objective, number, self.rules[number], word)

    @cached_property
    def most(self) -> Amount:
        """The most by its own limits, of one scope."""
        totals = [price.total for price in self.prices]
        known = [each for each in totals if each is not None]
        return max(known) if len(known) == len(totals) else None


@frozen
class Pot(Frozen):
    """A limit over a window (every scope its own if `by_scope`), with the bits of what goes through it. `most` None: a
    log decides it, or it is in another unit."""

    turn: Turn
    window: Window
    items: int
    most: Amount
    by_scope: bool


@dataclass
class Liability:
    """All that can be owed over the horizon of a subject."""

    subject: Subject
    _pots: dict[tuple[int, ...], list[Pot]] = field(default_factory=dict)
    _choices: dict[tuple[int, ...], tuple[Choice, ...]] = field(default_factory=dict)
    _amounts: dict[tuple[int, int, int, Unit], Amount] = field(default_factory=dict)
    _held: dict[tuple[int, int], Window] = field(default_factory=dict)
    _windows: dict[tuple[Direction, WindowRule], tuple[Window, ...]] = field(default_factory=dict)
    _solved: dict[tuple[object, ...], Amount] = field(default_factory=dict)

    @cached_property
    def pricing(self) -> Pricing:
        return Pricing(self.subject.rules)

    @cached_property
    def planned(self) -> tuple[PlannedObjective, ...]:
        """The windows that are looked at."""
        if self.whole:
            return self._every
        stretches = looked_at(self.subject.horizon, self.subject.graph)
        return self._within(stretches, max(1, MOST_CELLS // (len(self._every) * len(stretches))))

    @cached_property
    def whole(self) -> bool:
        """Whether that is every window of the horizon."""
        return sum(len(each.panes) for each in self._every) <= MOST_CELLS

    @cached_property
    def _every(self) -> tuple[PlannedObjective, ...]:
        return self._within([(self.subject.horizon.start, self.subject.horizon.end)], None)

    def _within(self, stretches: Sequence[Pair], most: int | None) -> tuple[PlannedObjective, ...]:
        graph, term = self.subject.graph, self.subject.horizon.term
        owing = [(index, each) for index, each in enumerate(graph.objectives) if each.credits or each.bonuses]
        panes = [[pane for start, end in stretches for pane in panes_in_force(graph, term, each, start, end)[:most]]
                 for _, each in owing]  # fmt: skip
        return tuple(PlannedObjective(*each, tuple(dict.fromkeys(its))) for each, its in zip(owing, panes, strict=True))

    @property
    def bounds(self) -> tuple[str, ...]:
        """How far was looked."""
        return (*self.subject.bounds, *([] if self.whole else ["the first windows of each version of the term"]))

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        return tuple(self._charges())

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        return tuple(dict.fromkeys(each.direction for each in self.charges if each.most != 0))

    @cached_property
    def _by_direction(self) -> dict[Direction, list[Charge]]:
        found: dict[Direction, list[Charge]] = {}
        for each in self.charges:
            found.setdefault(each.direction, []).append(each)
        return found

    @cached_property
    def _by_window(self) -> dict[tuple[Direction, int, int], list[Charge]]:
        found: dict[tuple[Direction, int, int], list[Charge]] = {}
        for each in self.charges:
            found.setdefault((each.direction, each.window.start, each.window.end), []).append(each)
        return found

    def of(self, direction: Direction) -> Sequence[Charge]:
        return self._by_direction.get(direction, [])

    def windows(self, charge: Charge) -> Sequence[Window]:
        """All windows of the kind in which a charge is owed, in its direction."""
        key = (charge.direction, charge.objective.window)
        if key not in self._windows:
            alike = [each for each in self.of(charge.direction) if each.objective.window == charge.objective.window]
            self._windows[key] = tuple(dict.fromkeys(each.window for each in alike))
        return self._windows[key]

    def beside(self, charge: Charge) -> Sequence[Charge]:
        """What is owed in the same direction in the same window."""
        return self._by_window[charge.direction, charge.window.start, charge.window.end]

    def _charges(self) -> Iterator[Charge]:
        for planned in self.planned:
            objective = planned.objective
            for rules, bonus in ((objective.credits, False), (objective.bonuses, True)):
                scanned = self.subject.scan(objective) if rules else None
                if scanned is None:
                    continue
                for pane in planned.panes:
                    prices = self.pricing.prices(scanned, rules, pane.window)
                    # What grows may be nothing just at the number that stands for its piece.
                    units = [part.unit for price in prices for part, most in zip(price.parts, price.most, strict=True)
                             if (part.amount or most != 0) and part.unit is not None]  # fmt: skip
                    if units:
                        payer, payee = objective.payer, objective.payee
                        direction = Direction(payee if bonus else payer, payer if bonus else payee, units[0], bonus)
                        yield Charge(scanned, rules, pane.window, direction, prices)

    def most(self, charges: Sequence[Charge], *, one_scope: bool = True, through: Pot | None = None) -> Amount:
        """Of these charges together, whatever others there are: what others use up of a limit only lowers it. Of all
        scopes, if not of `one_scope`. With `through`, only of what goes through that limit."""
        every = self._groups(charges, _items(charges), one_scope)
        groups = [each if through is None else _within(each, through.items) for each in every]
        parts = [self._solve(*part) for part in _apart(groups, self._limits(charges, one_scope))]
        known = [each for each in parts if each is not None]
        return sum(known, Fraction(0)) if len(known) == len(parts) else None

    def _limits(self, charges: Sequence[Charge], one_scope: bool = True) -> list[Limit]:
        return [Limit(each.items, each.most) for each in self.pots(charges)
                if each.most is not None and (one_scope or not each.by_scope)]  # fmt: skip

    def _solve(self, groups: Sequence[Group], limits: Sequence[Limit]) -> Amount:
        """Items renamed to 0, 1, …: so windows that are alike are reckoned once."""
        names: dict[int, int] = {}
        for group in groups:
            for item in group.items:
                names[item] = len(names)
        small = [Group(tuple(names[item] for item in each.items), each.choices) for each in groups]
        masks = [Limit(sum(1 << names[item] for item in bits(each.items) if item in names), each.most)
                 for each in limits]  # fmt: skip
        key = (tuple(small), tuple(masks))
        if key not in self._solved:
            self._solved[key] = greatest(len(names), masks, small)
        return self._solved[key]

    def _groups(self, charges: Sequence[Charge], items: dict[tuple[int, int], int], one_scope: bool) -> Iterator[Group]:
        """Charges that rest on one number in one window are decided together."""
        together: dict[tuple[object, ...], list[int]] = {}
        for index, each in enumerate(charges):
            main = each.scanned.space.main
            alike = () if main is None else (each.window.start, each.window.end, main.ref, each.objective.keys)
            together.setdefault(alike or (index,), []).append(index)
        for indices in together.values():
            of = [charges[index] for index in indices]
            choices = self._choices_of(of)
            if not one_scope and of[0].objective.keys:
                choices = (tuple(None if any(c[i] != 0 for c in choices) else Fraction(0)
                                 for i in range(len(choices[0]))),) if choices else ()  # fmt: skip
            numbers = tuple(items[index, n] for index in indices for n in range(len(charges[index].rules)))
            if choices:
                yield Group(numbers, choices)

    def _choices_of(self, charges: Sequence[Charge]) -> tuple[Choice, ...]:
        key = tuple(id(each.prices) for each in charges)
        if key not in self._choices:
            self._choices[key] = tuple(undominated(_joint(charges)))
        return self._choices[key]

    def pots(self, charges: Sequence[Charge]) -> list[Pot]:
        """The limits that these charges go through, but for those of one credit in one window, each with its items."""
        key = tuple(id(each) for each in charges)
        if key not in self._pots:
            self._pots[key] = self._pots_of(charges)
        return self._pots[key]

    def _pots_of(self, charges: Sequence[Charge]) -> list[Pot]:
        items, limits = _items(charges), Limits(self.pricing.source)
        found: dict[tuple[str, int, int], Pot] = {}
        for index, charge in enumerate(charges):
            own = [1 << items[index, number] for number in range(len(charge.rules))]
            turns = [(turn, bit) for number, bit in enumerate(own) for turn in charge.own_turns(limits, number)
                     if turn.shared or turn.rule.window is not None]  # fmt: skip
            if not charge.direction.bonus:
                wide = (*limits.of_objective(charge.objective), *limits.wide(charge.objective, charge.window))
                turns += [(turn, sum(own)) for turn in wide]
            for turn, mask in turns:
                window = self._window(turn.rule, charge.window)
                by_itself = turn.rule.window is None and not turn.shared
                place = f"{turn.place} {index}" if by_itself else turn.place
                known = found.get((place, window.start, window.end))
                every = mask if known is None else known.items | mask
                most = self._amount(turn.rule, window, charge.direction.unit)
                by_scope = by_itself and charge.objective.keys != ()
                found[place, window.start, window.end] = Pot(turn, window, every, most, by_scope)
        return [_rolled(pot, found) for pot in found.values()]

    def _window(self, rule: LimitRule, window: Window) -> Window:
        key = (id(rule), window.end)
        if rule.window is not None and key not in self._held:
            self._held[key] = self.subject.horizon.term.pane_at(rule.window, window.end - 1).window
        return self._held.get(key, window)

    def left(self, charges: Sequence[Charge], owed: Mapping[str, Fraction]) -> Fraction:
        """What the limits leave of amounts that are owed by objectives of one credit each; of others it is not told."""
        items = _items(charges)
        groups = [Group((items[index, 0],), ((owed.get(each.objective.name, Fraction(0)),),))
                  for index, each in enumerate(charges) if len(each.rules) == 1]  # fmt: skip
        return greatest(len(items), self._limits(charges), groups) or Fraction(0)

    def inflows(self, charges: Sequence[Charge]) -> Iterator[tuple[Pot, list[Charge], Amount]]:
        """Every limit with what goes through it, and what comes out of it at most: less than it leaves only where it is
        never reached. Windows that are alike are reckoned once."""
        owners = [index for index, each in enumerate(charges) for _ in each.rules]
        known: dict[tuple[object, ...], Amount] = {}
        for pot in self.pots(charges):
            inside = [charges[index] for index in dict.fromkeys(owners[bit] for bit in bits(pot.items))]
            own = [each for each in self.pots(inside) if each.turn.place == pot.turn.place]
            same = next(each for each in own if each.window == pot.window)
            one_scope = not pot.turn.shared and pot.turn.rule.window is None
            key = (same.items, one_scope, tuple(id(each.prices) for each in inside),
                   tuple((each.items, each.most) for each in self.pots(inside)))  # fmt: skip
            if key not in known:
                known[key] = self.most(inside, one_scope=one_scope, through=same)
            yield pot, inside, known[key]

    def most_of(self, rule: LimitRule, charge: Charge) -> Amount:
        """What a limit leaves for a charge, if nothing else has used it."""
        return self._amount(rule, self._window(rule, charge.window), charge.direction.unit)

    def _amount(self, rule: LimitRule, window: Window, unit: Unit) -> Amount:
        key = (id(rule), window.start, window.end, unit)
        if key not in self._amounts:
            fits = self.pricing.limit_unit(rule, window) == unit
            self._amounts[key] = self.pricing.amount(rule, window) if fits else None
        return self._amounts[key]


def _items(charges: Sequence[Charge]) -> dict[tuple[int, int], int]:
    """A number for every credit of every charge."""
    every = [(index, number) for index, each in enumerate(charges) for number in range(len(each.rules))]
    return {each: item for item, each in enumerate(every)}


def _within(group: Group, items: int) -> Group:
    """Only what goes through some of the items."""
    inside = [bool(items >> item & 1) for item in group.items]
    choices = (tuple(amount if kept else Fraction(0) for amount, kept in zip(choice, inside, strict=True))
               for choice in group.choices)  # fmt: skip
    return Group(group.items, tuple(choices))


def _rolled(pot: Pot, every: Mapping[tuple[str, int, int], Pot]) -> Pot:
    """Rolling windows overlap: each counts what ends in it."""
    if pot.turn.rule.window is None or not pot.turn.rule.window.rolling:
        return pot
    start, end, items = pot.window.start, pot.window.end, 0
    for other in every.values():
        if other.turn.place == pot.turn.place and start < other.window.end <= end:
            items |= other.items
    return replace(pot, items=items)


def _joint(charges: Sequence[Charge]) -> Iterator[Choice]:
    """What several charges come to at once, for each piece of the number that they share."""
    if len(charges) == 1:
        yield from (price.most for price in charges[0].prices)
        return
    spans = {each.point.piece for charge in charges for each in charge.prices if each.point.piece is not None}
    ends = {end for each in spans for end in (each.low, each.high) if end is not None}
    for joint in pieces(None, None, ends, None):
        rows: list[Choice] = [()]
        for charge in charges:
            here = [each.most for each in charge.prices
                    if (piece := each.point.piece) is not None and piece.holds(joint.number)]  # fmt: skip
            rows = list(undominated((*row, *choice) for row in rows for choice in undominated(here)))
        yield from rows


def _apart(groups: Iterable[Group], limits: Sequence[Limit]) -> Iterator[tuple[list[Group], list[Limit]]]:
    """Groups that no limit joins, directly or by way of others, are reckoned by themselves."""
    every = list(groups)
    first = {item: index for index, each in enumerate(every) for item in each.items}
    joined = list(range(len(every)))

    def part(index: int) -> int:
        while joined[index] != index:
            joined[index] = index = joined[joined[index]]
        return index

    for limit in limits:
        inside = [part(first[item]) for item in bits(limit.items) if item in first]
        for each in inside[1:]:
            joined[part(each)] = part(inside[0])
    found: dict[int, tuple[list[Group], list[Limit]]] = {}
    for index, group in enumerate(every):
        found.setdefault(part(index), ([], []))[0].append(group)
    for limit in limits:
        item = next((item for item in bits(limit.items) if item in first), None)
        if item is not None:
            found[part(first[item])][1].append(limit)
    yield from found.values()
