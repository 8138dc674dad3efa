"""Contracts whose layout is disturbed, so that there is something to put right."""

from dataclasses import dataclass
from pathlib import Path

from property.drawn.choices import Choices
from sladsl.diagnostics.diagnostic import errors
from sladsl.syntax import parse
from sladsl.syntax.concrete import Branch, Leaf, concrete
from sladsl.syntax.repairs import repaired
from sladsl.text import Source
from spec_player.case import parse as parse_case
from spec_player.docs import PRELUDE
from spec_player.page import blocks
from spec_player.surroundings import ROOT

_SPACES = ("  ", "\t", " \t ", "\u00a0")
_BREAKS = ("\n", "\n\n", "\r\n", "\n\n\n    ", "\n\t")
_COMMENTS = (
    *(
        "# note",
        "#",
        "#!",
        "# a } in a comment {",
        '# "quoted',
        "#\ttab  ",
        "# ข้อความ",
        "# توضیح",
        "# e\u0301 composed",
    ),
    *("# \u200fاز راست به چپ\u200f", "# 中文"),
)
_MARKS = ("\u200e", "\u200f", "\u061c")


@dataclass(frozen=True)
class Sample:
    name: str
    text: str

    def __repr__(self) -> str:
        return self.name


def samples() -> list[Sample]:
    """Every contract without mistakes in its text: policies, cases, documentation."""
    found = [Sample(path.name, path.read_text(encoding="utf-8")) for path in [PRELUDE, *policies()]]
    for path in sorted((ROOT / "tests/spec").rglob("*.sladsl")):
        case = parse_case(path.read_text(encoding="utf-8"))
        found.append(Sample(path.name, "\n".join([*case.contract, ""])))
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for block in blocks(path.read_text(encoding="utf-8")):
            if block.language == "sladsl":
                text = f"agreement around {{\n{block.text}}}\n" if "clause" in block.words else block.text
                found.append(Sample(f"{path.name}:{block.line}", text))
    return [each for each in found if not errors(parse(Source(each.name, each.text))[1])]


def policies() -> list[Path]:
    return sorted((ROOT / "policies").rglob("*.sladsl"))


def leaves(text: str) -> list[Leaf]:
    """The words of a text in order."""
    found: list[Leaf] = []
    tree = concrete(repaired(Source("text", text))[0])
    assert tree is not None
    waiting: list[Branch | Leaf] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Branch):
            waiting.extend(reversed(node.children))
        else:
            found.append(node)
    return found


def with_other_spaces(text: str, drawn: Choices) -> str:
    """With other spaces where there are some."""
    return _between_words(text, lambda gap: gap if gap.strip(" ") or not gap else drawn.pick((" ", *_SPACES)))


def disturbed(text: str, drawn: Choices) -> str:
    """With other spaces, line ends, comments and marks of direction between its words; perhaps no contract any more."""

    def other(gap: str) -> str:
        if not drawn.chance(8):
            return gap
        match drawn.count(0, 5):
            case 0:
                return gap + drawn.pick(_SPACES)
            case 1:
                return gap + drawn.pick(_BREAKS)
            case 2:
                return f"{gap}{drawn.pick(('', ' ', '  '))}{drawn.pick(_COMMENTS)}\n"
            case 3:
                return f"{gap}\n{drawn.pick(_COMMENTS)}\r\n\n{drawn.pick(_COMMENTS)}\n"
            case 4:
                return f"{drawn.pick(_MARKS)}{gap}{drawn.pick(('', *_MARKS))}"
            case _:
                return gap.replace(" ", "")
        return gap

    return _between_words(text, other)


def _between_words(text: str, other: object) -> str:
    assert callable(other)
    pieces: list[str] = []
    at = 0
    for leaf in leaves(text):
        pieces += other(text[at : leaf.start]), text[leaf.start : leaf.end]
        at = leaf.end
    return "".join([*pieces, other(text[at:])])
