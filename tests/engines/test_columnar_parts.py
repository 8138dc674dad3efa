"""Parts of statements: how far numbers, days and windows go, and where what is written is looked for."""

from bisect import bisect_right
from fractions import Fraction
from typing import Any

import pytest

from sladsl.engines import Frame
from sladsl.engines.columnar import ColumnarEngine, DuckDB, calendars, covers
from sladsl.engines.columnar.calendars import DaysTogether, OpenDays
from sladsl.engines.columnar.dialect import DUCKDB
from sladsl.engines.columnar.numbers import NoEmitter, Number, compared, constant, floor, product, quotient, total
from sladsl.engines.columnar.places import Binding, Stretches, layers
from sladsl.engines.measurements import Demand
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph.measures import MeasureTime
from sladsl.graph.sets import SetCalendar
from sladsl.logs.stored.store import Room
from sladsl.temporal import DAY, HOUR, UTC, Always, Calendar, OpenTime
from strategies.graphs import Bench, window

duckdb = pytest.importorskip("duckdb")

DATABASE = duckdb.connect()
"""Of this file alone: what is left unread in the one that all share keeps others from asking it."""
MOST = 2**63 - 1


def asked(sql: str) -> Any:
    ((found,),) = DATABASE.execute(f"SELECT {sql}").fetchall()
    return found


def worth(number: Number) -> Fraction | None:
    """A fraction that is worked out as the statement says it."""
    top, bottom = asked(f"({number.top})"), asked(f"({number.bottom})")
    assert (top is None) == (bottom is None) or isinstance(number.bottom, int)
    return None if top is None or bottom is None else Fraction(int(top), int(bottom))


@pytest.mark.parametrize("value", [0, MOST, -MOST, Fraction(1, MOST), Fraction(-MOST, 2)])
def test_numbers_of_64_bits(value: Fraction | int) -> None:
    assert worth(constant(Fraction(value), DUCKDB)) == value


@pytest.mark.parametrize("value", [MOST + 1, -MOST - 1, Fraction(1, MOST + 1)])
def test_numbers_of_more(value: Fraction | int) -> None:
    with pytest.raises(NoEmitter):
        constant(Fraction(value), DUCKDB)


def test_a_denominator_that_grows_too_great() -> None:
    half = constant(Fraction(1, MOST), DUCKDB)
    assert floor(half, DUCKDB)
    with pytest.raises(NoEmitter):
        floor(product(half, constant(Fraction(1, 2), DUCKDB), DUCKDB), DUCKDB)


SEVERAL = [Fraction(each) for each in ("0", "3", "-3", "7/2", "-7/2", "1/6", "-5/3", "4/6")]


@pytest.mark.parametrize("one", SEVERAL)
@pytest.mark.parametrize("other", SEVERAL)
def test_arithmetic(one: Fraction, other: Fraction) -> None:
    left, right = constant(one, DUCKDB), constant(other, DUCKDB)
    assert worth(product(left, right, DUCKDB)) == one * other
    assert worth(total(left, right, "+", DUCKDB)) == one + other
    assert worth(total(left, right, "-", DUCKDB)) == one - other
    divided = quotient(left, right, DUCKDB)
    assert worth(divided) == (one / other if other else None)
    assert int(asked(floor(left, DUCKDB))) == one // 1
    for operator, expected in (("<", one < other), ("=", one == other), (">=", one >= other)):
        assert asked(compared(left, operator, right, DUCKDB)) is expected
        if other:
            assert (
                asked(compared(divided, operator, right, DUCKDB))
                is {
                    "<": one / other < other,
                    "=": one / other == other,
                    ">=": one / other >= other,
                }[operator]
            )
            assert worth(total(divided, right, "+", DUCKDB)) == one / other + other
            assert worth(product(right, divided, DUCKDB)) == worth(product(divided, right, DUCKDB)) == one


def test_stretches_between_borders() -> None:
    stretches = Stretches.of([window(0, 10), window(5, 30), window(30, 31)])
    assert (stretches.borders, stretches.start, stretches.end) == ((0, 5, 10, 30, 31), 0, 31)
    assert list(stretches.within(window(5, 30))) == [1, 2]
    expected = {0: 0, 4: 0, 5: 1, 9: 1, 10: 2, 29: 2, 30: 3}
    assert {at: asked(stretches.number(str(at), DUCKDB)) for at in expected} == expected


def test_stretches_as_long_as_one_another() -> None:
    """Days of 24 hours around one of 23, and one that is short: few comparisons, and the same numbers."""
    borders = [-30, *range(-7 * 24, 8 * 24, 24), *range(8 * 24 - 1, 20 * 24, 24), 20 * 24]
    stretches = Stretches.of_borders(borders)
    for at in range(stretches.start, stretches.end):
        expected = bisect_right(stretches.borders, at) - 1
        assert asked(stretches.number(str(at), DUCKDB)) == expected, at
    assert Stretches.of_borders(range(0, 9000, 3)).number("t", DUCKDB).count("CASE") == 0


def test_borders_that_are_too_many() -> None:
    assert len(Stretches.of_borders(range(10_000)).borders) == 10_000
    with pytest.raises(NoEmitter, match="windows"):
        Stretches.of_borders(range(10_001))


def test_windows_in_layers() -> None:
    months = [window(0, 10), window(10, 20), window(5, 15), window(20, 30), window(15, 25), window(0, 10)]
    found = [[(each.start, each.end) for each in layer] for layer in layers(months)]
    assert found == [[(0, 10), (10, 20), (20, 30)], [(5, 15), (15, 25)]]


def test_the_keys_that_a_stream_has() -> None:
    binding = Binding(("a3", "a0"), (0, 2))
    assert binding.part(("eu", "gold", "web")) == ("eu", "web")
    assert binding.read(("eu", True, 7)) == ("eu", "yes")
    assert binding.read((False, 3, 7)) == ("no", "3")
    assert (binding.names(), binding.selected()) == ("k0, k1, ", "a3 AS k0, a0 AS k1, ")
    assert binding.known() == "a3 IS NOT NULL AND a0 IS NOT NULL"
    assert Binding((), ()).known() == "TRUE"


OFFICE = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))))
NIGHTS = Calendar("nights", UTC, dict.fromkeys(range(7), ((0, 2 * HOUR), (22 * HOUR, 24 * HOUR))))


@pytest.mark.parametrize("several", [[OFFICE], [NIGHTS], [NIGHTS, OFFICE], [OFFICE, Always(UTC), NIGHTS]], ids=len)
def test_open_time_day_by_day(several: list[Any]) -> None:
    days = DaysTogether(tuple(OpenDays(OpenTime(each), -3 * DAY + 5, 9 * DAY - 1) for each in several))
    table = days.relation(DUCKDB)
    instants = [-3 * DAY, -DAY - 1, -1, 0, 10 * HOUR, DAY + 12 * HOUR + 30, 4 * DAY + 16 * HOUR, 9 * DAY - 1]
    for place, calendar in enumerate(several):
        for instant in instants:
            number = str(7 * len(several) + place)
            key = days.key(str(instant), number, DUCKDB)
            ((found,),) = DATABASE.execute(
                f"SELECT {days.before('w', str(instant))} FROM {table} w WHERE w.k = {key}"
            ).fetchall()
            assert found == OpenTime(calendar).between(-3 * DAY, instant)


def test_days_that_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "_MOST_DAYS", 5)
    assert len(OpenDays(OpenTime(OFFICE), 0, 6 * DAY - 1).rows) == 6
    with pytest.raises(NoEmitter, match="years"):
        OpenDays(OpenTime(OFFICE), 0, 6 * DAY)


@pytest.mark.parametrize("rows", [0, 1, 100, 101, 250])
def test_tables_that_are_written_out(rows: int) -> None:
    columns = [("a", DUCKDB.integer), ("b", DUCKDB.integer)]
    table = DUCKDB.table(columns, [[str(each), str(-each)] for each in range(rows)])
    assert DATABASE.execute(f"SELECT count(*), min(a + b), max(a) FROM {table} t").fetchall() == [
        (rows, 0 if rows else None, rows - 1 if rows else None)
    ]
    texts = DUCKDB.table([("a", DUCKDB.text)], [[DUCKDB.literal(f"it's {each}")] for each in range(rows)])
    assert DATABASE.execute(f"SELECT count(*), max(a) FROM {texts} t").fetchall()[0][0] == rows
    both = DUCKDB.table(
        [("a", DUCKDB.integer), ("b", DUCKDB.text)],
        [[str(each), DUCKDB.literal(f"{each}; {each},")] for each in range(rows)],
    )
    assert DATABASE.execute(f"SELECT a, b FROM {both} t ORDER BY a").fetchall() == [
        (each, f"{each}; {each},") for each in range(rows)
    ]


def test_calendars_that_open_too_often_are_left_to_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, bench = ColumnarEngine(DuckDB(duckdb, Room())), Bench(calendars=(OFFICE,))
    ref = bench.add(MeasureTime(bench.add(SetCalendar(0))))
    frame = Frame(bench.as_of, {}, (Demand((ref,), (), (window(0, DAY),)),))
    expected = ReferenceEngine().measure(bench.graph(), bench.log(), frame)
    most = len(OpenTime(OFFICE).intervals(-32 * DAY, 33 * DAY))
    for allowed, fallen_back in ((most, []), (most - 1, ["MeasureTime"])):
        monkeypatch.setattr(covers, "_MOST_OPENINGS", allowed)
        assert engine.measure(bench.graph(), bench.log(), frame) == expected
        assert [*engine.fallen_back] == fallen_back
