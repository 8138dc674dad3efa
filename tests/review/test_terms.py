"""A term that begins later or ends sooner loses promises; where it cuts windows, one log may show either side."""

import pytest

from review.campaign import mirrored, reviewed
from sladsl.review.change import ClauseChange

MONTHLY = """
agreement hosting {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service api { fee 2_000.00 USD per month }
  stream outages of spans { }
  objective up {
    availability of outages >= 99.9% per calendar month
    credit share of api.fee { below 99.9% gives 10% }
  }
}
"""
SHARE = """
agreement quick {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  stream probes of events { took number in ms }
  objective quick { share of probes with took <= 300 >= 95% per calendar month }
}
"""
BONUS = MONTHLY.replace(
    "    credit share of api.fee { below 99.9% gives 10% }\n",
    "    bonus share of api.fee { at least 99.99% gives 2% }\n",
)


def _term(old: str, new: str) -> ClauseChange:
    (found,) = (each for each in reviewed(old, new).clauses if each.name == "term")
    (back,) = (each for each in reviewed(new, old).clauses if each.name == "term")
    assert back.worse_off == mirrored(found.worse_off)
    return found


def _moved(text: str, start: str = "2026-01-01", end: str = "2027-01-01") -> str:
    return text.replace("2026-01-01 until 2027-01-01", f"{start} until {end}")


@pytest.mark.parametrize("text", [MONTHLY, SHARE])
@pytest.mark.parametrize("dates", [("2026-01-17", "2027-01-01"), ("2026-01-01", "2026-11-17")])
def test_a_term_that_cuts_a_window_is_shown_each_way(text: str, dates: tuple[str, str]) -> None:
    found = _term(text, _moved(text, *dates))
    assert found.worse_off == "both ways"
    up, down = found.examples
    assert ((up.gain or 0), up.stricter) > (0, 0) > ((down.gain or 0), down.stricter)


def test_whole_windows_that_go_are_lost_to_the_customer() -> None:
    found = _term(MONTHLY, _moved(MONTHLY, "2026-02-01"))
    assert found.worse_off == "customer" and not found.examples
    assert _term(MONTHLY, _moved(MONTHLY, end="2027-03-01")).worse_off == "provider"


def test_bonuses_that_go_are_lost_to_the_provider() -> None:
    found = _term(BONUS, _moved(BONUS, "2026-02-01"))
    assert found.worse_off != "customer" and (found.worse_off == "unknown" or found.examples)


def test_what_nobody_promises_is_not_looked_at() -> None:
    kpi = MONTHLY.replace("objective up {", "kpi up {").replace(
        "    credit share of api.fee { below 99.9% gives 10% }\n", ""
    )
    assert not _term(kpi, _moved(kpi, "2026-01-17")).examples
