"""Windows as the contract takes them: calendar windows, cut to the term."""

from collections.abc import Mapping
from dataclasses import field, replace

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph, WindowRule
from sladsl.graph.windows import window_kind
from sladsl.rules.due import DueWindows, due_windows
from sladsl.temporal import DAY, MINUTE, WEEK, Window, WindowKind, WindowUnit, Zone, tile

_USUAL = {
    # Some clocks are put forward by half an hour, and two windows share an hour then.
    WindowUnit.HOUR: 59 * MINUTE,
    WindowUnit.DAY: DAY,
    WindowUnit.WEEK: WEEK,
    WindowUnit.MONTH: 30 * DAY,
    WindowUnit.QUARTER: 91 * DAY,
    WindowUnit.HALF_YEAR: 182 * DAY,
    WindowUnit.YEAR: 365 * DAY,
}
"""How long windows are on an average, or a little less."""


@frozen
class Pane(Frozen):
    """A window within the term. `partial`: the term cut it; `window` is what is left of it."""

    window: Window
    partial: bool


@frozen
class Term(Frozen):
    """The term as instants; `horizon` stands for its end where it has none. Each is equal to itself only."""

    start: int
    end: int | None
    horizon: int
    schedules: Mapping[str, DueWindows] = field(default_factory=dict)
    _tiled: dict[tuple[WindowRule, int, int], list[Window]] = field(default_factory=dict)
    _last: dict[WindowRule, Pane] = field(default_factory=dict)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def last(self) -> int:
        return self.horizon if self.end is None else self.end

    def panes(self, rule: WindowRule, start: int, end: int) -> list[Pane]:
        """The windows that meet [start, end), which lies in the term, each cut to the term but to nothing else."""
        if rule.unit == "term":
            return [Pane(Window(WindowKind.term(), self.start, self.last, "term"), self.end is None)]
        return [self._cut(window) for window in tile(window_kind(rule), Zone.named(rule.zone), start, end)]

    def pane_at(self, rule: WindowRule, instant: int) -> Pane:
        """The window that holds an instant of the term; of rolling ones, that which ends first after it. It is mostly
        asked for in order, so the last one is kept."""
        if rule.rolling:
            return self.panes(rule, instant, instant + 1)[0]
        pane = self._last.get(rule)
        if pane is None or not pane.window.start <= instant < pane.window.end:
            pane = self._last[rule] = self.panes(rule, instant, instant + 1)[0]
        return pane

    def beside(self, rule: WindowRule, window: Window, first: int, last: int) -> list[Window]:
        """The windows from the `first` to the `last` counted from `window`, as far as the term has them."""
        found: list[Window] = [window] if first <= 0 <= last else []
        if rule.unit == "term":
            return found
        back, steps = window, 0
        while steps > first and (before := self._before(rule, back)) is not None:
            back, steps = before, steps - 1
            if steps <= last:
                found.insert(0, back)
        ahead, steps = window, 0
        while steps < last and (after := self._after(rule, ahead)) is not None:
            ahead, steps = after, steps + 1
            if steps >= first:
                found.append(ahead)
        return found

    def _before(self, rule: WindowRule, window: Window) -> Window | None:
        edge = window.start
        if rule.rolling:
            # Before it comes the one that ends a unit earlier, not the one before its start.
            edge = self.panes(replace(rule, count=1, rolling=False), window.end - 1, window.end)[0].window.start
        return None if edge <= self.start else self.panes(rule, edge - 1, edge)[0].window

    def _after(self, rule: WindowRule, window: Window) -> Window | None:
        if self.end is not None and window.end >= self.end:
            return None
        return self.panes(rule, window.end, window.end + 1)[0].window

    def due(self, schedule: str, start: int, end: int) -> list[Window]:
        """The due windows that end in (start, end], cut to the term."""
        found = self.schedules[schedule].ending_in(start, end)
        return [each if each.start >= self.start else replace(each, start=self.start) for each in found]

    def whole(self, rule: WindowRule, start: int, end: int) -> list[Window]:
        """The windows that meet [start, end), not cut: what a fee is for."""
        if rule.unit == "term":
            return [Window(WindowKind.term(), self.start, self.last, "term")]
        key = (rule, start, end)
        known = self._tiled.get(key)
        if known is None:
            known = self._tiled[key] = tile(window_kind(rule), Zone.named(rule.zone), start, end)
        return known

    def _cut(self, window: Window) -> Pane:
        start, end = max(window.start, self.start), window.end
        if self.end is not None:
            end = min(end, self.end)
        partial = (start, end) != (window.start, window.end)
        return Pane(replace(window, start=start, end=end) if partial else window, partial)


def term_of(graph: RuleGraph, horizon: int | None = None) -> Term:
    """The term from its dates, which are local to the contract's zone; the last date is exclusive."""
    zone = Zone.named(graph.zone)
    start = zone.to_utc(graph.term_start, 0)
    end = None if graph.term_end is None else zone.to_utc(graph.term_end, 0)
    return Term(start, end, max(start, horizon if horizon is not None else start), due_windows(graph))


def most_windows(rule: WindowRule, start: int, end: int) -> int:
    """No fewer than the windows that meet [start, end), told without making them."""
    usual = _USUAL.get(window_kind(rule).unit)
    # One at either end is met in part, and one may be short.
    return 1 if usual is None else (end - start) // usual + 3
