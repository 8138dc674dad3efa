"""How a file that does not parse falls into agreements and clauses, by its braces and the first words of its lines."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from sladsl.frozen import Frozen, frozen
from sladsl.syntax.distance import nearest
from sladsl.syntax.scan import Outline
from sladsl.syntax.vocabulary import CLAUSES

_FIRST_WORD = re.compile(r"^([ \t\f]*)([^\W\d]\w*)", re.MULTILINE)
_AGREEMENT = re.compile(r"\b(?:agreement|template|amendment)\b")
_BLOCKS = ("agreement", "template", "amendment", "scenarios")
_ALONE = ("import", "definition", "define")
_CLAUSES = frozenset(CLAUSES)


@frozen
class FirstWord(Frozen):
    """The first word of a line, where it begins, and how far it is indented."""

    at: int
    indent: int
    word: str


@dataclass(slots=True)
class Braces:
    """The braces of a stretch: which are open at its end, which close nothing, and the depth after each."""

    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    closing: dict[int, int] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        return not self.unclosed and not self.stray

    def depth(self, at: int) -> int:
        index = bisect_right(self.places, at) - 1
        return self.depths[index] if index >= 0 else 0


def bare(text: str, found: Outline) -> str:
    """The text with spaces for comments and quoted texts, so that what is left is structure."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted([*found.comments, *found.texts, *found.unclosed_texts]):
        pieces += text[at:start], " " * (end - start)
        at = end
    return "".join([*pieces, text[at:]])


def braces(structure: str, start: int, end: int) -> Braces:
    found = Braces()
    for brace in re.compile(r"[{}]").finditer(structure, start, end):
        if brace[0] == "{":
            found.unclosed.append(brace.start())
        elif found.unclosed:
            found.closing[found.unclosed.pop()] = brace.start()
        else:
            found.stray.append(brace.start())
        found.places.append(brace.start())
        found.depths.append(len(found.unclosed))
    return found


def first_words(structure: str) -> list[FirstWord]:
    return [FirstWord(each.start(2), len(each[1].expandtabs()), each[2]) for each in _FIRST_WORD.finditer(structure)]


def part_starts(structure: str, lines: list[FirstWord]) -> list[int]:
    """Where agreements and other parts of a file begin. If the braces of the file do not tell, the first agreement's
    indentation does."""
    whole = braces(structure, 0, len(structure))
    named = [each for each in lines if each.word in _BLOCKS]
    if whole.balanced:
        starts = [each.at for each in lines if _like_part(each.word) and whole.depth(each.at) == 0]
    else:
        indent = named[0].indent if named else 0
        starts = [each.at for each in named if each.indent <= indent]
        before = starts[0] if starts else 0
        starts = [each.at for each in lines if each.word in _ALONE and each.at < before] + starts
        if not starts:
            starts = [each.at for each in lines[:1] if _like_part(each.word)]
    if not starts and (found := _AGREEMENT.search(structure)):
        starts = [found.start()]
    return starts


def is_alone(word: str) -> bool:
    """Whether a part of a file that begins so has no clauses."""
    return word in _ALONE or (word not in _BLOCKS and nearest(word, _ALONE) is not None)


def _like_part(word: str) -> bool:
    return word in (*_BLOCKS, *_ALONE) or nearest(word, _BLOCKS) is not None


def clause_starts(lines: list[FirstWord], body: tuple[int, int], depths: Braces | None) -> Iterator[int]:
    """Where the clauses between two places begin: at depth 1, or else as far indented as the first of them."""
    first, last = (bisect_left(lines, place, key=lambda each: each.at) for place in body)
    inside = [each for each in lines[first:last] if each.word in _CLAUSES]
    for each in inside:
        if depths.depth(each.at) == 1 if depths else each.indent == inside[0].indent:
            yield each.at
