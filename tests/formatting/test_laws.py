"""What must hold of formatting, whatever the contract and however it is laid out."""

import unicodedata
from functools import lru_cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formatting.disturbed import Sample, disturbed, samples, with_other_spaces
from property.drawn.choices import Choices, choices
from property.effort import effort
from sladsl.diagnostics.diagnostic import errors
from sladsl.formatting import format_source
from sladsl.formatting.gaps import DIRECTION_MARKS
from sladsl.syntax import ast, parse
from sladsl.text import Source
from strategies.contracts import Contract, contracts

SAMPLES = samples()
TEXTS = contracts().map(lambda contract: contract.text) | st.sampled_from(SAMPLES).map(lambda each: each.text)
_MOST = 400


def formatted(text: str) -> str:
    result = format_source(Source("contract.sladsl", text))
    assert [each.message for each in result.diagnostics] == []
    assert result.text is not None
    return result.text


@lru_cache(maxsize=8)  # each law asks several times
def read(text: str) -> ast.File:
    file, found = parse(Source("contract.sladsl", text))
    assert errors(found) == []
    return file


def comments(text: str) -> list[str]:
    return [unicodedata.normalize("NFC", each.text).rstrip(" \t") for each in read(text).comments]


def marks(text: str) -> list[str]:
    return [each for each in text if each in DIRECTION_MARKS]


def check(text: str) -> str:
    """All that formatting promises, found out by other means than its own check."""
    result = formatted(text)
    assert read(result).agreements == read(text).agreements
    assert read(result).edition == read(text).edition
    assert comments(result) == comments(text)
    left = iter(marks(result))
    assert all(mark in left for mark in marks(text)), "none is lost"
    assert formatted(result) == result
    assert "\r" not in result
    assert result.endswith("\n") and not result.endswith("\n\n")
    assert not any(line.endswith((" ", "\t")) for line in result.split("\n"))
    assert "\n\n\n" not in result
    return result


@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_contracts_there_are(sample: Sample) -> None:
    check(sample.text)


@effort(50)
@given(contracts())
def test_contracts_that_are_drawn(contract: Contract) -> None:
    check(contract.text)


@effort(200)
@given(TEXTS, choices(_MOST))
def test_layouts_that_are_drawn(text: str, drawn: Choices) -> None:
    other = disturbed(text, drawn)
    file, found = parse(Source("contract.sladsl", other))
    # A line end or a missing space can make another contract of it, or none.
    assume(not errors(found))
    result = check(other)
    if file.agreements == read(text).agreements:
        assert read(result).agreements == read(text).agreements


@effort(40)
@given(TEXTS, choices(_MOST))
def test_spaces_mean_nothing(text: str, drawn: Choices) -> None:
    other = with_other_spaces(text, drawn)
    assert formatted(other) == formatted(text)
