"""What changed between two versions, and for whom it is better, as data for every kind of report."""

from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Code
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.model.units import Unit
from sladsl.proofs.spaces import Piece
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import Window
from sladsl.text import Span

Side = Literal["customer", "provider", "both ways", "nobody", "unknown"]
"""Who is worse off. Nobody: proved to come out the same for every log. Unknown is said, and never taken for nobody."""

Kind = Literal[
    "added", "removed", "renamed", "target", "window", "table", "formula", "base", "measure", "exclusion", "calendar",
    "limit", "claim", "condition", "warning", "fee", "term", "paper", "wording", "parameter", "other",
]  # fmt: skip


BY_SHARED_LIMIT = "what the text says of a limit that is shared with other clauses"
"""What a statement rests on: by how much is seen of all clauses together only."""


def stricter(old: Outcome | None, new: Outcome | None) -> int:
    """1 where only the new version calls it a breach, -1 where only the old one does; where both agree, by which of
    them more points come together."""
    gathered = points_of(new) - points_of(old)
    return _breached(new) - _breached(old) or (gathered > 0) - (gathered < 0)


def points_of(outcome: Outcome | None) -> Fraction:
    """The points that one outcome comes to."""
    value = None if outcome is None or outcome.points is None else outcome.points.value
    return value if isinstance(value, Fraction) else Fraction(0)


def _breached(outcome: Outcome | None) -> int:
    return int(outcome is not None and outcome.state == "breached")


@frozen
class Shown(Frozen):
    """One log, evaluated by both versions over `period`. `gain` is what the customer gets more by the new one, in money
    (None where no money is owed: then the states differ). `totals`, where more than one window is looked at: of both
    versions, what comes to the customer and how many windows are breached."""

    log: EventLog
    period: tuple[int, int]
    old: Evaluation | None
    new: Evaluation | None
    old_outcome: Outcome | None
    new_outcome: Outcome | None
    gain: Fraction | None
    totals: tuple[tuple[Fraction, int], tuple[Fraction, int]] | None = None

    @property
    def stricter(self) -> int:
        """More than 0 where the new version calls more a breach."""
        if self.totals is not None:
            return self.totals[1][1] - self.totals[0][1]
        return stricter(self.old_outcome, self.new_outcome)


@frozen
class Region(Frozen):
    """Values of the measured number for which the versions differ by `gain`, in `window` and those like it."""

    pieces: tuple[Piece, ...]
    unit: Unit
    old: Outcome
    new: Outcome
    gain: Fraction
    window: Window


@frozen
class ClauseChange(Frozen):
    """One clause. `before` and `after` say in words what changed; `regions` where, as far as one number decides;
    `examples` show it, the one best for the customer first. `greatest`: the most the customer gains, and the most the
    provider does; None where it is not known. `most`: no log comes to more, over one window; else it is what the
    examples come to. `rests_on`: a mark for all that the clause means in both versions, its definitions, calendars and
    fees included."""

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
    most: bool
    currency: str | None
    basis: str
    old_span: Span | None
    new_span: Span | None
    rests_on: str = ""


@frozen
class Line(Frozen):
    """One clause in one window and scope: what it came to in both versions, and what the customer gets. None: the
    version has no such clause or window. `promised`: in one of them it is more than a kpi."""

    clause: str
    window: str
    scope: tuple[tuple[str, str], ...]
    states: tuple[str | None, str | None]
    owed: tuple[Fraction, Fraction]
    points: tuple[Fraction, Fraction]
    promised: bool


@frozen
class Replay(Frozen):
    """One log. `lines` are those that come out otherwise; `owed` is what all of it comes to for the customer."""

    name: str
    lines: tuple[Line, ...]
    owed: tuple[Fraction, Fraction]
    currency: str | None


@frozen
class Together(Frozen):
    """All clauses in one window, under the limits that they share. `gain`: what the customer gets more by the new
    version over the log of `shown`; less than nothing is what the provider gains. `bound`: it is never more;
    None where that is not known. `several`: the log tells of
    more than one window."""

    gain: Fraction
    bound: Fraction | None
    shown: Shown
    several: bool = False


@frozen
class AgreementChange(Frozen):
    """One agreement in both versions; one of them None where it was added or removed. `replays`: logs that were there
    already, and come out otherwise or were asked for. `together`: what several clauses come to, where that is more than
    any of them does alone; at most one for each side."""

    name: str
    old: RuleGraph | None
    new: RuleGraph | None
    clauses: tuple[ClauseChange, ...]
    worse_off: Side
    replays: tuple[Replay, ...] = ()
    together: tuple[Together, ...] = ()

    @property
    def graph(self) -> RuleGraph:
        """That of the new version; of what was removed, the old one's."""
        graph = self.new or self.old
        assert graph is not None
        return graph

    @property
    def lacks_amount(self) -> bool:
        """Whether a limit over several clauses changed, and nothing shows by how much."""
        return (
            not self.together
            and any(each.basis == BY_SHARED_LIMIT and each.worse_off != "nobody" for each in self.clauses)
            and not any(amount for each in self.clauses for amount in each.greatest)
        )
