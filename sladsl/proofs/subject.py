"""One agreement as the claims see it: every objective scanned once, and one budget for all that is looked for."""

from dataclasses import dataclass, field
from functools import cached_property

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.proofs.assumed import Rules
from sladsl.proofs.lattice import Lattice
from sladsl.proofs.presupposed import given_at
from sladsl.proofs.reaching import Aim, Budget, Hints, Tried, Wanted, find, is_reached
from sladsl.proofs.scan import Point, Scan, scan
from sladsl.proofs.setting import NOTHING, Given
from sladsl.proofs.slices import streams_of, with_those_asked
from sladsl.proofs.spaces import Piece
from sladsl.proofs.windows import Horizon, horizon_of, looked_at, one_of_each, whole_windows
from sladsl.proofs.witness import Witness, covering, evaluated
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import Pair, Window
from sladsl.text import Span

What = tuple[object, ...]
STEPS = 4000
"""Evaluations that may be made for one question."""
_SEARCHES = 6
"""A question about a table looks for several logs, one after the other."""


@frozen
class Floor(Frozen):
    """A level above, in which an objective, or the `limit` at a place, was as it is no more. `mandatory`: the new one
    must promise no less, and allow no more. `versions`: of the agreement below, those in which that is so."""

    objective: str
    level: str
    mandatory: bool
    graph: RuleGraph
    limit: Span | None = None
    versions: tuple[int, ...] = (0,)


Version = tuple[str, tuple[int, ...]]


def _version(objective: Objective) -> Version:
    """All versions of a clause have its name, and each its own text and windows."""
    return objective.name, objective.versions


@dataclass
class Subject:
    """`steps`: how many evaluations may be spent on one question. `floors`: what levels above said."""

    graph: RuleGraph
    steps: int = STEPS
    floors: tuple[Floor, ...] = ()
    _scans: dict[Version, Scan | None] = field(default_factory=dict)
    _shapes: dict[Version, list[Window]] = field(default_factory=dict)
    _lattices: dict[Version, Lattice] = field(default_factory=dict)
    _presupposed: dict[tuple[object, ...], Given | None] = field(default_factory=dict)
    _parts: dict[frozenset[str], RuleGraph] = field(default_factory=dict)
    _calm: dict[Pair, bool] = field(default_factory=dict)
    _reached: dict[tuple[object, ...], bool] = field(default_factory=dict)

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.graph, self.horizon)

    @cached_property
    def _tried(self) -> Tried:
        return Tried(self.confirmed)

    @property
    def hints(self) -> Hints:
        return self._tried.hints

    @cached_property
    def horizon(self) -> Horizon:
        return horizon_of(self.graph)

    @cached_property
    def _looked_at(self) -> list[Pair]:
        return looked_at(self.horizon, self.graph)

    @property
    def bounds(self) -> tuple[str, ...]:
        """How far was looked, where the contract sets no end."""
        return (f"the first {self.horizon.years} years of a term without an end",) if self.horizon.bounded else ()

    @cached_property
    def reads(self) -> dict[str, frozenset[str]]:
        """The streams on which each objective rests."""
        return {each.name: streams_of(self.graph, each) for each in self.graph.objectives}

    def about(self, stream: str) -> RuleGraph:
        """The agreement with the objectives that a stream can change, and those that they look at."""
        return with_those_asked(self.graph, [each for each in self.graph.objectives if stream in self.reads[each.name]])

    def confirmed(self, log: EventLog, period: Pair) -> Evaluation | None:
        """What the agreement comes to over a log, but for clauses of which nothing comes either way."""
        told = {name for name, each in log.streams.items() if each.records}
        graph = self.touched(told, period)
        return evaluated(graph, covering(graph, {name: log.streams[name] for name in told}, period), period)

    def touched(self, streams: set[str], period: Pair) -> RuleGraph:
        """The part of an agreement that records of these streams can change. The rest is as when nothing happens; or
        all of it, where it owes something even then, and so uses up limits, or where rows of registers make scopes."""
        if any(each.register and each.name in streams for each in self.graph.streams) or self._owes_in_calm(period):
            return self.graph
        key = frozenset(streams)
        if key not in self._parts:
            touched = [each for each in self.graph.objectives if not self.reads[each.name].isdisjoint(streams)]
            self._parts[key] = with_those_asked(self.graph, touched)
        return self._parts[key]

    def _owes_in_calm(self, period: Pair) -> bool:
        if period not in self._calm:
            evaluation = evaluated(self.graph, covering(self.graph, {}, period), period)
            every = () if evaluation is None else evaluation.outcomes
            credits = [credit for each in every for credit in (each.credit, each.bonus) if credit is not None]
            self._calm[period] = evaluation is None or any(each.due != 0 for each in credits)
        return self._calm[period]

    def shapes(self, objective: Objective) -> list[Window]:
        """One window of each length there is."""
        key = _version(objective)
        if key not in self._shapes:
            self._shapes[key] = one_of_each(whole_windows(self.graph, objective, self.horizon, self._looked_at))
        return self._shapes[key]

    def scan(self, objective: Objective) -> Scan | None:
        """The objective at every combination of numbers; None where it is never taken."""
        key = _version(objective)
        if key not in self._scans:
            windows = self.shapes(objective)
            self._scans[key] = scan(self.rules, objective, windows[0]) if windows else None
        return self._scans[key]

    def lattice(self, objective: Objective) -> Lattice:
        """Which values the objective can have at all."""
        key = _version(objective)
        if key not in self._lattices:
            self._lattices[key] = Lattice(self.graph, objective)
        return self._lattices[key]

    def find(
        self, objective: Objective, piece: Piece | None, wanted: Wanted, at: Point | None = None
    ) -> Witness | None:
        """A log in which the objective lies in the piece, and what is wanted holds."""
        for given in (NOTHING, *self._given(objective, at)):
            aim = self._aim(objective, piece, wanted, at, given)
            found = find(self.graph, aim, Budget(self.steps // _SEARCHES), self._tried)
            if found is not None:
                return found
        return None

    def reaches(
        self, objective: Objective, point: Point, what: What, wanted: Wanted, *, anywhere: bool = False
    ) -> bool:
        """Whether a log comes to the point (or `anywhere`, to the scope of it), and what is wanted holds: a state, or
        which row decides. `what` says that in words that hold for every objective of the same form: what is
        known of one of them is known of all."""
        piece = None if anywhere else point.piece
        key = (self.hints.form(self.graph, objective), piece, point.scope, point.rest, what)
        if key not in self._reached:
            every = (*self._given(objective, point), NOTHING)
            aims = (self._aim(objective, piece, wanted, point, each) for each in every)
            steps = self.steps // _SEARCHES
            self._reached[key] = any(is_reached(self.graph, each, Budget(steps), self._tried) for each in aims)
        return self._reached[key]

    def _given(self, objective: Objective, at: Point | None) -> tuple[Given, ...]:
        """What must be there for the numbers beside the main one to be as they are at a point, if anything."""
        scanned = self.scan(objective)
        if at is None or scanned is None or not at.rest:
            return ()
        key = (_version(objective), at.scope, at.rest)
        if key not in self._presupposed:
            self._presupposed[key] = given_at(self.graph, scanned, at, tuple(self.shapes(objective)[:1]))
        found = self._presupposed[key]
        return () if found is None or found == NOTHING else (found,)

    def _aim(self, objective: Objective, piece: Piece | None, wanted: Wanted, at: Point | None, given: Given) -> Aim:
        scope, lattice = at.scope if at is not None else (), self.lattice(objective)
        windows = tuple(each for each in self.shapes(objective) if lattice.may_come_to(piece, each.end - each.start))
        return Aim(objective, windows, piece, wanted, scope, given)
