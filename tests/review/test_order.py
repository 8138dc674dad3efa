"""More from less by what values are made of, where no number is compared that both versions measure."""

import pytest

from review.campaign import mirrored, reviewed

DELIVERED = """
agreement delivered {
  provider supplier
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  stream deliveries of events {
    ordered  count
    received count
    counted  count
  }
  metric ordered = sum of ordered of deliveries
  metric short = sum of ordered - lesser of (ordered, received) of deliveries
  objective full {
    100% - short / ordered >= 98% per calendar month
    credit 2 USD * short
    payable by supplier to shop
  }
}
"""


@pytest.mark.parametrize(
    ("was", "now", "side"),
    [
        ("lesser of (ordered, received)", "received", "customer"),
        ("lesser of (ordered, received)", "lesser of (ordered, received, counted)", "provider"),
        ("lesser of (ordered, received)", "greater of (received, counted)", "unknown"),
        ("2 USD * short", "3 USD * short", "provider"),
    ],
)
def test_the_lesser_of_several(was: str, now: str, side: str) -> None:
    changed = DELIVERED.replace(was, now)
    there, back = reviewed(DELIVERED, changed), reviewed(changed, DELIVERED)
    told = [each.worse_off for each in there.clauses if each.name == "full"]
    assert told == [side] or (side == "unknown" and told != ["nobody"])
    assert there.worse_off == mirrored(back.worse_off)
