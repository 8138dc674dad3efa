"""What is owed: rows beyond their limits, limits that are never reached, fees that are not there."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.checks.nodes import below, fixed, share_of, share_of_fee
from sladsl.checks.subject import Subject
from sladsl.checks.words import value_words
from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import sense
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, LimitRule, Objective
from sladsl.graph.node import Ref
from sladsl.graph.values import Fee, Looked, Over
from sladsl.model.units import PERCENT
from sladsl.text import Span


def check_amounts(subject: Subject) -> None:
    for objective in subject.graph.objectives:
        for credit in (*objective.credits, *objective.bonuses):
            _check_limits(subject, objective, credit)
            _check_size(subject, objective, credit)
            _check_always(subject, objective, credit)
        _check_fees(subject, objective)


def gives(graph: RuleGraph, credit: CreditRule) -> list[tuple[Fraction, Span]] | None:
    """What the rows give, if all of it is fixed and nothing multiplies it."""
    if not credit.tables or credit.factors:
        return None
    rows = [(fixed(graph, row.gives), row.span) for table in credit.tables for row in table.rows]
    found = [(value, span) for value, span in rows if value is not None]
    return found if len(found) == len(rows) else None


def _limits(graph: RuleGraph, objective: Objective, credit: CreditRule) -> tuple[LimitRule, ...]:
    """Of credits, those of the objective and of several too: a bonus has only its own."""
    if credit in objective.bonuses:
        return credit.limits
    return (*credit.limits, *objective.limits, *_total_limits(graph, objective))


def _of_the_window(graph: RuleGraph, objective: Objective, credit: CreditRule) -> Iterator[LimitRule]:
    for limit in _limits(graph, objective, credit):
        if limit.window in (None, objective.window) and limit.pool is None:
            yield limit


def _check_limits(subject: Subject, objective: Objective, credit: CreditRule) -> None:
    """Shares of one amount compare; a limit over several credits is reached by their sum."""
    graph = subject.graph
    rows = gives(graph, credit)
    if not rows:
        return
    for limit in _of_the_window(graph, objective, credit):
        most = as_rows(graph, credit, limit)
        if most is None:
            continue
        beyond = next(((value, span) for value, span in rows if value > most), None)
        unit = PERCENT if credit.share_of is not None else objective.checks[0].unit if objective.checks else PERCENT
        if beyond is not None:
            words = (
                f"this row gives {value_words(beyond[0], PERCENT)}, and the limit leaves {value_words(most, PERCENT)}"
                if unit == PERCENT and credit.share_of is not None
                else "this row gives more than the limit leaves"
            )
            subject.say(
                sense.BEYOND_LIMIT, words, beyond[1],
                "raise the limit, or write in the row what is paid in the end",
                labels=(Label(limit.span, "the limit"),),
            )  # fmt: skip
        elif limit not in graph.limits and len(objective.credits) == 1 and max(value for value, _ in rows) < most:
            subject.say(
                sense.NEVER_LIMITS, "no row gives as much, so this limit is never reached", limit.span,
                "take it out, or lower it to what is meant",
            )  # fmt: skip


def _total_limits(graph: RuleGraph, objective: Objective) -> Iterator[LimitRule]:
    for limit in graph.limits:
        if limit.window in (None, objective.window) and (not limit.objectives or objective.name in limit.objectives):
            yield limit


def as_rows(graph: RuleGraph, credit: CreditRule, limit: LimitRule) -> Fraction | None:
    """A limit in the terms of the rows: the same share, or the same kind of amount."""
    if credit.share_of is not None:
        return share_of(graph, limit.amount, credit.share_of)
    return fixed(graph, limit.amount)


def _check_size(subject: Subject, objective: Objective, credit: CreditRule) -> None:
    """More than all of the fee, with nothing that limits it."""
    graph = subject.graph
    rows = gives(graph, credit)
    base = None if credit.share_of is None else graph.nodes[credit.share_of]
    of_fee = None if credit.amount is None or credit.factors else share_of_fee(graph, credit.amount)
    whole = "what is paid for the whole window"
    if of_fee is not None:
        value, span = of_fee, credit.span
    elif rows and isinstance(base, Fee | Looked):
        value, span = max(rows, key=lambda row: row[0])
        whole = whole if isinstance(base, Fee) else "all of what it is a share of"
    else:
        return
    if value > 1 and not _limits(graph, objective, credit):
        subject.say(
            sense.MORE_THAN_FEE, f"{value_words(value, PERCENT)} is more than {whole}", span,
            "limit it, for instance `limit credit to 100% of …`; or allow this finding, if that is meant",
        )  # fmt: skip


def _check_always(subject: Subject, objective: Objective, credit: CreditRule) -> None:
    """A fixed amount that waits for nothing."""
    amount = fixed(subject.graph, credit.amount)
    waits = credit.needs_breach or credit.needs_met or credit.only_when or objective.applies or objective.eligible
    if amount and not waits and objective.kind == "objective":
        subject.say(
            sense.ALWAYS_DUE, "this amount is due in every window, whatever is measured", credit.span,
            "leave `in any case` out, or say when: `only when …`",
        )  # fmt: skip


# Fees


def _check_fees(subject: Subject, objective: Objective) -> None:
    graph = subject.graph
    for credit in (*objective.credits, *objective.bonuses):
        roots = [each for each in (credit.share_of, credit.amount) if each is not None]
        for fee in _fees_below(graph, roots):
            _check_fee(subject, objective, fee, credit.span)


def _fees_below(graph: RuleGraph, roots: list[Ref]) -> Iterator[Fee]:
    for root in roots:
        for _, node in below(graph, root, (Over,)):
            if isinstance(node, Fee):
                yield node


def _check_fee(subject: Subject, objective: Objective, fee: Fee, span: Span) -> None:
    services = [subject.graph.services[index] for index in fee.services]
    fees = [each for service in services for each in service.fees]
    if fees and all(each.window is None for each in fees) and objective.window.unit != "term":
        named = " and ".join(f"`{each.name}`" for each in services)
        subject.say(
            sense.WITHOUT_FEE,
            f"the fee of {named} is paid once: only the first {objective.window.unit} of the term has any of it",
            span,
            "name a fee per month or year; or take the objective `per term`",
        )
