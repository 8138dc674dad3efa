"""Logged values and the declared ones they stand for: `1 - Critical` and `P1`, `Awaiting User Info` and
`waiting_for_customer`."""

import re
from collections.abc import Iterable, Sequence

from sladsl.logs.guessing.words import PART, likeness, stem, words_of

_NUMBER = re.compile(r"\d+", re.ASCII)
_RANKS = {
    1: "critical highest urgent blocker emergency severe",
    2: "high major important",
    3: "medium moderate normal average standard",
    4: "low minor",
    5: "lowest planning trivial info informational none",
}
_RANK = {word: rank for rank, words in _RANKS.items() for word in words.split()}


def mapped(values: Iterable[str], choices: Sequence[str]) -> tuple[dict[str, str], bool]:
    """For each value the choice it stands for, as far as there is one; and whether a ranking had to be assumed."""
    numbers = {number: choice for choice in choices if (number := _number(choice)) is not None}
    ranks = {rank: choice for choice in choices if (rank := _rank(choice)) is not None}
    by_number = numbers if len(numbers) == len(choices) else {}
    by_rank = ranks if len(ranks) == len(choices) else {}
    found: dict[str, str] = {}
    assumed = False
    for value in values:
        choice = next((each for each in choices if each.casefold() == value.casefold()), None)
        choice = choice or next((each for each in choices if words_of(each) == words_of(value)), None)
        number, rank = _number(value), _rank(value)
        if choice is None and number is not None:
            choice = by_number.get(number)
        if choice is None and rank is not None:
            choice = by_rank.get(rank)
            if choice is None and number is None and rank in by_number:
                choice, assumed = by_number[rank], True
        if choice is None and number is not None and rank is None and number in by_rank:
            choice, assumed = by_rank[number], True
        if choice is not None:
            found[value] = choice
    return found, assumed


def like(values: Iterable[str], name: str) -> tuple[list[str], int]:
    """The values that mean what a name says, and how well the best of them does."""
    scored = [(likeness(name, each), each) for each in values]
    best = max((score for score, _ in scored), default=0)
    least = min(best, PART) if best >= PART else max(best, 1)
    found = [each for score, each in scored if score >= least]
    # Of several, those that use the word itself go before those that only mean it.
    said = {stem(each) for each in words_of(name)}
    literal = [each for each in found if said & {stem(word) for word in words_of(each)}]
    return literal or found, best


def _number(text: str) -> int | None:
    """The only number in a text."""
    found = _NUMBER.findall(text)
    return int(found[0]) if len(found) == 1 and len(found[0]) < 4 else None


def _rank(text: str) -> int | None:
    """The only rank in a text."""
    found = {_RANK[word] for word in words_of(text) if word in _RANK}
    return found.pop() if len(found) == 1 else None
