"""One record that is paid for by several clauses."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import proofs
from sladsl.proofs.money.account import Account
from sladsl.proofs.money.liability import Charge, Direction
from sladsl.proofs.money.worst import Records, components, log_of, owed_in, same_window
from sladsl.proofs.slices import without_limits
from sladsl.proofs.verdict import Basis, Result, Stake
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.outcome import Outcome


def twice_claims(account: Account) -> Iterator[Result]:
    """Told once for each direction and kind of window, of the record that costs most."""
    for direction in account.liability.directions:
        charges = [each for each in account.liability.of(direction) if not (direction.bonus or _is_pooled(each))]
        first = {each.objective.window: each.window for each in reversed(charges)}
        for window in dict.fromkeys(first[each.objective.window] for each in charges):
            here = [each for each in charges if each.window == window]
            several = [each for each in components(account.subject.graph, here) if len(each) > 1]
            if several:
                yield from _twice(account, direction, here, several)


def _twice(
    account: Account, direction: Direction, charges: Sequence[Charge], several: Sequence[Sequence[Charge]]
) -> Iterator[Result]:
    graph, worst = account.subject.graph, account.worst(charges)
    window = charges[0].window
    best: tuple[Fraction, int, Records] | None = None
    tops = [_top(account, each) for each in several]
    dearest = sorted(enumerate(several), key=lambda each: (tops[each[0]] is not None, -(tops[each[0]] or 0)))
    for index, component in dearest if worst is not None else ():
        top = tops[index]
        if best is not None and top is not None and top < best[0]:
            break
        only = without_limits(graph, [each.objective for each in component])
        for records in _single(account, worst.records if worst is not None else {}, component):
            evaluation = evaluated(only, log_of(graph, records, (window.start, window.end)), (window.start, window.end))
            owed = [owed_in(each, direction) for each in (evaluation.outcomes if evaluation else ())
                    if same_window(each, window)]  # fmt: skip
            paying = [each for each in owed if each]
            if len(paying) > 1 and (best is None or (sum(paying), -index) > (best[0], -best[1])):
                best = sum(paying, Fraction(0)), index, records
    if best is not None:
        yield from _told(account, direction, charges, best[2])


def _top(account: Account, component: Sequence[Charge]) -> Fraction | None:
    """What these owe at most without what they share; None where that is not known, or a log can have many scopes."""
    mosts = [each.most for each in component]
    known = [each for each in mosts if each is not None]
    if len(known) < len(mosts) or any(each.objective.keys for each in component):
        return None
    return account.coins.ceiling(component, sum(known, Fraction(0)))


def _single(account: Account, records: Records, component: Sequence[Charge]) -> Iterator[Records]:
    """Each of these streams with its longest record only, beside what stands in registers."""
    graph = account.subject.graph
    tables = {name: rows for name, rows in records.items() if graph.stream(name).register}
    names = {name for each in component for name in account.streams(each.objective)} - tables.keys()
    for name, rows in records.items():
        if name in names:
            yield {**tables, name: (max(rows, key=_length),)}


def _length(record: object) -> int:
    end, start = getattr(record, "end", None), getattr(record, "start", None)
    return end - start if isinstance(end, int) and isinstance(start, int) else 0


def _told(account: Account, direction: Direction, charges: Sequence[Charge], records: Records) -> Iterator[Result]:
    graph, window = account.subject.graph, charges[0].window
    period = (window.start, window.end)
    log = log_of(graph, records, period)
    evaluation = account.subject.confirmed(log, period)
    shown: tuple[Outcome, ...] = ()
    if evaluation is not None:
        asked = {each.objective.name for each in charges}
        here = (each for each in evaluation.outcomes if each.objective in asked and same_window(each, window))
        shown = tuple(each for each in here if owed_in(each, direction))
    amounts = [owed_in(each, direction) for each in shown]
    if evaluation is None or len(shown) < 2:
        return
    total, unit = sum(amounts, Fraction(0)), direction.unit
    stream = next(name for name, rows in records.items() if rows and not graph.stream(name).register)
    names = " and ".join(each.objective for each in shown)
    text = f"one record of `{stream}` is paid for by {names}: {value_words(total, unit)} together"
    spans = [each.rules[0].span for each in charges if each.objective.name in {one.objective for one in shown}]
    advice = "if they shall not add up, `limit credits of …` or take the greater of both in one clause"
    labels = tuple(Label(each, "and here") for each in spans[1:])
    diagnostic = Diagnostic(proofs.PAID_TWICE, text, spans[0], labels=labels, fixes=(Fix(advice),))
    stake = None if direction.currency is None else Stake(total - max(amounts), direction.currency)
    yield Result(
        "nothing is paid for twice", names, "FINDING", text, Basis("a log that does it"), diagnostic,
        Witness(graph, log, period, evaluation, shown), stake, tuple(spans),
    )  # fmt: skip


def _is_pooled(charge: Charge) -> bool:
    return any(limit.pool for rule in charge.rules for limit in rule.limits)
