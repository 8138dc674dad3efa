"""An engine that asks several, holds their answers against each other, and gives that of the first."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from sladsl.engines import Engine, Frame
from sladsl.engines.database_engine import DatabaseEngine
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Cell, Found, Measurements, Unsettled
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.registry import ENGINES
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import Room
from sladsl.testing import running
from sladsl.workspace import evaluating
from sladsl.workspace.engines import Chosen


@dataclass(frozen=True)
class Difference:
    """What one engine says otherwise than the reference. `about` names the number, `graph` and `log` belong to it."""

    engine: str
    about: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.engine}: {self.about}\n  reference {self.expected!r}\n  {self.engine} {self.found!r}"


class Enough(Exception):
    """Thrown where only measurements are compared, so that nothing is judged."""


class ByDemand(ReferenceEngine):
    """The reference, asked for one demand at a time and with the records in another order: what an engine finds for one
    demand may not depend on the others."""

    name = "one demand at a time"

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        turned = EventLog({name: replace(each, records=each.records[::-1]) for name, each in log.streams.items()})
        whole = super().measure(graph, log, frame)
        found: dict[Cell, Found] = {}
        unsettled: dict[Cell, tuple[Unsettled, ...]] = {}
        for demand in frame.demands:
            part = super().measure(graph, turned, replace(frame, demands=(demand,)))
            found |= part.found
            unsettled |= part.unsettled
        return replace(whole, found=found, unsettled=unsettled)


class Compared:
    """The reference, checked by others in all that it is asked. Differences are gathered, not thrown."""

    name = "reference"

    def __init__(self, others: Sequence[Engine], *, judge: bool = True) -> None:
        self._reference, self._others, self._judge = ReferenceEngine(), others, judge
        self.differences: list[Difference] = []
        self.numbers = 0

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        made = self._reference.complete(graph, log)
        for other in self._others:
            self._same(other, "the log completed", made, other.complete(graph, log))
        return made

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        left = self._reference.without_void(graph, log, as_of)
        for other in self._others:
            self._same(other, "the log without void cases", left, other.without_void(graph, log, as_of))
        return left

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        without = replace(frame, evidence=False)
        measured = _asked(self._reference, graph, log, without)
        for other in self._others:
            self._compare(other, graph, measured, _asked(other, graph, log, without))
        if isinstance(measured, EngineLimit):
            raise measured
        self.numbers += len(measured.found)
        if not self._judge:
            raise Enough
        return self._reference.measure(graph, log, frame) if frame.evidence else measured

    def _compare(
        self, other: Engine, graph: RuleGraph, measured: Measurements | EngineLimit, theirs: Measurements | EngineLimit
    ) -> None:
        if isinstance(measured, EngineLimit) or isinstance(theirs, EngineLimit):
            one, two = (str(each) if isinstance(each, EngineLimit) else None for each in (measured, theirs))
            self._same(other, "the limit", one, two)
            return
        self._same(other, "statements that the database cannot read", [], _unreadable(other))
        for name in ("scopes", "found", "chosen", "unsettled", "lifetimes"):
            one, two = getattr(measured, name), getattr(theirs, name)
            if one != two:
                self._tell(other, graph, name, one, two)

    def _tell(self, other: Engine, graph: RuleGraph, name: str, one: Mapping[Any, Any], two: Mapping[Any, Any]) -> None:
        keys = [key for key in {**one, **two} if one.get(key) != two.get(key)]
        for key in keys[:3]:
            node = graph.nodes[key.measure] if name in ("found", "unsettled") else ""
            self._same(other, f"{name} {key} {node}", one.get(key, "nothing"), two.get(key, "nothing"))

    def _same(self, other: Engine, about: str, expected: object, found: object) -> None:
        if expected != found:
            self.differences.append(Difference(other.name, about, expected, found))


def _asked(engine: Engine, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements | EngineLimit:
    try:
        return engine.measure(graph, log, frame)
    except EngineLimit as limit:
        return limit


def _unreadable(engine: Engine) -> list[str]:
    """The reference answers for them too, so that no number shows it. Numbers of too many digits are no mistake."""
    troubles = engine.fallen_back.values() if isinstance(engine, DatabaseEngine) else ()
    return [each for each in troubles if " Error: " in each and not each.startswith("Out of Range Error: ")]


QUICK = [each for each in ENGINES if not each.is_slow_to_start]


def registered() -> list[Engine]:
    """Every engine but the reference, of those that can run here and start at once; tests/spark looks at the other."""
    return [each.make(Room()) for each in QUICK if each.name != "reference" and each.is_available]


def engines() -> list[Engine]:
    """All that is held against the reference."""
    return [ByDemand(), *registered()]


@contextmanager
def every_engine(*others: Engine) -> Iterator[Compared]:
    """Whatever is evaluated within, by a scenario or from files, is asked of all engines."""
    compared = Compared(others or registered())
    with (
        patch.object(evaluating, "choose", lambda *_: Chosen(compared, "held against others")),
        patch.object(running, "ReferenceEngine", lambda: compared),
    ):
        yield compared
    assert not compared.differences, "\n".join(map(str, compared.differences[:5]))
