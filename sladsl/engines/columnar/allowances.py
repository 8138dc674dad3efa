"""Allowances: what of a set fits a budget that is renewed with each of its windows."""

from collections.abc import Sequence
from itertools import pairwise

from sladsl.engines.columnar.places import Stretches
from sladsl.engines.columnar.sweeps import Parts
from sladsl.graph.sets import Budget
from sladsl.temporal import Pair


def within(apart: str, budget: Budget, windows: Sequence[Pair], parts: Parts) -> str:
    """What a budget covers, first come first served, of runs that are cut at the borders of its windows."""
    stretches = Stretches.of_borders([start for start, _ in windows] + [windows[-1][1]])
    pieces = _pieces(apart, stretches, parts)
    order = "OVER (PARTITION BY id, w ORDER BY s"
    before = f"coalesce(sum(e - s) {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS spent"
    ranked = f"SELECT id, s, e, row_number() {order}) AS r, {before} FROM ({pieces}) p"
    taken, conditions = "e", []
    if budget.count is not None:
        conditions.append(f"r <= {parts.dialect.number(budget.count)}")
    if budget.time is not None:
        time = parts.dialect.number(budget.time)
        conditions.append(f"spent < {time}")
        taken = f"least(e, s + CAST({time} - spent AS {parts.dialect.integer}))"
    chosen = " AND ".join(conditions) or "TRUE"
    return f"SELECT id, s, {taken} AS e FROM ({ranked}) q WHERE {chosen}"


def _pieces(apart: str, stretches: Stretches, parts: Parts) -> str:
    """Runs cut at borders, each piece with the number `w` of its stretch."""
    dialect = parts.dialect
    start, end = dialect.number(stretches.start), dialect.number(stretches.end)
    clipped = f"SELECT id, greatest(s, {start}) AS s, least(e, {end}) AS e FROM {apart} a"
    numbered = (
        f"SELECT id, s, e, {stretches.number('s', dialect)} AS w0, {stretches.number('e - 1', dialect)} AS w1 "
        f"FROM ({clipped}) c WHERE s < e"
    )
    spread = f"SELECT id, s, e, {dialect.unnested(dialect.numbers('w0', 'w1'))} AS w FROM ({numbered}) m"
    rows = [[str(number), *map(str, pair)] for number, pair in enumerate(pairwise(stretches.borders))]
    borders = parts.named(
        f"SELECT * FROM {dialect.table([(each, dialect.integer) for each in ('w', 'a', 'b')], rows)} v"
    )
    return (
        f"SELECT m.id, greatest(m.s, b.a) AS s, least(m.e, b.b) AS e, m.w "
        f"FROM ({spread}) m JOIN {borders} b ON b.w = m.w"
    )
