"""What stands around the objectives: fees, calendars, exclusions, limits of all, rights, the frame, what is prose."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from sladsl.diagnostics.catalogue import changes
from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.contract import TriggerRule
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.papers import NoticeFact, RenewalFact, ReportFact
from sladsl.graph.versions import Days, days_in_force
from sladsl.graph.windows import DueRule
from sladsl.model.units import decimal_text
from sladsl.review.beneath import Beneath, with_beneath
from sladsl.review.change import ClauseChange, Kind, Side
from sladsl.review.hours import calendar_words
from sladsl.review.meaning import Meaning
from sladsl.review.order import Ordering
from sladsl.review.prints import Prints
from sladsl.review.signs import Order, by_number, turned
from sladsl.review.through import side_of
from sladsl.review.words import said, service_words
from sladsl.text import SourceMap, Span


class Versions(Protocol):
    """Two versions of an agreement."""

    old: RuleGraph
    new: RuleGraph
    sources: tuple[SourceMap, SourceMap]
    meanings: tuple[Meaning, Meaning]
    prints: Prints
    beneath: Beneath

    @property
    def printable(self) -> tuple[Meaning, Meaning]: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said beside the objectives."""

    key: Hashable
    words: str
    span: Span | None = None
    rule: object = None
    more: str = ""
    refs: tuple[Ref, ...] = ()


_Facts = Callable[[RuleGraph, Meaning], Mapping[str, Fact]]


def frame_changes(versions: Versions, objectives: Sequence[ClauseChange]) -> Iterator[ClauseChange]:
    """Everything that is not an objective. Calendars and exclusions work through objectives: who is worse off by them
    is told of the objectives whose measure changed."""
    measured = [each for each in objectives if {"measure", "window"} & set(each.kinds)]
    through = together_of(each.worse_off for each in measured)
    around: list[Side] = []
    for kind, facts in _FACTS:
        before = facts(versions.old, versions.meanings[0])
        after = facts(versions.new, versions.meanings[1])
        full = None
        if kind in _NUMBERED:
            before, after = _apart(before, after), _apart(after, before)
        for name in [*after, *(each for each in before if each not in after)]:
            one, other = before.get(name), after.get(name)
            if one is not None and other is not None and one.key == other.key:
                continue
            side: Side = through if kind in ("calendar", "exclusion") else _side(kind, one, other, objectives)
            if kind == "condition":
                side = _of_rights(versions, one, other)
            elif kind == "paper" and side == "unknown":
                side = _of_papers(versions, one, other)
            if kind == "parameter" or (name == "amendments" and _cut_alike(versions)):
                # It works through what uses it; what nothing uses changes nothing.
                side = together_of([*(each.worse_off for each in objectives), *around])
            around.append(side)
            full = full or (facts(versions.old, versions.printable[0]), facts(versions.new, versions.printable[1]))
            keys = tuple(
                None if fact is None else told[name].key for fact, told in zip((one, other), full, strict=True)
            )
            yield _change(name, kind, one, other, side, versions, versions.prints.of(keys))


def facts_of(graph: RuleGraph, meaning: Meaning) -> Hashable:
    """All that is said beside the objectives, by its keys."""
    return tuple((kind, name, fact.key) for kind, facts in _FACTS for name, fact in facts(graph, meaning).items())


def _cut_alike(versions: Versions) -> bool:
    """Whether amendments of one day cut windows in both versions, or in neither."""
    splits = [{each.start: each.splits for each in graph.versions} for graph in (versions.old, versions.new)]
    return all(splits[0][day] == splits[1][day] for day in splits[0].keys() & splits[1].keys())


_NUMBERED = frozenset(("limit", "condition", "paper"))
"""What may stand in any order, and be the same under another number."""


def _apart(these: Mapping[str, Fact], those: Mapping[str, Fact]) -> Mapping[str, Fact]:
    there = [each.key for each in those.values()]
    return {name: each for name, each in these.items() if each.key not in there}


def together_of(sides: Iterable[Side]) -> Side:
    found = set(sides)
    if "both ways" in found or {"customer", "provider"} <= found:
        return "both ways"
    return next((each for each in ("customer", "provider", "unknown") if each in found), "nobody")


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Of two texts the words in which they differ, with a few around them."""
    one, other = before.split(), after.split()
    first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    last = next((i for i, (a, b) in enumerate(zip(one[first:][::-1], other[first:][::-1], strict=False)) if a != b),
                min(len(one), len(other)) - first)  # fmt: skip
    start = max(0, first - _AROUND)
    return tuple(_cut(words, start, len(words) - max(0, last - _AROUND)) for words in (one, other))  # type: ignore[return-value]


def _cut(words: list[str], start: int, end: int) -> str:
    return f"{'… ' if start else ''}{' '.join(words[start:end])}{' …' if end < len(words) else ''}"


_AROUND = 6


def _change(
    name: str, kind: Kind, one: Fact | None, other: Fact | None, side: Side, versions: Versions, rests_on: str
) -> ClauseChange:  # fmt: skip
    kinds: tuple[Kind, ...] = (kind,) if one and other else ("added", kind) if other else ("removed", kind)
    before, after = (_words(each, source) for each, source in zip((one, other), versions.sources, strict=True))
    if one and other and before == after:
        found = [*versions.beneath.of(one.refs, other.refs), *versions.beneath.of_rules(one.rule, other.rule)]
        before, after = with_beneath(before, found)
    elif before and after and kind in ("calendar", "exclusion", "paper", "condition", "limit"):
        before, after = _where_they_differ(before, after)
    return ClauseChange(
        name, None, kinds, changes.BY_KIND[kind], side, before, after,
        (), (), (None, None), False, None, _BASES.get(kind, "said in the text, not decided by a log"),
        one.span if one else None, other.span if other else None, rests_on,
    )  # fmt: skip


def _words(fact: Fact | None, sources: SourceMap) -> str | None:
    """As the text says it, with what its place does not say."""
    text = None if fact is None else fact.words or said(fact.span, sources)
    return text if fact is None or text is None or fact.more.strip() in text else text + fact.more


_BASES = {
    "calendar": "through the objectives that are measured by it",
    "exclusion": "through the objectives that are measured with it",
    "fee": "the price itself",
    "parameter": "through the clauses that use it",
}


def _side(kind: Kind, one: Fact | None, other: Fact | None, objectives: Sequence[ClauseChange]) -> Side:
    """Of a price, who pays more; of anything else that no log decides, nobody knows."""
    facts = [each.key for each in (one, other) if each is not None and isinstance(each.key, tuple)]
    if kind == "paper":
        return "nobody" if all(key[0] in _PROMISE_NOTHING for key in facts) else "unknown"
    if kind == "limit":
        return together_of(each.worse_off for each in objectives if "limit" in each.kinds)
    if kind == "term" and one is not None and other is not None:
        return _of_terms(one.key, other.key)
    if kind != "fee":
        return "unknown"
    return _of_fees(*(each.key if each is not None else () for each in (one, other)))  # type: ignore[arg-type]


_Fee = tuple[Fraction, str, Hashable, Days]


def _of_fees(before: tuple[_Fee, ...], after: tuple[_Fee, ...]) -> Side:
    """On each day on which a fee begins to be another one."""
    found: set[Side] = set()
    for day in {start for each in (*before, *after) for start, _ in each[3]}:
        old, new = ([each for each in fees if _owed_on(day, each[3])] for fees in (before, after))
        if [each[1:3] for each in old] != [each[1:3] for each in new]:
            return "unknown"
        found |= {"customer" if b[0] > a[0] else "provider" for a, b in zip(old, new, strict=True) if a[0] != b[0]}
    return together_of(found)


def _owed_on(day: date | None, days: Days) -> bool:
    return any((start is None or (day is not None and start <= day)) and (end is None or day is None or day < end)
               for start, end in days)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rules:
    graph: RuleGraph
    meaning: Meaning


def _of_rights(versions: Versions, one: Fact | None, other: Fact | None) -> Side:
    """A right that its holder has in fewer cases, or for a shorter time, is worse for them. Nothing is owed by a step
    that somebody is told of."""
    before, after = (None if each is None else each.rule for each in (one, other))
    there = after or before
    if not isinstance(there, TriggerRule):
        return "unknown"
    if all(each is None or (isinstance(each, TriggerRule) and each.kind == "escalate") for each in (before, after)):
        return "nobody"
    roles = {each.name: each.role for graph in (versions.old, versions.new) for each in graph.parties}
    role = roles.get(there.to)
    if role not in ("provider", "customer"):
        return "unknown"
    if not isinstance(before, TriggerRule) or not isinstance(after, TriggerRule):
        more: Order = 1 if before is None else -1
    else:
        rules = [_Rules(graph, meaning)
                 for graph, meaning in zip((versions.old, versions.new), versions.meanings, strict=True)]  # fmt: skip
        rest = [each.meaning.value(replace(rule, condition=Ref(0), deadline=None))
                for each, rule in zip(rules, (before, after), strict=True)]  # fmt: skip
        more = Ordering(*rules).of(before.condition, after.condition) if rest[0] == rest[1] else None
        if rules[0].meaning.value(before.deadline) != rules[1].meaning.value(after.deadline):
            more = None
    gain = more if role == "customer" else turned(more)
    return side_of(gain)


def _of_papers(versions: Versions, one: Fact | None, other: Fact | None) -> Side:
    """A report that comes later or less often is worse for who gets it, a longer notice for who must give it."""
    before, after = (None if each is None else each.rule for each in (one, other))
    roles = {each.name: each.role for graph in (versions.old, versions.new) for each in graph.parties}
    gain: Order = None
    if isinstance(before, RenewalFact) and isinstance(after, RenewalFact):
        return "both ways"  # whoever wants to end it, or to go on, has more time or less
    match before, after:
        case ReportFact(due=DueRule() as due), ReportFact(due=DueRule() as then) if before.to == after.to:
            rest = [replace(each, name="", nth=0, unit="month") for each in (due, then)]
            alike = rest[0] == rest[1] and not due.only and due.kind in ("working day", "day", "once")
            if alike and (due.unit == then.unit or due.nth == then.nth):
                sooner = by_number(Fraction(then.nth), Fraction(due.nth))
                oftener = _LONGER.index(due.unit) - _LONGER.index(then.unit)
                held_by = {roles.get(each) for each in after.to}
                gain = (sooner or oftener) * (1 if held_by == {"customer"} else -1 if held_by == {"provider"} else 0)
        case NoticeFact(), NoticeFact() if before.party == after.party and before.length.unit == after.length.unit:
            shorter = by_number(Fraction(after.length.count), Fraction(before.length.count))
            gain = shorter if roles.get(after.party) == "customer" else -shorter
    return side_of(gain or None)


_LONGER = ("hour", "day", "week", "month", "quarter", "half year", "year", "term")


def _of_terms(before: Hashable, after: Hashable) -> Side:
    """Promises that begin later or end sooner are lost to the customer; others are owed by the provider for longer."""
    if not isinstance(before, _Term) or not isinstance(after, _Term):
        return "unknown"
    found: set[Side] = set()
    if before.start != after.start:
        found.add("customer" if after.start > before.start else "provider")
    if before.end != after.end:
        sooner = after.end is not None and (before.end is None or after.end < before.end)
        found.add("customer" if sooner else "provider")
    return together_of(found)


@dataclass(frozen=True, slots=True)
class _Term:
    start: date
    end: date | None


def _fees(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    found: dict[str, Fact] = {}
    for each in graph.services:
        key = tuple((fee.amount, fee.currency, meaning.value(fee.window), days_in_force(fee.versions, graph.versions))
                    for fee in each.fees)  # fmt: skip
        found[each.name] = Fact(key, service_words(each))
    return found


def _calendars(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    return {each.name: Fact(meaning.calendar(index), calendar_words(each.calendar))
            for index, each in enumerate(graph.calendars)}  # fmt: skip


def _exclusions(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    found: dict[str, set[Hashable]] = {}
    refs: dict[str, tuple[Ref, ...]] = {}
    places: dict[str, Span | None] = {}
    effects: dict[str, str] = {}
    for node in graph.nodes:
        for each in node.excluded if isinstance(node, MeasureClasses) else ():
            found.setdefault(each.clause, set()).add((meaning.of(each.time_set), each.effect))
            places.setdefault(each.clause, meaning.place(each.time_set))
            refs.setdefault(each.clause, (each.time_set,))
            effects[each.clause] = " counts as up" if each.effect == "up" else " leaves the denominator"
    return {name: Fact(frozenset(keys), "", places[name], None, effects[name], refs[name])
            for name, keys in found.items()}  # fmt: skip


def _limits(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    named = (each for each in graph.limits)
    return {
        f"limit {each.pool or ', '.join(each.objectives) or 'of all credits'} {index}": Fact(
            meaning.limit(each), "", each.span, refs=inputs(each)
        )
        for index, each in enumerate(named, 1)
    }


def _triggers(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    return {_trigger_name(each, index): Fact(meaning.value(each), "", each.span, each, "", inputs(each))
            for index, each in enumerate(graph.triggers, 1)}  # fmt: skip


def _trigger_name(trigger: TriggerRule, index: int) -> str:
    return trigger.name or f"{trigger.kind} {trigger.to} {index}"


def _frame(graph: RuleGraph, _meaning: Meaning) -> Mapping[str, Fact]:
    parties = tuple((each.role, each.name) for each in graph.parties)
    end = "without end" if graph.term_end is None else f"until {graph.term_end}"
    return {
        "term": Fact(_Term(graph.term_start, graph.term_end), f"{graph.term_start} {end}"),
        "zone": Fact(graph.zone, graph.zone),
        "currency": Fact(graph.currency, graph.currency or "none"),
        "rounding": Fact(graph.rounding, graph.rounding),
        "parties": Fact(frozenset(parties), ", ".join(f"{role} {name}" for role, name in parties)),
        "amendments": Fact(tuple((each.start, each.splits) for each in graph.versions),
                           ", ".join(str(each.start) for each in graph.versions) or "none"),
    }  # fmt: skip


def _parameters(graph: RuleGraph, _meaning: Meaning) -> Mapping[str, Fact]:
    return {name: Fact(value, _RATIO.sub(_decimal, value)) for name, value in graph.parameters}


_RATIO = re.compile(r"(\d+)/(\d+)")


def _decimal(ratio: re.Match[str]) -> str:
    return decimal_text(Fraction(int(ratio[1]), int(ratio[2])))


def _papers(graph: RuleGraph, meaning: Meaning) -> Mapping[str, Fact]:
    """What no log decides, each duty, report, article and so on by itself."""
    found: dict[str, Fact] = {}
    for field in fields(graph.papers):
        value = getattr(graph.papers, field.name)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        for index, each in enumerate(several, 1):
            name = getattr(each, "name", None) or (str(index) if len(several) > 1 else "")
            # The same twice says no more than once; where it stands says nothing.
            key = (field.name, index if field.name == "precedence" else "", meaning.value(each))
            words = paper_words(each)
            place = getattr(each, "span", None)
            found[f"{_ONE.get(field.name, field.name)} {name}".strip()] = Fact(key, words, place, each)
    return found


_PROMISE_NOTHING = frozenset(("support", "carried", "titles", "status"))
"""What is assumed, how it is called, and how far the text has come: nothing is owed by it."""

_ONE = {"articles": "article", "duties": "duty", "reports": "report", "notices": "notice", "reviews": "review"}


def paper_words(value: object) -> str:
    """A fact that has no place of its own in the text, as its parts."""
    if isinstance(value, tuple):
        return " ".join(words for each in value if (words := paper_words(each)))
    if isinstance(value, Span):
        return ""
    if is_dataclass(value):
        return paper_words(tuple(getattr(value, each.name) for each in fields(value)))
    return "" if value is None else str(value)


_FACTS: tuple[tuple[Kind, _Facts], ...] = (
    ("fee", _fees),
    ("calendar", _calendars),
    ("exclusion", _exclusions),
    ("limit", _limits),
    ("condition", _triggers),
    ("term", _frame),
    ("paper", _papers),
    ("parameter", _parameters),
)
