"""Whether two contracts say the same in a place: values compared by what they are made of, not by their numbers."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.node import Node

Form = object
_ASIDE = frozenset({"span", "versions", "label"})


class Forms:
    """The forms of one graph, each worked out once."""

    def __init__(self, graph: RuleGraph) -> None:
        self._graph = graph
        self._known: dict[Ref, Form] = {}

    def of_node(self, ref: Ref | None) -> Form:
        if ref is None:
            return None
        if ref not in self._known:
            self._known[ref] = self.of(self._graph.nodes[ref])
        return self._known[ref]

    def of(self, value: object, leaving: frozenset[str] = frozenset()) -> Form:
        """All fields of a value, with nodes and calendars in the place of their numbers."""
        if not is_dataclass(value):
            return value
        found: list[Form] = [type(value).__name__]
        for field in fields(value):
            if field.name in leaving or (field.name in _ASIDE and not isinstance(value, Node)):
                continue
            held = getattr(value, field.name)
            if field.name == "calendar" and isinstance(held, int):
                found.append(self._graph.calendars[held].calendar)
            elif field.name == "services":
                found.append(tuple(self._graph.services[each] for each in held))
            elif "sladsl.graph" in str(field.type):
                found.append(self._held(held))
            else:
                found.append(held)
        return tuple(found)

    def _held(self, value: object) -> Form:
        if isinstance(value, bool) or value is None or isinstance(value, str | Mapping):
            return value
        if isinstance(value, int):
            return self.of_node(Ref(value))
        if isinstance(value, tuple):
            return tuple(self._held(each) for each in value)
        return self.of(value)
