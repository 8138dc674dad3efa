"""The contract layer: objectives, what they owe, limits and claims. One value each; `rules` evaluates them."""

from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Ref
from sladsl.graph.windows import WindowRule
from sladsl.model.units import Unit
from sladsl.text import Span

Comparator = Literal["<", "<=", "=", "!=", ">=", ">"]


@frozen
class Check(Frozen):
    """`measured <comparator> target`, in force when `when` holds (None: always). Checks are tried in order and the
    first in force decides. `comparator` None: only measured. `availability` is the Availability node under
    `measured`, if that is all it is (perhaps rounded): then the allowance in time can be told."""

    when: Ref | None
    measured: Ref
    unit: Unit
    comparator: Comparator | None
    target: Ref | None
    availability: Ref | None
    shown_in: str | None
    span: Span


@frozen
class RowBound(Frozen):
    side: Literal["below", "above", "at least", "at most", "exactly"]
    value: Ref


@frozen
class TableRow(Frozen):
    bounds: tuple[RowBound, ...]
    gives: Ref
    span: Span


@frozen
class RowTable(Frozen):
    """Rows in force when `when` holds (None: in all other cases). A ladder has one-sided rows that all look the same
    way: the row furthest from good wins. Free ranges may leave gaps and may conflict.
    `better`: in which direction the measured value is better, to tell "better than every row" from a gap."""

    when: Ref | None
    ladder: bool
    better: Literal["more", "less"]
    rows: tuple[TableRow, ...]
    span: Span


@frozen
class LimitRule(Frozen):
    """Never more than `amount`: on one credit, on all of an objective, or on all credits (`objectives` empty) or those
    named, per window (None: the window of the credit itself). All limits of one `pool` are one.
    `continues`: the limit of an earlier version whose place this one takes, with what has been used of it."""

    amount: Ref
    window: WindowRule | None
    objectives: tuple[str, ...]
    span: Span
    pool: str | None = None
    versions: tuple[int, ...] = ()
    continues: int | None = None


@frozen
class Factor(Frozen):
    """What is due is multiplied by `factor` where `condition` holds."""

    condition: Ref
    factor: Ref


@frozen
class CreditRule(Frozen):
    """Either `tables` (rows give a share of `share_of`, or amounts if None) or a formula `amount`. `needs_breach`:
    nothing is due while the objective is met; `needs_met` (a bonus): while it is not. Nor is it where one of
    `only_when` does not hold. The same rules say how many points something gives."""

    share_of: Ref | None
    tables: tuple[RowTable, ...]
    amount: Ref | None
    needs_breach: bool
    limits: tuple[LimitRule, ...]
    span: Span
    needs_met: bool = False
    only_when: tuple[Ref, ...] = ()
    factors: tuple[Factor, ...] = ()


@frozen
class DeadlineRule(Frozen):
    """`value` `unit`s after the end or the start of the window, or after the instant `since` (a measured number). kind
    "calendar": days end at local midnight, exclusive; "elapsed": `value` microseconds; "business": days or microseconds
    of `calendar`; "end of": the end of the `value`-th such unit after the one that holds the instant."""

    kind: Literal["elapsed", "calendar", "business", "end of"]
    value: Fraction
    unit: str
    calendar: int | None
    inclusive: bool
    span: Span
    anchor: Literal["window end", "window start", "record"] = "window end"
    since: Ref | None = None


@frozen
class ClaimRule(Frozen):
    """One step of a claim, which must be made by the deadline. `stream` None: the log cannot tell."""

    deadline: DeadlineRule
    stream: str | None
    where: Ref | None
    span: Span
    evidence: tuple[str, ...] = ()


@frozen
class TriggerRule(Frozen):
    """A right or a step that follows when `condition` holds in a window: termination by the party `to`, or escalation
    to a person; for each scope of `keys`. `deadline`: by when a right must be used."""

    kind: Literal["terminate", "escalate"]
    name: str | None
    title: str | None
    to: str
    condition: Ref
    window: WindowRule
    deadline: DeadlineRule | None
    span: Span
    keys: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()


@frozen
class EscalationRule(Frozen):
    """Escalation to `to` when `share` of the target is used; at 1, when it is breached."""

    to: str
    share: Fraction
    span: Span


@frozen
class PayOnlyAbove(Frozen):
    amount: Ref
    after_rounding: bool
    span: Span


@frozen
class ExceptionRule(Frozen):
    """A departure from an objective while `when` holds: other `checks` (none: its own), or it does not apply, or it
    owes nothing. It comes before the exceptions named in `before`; two that hold at once need such an order."""

    name: str
    title: str | None
    when: Ref
    checks: tuple[Check, ...]
    applies: bool
    owes: bool
    before: tuple[str, ...]
    span: Span


@frozen
class Objective(Frozen):
    """`keys` are the attributes that scope it; `window` when it is taken. It has no verdict where `applies` does not
    hold, and owes nothing where `eligible` does not. `pay_once`: what is payable waits until so much has accrued.
    What is owed goes from `payer` to `payee` (None: from provider to customer; a bonus the other way). `service`: the
    one that it is for, where it says so.

    Either `checks` (values per window) or
    `records` (a MeasureRecords: every record has its own verdict)."""

    name: str
    title: str | None
    kind: Literal["objective", "kpi"]
    keys: tuple[str, ...]
    window: WindowRule
    checks: tuple[Check, ...]
    records: Ref | None
    warn_at: Fraction | None
    credits: tuple[CreditRule, ...]
    limits: tuple[LimitRule, ...]
    pay_only_above: PayOnlyAbove | None
    claims: tuple[ClaimRule, ...]
    span: Span
    bonuses: tuple[CreditRule, ...] = ()
    points: CreditRule | None = None
    applies: Ref | None = None
    eligible: Ref | None = None
    payer: str | None = None
    payee: str | None = None
    earn_back: Ref | None = None
    pay_once: Ref | None = None
    applied: DeadlineRule | None = None
    expires: DeadlineRule | None = None
    escalations: tuple[EscalationRule, ...] = ()
    exceptions: tuple[ExceptionRule, ...] = ()
    versions: tuple[int, ...] = ()
    service: str | None = None
