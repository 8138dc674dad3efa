"""The concrete tree as what a page has: blocks of rows, and rows of words, each knowing how well a line could break
before it.

Nothing here knows a clause. A row is what the grammar repeats inside braces; where a row may break follows from how
deep in the tree two neighbours meet and from what kind of words they are. So a new clause needs nothing new here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from sladsl.formatting.direction import keep_order
from sladsl.formatting.gaps import DIRECTION_MARKS, Gap, read_gap
from sladsl.syntax.concrete import Branch, Leaf

Child = Branch | Leaf


class Break(IntEnum):
    """How well a line breaks before a word; the first is the best."""

    OPENED = 1
    """After `=` or `:`, which announce what follows."""
    OPERATOR = 2
    LIST = 3
    PHRASE = 4
    """Before a word of the language that begins a phrase, as in `… where …`, `… per …`."""
    NEVER = 9


@dataclass(slots=True)
class Word:
    """A word as it is printed. `spaces` stand before it on a line. `level` is how deep in the row's tree it meets the
    word before."""

    text: str
    kind: str
    gap: Gap
    spaces: int
    level: int
    breaks: Break
    kept: bool = False
    """It begins a line, whether the row is long or not."""

    @property
    def begins_line(self) -> bool:
        return bool(self.gap.comments) or self.kept


@dataclass(slots=True)
class Row:
    """A row and the rules that made it, from the outermost in; a block in it stands between its braces."""

    names: tuple[str, ...]
    parts: list["Word | Block"] = field(default_factory=list)

    @property
    def first(self) -> Word:
        word = self.parts[0]
        assert isinstance(word, Word)
        return word


@dataclass(slots=True)
class Block:
    rows: list[Row]
    end: Gap = field(default_factory=Gap)
    """What stands after the last row, for the whole file."""


_SPACE_INSIDE = re.compile(r"\s+")
_SPACE_AT_DASH = re.compile(r"[ \t]*-[ \t]*")
_CLOSING = frozenset(("COMMA", "COLON", "DOT", "RPAR"))
_OPENING = frozenset(("DOT", "LPAR", "OPEN_ARGUMENTS"))
_OPERATORS = frozenset("OR AND PLUS MINUS STAR SLASH COMPARE".split())
# What nothing else tells from what stands before it.
_SET_APART = frozenset(("given", "exception"))
_ON_A_LINE_OF_ITS_OWN = "exception"
_NO_KEYWORDS = frozenset("NAME UNIT WEEKDAY SHAPE ROLE".split())


def page(text: str, plain: str, tree: Branch) -> Block:
    """The rows of a file. `plain` is the text as the parser read it, of the same length."""
    reader = _Reader(text, plain)
    rows = reader.rows(tree.children)
    end = reader.gap(len(text))
    if not text.isascii():
        keep_order(reader.words)
    return Block(rows, end)


class _Reader:
    """Goes through the tree once, in the order of the text."""

    def __init__(self, text: str, plain: str) -> None:
        self._text = text
        self._plain = plain
        self._before: Word | None = None
        self.words: list[Word] = []
        self.at = 0

    def rows(self, children: Sequence[Child]) -> list[Row]:
        """Each turn of a repetition is a row, and so is what stands between repetitions."""
        found: list[Row] = []
        for names, parts in _grouped(children):
            row = Row(names)
            only = _bare(parts[0]) if len(parts) == 1 else None
            inside, rule = (only.children, only.rule) if isinstance(only, Branch) and not only.repeats else (parts, "")
            self._words(inside, rule, 0, row, (0, Break.NEVER))
            # The window that its author wrote below a requirement stays there: it is read as that of all lines above.
            apart = with_window_apart(row)
            found += apart if apart[-1].first.gap.line_end else [row]
        return found

    def gap(self, end: int) -> Gap:
        """What stands between the last word and a place; marks that touch the word go with it."""
        gap = read_gap(self._text, self.at, end)
        if self._before is not None:
            self._before.text += gap.left
        return gap

    def _words(self, children: Sequence[Child], rule: str, level: int, row: Row, entry: tuple[int, Break]) -> None:
        """The words below one node of the tree; `entry` is how the first meets the word before."""
        siblings = list(_siblings(children, rule))
        parentheses = braces = 0
        for index, each in enumerate(siblings):
            kind = each.kind if isinstance(each, Leaf) else _first_leaf(each).kind
            if isinstance(each, Leaf):
                braces += (kind == "LBRACE") - (kind == "RBRACE")
            if braces > (kind == "LBRACE" and isinstance(each, Leaf)):
                continue  # a row of its own
            meets = entry if index == 0 else (level, self._break_before(kind, each, parentheses))
            if isinstance(each, Branch):
                self._words(each.children, each.rule, level + 1, row, meets)
                continue
            self._word(each, row, meets, rule if index == 0 else None)
            parentheses += (kind in ("LPAR", "OPEN_ARGUMENTS")) - (kind == "RPAR")
            if kind == "LBRACE":
                row.parts.append(Block(self.rows(_between_braces(children, each))))

    def _word(self, leaf: Leaf, row: Row, meets: tuple[int, Break], begins: str | None) -> None:
        """A word; `begins` is the rule whose first word it is."""
        gap, before = self.gap(leaf.start), self._before
        spaces = 0 if before is None else _spaces_between(before, leaf.kind, begins)
        word = Word(gap.right + self._written(leaf), leaf.kind, gap, spaces, *meets)
        if begins is not None and leaf.kind == "MINUS":
            word.kind = "SIGN"
        word.kept = begins == _ON_A_LINE_OF_ITS_OWN
        row.parts.append(word)
        self.words.append(word)
        self._before, self.at = word, leaf.end

    def _written(self, leaf: Leaf) -> str:
        """The word itself. Only what is no text in quotation marks is touched, and only the spaces in it."""
        written = self._text[leaf.start : leaf.end]
        if leaf.kind == "STRING" or written.startswith('"'):
            return written
        if leaf.kind == "HOURS":
            written = _SPACE_AT_DASH.sub("-", written)
        return unicodedata.normalize("NFC", _SPACE_INSIDE.sub(" ", written))

    def _break_before(self, kind: str, each: Child, parentheses: int) -> Break:
        before = self._before.kind if self._before else ""
        if before in ("EQUAL", "COLON") and not parentheses:
            return Break.OPENED
        if kind in _OPERATORS and isinstance(each, Leaf):
            return Break.OPERATOR
        if before.endswith("COMMA") or (isinstance(each, Branch) and each.rule in _SET_APART):
            return Break.LIST
        if kind == "STRING" and before in ("NAME", "RPAR"):
            return Break.PHRASE  # a title
        if self._is_keyword(each, kind) and self._ends_phrase(before):
            return Break.PHRASE
        return Break.NEVER

    def _is_keyword(self, each: Child, kind: str) -> bool:
        leaf = each if isinstance(each, Leaf) else _first_leaf(each)
        return kind not in _NO_KEYWORDS and kind != "OF" and self._plain[leaf.start].isalpha()

    def _ends_phrase(self, kind: str) -> bool:
        before = self._before
        if before is None or kind == "NUMBER":
            return False
        last = before.text.rstrip(DIRECTION_MARKS)[-1:]
        return kind in _NO_KEYWORDS or last in '")}%' or (last.isalnum() and not before.text[0].isalpha())


def _spaces_between(before: Word, kind: str, begins: str | None) -> int:
    if before.kind in _OPENING or before.kind == "SIGN" or kind in _CLOSING or kind.endswith("_COMMA"):
        return 0
    if kind == "OPEN_ARGUMENTS" or begins == "formals":
        return 0
    return 2 if begins in _SET_APART else 1


def with_window_apart(row: Row) -> list[Row]:
    """A requirement and its window as two rows, where it has one; else the row alone."""
    if any(name.startswith("requirement") for name in row.names):
        for index, part in enumerate(row.parts):
            if index and isinstance(part, Word) and part.kind == "PER" and part.level == 0:
                return [Row(row.names, row.parts[:index]), Row(("per",), row.parts[index:])]
    return [row]


# The tree without what is of no account for a page


def _bare(child: Child) -> Child:
    """Without the rules that only pass on what they found."""
    while isinstance(child, Branch) and len(child.children) == 1 and not child.repeats:
        child = child.children[0]
    return child


def _turns(repetition: Branch) -> list[tuple[Child, ...]]:
    """The turns of a repetition, which the tree holds as the first and the rest, over and over."""
    turns: list[tuple[Child, ...]] = []
    node = repetition
    while True:
        first = node.children[0]
        if isinstance(first, Branch) and first.rule == repetition.rule:
            turns.append(node.children[1:])
            node = first
        else:
            turns.append(node.children)
            return turns[::-1]


def _siblings(children: Sequence[Child], rule: str) -> Iterator[Child]:
    """What stands side by side: repetitions spread out, and `a + b + c` as one row instead of a sum in a sum."""
    for index, each in enumerate(children):
        child = _bare(each)
        if isinstance(child, Branch) and child.repeats:
            for turn in _turns(child):
                yield from _siblings(turn, "")
        elif isinstance(child, Branch) and index == 0 and child.rule == rule:
            yield from _siblings(child.children, rule)
        else:
            yield child


def _grouped(children: Sequence[Child]) -> Iterator[tuple[tuple[str, ...], Sequence[Child]]]:
    """The rows among the children of a block, each with the names of its rules."""
    loose: list[Child] = []
    for each in children:
        if _is_rows(each, after=bool(loose)):
            if loose:
                yield _names(loose), loose
                loose = []
            yield from _rows_of(each)
        else:
            loose.append(each)
    if loose:
        yield _names(loose), loose


def _rows_of(child: Child) -> Iterator[tuple[tuple[str, ...], Sequence[Child]]]:
    assert isinstance(child, Branch)
    if child.repeats:
        for turn in _turns(child):
            yield _names(turn), turn
    else:
        yield from _grouped(child.children)


def _is_rows(child: Child, *, after: bool) -> bool:
    """Whether a child repeats rows, and not what goes on with the row before it, as `, b` goes on with `a`."""
    if isinstance(child, Leaf):
        return False
    if child.repeats:
        first = _turns(child)[0][0]
        return isinstance(first, Branch) or (not after and first.kind != "COMMA")
    first = child.children[0]
    passes = len(child.children) == 1 or (isinstance(first, Branch) and first.repeats)
    return passes and _is_rows(first, after=after)


def _names(children: Sequence[Child]) -> tuple[str, ...]:
    names: list[str] = []
    child = children[0] if len(children) == 1 else None
    while isinstance(child, Branch):
        names += [child.rule] if child.rule == child.name else [child.rule, child.name]
        child = child.children[0] if len(child.children) == 1 else None
    return tuple(names)


def _between_braces(children: Sequence[Child], opened: Leaf) -> Sequence[Child]:
    """The children between a brace and the one that closes it, repetitions whole."""
    spread: list[Child] = []
    for each in children:
        child = _bare(each)
        # A brace inside a repetition, as in `("{" row* "}")*`, stands in one of its turns.
        if isinstance(child, Branch) and child.repeats and _holds(child, opened):
            return _between_braces([part for turn in _turns(child) for part in turn], opened)
        spread.append(each)
    start = next(index for index, each in enumerate(spread) if _bare(each) == opened)
    end = next(index for index in range(start, len(spread)) if _kind(spread[index]) == "RBRACE")
    return spread[start + 1 : end]


def _holds(repetition: Branch, leaf: Leaf) -> bool:
    return any(_bare(part) == leaf for turn in _turns(repetition) for part in turn)


def _kind(child: Child) -> str:
    bare = _bare(child)
    return bare.kind if isinstance(bare, Leaf) else ""


def _first_leaf(branch: Branch) -> Leaf:
    child: Child = branch
    while isinstance(child, Branch):
        child = next(each for each in child.children if isinstance(each, Leaf) or each.children)
    return child
