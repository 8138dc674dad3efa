"""Samples carried forward until the next one of their series: which stretches they hold, and where they say nothing."""

from sladsl.engines.columnar.instants import Cover, Elsewhere, Every, Fixed, Held
from sladsl.engines.columnar.places import Binding, partitioned
from sladsl.engines.columnar.scoping import by_scope
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.sweeps import Parts
from sladsl.graph.sets import SetHolding
from sladsl.temporal import IntervalSet


def holding(
    node: SetHolding, source: Source, binding: Binding, parts: Parts, covered: IntervalSet, horizon: IntervalSet
) -> Cover:
    """In where one of the series is in, out where all of them are: what else there is, is not known."""
    names = binding.names()
    stretches = parts.named(_stretches(node, source, binding))
    there = f"SELECT {names}s, e FROM {stretches} y WHERE s < e AND"
    inside = Held(parts.named(by_scope(f"{there} sure", source, binding, parts)))
    out = f"SELECT {names}s, e, 1 AS w FROM {stretches} y WHERE s < e AND NOT possible"
    grouped = f" GROUP BY {names.removesuffix(', ')}" if names else ""
    # Less one for each series but the first: what is left over nothing is where all of them are out.
    others = f"SELECT {names}min(s) AS s, max(e) AS e, 1 - count(CASE WHEN is_first THEN 1 END) AS w"
    every = f"{out} UNION ALL {others} FROM {stretches} y{grouped} HAVING count(*) > 0"
    all_out = Held(parts.named(by_scope(every, source, binding, parts, "s, e, w")), counted=True)
    seen = Fixed(covered)
    doubt = (Elsewhere(Every((seen, all_out))), Elsewhere(Every((seen, inside))))
    return Cover(inside, Every((Fixed(horizon), *doubt)))


def _stretches(node: SetHolding, source: Source, binding: Binding) -> str:
    """For how long each sample speaks; of two at one instant the later in the log does. `sure`: it belongs to enough in
    a row for which the condition holds; `possible`: or may do so."""
    dialect, emitter = source.dialect, source.emitter
    truth, as_of = emitter.truth(node.where), dialect.number(emitter.as_of)
    series = "".join(f"{column} AS g{index}, " for index, column in enumerate(f"a{key}" for key in node.keys))
    rows = (
        f"SELECT {binding.selected()}{series}t0, file, line, {truth} AS v FROM {source.table} o "
        f"WHERE t0 < {as_of} AND {binding.known()}"
    )
    names = binding.names()
    group = names + "".join(f"g{index}, " for index in range(len(node.keys)))
    order = f"{partitioned(group)}ORDER BY t0, file, line"
    told = (
        f"SELECT *, coalesce(v, FALSE) AS f0, coalesce(v, TRUE) AS f1, row_number() OVER ({order}) AS n, "
        f"coalesce(lead(t0) OVER ({order}), {as_of}) AS until FROM ({rows}) r"
    )
    sure, possible = "f0", "f1"
    if node.least > 1:
        told = f"SELECT *, {_run('f0', group)} AS r0, {_run('f1', group)} AS r1 FROM ({told}) t"
        sure, possible = (_in_row(node, group, number) for number in (0, 1))
    last = "until" if node.at_most is None else f"least(until, t0 + {dialect.number(node.at_most)})"
    return (
        f"SELECT {names}t0 AS s, {last} AS e, n = 1 AS is_first, {sure} AS sure, {possible} AS possible FROM ({told}) u"
    )


def _run(flag: str, group: str) -> str:
    """What samples in a row that agree have in common."""
    return f"n - row_number() OVER (PARTITION BY {group}{flag} ORDER BY t0, file, line)"


def _in_row(node: SetHolding, group: str, number: int) -> str:
    run = f"PARTITION BY {group}f{number}, r{number}"
    enough = f"f{number} AND count(*) OVER ({run}) >= {node.least}"
    if not node.from_last:
        return f"({enough})"
    return f"({enough} AND row_number() OVER ({run} ORDER BY t0, file, line) >= {node.least})"
