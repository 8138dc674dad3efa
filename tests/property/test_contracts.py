"""What the generator draws are contracts without errors, and between them they say everything the grammar can say."""

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from sladsl.diagnostics.diagnostic import errors
from sladsl.syntax import parse
from sladsl.text import Source
from sladsl.text.resources import resource
from strategies.contracts import Contract, Style, compiled, contracts

STYLES = (
    Style(),
    Style(shiftable=True),
    Style(homogeneous=True),
    Style(timeless=True),
    Style(steady=True),
    Style(shiftable=True, homogeneous=True, timeless=True, steady=True),
)


@effort(200)
@given(st.sampled_from(STYLES).flatmap(contracts))
def test_drawn_contracts_have_no_errors(contract: Contract) -> None:
    graph, found = compiled(contract.text)
    assert [f"{each.code.id} {each.message}" for each in errors(found)] == []
    assert graph is not None
    assert graph.zone == contract.zone


@effort(60)
@given(contracts())
def test_reading_is_repeatable(contract: Contract) -> None:
    """The same text gives the same tree and the same graph."""
    source = Source("contract.sladsl", contract.text)
    assert parse(source) == parse(source)
    first, second = compiled(contract.text), compiled(contract.text)
    assert first == second
    assert first[0] is not None
    assert second[0] is not None
    assert first[0].places == second[0].places
    assert first[0].labels == second[0].labels


_SAID: dict[str, int] = {}


@effort(250)
@given(contracts())
def _draw_for_words(contract: Contract) -> None:
    for word in set(words_of(contract.text)):
        _SAID[word] = _SAID.get(word, 0) + 1


def words_of(text: str) -> Iterator[str]:
    """The words of a contract outside quoted texts and comments."""
    return (found[0] for found in re.finditer(r"[A-Za-z]+", re.sub(r'"(\\.|[^"\\])*"|#[^\n]*', "", text)))


PAPER_WORDS = set(
    "status draft reviewed signed force ended renews unless notice is given end precedence title clause text duty "
    "evidence required report review underpinned series underpinning component assumed availability since".split()
)
BETWEEN_TEXTS = set(
    "import definition template extends mandatory override remove because amendment splits windows change add".split()
)


def test_the_words_of_the_grammar_are_all_said() -> None:
    """But for holidays, which need a file, the words that only names of the drawn contracts could be, and those between
    texts (tests/levels)."""
    _draw_for_words()
    words = set(re.findall(r'"([a-z]+)"', resource("grammar", "sla.lark").read_text(encoding="utf-8")))
    assert words - set(_SAID) - {"holidays"} - BETWEEN_TEXTS - PAPER_WORDS == set()
