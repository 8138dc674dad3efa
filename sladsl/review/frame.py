"""What stands around the objectives: fees, calendars, exclusions, limits of all, rights, the frame, what is prose."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from sladsl.diagnostics.catalogue import changes
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import TriggerRule
from sladsl.graph.graph import FeeRule
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.values import Constant
from sladsl.model.units import decimal_text
from sladsl.review.change import ClauseChange, Kind, Side
from sladsl.review.meaning import Meaning
from sladsl.text import SourceMap, Span


class Versions(Protocol):
    """Two versions of an agreement."""

    old: RuleGraph
    new: RuleGraph
    sources: tuple[SourceMap, SourceMap]
    meanings: tuple[Meaning, Meaning]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said beside the objectives."""

    key: Hashable
    words: str
    span: Span | None = None


_Facts = Callable[[RuleGraph, Meaning], Mapping[str, Fact]]


def frame_changes(versions: Versions, objectives: Sequence[ClauseChange]) -> Iterator[ClauseChange]:
    """Everything that is not an objective. Calendars and exclusions work through objectives: who is worse off by them
    is told of the objectives whose measure changed."""
    measured = [each for each in objectives if {"measure", "window"} & set(each.kinds)]
    through = together_of(each.worse_off for each in measured)
    prices: list[Side] = []
    for kind, facts in _FACTS:
        before = facts(versions.old, versions.meanings[0])
        after = facts(versions.new, versions.meanings[1])
        for name in [*after, *(each for each in before if each not in after)]:
            one, other = before.get(name), after.get(name)
            if one is not None and other is not None and one.key == other.key:
                continue
            side: Side = through if kind in ("calendar", "exclusion") else _side(kind, one, other)
            if kind == "parameter":
                side = together_of([*(each.worse_off for each in objectives), *prices])
            if kind == "fee":
                prices.append(side)
            yield _change(name, kind, one, other, side)


def together_of(sides: Iterable[Side]) -> Side:
    found = set(sides)
    if "both ways" in found or {"customer", "provider"} <= found:
        return "both ways"
    return next((each for each in ("customer", "provider", "unknown") if each in found), "nobody")


def _change(name: str, kind: Kind, one: Fact | None, other: Fact | None, side: Side) -> ClauseChange:
    kinds: tuple[Kind, ...] = (kind,) if one and other else ("added", kind) if other else ("removed", kind)
    return ClauseChange(
        name, None, kinds, changes.BY_KIND[kind], side, one.words if one else None, other.words if other else None,
        (), (), (None, None), None, _BASES.get(kind, "said in the text, not decided by a log"),
        one.span if one else None, other.span if other else None,
    )  # fmt: skip


_BASES = {
    "calendar": "through the objectives that are measured by it",
    "exclusion": "through the objectives that are measured with it",
    "fee": "the price itself",
    "parameter": "through the clauses that use it",
}


def _side(kind: Kind, one: Fact | None, other: Fact | None) -> Side:
    """Of a price, who pays more; of anything else that no log decides, nobody knows."""
    if kind != "fee":
        return "unknown"
    before = one.key if one is not None else ()
    after = other.key if other is not None else ()
    assert isinstance(before, tuple) and isinstance(after, tuple)
    if [each[1:] for each in before] != [each[1:] for each in after]:
        return "unknown"
    differing = [(a[0], b[0]) for a, b in zip(before, after, strict=True) if a[0] != b[0]]
    if all(b > a for a, b in differing):
        return "customer"
    return "provider" if all(b < a for a, b in differing) else "both ways"


def _fees(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    found: dict[str, Fact] = {}
    for each in graph.services:
        key = tuple((fee.amount, fee.currency, meaning.value(fee.window), fee.versions) for fee in each.fees)
        words = ", ".join(map(_price, each.fees))
        found[each.name] = Fact(key, words or "no fee")
    return found


def _price(fee: FeeRule) -> str:
    return f"{decimal_text(fee.amount)} {fee.currency} per {fee.window.unit if fee.window else 'term'}"


def _calendars(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    return {each.name: Fact(meaning.calendar(index), each.name) for index, each in enumerate(graph.calendars)}


def _exclusions(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    found: dict[str, set[Hashable]] = {}
    places: dict[str, Span | None] = {}
    for node in graph.nodes:
        for each in node.excluded if isinstance(node, MeasureClasses) else ():
            found.setdefault(each.clause, set()).add((meaning.of(each.time_set), each.effect))
            places.setdefault(each.clause, meaning.place(each.time_set))
    return {name: Fact(frozenset(keys), name, places[name]) for name, keys in found.items()}


def _limits(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    named = (each for each in graph.limits)
    return {
        f"limit {each.pool or ', '.join(each.objectives) or 'of all credits'} {index}": Fact(
            meaning.value(each), _amount(graph, each.amount), each.span
        )
        for index, each in enumerate(named, 1)
    }


def _amount(graph: RuleGraph, ref: Ref) -> str:
    node = graph.nodes[ref]
    return str(node.value) if isinstance(node, Constant) else "an amount"


def _triggers(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    return {_trigger_name(each, index): Fact(meaning.value(each), each.kind, each.span)
            for index, each in enumerate(graph.triggers, 1)}  # fmt: skip


def _trigger_name(trigger: TriggerRule, index: int) -> str:
    return trigger.name or f"{trigger.kind} {trigger.to} {index}"


def _frame(graph: RuleGraph, _meaning: Meaning) -> Mapping[str, Fact]:
    parties = tuple((each.role, each.name) for each in graph.parties)
    end = "without end" if graph.term_end is None else f"until {graph.term_end}"
    return {
        "term": Fact((graph.term_start, graph.term_end), f"{graph.term_start} {end}"),
        "zone": Fact(graph.zone, graph.zone),
        "currency": Fact(graph.currency, graph.currency or "none"),
        "rounding": Fact(graph.rounding, graph.rounding),
        "parties": Fact(parties, ", ".join(f"{role} {name}" for role, name in parties)),
        "amendments": Fact(tuple((each.start, each.splits) for each in graph.versions),
                           ", ".join(str(each.start) for each in graph.versions) or "none"),
    }  # fmt: skip


def _parameters(graph: RuleGraph, _meaning: Meaning) -> Mapping[str, Fact]:
    return {name: Fact(value, value) for name, value in graph.parameters}


def _papers(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    """What no log decides: each kind of it is one row."""
    found: dict[str, Fact] = {}
    for field in fields(graph.papers):
        value = getattr(graph.papers, field.name)
        if value:
            found[field.name] = Fact(meaning.value(value), field.name)
    return found


_FACTS: tuple[tuple[Kind, _Facts], ...] = (
    ("fee", _fees),
    ("calendar", _calendars),
    ("exclusion", _exclusions),
    ("limit", _limits),
    ("condition", _triggers),
    ("parameter", _parameters),
    ("term", _frame),
    ("paper", _papers),
)
