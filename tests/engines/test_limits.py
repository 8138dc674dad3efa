"""How much one evaluation may be asked for."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from sladsl.engines.engine import EngineLimit
from sladsl.engines.reference import bucket_means, limits
from sladsl.engines.reference.limits import Openings, check_cells, check_length
from sladsl.graph.measures import MeasureBuckets, MeasureTime
from sladsl.graph.rows import BucketAttribute, RowCompare, RowTime
from sladsl.graph.sets import SetCalendar
from sladsl.temporal import DAY, HOUR, UTC, Calendar
from strategies.graphs import PROBES, Bench, sample


def test_numbers_of_all_demands_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 30)
    assert check_cells(2, 3, 4, 6) == 30
    with pytest.raises(EngineLimit, match=r"2 measures for 3 scopes in 4 windows are too many: .* at most 30 numbers"):
        check_cells(2, 3, 4, 7)


def test_empty_buckets_that_are_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a condition reads the time of a bucket; one that does not is asked once for all of them."""
    monkeypatch.setattr(bucket_means, "MOST_EMPTY_BUCKETS", 8)
    bench = Bench(records={"probes": [sample(0, 1, 1, "a"), sample(35, 1, 1, "a")]})
    errors = bench.add(BucketAttribute(1, "errors", 1, "sum"))
    late = bench.add(RowCompare(">=", bench.add(RowTime("start")), bench.number(50)))
    failing = bench.at_least(PROBES, "errors", 1)
    timed = MeasureBuckets("probes", 10, late, errors, (), Fraction(7))
    assert bench.take(timed, (0, 100))[0].counted == 5
    with pytest.raises(EngineLimit, match="9 buckets without samples in one window are more than 8"):
        bench.take(timed, (0, 110))
    assert bench.take(MeasureBuckets("probes", 10, failing, errors, (), Fraction(7)), (0, 110))[0].counted == 11


def test_years_that_are_looked_at() -> None:
    check_length(5, 5 + 2 * 366 * DAY, 2)
    check_length(0, 300 * 366 * DAY)
    with pytest.raises(EngineLimit, match="more than 2 years"):
        check_length(5, 6 + 2 * 366 * DAY, 2)
    with pytest.raises(EngineLimit, match="more than 300 years"):
        check_length(0, 301 * 366 * DAY)


def daily(*closed: tuple[int, int]) -> Calendar:
    """Open once a day but for some days, counted from 1970 on."""
    first = date(1970, 1, 1)
    days = tuple((first + timedelta(start), first + timedelta(end)) for start, end in closed)
    return Calendar("office", UTC, dict.fromkeys(range(7), ((9 * HOUR, 17 * HOUR),)), closed=days)


def openings(days: int, most: int, *calendars: Calendar) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "MOST_OPENINGS", most)
        counted = Openings(0, days * DAY)
        for each in calendars:
            counted.add(each)


@pytest.mark.parametrize(
    ("days", "calendars", "expected"),
    [
        (3, [daily()], 3),
        (84, [daily()], 84),
        (84, [daily(), daily()], 168),
        # One that is closed for years is looked at in the beginning, in the middle and in the end.
        (84, [daily((28, 84))], 84),
        (84, [daily((0, 28), (56, 84))], 84),
        (84, [daily((0, 56))], 84),
        (84, [daily((14, 84))], 42),
        (840, [daily((0, 406), (434, 840))], 840),
        (84, [daily((0, 84))], 0),
        (0, [daily()], 0),
    ],
)
def test_openings_of_calendars(days: int, calendars: list[Calendar], expected: int) -> None:
    openings(days, expected, *calendars)
    with pytest.raises(EngineLimit, match=f"more than {expected - 1:,} times"):
        openings(days, expected - 1, *calendars)


def test_calendars_that_open_too_often_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(calendars=(daily(),))
    open_time = MeasureTime(bench.add(SetCalendar(0)))
    # A month to either side is looked at as well.
    monkeypatch.setattr(limits, "MOST_OPENINGS", 2 * 32 + 4)
    assert bench.take(open_time, (0, 4 * DAY))[0].inside == 4 * 8 * HOUR
    with pytest.raises(EngineLimit, match="the calendars open more than 68 times"):
        bench.take(open_time, (0, 6 * DAY))
