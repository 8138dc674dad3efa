"""Enough of several sets: counted instant by instant, and as contracts ask for it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.written import evaluated, outages
from sladsl.engines.reference.quorum import at_least
from sladsl.engines.reference.time_set import TimeSet
from sladsl.graph.measures import MeasureTime
from sladsl.graph.sets import SetAmong, SetSpans
from sladsl.temporal import IntervalSet
from strategies.graphs import Bench, covered, span

instants = range(12)
some = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=3).map(
    lambda pairs: IntervalSet.of((start, start + length) for start, length in pairs)
)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 4), st.lists(st.builds(TimeSet, some, some), min_size=1, max_size=4))
def test_instant_by_instant(least: int, sets: list[TimeSet]) -> None:
    found = at_least(least, sets)
    for at in instants:
        inside, sure, possible = (
            sum(each.contains(at) for each in every) >= least
            for every in (
                [each.inside for each in sets],
                [each.sure for each in sets],
                [each.possible for each in sets],
            )
        )
        assert found.inside.contains(at) is inside
        assert found.unknown.contains(at) is (possible and not sure)


@pytest.mark.parametrize(
    ("enough", "hours"),
    [
        ("at least 1", 4),
        ("at least 2", 3),
        ("at least 50%", 3),
        ("more than 50%", 2),
        ("at least 51%", 2),
        ("at least 75%", 2),
        ("more than 75%", 1),
        ("all", 1),
    ],
)
def test_of_four_regions(enough: str, hours: int) -> None:
    """They fail one after the other, an hour apart, and come back together."""
    clauses = f"""
      stream outages of spans {{ region one of a, b, c, d }}
      kpi lost {{ time of {enough} of region in (outages) per day }}
    """
    rows = outages(*(f"01-05T0{hour}:00 01-05T04:00 {region}" for hour, region in enumerate("abcd")),
                   columns="start,end,region")  # fmt: skip
    made = evaluated(clauses, {"outages": rows}, "2026-01-05", coverage="2026-01-05")
    assert made.of("lost", "2026-01-05").measured == hours * 3_600_000_000


def test_values_that_only_later_records_show_do_not_count_yet() -> None:
    spans = [span(0, 10, 1, "web"), span(4, 20, 1, "mail"), span(50, 60, 1, "chat")]
    for as_of, inside in ((50, 6), (51, 0)):
        bench = Bench(records={"outages": spans}, coverage=covered(), as_of=as_of)
        every = SetAmong(bench.add(SetSpans("outages", None)), "service", None, Fraction(1), False)
        assert bench.take(MeasureTime(bench.add(every)), (0, 50))[0].inside == inside
