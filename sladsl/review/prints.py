"""A short mark for all that a clause means: the same in every run, and of every version in which it means the same."""

import hashlib
from collections.abc import Hashable, Mapping, Set
from dataclasses import fields, is_dataclass

from sladsl.graph import RuleGraph
from sladsl.review.meaning import Meaning
from sladsl.temporal import BusinessCalendar, Calendar


class _ByContent:
    """Numbers for calendars by what they say, where no other version is at hand to compare them with."""

    def number(self, calendar: BusinessCalendar) -> int:
        return int(Prints().of(calendar), 16)

    def node(self, key: Hashable) -> Hashable:
        return key


def printable(graph: RuleGraph) -> Meaning:
    """What a graph means, by keys that do not depend on what it is compared with."""
    meaning = Meaning(graph, _ByContent())
    meaning.prepare()
    return meaning


class Prints:
    """Marks of keys. A key is told once, however often it is used in others."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """Equal for equal values: mappings and sets in any order, calendars whatever they are called."""
        known = self._known.get(id(value))
        if known is None:
            # The value is kept, so that no other one gets its identity.
            known = self._known[id(value)] = value, self._made(value)
        return known[1]

    def _made(self, value: object) -> str:
        if isinstance(value, tuple):
            return _digest("tuple", *map(self.of, value))
        if isinstance(value, Mapping):
            return _digest("mapping", *sorted(self.of(each) for each in value.items()))
        if isinstance(value, Set):
            return _digest("set", *sorted(map(self.of, value)))
        if is_dataclass(value) and not isinstance(value, type):
            skipped = ("span", "name") if isinstance(value, Calendar) else ("span",)
            told = [each.name for each in fields(value) if each.compare and each.name not in skipped]
            return _digest(type(value).__name__, *(self.of((each, getattr(value, each))) for each in told))
        return _digest(type(value).__name__, repr(value))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
