"""Whether what is due was claimed in time, in every step that the contract asks for."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import field, replace

from sladsl.diagnostics.catalogue.findings import NO_DEADLINE
from sladsl.engines.measurements import Scope
from sladsl.frozen import Changing, changing
from sladsl.graph.contract import ClaimRule
from sladsl.logs.records import EventLog, StreamLog
from sladsl.rules.cells import CellView
from sladsl.rules.claim_records import ScopeClaims, claims_for
from sladsl.rules.deadlines import Deadline, deadline_in, deadline_of
from sladsl.rules.outcome import ClaimOutcome
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.reach import claim_choice
from sladsl.rules.source import Source
from sladsl.temporal import IntervalSet, Window

_GRAVITY = ("late", "unclaimed", "unknown", "in time", "not needed")
"""Of several steps, the one that decides: the first of these states that one of them has."""


@changing
class ClaimBook(Changing):
    """All steps of the claims for one objective."""

    steps: tuple["StepBook", ...]

    def outcome(self, cell: CellView, due: bool) -> ClaimOutcome | None:
        """None where no deadline can be computed; then nothing is late."""
        found = [outcome for each in self.steps if (outcome := each.outcome(cell, due)) is not None]
        if not found:
            return None
        decisive = min(found, key=lambda each: _GRAVITY.index(each.state))
        return decisive if len(self.steps) == 1 else replace(decisive, steps=tuple(found))


@changing
class StepBook(Changing):
    """The claims of one step. Claims after an `as of` that somebody named are not known yet."""

    source: Source
    log: EventLog
    planned: PlannedObjective
    rule: ClaimRule
    _deadlines: dict[tuple[int, Scope], Deadline | None] = field(default_factory=dict)
    _scopes: dict[Scope, ScopeClaims | None] = field(default_factory=dict)

    def outcome(self, cell: CellView, due: bool) -> ClaimOutcome | None:
        """None where no deadline can be computed."""
        deadline = self._deadline(cell, due)
        if deadline is None:
            return None
        if not due:
            return ClaimOutcome("not needed", deadline.at, deadline.inclusive, None)
        claims = self._claims(cell.scope)
        if claims is None:
            return ClaimOutcome("unknown", deadline.at, deadline.inclusive, None)
        candidates = self._candidates(claims, cell, deadline)
        if candidates:
            first = candidates[0]
            return ClaimOutcome("in time" if deadline.keeps(first) else "late", deadline.at, deadline.inclusive, first)
        is_open = deadline.keeps(self._known_until())
        return ClaimOutcome("unknown" if is_open else "unclaimed", deadline.at, deadline.inclusive, None)

    def _candidates(self, claims: ScopeClaims, cell: CellView, deadline: Deadline) -> list[int]:
        """The first claim that names the window, and the first of those without a name that came when it was over, or
        after the instant from which the deadline runs. A claim that is late for this window but in time for a later one
        was made for that one."""
        window = cell.window
        found = claims.named.get(window.label, [])[:1]
        start = deadline.since
        while (at := claims.first_unnamed(start)) is not None:
            if deadline.keeps(at) or not self._is_for_later(at, cell):
                found.append(at)
                break
            start = at + 1
        return sorted(found)

    def _is_for_later(self, at: int, cell: CellView) -> bool:
        if self.rule.deadline.anchor == "record":
            return False
        panes = self.planned.panes
        index = bisect_right(panes, at, key=lambda pane: pane.window.end) - 1
        if index < 0:
            return False
        later = self._deadline_of_window(panes[index].window, cell)
        return later is not None and later.keeps(at)

    def _known_until(self) -> int:
        """Absence of a claim means something only as far as the log of claims reaches."""
        stated: IntervalSet | None = self.source.plan.stated.get(self.rule.stream or "")
        end = stated.pairs[-1][1] if stated else self.source.plan.as_of
        return min(end, self.source.plan.as_of)

    def _deadline(self, cell: CellView, due: bool) -> Deadline | None:
        key = (cell.window.end, cell.scope)
        if key not in self._deadlines:
            objective = self.planned.objective
            try:
                self._deadlines[key] = deadline_in(self.rule.deadline, cell, objective.window.zone, self.source.graph)
            except ValueError as error:
                if due:
                    message = f"when to claim a credit of {objective.name} cannot be told: {error}"
                    self.source.findings.add(NO_DEADLINE, message, self.rule.span, cell.window.label)
                self._deadlines[key] = None
        return self._deadlines[key]

    def _deadline_of_window(self, window: Window, cell: CellView) -> Deadline | None:
        """The deadline for another window, which does not run from a record."""
        known = self._deadlines.get((window.end, cell.scope))
        if known is not None:
            return known
        rule = self.rule.deadline
        since = window.end if rule.anchor == "window end" else window.start
        try:
            return deadline_of(
                rule, since, self.planned.objective.window.zone, self.source.graph, after_window=since == window.end
            )
        except ValueError:
            return None

    def _claims(self, scope: Scope) -> ScopeClaims | None:
        if scope not in self._scopes:
            log = None if self.rule.stream is None else self.log.streams.get(self.rule.stream)
            self._scopes[scope] = None if log is None else self._claims_in(log, scope)
        return self._scopes[scope]

    def _claims_in(self, log: StreamLog, scope: Scope) -> ScopeClaims:
        objective, plan = self.planned.objective, self.source.plan
        choice = claim_choice(self.rule)
        chosen = None if choice is None else self.source.chosen(choice, objective.keys, scope)
        until = plan.as_of if plan.as_of_given else None
        return claims_for(log, chosen, objective.name, objective.keys, scope, until)


def claim_books(source: Source, log: EventLog) -> Mapping[int, ClaimBook]:
    """A book for each objective whose credits must be claimed."""
    return {
        planned.index: ClaimBook(tuple(StepBook(source, log, planned, rule) for rule in planned.objective.claims))
        for planned in source.plan.objectives
        if planned.objective.claims
    }
