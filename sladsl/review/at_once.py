"""What clauses come to at once where it cannot be reckoned, as amounts are formulas, scopes many or windows different:
what the worst logs of single clauses come to together, by both versions as they are."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from string import ascii_lowercase

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.model.types import TEXT, of_attribute
from sladsl.proofs.assumed import scopes_to_try
from sladsl.proofs.attack import together
from sladsl.proofs.reaching import Budget
from sladsl.proofs.rehearsing import chosen_ways
from sladsl.proofs.setting import Setting
from sladsl.proofs.shrinking import shrunk
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.change import Shown, Together
from sladsl.review.read_as import common, fitted
from sladsl.review.together import MOST_SHOWN, before_shared
from sladsl.review.totals import amounts_of, in_all
from sladsl.review.version import Facts
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import cell_roots
from sladsl.temporal import Pair, Window, WindowKind, WindowUnit

_MOST_WAYS = 6
_MOST_SCOPES = 6
_MOST_SHRINKING = 80


def shown_at_once(old: Facts, new: Facts) -> list[Together]:
    """At most one for each side, of one log over the longest window or limit."""
    period = _period(old, new)
    if period is None:
        return []
    schemas = common(old.graph.streams, new.graph.streams)
    calm = fitted(schemas, covering(new.graph, {}, period))
    logs = [fitted(schemas, each) for each in islice(_worst(old, new, period), MOST_SHOWN)]
    best: dict[int, Shown] = {}
    for several in [logs, *([each] for each in logs)] if logs else []:
        shown = in_all((old.graph, new.graph), together([calm, *several]), period)
        gain = shown.gain or Fraction(0)
        sign = (gain > 0) - (gain < 0)
        if sign and (sign not in best or abs(gain) > abs(best[sign].gain or Fraction(0))):
            best[sign] = shown
    found = [_small(each, (old.graph, new.graph)) for each in best.values()]
    return [Together(each.gain or Fraction(0), None, each, several=_is_several(each)) for each in found]


def _small(shown: Shown, graphs: tuple[RuleGraph, RuleGraph]) -> Shown:
    """As little as comes to as much."""
    budget = Budget(_MOST_SHRINKING)

    def shows(log: EventLog) -> bool:
        return budget.take(log) and in_all(graphs, log, shown.period).gain == shown.gain

    return in_all(graphs, shrunk(shown.log, shows), shown.period)


def _period(old: Facts, new: Facts) -> Pair | None:
    """From the beginning of both, the longest window of any clause or limit of them."""
    start, end = max(each.horizon.start for each in (old, new)), min(each.horizon.end for each in (old, new))
    if start >= end:
        return None
    ends: list[int] = []
    for facts in (old, new):
        rules = {each.window for each in facts.graph.objectives if each.credits or each.bonuses}
        rules |= {each.window for each in facts.graph.limits if each.window is not None}
        ends += [facts.horizon.term.pane_at(each, start).window.end for each in rules]
    return (start, min(max(ends), end)) if ends else None


def _worst(old: Facts, new: Facts, period: Pair) -> Iterator[EventLog]:
    """Of each clause and scope a log by which much is owed, whatever limits it shares."""
    there = {each.name: (old, each) for each in old.graph.objectives if each.credits}
    there |= {each.name: (new, each) for each in new.graph.objectives if each.credits}
    for facts, objective in there.values():
        graph = with_those_asked(facts.graph, [objective])
        window = Window(WindowKind(WindowUnit.TERM), *period, "all")
        for scope in _scopes(facts, objective):
            setting = Setting(graph, period, window, tuple(scope.items()), tuple(cell_roots(objective)))
            best: EventLog | None = None
            most = Fraction(0)
            for way in islice(chosen_ways(graph, objective, setting), _MOST_WAYS):
                for n in islice(amounts_of(way), 3):
                    log = way.log(n)
                    owed = _owed(evaluated(graph, log, period), objective)
                    if owed > most:
                        best, most = log, owed
            if best is not None:
                yield best


def _scopes(facts: Facts, objective: Objective) -> list[dict[str, str]]:
    """Those that the contract names; where names are free, several of them."""
    found = scopes_to_try(with_those_asked(facts.graph, [objective]), objective)
    free = [
        key for key in objective.keys
        for stream in facts.graph.streams for each in stream.attributes
        if each.name == key and of_attribute(each.type) == TEXT
    ]  # fmt: skip
    if free:
        found = [*found, *({**found[0], free[0]: name} for name in ascii_lowercase[1:])]
    return found[:_MOST_SCOPES]


def _owed(evaluation: Evaluation | None, objective: Objective) -> Fraction:
    outcomes = evaluation.outcomes if evaluation is not None else ()
    return sum((before_shared(each) for each in outcomes if each.objective == objective.name), Fraction(0))


def _is_several(shown: Shown) -> bool:
    """Whether it tells of more than one window of a clause."""
    outcomes = [*(shown.old.outcomes if shown.old else ()), *(shown.new.outcomes if shown.new else ())]
    return any((each.window.start, each.window.end) != shown.period for each in outcomes)
