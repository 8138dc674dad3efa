"""What changed between two versions, and for whom it is better, as data for every kind of report."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Code
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.model.units import Unit
from sladsl.proofs.spaces import Piece
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.text import Span

Side = Literal["customer", "provider", "both ways", "nobody", "unknown"]
"""Who is worse off. Nobody: proved to come out the same for every log. Unknown is said, and never taken for nobody."""

Kind = Literal[
    "added", "removed", "renamed", "target", "window", "table", "formula", "base", "measure", "exclusion", "calendar",
    "limit", "claim", "condition", "fee", "term", "paper", "wording", "parameter", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One log, evaluated by both versions over `period`. `gain` is what the customer gets more by the new one, in money
    (None where no money is owed: then the states differ)."""

    log: EventLog
    period: tuple[int, int]
    old: Evaluation | None
    new: Evaluation | None
    old_outcome: Outcome | None
    new_outcome: Outcome | None
    gain: Fraction | None


@dataclass(frozen=True, slots=True)
class Region:
    """Values of the measured number for which the versions differ: what the customer gains at `low` and at `high`."""

    pieces: tuple[Piece, ...]
    unit: Unit
    old: Outcome
    new: Outcome
    gain: Fraction


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause. `before` and `after` say in words what changed; `regions` where, as far as one number decides;
    `examples` show it, the one best for the customer first. `greatest`: the most the customer gains, and the most the
    provider does, over one window; None where it is not known."""

    name: str
    old_name: str | None
    kinds: tuple[Kind, ...]
    code: Code
    worse_off: Side
    before: str | None
    after: str | None
    regions: tuple[Region, ...]
    examples: tuple[Shown, ...]
    greatest: tuple[Fraction | None, Fraction | None]
    currency: str | None
    basis: str
    old_span: Span | None
    new_span: Span | None


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """One agreement in both versions; one of them None where it was added or removed."""

    name: str
    old: RuleGraph | None
    new: RuleGraph | None
    clauses: tuple[ClauseChange, ...]
    worse_off: Side
