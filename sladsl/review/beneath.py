"""What differs beneath two clauses that are written the same: the definition, the calendar or the fee they rest on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import TypeVar

from sladsl.checks.words import value_words
from sladsl.graph import NamedCalendar, Ref, inputs
from sladsl.graph.contract import Check
from sladsl.graph.graph import ServiceFact
from sladsl.graph.values import Constant
from sladsl.review.hours import calendar_words
from sladsl.review.meaning import Meaning
from sladsl.review.parts import Amount, Asked, Measure, Part, Row
from sladsl.review.words import said, service_words
from sladsl.text import SourceMap, Span

NamedT = TypeVar("NamedT", NamedCalendar, ServiceFact)
Said = tuple[str, str]
"""What one version says, and the other."""


class Beneath:
    """Looks down from two nodes, to where the texts differ first."""

    def __init__(self, meanings: tuple[Meaning, Meaning], sources: tuple[SourceMap, SourceMap]) -> None:
        self._meanings, self._sources = meanings, sources
        self._known: dict[tuple[Ref, Ref], tuple[Said, ...]] = {}

    def of(self, old: Sequence[Ref], new: Sequence[Ref]) -> Iterator[Said]:
        """What differs; nothing where it is in no definition."""
        for before, after in zip(old, new, strict=False):
            yield from self._nodes(before, after)

    def of_rules(self, old: object, new: object) -> Iterator[Said]:
        """What two rules hold by themselves, in the values that they are made of; not where they stand."""
        if type(old) is type(new) and is_dataclass(old) and not isinstance(old, type | Span):
            yield from self._named(old, new)
            for field in fields(old):
                yield from self.of_rules(getattr(old, field.name), getattr(new, field.name))

    def _nodes(self, old: Ref, new: Ref) -> tuple[Said, ...]:
        if (old, new) not in self._known:
            self._known[old, new] = tuple(dict.fromkeys(self._differing(old, new)))
        return self._known[old, new]

    def _differing(self, old: Ref, new: Ref) -> Iterator[Said]:
        before, after = self._meanings
        if before.of(old) == after.of(new):
            return
        texts = said(before.place(old), self._sources[0]), said(after.place(new), self._sources[1])
        if texts[0] and texts[1] and texts[0] != texts[1]:
            yield texts[0], texts[1]
            return
        one, other = before.graph.nodes[old], after.graph.nodes[new]
        below = inputs(one), inputs(other)
        if type(one) is type(other) and len(below[0]) == len(below[1]):
            for pair in zip(*below, strict=True):
                yield from self._nodes(*pair)
        yield from self._named(one, other)

    def _named(self, old: object, new: object) -> Iterator[Said]:
        """What a node holds by itself: calendars, services and objectives by name, a number."""
        before, after = (each.graph for each in self._meanings)
        one, other = getattr(old, "calendar", None), getattr(new, "calendar", None)
        if isinstance(one, int) and isinstance(other, int):
            yield from _apart(before.calendars[one], after.calendars[other], lambda each: calendar_words(each.calendar))
        for first, second in zip(getattr(old, "services", ()), getattr(new, "services", ()), strict=False):
            yield from _apart(before.services[first], after.services[second], service_words)

        asked = [(*getattr(each, "objectives", ()), *filter(None, [getattr(each, "objective", None)]))
                 for each in (old, new)]  # fmt: skip
        if asked[0] == asked[1]:
            yield from ((f"{each} as it was", f"{each} as it is now") for each in asked[0] if self._changed(each))
        for field in ("source", "stream", "register"):
            name = getattr(old, field, None)
            if isinstance(name, str) and name == getattr(new, field, None) and self._read_otherwise(name):
                yield f"stream {name} as it was", f"stream {name} as it is now"
        if isinstance(old, Constant) and isinstance(new, Constant):
            yield value_words(old.value, old.unit), value_words(new.value, new.unit)

    def _read_otherwise(self, stream: str) -> bool:
        before, after = self._meanings
        return before.stream(stream) != after.stream(stream)

    def _changed(self, name: str) -> bool:
        before, after = (
            [meaning.objective(each) for each in meaning.graph.objectives if each.name == name]
            for meaning in self._meanings
        )
        return before != after


def _apart(old: NamedT, new: NamedT, words: Callable[[NamedT], str]) -> Iterator[Said]:
    if words(old) != words(new):
        yield f"{old.name}: {words(old)}", f"{new.name}: {words(new)}"


def rests_on(part: Part) -> tuple[Ref, ...]:
    """The nodes of which a part of a clause is made."""
    match part.rule:
        case Measure(ref=ref) | Amount(ref=ref) | Asked(ref=ref):
            return (ref,)
        case Row(gives=gives, bounds=bounds):
            return (*bounds, gives)
        case Check(when=when, target=target):
            return tuple(each for each in (when, target) if each is not None)
        case None:
            return ()
        case (_, rule) | rule:
            return inputs(rule)


def with_beneath(text: str | None, found: Sequence[Said]) -> tuple[str | None, str | None]:
    """What both versions say, and in brackets what differs beneath it."""
    if text is None or not found:
        return text, text
    before, after = ("; ".join(dict.fromkeys(each)) for each in zip(*found, strict=True))
    return f"{text} ({before})", f"{text} ({after})"
