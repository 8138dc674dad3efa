"""What was found for one clause, for others that change in the same way: each of a hundred services may have one."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import EventLog, StreamLog
from sladsl.proofs.witness import covering
from sladsl.review.version import Version
from sladsl.temporal import Pair, Window


@frozen
class Found(Frozen):
    """A log that was made for the new version of a clause, or for the old one."""

    log: EventLog
    period: Pair
    window: Window
    for_new: bool


_Formed = tuple[Hashable, tuple[str, ...]]
_Kept = tuple[tuple[tuple[int, StreamLog], ...], Found]


@dataclass
class Alike:
    """Logs by the form of a clause in both versions and what they were looked for. Streams stand for one another by
    their place in the form. What is handed on is evaluated like any other log."""

    _formed: dict[tuple[int, int], _Formed | None] = field(default_factory=dict)
    _kept: dict[Hashable, _Kept] = field(default_factory=dict)

    def keep(self, old: Version, new: Version, what: Hashable, found: Found) -> None:
        form = self._form(old, new)
        told = {name: each for name, each in found.log.streams.items() if each.records}
        if form is not None and told.keys() <= set(form[1]):
            self._kept[form[0], what] = tuple((form[1].index(name), each) for name, each in told.items()), found

    def known(self, old: Version, new: Version, what: Hashable) -> Found | None:
        """The log that was found for a clause of the same form, as one for this clause."""
        form = self._form(old, new)
        kept = None if form is None else self._kept.get((form[0], what))
        if form is None or kept is None:
            return None
        streams, found = kept
        graph = (new if found.for_new else old).graph
        named = {form[1][place]: each for place, each in streams}
        own = {name: replace(each, schema=graph.stream(name)) for name, each in named.items()}
        return replace(found, log=covering(graph, own, found.period))

    def _form(self, old: Version, new: Version) -> _Formed | None:
        """The form of both versions, and the streams of either."""
        key = id(old.objective), id(new.objective)
        if key not in self._formed:
            before, after = (each.facts.form(each.objective) for each in (old, new))
            made = None
            if before is not None and after is not None:
                names = tuple(dict.fromkeys((*before[1], *after[1])))
                places = tuple(tuple(map(names.index, each)) for _, each in (before, after))
                made = (before[0], after[0], places), names
            self._formed[key] = made
        return self._formed[key]
