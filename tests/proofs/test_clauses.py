"""Parts of a clause that are there for nothing, contradict each other, or make one record cost twice."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

BASE = (
    "service api { fee 1_000.00 USD per month } stream outages of spans { } stream storms of spans { } "
    "stream requests of events { failed yes or no } metric uptime = availability of outages "
)


def up(credit: str) -> str:
    return f"objective up {{ uptime >= 99.9% per calendar month {credit} }} "


TABLE = "{ below 99.9% gives 10% }"


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        ("exception a to up when time of storms > 1 day { uptime >= 99% } ORDER { uptime >= 95% }", True),
        ("exception a to up when time of storms > 1 day { uptime >= 99% } ORDER { does not apply }", True),
        # Another stream for the other: two things at once.
        (
            "exception a to up when count of requests > 100 { uptime >= 99% } "
            "exception b to up when time of storms > 3 days { uptime >= 95% }",
            True,
        ),
        ("exception a to up when time of storms > 1 day { uptime >= 99% } ORDER, before a { uptime >= 95% }", False),
        # Never at once: one ends where the other begins.
        (
            "exception a to up when time of storms > 1 day and time of storms <= 3 days { uptime >= 99% } "
            "ORDER { uptime >= 95% }",
            False,
        ),
    ],
)
def test_exceptions_that_meet(clauses: str, said: bool, tmp_path: Path) -> None:
    text = clauses.replace("ORDER {", "exception b to up when time of storms > 3 days {")
    text = text.replace("ORDER,", "exception b to up when time of storms > 3 days,")
    found = messages(results(tmp_path, BASE + up("credit 100 USD") + text), "SLA1120")
    assert found == (["the exceptions a and b hold at once, and none comes first"] if said else [])


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (up(f"credit share of api.fee {TABLE} credit 50 USD limit credit to 100 USD"), 1),
        (up(f"credit share of api.fee {TABLE} credit 50 USD limit credit to 149 USD"), 0),
        # A row where the other pays nothing.
        (up("credit share of api.fee { below 99% gives 10% } credit 50 USD limit credit to 100 USD"), 0),
        # Where it doubles there is nothing to double.
        (up(f"credit share of api.fee, doubled when uptime > 99.95% {TABLE}"), 1),
        (up(f"credit share of api.fee, doubled when uptime < 99.8% {TABLE}"), 0),
        # Where it doubles the limit is used up.
        (up(f"credit share of api.fee, doubled when uptime < 99.8%, at most 100 USD {TABLE}"), 1),
        ("exception a to up when time of storms > 1 day { uptime >= 99.9% } " + up("credit 100 USD"), 1),
        ("exception a to up when time of storms > 1 day { uptime >= 99.8% } " + up("credit 100 USD"), 0),
    ],
)
def test_part_that_changes_nothing(clauses: str, said: int, tmp_path: Path) -> None:
    assert len(messages(results(tmp_path, BASE + clauses), "SLA1122")) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("uptime < 99.5% and uptime > 99.8%", "never"),
        ("uptime >= 0%", "always"),
        ("time of outages < 0h", "never"),
        ("uptime < 99.5% or uptime >= 99.5%", "always"),
        ("count of outages > 3.5 and count of outages < 4", "never"),
        ("uptime < 99.5%", None),
        ("up is breached in the previous window", None),
    ],
)
def test_condition_that_never_changes(condition: str, said: str | None, tmp_path: Path) -> None:
    clauses = up(f"credit share of api.fee, only when {condition} {TABLE}")
    found = messages(results(tmp_path, BASE + clauses), "SLA1124")
    assert found == ([f"the condition of `only when` of this credit {said} holds"] if said else [])


def test_conditions_of_parameters_are_left_alone(tmp_path: Path) -> None:
    clauses = "parameter plan one of gold, silver = gold " + up(
        f"credit share of api.fee, only when plan = gold or uptime < 50% {TABLE}"
    )
    assert not messages(results(tmp_path, BASE + clauses), "SLA1124")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("lesser of (1 USD * (time of outages) / 1h, 745 USD)", True),
        ("lesser of (1 USD * (time of outages) / 1h, 744 USD)", False),
        ("greater of (1 USD * (time of outages) / 1h, 745 USD)", True),
        ("greater of (5 USD * (count of outages), 745 USD)", False),
        # Both are fixed: they are compared with what they may be in another contract.
        ("greater of (5% of api.fee, 100 USD)", False),
    ],
)
def test_value_that_is_never_taken(amount: str, said: bool, tmp_path: Path) -> None:
    assert bool(messages(results(tmp_path, BASE + up(f"credit {amount}")), "SLA1123")) == said


@pytest.mark.parametrize(("least", "said"), [("99.5%", True), ("99.9%", False), ("99.95%", False)])
def test_credit_and_bonus_at_once(least: str, said: bool, tmp_path: Path) -> None:
    clauses = up(f"credit share of api.fee {TABLE} bonus share of api.fee {{ at least {least} gives 1% }}")
    assert bool(messages(results(tmp_path, BASE + clauses), "SLA1102")) == said


FEW = "objective few { count of outages <= 0 per calendar month credit 50 USD } "


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (up("credit 100 USD") + FEW, "one record of `outages` is paid for by up and few: 150 USD together"),
        # Of different things: nothing is paid for twice.
        (up("credit 100 USD") + FEW.replace("outages", "storms"), None),
        # The limit leaves one of them.
        (up("credit 100 USD") + FEW + "limit all credits to 100 USD", None),
        (
            up("") + FEW.replace("credit 50 USD", "") + "pool risk of 10% of fees { up weighs 60% few weighs 40% }",
            None,
        ),
    ],
)
def test_record_that_is_paid_twice(clauses: str, said: str | None, tmp_path: Path) -> None:
    assert messages(results(tmp_path, BASE + clauses), "SLA1121") == ([] if said is None else [said])


def test_scopes_of_a_register_are_looked_at_too(tmp_path: Path) -> None:
    clauses = (
        "register customers by customer { plan one of basic, premium } "
        "objective reserved for each customer { applies when customers.plan = premium\n"
        "availability of outages >= 99.9% per calendar month credit 100 USD }"
    ).replace("stream outages of spans { }", "")
    base = BASE.replace("stream outages of spans { }", "stream outages of spans { customer text }")
    found = messages(results(tmp_path, base + clauses), "SLA1180")
    assert found and "100 USD per month for one customer" in found[0]
