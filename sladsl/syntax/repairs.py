"""Habits from elsewhere, mended before parsing: each is complained of once and then read as it was meant.

Every mend keeps the length of the text, so that places stay true; and it makes that one slip yields one message.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.frozen import Frozen, frozen
from sladsl.syntax.characters import FORBIDDEN, LINE_SEPARATOR, called, is_direction_control, normalised
from sladsl.text import Source, Span

_LOOKALIKES = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u060c\u3001\uff0c", ","),
    "\u00d7": "*",
    "\u00f7": "/",
    "\u066a": "%",
    "\uff1a": ":",
    "\uff08": "(",
    "\uff09": ")",
    "\uff5b": "{",
    "\uff5d": "}",
    "\uff1d": "=",
    "\uff1e": ">",
    "\uff1c": "<",
    "\uff05": "%",
    "\uff0b": "+",
    "\uff0f": "/",
    "\uff0d": "-",
    "\uff0a": "*",
    "\uff0e": ".",
    "\u2044": "/",
    "\u2215": "/",
    "\u2217": "*",
    "\ufe6a": "%",
}
_OPERATORS = {"==": "= ", "=<": "<=", "=>": ">=", "<>": "!=", "||": "or"}

_HABIT = re.compile(
    r"""
      (?P<skip>\#[^\r\n]*|"(?:[^"\\\n]|\\.)*"|"[^\r\n]*)
    | (?P<quoted>['\u2018\u201a\u201c\u201d\u201e\u00ab\u2039\u300c\u300e\uff02]
        [^"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\uff02\r\n]*
        ["'\u2018\u2019\u201c\u201d\u00bb\u203a\u300d\u300f\uff02])
    | (?P<comment>//[^\r\n]*|^[ \t]*--[^\r\n]*)
    | (?P<ending>[;\uff1b\u061b\u3002])
    | (?P<operator>(?<![<>!=])==(?!=)|=<|=>|<>|(?<=\s)\|\|(?=\s))
    | (?P<digits>(?<!\w)(?=[^\x00-\x7f])\d[\d._\u066b\u066c]*)
    | (?P<percent>(?<!\w)[0-9][0-9_.]*[ \t]+%)
    | (?P<comma>(?<![\w.:-])[0-9][0-9_]*(?:\.[0-9]+)*(?:,[0-9][0-9_]*)+(?:\.[0-9]+)?(?![0-9:])(?:[ \t]+%)?)
    """
    + f"| (?P<lookalike>[{re.escape(''.join(_LOOKALIKES))}])",
    re.VERBOSE | re.MULTILINE,
)

MOST_MENDED = 1000
"""Mends that are complained of, so that a file that is no contract at all does not fill the memory."""


@frozen
class Mend(Frozen):
    """What stands in the text for the parser, and what the reader is told."""

    text: str
    code: Code
    message: str
    fix: str | None = None
    """The words that should be written; None: none, it should be removed."""
    notes: tuple[str, ...] = ()
    safe: bool = False


def repaired(source: Source) -> tuple[str, list[Diagnostic]]:
    """The text as the parser is to read it, and what had to be mended."""
    diagnostics: list[Diagnostic] = []
    text = _without_controls(source, normalised(source.text), diagnostics)
    pieces: list[str] = []
    at = 0
    for found in _HABIT.finditer(text):
        kind = found.lastgroup or "skip"
        if kind == "skip":
            continue
        mend = _MENDS[kind](found[0])
        start = found.end() - len(mend.text)
        assert start >= at
        pieces += text[at:start], mend.text
        at = found.end()
        if len(diagnostics) >= MOST_MENDED:
            continue
        span = Span(source.name, start, at)
        diagnostics.append(Diagnostic(mend.code, mend.message, span, notes=mend.notes, fixes=(_fix(mend, span),)))
    if pieces:
        text = "".join([*pieces, text[at:]])
    return text, diagnostics


def _fix(mend: Mend, span: Span) -> Fix:
    if mend.fix is None:
        return Fix("remove it", span, "", mend.safe)
    return Fix(f"write `{mend.fix}`", span, mend.fix, mend.safe)


# Characters that deceive


def _without_controls(source: Source, text: str, diagnostics: list[Diagnostic]) -> str:
    told_of_returns = False
    for found in islice(FORBIDDEN.finditer(source.text), MOST_MENDED):
        span = Span(source.name, *found.span())
        if is_direction_control(found[0]):
            code, why = codes.DIRECTION_CONTROL, "an invisible character makes text appear in another order than it has"
        elif found[0] == "\r":
            if told_of_returns:
                continue
            told_of_returns = True
            code, why = codes.CONTROL_CHARACTER, "a line ends here for some programs and not for others"
        else:
            code, why = codes.CONTROL_CHARACTER, "an invisible control character stands here"
        diagnostics.append(Diagnostic(code, f"{why}: {called(found[0])}", span, fixes=(Fix("remove it", span),)))
    return FORBIDDEN.sub(_stand_in, text) if diagnostics else text


def _stand_in(found: re.Match[str]) -> str:
    around = found.string[max(found.start() - 1, 0) : found.end() + 1]
    return "_" if len(around) == 3 and around[0].isalnum() and around[2].isalnum() else " "


def hidden_line_ends(source: Source, comments: list[tuple[int, int]]) -> list[Diagnostic]:
    """Line separators in comments: some editors show what follows as a line of the contract, and it is none."""
    if source.text.isascii():
        return []
    return [
        Diagnostic(
            codes.CONTROL_CHARACTER,
            f"some editors end the comment here, and sladsl does not: {called(found[0])}",
            Span(source.name, *found.span()),
            fixes=(Fix("remove it", Span(source.name, *found.span())),),
        )
        for start, end in comments
        for found in LINE_SEPARATOR.finditer(source.text, start, end)
    ]


# Habits


def _quoted(words: str) -> Mend:
    straight = f'"{words[1:-1]}"'
    message = f"quoted text stands between straight double quotation marks, not {words[0]} {words[-1]}"
    return Mend(straight, codes.WRONG_QUOTES, message, straight, safe=True)


def _comment(words: str) -> Mend:
    mark = words.lstrip()[:2]
    rest = words.lstrip()[2:]
    return Mend(
        f"# {rest}", codes.FOREIGN_COMMENT, f"a comment begins with `#`, not with `{mark}`", f"#{rest}", safe=True
    )


def _ending(words: str) -> Mend:
    return Mend(" ", codes.LINE_END, f"nothing stands at the end of a line, no `{words}`", safe=True)


def _operator(words: str) -> Mend:
    meant = _OPERATORS[words].strip()
    return Mend(_OPERATORS[words], codes.FOREIGN_OPERATOR, f"`{words}` is written `{meant}`", meant, safe=True)


def _digits(words: str) -> Mend:
    signs = {"\u066b": ".", "\u066c": "_"}
    plain = "".join(str(unicodedata.decimal(each)) if each.isdigit() else signs.get(each, each) for each in words)
    return Mend(
        plain, codes.WRONG_CHARACTER, f"numbers are written with the digits 0 to 9: `{plain}`", plain, safe=True
    )


def _percent(words: str) -> Mend:
    figure = words[:-1].rstrip()
    padding = " " * (len(words) - len(figure) - 1)
    message = f"no space stands between a number and its percent sign: `{figure}%`"
    return Mend(f"{figure}%{padding}", codes.PERCENT_APART, message, f"{figure}%", safe=True)


def _comma(words: str) -> Mend:
    if words.endswith("%"):
        figure = words[:-1].rstrip()
        inner = _comma(figure)
        return replace(inner, text=f"{inner.text}%{' ' * (len(words) - len(figure) - 1)}", fix=f"{inner.fix}%")
    before, *groups = words.split(",")
    if "." in before:
        plain = before.replace(".", "_") + "." + "".join(groups)
    elif all(len(each.partition(".")[0]) == 3 for each in groups):
        plain = words.replace(",", "_")
    else:
        plain = words.replace(",", "." if len(groups) == 1 and "." not in groups[0] else "_")
    notes = (
        "Thousands are set apart by `_`, decimals by a point: `12_000.50`.",
        "If two values are meant, put a space after the comma.",
    )
    mended = plain if len(plain) == len(words) else words.replace(",", "_")
    return Mend(mended, codes.NUMBER_COMMA, f"a comma cannot stand in a number: `{plain}`", plain, notes)


def _lookalike(words: str) -> Mend:
    meant = _LOOKALIKES[words]
    return Mend(
        meant, codes.WRONG_CHARACTER, f"write `{meant}` instead of `{words}` ({called(words)})", meant, safe=True
    )


_MENDS: dict[str, Callable[[str], Mend]] = {
    "quoted": _quoted,
    "comment": _comment,
    "ending": _ending,
    "operator": _operator,
    "digits": _digits,
    "percent": _percent,
    "comma": _comma,
    "lookalike": _lookalike,
}
