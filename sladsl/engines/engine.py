"""What every engine offers."""

from collections.abc import Mapping
from typing import Protocol

from sladsl.engines.measurements import Demand, Measurements
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.temporal import IntervalSet


@frozen
class Frame(Frozen):
    """What to measure. `as_of`: nothing after it is known; what is open is judged up to it. `coverage`: per stream, the
    time in which the absence of a record means that nothing happened. `evidence`: fill segments and places."""

    as_of: int
    coverage: Mapping[str, IntervalSet]
    demands: tuple[Demand, ...]
    evidence: bool = False


class Engine(Protocol):
    """Turns events into exact numbers. Engines never round, never see a currency, and agree to the last digit."""

    name: str

    def complete(self, graph: RuleGraph, log: EventLog) -> EventLog:
        """The log with the streams that are made of its events."""

    def without_void(self, graph: RuleGraph, log: EventLog, as_of: int) -> EventLog:
        """The log without the cases that, by what is known at `as_of`, count nowhere."""

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements: ...


class EngineTrouble(Exception):
    """What an engine runs on does not start, or is gone; the message says why, in plain words."""


class EngineLimit(ValueError):
    """What was asked is more than an engine computes; the message says what, in plain words."""
