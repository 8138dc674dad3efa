"""Ways through logs of very many samples, tried in an hour before they are tried in a month."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.windows import WindowRule, WindowUnit
from sladsl.proofs.setting import Setting, Way
from sladsl.proofs.ways import ways
from sladsl.proofs.witness import evaluated, in_window
from sladsl.rules.panes import term_of

_MOST = 12
"""Of so many of those ways that move something is more to be expected than of others."""
_MOST_REHEARSED = 120
_REHEARSED_IN: tuple[WindowUnit, ...] = ("hour", "day")


def chosen_ways(graph: RuleGraph, objective: Objective, setting: Setting) -> Iterator[Way]:
    """The ways through light logs; of those through heavy ones only what moves the number in a short window."""
    heavy = tuple(each.name for each in setting.streams if setting.is_heavy(each))
    yield from ways(replace(setting, left_out=heavy), setting.roots)
    if not heavy:
        return
    light = tuple(each.name for each in setting.streams if each.name not in heavy)
    moving = _moving(graph, objective, replace(setting, left_out=light))
    found = {each.name: each for each in ways(replace(setting, left_out=light), setting.roots)}
    yield from (found[name] for name in moving if name in found)


def _moving(graph: RuleGraph, objective: Objective, setting: Setting) -> list[str]:
    """The names of the ways that move the number, those first that lead through its whole range and not far beyond."""
    for unit in _REHEARSED_IN:
        short = _short(graph, objective, setting, unit)
        if short is None:
            return []
        found: list[tuple[bool, Fraction, str]] = []
        for number, way in enumerate(ways(short.setting, setting.roots)):
            if number >= _MOST_REHEARSED:
                break
            seen = [each for n in (0, 1, way.most // 2, way.most) if (each := short.measured(way, n)) is not None]
            if seen and min(seen) != max(seen):
                jumps = len(set(seen[-3:])) < len(seen[-3:])
                found.append((jumps, max(seen) - min(seen), way.name))
        if found:
            ordered = sorted(found, key=lambda each: (each[0], each[1] > 1, -each[1]))
            return [name for *_, name in ordered[:_MOST]]
    return []


@frozen
class _Short(Frozen):
    graph: RuleGraph
    objective: str
    setting: Setting

    def measured(self, way: Way, n: int) -> Fraction | None:
        evaluation = evaluated(self.graph, way.log(n), self.setting.period)
        outcome = in_window(evaluation, self.objective, self.setting.window, self.setting.scope)
        return None if outcome is None else outcome.measured


def _short(graph: RuleGraph, objective: Objective, setting: Setting, unit: WindowUnit) -> _Short | None:
    """The same objective, taken in the first short window in which something is open."""
    rule = WindowRule(unit, objective.window.zone)
    pane = term_of(graph, setting.window.end).pane_at(rule, max(setting.starts))
    shorter = replace(objective, window=rule)
    objectives = tuple(shorter if each.name == objective.name else each for each in graph.objectives)
    window = pane.window
    inside = replace(setting, period=(window.start, window.end), window=window)
    return _Short(replace(graph, objectives=objectives), objective.name, inside)
