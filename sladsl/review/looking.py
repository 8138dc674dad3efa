"""Whether any log shows a difference: first near the borders that are known, then further away."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sladsl.proofs.reaching import Budget
from sladsl.review.alike import Alike
from sladsl.review.apart import Apart, shown_apart
from sladsl.review.change import Shown, Side
from sladsl.review.regions import Compared
from sladsl.review.searching import STEPS, Searched, search
from sladsl.review.totals import over_a_year
from sladsl.review.version import Version

MOST_APART = 600
CERTAIN: frozenset[Side] = frozenset(("customer", "provider", "both ways", "nobody"))


def searched(
    old: Version, new: Version, table: Compared | None, stated: set[Side], alike: Alike, *, turned: bool
) -> Searched:
    """Logs of one window and, where these show nothing, others near what both name, and of a year: first of a year
    where windows differ. Less is looked at where the text tells already: then one log is enough to show it. `turned`:
    the new version is looked at as the old one, so that a change and what takes it back are looked at alike."""
    told = stated <= CERTAIN
    steps = STEPS // 4 if told else STEPS
    if table is not None:
        found = search(old, new, table.regions, alike, steps)
    elif turned:
        found = _turned(search(new, old, None, alike, steps))
    else:
        found = search(old, new, None, alike, steps)
    if found.up or found.down or (table is not None and told):
        return found
    far = _turned(_far(new, old, told=told)) if turned else _far(old, new, told=told)
    return replace(far, unclear=found.unclear, logs=found.logs + far.logs)


def _far(old: Version, new: Version, *, told: bool) -> Searched:
    logs = 0
    stages = [_near, _yearly]
    if old.meaning.value(old.objective.window) != new.meaning.value(new.objective.window):
        stages.reverse()
    up = down = None
    for stage in stages:
        for each, number in stage(old, new, MOST_APART // 3 if told else MOST_APART):
            logs += number
            gain = Fraction(0) if each is None else each.gain or Fraction(each.stricter)
            if gain > 0 and (up is None or gain > (up.gain or 0)):
                up = each
            elif gain < 0 and (down is None or gain < (down.gain or 0)):
                down = each
            if told and (up or down):
                break
        if up or down:
            break
    return Searched(up, down, None, logs)


def _turned(found: Searched) -> Searched:
    return Searched(_other_way(found.down), _other_way(found.up), _other_way(found.unclear), found.logs)


def _other_way(shown: Shown | None) -> Shown | None:
    if shown is None:
        return None
    return Shown(
        shown.log, shown.period, shown.new, shown.old, shown.new_outcome, shown.old_outcome,
        None if shown.gain is None else -shown.gain, None if shown.totals is None else shown.totals[::-1],
    )  # fmt: skip


_Tried = Iterator[tuple[Shown | None, int]]
"""Logs that were found, with how many were looked at."""


def _near(old: Version, new: Version, steps: int) -> _Tried:
    apart = Apart(old, new, Budget(steps))
    for log in apart.run():
        yield shown_apart(old, new, log), 0
    yield None, apart.tried


def _yearly(old: Version, new: Version, steps: int) -> _Tried:
    for each in over_a_year(old, new, Budget(2 * steps // 3)):
        yield each, 1
