"""What all clauses come to together in one window, under the limits that they share: the greatest difference either
way, and a log that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sladsl.graph.contract import LimitRule
from sladsl.logs.records import EventLog
from sladsl.proofs.attack import together
from sladsl.proofs.reaching import Aim, Budget, find
from sladsl.proofs.spaces import Piece
from sladsl.proofs.witness import covering, in_window
from sladsl.review.change import Shown, Together
from sladsl.review.deciding import Deciding
from sladsl.review.gains import to_customer
from sladsl.review.jointly import Best, SharedLimit, crossing, greatest_gain
from sladsl.review.regions import Compared, compared
from sladsl.review.searching import evaluated_by
from sladsl.review.version import Version
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import Window

MOST_SHOWN = 40
"""Of so many clauses a log is made at most."""
_STEPS = 60
_WIDE = ("limit of all credits", "limit of the credits of ")
_NOTHING = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Member:
    """One clause in both versions, with the part of each that decides it; `table` where it was compared already, and
    the logs that were found for it."""

    old: Version
    new: Version
    table: Compared | None
    same: bool
    examples: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    amounts: tuple[Fraction, Fraction]
    piece: Piece | None

    def turned(self, sign: int) -> tuple[Fraction, Fraction]:
        """The old version first, or the new one."""
        old, new = self.amounts
        return (old, new) if sign > 0 else (new, old)


def all_together(
    members: Sequence[Member], decidings: tuple[Deciding, Deciding], window: Window
) -> list[Together] | None:
    """`members` are all clauses by which anything is owed, in one window. None where one of them does not hang on one
    number alone."""
    limits = _shared(members, decidings, window)
    if limits is None or crossing(limits):
        return None
    kept = [each for each in members if not each.same]
    if any(each.old != each.new for each in limits):
        kept = list(members)
    # While limits are the same, what comes to the same in both only uses them up, and makes differences smaller.
    numbers = [members.index(each) for each in kept]
    limits = [SharedLimit(_renumbered(each.items, numbers), each.old, each.new) for each in limits]
    choices = []
    for each in kept:
        table = each.table or compared(each.old, each.new, window)
        if table is None or not table.exact or each.new.objective.keys or not _plain(each):
            return None
        choices.append(_choices(table))
    found = []
    carried = any(version.carries_over for each in members for version in (each.old, each.new))
    for sign in (1, -1):
        turned = [[each.turned(sign) for each in row] for row in choices]
        ends = [(each.old, each.new) if sign > 0 else (each.new, each.old) for each in limits]
        swapped = [SharedLimit(each.items, *pair) for each, pair in zip(limits, ends, strict=True) if each.items]
        best = greatest_gain(turned, swapped)
        if best.bound <= 0:
            continue
        shown = _from_examples(kept, swapped, sign, decidings, window)
        if shown is None:
            shown = _chosen(kept, choices, best, decidings, window)
        gain = Fraction(0) if shown is None else shown.gain or Fraction(0)
        if shown is not None and sign * gain > 0:
            found.append(Together(gain, None if carried else sign * max(best.bound, abs(gain)), shown))
    return found


def _plain(member: Member) -> bool:
    """Whether all that is owed goes from the provider to the customer, and is money."""
    objectives = (member.old.objective, member.new.objective)
    return not any(each.payer or each.payee or each.bonuses or each.keys for each in objectives)


def _choices(table: Compared) -> list[_Choice]:
    """Nothing first, if that can be."""
    found: dict[tuple[Fraction, Fraction], Piece | None] = {}
    for piece, old, new in table.outcomes:
        amounts = before_shared(old), before_shared(new)
        # Ranges are hit more easily than single numbers.
        if amounts not in found or (found[amounts] is not None and found[amounts].is_point):  # type: ignore[union-attr]
            found[amounts] = piece
    rows = [_Choice(amounts, piece) for amounts, piece in found.items() if amounts != _NOTHING]
    return [_Choice(_NOTHING, None), *rows] if _NOTHING in found else rows


def before_shared(outcome: Outcome) -> Fraction:
    """What is owed before the limits of several clauses."""
    credit = outcome.credit
    if credit is None or credit.due is None:
        return Fraction(0)
    first = next((each for each in credit.limits if each.name.startswith(_WIDE)), None)
    return credit.due if first is None else first.before


def _shared(
    members: Sequence[Member], decidings: tuple[Deciding, Deciding], window: Window
) -> list[SharedLimit] | None:
    """The limits over several clauses, with what they leave in this window."""
    found: dict[int, list[Fraction | None]] = {}
    for side, deciding in enumerate(decidings):
        for rule in deciding.graph.limits:
            mask = 0
            for index, each in enumerate(members):
                objective = (each.old, each.new)[side].objective
                mask |= (not rule.objectives or objective.name in rule.objectives) << index
            amount = _amount(deciding, rule, window)
            if amount is None:
                return None
            before = found.setdefault(mask, [None, None])
            there = before[side]
            before[side] = amount if there is None else min(amount, there)
    return [SharedLimit(mask, old, new) for mask, (old, new) in found.items()]


def _amount(deciding: Deciding, rule: LimitRule, window: Window) -> Fraction | None:
    over = window if rule.window is None else deciding.term.pane_at(rule.window, window.end - 1).window
    amount = deciding.amount(rule, over)
    return None if amount is None else amount[0]


def _renumbered(items: int, numbers: Sequence[int]) -> int:
    return sum((items >> number & 1) << place for place, number in enumerate(numbers))


def _from_examples(
    members: Sequence[Member], limits: Sequence[SharedLimit], sign: int, decidings: tuple[Deciding, Deciding],
    window: Window,
) -> Shown | None:  # fmt: skip
    """Of what was shown of single clauses, what comes to most together. Clauses that read the same streams come out
    together, so of their examples one is taken."""
    period = (window.start, window.end)
    joined: list[tuple[frozenset[str], list[int]]] = []
    for index, each in enumerate(members):
        read, inside = decidings[1].read(each.new.objective), [index]
        for other in [known for known in joined if known[0] & read]:
            joined.remove(other)
            read, inside = read | other[0], [*inside, *other[1]]
        joined.append((read, inside))
    rows: list[list[tuple[Fraction, Fraction]]] = []
    logs: list[list[EventLog | None]] = []
    for _, inside in joined:
        row, there = [_NOTHING], list[EventLog | None]([None])
        for shown in (shown for index in inside for shown in members[index].examples if shown.period == period):
            amounts = tuple(_owed(members[i], shown) for i in inside)
            old, new = (sum((pair[n] for pair in amounts), Fraction(0)) for n in (0, 1))
            row.append((old, new) if sign > 0 else (new, old))
            there.append(shown.log)
        rows.append(row)
        logs.append(there)
    # A limit over some clauses of a group of these is left out: what comes of it is evaluated anyway.
    masks = [sum(1 << index for index in inside) for _, inside in joined]
    kept = [SharedLimit(sum(1 << n for n, mask in enumerate(masks) if mask & each.items), each.old, each.new)
            for each in limits if all(mask & each.items in (0, mask) for mask in masks)]  # fmt: skip
    best = greatest_gain(rows, kept)
    chosen = [log for there, n in zip(logs, best.chosen, strict=True) if (log := there[n]) is not None]
    return _shown(chosen, decidings, window) if chosen else None


def _owed(member: Member, shown: Shown) -> tuple[Fraction, Fraction]:
    """What a clause owes over a log before shared limits, by both versions."""
    found = []
    for evaluation, version in ((shown.old, member.old), (shown.new, member.new)):
        names = {version.objective.name}
        outcomes = (each for each in (evaluation.outcomes if evaluation else ()) if each.objective in names)
        found.append(sum((before_shared(each) for each in outcomes), Fraction(0)))
    return found[0], found[1]


def _chosen(
    members: Sequence[Member], choices: Sequence[Sequence[_Choice]], best: Best,
    decidings: tuple[Deciding, Deciding], window: Window,
) -> Shown | None:  # fmt: skip
    """A log in which each number lies where it was chosen to lie, as if they did not hang together."""
    chosen = [(each, row[n]) for each, row, n in zip(members, choices, best.chosen, strict=True) if row[n].piece]
    if len(chosen) > MOST_SHOWN:
        return None
    logs = []
    for member, choice in chosen:
        found = None
        for version in (member.new, member.old):
            aim = Aim(version.objective, (window,), choice.piece, lambda _: True)
            found = found or find(version.graph, aim, Budget(_STEPS))
        if found is None:
            return None
        logs.append(found.log)
    return _shown(logs, decidings, window)


def _shown(logs: Sequence[EventLog], decidings: tuple[Deciding, Deciding], window: Window) -> Shown:
    """All of it in one log, evaluated by both agreements as they are."""
    period = (window.start, window.end)
    log = together([covering(decidings[1].graph, {}, period), *logs])
    evaluations = [evaluated_by(each.graph, log, period) for each in decidings]
    totals = [_total(deciding, each, window) for deciding, each in zip(decidings, evaluations, strict=True)]
    gain = totals[1][0] - totals[0][0]
    return Shown(log, period, evaluations[0], evaluations[1], None, None, gain, (totals[0], totals[1]))


def _total(deciding: Deciding, evaluation: Evaluation | None, window: Window) -> tuple[Fraction, int]:
    names = dict.fromkeys(each.name for each in deciding.graph.objectives)
    found = [in_window(evaluation, name, window) for name in names]
    money = sum((to_customer(deciding.graph, each) for each in found), Fraction(0))
    return money, sum(each is not None and each.state == "breached" for each in found)
