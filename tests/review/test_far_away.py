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


TWICE = CONTRACT.replace("until 2027-01-01", "until 2028-01-01")
OBJECTIVE = TWICE[TWICE.index("objective up") : TWICE.rindex("}")].strip()


def _amended(target: str, day: str = "2027-01-01", how: str = "") -> str:
    changed = OBJECTIVE.replace("99.9%", target)
    return f'{TWICE}amendment later to hosting from {day} because "x" {how} {{ change {changed} }}\n'


def test_an_amendment_that_comes_to_repeat_the_text_is_compared_from_its_day_on() -> None:
    (clause,) = reviewed(_amended("99.95%"), _amended("99.9%")).clauses
    assert (clause.name, clause.kinds, clause.worse_off) == ("up", ("target", "table"), "customer")
    assert {each.window.label for each in clause.regions} == {"2027-01"}
    assert _both_ways(_amended("99.95%"), _amended("99.9%")) == ("customer", "customer")
    assert reviewed(_amended("99.9%"), TWICE).worse_off == "nobody"
    assert _both_ways(_amended("99.95%"), TWICE) == ("customer", "customer")


def test_an_amendment_that_comes_later() -> None:
    later = _amended("99.95%", "2027-06-01")
    assert _both_ways(_amended("99.95%"), later) == ("customer", "customer")
    assert {each.window.label for each in reviewed(_amended("99.95%"), later).clauses[0].regions} == {"2027-01"}
    # By default windows that began before are judged as before.
    assert reviewed(_amended("99.95%", "2027-05-04"), _amended("99.95%", "2027-05-20")).worse_off == "nobody"
    cut = [_amended("99.95%", day, "splits windows") for day in ("2027-05-04", "2027-05-20")]
    assert reviewed(*cut).worse_off != "nobody"


def test_a_clause_that_an_amendment_takes_out() -> None:
    removed = f'{TWICE}amendment later to hosting from 2027-01-01 because "x" {{ remove objective up }}\n'
    clauses = {each.name: each for each in reviewed(TWICE, removed).clauses}
    assert clauses["up"].kinds == ("removed",) and clauses["up"].worse_off == "customer"
    assert _both_ways(TWICE, removed) == ("customer", "customer")


def test_a_fee_of_an_amendment_that_goes() -> None:
    without = AMENDED[: AMENDED.index("amendment")]
    sides = {each.kinds[-1]: each.worse_off for each in reviewed(AMENDED, without).clauses}
    assert sides == {"base": "customer", "fee": "provider", "term": "both ways"}
