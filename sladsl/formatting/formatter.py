"""A text to the same text in the one style, with the proof that nothing but the layout changed."""

import unicodedata
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import internal
from sladsl.diagnostics.diagnostic import errors
from sladsl.formatting.gaps import DIRECTION_MARKS, comment_text
from sladsl.formatting.printing import printed
from sladsl.formatting.rows import page
from sladsl.frozen import Frozen, frozen
from sladsl.syntax import ast, parse
from sladsl.syntax.concrete import Branch, Leaf, concrete
from sladsl.syntax.repairs import repaired
from sladsl.text import Source


@frozen
class Formatted(Frozen):
    """`text` is None where the source has mistakes, or where formatting it would have been one."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def format_source(source: Source, *, sound: bool = False) -> Formatted:
    """The text of a contract in the one style. A text with mistakes is left alone, and all of them are told. `sound`:
    it is known to have none."""
    file, found = (None, []) if sound else parse(source)
    if errors(found):
        return Formatted(None, tuple(found))
    reading = _Reading.of(source)
    text = printed(page(source.text, reading.plain, reading.tree)) if reading else ""
    if text == source.text:
        return Formatted(text)
    if reason := _difference(source, file or parse(source)[0], reading, text):
        message = f"{reason}; the contract is left as it is, and the mistake is ours: please report it"
        return Formatted(None, (Diagnostic(internal.WOULD_CHANGE, message, place=source.name),))
    return Formatted(text)


@frozen
class _Reading(Frozen):
    """A text as the parser reads it, and its tree."""

    plain: str
    tree: Branch

    @staticmethod
    def of(source: Source) -> "_Reading | None":
        plain = repaired(source)[0]
        tree = concrete(plain)
        return None if tree is None else _Reading(plain, tree)

    @property
    def words(self) -> list[str]:
        """Every word and mark as it is written, but for the spaces in it."""
        words: list[str] = []
        waiting: list[Branch | Leaf] = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Branch):
                waiting.extend(reversed(node.children))
            else:
                word = self.plain[node.start : node.end]
                quoted = word.startswith('"')
                words.append(word if quoted else unicodedata.normalize("NFC", "".join(word.split())))
        return words


def _difference(source: Source, before: ast.File, reading: _Reading | None, text: str) -> str | None:
    """What formatting would have changed, or None: the text means the same, and formatting it again changes nothing."""
    written = Source(source.name, text)
    after, found = parse(written)
    again = _Reading.of(written)
    if reading is None:
        return "the blocks of the contract cannot be told apart"
    if errors(found) or again is None:
        return "the formatted text would not be a contract"
    if _meaning(before) != _meaning(after):
        return "the formatted text would not say the same"
    if _comments(before) != _comments(after):
        return "a comment would be lost"
    kept = iter(_marks(text))
    if not all(mark in kept for mark in _marks(source.text)):
        return "a mark that tells the direction of text would be lost"
    if reading.words != again.words:
        return "a word would be lost"
    if printed(page(text, again.plain, again.tree)) != text:
        return "the formatted text would be formatted in another way"
    return None


def _meaning(file: ast.File) -> ast.File:
    return replace(file, comments=())


def _comments(file: ast.File) -> list[str]:
    return [comment_text(each.text) for each in file.comments]


def _marks(text: str) -> str:
    return "" if text.isascii() else "".join(each for each in text if each in DIRECTION_MARKS)
