"""What lies far from the beginning of a term, or only after an amendment, is looked at too."""

import pytest

from review.campaign import mirrored, reviewed
from review.test_laws import CONTRACT

ENDLESS = """
agreement b {
  provider host
  customer shop
  term     from 2015-01-01
  zone     "UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { }
  calendar hours {
    open Mon to Fri 09:00-17:00
    closed 2026-04-03
  }
  define down = outages during hours
  metric uptime = availability of down
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee { below 99.9% gives 10% }
  }
}
"""


def _both_ways(old: str, new: str) -> tuple[str, str]:
    return reviewed(old, new).worse_off, mirrored(reviewed(new, old).worse_off)


def test_a_date_of_a_calendar_long_after_the_beginning_of_a_term_without_end() -> None:
    changed = ENDLESS.replace("    closed 2026-04-03\n", "")
    assert _both_ways(ENDLESS, changed) == ("provider", "provider")
    assert any(each.examples for each in reviewed(ENDLESS, changed).clauses)
    assert _both_ways(ENDLESS, changed.replace("objective up", "kpi up").replace(
        "    credit share of api.fee { below 99.9% gives 10% }\n", ""))[0] == "customer"  # fmt: skip


def test_a_date_long_after_the_beginning_moved_to_another() -> None:
    assert _both_ways(ENDLESS, ENDLESS.replace("2026-04-03", "2026-04-06")) == ("both ways", "both ways")


AMENDED = (
    CONTRACT.replace("until 2027-01-01", "until 2028-01-01")
    + """
amendment dearer to hosting from 2027-07-01 because "prices rise" {
  change service api { fee 2_000.00 USD per month }
}
"""
)


@pytest.mark.parametrize("now", ["900.00", "2_500.00"])
def test_a_fee_that_an_amendment_changes(now: str) -> None:
    old = AMENDED.replace("limit credit to 200 USD", "")
    side = "customer" if now == "900.00" else "provider"
    changed = old.replace("2_000.00", now)
    assert [each.worse_off for each in reviewed(old, changed).clauses if each.name == "up"] == [side]
    (clause,) = (each for each in reviewed(old, changed).clauses if each.name == "up")
    assert {each.window.label[:4] for each in clause.regions} == {"2027"}
    assert clause.most and max(abs(each) for each in clause.greatest if each) == (275 if now == "900.00" else 125)
