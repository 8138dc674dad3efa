"""Long rows over several lines: broken first where the parts are farthest from each other in meaning."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.render.cells import cell_width
from sladsl.formatting.rows import Break, Word
from sladsl.frozen import Frozen, frozen

WIDTH = 110
"""Columns of a line. A line is longer only where nothing in it can be broken."""
STEP = 2


@frozen
class Line(Frozen):
    indent: int
    words: Sequence[Word]


def joined(words: Sequence[Word]) -> str:
    """Words on one line."""
    return "".join(f"{' ' * each.spaces if index else ''}{each.text}" for index, each in enumerate(words))


def wrapped(words: Sequence[Word], indent: int, hang: int) -> Iterator[Line]:
    """The lines of a row that begins at `indent` and goes on at `hang`."""
    pieces, opened = _interrupted(words), False
    if len(pieces) == 1:
        fits = indent + _width(words) <= WIDTH and not any(each.kept for each in words[1:])
        if fits or not (cuts := _cuts(words)):
            yield Line(indent, words)
            return
        opened = words[cuts[0]].breaks is Break.OPENED
        pieces = _split(words, cuts)
        if words[cuts[0]].breaks in (Break.LIST, Break.PHRASE):
            pieces = _filled(pieces, WIDTH - indent, WIDTH - hang)
    first, *rest = pieces
    yield from wrapped(first, indent, hang + STEP if opened else hang)
    for piece in rest:
        # What `=` and `:` announce is a thing of its own: its parts stand below one another.
        yield from wrapped(piece, hang, hang if opened else hang + STEP)


def _width(words: Sequence[Word]) -> int:
    return cell_width(joined(words).partition("\n")[0])


def _interrupted(words: Sequence[Word]) -> list[Sequence[Word]]:
    """The pieces between comments, which end a line wherever they stand."""
    return _split(words, [index for index in range(1, len(words)) if words[index].gap.comments])


def _cuts(words: Sequence[Word]) -> list[int]:
    """The best places to break, all of a kind."""
    places = [index for index in range(1, len(words)) if words[index].breaks is not Break.NEVER]
    best = min(((words[each].level, words[each].breaks) for each in places), default=None)
    return [each for each in places if (words[each].level, words[each].breaks) == best]


def _split(words: Sequence[Word], cuts: Sequence[int]) -> list[Sequence[Word]]:
    bounds = [0, *cuts, len(words)]
    return [words[start:end] for start, end in pairwise(bounds)]


def _filled(pieces: Sequence[Sequence[Word]], first: int, later: int) -> list[Sequence[Word]]:
    """Pieces put together while they fit on a line; at least one line end stays, or the row would not be broken."""
    lines: list[Sequence[Word]] = []
    for piece in pieces:
        room = first if len(lines) <= 1 else later
        if lines and not piece[0].kept and _width([*lines[-1], *piece]) <= room:
            lines[-1] = [*lines[-1], *piece]
        else:
            lines.append(piece)
    return lines
