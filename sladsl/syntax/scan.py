"""A coarse look at a text, without the grammar: its comments, quoted texts and brackets."""

import re
from dataclasses import field

from sladsl.frozen import Changing, changing

_MARK = re.compile(r'(?P<comment>#[^\r\n]*)|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<open>"[^\r\n]*)|[{}()]')


@changing
class Bracket(Changing):
    """An opening bracket at `opened` and where it closes; None: it does not. `depth` brackets stand around it."""

    opened: int
    mark: str
    depth: int
    closed: int | None = None


@changing
class Outline(Changing):
    """What a text holds, each kind in order; comments and texts as ranges of offsets."""

    comments: list[tuple[int, int]] = field(default_factory=list)
    texts: list[tuple[int, int]] = field(default_factory=list)
    unclosed_texts: list[tuple[int, int]] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    """Closing brackets that nothing opened."""

    @property
    def unclosed(self) -> list[Bracket]:
        return [each for each in self.brackets if each.closed is None]


def outline(text: str, start: int = 0, end: int | None = None) -> Outline:
    found = Outline()
    waiting: list[Bracket] = []
    for mark in _MARK.finditer(text, start, len(text) if end is None else end):
        match mark.lastgroup:
            case "comment":
                found.comments.append(mark.span())
            case "text":
                found.texts.append(mark.span())
            case "open":
                found.unclosed_texts.append(mark.span())
            case _ if mark[0] in "{(":
                bracket = Bracket(mark.start(), mark[0], len(waiting))
                waiting.append(bracket)
                found.brackets.append(bracket)
            case _:
                _close(found, waiting, mark.start(), mark[0])
    return found


def _close(found: Outline, waiting: list[Bracket], at: int, mark: str) -> None:
    """A brace closes over forgotten parentheses; a parenthesis never closes over a brace."""
    if mark == "}":
        while waiting and waiting[-1].mark == "(":
            waiting.pop()
    if waiting and waiting[-1].mark == ("{" if mark == "}" else "("):
        waiting.pop().closed = at
    else:
        found.stray.append(at)
