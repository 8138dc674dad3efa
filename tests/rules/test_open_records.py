"""The first record that is still open is the same whether the records are in memory or in a store."""

from random import Random

import pytest

from sladsl.graph.rows import RowClock
from sladsl.logs.records import CaseRecord, Place, StreamLog
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.stored.store import Store
from sladsl.rules.open_records import _first_open
from sladsl.rules.placement import _lacking

duckdb = pytest.importorskip("duckdb")

MOMENTS = ("opened", "answered", "resolved", "reopened")
SCHEMA = StreamSchema("tickets", Shape.CASES, moments=MOMENTS, many=frozenset(MOMENTS))


def test_the_first_that_is_open_and_those_without_a_moment() -> None:
    store, open_ones = Store(duckdb), 0
    for seed in range(150):
        random = Random(seed)
        cases = tuple(_case(random, number) for number in range(random.choice((1, 3, 9))))
        held = StreamLog(SCHEMA, cases)
        stored = StreamLog(SCHEMA, store.keep(SCHEMA, cases))
        clocks = [_clock(random) for _ in range(random.choice((1, 2)))]
        expected = _first_open(held, clocks)
        assert _first_open(stored, clocks) == expected, f"seed {seed}"
        open_ones += expected is not None
        for moment in range(len(MOMENTS)):
            number, places = _lacking(held, moment)
            found, first = _lacking(stored, moment)
            assert (found, list(first)) == (number, list(places)[:5]), f"seed {seed}"
    assert 30 < open_ones < 120


def _case(random: Random, number: int) -> CaseRecord:
    """In the order of the first moment, as the records of a stream are."""
    told = [sorted(random.sample(range(6), random.choice((0, 1, 1, 2, 3)))) for _ in MOMENTS]
    moments = tuple(tuple(10 * number + each for each in some) for some in told)
    return CaseRecord(f"c{number}", (moments[0] or (10 * number,), *moments[1:]), (), (), Place(0, number + 1))


def _clock(random: Random) -> RowClock:
    start, stop, other = random.sample(range(len(MOMENTS)), 3)
    kind = random.choice(("once", "each", "again", "continues", "gaps"))
    again = other if kind in ("again", "continues") else None
    gaps = other if kind == "gaps" else None
    cycle = "once" if kind == "once" else "each"
    return RowClock(start, stop, None, (), (), cycle=cycle, again=again, continues=kind == "continues", gaps=gaps)
