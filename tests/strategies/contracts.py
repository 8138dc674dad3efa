"""Hypothesis strategy for contracts: texts of every kind of clause, each well typed because it was drawn by type."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from property.drawn import calendars, frame, objectives, scenarios, sets, values
from property.drawn.choices import Choices, choices
from property.drawn.draft import ZONES, Draft, Style, focus_dates, indented
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.model.problems import Problems
from sladsl.syntax import parse
from sladsl.text import Source
from sladsl.workspace.beside import joined
from sladsl.workspace.compiling import compile_agreements

__all__ = ["ANY_STYLE", "Contract", "Style", "compiled", "contract_of", "contracts", "graph_of"]

ANY_STYLE: Final = Style()
MOST_CHOICES: Final = 1600

_COMMENTS = ("# a comment", "# chú thích: 99,9 %", '# "quoted" { } and more', "#", "# 备注")
_NO_BREAK_SPACE = "\u00a0"
_LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True)
class Contract:
    """The text of one agreement. `focus` is a date about which something happens in its zone, within its term."""

    text: str
    zone: str
    focus: datetime.date

    def __repr__(self) -> str:
        return f"focus {self.focus}\n{self.text}"


@st.composite
def contracts(draw: st.DrawFn, style: Style = ANY_STYLE) -> Contract:
    """A contract without errors; `style` says what it must not hold."""
    return contract_of(draw(choices(MOST_CHOICES)), style)


def contract_of(drawn: Choices, style: Style = ANY_STYLE) -> Contract:
    """The contract that some choices make."""
    zone = "UTC" if style.shiftable else drawn.pick(ZONES)
    focus = datetime.date.fromisoformat(drawn.pick(focus_dates(zone)))
    d = Draft(drawn, style, zone, focus)
    name = d.fresh()
    clauses = frame.opening(d)
    for part in (
        frame.parameters,
        frame.services,
        calendars.calendars,
        frame.streams,
        frame.made,
        frame.schedules,
        frame.registers,
    ):
        clauses += part(d)
    for part in (sets.definitions, sets.exclusions, values.metrics, objectives.objectives):
        clauses += part(d)
    clauses += scenarios.scenarios(d)
    lines = [*(["edition 2026"] if d.chance(3) else []), f"agreement {name}{d.title()} {{"]
    for clause in d.choices.order(clauses):
        lines += indented(clause)
    return Contract(_laid_out(d, [*lines, "}", *scenarios.beside(d, name)]), zone, focus)


def _laid_out(d: Draft, lines: Sequence[str]) -> str:
    """With comments, and now and then with the spaces and line ends that editors leave behind."""
    written = list(lines)
    for _ in range(d.count(0, 3)):
        at = d.count(0, len(written) - 1)
        written[at] = f"{written[at]}  {d.pick(_COMMENTS)}" if d.chance() else f"{d.pick(_COMMENTS)}\n{written[at]}"
    if d.chance(8):
        written = [line.replace("  ", d.pick((_NO_BREAK_SPACE, _LEFT_TO_RIGHT, "\t")), 1) for line in written]
    return ("\r\n" if d.chance(8) else "\n").join([*written, ""])


def compiled(text: str) -> tuple[RuleGraph | None, list[Diagnostic]]:
    """The rule graph of the one agreement in a text, and all that is said of it."""
    file, found = parse(Source("contract.sladsl", text))
    problems = Problems()
    problems.found.extend(found)
    for each in file.scenarios:
        file = joined(file, each, "this file", problems, keep=True)
    agreements = compile_agreements(file, Path(), {}, problems)
    return (agreements[0].graph if agreements else None), problems.found


def graph_of(contract: Contract | str) -> RuleGraph:
    """The rule graph of a contract that has no errors."""
    graph, found = compiled(contract if isinstance(contract, str) else contract.text)
    wrong = errors(found)
    assert not wrong, "\n".join(f"{each.code.id} {each.message} at {each.span}" for each in wrong)
    assert graph is not None
    return graph
