"""The concrete tree of a text: every word and mark of it, by the rules of the grammar, repetitions included.

The tree for meaning leaves out what carries none, and so forgets which brace stood where. A formatter needs it all.
"""

from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_analysis import Reduce
from lark.parsers.lalr_parser_state import ParseConf

from sladsl.frozen import Frozen, frozen
from sladsl.syntax.attempt import END
from sladsl.syntax.grammar import parser
from sladsl.syntax.lexer import Stretch


@frozen
class Leaf(Frozen):
    """A word, number or mark: its kind in the grammar, and where it stands."""

    kind: str
    start: int
    end: int


@frozen
class Branch(Frozen):
    """What one rule of the grammar found. `name` is that of the alternative, or the rule's own."""

    rule: str
    name: str
    children: tuple["Branch | Leaf", ...]

    @property
    def repeats(self) -> bool:
        """It stands for a `*` or `+` of the grammar, and for no rule."""
        return self.rule.startswith("__")


def concrete(text: str) -> Branch | None:
    """The concrete tree of a file that has no mistakes, as `sladsl.syntax.repairs` hands it to the parser; None: the
    grammar alone cannot tell where its clauses end."""
    for settling in (False, True):
        with suppress(UnexpectedToken):
            return _read(text, settling=settling)
    return None


def _read(text: str, *, settling: bool) -> Branch:
    reading = parser().parse_interactive(Stretch(text, 0, len(text)), start="start")
    state = reading.parser_state
    state.parse_conf = _making_branches(parser())
    before: Token | None = None
    for token in reading.lexer_thread.lex(state):  # type: ignore[no-untyped-call]
        if settling and before is not None and (before.type, token.type) == ("NUMBER", "CALENDAR"):
            _settle(state)
        state.feed_token(token)
        before = token
    found = state.feed_token(Token(END, ""), is_end=True)
    assert isinstance(found, Branch)
    return found


@lru_cache(maxsize=1)
def _making_branches(lark: Lark) -> ParseConf[int]:
    """The tables of the parser, with a branch made of each rule."""
    table: Any = lark.parser.parser._parse_table
    making: dict[Any, Any] = {rule: partial(_branch, str(rule.origin.name), rule.alias) for rule in lark.rules}
    return ParseConf(table, making, "start")


def _settle(state: Any) -> None:
    """Ends the clause that was read, as any clause after it does but for a calendar: `2`, and below it `calendar`, look
    like the beginning of `2 calendar days`."""
    conf = state.parse_conf
    while (found := conf.states[state.state_stack[-1]].get("METRIC")) is not None and found[0] is Reduce:
        rule = found[1]
        size = len(rule.expansion)
        parts = state.value_stack[len(state.value_stack) - size :]
        del state.state_stack[len(state.state_stack) - size :], state.value_stack[len(state.value_stack) - size :]
        state.state_stack.append(conf.states[state.state_stack[-1]][rule.origin.name][1])
        state.value_stack.append(conf.callbacks[rule](parts))


def _branch(name: str, alias: str | None, children: list[Any]) -> Branch:
    return Branch(name, alias or name, tuple(_leaf(each) if isinstance(each, Token) else each for each in children))


def _leaf(token: Token) -> Leaf:
    start = token.start_pos or 0
    return Leaf(token.type, start, start + len(token))
