"""What was reckoned of a change, held against the logs over which both versions were evaluated: these decide."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics.catalogue import changes
from sladsl.review.change import AgreementChange, ClauseChange, Line, Replay, Side
from sladsl.review.frame import together_of
from sladsl.rules.reach import wide_limits

_TOGETHER = "all clauses together"
_UP: Side = "provider"
_DOWN: Side = "customer"


def confirmed(change: AgreementChange) -> AgreementChange:
    """Where a replay comes out otherwise than was reckoned, the clause is worse for whom the replay shows it to be."""
    if change.old is None or change.new is None:
        return change
    clauses = list(change.clauses)
    for name, side, shown_by in _shown(change):
        there = [index for index, each in enumerate(clauses) if each.name == name]
        if there:
            index = _least_told(clauses, there)
            if not _covers((clauses[each].worse_off for each in there), side):
                clauses[index] = _widened(clauses[index], side, shown_by)
        elif not _covers((each.worse_off for each in clauses), side):
            clauses.append(_found(name, change, side, shown_by))
    for side, shown_by in _nets(change):
        if not _covers((each.worse_off for each in clauses), side):
            clauses.append(_found(_TOGETHER, change, side, shown_by))
    return replace(change, clauses=tuple(clauses), worse_off=together_of(each.worse_off for each in clauses))


def line_side(lines: Iterable[Line]) -> Side:
    """Who is worse off over one log by the lines of one clause: in all, and where that comes to nothing, in each."""
    there = [each for each in lines if each.promised]
    sums = [sum(column, Fraction(0)) for column in zip(*map(_gains, there), strict=True)]
    for gain in sums:
        if gain:
            return _UP if gain > 0 else _DOWN
    parts = [next((each for each in _gains(line) if each), Fraction(0)) for line in there]
    if any(None in each.states for each in there):
        return "unknown" if any(parts) else "nobody"
    return "both ways" if any(parts) else "nobody"


def _gains(line: Line) -> tuple[Fraction, Fraction, Fraction]:
    """Of the customer: money, breaches, points."""
    breached = [each == "breached" for each in line.states]
    return (line.owed[1] - line.owed[0], Fraction(breached[1] - breached[0]), line.points[1] - line.points[0])


def _shown(change: AgreementChange) -> Iterator[tuple[str, Side, str]]:
    for replay in change.replays:
        for name in dict.fromkeys(each.clause for each in replay.lines):
            lines = [each for each in replay.lines if each.clause == name]
            if _shares_a_limit(change, name):
                lines = [replace(each, owed=(Fraction(0), Fraction(0))) for each in lines]
            side = line_side(lines)
            if side != "nobody":
                yield name, side, replay.name


def _nets(change: AgreementChange) -> Iterator[tuple[Side, str]]:
    """What a log, or all clauses in one window, comes to in all."""
    for replay in change.replays:
        gain = _net(replay)
        if gain:
            yield _UP if gain > 0 else _DOWN, replay.name
    for each in change.together:
        yield _UP if each.gain > 0 else _DOWN, _TOGETHER


def _net(replay: Replay) -> Fraction:
    return sum((each.owed[1] - each.owed[0] for each in replay.lines if each.promised), Fraction(0))


def _shares_a_limit(change: AgreementChange, name: str) -> bool:
    """Whether another clause that changed leaves this one more or less of a limit: then only all of them tell."""
    changed = {each.name for each in change.clauses if each.worse_off != "nobody"} - {name}
    renamed = {each.name: each.old_name for each in change.clauses if each.old_name is not None}
    for graph in (change.old, change.new):
        assert graph is not None
        own = [each for each in graph.objectives if each.name in (name, renamed.get(name))]
        limits = [limit for each in own for limit in wide_limits(graph, each)]
        owing = {each.name for each in graph.objectives if each.credits}
        others = {each for other in changed for each in (other, renamed.get(other))} & owing
        if any(not each.objectives or others & set(each.objectives) for each in limits if others):
            return True
    return False


def _least_told(clauses: list[ClauseChange], there: list[int]) -> int:
    """Of a clause with several versions, that of which least is said."""
    return next((i for side in ("nobody", "unknown") for i in there if clauses[i].worse_off == side), there[0])


def _covers(told: Iterable[Side], side: Side) -> bool:
    found = together_of(told)
    return found == side or found == "both ways" or (side == "unknown" and found != "nobody")


def _widened(clause: ClauseChange, side: Side, shown_by: str) -> ClauseChange:
    told = together_of([side] if clause.worse_off in ("nobody", "unknown") else [clause.worse_off, side])
    return replace(clause, worse_off=told, most=False, basis=_basis(shown_by))


def _found(name: str, change: AgreementChange, side: Side, shown_by: str) -> ClauseChange:
    assert change.old is not None and change.new is not None
    spans = [next((each.span for each in graph.objectives if each.name == name), None)
             for graph in (change.old, change.new)]  # fmt: skip
    return ClauseChange(
        name, None, ("other",), changes.OTHER, side, None, None, (), (), (None, None), False,
        change.new.currency or change.old.currency, _basis(shown_by), spans[0], spans[1],
    )  # fmt: skip


def _basis(shown_by: str) -> str:
    return f"shown by {shown_by}, which comes out otherwise than what was reckoned"
