"""Which claims are looked at when some are chosen, and what a name of a claim stands for."""

from types import SimpleNamespace
from typing import cast

import pytest

from sladsl.proofs.known import KINDS, Choice, codes_left_open, holds_somewhere, words_for
from sladsl.proofs.verdict import Result

HOLES = "no value lies in a hole of the table"
REACHED = "every row is reached"
KEEPS = "… keeps its word"


def result(claim: str, code: str | None = None, verdict: str = "PROVED") -> Result:
    diagnostic = None if code is None else SimpleNamespace(code=SimpleNamespace(id=code))
    return cast(Result, SimpleNamespace(claim=claim, verdict=verdict, diagnostic=diagnostic))


@pytest.mark.parametrize(
    ("claim", "said", "same"),
    [
        (HOLES, HOLES, True),
        (HOLES, HOLES + "!", False),
        (KEEPS, "hosting keeps its word", True),
        (KEEPS, " keeps its word", False),
        (KEEPS, "hosting keeps its words", False),
        ("line … holds", "line 7 holds", True),
        ("line … holds", "line 7 holds not", False),
    ],
)
def test_a_name_with_a_gap_stands_for_many(claim: str, said: str, same: bool) -> None:
    (kind,) = (each for each in KINDS if each.claim == claim)
    assert kind.is_of(said) is same


@pytest.mark.parametrize(
    ("choice", "holes", "reached", "of_tables", "of_promises"),
    [
        (Choice(), True, True, True, True),
        (Choice(("SLA1020",)), True, False, True, False),
        (Choice((HOLES,)), True, False, True, False),
        (Choice((REACHED, "SLA1111")), False, True, True, True),
        (Choice(("SLA1022",)), False, True, True, False),
        (Choice((), ("SLA1020",)), False, True, True, True),
        (Choice((), (HOLES, "SLA1110", "SLA1111")), False, True, True, False),
        (Choice(("SLA1020", REACHED), (REACHED,)), True, False, True, False),
    ],
)
def test_what_is_chosen(choice: Choice, holes: bool, reached: bool, of_tables: bool, of_promises: bool) -> None:
    assert choice.takes_result(result(HOLES)) is holes
    assert choice.takes_result(result(REACHED)) is reached
    assert choice.takes_family("table_claims") is of_tables
    assert choice.takes_family("promise_claims") is of_promises
    assert choice.takes_family("claims that nobody listed")
    assert choice.whole is (choice == Choice())


def test_what_was_found_has_one_code_only() -> None:
    assert Choice(("SLA1022",)).takes_result(result(REACHED, "SLA1022"))
    assert not Choice(("SLA1022",)).takes_result(result(REACHED, "SLA1103"))
    assert not Choice((), ("SLA1022",)).takes_result(result(REACHED))
    assert Choice((), ("SLA1022",)).takes_result(result(REACHED, "SLA1103"))
    assert Choice((), ("SLA1022",)).takes_result(result("another claim"))
    assert Choice(("hosting keeps its word",)).takes_result(result("hosting keeps its word", "SLA1140"))
    assert Choice((KEEPS,)).takes_result(result("hosting keeps its word", "SLA1140"))
    assert not Choice((KEEPS,)).takes_result(result(HOLES))


def test_some_claims_need_hold_for_one_choice_of_the_parameters_only() -> None:
    assert [holds_somewhere(each) for each in (REACHED, HOLES, "the minimum makes a difference", "anything")] == [
        True, False, True, False,
    ]  # fmt: skip


def test_the_codes_of_what_could_not_be_settled() -> None:
    found = [result(HOLES), result(REACHED, verdict="UNKNOWN"), result("a keeps its word", verdict="UNKNOWN")]
    assert codes_left_open(found) == {"SLA1103", "SLA1022", "SLA1140", "SLA1141"}
    assert codes_left_open(found[:1]) == frozenset()


def test_words_of_the_command_line() -> None:
    assert words_for("sla1020") == ["SLA1020"]
    assert words_for("Every Row is reached") == [REACHED]
    assert words_for("SLA102") == []


def test_every_claim_has_a_line_of_its_own() -> None:
    assert len({(each.family, each.claim) for each in KINDS}) == len(KINDS)
    assert [each.claim for each in KINDS if each.somewhere] == [
        "every row is reached",
        "the exclusion changes something",
        "an override changes something",
        "something reaches the limit",
        "… makes a difference",
        "each of several values is taken at times",
    ]
