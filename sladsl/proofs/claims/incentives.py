"""Incentives: what the next minute costs, and from where on it costs nothing more."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from sladsl.checks.words import value_words
from sladsl.diagnostics import Code, Diagnostic
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import EventLog, SpanRecord
from sladsl.proofs.claims.sweeps import better_way
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge, Direction
from sladsl.proofs.money.priced import Price
from sladsl.proofs.money.worst import Records, log_of, owed_in, same_window
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.outcome import Evaluation
from sladsl.rules.words import window_words
from sladsl.temporal import MINUTE, SECOND, describe_duration

_MOST_NAMED = 6
_NEARLY_ALL = Fraction(19, 20)
_JUST_BEHIND = SECOND // 1000
"""A length a microsecond longer than a whole number of these is told as "more than" that."""


def incentive_claims(account: Account) -> Iterator[Result]:
    for direction in account.liability.directions:
        if direction.bonus:
            continue
        charges = account.liability.of(direction)
        first: dict[str, Charge] = {}
        for each in charges:
            known = first.setdefault(each.objective.name, each)
            if (each.most or 0) > (known.most or 0):  # the term may cut the first window
                first[each.objective.name] = each
        stairs = [stair for each in first.values() if (stair := _stair(account, each)) is not None]
        if stairs:
            yield from _cliff(direction, stairs)
            yield from _plateau(direction, stairs)
        window = next(iter(first.values())).window
        yield from _exhausted(account, direction, [each for each in charges if each.window == window])


@frozen
class _Stair(Frozen):
    """What one clause comes to from good to bad numbers: after its limits, at every piece."""

    charge: Charge
    steps: tuple[tuple[Price, Fraction], ...]


def _stair(account: Account, charge: Charge) -> _Stair | None:
    """Of a clause with one context, of which the direction is known and every amount is the same all over its piece."""
    way, main = better_way(charge.objective), charge.scanned.space.main
    if way is None or main is None or len(charge.scanned.contexts) != 1 or any(each.sloped for each in charge.prices):
        return None
    limits = account.liability.most([charge])
    ordered = charge.prices if way == "less" else charge.prices[::-1]
    known = [(each, each.total) for each in ordered if each.total is not None]
    assert len(known) == len(ordered), "what is the same all over its piece is an amount"
    steps = tuple((each, total if limits is None else min(total, limits)) for each, total in known)
    return _Stair(charge, steps) if any(owed for _, owed in steps) else None


def _cliff(direction: Direction, stairs: Sequence[_Stair]) -> Iterator[Result]:
    """The highest step of each clause; the highest of all first."""
    found: list[tuple[Fraction, str, Charge]] = []
    for stair in stairs:
        pairs = pairwise(stair.steps)
        rise, bad = max(((after - before, bad) for (_, before), (bad, after) in pairs), key=lambda each: each[0])
        if rise > 0:
            found.append((rise, f"{stair.charge.objective.name} {_where(stair, bad)}", stair.charge))
    found.sort(key=lambda each: -each[0])
    if found:
        text = f"one step further costs {amount_words(found[0][0], direction.unit)} more at once: {found[0][1]}"
        others = [f"{words}: {amount_words(rise, direction.unit)}" for rise, words, _ in found[1:]]
        yield _note(proofs.CLIFF, "what a step further costs", text, found[0][2], direction, found[0][0], others)


def _where(stair: _Stair, bad: Price) -> str:
    """`below 99.9%`, `at 99.9%`: where a piece begins that is worse than the one before it."""
    main, piece = stair.charge.scanned.space.main, bad.point.piece
    assert main is not None and piece is not None
    if piece.is_point:
        return f"at {value_words(piece.number, main.unit)}"
    way, edge = ("below", piece.high) if better_way(stair.charge.objective) == "more" else ("above", piece.low)
    assert edge is not None
    return f"{way} {value_words(edge, main.unit)}"


def _plateau(direction: Direction, stairs: Sequence[_Stair]) -> Iterator[Result]:
    """From where on each clause costs nothing more."""
    found: list[tuple[Fraction, str, Charge]] = []
    for stair in stairs:
        last = len(stair.steps) - 1
        while last > 0 and stair.steps[last - 1][1] == stair.steps[-1][1]:
            last -= 1
        if 0 < last < len(stair.steps) - 1:
            where = f"{stair.charge.objective.name} {_where(stair, stair.steps[last][0])}"
            found.append((stair.steps[-1][1], where, stair.charge))
    if found:
        text = f"what gets worse costs nothing more: {found[0][1]}"
        yield _note(proofs.PLATEAU, "from where on nothing more is owed", text, found[0][2], direction, found[0][0],
                    [words for _, words, _ in found[1:]])  # fmt: skip


def _note(
    code: Code, claim: str, text: str, charge: Charge, direction: Direction, amount: Fraction, more: Sequence[str]
) -> Result:
    notes = [f"also {'; '.join(more[:_MOST_NAMED])}" + ("; …" if len(more) > _MOST_NAMED else "")] if more else []
    stake = None if direction.currency is None else Stake(amount, direction.currency)
    span = charge.rules[0].span
    return Result(
        claim, charge.objective.name, "FINDING", text, Basis("sweep of the measured number"),
        Diagnostic(code, text, span, notes=tuple(notes)), None, stake, (span,),
    )  # fmt: skip


# One outage that goes on


def _exhausted(account: Account, direction: Direction, here: Sequence[Charge]) -> Iterator[Result]:
    """For how long a single span of the worst kind goes on costing."""
    window = here[0].window
    worst = account.worst(here)
    if worst is None:
        return
    name, span = next(_spans(account, worst.records), ("", None))
    found = None if span is None else _curve(account, direction, here, worst.records, name, span)
    if found is None:
        return
    amount, length, witness = found
    share = Fraction(length, window.end - window.start)
    if share > _NEARLY_ALL:
        return
    per = window_words(here[0].objective.window).strip()
    lasts = f"of {describe_duration(length)} or more"
    if (length - 1) % _JUST_BEHIND == 0:
        lasts = f"of more than {describe_duration(length - 1)}"
    text = f"one of `{name}` {lasts} costs nothing more {per}: {amount_words(amount, direction.unit)} is all"
    costing = {each.objective for each in witness.shown}
    places = tuple(each.rules[0].span for each in here if each.objective.name in costing)
    stake = None if direction.currency is None else Stake(amount, direction.currency)
    yield Result(
        "after how long nothing more is owed", name, "FINDING", text, Basis("halving the length, both sides evaluated"),
        Diagnostic(proofs.EXHAUSTED, text, places[0]), witness, stake, places,
    )  # fmt: skip


def _spans(account: Account, records: Records) -> Iterator[tuple[str, SpanRecord]]:
    """The longest span of every stream that has some."""
    for name, rows in records.items():
        ended = [each for each in rows if isinstance(each, SpanRecord) and each.end is not None]
        if ended and not account.subject.graph.stream(name).register:
            yield name, max(ended, key=lambda each: (each.end or each.start) - each.start)


def _curve(
    account: Account, direction: Direction, charges: Sequence[Charge], records: Records, name: str, span: SpanRecord
) -> tuple[Fraction, int, Witness] | None:
    """The least length with which one span costs as much as if it lasted to the end of the window."""
    whole, window = account.subject.graph, charges[0].window
    graph = with_those_asked(whole, [each.objective for each in charges if name in account.streams(each.objective)])
    period = (window.start, window.end)
    tables = {each: rows for each, rows in records.items() if whole.stream(each).register}

    def log(length: int) -> EventLog:
        row = span._replace(start=window.start, end=window.start + length)
        return log_of(whole, {**tables, name: (row,)}, period)

    def owed(length: int, *, wholly: bool = False) -> tuple[Fraction, Evaluation | None]:
        given = log(length)
        evaluation = account.subject.confirmed(given, period) if wholly else evaluated(graph, given, period)
        outcomes = evaluation.outcomes if evaluation is not None else ()
        amounts = (owed_in(each, direction) for each in outcomes if same_window(each, window))
        return sum(amounts, Fraction(0)), evaluation

    most = owed(window.end - window.start)[0]
    if not most:
        return None
    high = least_length(window.end - window.start, lambda length: owed(length)[0] >= most)
    amount, evaluation = owed(high, wholly=True)
    if evaluation is None or owed(high - 1, wholly=True)[0] >= amount:
        return None
    if owed(window.end - window.start, wholly=True)[0] != amount:
        return None
    shown = tuple(each for each in evaluation.outcomes if same_window(each, window) and owed_in(each, direction))
    return amount, high, Witness(whole, log(high), period, evaluation, shown)


def least_length(high: int, enough: Callable[[int], bool]) -> int:
    """The least length that is enough, as `high` is: mostly a whole number of minutes or seconds, or just behind it."""
    low = 0
    for unit in (MINUTE, SECOND, 1):
        while (middle := (low // unit + -(-high // unit)) // 2 * unit) > low:
            low, high = (low, middle) if enough(middle) else (middle, high)
        if high - low > 1:
            low, high = (low, low + 1) if enough(low + 1) else (low + 1, high)
        if high - low > 1:
            low, high = (low, high - 1) if enough(high - 1) else (high - 1, high)
    return high
