"""Sums after their limits: rounded one by one, and earned back."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

BASE = (
    "service api { fee 1_000.00 USD per month } stream outages of spans { } "
    "stream requests of events { failed yes or no } metric uptime = availability of outages "
)
TWO = (
    "objective up { uptime >= 99.9% per calendar month credit share of api.fee { below 99.9% gives ONE } } "
    "objective answered { share of requests with not failed >= 99% per calendar month "
    "credit share of api.fee { below 99% gives OTHER } } "
)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("33.3335%", "33.3335%", "666.68 USD; their sum would be rounded to 666.67 USD"),
        ("33.3332%", "33.3332%", "666.66 USD; their sum would be rounded to 666.66 USD"),
        ("33.3334%", "33.3334%", "666.66 USD; their sum would be rounded to 666.67 USD"),
        ("33.33%", "66.67%", None),
    ],
)
def test_parts_and_the_whole(one: str, other: str, said: str | None, tmp_path: Path) -> None:
    found = results(tmp_path, BASE + TWO.replace("ONE", one).replace("OTHER", other))
    told = messages(found, "SLA1188")
    if said is None:
        assert any(each.claim == "rounded parts are the rounded whole" and each.verdict == "PROVED" for each in found)
    if said is None or said.split()[0] == said.split()[-2]:
        assert not told
    else:
        assert told == [f"rounded one by one, the parts come to {said}"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        # Every second month nothing at all: the mean of the three after it is two thirds.
        ("mean over the next 3 windows: uptime >= 66%", "6 of 12 windows, and all of it is earned back: 600 USD"),
        # Of three windows one can be bad.
        ("up is met in the next 2 windows", "4 of 12 windows, and all of it is earned back: 400 USD"),
        # The half of a year after must be good.
        ("up is met in the next 6 windows", None),
    ],
)
def test_earned_back_again_and_again(condition: str, said: str | None, tmp_path: Path) -> None:
    clauses = f"objective up {{ uptime >= 99.9% per calendar month credit 100 USD earn back when {condition} }}"
    found = messages(results(tmp_path, BASE + clauses), "SLA1189")
    assert found == ([] if said is None else [f"up can be breached in {said}"])
