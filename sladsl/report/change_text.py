"""A review for a terminal. The first line says who is worse off, and by how much."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction

from sladsl.checks.words import range_words
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.summary import counted
from sladsl.model.units import decimal_text, money
from sladsl.proofs.written import log_lines
from sladsl.report.words import amount_words, date_words
from sladsl.review.change import AgreementChange, ClauseChange, Region, Replay, Shown, Side, Together
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Zone

_MOST_ROWS = 12
_MOST_REPLAYS = 5


def review_text(changes: tuple[AgreementChange, ...], *, verbose: bool = False) -> str:
    """One block an agreement that changed; one line for all that did not."""
    blocks = [first_line(changes)]
    same = [each.name for each in changes if each.old and each.new and not each.clauses]
    blocks += ["\n".join(_agreement(each, verbose=verbose)) for each in changes if each.name not in same]
    if same:
        blocks.append(f"Same meaning (proved): {', '.join(same)}")
    return "\n\n".join(blocks)


def first_line(changes: tuple[AgreementChange, ...]) -> str:
    """What a reviewer needs if they read nothing else."""
    changed = [each for each in changes if each.clauses or not (each.old and each.new)]
    if not changed:
        return f"Nothing changes: {counted(len(changes), 'agreement')} with the same meaning (proved)"
    clauses = [clause for each in changed for clause in each.clauses]
    up, down = (_largest([amount for each in changed for amount in amounts_shown(each, sign)]) for sign in (1, -1))
    sides = {each.worse_off for each in changed}
    words: list[str] = []
    if sides & {"customer", "both ways"}:
        words.append(f"the customer is worse off{down}")
    if sides & {"provider", "both ways"}:
        words.append(f"the provider is worse off{up}")
    if "unknown" in {clause.worse_off for clause in clauses} | sides:
        number = sum(1 for each in clauses if each.worse_off == "unknown") or 1
        words.append(f"of {counted(number, 'change')} nobody can tell")
    logs = [each for change in changed for each in change.replays if each.name == "the log"]
    words += [
        f"the log comes to {_verdicts(each)}" if _only_verdicts(each)
        else f"the log gives the customer {_before_and_after(each.owed, each.currency)}" for each in logs
    ]  # fmt: skip
    line = "; ".join(words) or "nobody is worse off (proved)"
    return line[0].upper() + line[1:]


_Amount = tuple[Fraction, str, str | None]


def amounts_shown(change: AgreementChange, sign: int) -> Iterator[_Amount]:
    """What the customer (1) or the provider (-1) gains by each clause, by all of them together and over logs that were
    there already: proved to be the most, or shown by a log."""
    for clause in change.clauses:
        months = any(each.totals is not None for each in clause.examples)
        words = "up to {} a window" if clause.most else f"at least {{}} {'in all' if months else 'a window'}"
        yield from ((sign * each, words, clause.currency) for each in clause.greatest if each and sign * each > 0)
    currency = change.graph.currency
    for together in change.together:
        proved = together.gain == together.bound
        window = "" if together.several else " a window"
        words = f"{'up to' if proved else 'at least'} {{}}{window} in all"
        yield sign * together.gain, words, currency
    for replay in change.replays:
        windows: dict[str, Fraction] = {}
        for line in replay.lines:
            windows[line.window] = windows.get(line.window, Fraction(0)) + sign * (line.owed[1] - line.owed[0])
        yield from ((gain, "at least {} a window", replay.currency) for gain in windows.values())
        yield sign * (replay.owed[1] - replay.owed[0]), _SEVERAL, replay.currency


_SEVERAL = "at least {} in all"


def _largest(amounts: list[_Amount]) -> str:
    """The most in one window where that is proved; what several windows come to says no more then."""
    one = max((each for each in amounts if each[1] != _SEVERAL), key=lambda each: each[0], default=None)
    if one is not None and one[1].startswith("up to"):
        amounts = [one]
    amount, words, currency = max(amounts, key=lambda each: each[0], default=(Fraction(0), "", None))
    return "" if currency is None or amount <= 0 else f" by {words.format(amount_words(amount, money(currency)))}"


def _agreement(change: AgreementChange, *, verbose: bool) -> Iterator[str]:
    if change.old is None or change.new is None:
        yield f"{change.name}: {state_words(change)}"
        for clause in change.clauses:
            yield from clause_lines(clause, Zone.named(change.graph.zone), verbose=verbose)
            if verbose:
                yield f"    fingerprint {fingerprint(change, clause)}"
        return
    yield f"{change.name}: {side_words(change.worse_off, *change.clauses)}"
    zone = Zone.named(change.new.zone)
    for clause in change.clauses:
        yield ""
        yield from _clause(clause, zone, verbose=verbose)
        if verbose:
            yield f"    fingerprint {fingerprint(change, clause)}"
    for together in change.together:
        yield ""
        yield from together_lines(together, change.new.currency, zone)
    if change.lacks_amount:
        yield ""
        yield f"  {LACKS_AMOUNT}"
    for replay in change.replays if verbose else change.replays[:_MOST_REPLAYS]:
        yield ""
        yield from replay_lines(replay)
    if len(change.replays) > _MOST_REPLAYS and not verbose:
        yield ""
        yield f"  and {len(change.replays) - _MOST_REPLAYS} more scenarios come out otherwise"


def state_words(change: AgreementChange) -> str:
    """Of an agreement that only one version has."""
    return f"{'added' if change.old is None else 'removed'}; {side_words(change.worse_off, *change.clauses)}"


def fingerprint(agreement: AgreementChange, clause: ClauseChange) -> str:
    """What is the same for the same change of a clause, wherever it stands and whatever else changes: what is said of
    it, and all that it rests on."""
    parts = (agreement.name, clause.name, clause.code.id, clause.before or "", clause.after or "", clause.worse_off,
             clause.rests_on)  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def worse_off_words(side: Side) -> str:
    """Who is worse off, as a clause of a sentence."""
    return {
        "customer": "the customer is worse off",
        "provider": "the provider is worse off",
        "both ways": "each is worse off somewhere",
        "nobody": "same meaning (proved)",
        "unknown": "unknown",
    }[side]


def side_words(side: Side, *clauses: ClauseChange) -> str:
    """Another meaning can be as good for both: it is not the same."""
    if side == "nobody" and any(not set(each.kinds) <= {"renamed", "wording"} for each in clauses):
        return "nobody is worse off (proved)"
    return worse_off_words(side)


def _clause(clause: ClauseChange, zone: Zone, *, verbose: bool) -> Iterator[str]:
    was = f" (was {clause.old_name})" if clause.old_name else ""
    yield f"  {clause.code.id} {clause.name}{was}: {', '.join(clause.kinds)}; {side_words(clause.worse_off, clause)}"
    yield from clause_lines(clause, zone, verbose=verbose)


def clause_lines(clause: ClauseChange, zone: Zone, *, verbose: bool = False) -> Iterator[str]:
    """What changed, where it comes out otherwise, and an example."""
    if clause.before:
        yield f"    - {on_one_line(clause.before)}"
    if clause.after:
        yield f"    + {on_one_line(clause.after)}"
    for region in clause.regions if verbose else clause.regions[:_MOST_ROWS]:
        yield f"    {region_words(region, clause.currency)}"
    if len(clause.regions) > _MOST_ROWS and not verbose:
        yield f"    and {len(clause.regions) - _MOST_ROWS} more regions"
    for each in clause.examples:
        yield from (f"    {line}" for line in _example(each, zone, clause.currency))
    if verbose:
        yield f"    ({clause.basis})"


def region_words(region: Region, currency: str | None) -> str:
    """`below 99%: 7,500.00 USD → 9,000.00 USD`."""
    first, last = region.pieces[0], region.pieces[-1]
    low = None if first.low is None else (first.low, int(not first.is_point))
    high = None if last.high is None else (last.high, int(last.is_point))
    where = range_words(low, high, region.unit)
    return f"{where}: {outcome_words(region.old)} → {outcome_words(region.new)}{_gain(region.gain, currency)}"


def outcome_words(outcome: Outcome | None) -> str:
    """`breached, 750.00 USD`."""
    if outcome is None:
        return "not measured"
    credit = outcome.credit
    if credit is None:
        return outcome.state
    owed = credit.outcome if credit.payable is None else amount_words(credit.payable, credit.unit)
    return f"{outcome.state}, {'a gap' if credit.outcome == 'gap' else owed}"


def _gain(gain: Fraction | None, currency: str | None) -> str:
    if not gain or currency is None:
        return ""
    return f" (the {'customer' if gain > 0 else 'provider'} gains {amount_words(abs(gain), money(currency))})"


def _example(shown: Shown, zone: Zone, currency: str | None) -> Iterator[str]:
    start, end = shown.period
    yield f"For example, {date_words(start, zone)} until {date_words(end, zone)}:"
    rows = list(log_lines(shown.log, zone))
    yield from (f"  {row}" for row in rows[:_MOST_ROWS] or ["(nothing happens)"])
    if len(rows) > _MOST_ROWS:
        yield f"  and {len(rows) - _MOST_ROWS} more lines"
    yield f"  before: {came_to(shown, 0, currency)}"
    yield f"  after:  {came_to(shown, 1, currency)}"


def replay_lines(replay: Replay) -> Iterator[str]:
    """What both versions come to over a log that was there already."""
    owed = f"{_before_and_after(replay.owed, replay.currency)} to the customer"
    yield f"  {replay.name[:1].upper()}{replay.name[1:]}: {_verdicts(replay) if _only_verdicts(replay) else owed}"
    for line in replay.lines[:_MOST_ROWS]:
        scope = f" ({', '.join(value for _, value in line.scope)})" if line.scope else ""
        states = " → ".join(dict.fromkeys(each or "not measured" for each in line.states))
        owed = f", {_before_and_after(line.owed, replay.currency)}" if line.owed[0] != line.owed[1] else ""
        points = " → ".join(map(decimal_text, line.points)) + " points" if line.points[0] != line.points[1] else ""
        yield f"    {line.clause}{scope}, {line.window}: {states}{owed}{', ' if points else ''}{points}"
    if len(replay.lines) > _MOST_ROWS:
        yield f"    and {len(replay.lines) - _MOST_ROWS} more windows"


def _only_verdicts(replay: Replay) -> bool:
    return bool(replay.lines) and replay.owed[0] == replay.owed[1]


def _verdicts(replay: Replay) -> str:
    """`met → breached`; of several windows, how many are breached."""
    states = {tuple(each or "not measured" for each in line.states) for line in replay.lines}
    if len(states) == 1 and len(set(*states)) > 1:
        return " → ".join(*states)
    before, after = (sum(line.states[index] == "breached" for line in replay.lines) for index in (0, 1))
    return "the same in all" if before == after else f"{before} → {counted(after, 'window')} breached"


def _before_and_after(owed: tuple[Fraction, Fraction], currency: str | None) -> str:
    unit = money(currency) if currency else None
    return " → ".join(dict.fromkeys(amount_words(each, unit) for each in owed))


LACKS_AMOUNT = "All clauses together: by how much is not known, no log was found that shows it"


def together_lines(together: Together, currency: str | None, zone: Zone) -> Iterator[str]:
    """What all clauses come to at once."""
    unit = money(currency) if currency else None
    amount = amount_words(abs(together.gain), unit)
    who = "customer" if together.gain > 0 else "provider"
    most = ", and no more" if together.gain == together.bound else ""
    if together.bound is not None and not most:
        most = f", and never more than {amount_words(abs(together.bound), unit)}"
    where = "over one log" if together.several else "in one window"
    yield f"  All clauses together, {where}: the {who} gains {amount}{most}"
    yield from (f"    {line}" for line in _example(together.shown, zone, currency))


def came_to(shown: Shown, version: int, currency: str | None) -> str:
    """What one of the versions comes to over an example."""
    if shown.totals is None:
        return outcome_words((shown.old_outcome, shown.new_outcome)[version])
    owed, breached = shown.totals[version]
    amount = f", {amount_words(owed, money(currency))} in all" if currency else ""
    return f"{counted(breached, 'window')} breached{amount}"
