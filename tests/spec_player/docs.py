"""Plays the blocks of a documentation page, from top to bottom, in one empty folder.

    ```sladsl                        a whole agreement: `sladsl check` accepts it and reports no code
    ```sladsl rejected SLA0104       … is rejected with exactly these codes
    ```sladsl finds SLA0512          … is accepted, with exactly these codes
    ```sladsl shows SLA1101          `sladsl verify` says of it exactly these codes
    ```sladsl proves                 … and of this no code at all. Notes that are not named do not matter to either, but
                                     for the code that the page is headed by
    ```sladsl clause                 one clause or more, checked inside the prelude; also `clause rejected …`. That
                                     nothing uses a name (SLA1010) is no matter there
    ```sladsl prelude                from here on, the prelude of this page: an agreement with the line
                                     `# the clause stands here`; else it is `prelude.sladsl` beside this module
    ```console                       `$ sladsl …` or `$ cat FILE` and what they print, errors after the output;
                                     a line `…` stands for any lines. The last command exits with `exit=N`, else with 0
    ```python                        is executed; the blocks of a page share their names
    ```LANGUAGE file=NAME            any block: is written to NAME first, for the commands further down
    ```LANGUAGE in=policies/NAME     any block: the files of that folder of the project are put there first, for the
                                     commands of this block and those further down
    ```LANGUAGE needs=shared         any block: is left out where the shared data is absent

Blocks in other languages are shown only. A language, word or option that is not known is an error.
"""

import re
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from textwrap import indent

from sladsl.diagnostics import codes
from spec_player.case import compared, trimmed, write_inside
from spec_player.command import Runner, Unplayable, run_line
from spec_player.page import Block, blocks, with_lines
from spec_player.surroundings import NEEDS_SHARED, ROOT, SHARED, shared_data, surroundings

SHOWN = frozenset("csv diff ebnf html ini json jsonl lark markdown mermaid sh text toml xml yaml".split())
WORDS = {"sladsl": {"clause", "finds", "prelude", "proves", "rejected", "shows"}}
OPTIONS = {"exit", "file", "in", "needs"}
UNUSED = "SLA1010"
CODE = re.compile(r"\bSLA\d{4}\b")
NOTES = frozenset(code for code, each in codes.ALL.items() if each.severity is codes.Severity.NOTE)
CLAUSE = "# the clause stands here"
PRELUDE = Path(__file__).with_name("prelude.sladsl")


@dataclass(slots=True)
class Player:
    """One page being played: its folder, and what its blocks have left so far."""

    runner: Runner
    directory: Path
    prelude: str = field(default_factory=lambda: PRELUDE.read_text(encoding="utf-8"))
    names: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    about: frozenset[str] = frozenset()

    def play(self, page: str) -> str:
        """Play a page: the same page with the outputs it has now."""
        changes: dict[int, tuple[Block, Sequence[str]]] = {}
        self.about = frozenset(CODE.findall(page.partition("\n")[0]))
        for block in blocks(page):
            if _needs_shared(block) and shared_data() is None:
                self.skipped.append(f"line {block.line}: {NEEDS_SHARED}")
                continue
            try:
                now = self.play_block(block)
            except Unplayable as problem:
                self.report(block, str(problem))
                continue
            if now != block.lines:
                changes[block.line] = block, now
        return with_lines(page, changes)

    def play_block(self, block: Block) -> Sequence[str]:
        _refuse_unknown(block)
        if "file" in block.options:
            write_inside(self.directory, block.options["file"], block.text.encode())
        if "in" in block.options:
            self.bring(block.options["in"])
        match block.language:
            case "sladsl" if "prelude" in block.words:
                self.prelude = block.text
            case "sladsl":
                self.check(block)
            case "console":
                return self.converse(block)
            case "python":
                self.execute(block)
        return block.lines

    def bring(self, folder: str) -> None:
        """Copies the files of a folder of the project."""
        files = [each for each in sorted((ROOT / folder).glob("*")) if each.is_file()]
        if not files or ROOT not in (ROOT / folder).resolve().parents:
            raise Unplayable(f"the project has no folder `{folder}` with files")
        for each in files:
            write_inside(self.directory, each.name, each.read_bytes())

    def check(self, block: Block) -> None:
        """An agreement or a clause: accepted or rejected, with the codes it declares."""
        name = block.options.get("file", "block.sladsl")
        text = self.within_prelude(block.text) if "clause" in block.words else block.text
        write_inside(self.directory, name, text.encode())
        verb = "verify" if {"proves", "shows"} & set(block.words) else "check"
        outcome = run_line(f"sladsl {verb} '{name}'", self.runner, self.directory)
        if "file" not in block.options:
            (self.directory / name).unlink()
        output = outcome.stdout + outcome.stderr
        expected = {word for word in block.words if CODE.fullmatch(word)}
        status = 1 if "rejected" in block.words else 0
        aside = {UNUSED} - expected if "clause" in block.words else set()
        if verb == "verify":
            aside |= NOTES - expected - self.about
        ends_well = verb == "verify" or outcome.status == status
        if set(CODE.findall(output)) - aside != expected or not ends_well:
            wanted = f"expected exit {status} and {', '.join(sorted(expected)) or 'no code'}"
            self.report(block, f"{wanted}; `{verb}` exits with {outcome.status}:\n{indent(output, '    ')}")

    def within_prelude(self, clause: str) -> str:
        before, marker, after = self.prelude.partition(CLAUSE)
        if not marker:
            raise Unplayable(f"the prelude has no line `{CLAUSE}`")
        return before + indent(clause, "  ").lstrip(" ") + after.removeprefix("\n")

    def converse(self, block: Block) -> Sequence[str]:
        """The lines of a console block as they are now; commands whose output still fits keep theirs."""
        lines: list[str] = []
        status = 0
        exchanges = _exchanges(block)
        for number, (typed, recorded) in enumerate(exchanges, 1):
            command = " ".join(line.removesuffix("\\").strip() for line in typed).removeprefix("$ ")
            outcome = run_line(command, self.runner, self.directory)
            printed, now = trimmed(recorded), trimmed((outcome.stdout + outcome.stderr).split("\n"))
            blank = recorded[len(printed) :]
            if not _fits(printed, now):
                self.report(block, f"{command}\n{compared(printed, now)}")
                printed = now
            lines += [*typed, *printed, *blank]
            status = int(block.options.get("exit", "0")) if number == len(exchanges) else 0
            if outcome.status != status:
                output = indent("\n".join(now), "    ")
                raise Unplayable(f"`{command}` exits with {outcome.status}, not {status}:\n{output}")
        return tuple(lines)

    def execute(self, block: Block) -> None:
        """Run Python; a traceback's line number is that of the page."""
        try:
            code = compile("\n" * (block.line - 1) + block.text, "page", "exec")
            with surroundings(self.directory), redirect_stdout(StringIO()):
                exec(code, self.names)
        except Exception as error:
            raise Unplayable(f"the Python block raises {type(error).__name__}: {error}") from error

    def report(self, block: Block, problem: str) -> None:
        self.problems.append(f"line {block.line}: {problem}")


def _needs_shared(block: Block) -> bool:
    return block.options.get("needs") == "shared" or (block.language == "console" and SHARED in block.text)


def _refuse_unknown(block: Block) -> None:
    if block.language not in SHOWN | {"sladsl", "console", "python"}:
        raise Unplayable(f"a block names its language, one of those in {__name__}; `{block.language}` is none")
    words = {word for word in block.words if not CODE.fullmatch(word)} - WORDS.get(block.language, set())
    if unknown := words | (block.options.keys() - OPTIONS):
        raise Unplayable(f"`{'`, `'.join(sorted(unknown))}` means nothing in a `{block.language}` block")


def _exchanges(block: Block) -> list[tuple[list[str], list[str]]]:
    """The commands of a console block, each with the lines after it."""
    exchanges: list[tuple[list[str], list[str]]] = []
    continued = False
    for line in block.lines:
        if line.startswith("$ "):
            exchanges.append(([line], []))
        elif not exchanges:
            raise Unplayable("a console block begins with `$ ` and a command")
        else:
            exchanges[-1][0 if continued else 1].append(line)
        continued = line.endswith("\\") and (continued or line.startswith("$ "))
    return exchanges


def _fits(recorded: Sequence[str], now: Sequence[str]) -> bool:
    """Whether an output is the recorded one, where `…` alone on a line stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(f"{line}\n") for line in recorded)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in now)) is not None
