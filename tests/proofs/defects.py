"""Contracts with a known defect each, made mechanically from those in `policies/`.

Every operator makes one kind of mistake that people make, wherever the text gives occasion for it, and names the code
that must tell of it. They were fixed before the checks were tuned, and know nothing of how these work.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from proofs.changed_clauses import CLAUSE_OPERATORS
from sladsl.diagnostics.diagnostic import errors
from sladsl.proofs.known import Choice
from sladsl.proofs.subject import STEPS
from sladsl.workspace.verifying import Request, verify_file
from spec_player.surroundings import ROOT

FOLDERS = ("policies/published", "policies/examples")
_ROW = re.compile(r"^(?P<indent> +)below (?P<bound>\d[\d.]*)% +gives +(?P<gives>[^\n#]*?) *$", re.MULTILINE)
_SHARE = re.compile(r"\d[\d.]*%")
_TARGET = re.compile(r"^(?P<before> +[^\n#{}]*>= )(?P<target>\d[\d.]*)%(?P<after> per [^\n]*)$", re.MULTILINE)
_CREDIT = re.compile(r"^(?P<indent> +)credit share of (?P<base>[^\n{]*?) \{(?P<table>[^{}]*)\}\n", re.MULTILINE)


@dataclass(frozen=True)
class Defect:
    """A contract that is wrong in one way: one of `codes` must be found in it."""

    origin: str
    operator: str
    codes: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        return f"{self.operator}: {self.origin}"


@dataclass(frozen=True)
class _Ladder:
    """Neighbouring rows that all say `below`, from the mildest to the worst, in their text."""

    rows: tuple[re.Match[str], ...]

    @property
    def bounds(self) -> list[Fraction]:
        return [Fraction(each["bound"]) for each in self.rows]


def defects() -> Iterator[Defect]:
    """All of them, in a fixed order."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.sladsl")):
            yield from _of(path)


def _of(path: Path) -> Iterator[Defect]:
    text = plain(path)
    origin = path.relative_to(ROOT / "policies").as_posix()
    for operator, codes, change in (*_OPERATORS, *CLAUSE_OPERATORS):
        for number, changed in enumerate(change(text), 1):
            yield Defect(f"{origin} ({number})", operator, codes, changed)


def plain(path: Path) -> str:
    """A contract without its scenarios, which do not hold of what is made wrong, and without what it allows with a
    reason, which would hide that."""
    text = re.sub(r"^ *# sladsl: allow[^\n]*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.sub(r"^  scenario .*?^  \}\n", "", text, flags=re.MULTILINE | re.DOTALL)


def _ladders(text: str) -> Iterator[_Ladder]:
    run: list[re.Match[str]] = []
    for row in _ROW.finditer(text):
        follows = (
            run and text[run[-1].end() : row.start()] == "\n" and Fraction(row["bound"]) < Fraction(run[-1]["bound"])
        )
        if run and not follows:
            yield _Ladder(tuple(run))
            run = []
        run.append(row)
    if run:
        yield _Ladder(tuple(run))


def _with_rows(text: str, ladder: _Ladder, lines: list[str]) -> str:
    start, end = ladder.rows[0].start(), ladder.rows[-1].end()
    indent = ladder.rows[0]["indent"]
    return text[:start] + "\n".join(f"{indent}{line}" for line in lines) + text[end:]


def _hole_between_rows(text: str) -> Iterator[str]:
    """`above` where `at least` was meant: one value is in no row."""
    for ladder in _ladders(text):
        if len(ladder.rows) > 1:
            yield _with_rows(text, ladder, list(_ranges(ladder, "above", Fraction(0))))


def _rows_that_overlap(text: str) -> Iterator[str]:
    """A row reaches down into the next, which gives something else."""
    for ladder in _ladders(text):
        if len(ladder.rows) > 1:
            yield _with_rows(text, ladder, list(_ranges(ladder, "at least", Fraction(1, 10))))


def _rows_said_twice(text: str) -> Iterator[str]:
    """A row reaches down into the next, which gives the same."""
    for ladder in _ladders(text):
        if len(ladder.rows) > 1:
            same = [re.sub(r"gives .*", f"gives {ladder.rows[0]['gives']}", each)
                    for each in _ranges(ladder, "at least", Fraction(1, 10))]  # fmt: skip
            yield _with_rows(text, ladder, same)


def _ranges(ladder: _Ladder, side: str, into: Fraction) -> Iterator[str]:
    bounds = ladder.bounds
    for row, below in zip(ladder.rows, [*bounds[1:], None], strict=True):
        lower = "" if below is None else f" and {side} {_decimal(below - into)}%"
        yield f"below {row['bound']}%{lower} gives {row['gives']}"


def _rows_the_wrong_way_round(text: str) -> Iterator[str]:
    """The amounts of the first and the last row change places."""
    for ladder in _ladders(text):
        gives = [each["gives"] for each in ladder.rows]
        if len(gives) > 1 and gives[0] != gives[-1]:
            gives[0], gives[-1] = gives[-1], gives[0]
            yield _with_rows(
                text,
                ladder,
                [f"below {row['bound']}% gives {each}" for row, each in zip(ladder.rows, gives, strict=True)],
            )


def _target_below_the_table(text: str) -> Iterator[str]:
    """The target is lowered, and the table is forgotten: it pays for what is kept."""
    yield from _target_moved(text, lambda target, last: (target + last) / 2 if last < target else target - 1)


def _target_above_the_table(text: str) -> Iterator[str]:
    """The target is raised, and the table is forgotten: some breaches cost nothing."""
    yield from _target_moved(text, lambda target, _: (target + 100) / 2)


def _target_moved(text: str, moved: Callable[[Fraction, Fraction], Fraction]) -> Iterator[str]:
    for ladder in _ladders(text):
        before = [each for each in _TARGET.finditer(text) if each.end() < ladder.rows[0].start()]
        if not before or Fraction(before[-1]["target"]) != ladder.bounds[0]:
            continue
        target = before[-1]
        to = moved(Fraction(target["target"]), ladder.bounds[-1])
        if 0 < to < 100 and to != Fraction(target["target"]):
            yield _set_for(
                text[: target.start("target")] + _decimal(to) + text[target.end("target") :], target["before"]
            )


def _set_for(text: str, line: str) -> str:
    """With the parameter set to what a line is for, if it is for one value of it."""
    asked = re.match(r" *when (?P<name>\w+) = (?P<value>\w+):", line)
    if asked is None:
        return text
    return re.sub(rf"^( +parameter {asked['name']} one of [^=\n]*= )\w+", rf"\g<1>{asked['value']}", text, flags=re.M)


def _limit_below_a_row(text: str) -> Iterator[str]:
    """A limit that leaves less than the worst row gives."""
    yield from _limited(text, Fraction(1, 2))


def _limit_never_reached(text: str) -> Iterator[str]:
    """A limit far above anything that the table gives."""
    yield from _limited(text, Fraction(3))


def _limited(text: str, factor: Fraction) -> Iterator[str]:
    if "limit " in text:
        return
    for credit in _CREDIT.finditer(text):
        rows = [row["gives"] for row in _ROW.finditer(credit["table"])]
        if rows and all(_SHARE.fullmatch(each) for each in rows) and "," not in credit["base"]:
            most = max(Fraction(each.rstrip("%")) for each in rows)
            line = f"{credit['indent']}limit credit to {_decimal(most * factor)}% of ({credit['base']})\n"
            yield text[: credit.end()] + line + text[credit.end() :]


def _row_nothing_reaches(text: str) -> Iterator[str]:
    """A last row below anything that can be measured."""
    if not _cannot_be_negative(text):
        return
    for ladder in _ladders(text):
        rows = [f"below {each['bound']}% gives {each['gives']}" for each in ladder.rows]
        last = ladder.rows[-1]["gives"]
        if _SHARE.fullmatch(last):
            yield _with_rows(text, ladder, [*rows, f"below 0% gives {last}"])


def _cannot_be_negative(text: str) -> bool:
    """Whether every share that is promised is an availability of its own window, which is never below 0 %."""
    metrics = re.findall(r"^ +metric [^\n=]*=([^\n]*)$", text, re.MULTILINE)
    return bool(metrics) and all(" availability of" in each and " over " not in each for each in metrics)


def _promise_that_cannot_be_broken(text: str) -> Iterator[str]:
    for target in _TARGET.finditer(text) if _cannot_be_negative(text) else ():
        yield text[: target.start("target")] + "0" + text[target.end("target") :]


def _decimal(number: Fraction) -> str:
    text = f"{float(number):.6f}".rstrip("0").rstrip(".")
    assert Fraction(text) == number, "operators choose numbers that can be written"
    return text


_OPERATORS: tuple[tuple[str, tuple[str, ...], Callable[[str], Iterator[str]]], ...] = (
    ("hole between rows", ("SLA1020",), _hole_between_rows),
    ("rows that overlap", ("SLA1021",), _rows_that_overlap),
    ("rows said twice", ("SLA1104",), _rows_said_twice),
    ("rows the wrong way round", ("SLA1101", "SLA0556"), _rows_the_wrong_way_round),
    ("target below the table", ("SLA1024",), _target_below_the_table),
    ("target above the table", ("SLA1025",), _target_above_the_table),
    ("limit below a row", ("SLA1030",), _limit_below_a_row),
    ("limit never reached", ("SLA1031",), _limit_never_reached),
    ("row that nothing reaches", ("SLA1022", "SLA1103"), _row_nothing_reaches),
    ("promise that cannot be broken", ("SLA1110",), _promise_that_cannot_be_broken),
)


def codes_found(defect: Defect, folder: Path, steps: int = STEPS) -> set[str] | None:
    """Those of its codes that `sladsl verify` tells of; None where it is no contract. `folder` is empty."""
    origin = ROOT / "policies" / defect.origin.rpartition(" (")[0]
    for beside in origin.parent.iterdir() if origin.is_file() else ():
        if beside.is_file() and beside.suffix != ".sladsl":
            shutil.copy(beside, folder)
    return codes_of(defect.text, folder / origin.name, defect.codes, steps)


def codes_of(text: str, path: Path, codes: tuple[str, ...], steps: int = STEPS) -> set[str] | None:
    """Those of the codes that are told of a text written to a path."""
    path.write_text(text, encoding="utf-8")
    verified = verify_file(path, Request({}, steps, Choice(codes)))
    if errors(verified.diagnostics):
        return None
    return {each.code.id for each in verified.found} & set(codes)
