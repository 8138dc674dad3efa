"""A case: comment lines that say what it shows, a contract, then sections.

    # An outage that is still open at the end of the month counts up to that end.

    agreement a { … }

    === outages.csv
    start,end
    2026-03-31T23:00,

    === $ sladsl eval contract.sladsl --log outages.csv
    what it prints
    --- stderr
    what it prints there
    --- exit 1

Everything before the first section is `contract.sladsl`, so a position in a message is a position in the case. The
sections are played in the order in which they stand, each in the same empty folder.

    === NAME           a file; blank lines at its end belong to the layout, and it ends with one line break
    === NAME base64    … of these bytes
    === NAME gzip      … of this text, compressed
    === NAME repeat    … of pieces, one a line: how often, and a JSON string:  5000 "("
    === $ COMMAND      `sladsl …` or `cat NAME…`, with `< NAME` where it reads its input; then what it printed

A line of a file or of an output that begins with `===` or `\\===` gets one more backslash in front.
"""

import base64
import gzip
import json
import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path, PurePosixPath

from spec_player.command import Outcome, Runner, Unplayable, run_line

CONTRACT = "contract.sladsl"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one `===` line; `line` is the number of that line."""

    head: str
    body: tuple[str, ...]
    line: int = 0

    @property
    def command(self) -> str | None:
        return self.head.removeprefix("$ ") if self.head.startswith("$ ") else None


@dataclass(frozen=True, slots=True)
class Case:
    contract: tuple[str, ...]
    sections: tuple[Section, ...]


def parse(text: str) -> Case:
    """Read a case; `Unplayable` says what it lacks."""
    lines = text.split("\n")
    if not lines[0].startswith("#"):
        raise Unplayable("line 1: a case begins with a comment that says what it shows")
    heads = [number for number, line in enumerate(lines) if line.startswith("=== ")]
    if not any(lines[number].startswith("=== $ ") for number in heads):
        raise Unplayable("no `=== $ sladsl …` section: nothing is run")
    sections = tuple(
        Section(lines[start].removeprefix("=== "), trimmed(map(_unescaped, lines[start + 1 : end])), start + 1)
        for start, end in zip(heads, [*heads[1:], len(lines)], strict=True)
    )
    return Case(trimmed(lines[: heads[0]]), sections)


def write(case: Case) -> str:
    """The text of a case: what `parse` reads."""
    parts = [case.contract] + [(f"=== {part.head}", *map(_escaped, part.body)) for part in case.sections]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def play(case: Case, runner: Runner, directory: Path) -> Case:
    """Run a case in an empty folder: the same case with the outputs it has now."""
    (directory / CONTRACT).write_bytes(_as_text(case.contract))
    played = []
    for section in case.sections:
        if section.command is None:
            _write_file(section, directory)
        else:
            section = replace(section, body=transcript(run_line(section.command, runner, directory)))
        played.append(section)
    return replace(case, sections=tuple(played))


def differences(recorded: Case, played: Case) -> list[str]:
    """One text for each command whose output is not the recorded one."""
    return [
        f"line {old.line}: {old.command}\n{compared(old.body, new.body)}"
        for old, new in zip(recorded.sections, played.sections, strict=True)
        if old.body != new.body
    ]


def compared(recorded: Sequence[str], now: Sequence[str]) -> str:
    """The lines of two outputs side by side in the manner of `diff`."""
    marks = unified_diff(recorded, now, "recorded", "now", lineterm="", n=5)
    return "\n".join(f"    {line}" for line in marks)


def transcript(outcome: Outcome) -> tuple[str, ...]:
    """The lines that record an outcome."""
    lines = _output_lines(outcome.stdout)
    if outcome.stderr:
        lines += ["--- stderr", *_output_lines(outcome.stderr)]
    if outcome.status != 0:
        lines.append(f"--- exit {outcome.status}")
    return trimmed(lines)


def _output_lines(output: str) -> list[str]:
    if not output:
        return []
    lines = output.split("\n")
    return lines[:-1] if lines[-1] == "" else [*lines, "--- no line break"]


def _write_file(section: Section, directory: Path) -> None:
    try:
        name, *how = shlex.split(section.head)
        content = CONTENTS[" ".join(how)](section.body)
    except (KeyError, ValueError) as error:
        raise Unplayable(f"line {section.line}: `=== {section.head}` cannot be read as a file: {error}") from error
    write_inside(directory, name, content)


def write_inside(directory: Path, name: str, content: bytes) -> None:
    """Write a file into `directory`, and nowhere else."""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise Unplayable(f"a file stays in its folder; `{name}` would not")
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _as_text(body: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in body).encode()


def _repeated(body: Sequence[str]) -> bytes:
    pieces = [line.split(" ", 1) for line in body]
    return "".join(int(count) * str(json.loads(piece)) for count, piece in pieces).encode()


CONTENTS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "": _as_text,
    "base64": lambda body: base64.b64decode("".join(body), validate=True),
    "gzip": lambda body: gzip.compress(_as_text(body), mtime=0),
    "repeat": _repeated,
}

_MARK = re.compile(r"\\*===")


def _escaped(line: str) -> str:
    return f"\\{line}" if _MARK.match(line) else line


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and _MARK.match(line) else line


def trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines without the blank ones at their end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)
