"""One try at parsing a stretch of text: a tree, or where and why it stopped."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lark import Token, Tree
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from sladsl.syntax.grammar import parser
from sladsl.syntax.lexer import COMMAS, Stretch, fits

END = "$END"

# What begins a value. Where a line was to end, no value can stand, although the grammar knows no lines.
VALUES = frozenset(
    "NAME NUMBER PERCENT AMOUNT LPAR STRING DATE DATETIME DURATION YES NO MINUS AVAILABILITY TIME COUNT SUM MEAN MAX "
    "MIN MEDIAN PERCENTILE SHARE STARTED FULL GREATER LESSER NEXT PREVIOUS FEES NOT SPANS BUCKETS RUNS".split()
)
_WORD = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?|\w+")
_NAMED_ON_THEIR_LINE = frozenset(
    "party zone currency parameter service calendar stream define exclusion metric objective definition agreement "
    "template amendment".split()
)
_ABOUT_CLAUSES = frozenset(("mandatory", "override", "change", "addition"))


@dataclass(frozen=True)
class Stop:
    """Where parsing stopped: the kind and place of the token there."""

    kind: str
    start: int
    end: int
    stretch: Stretch
    rule: str
    run_on: bool = False
    """It could be parsed, but as a thing of its own, and that would have to begin a line."""

    @cached_property
    def _state(self) -> InteractiveParser:
        """The parser just before the token it stopped at, which may already have made it forget what else fits."""
        state = parser().parse_interactive(self.stretch, start=self.rule)
        for token in state.lexer_thread.lex(state.parser_state):  # type: ignore[no-untyped-call]
            if token.start_pos is None or token.start_pos >= self.start:
                break
            state.feed_token(token)
        return state

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The kinds of token that could stand here."""
        kinds = _accepted(self._state)
        if self.before is not None and self.before.type in COMMAS:
            kinds |= self._after_other_commas
        return kinds - VALUES if self.run_on else kinds

    @property
    def _after_other_commas(self) -> frozenset[str]:
        """What a comma was is told by what follows it, which is what is wrong here."""
        assert self.before is not None
        place = self.before.start_pos or 0
        earlier = Stop(COMMAS[0], place, place + 1, self.stretch, self.rule)._state
        found = frozenset[str]()
        for kind in COMMAS:
            if fits(kind, earlier.parser_state):
                after = earlier.copy(deepcopy_values=False)  # type: ignore[no-untyped-call]
                after.feed_token(Token(kind, ","))
                found |= _accepted(after)
        return found

    @cached_property
    def before(self) -> Token | None:
        """The token before."""
        lexing = self._state.lexer_thread.state
        return lexing.last_token if lexing else None

    @property
    def values(self) -> tuple[Tree[Token] | Token, ...]:
        """What was read so far and waits to be part of something."""
        return tuple(self._state.parser_state.value_stack)


def _accepted(state: InteractiveParser) -> frozenset[str]:
    return frozenset(state.accepts())  # type: ignore[no-untyped-call]


def attempt(text: str, rule: str, start: int = 0, end: int | None = None) -> Tree[Token] | Stop:
    """Parse `text[start:end]` as a file (`start`) or a clause; places are those in `text`."""
    stretch = Stretch(text, start, len(text) if end is None else end)
    try:
        tree = parser().parse(stretch, start=rule)
    except UnexpectedToken as problem:
        token = problem.token
        if token.type == END:
            place = token.end_pos if token.end_pos is not None and token.end_pos > start else start
            return Stop(END, place, place, stretch, rule)
        assert token.start_pos is not None
        return Stop(token.type, token.start_pos, token.start_pos + len(token), stretch, rule)
    return next(_run_ons(tree, stretch, rule), tree)


# Lines. The grammar has none, so that a long formula may be broken anywhere; but `x <= 5 mins` must not be read as
# a condition and a second one, nor a keyword at the start of a line as the name that the line before forgot.


def _run_ons(tree: Tree[Token], stretch: Stretch, rule: str) -> Iterator[Stop]:
    for clause in _clauses(tree, rule):
        if clause.data in _NAMED_ON_THEIR_LINE:
            yield from _name_on_next_line(clause, stretch, rule)
        for line in clause.children:
            if isinstance(line, Tree) and line.data in ("requirement", "excluded_set"):
                at = line.meta.start_pos
                if not _begins_line(stretch.text, at):
                    found = _WORD.match(stretch.text, at)
                    end = found.end() if found else at + 1
                    kind = "NUMBER" if stretch.text[at].isdigit() else "NAME"
                    yield Stop(kind, at, end, stretch, rule, run_on=True)


def _clauses(tree: Tree[Token], rule: str) -> Iterable[Tree[Token]]:
    if rule == "clause":
        return [_held(tree)]
    every = [each for each in tree.children if isinstance(each, Tree)]
    return [_held(each) for part in every for each in (part, *part.children) if isinstance(each, Tree)]


def _held(clause: Tree[Token]) -> Tree[Token]:
    """The clause that `override`, `change` and their like stand before."""
    while clause.data in _ABOUT_CLAUSES:
        clause = next(each for each in clause.children if isinstance(each, Tree))
    return clause


def _name_on_next_line(clause: Tree[Token], stretch: Stretch, rule: str) -> Iterator[Stop]:
    name = next((each for each in clause.children if isinstance(each, Token) and each.type == "NAME"), None)
    start, at = clause.meta.start_pos, name.start_pos or 0 if name else 0
    if name is not None and "\n" in stretch.text[start:at]:
        end = start + len(stretch.text[start:at].split(None, 1)[0])
        yield Stop(END, end, end, Stretch(stretch.text, stretch.start, end), rule)


def _begins_line(text: str, at: int) -> bool:
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return before == "" or before.endswith("{")
