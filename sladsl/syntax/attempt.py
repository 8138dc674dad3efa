"""One try at parsing a stretch of text: a tree, or where and why it stopped."""

from dataclasses import dataclass

from lark import Token, Tree
from lark.exceptions import UnexpectedToken

from sladsl.syntax.grammar import parser
from sladsl.syntax.lexer import Stretch

END = "$END"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where parsing stopped: the token there, the one before it, and the kinds of token that could stand there."""

    kind: str
    start: int
    end: int
    accepted: frozenset[str]
    before: Token | None
    values: tuple[Tree[Token] | Token, ...]
    """What was read so far and waits to be part of something."""


def attempt(text: str, rule: str, start: int = 0, end: int | None = None) -> Tree[Token] | Stop:
    """Parse `text[start:end]` as a file (`start`) or a clause; places are those in `text`."""
    last = len(text) if end is None else end
    try:
        return parser().parse(Stretch(text, start, last), start=rule)
    except UnexpectedToken as problem:
        token, state = problem.token, problem.interactive_parser
        assert state is not None and token.start_pos is not None
        before = state.lexer_thread.state.last_token
        at_end = token.type == END
        place = (before.end_pos if before else start) if at_end else token.start_pos
        assert place is not None
        accepted = frozenset(state.accepts())
        values = tuple(state.parser_state.value_stack)
        return Stop(token.type, place, place + (0 if at_end else len(token)), accepted, before, values)
