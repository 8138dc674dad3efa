"""What clauses come to together where it cannot be reckoned: a log shows it, or that nobody knows is said."""

from fractions import Fraction

import pytest

from review.campaign import reviewed
from sladsl.proofs.witness import evaluated
from sladsl.report.change_text import LACKS_AMOUNT, review_text
from sladsl.review.gains import to_customer
from sladsl.review.read_as import fitted

FRAME = """
agreement a {{
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service web {{ fee 1_000.00 USD per month }}
  stream cuts of spans {{ region text }}
  stream delays of spans {{ }}
  objective up{keys} {{
    time of cuts <= 1h per calendar month
    {owed}
  }}
  objective prompt {{
    time of delays <= 1h per calendar {window}
    credit share of web.fee {{ above 1h gives 10% }}
  }}
  limit all credits to {limit}
}}
"""
SHARE = "credit share of web.fee { above 1h gives 10% }"
FORMULA = "credit (time of cuts / 1h) * 10 USD"
BONUS = f"{SHARE}\n    bonus share of web.fee {{ below 1min gives 1% }}"
LIMIT = "150 USD per calendar month"


def _contract(owed: str = SHARE, keys: str = "", limit: str = LIMIT, window: str = "month") -> str:
    return FRAME.format(owed=owed, keys=keys, limit=limit, window=window)


@pytest.mark.parametrize(
    "more",
    [
        {"owed": FORMULA},
        {"keys": " for each region"},
        {"owed": BONUS},
        {"window": "quarter"},
        {"owed": FORMULA, "limit": "150 USD per calendar quarter"},
        {"keys": " for each region", "limit": "150 USD per calendar year"},
    ],
    ids=str,
)
def test_a_lower_limit_is_shown_by_a_log(more: dict[str, str]) -> None:
    text = _contract(**more)
    change = reviewed(text, text.replace("150 USD", "100 USD"))
    assert change.worse_off == "customer"
    (together,) = change.together
    assert together.gain < 0
    owed = []
    for graph in (change.old, change.new):
        assert graph is not None
        found = evaluated(graph, fitted(graph.streams, together.shown.log), together.shown.period)
        assert found is not None
        owed.append(sum((to_customer(graph, each) for each in found.outcomes), Fraction(0)))
    assert owed[1] - owed[0] == together.gain
    assert together.bound is None
    assert LACKS_AMOUNT not in review_text((change,))


def test_where_no_log_shows_an_amount_that_is_said() -> None:
    text = _contract(FORMULA, limit="20_000_000 USD per calendar month")
    change = reviewed(text, text.replace("20_000_000", "10_000_000"))
    assert change.together == ()
    assert LACKS_AMOUNT in review_text((change,))


def test_what_can_be_reckoned_is_not_looked_for() -> None:
    text = _contract()
    (together,) = reviewed(text, text.replace("150 USD", "100 USD")).together
    assert (together.gain, together.bound, together.several) == (-50, -50, False)
