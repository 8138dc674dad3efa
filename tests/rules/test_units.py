"""What is due keeps its unit, whatever expression on each record it is a statistic of."""

from fractions import Fraction

import pytest

from rules.written import evaluated, messages
from sladsl.model.units import DURATION, declared, money

HEAD = """
  provider maker
  customer buyer
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency EUR
  unit     vouchers
  stream orders of events { price money  took duration  n number  pieces count  late yes or no }
  stream faults of spans { price money }
  metric rate for each orders = 0%, 10% where late
  metric penalty for each orders = rate * price
  metric late_price for each orders = 0 EUR, 10% * price where late
  metric three for each orders = 3
  metric given for each orders = 0, 3 vouchers where late
  metric waited for each orders = 0h, 3h where late
  metric cost = sum of length / 1h * price of faults
"""
LOGS = {
    "orders": "at,price,took,n,pieces,late\n2026-01-05T10:00Z,33.33,2h,3,3,yes\n2025-12-20T10:00Z,20.00,1h,1,1,yes\n",
    "faults": "start,end,price\n2026-01-05T10:00Z,2026-01-05T15:00Z,3.00\n",
}

IN_MONEY = {
    "sum of price of orders": "33.33",
    "sum of 10% * price of orders": "3.33",
    "sum of 2 * price of orders": "66.66",
    "sum of price / 2 of orders": "16.67",
    "sum of -1 * price + 40 EUR of orders": "6.67",
    "sum of 5 EUR of orders": "5",
    "sum of n * price of orders": "99.99",
    "sum of lesser of (price, 2 EUR) of orders": "2",
    "sum of lesser of (2 EUR, 10% * price) of orders": "2",
    "sum of 10% * price rounded to 0 places of orders": "3",
    "sum of penalty of orders": "3.33",
    "sum of late_price of orders": "3.33",
    "max of penalty of orders": "3.33",
    "mean of 10% * price of orders": "3.33",
    "percentile 95 of penalty of orders": "3.33",
    "(sum of 2 * n of orders) * 1 EUR": "6",
    "(sum of three of orders) * 1 EUR": "3",
    "(sum of rate of orders) * 100 EUR": "10",
    "(mean of three of orders) * 1 EUR": "3",
    "(sum of 2 * pieces of orders) * 1 EUR": "6",
    "(mean of 10% * took of orders) / 1h * 5 EUR": "1",
    "cost": "15",
    "10% * cost": "1.50",
    "cost + 1 EUR": "16",
    "lesser of (cost, 10 EUR)": "10",
    "greater of (2 EUR, cost)": "15",
    "previous penalty of orders": "2",
}


@pytest.mark.parametrize("amount", IN_MONEY)
@pytest.mark.parametrize("word", ["credit", "bonus"])
def test_money_is_rounded_to_the_coin_and_added_up(amount: str, word: str) -> None:
    wanted = "<=" if word == "credit" else ">="
    clause = f"objective o {{ count of orders {wanted} 0 per calendar month\n {word} {amount}\n }}"
    made = evaluated(clause, LOGS, "2026-01", head=HEAD)
    outcome = made.of("o", "2026-01")
    owed = outcome.credit if word == "credit" else outcome.bonus
    assert owed is not None
    assert (owed.unit, owed.currency, owed.payable) == (money("EUR"), "EUR", Fraction(IN_MONEY[amount]))
    (total,) = made.evaluation.totals
    assert (total.currency, total.payable) == ("EUR", owed.payable)


@pytest.mark.parametrize("base", ["sum of 10% * price of orders", "sum of penalty of orders", "20% * cost"])
def test_a_share_of_it_is_money(base: str) -> None:
    share = f"""objective o {{ count of orders <= 0 per calendar month
      credit share of ({base}) {{ above 0 gives 50% }} }}"""
    credit = evaluated(share, LOGS, "2026-01", head=HEAD).of("o", "2026-01").credit
    assert credit is not None
    assert (credit.currency, credit.payable) == ("EUR", Fraction("1.50" if "cost" in base else "1.67"))


def test_rows_and_limits_are_money() -> None:
    rows = """objective o { count of orders <= 0 per calendar month
      credit { above 0 gives sum of 10% * price of orders }
      limit credit to sum of 5% * price of orders per month }"""
    credit = evaluated(rows, LOGS, "2026-01", head=HEAD).of("o", "2026-01").credit
    assert credit is not None
    assert (credit.currency, credit.payable) == ("EUR", Fraction("1.67"))


HOUR = 3_600_000_000
IN_OTHER_UNITS = {
    "sum of took of orders": (2 * HOUR, DURATION),
    "sum of 3h of orders": (3 * HOUR, DURATION),
    "sum of 2 * took of orders": (4 * HOUR, DURATION),
    "sum of waited of orders": (3 * HOUR, DURATION),
    "sum of 10% * length of faults": (HOUR / 2, DURATION),
    "sum of lesser of (4h, length) of faults": (4 * HOUR, DURATION),
    "sum of given of orders": (3, declared("vouchers")),
    "sum of 2 vouchers of orders": (2, declared("vouchers")),
    "(sum of three of orders) * 1 vouchers": (3, declared("vouchers")),
    "1 + (sum of given of orders)": (4, declared("vouchers")),
    "greater of (1, sum of given of orders)": (3, declared("vouchers")),
}


@pytest.mark.parametrize("amount", IN_OTHER_UNITS)
def test_time_and_declared_units_stay(amount: str) -> None:
    made = evaluated(
        f"objective o {{ count of orders <= 0 per calendar month\n credit {amount}\n }}", LOGS, "2026-01", head=HEAD
    )
    credit = made.of("o", "2026-01").credit
    assert credit is not None
    assert (credit.payable, credit.unit) == IN_OTHER_UNITS[amount]
    (total,) = made.evaluation.totals
    assert (total.currency, total.unit) == (None, credit.unit)


def test_what_has_no_unit_of_what_is_owed_is_refused() -> None:
    for amount in ("sum of 2 * n of orders", "sum of three of orders", "sum of rate of orders"):
        (code, _), *_ = messages(f"objective o {{ count of orders <= 0 per month\n credit {amount}\n }}", HEAD)
        assert code == "SLA0209"
