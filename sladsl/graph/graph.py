"""The rule graph of one agreement: what its text means, with names left only as labels."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import LimitRule, Objective, TriggerRule
from sladsl.graph.making import Making, VoidRule
from sladsl.graph.node import Node, Ref
from sladsl.graph.papers import Papers
from sladsl.graph.scenarios import Tests
from sladsl.graph.versions import VersionFact
from sladsl.graph.windows import DueRule, WindowRule
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import BusinessCalendar
from sladsl.text import Span

SEMANTICS_VERSION = "2026.1"
"""Version of the meaning of the language: raised when the same text could evaluate to something else."""


@frozen
class PartyFact(Frozen):
    role: Literal["provider", "customer", "party"]
    name: str
    title: str | None


@frozen
class FeeRule(Frozen):
    """`amount` in whole currency units, per window of `window` (None: once, at the start of the term)."""

    amount: Fraction
    currency: str
    window: WindowRule | None
    versions: tuple[int, ...] = ()


@frozen
class ServiceFact(Frozen):
    name: str
    title: str | None
    fees: tuple[FeeRule, ...]


@frozen
class NamedCalendar(Frozen):
    """`digests` of the holiday files that went into it, by name."""

    name: str
    calendar: BusinessCalendar
    digests: tuple[tuple[str, str], ...] = ()


@frozen
class Reading(Frozen):
    """A default in force: what the text leaves open and how it is read. `decisive`: another reading could change a
    verdict. `version`: the first that has it, where that is not the text itself."""

    topic: str
    reading: str
    otherwise: str
    span: Span | None
    decisive: bool = False
    version: int | None = None


@frozen
class RuleGraph(Frozen):
    """`nodes[ref]` is a node of the measure or the contract layer; inputs come before what uses them. `places[ref]` is
    where the text says it, `labels` the names people gave to nodes. `imports`: digests of imported files by name.
    `makings` make some of the streams of others, each after those that it needs; `voids` say which cases count
    nowhere. `choices`: parameters for which nobody chose, each with its labels, the default first.

    Version 0 is the text itself, version n + 1 is that of `versions[n]`. A clause names in `versions` those that have
    it; none means all."""

    name: str
    title: str | None
    edition: int
    parties: tuple[PartyFact, ...]
    term_start: date
    term_end: date | None
    zone: str
    currency: str | None
    rounding: Literal["half up", "half even", "up", "down"]
    streams: tuple[StreamSchema, ...]
    calendars: tuple[NamedCalendar, ...]
    services: tuple[ServiceFact, ...]
    nodes: tuple[Node, ...]
    objectives: tuple[Objective, ...]
    limits: tuple[LimitRule, ...]
    readings: tuple[Reading, ...]
    parameters: tuple[tuple[str, str], ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    makings: tuple[Making, ...] = ()
    voids: tuple[VoidRule, ...] = ()
    schedules: tuple[DueRule, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    papers: Papers = Papers()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    places: tuple[Span | None, ...] = field(default=(), compare=False)
    triggers: tuple[TriggerRule, ...] = ()
    units: tuple[tuple[str, str | None], ...] = ()
    labels: Mapping[Ref, str] = field(default_factory=dict, compare=False)
    span: Span | None = field(default=None, compare=False)
    tests: Tests = field(default_factory=Tests, compare=False)

    def stream(self, name: str) -> StreamSchema:
        """The stream called `name`; it exists, or the graph would not have been built."""
        return next(each for each in self.streams if each.name == name)
