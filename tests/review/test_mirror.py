"""A change taken back is its mirror, also where nothing but logs tells."""

from review.campaign import mirrored, reviewed

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
