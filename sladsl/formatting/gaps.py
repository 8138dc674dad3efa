"""What stands between two words: comments, blank lines, and marks that tell in which direction to read."""

import re
import unicodedata

from sladsl.frozen import Frozen, frozen

# Left-to-right, right-to-left and Arabic letter mark. The parser reads them as spaces; people need them.
DIRECTION_MARKS = "\u200e\u200f\u061c"

_PIECE = re.compile(
    rf"(?P<comment>#[^\r\n]*)|(?P<line>\n)|(?P<marks>[{DIRECTION_MARKS}]+)|(?P<blank>[^#\n{DIRECTION_MARKS}]+)"
)


@frozen
class Comment(Frozen):
    """A comment with its `#`. `trailing`: on the line of the word before it. `after_blank`: after an empty line."""

    text: str
    trailing: bool
    after_blank: bool


@frozen
class Gap(Frozen):
    """`left` are the marks that stand right after the word before, `right` those that go with the word that follows."""

    comments: tuple[Comment, ...] = ()
    after_blank: bool = False
    """An empty line stands before the word that follows, after the last comment."""
    line_end: bool = False
    left: str = ""
    right: str = ""

    @property
    def has_blank(self) -> bool:
        return self.after_blank or any(each.after_blank for each in self.comments)


def read_gap(text: str, start: int, end: int) -> Gap:
    """What stands between two places."""
    if text.isascii() and text[start:end].isspace():
        lines = text.count("\n", start, end)
        return Gap(after_blank=lines > 1, line_end=lines > 0)
    comments: list[Comment] = []
    left = waiting = ""
    lines, any_line, touching = 0, False, start > 0
    for piece in _PIECE.finditer(text, start, end):
        match piece.lastgroup:
            case "comment":
                trailing = not any_line and start > 0
                comments.append(Comment(waiting + comment_text(piece[0]), trailing, lines > 1))
                waiting, lines = "", 0
            case "line":
                lines, any_line = lines + 1, True
            case "marks" if touching:
                left += piece[0]
                continue
            case "marks":
                waiting += piece[0]
        touching = False
    return Gap(tuple(comments), lines > 1, any_line, left, waiting)


def comment_text(written: str) -> str:
    """A comment as it is kept: composed, without spaces at its end."""
    return unicodedata.normalize("NFC", written).rstrip(" \t\f")
