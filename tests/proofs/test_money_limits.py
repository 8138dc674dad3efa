"""Limits that nothing reaches, and rows that a limit cuts: said of these, not of those beside them."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

BASE = (
    "service api { fee 1_000.00 USD per month } service web { fee 500.00 USD per month } "
    "stream outages of spans { } stream requests of events { failed yes or no } "
    "metric uptime = availability of outages "
)
UP = "objective up { uptime >= 99.9% per calendar month credit share of api.fee { below 99.9% gives 30% } LIMIT } "
ANSWERED = "objective answered { share of requests with not failed >= 99% per calendar month credit 200 USD } "


@pytest.mark.parametrize(
    ("clauses", "idle"),
    [
        (UP.replace("LIMIT", "limit credit to 299 USD"), False),
        (UP.replace("LIMIT", "limit credit to 300 USD"), False),
        (UP.replace("LIMIT", "limit credit to 301 USD"), True),
        # The year has twelve months.
        (UP.replace("LIMIT", "limit credit to 3_600 USD per calendar year"), False),
        (UP.replace("LIMIT", "limit credit to 3_601 USD per calendar year"), True),
        (UP.replace("LIMIT", "limit credit to 900 USD per rolling 3 months"), False),
        (UP.replace("LIMIT", "limit credit to 901 USD per rolling 3 months"), True),
        (UP.replace("LIMIT", "") + ANSWERED + "limit all credits to 500 USD", False),
        (UP.replace("LIMIT", "") + ANSWERED + "limit all credits to 34% of fees", True),
        # Another limit leaves less.
        (UP.replace("LIMIT", "limit credit to 200 USD") + ANSWERED + "limit all credits to 399 USD", False),
        (UP.replace("LIMIT", "limit credit to 200 USD") + ANSWERED + "limit all credits to 401 USD", True),
        (UP.replace("LIMIT", "limit credit to 290 USD") + "limit all credits to 250 USD", True),
        # There is no end to a count, and one to a share.
        (
            "objective few { count of requests where failed <= 1 per calendar month "
            "credit 1 USD * (count of requests where failed) limit credit to 100 USD }",
            False,
        ),
        (
            "objective few { uptime >= 90% per calendar month "
            "credit 99 USD * (100% - uptime) limit credit to 100 USD }",
            True,
        ),
    ],
)
def test_limit_that_nothing_reaches(clauses: str, idle: bool, tmp_path: Path) -> None:
    found = results(tmp_path, BASE + clauses.replace("LIMIT", ""))
    assert bool(messages(found, "SLA1184")) == idle
    if not idle:
        assert any(each.claim == "something reaches the limit" and each.verdict == "PROVED" for each in found)


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (
            UP.replace("LIMIT", "limit credit to 250 USD"),
            ["the limit of up leaves 250 USD"],
        ),
        (UP.replace("LIMIT", "limit credit to 300 USD"), []),
        # 30 % of one fee, 25 % of both.
        (UP + "limit all credits to 25% of fees", []),
        (
            UP + "limit all credits to 19% of fees",
            ["the limit of all credits leaves 285 USD"],
        ),
        # A factor lifts a row above its limit on purpose.
        (
            UP.replace("share of api.fee {", "share of api.fee, doubled when uptime < 90%, at most 400 USD {"),
            [],
        ),
        # One month fits into the pot of a year, two do not.
        (UP + "limit all credits to 400 USD per calendar year", []),
    ],
)
def test_row_that_is_always_cut(clauses: str, said: list[str], tmp_path: Path) -> None:
    found = results(tmp_path, BASE + clauses.replace("LIMIT", ""))
    assert messages(found, "SLA1183") == [f"this row gives 300 USD, and {each}" for each in said]


def test_what_the_text_shows_keeps_its_code(tmp_path: Path) -> None:
    found = results(tmp_path, BASE + UP.replace("LIMIT", "limit credit to 25% of api.fee"))
    assert messages(found, "SLA1030") == ["this row gives 300 USD, and the limit of up leaves 250 USD"]
    found = results(tmp_path, BASE + UP.replace("LIMIT", "limit credit to 35% of api.fee"))
    assert messages(found, "SLA1031") == ["no row gives as much, so this limit is never reached"]
