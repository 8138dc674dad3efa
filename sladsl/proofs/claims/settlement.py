"""What happens to a sum after the limits: it is rounded part by part, and may be earned back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import proofs
from sladsl.proofs.claims.words import amount_words
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge, Direction
from sladsl.proofs.money.worst import Records, log_of, owed_in, repeated
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.outcome import Outcome
from sladsl.rules.rounding import to_minor_unit
from sladsl.temporal import Window

_METHOD = "what each part is rounded by"
_LEAST_MISSED = 2
_MOST_WINDOWS = 60


def settlement_claims(account: Account) -> Iterator[Result]:
    for direction in account.liability.directions:
        charges = account.liability.of(direction)
        if direction.currency is not None:
            yield from _rounded(account, direction, charges)
        names = dict.fromkeys(each.objective.name for each in charges if each.objective.earn_back is not None)
        for name in names if not direction.bonus else ():
            yield from _earned_back(account, direction, [each for each in charges if each.objective.name == name])


def _rounded(account: Account, direction: Direction, charges: Sequence[Charge]) -> Iterator[Result]:
    """The rounded parts of one window against the rounded sum."""
    window, _ = Counter(each.window for each in charges).most_common(1)[0]
    here = [each for each in charges if each.window == window]
    names = dict.fromkeys(each.objective.name for each in here)
    if len(names) < _LEAST_MISSED:
        return
    claim, subject = "rounded parts are the rounded whole", ", ".join(names)
    places = tuple(each.rules[0].span for each in here)
    graph, currency = account.subject.graph, direction.currency
    broken = account.coins.broken(here)
    # Beside whole coins one part of a coin is rounded as the sum is, if that does not ask for an even one.
    if broken == 0 or (broken == 1 and graph.rounding != "half even"):
        text = f"every amount {'but one ' if broken else ''}is a whole number of the smallest coin"
        yield Result(claim, subject, "PROVED", text, Basis(_METHOD), clauses=places)
        return
    worst = account.worst(here)
    for witness in [] if worst is None else [worst.witness]:
        exact = sum((_due(each, direction) for each in witness.shown), Fraction(0))
        parts = sum((owed_in(each, direction) for each in witness.shown), Fraction(0))
        once = to_minor_unit(exact, currency, graph.rounding)
        if parts != once:
            unit = direction.unit
            text = (
                f"rounded one by one, the parts come to {amount_words(parts, unit)}; "
                f"their sum would be rounded to {amount_words(once, unit)}"
            )
            diagnostic = Diagnostic(proofs.ROUNDED_APART, text, places[0])
            stake = None if currency is None else Stake(abs(parts - once), currency)
            yield Result(claim, subject, "FINDING", text, Basis(_METHOD), diagnostic, witness, stake, places)
            return
    much = "a coin" if graph.rounding in ("up", "down") else "half a coin"
    bound = f"the parts differ from their sum by {much} each at most, {len(here)} of them"
    yield Result(claim, subject, "BOUNDED", bound, Basis(_METHOD, (), (bound,)), clauses=places)


def _due(outcome: Outcome, direction: Direction) -> Fraction:
    credit = outcome.bonus if direction.bonus else outcome.credit
    return Fraction(0) if credit is None or credit.due is None else credit.due


def _earned_back(account: Account, direction: Direction, charges: Sequence[Charge]) -> Iterator[Result]:
    """How often a promise can be breached, every nth window, while all of it is earned back."""
    windows = [each.window for each in charges][:_MOST_WINDOWS]
    number = str(len(windows)) if len(windows) == len(charges) else f"the first {len(windows)}"
    name, places = charges[0].objective.name, (charges[0].objective.span,)
    claim = "not everything can be earned back"
    single = account.worst([charges[0]])
    if single is None or len(windows) < _LEAST_MISSED:
        return
    for every in range(1, len(windows)):
        missed = windows[:-1][::every]  # behind the last nothing comes that could earn it back
        witness = _with_missed(account, direction, charges, windows, single.records, single.window, missed)
        if len(missed) < _LEAST_MISSED:
            break
        if witness is not None:
            lost = sum((_due(each, direction) for each in witness.shown), Fraction(0))
            text = (
                f"{name} can be breached in {len(missed)} of {number} windows, and all of it is earned back: "
                f"{amount_words(lost, direction.unit)}"
            )
            diagnostic = Diagnostic(proofs.EARNED_BACK, text, charges[0].rules[0].span)
            stake = None if direction.currency is None else Stake(lost, direction.currency)
            yield Result(claim, name, "FINDING", text, Basis("logs of every nth window"), diagnostic, witness, stake,
                         places)  # fmt: skip
            return
    yield Result(claim, name, "BOUNDED", "breached in every nth window, something is paid",
                 Basis("logs of every nth window", (), ("breaches at equal distances",)), clauses=places)  # fmt: skip


def _with_missed(
    account: Account, direction: Direction, charges: Sequence[Charge], windows: Sequence[Window],
    records: Records, base: Window, missed: Sequence[Window],
) -> Witness | None:  # fmt: skip
    graph, period = account.subject.graph, (windows[0].start, windows[-1].end)
    log = log_of(graph, repeated(records, base, missed), period)
    evaluation = evaluated(graph, log, period)
    if evaluation is None:
        return None
    name = charges[0].objective.name
    shown = tuple(each for each in evaluation.outcomes if each.objective == name and _due(each, direction))
    all_back = all(each.credit is not None and each.credit.earned_back for each in shown)
    return Witness(graph, log, period, evaluation, shown) if len(shown) == len(missed) and all_back else None
