"""What is kept of an evaluation: for each cell what was found, and the fingerprint of all it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sladsl.engines.kept.plain import Plain
from sladsl.engines.measurements import Cell
from sladsl.temporal import Window

NO_PRINT: Final = ""
"""Of what is kept to be compared only."""
OF_ALL: Final = "log "
"""Begins the fingerprint of a whole log; others are of the records that one measurement rests on."""
Content = tuple[int, int, int, str]
"""A measure, a window, and the fingerprint of what it rests on."""


class Entry(NamedTuple):
    """`settled`: it no longer depends on `as_of`, as of which it was measured. `found` is as `plain` writes it."""

    print: str
    as_of: int
    settled: bool
    found: Plain


@dataclass(slots=True)
class Memory:
    """What was kept, and what an evaluation made of it. `reopened` are cells that were over and came to something else,
    or rest on other records. `damaged`: something in it could not be used. `windows`: those of the
    cells."""

    entries: dict[Cell, Entry] = field(default_factory=dict)
    taken: int = 0
    measured: int = 0
    reopened: list[Cell] = field(default_factory=list)
    windows: dict[Cell, Window] = field(default_factory=dict)
    damaged: bool = False

    def by_content(self) -> Mapping[Content, Entry]:
        """Scopes with equal records have equal measurements: a new one is mostly like an old one."""
        return {(cell.measure, cell.start, cell.end, each.print): each for cell, each in self.entries.items()}
