"""What an objective owes: for each scope and window the row, what is due and payable, and how it is claimed."""

from collections.abc import Sequence
from typing import assert_never

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.model.units import Unit, money
from sladsl.report.tables import Row, left, right, table
from sladsl.report.words import amount_words, exact_words, instant_words, scope_words
from sladsl.rules.outcome import ClaimOutcome, CreditOutcome, LimitApplied, Outcome
from sladsl.temporal import Zone


def credit_table(
    owed: Sequence[tuple[Outcome, CreditOutcome | None]], zone: Zone, width: int, word: str = "Credit"
) -> list[str]:
    """The credits that come to something, or of which nobody can say what they come to."""
    columns = (*left("For", word, "Window"), *right("Due", "Payable"), *left("Claim"))
    rows = [
        Row(_cells(outcome, credit, zone), _below(credit, zone))
        for outcome, credit in owed
        if credit is not None and _is_worth_a_line(outcome, credit)
    ]
    return ["", *table(columns, rows, width, "  ")] if rows else []


def _is_worth_a_line(outcome: Outcome, credit: CreditOutcome) -> bool:
    """Also where a limit has left nothing, as somebody will ask for it; not where the state has said it all."""
    if outcome.state == credit.outcome == "no verdict" and outcome.reason == credit.derivation.note:
        return False
    limited = any(each.before != each.after for each in credit.limits)
    return credit.due != 0 or limited or credit.outcome in ("gap", "conflict", "no verdict")


def credit_unit(credit: CreditOutcome) -> Unit | None:
    return credit.unit if credit.currency is None else money(credit.currency)


def _cells(outcome: Outcome, credit: CreditOutcome, zone: Zone) -> tuple[str, ...]:
    unit = credit_unit(credit)
    return (
        scope_words(outcome.scope),
        _said(credit),
        outcome.window.label + (" (part)" if outcome.partial else ""),
        "" if credit.due is None else amount_words(credit.due, unit),
        "" if credit.payable is None else amount_words(credit.payable, unit),
        _claim_words(credit.claim, zone),
    )


def _said(credit: CreditOutcome) -> str:
    match credit.outcome:
        case "row":
            return on_one_line(credit.row or "by the table")
        case "amount":
            return "by the formula"
        case "none":
            return "none"
        case "gap":
            return "gap: no row holds the value"
        case "conflict":
            return "conflict: two rows differ"
        case "no verdict":
            return "no verdict"
        case _:
            assert_never(credit.outcome)


def _below(credit: CreditOutcome, zone: Zone) -> tuple[str, ...]:
    """Why there is no amount, the exact one where it was rounded, and each limit that took something."""
    unit = credit_unit(credit)
    lines: list[str] = []
    if credit.due is None and credit.derivation.note is not None:
        lines.append(on_one_line(credit.derivation.note))
    elif credit.due is None and credit.row is not None:
        lines.append(on_one_line(credit.row))
    if credit.due is not None and (exact := exact_words(credit.due, unit)):
        lines.append(f"due{exact}")
    lines += [_limit_words(each, unit) for each in credit.limits if each.limit is None or each.after != each.before]
    if credit.earned_back:
        lines.append("earned back since")
    elif credit.earned_back is None:
        lines.append("may be earned back: not known yet")
    if credit.issued is not None and credit.payable:
        lines.append(f"paid out now: {amount_words(credit.issued, unit)}")
    if credit.applied_by is not None:
        lines.append(f"to be applied before {instant_words(credit.applied_by, zone)}")
    if credit.expires_at is not None:
        lines.append(f"expires {instant_words(credit.expires_at, zone)}")
    steps = () if credit.claim is None else credit.claim.steps
    lines += [f"step {number}: {_claim_words(step, zone)}" for number, step in enumerate(steps, 1)]
    return tuple(lines)


def _limit_words(applied: LimitApplied, unit: Unit | None) -> str:
    name = on_one_line(applied.name)
    if applied.limit is None:
        return f"{name}: not applied, as it cannot be computed"
    before, after = amount_words(applied.before, unit), amount_words(applied.after, unit)
    used = f", {amount_words(applied.used, unit)} of it used before" if applied.used else ""
    return f"{name}, {amount_words(applied.limit, unit)}{used}: {before} becomes {after}"


def _claim_words(claim: ClaimOutcome | None, zone: Zone) -> str:
    if claim is None:
        return ""
    until = f"{'by' if claim.inclusive else 'before'} {instant_words(claim.deadline, zone)}"
    made = "" if claim.claimed_at is None else f" on {instant_words(claim.claimed_at, zone)}"
    match claim.state:
        case "not needed":
            return ""
        case "unknown":
            return f"claim {until}"
        case "unclaimed":
            return f"not claimed {until}"
        case "in time":
            return f"claimed in time{made}, {until}"
        case "late":
            return f"claimed too late{made}, not {until}"
        case _:
            assert_never(claim.state)
