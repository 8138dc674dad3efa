"""The language reference says what the grammar says: every word, and every rule as it is."""

import re
from pathlib import Path

import pytest

from spec_player.surroundings import ROOT

CHAPTERS = [ROOT / "docs/reference/language.md", *sorted((ROOT / "docs/reference/language").glob("*.md"))]
REFERENCE = "\n".join(chapter.read_text(encoding="utf-8") for chapter in CHAPTERS)
QUOTED = "\n".join(re.findall(r"^```ebnf\n(.*?)^```$", REFERENCE, re.MULTILINE | re.DOTALL))
IN_WORDS = {"AT_LEAST": '"at" "least"', "AT_MOST": '"at" "most"', "PER_CASE": '"per" "case" "missed"'}
IN_WORDS |= {"NO_MORE_THAN": '"at" "most"', "AMONG": '"at" "least"'}
IN_WORDS |= {"VOID_WHEN": '"void" "when"', "LONGEST_GAP": '"longest" "gap"', "FOR_EACH_ROW": '"for" "each" "row"'}
IN_WORDS |= {"OF_WINDOW_START": '"of" "window" "start"', "OF_FIRST": '"of" "first"', "OF_LAST": '"of" "last"'}
IN_WORDS |= {"OF_WINDOW_END": '"of" "window" "end"', "WITHIN_LENGTH": '"within"'}
IN_WORDS |= {"DAYS": '"days"', "END_OF_THE": '"end" "of" "the"', "SIMULTANEOUS": '"the" "longest" "of" "simultaneous"'}
IN_WORDS |= {"AT_MOMENT": '"at"', "WITH_HISTORY": '"with" "history"'}
IN_WORDS |= {"AVAILABILITY_COMMA": '","', "CLOCK_COMMA": '","'}


def _rules(text: str) -> dict[str, str]:
    """Rules by name, each on one line, without the labels that only the program needs."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if line.startswith(("//", "%")):
            name = ""
        elif start := re.match(r"\??(\w+):", line):
            name = start[1]
            found[name] = line[start.end() :]
        elif line.strip() and name:
            found[name] += f" {line.strip()}"
        else:
            name = ""
    return {name: _in_words(body) for name, body in found.items()}


def _in_words(body: str) -> str:
    for terminal, words in IN_WORDS.items():
        body = body.replace(terminal, words)
    return " ".join(re.sub(r"->\s*\w+", "", body).split())


GRAMMAR = (ROOT / "grammar/sla.lark").read_text(encoding="utf-8")
TERMINALS = (ROOT / "grammar/terminals.lark").read_text(encoding="utf-8")
RULES = _rules(GRAMMAR)


@pytest.mark.parametrize("rule", RULES)
def test_the_reference_quotes_the_rule(rule: str) -> None:
    assert _rules(QUOTED).get(rule) == RULES[rule]


def test_the_reference_quotes_no_rule_that_is_not_there() -> None:
    assert _rules(QUOTED).keys() <= RULES.keys()


@pytest.mark.parametrize("word", sorted(set(re.findall(r'"([a-z]+)"', GRAMMAR))))
def test_the_word_occurs_outside_the_grammar(word: str) -> None:
    """In an example or in a sentence, not only in a quoted rule."""
    prose = re.sub(r"^```ebnf\n.*?^```$", "", REFERENCE, flags=re.MULTILINE | re.DOTALL)
    assert re.search(rf"\b{word}\b", prose)


OF_KINDS = re.findall(r"\w{3,}", " ".join(re.findall(r"/\(([a-zA-Z|]+)\)s?\??\(\?!", TERMINALS)))


@pytest.mark.parametrize("word", OF_KINDS)
def test_the_word_of_a_kind_of_text_occurs(word: str) -> None:
    assert re.search(rf"\b{word}s?\b", REFERENCE, re.IGNORECASE)


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_the_index_leads_to_every_chapter(page: Path) -> None:
    index = CHAPTERS[0].read_text(encoding="utf-8")
    assert page == CHAPTERS[0] or f"(language/{page.name})" in index


CHEAT_SHEET = (ROOT / "docs/reference/cheat-sheet.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", sorted(set(re.findall(r'"([a-z]+)"', GRAMMAR))))
def test_the_word_is_on_the_one_page(word: str) -> None:
    assert re.search(rf"\b{word}\b", CHEAT_SHEET)
