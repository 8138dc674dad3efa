"""Text in terminal cells: how wide it is, how to fill a column with it, and what must not reach a terminal as it is."""

import unicodedata

_MARK = "\u200e"
_KEPT = "\u200c\u200d" + _MARK
"""Joiners are in Persian words, and the left-to-right mark keeps what stands behind them in its place."""
_JAMO = range(0x1160, 0x1200)
"""Vowels and finals of Korean syllables, drawn inside the cells of the initial before them."""


def cell_width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(character_width, text))


def character_width(character: str) -> int:
    """2 for what East Asia writes wide, 0 for marks and joiners that are drawn with their neighbour, else 1."""
    # By category, not by combining class: Thai vowel signs are marks of class 0.
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or ord(character) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells, at its left end if it is to stand at the right."""
    filling = " " * max(0, width - cell_width(text))
    return filling + text if right else text + filling


def clipped(text: str, width: int) -> str:
    """`text`, cut with `…` where it takes more than `width` cells."""
    if cell_width(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += character_width(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def escaped(text: str) -> str:
    """`text` with control, bidirectional and other invisible characters as escapes.

    Joiners and the left-to-right mark stay: Persian words need them.
    """
    return text if text.isprintable() else "".join(map(escaped_character, text))


def escaped_character(character: str) -> str:
    """One character as it may be shown on one line."""
    if character.isprintable() or character in _KEPT or unicodedata.category(character) == "Zs":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def kept_left(text: str) -> str:
    """A text with a mark behind it if it runs from right to left: a number that follows then stays where it is."""
    strong = [each for each in map(unicodedata.bidirectional, text) if each in ("L", "R", "AL")]
    return text + _MARK if strong and strong[-1] != "L" else text


def on_one_line(text: str) -> str:
    """A text with each run of white space as one space, escaped."""
    return escaped(" ".join(text.split()))
