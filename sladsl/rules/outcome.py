"""What an evaluation comes to: verdicts, credits, totals, findings, each with its derivation."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Diagnostic
from sladsl.engines.measurements import RecordsFound
from sladsl.frozen import Frozen, frozen
from sladsl.model.units import Unit
from sladsl.rules.derivation import Step
from sladsl.temporal import Window
from sladsl.text import Span

State = Literal["met", "warning", "breached", "no verdict", "measured", "not applicable"]
"""`measured`: nothing is held against a target. `not applicable`: the clause says that it does not apply."""

ClaimState = Literal["not needed", "unknown", "unclaimed", "in time", "late"]


@frozen
class Allowance(Frozen):
    """How much of a target may be used and how much was, in microseconds for availability and clocks, else in the
    metric's unit; `used` may exceed `allowed`."""

    allowed: Fraction
    used: Fraction
    unit: Unit

    @property
    def left(self) -> Fraction:
        return self.allowed - self.used


@frozen
class LimitApplied(Frozen):
    """A limit in its turn: what came in, the limit (None: it could not be computed), what went on. `used` of the limit
    had been taken by other credits before."""

    name: str
    before: Fraction
    limit: Fraction | None
    after: Fraction
    used: Fraction = Fraction(0)


@frozen
class ClaimOutcome(Frozen):
    """`deadline` is an instant, exclusive unless `inclusive` (it is one in elapsed or open time). `claimed_at` is the
    claim that decided. Of a claim in several steps, the one that decides, with all of them in `steps`."""

    state: ClaimState
    deadline: int
    inclusive: bool
    claimed_at: int | None
    steps: tuple["ClaimOutcome", ...] = ()


@frozen
class CreditOutcome(Frozen):
    """What one objective owes for one scope and window.

    `outcome` is apart from the objective's state: "none", "row" (with `row` as written), "amount" (a formula), "gap"
    (no row for the value), "conflict" (two rows, different amounts), "no verdict". `due` is exact, `payable` rounded to
    the currency's places; both are None on "conflict" and "no verdict". `payable` is 0 for what is claimed late or not
    claimed although claims are in the log. `currency` is None for credits that are no money (days of service): then
    `unit` says what they are, and `payable` is not rounded. The derivation's value is `payable`. `payer` and `payee`
    are parties by name. `earned_back`: good windows since took it back (None: not known yet). `issued`: what is paid
    out now, where it waits until enough has accrued (None: it does not wait). `applied_by` and `expires_at` are
    instants. `taken`: what each credit of the objective, in the written order, has used up of the limits in the end.
    """

    outcome: Literal["none", "row", "amount", "gap", "conflict", "no verdict"]
    row: str | None
    currency: str | None
    due: Fraction | None
    payable: Fraction | None
    limits: tuple[LimitApplied, ...]
    claim: ClaimOutcome | None
    derivation: Step
    unit: Unit | None = None
    payer: str | None = None
    payee: str | None = None
    earned_back: bool | None = False
    issued: Fraction | None = None
    applied_by: int | None = None
    expires_at: int | None = None
    taken: tuple[Fraction, ...] = ()


@frozen
class Outcome(Frozen):
    """An objective in one scope and window.

    `measured` is exact in base units (None: no value, `reason` says why). `shown_in` is the unit of time to show.
    `records` holds the verdict of every record for objectives over records. `version`: the amendment that is in force,
    None for the text itself. `exception`: the one that holds.
    """

    objective: str
    title: str | None
    kind: Literal["objective", "kpi"]
    scope: tuple[tuple[str, str], ...]
    window: Window
    partial: bool
    state: State
    reason: str | None
    measured: Fraction | None
    unit: Unit
    shown_in: str | None
    comparator: str | None
    target: Fraction | None
    allowance: Allowance | None
    records: RecordsFound | None
    credit: CreditOutcome | None
    derivation: Step
    bonus: CreditOutcome | None = None
    points: Step | None = None
    version: str | None = None
    exception: str | None = None


@frozen
class TriggerOutcome(Frozen):
    """Whether a right or a step follows (`fires`; None: not known), for which window, with its evidence. `deadline`: by
    when a right must be used. `span`: the clause that says so."""

    kind: Literal["terminate", "escalate"]
    name: str | None
    title: str | None
    to: str
    scope: tuple[tuple[str, str], ...]
    window: Window
    fires: bool | None
    derivation: Step
    deadline: int | None = None
    objective: str | None = None
    span: Span | None = None


@frozen
class Total(Frozen):
    """The sum of all that `payer` owes `payee` (None: the provider owes the customer) in one currency or, where
    `currency` is None, in one declared unit."""

    currency: str | None
    due: Fraction
    payable: Fraction
    unit: Unit | None = None
    payer: str | None = None
    payee: str | None = None


@frozen
class DateDue(Frozen):
    """Something of the contract that falls on a date. A "report" `to` parties is due, and a "notice" that declines the
    renewal must be given, before the instant `at`; the others are on it."""

    kind: Literal["report", "review", "notice", "renewal"]
    at: int
    name: str | None = None
    title: str | None = None
    to: tuple[str, ...] = ()


@frozen
class Evaluation(Frozen):
    """All of it. `stamps` are the facts that make it repeatable: digests and versions, in a fixed order."""

    agreement: str
    title: str | None
    period: tuple[int, int]
    as_of: int
    zone: str
    outcomes: tuple[Outcome, ...]
    totals: tuple[Total, ...]
    findings: tuple[Diagnostic, ...]
    stamps: Mapping[str, str]
    triggers: tuple[TriggerOutcome, ...] = ()
    dates: tuple[DateDue, ...] = ()
