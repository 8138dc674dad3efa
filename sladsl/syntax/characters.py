"""Characters: which may stand in names, which are spaces, and which have no place in a contract at all."""

import re
import unicodedata

NON_JOINER = "\u200c"

# Letters and marks that are not drawn at all: with one of them two names look the same and are not. Unicode calls them
# Default_Ignorable_Code_Point; the others of that property are neither letters nor marks.
_NOT_DRAWN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")

# Read as plain spaces, one for one, so that offsets stay true. Some editors insert them unasked.
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200e\u200f"), " "
) | dict.fromkeys(map(ord, "\u2028\u2029\u202f\u205f\u3000\ufeff\u061c"), " ")

# Characters that reorder or hide text: what a reviewer sees would not be what the contract says. A carriage return
# of its own and, in comments, a line separator end a line in some editors and not in others.
FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\r(?!\n)")
LINE_SEPARATOR = re.compile("[\u2028\u2029]")


_WORD = re.compile(r"[^\W\d](?:\w|[^\x00-\x7f])*")
_LOOKED_THROUGH = 4_000


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that could not be read, as far as it is looked through."""
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", each) for each in _WORD.findall(text[:_LOOKED_THROUGH])))


def normalised(text: str) -> str:
    """The text as the lexer reads it: of the same length, with unusual spaces made plain."""
    return text if text.isascii() else text.translate(_SPACES)


def is_direction_control(character: str) -> bool:
    """One of the embedding, override and isolate controls, which reorder what is shown."""
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def is_letter(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] == "L"


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def is_digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def in_words(character: str) -> bool:
    """Whether a character belongs to a word. Invisible ones do, so that the word can be complained of as one."""
    return unicodedata.category(character) in _WORD_CATEGORIES or character == "_"


_WORD_CATEGORIES = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Cf", "Cn", "Co"}


def wrong_character(name: str) -> int | None:
    """The place of the first character that may not stand where it does in a name."""
    if name.isascii():
        return 0 if name[:1].isdigit() else None
    for at, character in enumerate(name):
        if character == NON_JOINER:
            fine = at > 0 and _ends_letter(name[at - 1]) and is_letter(name[at + 1 : at + 2] or " ")
        else:
            fine = is_letter(character) or (at > 0 and (is_mark(character) or is_digit(character)))
            fine = fine and _NOT_DRAWN.match(character) is None
        if not fine:
            return at
    return None


def _ends_letter(character: str) -> bool:
    return is_letter(character) or is_mark(character)


def called(character: str) -> str:
    """What to call a character in a message: its code point and name."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X} {name}".rstrip()
