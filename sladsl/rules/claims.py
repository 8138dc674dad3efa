"""Whether what is due was claimed, and by when it must be.

A deadline in days is the local midnight after the last of them, one in months keeps the clock; both are exclusive, so
a claim at that instant is late, unless `inclusive` adds the whole local day in which the deadline lies. A deadline in
elapsed or open time is a duration, so equality is in time.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from sladsl.diagnostics.catalogue.findings import NO_DEADLINE
from sladsl.engines.measurements import Scope
from sladsl.graph import RuleGraph
from sladsl.graph.contract import ClaimRule
from sladsl.logs.records import EventLog, StreamLog
from sladsl.rules.claim_records import ScopeClaims, claims_for
from sladsl.rules.frame import PlannedObjective
from sladsl.rules.outcome import ClaimOutcome
from sladsl.rules.reach import claim_choice
from sladsl.rules.source import Source
from sladsl.temporal import (
    DAY,
    CalendarDuration,
    IntervalSet,
    OpenTime,
    Window,
    Zone,
    add_business_days,
    add_calendar,
    end_of_local_day_after,
)

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Deadline:
    at: int
    inclusive: bool

    def keeps(self, instant: int) -> bool:
        return instant < self.at or (self.inclusive and instant == self.at)


@dataclass(slots=True)
class ClaimBook:
    """The claims for one objective. Claims after an `as of` that somebody named are not known yet."""

    source: Source
    log: EventLog
    planned: PlannedObjective
    rule: ClaimRule
    _deadlines: dict[int, Deadline | None] = field(default_factory=dict)
    _scopes: dict[Scope, ScopeClaims | None] = field(default_factory=dict)

    def outcome(self, window: Window, scope: Scope, due: bool) -> ClaimOutcome | None:
        """None where no deadline can be computed; then nothing is late."""
        deadline = self._deadline(window)
        if deadline is None:
            return None
        if not due:
            return ClaimOutcome("not needed", deadline.at, deadline.inclusive, None)
        claims = self._claims(scope)
        if claims is None:
            return ClaimOutcome("unknown", deadline.at, deadline.inclusive, None)
        candidates = self._candidates(claims, window, deadline)
        if candidates:
            first = candidates[0]
            return ClaimOutcome("in time" if deadline.keeps(first) else "late", deadline.at, deadline.inclusive, first)
        is_open = deadline.keeps(self._known_until())
        return ClaimOutcome("unknown" if is_open else "unclaimed", deadline.at, deadline.inclusive, None)

    def _candidates(self, claims: ScopeClaims, window: Window, deadline: Deadline) -> list[int]:
        """The first claim that names the window, and the first of those without a name that came when it was over. A
        claim that is late for this window but in time for a later one was made for that one."""
        found = claims.named.get(window.label, [])[:1]
        start = window.end
        while (at := claims.first_unnamed(start)) is not None:
            if deadline.keeps(at) or not self._is_for_later(at, window):
                found.append(at)
                break
            start = at + 1
        return sorted(found)

    def _is_for_later(self, at: int, window: Window) -> bool:
        panes = self.planned.panes
        index = bisect_right(panes, at, key=lambda pane: pane.window.end) - 1
        if panes[index].window.end <= window.end:
            return False
        later = self._deadline(panes[index].window)
        return later is not None and later.keeps(at)

    def _known_until(self) -> int:
        """Absence of a claim means something only as far as the log of claims reaches."""
        stated: IntervalSet | None = self.source.plan.stated.get(self.rule.stream or "")
        end = stated.pairs[-1][1] if stated else self.source.plan.as_of
        return min(end, self.source.plan.as_of)

    def _deadline(self, window: Window) -> Deadline | None:
        if window.end not in self._deadlines:
            objective = self.planned.objective
            try:
                self._deadlines[window.end] = deadline_of(
                    self.rule, window.end, objective.window.zone, self.source.graph
                )
            except ValueError as error:
                message = f"when to claim a credit of {objective.name} cannot be told: {error}"
                self.source.findings.add(NO_DEADLINE, message, self.rule.span, window.label)
                self._deadlines[window.end] = None
        return self._deadlines[window.end]

    def _claims(self, scope: Scope) -> ScopeClaims | None:
        if scope not in self._scopes:
            log = None if self.rule.stream is None else self.log.streams.get(self.rule.stream)
            self._scopes[scope] = None if log is None else self._claims_in(log, scope)
        return self._scopes[scope]

    def _claims_in(self, log: StreamLog, scope: Scope) -> ScopeClaims:
        objective, plan = self.planned.objective, self.source.plan
        choice = claim_choice(objective)
        chosen = None if choice is None else self.source.chosen(choice, objective.keys, scope)
        until = plan.as_of if plan.as_of_given else None
        return claims_for(log, chosen, objective.name, objective.keys, scope, until)


def claim_books(source: Source, log: EventLog) -> Mapping[int, ClaimBook]:
    """A book for each objective whose credits must be claimed."""
    return {
        planned.index: ClaimBook(source, log, planned, planned.objective.claim)
        for planned in source.plan.objectives
        if planned.objective.claim is not None
    }


def deadline_of(rule: ClaimRule, end: int, zone: str, graph: RuleGraph) -> Deadline:
    """The last moment to claim for a window that ended at `end`; ValueError where there is none."""
    unit = rule.unit.removesuffix("s")
    count = int(rule.value)
    if rule.kind == "elapsed":
        return Deadline(end + count, inclusive=True)
    if rule.kind == "business":
        return _business_deadline(rule, end, unit, graph)
    local = Zone.named(zone)
    if unit in _DAYS:
        return _by_day(rule, end_of_local_day_after(end, count * _DAYS[unit], local), local)
    return _by_day(rule, add_calendar(end, CalendarDuration(months=count * _MONTHS[unit]), local), local)


def _by_day(rule: ClaimRule, deadline: int, zone: Zone) -> Deadline:
    return Deadline(zone.day_span(zone.local(deadline)[0])[1] if rule.inclusive else deadline, inclusive=False)


def _business_deadline(rule: ClaimRule, end: int, unit: str, graph: RuleGraph) -> Deadline:
    assert rule.calendar is not None
    calendar = graph.calendars[rule.calendar].calendar
    if unit != "day":
        return Deadline(OpenTime(calendar).advance(end, int(rule.value), at="next_opening"), inclusive=True)
    # The midnight that ends a window belongs to the day before it, as for calendar days.
    last = add_business_days(calendar, end - 1, int(rule.value))
    return _by_day(rule, calendar.zone.to_utc(calendar.zone.local(last)[0], DAY), calendar.zone)
