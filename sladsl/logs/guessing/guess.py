"""A guess: what is proposed, why, and whether it is doubtful."""

from dataclasses import dataclass, field

from sladsl.frozen import Frozen, frozen


@frozen
class Line(Frozen):
    """One key of the proposal: `value` is TOML. `doubt` says what makes it doubtful; a line that is `off` stands there
    as a comment, to be completed."""

    key: str
    value: str
    reason: str = ""
    doubt: str = ""
    off: bool = False


@dataclass(slots=True)
class Guesses:
    """The lines by table; the table of the stream itself has no name."""

    tables: dict[str, list[Line]] = field(
        default_factory=lambda: {"": [], "moments": [], "states": [], "attributes": []}
    )
    unbound: list[str] = field(default_factory=list)

    def add(self, line: Line, table: str = "") -> None:
        self.tables.setdefault(table, []).append(line)

    def missing(self, table: str, key: str, reason: str) -> None:
        """A name of the stream that nothing in the file stands for."""
        self.add(Line(key, '"…"', reason, off=True), table)
        self.unbound.append(f"{table}.{key}" if table else key)
