"""What a review shows is so: every example replays, no log comes to more than a proved maximum, mutants mirror."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from review.campaign import mirrored, reviewed
from review.maxima import LONGER, SHARED, WITH_LIMITS, WITH_MAXIMA, beyond, owed
from review.test_laws import CHANGES, CONTRACT, HOURS
from sladsl.logs.records import Place, SpanRecord, StreamLog
from sladsl.proofs.witness import covering, evaluated
from sladsl.review.change import AgreementChange, ClauseChange, Shown
from sladsl.review.gains import to_customer
from sladsl.temporal import HOUR, MINUTE
from strategies.contracts import graph_of
from strategies.mutants import mutants

PUBLISHED = Path(__file__).resolve().parents[2] / "policies" / "published"
MANY = 300
"""So many random logs are held against each maximum; `python bench/diff_maxima.py` takes more."""


def _replays(change: AgreementChange, clause: ClauseChange, shown: Shown) -> bool:
    if shown.gain is None:
        return True
    # A term shows in one of the promises.
    names = [each.name for each in change.graph.objectives] if clause.kinds == ("term",) else [clause.name]
    both = (owed(change, replace(clause, name=name), shown.log, shown.period) for name in names)
    return any(after - before == shown.gain for before, after in both)


@pytest.mark.parametrize(("was", "now"), CHANGES)
def test_every_example_replays_and_maxima_are_attained(was: str, now: str) -> None:
    change = reviewed(CONTRACT, CONTRACT.replace(was, now))
    for clause in change.clauses:
        assert all(_replays(change, clause, each) for each in clause.examples)
        if clause.most:
            shown = {each.gain for each in clause.examples}
            assert all(each in shown for each in clause.greatest if each is not None)


@pytest.mark.parametrize("name", ["canonical-weekday-sev1", "slack-2024", "rackspace-network"])
def test_mutants_of_published_contracts_mirror_and_replay(name: str) -> None:
    text = (PUBLISHED / f"{name}.sladsl").read_text(encoding="utf-8")
    for mutant in list(mutants(text))[::6]:
        try:
            there, back = reviewed(text, mutant.text), reviewed(mutant.text, text)
        except AssertionError:
            continue  # no contract
        assert there.worse_off == mirrored(back.worse_off), str(mutant)
        assert all(_replays(there, clause, each) for clause in there.clauses for each in clause.examples), str(mutant)


@pytest.mark.parametrize(("old", "new"), WITH_MAXIMA)
def test_no_log_comes_to_more_than_what_was_proved(old: str, new: str) -> None:
    assert list(beyond(old, new, MANY, 3)) == []


@pytest.mark.parametrize(("old", "new"), WITH_LIMITS)
def test_no_log_comes_to_more_under_limits_that_are_shared_or_longer(old: str, new: str) -> None:
    assert list(beyond(old, new, MANY // 8, 3)) == []


def test_what_another_clause_leaves_of_a_limit_is_no_proof_of_the_most() -> None:
    """One pays less now, and so leaves more of the limit to the other."""
    changed = SHARED.replace("gives 40%", "gives 20%").replace("gives 12%", "gives 8%")
    assert [each.most for each in reviewed(SHARED, changed).clauses] == [False, False]
    assert [each.most for each in reviewed(SHARED, SHARED.replace("gives 40%", "gives 20%")).clauses] == [True]


def test_a_limit_of_a_quarter_is_used_up_by_months_before() -> None:
    change = reviewed(LONGER, LONGER.replace("gives 12%", "gives 8%"))
    assert [each.most for each in change.clauses] == [False]
    assert all(each.bound is None for each in change.together)


SMALL = """
agreement small {
  provider host
  customer shop
  term     2026-01-01 until 2026-01-02
  zone     "UTC"
  currency USD
  service web { fee 100.00 USD per day }
  stream cuts of spans { }
  objective up {
    availability of buckets >= 50% per calendar day
    credit share of web.fee {
      below 50% gives 10%
      below 20% gives 30%
    }
  }
}
""".replace("availability of buckets", "time of cuts").replace(">= 50%", "<= 12h").replace(
    "below 50%", "above 12h").replace("below 20%", "above 18h")  # fmt: skip


@effort(15)
@given(st.data())
def test_small_domains_agree_with_every_log_there_is(data: st.DataObject) -> None:
    """One outage of whole quarters of the day: what differs by any of them is told, with that side."""
    hours = st.sampled_from((0, 6, 12, 18, 24))
    texts = []
    for _ in range(2):
        first, second = sorted((data.draw(hours), data.draw(hours)))
        rates = data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
        target = data.draw(hours)
        text = SMALL.replace("<= 12h", f"<= {target}h")
        text = text.replace("above 18h gives 30%", f"above {second + 1}h gives {10 * rates[1]}%")
        texts.append(text.replace("above 12h gives 10%", f"above {first}h gives {10 * rates[0]}%"))
    change = reviewed(texts[0], texts[1])
    graphs = [graph_of(each) for each in texts]
    gains, breaches = [], []
    start = graphs[0].term_start.toordinal() - 719_163
    period = (start * 24 * HOUR, (start + 1) * 24 * HOUR)
    for minutes in range(0, 24 * 60 + 1, 30):
        spans = (SpanRecord(period[0], period[0] + minutes * MINUTE, (), Place(0, 1)),) if minutes else ()
        outcomes = []
        for graph in graphs:
            schema = graph.stream("cuts")
            log = covering(
                graph, {"cuts": StreamLog(schema, spans, covering(graph, {}, period).streams["cuts"].coverage)}, period
            )
            evaluation = evaluated(graph, log, period)
            assert evaluation is not None
            outcomes.append(evaluation.outcomes[0])
        gains.append(to_customer(graphs[1], outcomes[1]) - to_customer(graphs[0], outcomes[0]))
        breaches.append((outcomes[1].state == "breached") - (outcomes[0].state == "breached"))
    decisive = gains if any(gains) else breaches
    up, down = any(each > 0 for each in decisive), any(each < 0 for each in decisive)
    told = {(True, True): "both ways", (True, False): "provider", (False, True): "customer"}.get((up, down), "nobody")
    assert change.worse_off == told
    for clause in change.clauses:
        if clause.most:
            assert clause.greatest == (max(gains) if max(gains) > 0 else None, min(gains) if min(gains) < 0 else None)


EXCLUDED = CONTRACT.replace(
    "  metric uptime = availability of outages",
    """  exclusion repairs {
    outages where cause = "repair"
    at most 4h per month
    counts as up
  }
  metric uptime = availability of outages, excluding repairs""",
)
ORDERED = (
    (EXCLUDED, "4h per month", "4h per quarter", "provider"),
    (EXCLUDED, "4h per month", "5h per month", "customer"),
    (HOURS, "<= 4 business", "< 4 business", "provider"),
    (HOURS, "<= 4 business", "<= 5 business", "customer"),
    (HOURS, "09:00-17:00", "09:00-16:00", "customer"),
    (CONTRACT, "availability of outages", 'availability of (outages where cause != "x")', "customer"),
    (CONTRACT, "availability of outages", "availability of (outages lasting at least 5min)", "customer"),
    (CONTRACT, "limit credit to 200 USD", "limit credit to 180 USD", "customer"),
    (CONTRACT, "    limit credit", "    eligible when uptime >= 50%\n    limit credit", "customer"),
)


@pytest.mark.parametrize(("text", "was", "now", "side"), ORDERED)
def test_more_is_told_from_less_and_shown(text: str, was: str, now: str, side: str) -> None:
    there = reviewed(text, text.replace(was, now))
    back = reviewed(text.replace(was, now), text)
    assert (there.worse_off, back.worse_off) == (side, mirrored(side))  # type: ignore[arg-type]
    shown = [each for clause in (*there.clauses, *back.clauses) for each in clause.examples]
    assert shown and all(each.gain or each.stricter for each in shown)


def test_every_pair_of_ladders_is_what_its_rows_say() -> None:
    """Two rows, every combination of three rates: the greatest difference is that of the rows."""
    for old, new in product(product((10, 25), (25, 40)), repeat=2):
        if old == new:
            continue
        text = CONTRACT.replace("    limit credit to 200 USD\n", "")
        first, _, second = text.partition("gives 10%")
        texts = [first + f"gives {a}%" + second.replace("gives 25%", f"gives {b}%") for a, b in (old, new)]
        (clause,) = reviewed(texts[0], texts[1]).clauses
        gains = [10 * (after - before) for before, after in zip(old, new, strict=True)]
        expected = (max(gains) if max(gains) > 0 else None, min(gains) if min(gains) < 0 else None)
        assert clause.most and clause.greatest == expected
