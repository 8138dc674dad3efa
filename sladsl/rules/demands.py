"""What must be measured: the measures below a clause, in the scopes and windows in which its values look at them."""

from collections.abc import Iterable

from sladsl.engines.measurements import Choice, Demand
from sladsl.graph import Ref, RuleGraph, WindowRule
from sladsl.graph.values import Around, Over
from sladsl.rules.panes import Term
from sladsl.rules.reach import MEASURES, above_measures
from sladsl.temporal import Window

Keys = tuple[str, ...]


class Demands:
    """Collects what values need, cell by kind of cell, each measure once."""

    def __init__(self, graph: RuleGraph, term: Term) -> None:
        self._graph = graph
        self._term = term
        self._wanted: dict[tuple[Keys, tuple[Window, ...]], dict[Ref, None]] = {}
        self._choices: dict[tuple[Keys, tuple[Window, ...]], dict[Choice, None]] = {}

    def want(self, roots: Iterable[Ref], keys: Keys, windows: tuple[Window, ...], rule: WindowRule | None) -> None:
        """The measures below `roots`, in `windows` (those of `rule`) and, below a value over others, in those."""
        pending = [(tuple(roots), keys, windows, rule)]
        while pending:
            refs, scope, panes, of = pending.pop()
            nodes = [(ref, self._graph.nodes[ref]) for ref in above_measures(self._graph, refs)]
            measures = [ref for ref, node in nodes if isinstance(node, MEASURES)]
            if measures and panes:
                self._wanted.setdefault((scope, panes), {}).update(dict.fromkeys(measures))
            for _, node in nodes:
                if isinstance(node, Over):
                    below = tuple(ref for ref in (node.operand, node.where, node.weight) if ref is not None)
                    others = self._around(node.around, panes, of)
                    inner = of if node.around is None else node.around.rule or of
                    pending.append((below, (*scope, *node.keys), others, inner))

    def choose(self, choices: Iterable[Choice], keys: Keys, windows: tuple[Window, ...]) -> None:
        """Records to be chosen for the scopes of `keys`."""
        for choice in choices:
            self._wanted.setdefault((keys, windows), {})
            self._choices.setdefault((keys, windows), {})[choice] = None

    def _around(self, around: Around | None, panes: tuple[Window, ...], rule: WindowRule | None) -> tuple[Window, ...]:
        if around is None:
            return panes
        found = {each: None for pane in panes for each in windows_around(self._term, around, rule, pane)}
        return tuple(sorted(found, key=lambda each: (each.end, each.start)))

    def most_windows(self) -> int:
        """The most windows of one demand."""
        return max((len(windows) for _, windows in self._wanted), default=0)

    def demands(self) -> tuple[Demand, ...]:
        return tuple(
            Demand(tuple(sorted(refs)), *key, tuple(self._choices.get(key, ()))) for key, refs in self._wanted.items()
        )


def windows_around(term: Term, around: Around, rule: WindowRule | None, window: Window) -> list[Window]:
    """The windows that a value looks at from `window`, which is one of `rule`. Only what lies in the term exists."""
    if around.due is not None:
        return term.due(around.due, window.start, window.end)
    of = around.rule or rule
    if of is None:
        return [window]
    if around.first is None or around.last is None:
        panes = term.panes(of, window.start, window.end)
        return [each.window for each in panes if window.start < each.window.end <= window.end]
    own = window if around.rule is None else term.pane_at(of, window.end - 1).window
    return term.beside(of, own, around.first, around.last)
