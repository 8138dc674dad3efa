"""A term that begins later or ends sooner: what is lost with it, and what windows come to that it cuts.

Promises that begin later are lost to the customer. Of a window that the term cuts, less is left to measure: what is
before it counts no longer, and what is in it is a greater share. So one log may show either.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice, permutations, product

from sladsl.graph import RuleGraph
from sladsl.proofs.attack import together
from sladsl.proofs.reaching import Budget
from sladsl.proofs.rehearsing import chosen_ways
from sladsl.proofs.setting import Setting
from sladsl.review.apart import Apart, Log, Stretch
from sladsl.review.change import ClauseChange, Shown, Side
from sladsl.review.frame import together_of
from sladsl.review.gains import goes_the_usual_way
from sladsl.review.totals import compared_over
from sladsl.review.version import Version
from sladsl.rules.panes import term_of
from sladsl.rules.reach import cell_roots
from sladsl.temporal import Window, WindowKind, WindowUnit

Versions = tuple[Version, Version]

_MOST_OF_ONE = 300
_MOST_MIXED = 150
_MOST_WAYS = 6
_MOST = 300


def with_cut_windows(
    clause: ClauseChange, pairs: Iterable[Versions], unchanged: Iterable[Versions], currency: str | None
) -> ClauseChange:
    """The change of a term, of which the text tells one side, with the logs that show the other side too. `pairs`: all
    promises of both versions; `unchanged`: those that only the term lets come to something else."""
    if clause.worse_off not in ("customer", "provider") or not any(_borders(*each) for each in pairs):
        return clause
    told: dict[int, Shown] = {}
    budget = Budget(_MOST)
    for old, new in unchanged:
        if budget.left > 0 and len(told) < len(_WORSE_OFF):
            for each in _logs(old, new, budget):
                told.setdefault(_sign(each), each)
                if len(told) == len(_WORSE_OFF):
                    break
    examples = tuple(told[sign] for sign in (1, -1) if sign in told)
    found = together_of(_WORSE_OFF[sign] for sign in told)
    if found not in ("both ways", clause.worse_off):
        return replace(clause, worse_off="unknown", basis="the term cuts windows, and no log shows what the text says")
    gains = [each.gain or Fraction(0) for each in examples]
    up, down = (next((each for each in gains if each * sign > 0), None) for sign in (1, -1))
    return replace(
        clause, worse_off=found, examples=examples, greatest=(up, down), currency=currency,
        basis="shown by logs, of windows that the term cuts",
    )  # fmt: skip


_WORSE_OFF: dict[int, Side] = {1: "provider", -1: "customer"}


def _borders(old: Version, new: Version) -> list[tuple[int, Window]]:
    """Where one term begins or ends within a window of the other; of promises by which the customer may owe, wherever
    it does."""
    terms = [term_of(each.graph) for each in (old, new)]
    found: list[tuple[int, Window]] = []
    starts = terms[0].start, terms[1].start
    ends = [each.end for each in terms]
    either = any(_may_cost_the_customer(each) for each in (old, new))
    if starts[0] != starts[1]:
        border = max(starts)
        longer = new if starts[1] < starts[0] else old
        found += [(border, each) for each in _around(longer, border, either, border - 1)]
    if ends[0] != ends[1]:
        border = min(each for each in ends if each is not None)
        longer = old if ends[1] == border else new
        found += [(border, each) for each in _around(longer, border - 1, either, border)]
    return found


def _around(longer: Version, within: int, either: bool, outside: int) -> list[Window]:
    """The windows with both instants in them; `either`: or else those with what is outside of the shorter term."""
    there = longer.facts.windows_at(longer.objective, within)
    cut = [each for each in there if each.start <= outside < each.end]
    return cut[:1] or (longer.facts.windows_at(longer.objective, outside)[:1] if either else [])


def _may_cost_the_customer(version: Version) -> bool:
    return bool(version.objective.bonuses) or not goes_the_usual_way(version.graph, version.objective)


def _logs(old: Version, new: Version, budget: Budget) -> Iterator[Shown]:
    """Of each window at a border, driven by what happens before that and by what happens after it."""
    parts = []
    for border, window in _borders(old, new):
        period = window.start, window.end
        halves = [each for each in ((border, window.end), (window.start, border)) if each[0] < each[1]]
        parts.append((period, [Window(WindowKind(WindowUnit.TERM), *each, "part") for each in halves]))
    if not parts:
        return
    # In the same order when the change is taken back.
    longer, shorter = sorted((old, new), key=lambda each: _stretch(each.graph))
    apart = Apart(longer, shorter, Budget(min(_MOST_OF_ONE, budget.left)), tuple(parts))
    for each in apart.run():
        found = compared_over(old, new, each.log, each.period)
        if found is not None:
            yield found
    budget.left -= apart.tried
    for each in _mixed(longer, parts, Budget(_MOST_MIXED)):
        found = compared_over(old, new, each.log, each.period)
        if found is not None:
            yield found


def _mixed(longer: Version, parts: Sequence[Stretch], budget: Budget) -> Iterator[Log]:
    """Much in the one part and little in the other: what a share is made of."""
    for period, windows in parts:
        settings = [Setting(longer.graph, period, each, (), tuple(cell_roots(longer.objective))) for each in windows]
        several = [list(islice(chosen_ways(longer.graph, longer.objective, each), _MOST_WAYS)) for each in settings]
        for little, much in permutations(several, 2):
            for one, other in product(little, much):
                log = together([one.log(min(1, one.most)), other.log(other.most)])
                if not budget.take(log):
                    return
                yield Log(log, period)


def _stretch(graph: RuleGraph) -> tuple[int, bool, int]:
    """The lesser, the longer the term."""
    term = term_of(graph)
    return term.start, term.end is not None, -(term.end or 0)


def _sign(shown: Shown) -> int:
    gain = shown.gain or Fraction(shown.stricter)
    return (gain > 0) - (gain < 0)
