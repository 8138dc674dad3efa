"""What holds of a review whatever the contracts are."""

import random
from pathlib import Path

import pytest
from hypothesis import given

from property.effort import effort
from property.test_order import reordered
from review.campaign import changes_of, mirrored, reviewed, usable
from sladsl.formatting import format_source
from sladsl.review.change import ClauseChange
from sladsl.text import Source
from sladsl.workspace.compiling import compile_file
from strategies.contracts import Contract, contracts

ROOT = Path(__file__).resolve().parents[2] / "policies"
POLICIES = sorted(
    path for folder in ("published", "features", "examples") for path in (ROOT / folder).rglob("*.sladsl")
)
ORDERED = [
    ROOT / "published" / f"{name}.sladsl"
    for name in ("aws-s3", "canonical-weekday-sev1", "github-enterprise-2020", "slack-2024", "uk-msa-service-points")
]


@effort(12)
@given(contracts())
def test_a_contract_means_the_same_as_itself(contract: Contract) -> None:
    assert reviewed(contract.text, contract.text).clauses == ()


@effort(12)
@given(contracts())
def test_layout_and_comments_mean_nothing(contract: Contract) -> None:
    laid_out = format_source(Source("contract.sladsl", contract.text)).text
    assert laid_out is not None
    for again in (laid_out, f"# A word before it.\n{contract.text}"):
        seen = reviewed(contract.text, again)
        assert seen.clauses == ()


@pytest.mark.parametrize("path", ORDERED, ids=lambda path: path.stem)
def test_the_order_of_clauses_means_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert reviewed(text, reordered(text, random.Random(7))).clauses == ()


HOURS = """
agreement a {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  calendar office { open Mon to Fri 09:00-17:00 }
  stream losses of cases { moments reported, restored }
  objective quick { max of time in office from reported to restored of losses by reported <= 4 business hours of office
    per calendar month }
}
"""


def test_another_name_for_the_same_hours_changes_no_target() -> None:
    assert all(each.name != "quick" for each in reviewed(HOURS, HOURS.replace("office", "desk")).clauses)
    later = HOURS.replace("office", "desk").replace("17:00", "18:00")
    assert any(each.name == "quick" for each in reviewed(HOURS, later).clauses)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_policies_mean_the_same_as_themselves(path: Path) -> None:
    file = compile_file(path, {})
    if usable(file):
        assert [each.clauses for each in changes_of(file, file)] == [()] * len(file.agreements)


CONTRACT = """
agreement hosting {
  provider acme
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { cause text optional }
  metric uptime = availability of outages
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee {
      below 99.9% gives 10%
      below 99.0% gives 25%
    }
    limit credit to 200 USD
    claim within 30 calendar days of window end
  }
}
"""
CHANGES = (
    ("99.9%", "99.95%"), ("below 99.0%", "below 99.5%"), ("gives 25%", "gives 15%"), ("200 USD", "150 USD"),
    ("30 calendar", "20 calendar"), ("1_000.00", "1_200.00"), ("per calendar month", "per calendar quarter"),
    ("until 2027", "until 2028"), ("availability of outages", "availability of (outages lasting at least 5min)"),
)  # fmt: skip


@pytest.mark.parametrize(("was", "now"), CHANGES)
def test_a_change_taken_back_is_its_mirror(was: str, now: str) -> None:
    changed = CONTRACT.replace(was, now)
    there, back = reviewed(CONTRACT, changed), reviewed(changed, CONTRACT)
    assert there.worse_off == mirrored(back.worse_off) != "unknown"
    assert [_facts(each) for each in there.clauses] == [_mirror(each) for each in back.clauses]


def _facts(clause: ClauseChange) -> object:
    return clause.name, clause.kinds, clause.worse_off, clause.before, clause.after, clause.greatest


def _mirror(clause: ClauseChange) -> object:
    up, down = (None if each is None else -each for each in clause.greatest)
    return clause.name, clause.kinds, mirrored(clause.worse_off), clause.after, clause.before, (down, up)


def test_a_deadline_counts_beside_an_amount() -> None:
    changed = CONTRACT.replace("30 calendar", "10 calendar").replace("below 99.0%", "below 99.5%")
    assert reviewed(CONTRACT, changed).worse_off == "both ways"


def test_a_clause_that_an_amendment_changes_is_compared_in_each_version() -> None:
    path = ROOT / "examples" / "life_of_a_contract" / "life.sladsl"
    file = compile_file(path, {})
    names = {each.name for each in file.agreements[0].graph.objectives} if file.agreements[0].graph else set()
    assert len(names) < len(file.agreements[0].graph.objectives)  # type: ignore[union-attr]
    assert [each.clauses for each in changes_of(file, file)] == [()]


def test_a_higher_limit_of_what_the_customer_owes_is_no_gain_of_the_customer() -> None:
    there = CONTRACT.replace("    limit credit", "    payable by shop to acme\n    limit credit")
    assert reviewed(there, there.replace("200 USD", "220 USD")).worse_off == "customer"
