"""Where more than one number must be somewhere, a log is found that brings them all there."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

PLANS = """
  register customers by customer { plan one of basic, premium  zones count  paid_up yes or no  monthly money }
  stream outages of spans by customer { }
"""
HOSTING = "service api { fee 1_000.00 USD per month } stream outages of spans { } "


def verdicts(folder: Path, clauses: str, claim: str) -> list[str]:
    return [each.verdict for each in results(folder, clauses) if each.claim == claim]


@pytest.mark.parametrize("claim", ["can be kept", "can be breached", "every row is reached"])
def test_rows_of_registers_decide_what_applies(claim: str, tmp_path: Path) -> None:
    clauses = (
        PLANS
        + """
      objective up for each customer {
        availability of outages >= 99.9% per calendar month
        applies when customers.plan = premium
        eligible when customers.paid_up and customers.zones >= 2
        credit share of customers.monthly { below 99.9% gives 20% }
      }
    """
    )
    assert verdicts(tmp_path, clauses, claim) == ["PROVED"]


def test_each_table_of_a_plan_is_reached(tmp_path: Path) -> None:
    clauses = (
        PLANS.replace("basic, premium", "basic, business, premium")
        + """
      objective up for each customer {
        availability of outages >= 99.9% per calendar month
        credit share of customers.monthly {
          when customers.plan = premium  { below 99.9% gives 20%  below 99% gives 50% }
          when customers.plan = business { below 99.9% gives 10%  below 99% gives 25% }
          otherwise                      { below 99.9% gives  5%  below 99% gives 10% }
        }
      }
    """
    )
    assert verdicts(tmp_path, clauses, "every row is reached") == ["PROVED"] * 6


def test_another_objective_must_be_kept_first(tmp_path: Path) -> None:
    clauses = """
      stream deals of events { }
      stream surveys of events { satisfied yes or no }
      kpi fifty { count of deals >= 50 per calendar month }
      kpi happy {
        applies when fifty is met
        share of surveys with satisfied >= 90%
        per calendar month
      }
    """
    found = results(tmp_path, clauses)
    assert {each.verdict for each in found if each.subject == "happy" and each.claim.startswith("can be")} == {"PROVED"}


def test_another_count_chooses_the_table(tmp_path: Path) -> None:
    clauses = (
        HOSTING
        + """
      stream disks of events { kind one of fast, slow }
      metric slow_ones = count of disks where kind = slow
      metric fast_ones = count of disks where kind = fast
      objective up {
        when slow_ones >= 3: availability of outages >= 95% per calendar month
        when fast_ones >= 2: availability of outages >= 99.5%
        otherwise:           availability of outages >= 99.9%
        credit share of api.fee {
          when slow_ones >= 3 { below 95%   gives 10% }
          when fast_ones >= 2 { below 99.5% gives 20% }
          otherwise           { below 99.9% gives 30% }
        }
      }
    """
    )
    assert verdicts(tmp_path, clauses, "every row is reached") == ["PROVED"] * 3


def test_something_in_every_week(tmp_path: Path) -> None:
    clauses = """
      stream reports of events { }
      schedule weekly one each week
      kpi told { (count over weekly where count of reports >= 1) >= 4 per calendar month }
    """
    assert verdicts(tmp_path, clauses, "can be kept") == ["PROVED"]


def test_numbers_are_as_large_as_the_contract_says(tmp_path: Path) -> None:
    clauses = """
      stream visits of samples every 2h { took number in ms }
      kpi page { percentile 95 of took of visits <= 25_000 per calendar month }
    """
    assert verdicts(tmp_path, clauses, "can be breached") == ["PROVED"]


def test_what_is_owed_though_nobody_claims_it_yet(tmp_path: Path) -> None:
    clauses = (
        HOSTING
        + """
      stream notices of events { }
      calendar office { open Mon to Fri 00:00-24:00 }
      objective up {
        time of outages <= 0min per calendar month
        credit api.fee * time of outages / time of window
        limit credit to 100 USD per calendar month
        claim in notices within 5 business days of office of first start of outages
      }
    """
    )
    assert verdicts(tmp_path, clauses, "something reaches the limit") == ["PROVED"]


def test_one_large_number_shows_a_limit(tmp_path: Path) -> None:
    clauses = """
      service api { fee 1_000.00 USD per month }
      stream sums of events { amount money }
      remedy told { sum of amount of sums per calendar month  credit sum of amount of sums }
      limit all credits to 960 USD per calendar month
    """
    (most,) = [each for each in results(tmp_path, clauses) if each.claim == "what is owed has a greatest amount"]
    assert most.verdict == "PROVED"
    assert most.witness is not None
    assert [len(each.records) for each in most.witness.log.streams.values()] == [1]


PROBES = """
  service api { fee 1_000.00 USD per day }
  stream probes of samples every 1h { errors percent }
  stream upkeep of samples every 1h { working percent }
  define down = buckets of 1h of probes where errors > 5%
  define busy = buckets of 1h of upkeep where working > 50%
"""
UP = """
  objective up {
    availability of down, excluding works >= 99% per calendar day
    credit share of api.fee { below 99% gives 10% }
  }
"""


def test_exclusions_of_samples(tmp_path: Path) -> None:
    found = results(tmp_path, PROBES + "exclusion works { busy  leaves the denominator } " + UP)
    (message,) = messages(found, "SLA1042")
    assert "no verdict" in message
    assert not [each for each in found if each.verdict == "UNKNOWN"]


def test_exclusions_of_samples_with_a_limit(tmp_path: Path) -> None:
    found = results(tmp_path, PROBES + "exclusion works { busy  at most 2h per day  leaves the denominator } " + UP)
    assert not messages(found, "SLA1042")
    assert not [each for each in found if each.verdict == "UNKNOWN"]
