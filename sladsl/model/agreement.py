"""An agreement whose names are settled: what each name stands for, with the clauses still as written."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.logs.schema import StreamSchema
from sladsl.syntax import ast
from sladsl.temporal import BusinessCalendar, Zone
from sladsl.text import Span

NameKind = Literal[
    "party",
    "service",
    "parameter",
    "calendar",
    "stream",
    "register",
    "schedule",
    "definition",
    "exclusion",
    "metric",
    "objective",
    "unit",
    "pool",
    "trigger",
    "property",
    "exception",
    "article",
    "duty",
    "report",
    "underpinning",
    "component",
    "broken",
]  # fmt: skip


@frozen
class Symbol(Frozen):
    """What a name stands for and where it was given."""

    name: str
    kind: NameKind
    span: Span


@frozen
class DeclaredCalendar(Frozen):
    """`digests`: SHA-256 of the holiday files by name."""

    name: str
    calendar: BusinessCalendar
    digests: tuple[tuple[str, str], ...]
    span: Span


@frozen
class DeclaredParameter(Frozen):
    """`value` is the default, or what the person who runs it set instead."""

    name: str
    value: ast.Expression
    choices: tuple[str, ...]
    shown: str
    span: Span


@frozen
class Agreement(Frozen):
    """One agreement. Every mapping keeps the order of the text."""

    name: str
    title: str | None
    edition: int
    parties: tuple[ast.Party, ...]
    term_start: date
    term_end: date | None
    zone: Zone
    currency: str | None
    rounding: Literal["half up", "half even", "up", "down"]
    symbols: Mapping[str, Symbol]
    parameters: Mapping[str, DeclaredParameter]
    services: Mapping[str, ast.Service]
    calendars: Mapping[str, DeclaredCalendar]
    streams: Mapping[str, StreamSchema]
    made: Mapping[str, ast.Pairing | ast.Distinct]
    schedules: Mapping[str, ast.Schedule]
    definitions: Mapping[str, ast.Define]
    exclusions: Mapping[str, ast.Exclusion]
    metrics: Mapping[str, ast.Metric]
    objectives: tuple[ast.Objective, ...]
    limits: tuple[ast.TotalLimit, ...]
    units: Mapping[str, ast.UnitClause]
    pools: tuple[ast.Pool, ...]
    triggers: tuple[ast.Terminate | ast.Escalate, ...]
    exceptions: tuple[ast.Exception_, ...]
    span: Span
    papers: tuple[ast.Paper, ...] = ()
    scenarios: tuple[ast.Scenario, ...] = ()
    voids: Mapping[str, tuple[ast.VoidLine, ...]] = field(default_factory=dict)
    properties: Mapping[str, ast.Property] = field(default_factory=dict)
