"""What one window does not tell: limits of a year, what waits or comes back, points, and windows that the term cuts."""

import pytest

from review.campaign import mirrored, reviewed
from review.test_laws import CONTRACT

UP = CONTRACT.replace("    limit credit to 200 USD\n", "").replace(
    "    claim within 30 calendar days of window end\n", ""
)


def _with(clause: str, text: str = UP) -> str:
    """The objective with one clause more."""
    return text.rstrip().removesuffix("}").rstrip().removesuffix("}") + f"  {clause}\n  }}\n}}\n"


CUT = UP.replace("2026-01-01 until", "2026-01-15 until")
SAID = (
    # Twelve months of 250 USD are more than 2,990 USD, though no month alone is.
    (UP, "limit credit to 2_990 USD per calendar year", "limit credit to 3_100 USD per calendar year", "provider"),
    (UP, "pay once 300 USD accrued", "pay once 250 USD accrued", "provider"),
    (UP, "earn back when uptime >= 99.99%", "earn back when uptime >= 99.95%", "customer"),
    (UP, "points 2", "points 3", "provider"),
    # Of the fee of 17 days in January 10 % are 54.84 USD.
    (UP, "pay only above 50 USD", "pay only above 60 USD", "nobody"),
    (CUT, "pay only above 50 USD", "pay only above 60 USD", "customer"),
)


@pytest.mark.parametrize(("text", "was", "now", "side"), SAID, ids=[f"{each[2]} {each[3]}" for each in SAID])
def test_who_is_worse_off(text: str, was: str, now: str, side: str) -> None:
    old, new = _with(was, text), _with(now, text)
    there, back = reviewed(old, new), reviewed(new, old)
    assert (there.worse_off, mirrored(back.worse_off)) == (side, side)


def test_what_a_year_comes_to_is_not_said_of_a_window() -> None:
    month, year = (f"limit credit to 200 USD per calendar {unit}" for unit in ("month", "year"))
    (clause,) = reviewed(_with(month), _with(year)).clauses
    assert (clause.worse_off, clause.most) == ("customer", False)


def test_both_ways_where_months_differ_in_length() -> None:
    paid = UP.replace(
        "credit share of api.fee {\n      below 99.9% gives 10%\n      below 99.0% gives 25%\n    }", "{}"
    )
    old, new = paid.replace("{}", "credit 1 USD * time of window / 24h"), paid.replace("{}", "credit 30 USD")
    assert reviewed(old, new).worse_off == "both ways"
