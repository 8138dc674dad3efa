"""A change taken back is its mirror, also where nothing but logs tells."""

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from property.effort import effort
from review.campaign import mirrored, reviewed
from sladsl.review import looking
from strategies.contracts import Contract, contracts
from strategies.mutants import mutants

UNFORESEEN = """
agreement line {
  provider host
  customer shop
  term     2026-01-01 until 2028-01-01
  zone     "UTC"
  currency USD
  service line { fee 60_000.00 USD per month }
  stream outages of spans { }
  stream force_majeure of spans { told instant }
  exclusion storms {
    force_majeure where told at most 24h after start
    at most 72h per calendar year
    leaves the denominator
  }
  metric uptime = availability of outages, excluding storms
  objective available {
    uptime >= 99.5% per calendar month
    credit share of line.fee { below 99.5% gives 10%  below 98.0% gives 30% }
  }
}
"""


def test_what_is_found_one_way_is_found_the_other_way() -> None:
    changed = UNFORESEEN.replace("72h", "73h")
    there, back = reviewed(UNFORESEEN, changed), reviewed(changed, UNFORESEEN)
    assert there.worse_off == mirrored(back.worse_off)
    assert [[each.gain for each in clause.examples] for clause in there.clauses] == [
        [-(each.gain or 0) for each in reversed(clause.examples)] for clause in back.clauses
    ]


@settings(effort(8), phases=(Phase.explicit, Phase.generate))
@given(contracts(), st.integers(0, 10**6))
def test_mutants_of_drawn_contracts_mirror(contract: Contract, number: int) -> None:
    changed = list(mutants(contract.text))
    assume(changed)
    mutant = changed[number % len(changed)]
    with pytest.MonkeyPatch.context() as patch:
        # However much is looked at, the same is looked at both ways.
        patch.setattr(looking, "MOST_APART", 20)
        patch.setattr(looking, "STEPS", 20)
        try:
            there, back = reviewed(contract.text, mutant.text), reviewed(mutant.text, contract.text)
        except AssertionError:
            return  # no contract
    assert there.worse_off == mirrored(back.worse_off), str(mutant)
    sides = sorted((each.name, each.worse_off) for each in there.clauses)
    assert sides == sorted((each.name, mirrored(each.worse_off)) for each in back.clauses), str(mutant)
