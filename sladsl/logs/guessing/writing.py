"""The proposal as TOML: a line a key, its reason behind it, and a question mark where it is doubtful."""

from collections.abc import Iterable, Sequence

from sladsl.logs.guessing.guess import Guesses, Line
from sladsl.logs.shown import escaped
from sladsl.text.toml_words import key

_TABLES = ("moments", "states", "attributes")
_WIDEST = 60


def written(stream: str, guesses: Guesses, head: Iterable[str], clause: Sequence[str]) -> str:
    """The whole text."""
    lines = [f"# {escaped(each)}" if each else "#" for each in head]
    lines += ["", f"[bind.{key(stream)}]", *_lines(guesses.tables[""])]
    for table in _TABLES:
        if guesses.tables[table]:
            lines += ["", f"[bind.{key(stream)}.{table}]", *_lines(guesses.tables[table])]
    if clause:
        lines += ["", "# The stream, for the contract:", "#", *(f"#   {escaped(each)}" for each in clause)]
    return "\n".join(lines) + "\n"


def _lines(lines: Sequence[Line]) -> list[str]:
    names = [f"# {key(each.key)}" if each.off else key(each.key) for each in lines]
    width = max((len(each) for each in names if len(each) <= _WIDEST), default=0)
    found: list[str] = []
    values = [f"{name.ljust(width)} = {each.value}" for name, each in zip(names, lines, strict=True)]
    across = max((len(each) for each in values if len(each) <= _WIDEST), default=0)
    for value, line in zip(values, lines, strict=True):
        said = _said(line)
        found.append(f"{value.ljust(across)}  # {said}" if said else value)
    return found


def _said(line: Line) -> str:
    parts = [each for each in (line.reason, f"? {line.doubt}" if line.doubt else "") if each]
    return escaped("  ".join(parts))
