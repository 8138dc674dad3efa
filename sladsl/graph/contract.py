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
    named, per window (None: the window of the credit itself)."""

    amount: Ref
    window: WindowRule | None
    objectives: tuple[str, ...]
    span: Span


@frozen
class CreditRule(Frozen):
    """Either `tables` (rows give a share of `share_of`, or amounts if None) or a formula `amount`. `needs_breach`:
    nothing is due while the objective is met."""

    share_of: Ref | None
    tables: tuple[RowTable, ...]
    amount: Ref | None
    needs_breach: bool
    limits: tuple[LimitRule, ...]
    span: Span


@frozen
class ClaimRule(Frozen):
    """A claim must be made within `value` `unit`s after the end of the window. kind "calendar": days end at local
    midnight, exclusive; "elapsed": `value` microseconds; "business": days or microseconds of `calendar`.
    `stream` None: the log cannot tell."""

    kind: Literal["elapsed", "calendar", "business"]
    value: Fraction
    unit: str
    calendar: int | None
    inclusive: bool
    stream: str | None
    where: Ref | None
    span: Span


@frozen
class PayOnlyAbove(Frozen):
    amount: Ref
    after_rounding: bool
    span: Span


@frozen
class Objective(Frozen):
    """`keys` are the attributes that scope it; `window` when it is taken. Either `checks` (values per window) or
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
    claim: ClaimRule | None
    span: Span
