"""What two versions come to over months together, where their windows or the limits of a year are not the same."""

from collections.abc import Iterator
from fractions import Fraction

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.proofs.reaching import Budget
from sladsl.proofs.rehearsing import chosen_ways
from sladsl.proofs.setting import Setting, Way
from sladsl.review.change import Shown
from sladsl.review.gains import to_customer
from sladsl.review.searching import evaluated_by
from sladsl.review.version import Version
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, MINUTE, CalendarDuration, Window, WindowKind, WindowUnit, Zone, add_calendar

_MONTHS = 12
_MOST_WAYS = 12
_MOST_STEPS = 12
_ROUND = (DAY, HOUR, MINUTE)


def over_a_year(old: Version, new: Version, budget: Budget) -> Iterator[Shown]:
    """Logs of a year, or of the term where that is shorter, from little to all that can happen, over which the versions
    owe different amounts or call different numbers of windows breached."""
    period = _period(old, new)
    if period is None:
        return
    for version in (new, old):
        setting = _setting(version, period)
        for number, way in enumerate(chosen_ways(version.graph, version.objective, setting)):
            if number >= _MOST_WAYS:
                break
            for n in amounts_of(way):
                log = way.log(n)
                if not budget.take(log) or not budget.take(log):
                    return
                found = compared_over(old, new, log, period)
                if found is not None:
                    yield found


def compared_over(old: Version, new: Version, log: EventLog, period: tuple[int, int]) -> Shown | None:
    """One log, evaluated by both; None where both come to the same."""
    found = in_all((old.graph, new.graph), log, period, (old.objective.name, new.objective.name))
    assert found.totals is not None
    return None if found.totals[0] == found.totals[1] else found


def in_all(
    graphs: tuple[RuleGraph, RuleGraph], log: EventLog, period: tuple[int, int], clauses: tuple[str, str] | None = None
) -> Shown:
    """One log, evaluated by both agreements as they are: what all clauses come to, or one of each."""
    one, other = (evaluated_by(graph, log, period) for graph in graphs)
    names = clauses or (None, None)
    before, after = _come_to(graphs[0], one, names[0]), _come_to(graphs[1], other, names[1])
    return Shown(log, period, one, other, None, None, after[0] - before[0], (before, after))


def _come_to(graph: RuleGraph, evaluation: Evaluation | None, clause: str | None) -> tuple[Fraction, int]:
    """What the customer gets in all, and how many windows are breached."""
    outcomes = evaluation.outcomes if evaluation is not None else ()
    of = [each for each in outcomes if clause in (None, each.objective)]
    return sum((to_customer(graph, each) for each in of), Fraction(0)), sum(each.state == "breached" for each in of)


def _period(old: Version, new: Version) -> tuple[int, int] | None:
    terms = [each.facts.horizon for each in (old, new)]
    # A version by an amendment begins later than the term.
    begins = (min((window.start for window in each.facts.whole_windows(each.objective)), default=0)
              for each in (old, new))  # fmt: skip
    start, end = max(*begins, *(each.start for each in terms)), min(each.end for each in terms)
    year = add_calendar(start, CalendarDuration(months=_MONTHS), Zone.named(new.graph.zone))
    end = min(end, year)
    return (start, end) if start < end else None


def _setting(version: Version, period: tuple[int, int]) -> Setting:
    objective: Objective = version.objective
    window = Window(WindowKind(WindowUnit.TERM), *period, "all")
    return Setting(version.graph, period, window, (), tuple(cell_roots(objective)))


def amounts_of(way: Way) -> Iterator[int]:
    """From all that can happen to little, in powers of two; of lengths, those people speak of."""
    found: dict[int, None] = {}
    n = way.most
    while n > 0 and len(found) < _MOST_STEPS:
        unit = next((each for each in _ROUND if way.timed and n >= each), 1)
        found[n // unit * unit] = None
        n //= 2 if not way.timed else 3
    yield from found
