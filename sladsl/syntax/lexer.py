"""Text to tokens, where words are soft: a word of the language is one only where the grammar asks for it.

Lark's contextual lexer has the same idea, but compiles one pattern for each of its 600 states, and splits a word
that begins like one of the language where no name can stand (`a andb` as `a and b`). This one reads a whole word
or number first and then asks the parser's state what it may be. The patterns are those of terminals.lark.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, cast

from lark.lexer import Lexer, LexerState, Token
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParserState

from sladsl.frozen import Frozen, frozen
from sladsl.syntax.characters import in_words

# What fits nowhere. The parser stops at these, whatever its state; messages know them by these types.
UNKNOWN = "_UNKNOWN"
MALFORMED = "_MALFORMED"
OPEN_STRING = "_OPEN_STRING"

_BLANK = re.compile(r"(?:[ \t\r\n\f]+|#[^\n]*)*")
_OPEN_STRING = re.compile(r'"[^\n]*')
_DECLARED = re.compile(r"(?:^|[\s{}])unit[ \t]+([^\s{}\"#]+)")
# Words that a file gives to something: a clause, a parameter in brackets, an attribute.
_GIVEN = re.compile(
    r"(?:parameter|metric|objective|kpi|remedy|stream|define|definition|exclusion|calendar)[ \t]+([a-z]+)"
    r"|[(,]\s*([a-z]+)\s*(?=[,)=])"
    r"|\b([a-z]+)[ \t]+(?=(?:text|count|number|percent|money|duration|instant|one of|yes or no)(?![0-9A-Za-z_]))"
)
_COUNTED = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?[ \t]+(?=[^\s#])")
_RUN = re.compile(r"[0-9A-Za-z_.]*[0-9A-Za-z_]")
_NUMBERS = (
    "DATETIME", "HOURS", "DATE", "PERIOD", "AMOUNT", "PERCENT", "DURATION", "MONTH_DAY", "ORDINAL", "COUNTED", "NUMBER",
)  # fmt: skip
_ONLY_WHERE_ASKED = ("ORDINAL", "COUNTED")
_PHRASES = (
    "AMONG", "AT_LEAST", "NO_MORE_THAN", "AT_MOST", "PER_CASE",
    "WITHIN_LENGTH", "OF_WINDOW_END", "OF_WINDOW_START", "OF_FIRST", "OF_LAST",
    "VOID_WHEN", "LONGEST_GAP", "DAYS", "END_OF_THE", "SIMULTANEOUS", "AT_MOMENT", "WITH_HISTORY", "FOR_EACH_ROW",
)  # fmt: skip
_WORDS = ("WEEKDAY", "UNIT", "ROLE", "SHAPE", "KIND")
# What belongs to the number before it, on whose line it stands, unless no name can begin a line there.
_OF_NUMBERS = frozenset(("UNIT", "CALENDAR", "BUSINESS"))

_compiled = cache(re.compile)
"""Most texts ask for few of the patterns."""

COMMAS = ("COMMA", "AVAILABILITY_COMMA", "CLOCK_COMMA")
"""The first is that of any list; the others begin an option of what stands before them."""


@frozen
class Stretch(Frozen):
    """What is to be read of a text. Lark's own slice counts the lines before it, which costs a pass each time."""

    text: str
    start: int
    end: int


class SoftWordLexer(Lexer):
    """Lark's interface for a lexer that knows the parser's state."""

    __future_interface__: ClassVar[int] = 2
    _named: tuple[str, frozenset[str]] = "", frozenset()

    def __init__(self, conf: Any) -> None:
        strings = {each.pattern.value: each.name for each in conf.terminals if each.pattern.type == "str"}
        patterns = {each.name: each.pattern for each in conf.terminals if each.pattern.type == "re"}
        self._keywords = {text: name for text, name in strings.items() if text[0].isalpha()}
        self._marks = {text: name for text, name in strings.items() if not text[0].isalpha()}

        def expressions(names: Collection[str]) -> list[tuple[str, str]]:
            return [(name, patterns[name].to_regexp()) for name in names]

        self._text: str | None = None
        self._declared: frozenset[str] = frozenset()
        self._numbers = expressions(_NUMBERS)
        self._phrases = expressions(_PHRASES)
        self._words = expressions(_WORDS)
        self._option_commas = expressions(COMMAS[1:])
        self._name, self._compare, self._string, self._arguments = (
            re.compile(patterns[name].to_regexp()) for name in ("NAME", "COMPARE", "STRING", "OPEN_ARGUMENTS")
        )

    def lex(self, lexer_state: LexerState, parser_state: ParserState[int]) -> Iterator[Token]:
        stretch = cast(Stretch, lexer_state.text)
        text, end, at = stretch.text, stretch.end, stretch.start
        while True:
            blank = _BLANK.match(text, at, end)
            at = blank.end() if blank else at
            if at >= end:
                return
            kind, value = self._next(text, at, end, parser_state)
            if kind in _OF_NUMBERS and _begins_line_after_number(text, at, lexer_state.last_token):
                kind = "NAME" if fits("NAME", parser_state) else kind
            token = Token(kind, value, at, 0, 0, 0, 0, at + len(value))
            yield token
            # The parser has taken it: where it stops, this is the last word before.
            lexer_state.last_token = token
            at += len(value)

    def _next(self, text: str, at: int, end: int, state: ParserState[int]) -> tuple[str, str]:
        first, accepted = text[at], _admitted(state)
        if "0" <= first <= "9":
            return self._number(text, at, end, accepted)
        if first == '"':
            if found := self._string.match(text, at, end):
                return "STRING", found[0]
            found = _OPEN_STRING.match(text, at, end)
            return OPEN_STRING, found[0].rstrip("\r") if found else first
        if first == "_" or first.isalpha() or (not first.isascii() and in_words(first)):
            kind, value = self._word(text, at, end, accepted)
            # Both are admitted. Where only one of them leads on, it is that one.
            if kind != "NAME" and "NAME" in accepted and fits("NAME", state):
                word = self.word_at(text, at, end)
                if not fits(kind, state) or self._is_name(kind, word, text, at, end, state):
                    return "NAME", word
            return kind, value
        if first == ",":
            return self._comma(text, at, end, state), first
        if first == "(" and self._opens_arguments(text, at, end, state):
            return "OPEN_ARGUMENTS", first
        mark, word = self._mark(text, at, end, accepted)
        # `credit of up = 0 USD` compares, though elsewhere names stand before the `=` that gives a value.
        compares = mark == "EQUAL" and not fits(mark, state) and fits("COMPARE", state)
        return ("COMPARE" if compares else mark), word

    def _is_name(self, kind: str, word: str, text: str, at: int, end: int, state: ParserState[int]) -> bool:
        """Whether a word of the language that the file gives to something is meant as that: what follows goes on with a
        name, and not with the word."""
        if self._named[0] is not text:
            found = (each for groups in _GIVEN.findall(text) for each in groups)
            self._named = text, frozenset(each for each in found if each in self._keywords)
        if word not in self._named[1]:
            return False
        blank = _BLANK.match(text, at + len(word), end)
        after = blank.end() if blank else end
        following = self._following(text, after, end)
        as_word, as_name = taken(kind, state.state_stack, state), taken("NAME", state.state_stack, state)
        if as_word is None or as_name is None or "NAME" in _admitted(state, as_word):
            return False
        if any(taken(each, as_word, state) for each in following):
            return False
        return any(taken(each, as_name, state) for each in following)

    def _following(self, text: str, at: int, end: int) -> tuple[str, ...]:
        """What the next word of the language or mark can be; nothing where it is anything else."""
        if at >= end or text[at] in "}(":
            return ()
        if not text[at].isalpha():
            return tuple({self._mark(text, at, end, accepted)[0] for accepted in (self._marks.values(), ())})
        keyword = self._keywords.get(self.word_at(text, at, end))
        return () if keyword is None else (keyword,)

    def _number(self, text: str, at: int, end: int, accepted: Collection[str]) -> tuple[str, str]:
        """The first kind that can stand here, or else the most special; all of the run must be used up."""
        wanted = other = None
        for kind, pattern in self._numbers:
            if kind in _ONLY_WHERE_ASKED and kind not in accepted:
                continue
            if kind == "COUNTED":
                if counted := self._counted(text, at, end):
                    return kind, counted
                continue
            if (kind in accepted or other is None) and (found := _compiled(pattern).match(text, at, end)):
                if kind in accepted:
                    wanted = kind, found[0]
                    break
                other = kind, found[0]
        kind, value = wanted or other or ("NUMBER", text[at])
        after = at + len(value)
        if after < end and (text[after] in "_" or text[after].isalnum()):
            run = _RUN.match(text, at, end)
            if run and run.end() > after:
                return MALFORMED, run[0]
        return kind, value

    def _counted(self, text: str, at: int, end: int) -> str | None:
        """A number and, on its line, a unit that the file declares: anything else is a word of its own, or a slip."""
        gap = _COUNTED.match(text, at, end)
        if gap is None:
            return None
        if self._text is not text:
            self._text, self._declared = text, frozenset(_DECLARED.findall(text))
        word = self.word_at(text, gap.end(), end) if self._declared else ""
        return text[at : gap.end() + len(word)] if word in self._declared else None

    def _word(self, text: str, at: int, end: int, accepted: Collection[str]) -> tuple[str, str]:
        for kind, pattern in self._phrases:
            if kind in accepted and (found := _compiled(pattern).match(text, at, end)):
                return kind, found[0]
        word = self.word_at(text, at, end)
        for kind, pattern in self._words:
            if kind in accepted and _compiled(pattern).fullmatch(word):
                return kind, word
        if word == "within" and "WITHIN" not in accepted and "WITHIN_LENGTH" in accepted:
            return "WITHIN_LENGTH", word
        keyword = self._keywords.get(word)
        if keyword is not None and (keyword in accepted or "NAME" not in accepted):
            return keyword, word
        return "NAME", word

    def word_at(self, text: str, at: int, end: int) -> str:
        """The word that begins here, in any script."""
        found = self._name.match(text, at, end)
        word = found[0] if found else text[at]
        if not word.isascii():
            for index, character in enumerate(word):
                if not character.isascii() and not in_words(character):
                    return word[:index]
        return word

    def _mark(self, text: str, at: int, end: int, accepted: Collection[str]) -> tuple[str, str]:
        if found := self._compare.match(text, at, end):
            mark = self._marks.get(found[0])
            return (mark, found[0]) if mark in accepted and mark else ("COMPARE", found[0])
        return self._marks.get(text[at], UNKNOWN), text[at]

    def _opens_arguments(self, text: str, at: int, end: int, state: ParserState[int]) -> bool:
        adjacent = at > 0 and in_words(text[at - 1])
        return (adjacent or self._arguments.match(text, at, end) is not None) and fits("OPEN_ARGUMENTS", state)

    def _comma(self, text: str, at: int, end: int, state: ParserState[int]) -> str:
        """The comma of an option if the first words of one follow it, or else the first that can stand here."""
        for kind, pattern in self._option_commas:
            if _compiled(pattern).match(text, at, end) and fits(kind, state):
                return kind
        return next((kind for kind in COMMAS if fits(kind, state)), COMMAS[0])


def _begins_line_after_number(text: str, at: int, before: Token | None) -> bool:
    return before is not None and before.type == "NUMBER" and "\n" in text[before.end_pos : at]


def _admitted(state: ParserState[int], stack: Sequence[int] | None = None) -> Mapping[str, tuple[Any, Any]]:
    return state.parse_conf.states[stack[-1] if stack else state.position]


def fits(kind: str, state: ParserState[int]) -> bool:
    """Whether the parser can take a token of this kind now. Its state may admit more: such states are merged from
    several places, and only what is read before tells at which of them this is."""
    return taken(kind, state.state_stack, state) is not None


def taken(kind: str, before: Sequence[int], state: ParserState[int]) -> list[int] | None:
    """The parser's stack after it took a token of this kind; None where it cannot."""
    stack, states = list(before), state.parse_conf.states
    while (found := states[stack[-1]].get(kind)) is not None:
        action, rule = found
        if action is Shift:
            return [*stack, rule]
        if rule.expansion:
            del stack[-len(rule.expansion) :]
        stack.append(states[stack[-1]][rule.origin.name][1])
    return None
