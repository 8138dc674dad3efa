"""How objectives stand: judged when asked for, each once, so that clauses can look at one another and at the past."""

from bisect import bisect_left
from dataclasses import field, replace
from fractions import Fraction

from sladsl.diagnostics.catalogue.findings import HISTORY_UNKNOWN
from sladsl.engines.measurements import Scope
from sladsl.frozen import Changing, Frozen, changing, frozen
from sladsl.graph import WindowRule
from sladsl.graph.values import Run
from sladsl.model.units import COUNT, money
from sladsl.rules.cells import CellView, Stand
from sladsl.rules.credits import credit_part
from sladsl.rules.derivation import Step
from sladsl.rules.history import unknown_before
from sladsl.rules.objectives import Verdict, judge
from sladsl.rules.opening import Opening, OpeningOutcome
from sladsl.rules.outcome import CreditOutcome, State
from sladsl.rules.panes import Pane
from sladsl.rules.planned import PlannedObjective
from sladsl.rules.source import Source
from sladsl.rules.values import CellValues
from sladsl.temporal import Window

_NO_VERDICT: tuple[State | None, ...] = (None, "no verdict", "not applicable")
_TOLD_AT_ONCE = 100
"""So many windows of a row are told one by one; those before them are one step, which the next hundred share. A row
that goes on for years would otherwise be told as a whole in each of its windows."""


@changing
class _Known(Changing):
    """One objective with all its windows by their end, told or only looked back at, and its text in each of them."""

    texts: list[PlannedObjective]
    panes: list[Pane] = field(init=False)
    planned: list[PlannedObjective] = field(init=False)
    ends: list[int] = field(init=False)
    first_told: int = field(init=False)

    def __post_init__(self) -> None:
        pairs = [(pane, text) for text in self.texts for pane in (*text.earlier, *text.panes)]
        pairs.sort(key=lambda pair: pair[0].window.end)
        self.panes, self.planned = [pane for pane, _ in pairs], [text for _, text in pairs]
        self.ends = [each.window.end for each in self.panes]
        self.first_told = min((pane.window.end for text in self.texts for pane in text.panes), default=0)

    def index(self, window: Window) -> int | None:
        index = bisect_left(self.ends, window.end)
        found = index < len(self.panes) and self.panes[index].window.start == window.start
        return index if found and self.ends[index] == window.end else None


@frozen
class _Row(Frozen):
    """Windows in a row up to one of them: how many, the last of them one by one, and a step for those before.
    `is_open`: it goes on into what nobody knows."""

    count: int
    told: tuple[Step, ...]
    before: Step | None
    is_open: bool

    def step(self, words: str) -> Step:
        before = () if self.before is None else (self.before,)
        return Step(words, Fraction(self.count), COUNT, (*self.told, *before))

    def longer(self, last: Step, words: str) -> "_Row":
        """With one window more; `words` of the row as it is."""
        if len(self.told) < _TOLD_AT_ONCE:
            return _Row(self.count + 1, (last, *self.told), self.before, self.is_open)
        return _Row(self.count + 1, (last,), self.step(words), self.is_open)


@changing
class Standing(Changing):
    """All verdicts of one evaluation. What objectives owe is noted here as it is settled."""

    source: Source
    opening: Opening | None
    _known: dict[str, _Known] = field(init=False)
    _cells: dict[tuple[str, Scope, int, int], CellValues] = field(default_factory=dict)
    _verdicts: dict[tuple[str, Scope, int, int], Verdict] = field(default_factory=dict)
    _settled: dict[tuple[str, Scope, int, int], CreditOutcome | None] = field(default_factory=dict)
    _rows: dict[tuple[Run, Scope, int], _Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts: dict[str, list[PlannedObjective]] = {}
        for each in self.source.plan.objectives:
            texts.setdefault(each.objective.name, []).append(each)
        self._known = {name: _Known(every) for name, every in texts.items()}

    def cell(self, planned: PlannedObjective, scope: Scope, window: Window) -> CellValues:
        """The values of an objective's own cell."""
        objective = planned.objective
        key = (objective.name, scope, window.start, window.end)
        if key not in self._cells:
            quiet = window.end < self._known[objective.name].first_told
            self._cells[key] = CellValues(
                self.source, objective.name, objective.span, objective.keys, scope, window, objective.window, quiet
            )
        return self._cells[key]

    def verdict(self, planned: PlannedObjective, scope: Scope, window: Window) -> Verdict:
        key = (planned.objective.name, scope, window.start, window.end)
        if key not in self._verdicts:
            self._verdicts[key] = judge(planned.objective, self.cell(planned, scope, window))
        return self._verdicts[key]

    def note(self, planned: PlannedObjective, scope: Scope, window: Window, credit: CreditOutcome | None) -> None:
        """What has been settled."""
        self._settled[planned.objective.name, scope, window.start, window.end] = credit

    def opened(self, planned: PlannedObjective, scope: Scope, window: Window) -> OpeningOutcome | None:
        """What an earlier result says of a window before those that are told of."""
        if self.opening is None or window.end >= self._known[planned.objective.name].first_told:
            return None
        return self.opening.outcomes.get((planned.objective.name, scope, window.start, window.end))

    # What values ask for

    def stand(self, objective: str, cell: CellView) -> Stand:
        known = self._known[objective]
        index = known.index(cell.window)
        if index is None:
            note = f"what {objective} came to in {cell.window.label} is not known"
            return Stand(None, Step(objective, None, note=note))
        return self._stand(known, index, _projected(known.planned[index], cell))

    def run(self, asked: Run, cell: CellView) -> Step:
        """Counted backwards from the cell's window; the first verdict of another kind ends the row."""
        known = self._known[asked.objective]
        index = known.index(cell.window)
        words = f"windows in a row in which {asked.objective} is {asked.states[0]}"
        if index is None:
            return Step(words, None, COUNT, note=f"what {asked.objective} came to in {cell.window.label} is not known")
        row = self._row(asked, known, index, _projected(known.planned[index], cell), words)
        if row.is_open:
            self._report_unknown(asked, known, cell)
        return row.step(words)

    def _row(self, asked: Run, known: _Known, index: int, scope: Scope, words: str) -> _Row:
        """The row that ends there, going on from that of an earlier window where it is known."""
        row, ahead = _Row(0, (), None, is_open=False), list[tuple[int, Step | None]]()
        left = asked.most
        while left is None or left:
            if index < 0:
                row = replace(row, is_open=True)
                break
            if (asked, scope, index) in self._rows:
                row = self._rows[asked, scope, index]
                break
            stand = self._stand(known, index, scope)
            if stand.state in asked.states:
                ahead.append((index, stand.step))
                left = left and left - 1
            elif stand.state in _NO_VERDICT:
                ahead.append((index, None))
            else:
                break
            index -= 1
        for at, step in reversed(ahead):
            if step is not None:
                row = row.longer(step, f"{words}, up to {known.panes[at - 1].window.label}")
            if asked.most is None:
                self._rows[asked, scope, at] = row
        return row

    def report_unsettled(
        self, planned: PlannedObjective, window: Window, owed: tuple[CreditOutcome | None, ...]
    ) -> None:
        """What was owed earlier counts now; where that is not known, somebody must be told."""
        if any(each is not None and each.due is None for each in owed):
            message = unknown_before((planned.objective.name,), window.end, self.source.graph)
            self.source.findings.add(HISTORY_UNKNOWN, message, planned.objective.span)

    def _report_unknown(self, asked: Run, known: _Known, cell: CellView) -> None:
        """A row that goes on into what nobody knows may be longer than it seems."""
        first = known.panes[0].window.start
        if first > self.source.term.start:
            cell.finding(HISTORY_UNKNOWN, unknown_before((asked.objective,), first, self.source.graph))

    def points(self, objective: str, cell: CellView) -> Step:
        known = self._known[objective]
        index = known.index(cell.window)
        if index is None:
            return Step(f"points of {objective}", None, COUNT, note=f"not known in {cell.window.label}")
        planned, window = known.planned[index], known.panes[index].window
        scope = _projected(planned, cell)
        opened = self.opened(planned, scope, window)
        if opened is not None:
            return Step(f"points of {objective}, from an earlier result", opened.points, COUNT)
        return self.points_in(planned, scope, window)

    def points_in(self, planned: PlannedObjective, scope: Scope, window: Window) -> Step:
        """How many points an objective gives in one of its cells."""
        rule = planned.objective.points
        words = f"points of {planned.objective.name}"
        if rule is None:
            return Step(words, Fraction(0), COUNT)
        verdict = self.verdict(planned, scope, window)
        cell = self.cell(planned, scope, window)
        part = credit_part(planned.objective, rule, verdict, cell)
        given = part.step if part.amount else replace(part.step, unit=COUNT)
        step = Step(words, part.amount, COUNT, (given,), rule.span, part.step.note)
        for limit in rule.limits:
            most = cell.step(limit.amount)
            if step.number is not None and most.number is not None and most.number < step.number:
                step = Step(words, most.number, COUNT, (step, most), limit.span)
        return step

    def credit(self, objective: str, cell: CellView) -> Step:
        known = self._known[objective]
        index = known.index(cell.window)
        words = f"credit of {objective}"
        if index is None:
            return Step(words, None, note=f"what {objective} came to in {cell.window.label} is not known")
        planned, window = known.planned[index], known.panes[index].window
        scope = _projected(planned, cell)
        opened = self.opened(planned, scope, window)
        if opened is not None:
            return Step(f"{words}, from an earlier result", opened.due, opened.unit, note="there is no verdict on it")
        settled = self._settled.get((objective, scope, window.start, window.end))
        if settled is None:
            return Step(words, Fraction(0))
        note = None if settled.due is not None else "there is no verdict on it"
        return Step(words, settled.due, settled.unit, (settled.derivation,), note=note)

    def all_credits(self, cell: CellView) -> Step:
        """What is payable of all windows that end in the cell's, as far as it lies in what is evaluated."""
        start, end = self.source.plan.period
        window, currency = cell.window, self.source.graph.currency or ""
        if window.start < start or window.end > end:
            return Step("credits", None, money(currency), note=f"{window.label} is not looked at as a whole")
        within = [each for (_, _, _, at), each in self._settled.items() if window.start < at <= window.end]
        steps = tuple(each.derivation for each in within if each is not None and each.payable)
        paid = [each.payable for each in within if each is not None and each.currency == currency]
        return Step("credits", sum((each or Fraction(0) for each in paid), Fraction(0)), money(currency), steps)

    def _stand(self, known: _Known, index: int, scope: Scope) -> Stand:
        planned, window = known.planned[index], known.panes[index].window
        opened = self.opened(planned, scope, window)
        if opened is not None:
            step = Step(f"{planned.objective.name} in {window.label}, from an earlier result", None)
            return Stand(opened.state, step)
        verdict = self.verdict(planned, scope, window)
        words = f"{planned.objective.name} in {window.label}"
        truth = verdict.derivation.value
        return Stand(verdict.state, Step(words, truth, None, (verdict.derivation,), note=verdict.reason))


def cell_maker(
    source: Source, like: CellView, keys: tuple[str, ...], scope: Scope, window: Window, rule: WindowRule | None
) -> CellView:
    """The values of another cell for the same clause."""
    span = like.span if isinstance(like, CellValues) else None
    # Windows that are not over yet are not told of either: nobody can know of them.
    quiet = window.start >= like.window.end or (isinstance(like, CellValues) and like.quiet)
    return CellValues(source, like.subject, span, keys, scope, window, rule, quiet)


def _projected(planned: PlannedObjective, cell: CellView) -> Scope:
    """The objective's own scope within that of the cell."""
    return tuple(cell.scope[cell.keys.index(key)] for key in planned.objective.keys)
