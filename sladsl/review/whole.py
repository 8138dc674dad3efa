"""An agreement that only one version has: all of it is added, or gone."""

from fractions import Fraction

from sladsl.diagnostics.catalogue import changes
from sladsl.graph import RuleGraph
from sladsl.review.alone import Alone, alone
from sladsl.review.change import AgreementChange, ClauseChange, Kind
from sladsl.review.frame import facts_of, together_of
from sladsl.review.prints import Prints, printable


def whole(name: str, old: RuleGraph | None, new: RuleGraph | None) -> AgreementChange:
    """One change, by which whoever is owed something by any of its clauses loses or gains all of it."""
    graph = new or old
    assert graph is not None
    added = new is not None
    found = [alone(graph, each, added=added) for each in graph.objectives]
    side = together_of(each.side for each in found) if found else "unknown"
    best = max(found, key=lambda each: abs(each.gain or Fraction(0)), default=Alone(side))
    meaning = printable(graph)
    keys = (added, tuple(map(meaning.objective, graph.objectives)), facts_of(graph, meaning))
    kind: Kind = "added" if added else "removed"
    clause = ClauseChange(
        name, None, (kind,), changes.BY_KIND[kind], side, None, None, (),
        () if best.shown is None else (best.shown,), best.greatest, best.most and len(found) == 1, graph.currency,
        "every promise more or less", None if added else graph.span, graph.span if added else None,
        Prints().of(keys),
    )  # fmt: skip
    return AgreementChange(name, old, new, (clause,), side)
