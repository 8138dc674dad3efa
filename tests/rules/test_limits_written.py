"""Limits as contracts write them: rolling ones, pools, those of some objectives, those that an amendment changes."""

import pytest

from rules.written import HEAD, evaluated, outages

STREAM = "stream outages of spans { kind one of a, b } metric uptime = availability of outages "
EVERY_MONTH = outages(*(f"{month:02}-05T00:00 {month:02}-06T00:00 a" for month in range(1, 13)),
                      columns="start,end,kind")  # fmt: skip
YEAR = "2026-01-01 until 2027-01-01"


def owed(clauses: str, *names: str, months: int = 6) -> dict[str, list[int]]:
    """What is payable of each objective in the first months, if every month has a day of outage."""
    made = evaluated(STREAM + clauses, {"outages": EVERY_MONTH}, YEAR, coverage=YEAR)
    return {each: [round(float(amount)) for amount in made.payable(each)[:months]] for each in names}


def objective(name: str, amount: int, limit: str = "", credit: str = "") -> str:
    return f"objective {name} {{ uptime >= 99.9% per calendar month credit {amount} USD{credit} {limit} }} "


def test_a_rolling_limit_counts_what_was_taken_in_the_last_windows() -> None:
    up = objective("up", 100, "limit credit to 250 USD per rolling 3 months")
    assert owed(up, "up") == {"up": [100, 100, 50, 100, 100, 50]}


def test_rolling_limits_know_nothing_of_one_another() -> None:
    limit = "limit credit to 250 USD per rolling 3 months"
    two = objective("up", 100, limit) + objective("down", 200, limit)
    assert owed(two, "up", "down") == {"up": [100, 100, 50, 100, 100, 50], "down": [200, 50, 0, 200, 50, 0]}


def test_a_rolling_limit_of_a_longer_window_than_the_clause() -> None:
    """A window that ends just where that of the limit begins has left it."""
    up = objective("up", 100, "limit credit to 120 USD per rolling 2 months")
    assert owed(up, "up") == {"up": [100, 20, 100, 20, 100, 20]}


def test_a_limit_of_others_lets_the_next_limit_hold() -> None:
    limits = "limit credits of down to 10 USD per calendar month limit all credits to 150 USD per calendar month"
    two = objective("up", 100) + objective("down", 100) + objective("aside", 100) + limits
    assert owed(two, "up", "down", "aside", months=2) == {"up": [100] * 2, "down": [10] * 2, "aside": [40] * 2}


def test_what_was_used_stays_used_when_an_amendment_changes_the_limit() -> None:
    change = '} amendment more to written from 2026-04-01 because "agreed" { change limit all credits to {} per year'
    text = objective("up", 100) + "limit all credits to 250 USD per year "
    assert owed(text + change.replace("{}", "450 USD"), "up") == {"up": [100, 100, 50, 100, 100, 0]}
    assert owed(text + change.replace("{}", "200 USD"), "up") == {"up": [100, 100, 50, 0, 0, 0]}


def test_a_limit_that_an_amendment_adds_begins_with_it() -> None:
    added = '} amendment less to written from 2026-04-01 because "agreed" { add limit all credits to 150 USD per year'
    assert owed(objective("up", 100) + added, "up") == {"up": [100, 100, 100, 100, 50, 0]}


def test_a_limit_of_a_credit_without_a_window_is_for_each_scope() -> None:
    text = (
        "metric by_kind for each kind = availability of outages objective up for each kind "
        "{ by_kind >= 99.9% per calendar month credit 100 USD, at most 70 USD }"
    )
    rows = outages("01-05T00:00 01-06T00:00 a", "01-07T00:00 01-08T00:00 b", columns="start,end,kind")
    made = evaluated(STREAM + text, {"outages": rows}, "2026-01", coverage=YEAR)
    assert [made.of("up", "2026-01", kind).credit.payable for kind in "ab"] == [70, 70]  # type: ignore[union-attr]


def test_a_limit_in_money_leaves_what_is_no_money_alone() -> None:
    text = "unit vouchers " + objective("up", 100) + (
        "objective down { uptime >= 99.9% per calendar month credit 3 vouchers } "
        "limit all credits to 50 USD per calendar month"
    )  # fmt: skip
    assert owed(text, "up", "down", months=2) == {"up": [50, 50], "down": [3, 3]}


def test_the_limit_of_one_objective_in_vouchers_binds_vouchers() -> None:
    text = "unit vouchers objective down { uptime >= 99.9% per calendar month credit 3 vouchers "
    assert owed(text + "limit credit to 2 vouchers }", "down", months=2) == {"down": [2, 2]}


@pytest.mark.parametrize(("month", "left"), [("01", 100), ("03", 20)])
def test_a_pot_is_that_in_which_the_window_ends(month: str, left: int) -> None:
    """Quarters end in March, June …: there they come out of the pot of that month, before it."""
    text = objective("up", 100) + (
        "objective slow { uptime >= 99.9% per calendar quarter credit 100 USD } "
        "limit all credits to 120 USD per calendar month"
    )
    made = owed(text, "up", "slow")
    assert made["up"][int(month) - 1] + (0 if month == "01" else made["slow"][0] - 100) == left


def test_clauses_of_one_window_share_a_rolling_limit() -> None:
    two = objective("up", 100) + objective("down", 100) + "limit all credits to 150 USD per rolling 2 months"
    assert owed(two, "up", "down") == {"up": [100, 0, 100, 0, 100, 0], "down": [50, 0, 50, 0, 50, 0]}


def test_a_limit_that_gets_another_window_begins_anew() -> None:
    up = objective("up", 100, "limit credit to 250 USD per year")
    change = (
        '} amendment less to written from 2026-04-01 because "agreed" { change objective up { uptime >= 99.9% per '
        "calendar month credit 100 USD limit credit to 150 USD per calendar quarter }"
    )
    assert owed(up + change, "up", months=12) == {"up": [100, 100, 50] + [100, 50, 0] * 3}


def test_a_limit_in_a_contract_without_money() -> None:
    head = HEAD.replace("currency USD", "").replace("{ fee 1_000.00 USD per month }", "")
    text = "unit vouchers objective down { uptime >= 99.9% per calendar month credit 3 vouchers } "
    rows = outages("02-05T00:00 02-06T00:00 a", "03-05T00:00 03-06T00:00 a", columns="start,end,kind")
    made = evaluated(STREAM + text + "limit all credits to 5 vouchers per year", {"outages": rows}, YEAR,
                     coverage=YEAR, head=head)  # fmt: skip
    assert made.payable("down")[:3] == ["0", "3", "2"]


INVOICES = "stream invoices of events { amount money } "


@pytest.mark.parametrize("amount", ["next amount of invoices", "50% of next amount of invoices"])
def test_a_limit_that_is_not_known_limits_nothing_and_says_why(amount: str) -> None:
    text = INVOICES + objective("up", 100) + f"limit all credits to {amount}"
    made = evaluated(STREAM + text, {"outages": EVERY_MONTH, "invoices": "at,amount\n"}, YEAR, coverage=YEAR)
    assert made.payable("up") == ["100"] * 12
    why = "invoices has no record at or after the window's end"
    assert f"the limit of all credits is not applied: {why}" in made.messages


@pytest.mark.parametrize(
    ("limit", "left"),
    [
        ("per year", [500, 500, 200, 0]),
        ("per calendar month", [100, 100, 100, 100]),
        ("", [100, 100, 100, 100]),
        ("per rolling 2 months", [100, 100, 100, 100]),
    ],
)
def test_a_limit_that_is_a_share_of_the_fee_is_of_the_fee_in_its_window(limit: str, left: list[int]) -> None:
    """1,000 USD a month."""
    assert owed(objective("up", 500, f"limit credit to 10% of api.fee {limit}"), "up", months=4) == {"up": left}


@pytest.mark.parametrize(("limit", "paid"), [("", ["50", "30"]), (" per quarter", ["100", "100"])])
def test_a_limit_of_a_longer_window_is_for_no_scope_in_particular(limit: str, paid: list[str]) -> None:
    text = f"""
      metric by_kind for each kind = availability of outages
      metric cap for each kind = 30 USD, 50 USD where kind = a
      objective up for each kind {{ by_kind >= 99.9% per calendar month credit 100 USD limit credit to cap{limit} }}
    """
    rows = outages("01-05T00:00 01-06T00:00 a", "01-07T00:00 01-08T00:00 b", columns="start,end,kind")
    made = evaluated(STREAM + text, {"outages": rows}, "2026-01", coverage=YEAR)
    assert made.payable("up") == paid
    why = "the limit of up per quarter is not applied: a limit is not taken for each kind"
    assert [message for message, _, _ in made.told("SLA0504")] == ([why] if limit else [])


@pytest.mark.parametrize(
    ("line", "claims", "left"),
    [
        ("", "", [100, 150, 0]),
        (
            "claim in claims within 15 calendar days of window end",
            "2026-03-10,2026-02 2026-04-10,2026-03",
            [0, 200, 50],
        ),
        ("earn back when mean over the next 1 windows: count of outages < 1", "", [100, 150, 0]),
        ("earn back when mean over the next 1 windows: count of outages = 2", "", [100, 0, 100]),
    ],
)
def test_what_is_lost_uses_up_no_limit(line: str, claims: str, left: list[int]) -> None:
    """January and March have two outages and cost 100 USD, February has one and costs 200; 250 may be paid in all. What
    nobody claims in time is lost, and so is what is earned back."""
    text = f"""
      stream claims of events {{ window text optional }}
      objective up {{
        uptime >= 99.9% per calendar month
        credit 100 USD
        credit 100 USD, only when count of outages < 2
        limit credit to 250 USD per year
        {line}
      }}
    """
    days = ("01-05", "01-08", "02-05", "03-05", "03-08", "04-05")
    logs = {
        "outages": outages(*(f"{day}T00:00 {day}T20:00 a" for day in days), columns="start,end,kind"),
        "claims": "at,window\n" + "".join(f"{each.replace(',', 'T00:00Z,')}\n" for each in claims.split()),
    }
    made = evaluated(STREAM + text, logs, "2026-01 through 2026-03", coverage=YEAR, as_of="2026-12-01")
    assert made.payable("up") == [str(each) for each in left]
