"""Ways through logs of very many samples: tried in an hour first, then in a day, and which of them are kept."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.proofs import rehearsing
from sladsl.proofs.rehearsing import _moving, _short, chosen_ways
from sladsl.proofs.setting import Setting, Way
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, Window, WindowKind, parse_instant
from strategies.contracts import graph_of

Moved = Callable[[int], float | None]
"""What a way that is driven so far comes to."""
MOST = 10


def moving(monkeypatch: pytest.MonkeyPatch, in_an_hour: dict[str, Moved], in_a_day: dict[str, Moved]) -> list[str]:
    told = {"hour": in_an_hour, "day": in_a_day}

    def measured(way: Way, n: int) -> Fraction | None:
        found = way.log(n)
        return None if found is None else Fraction(cast(float, found))

    def short(_graph: RuleGraph, _objective: Objective, _setting: Setting, unit: str) -> object:
        return SimpleNamespace(setting=unit, measured=measured) if told[unit] else None

    def ways(unit: str, _roots: object) -> Iterator[Way]:
        for name, each in told[unit].items():
            yield Way(name, MOST, cast(Callable[[int], EventLog], each))

    monkeypatch.setattr(rehearsing, "_short", short)
    monkeypatch.setattr(rehearsing, "ways", ways)
    return _moving(cast(Any, None), cast(Any, None), cast(Any, SimpleNamespace(roots=())))


def line(to: float) -> Moved:
    return lambda n: to * n / MOST


def test_what_moves_in_an_hour_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    hour = {
        "still": lambda _: 0.5,
        "nothing": lambda _: None,
        "little": line(0.25),
        "much": line(4),
        "more than all": line(1.5),
        "all": line(1),
        "down": lambda n: 1 - n / MOST / 2,
        "jump": lambda n: 0 if n <= 1 else 1,
        "late jump": lambda n: 0 if n < MOST else 0.75,
        "once": lambda n: 7 if n == 1 else None,
        "first": lambda n: 0 if n == 0 else 0.125,
        "at one": lambda n: 0.0625 if n == 1 else 0,
        "at half": lambda n: 0.03125 if n == MOST // 2 else 0,
        "up to half": lambda n: {0: 0.25, 1: 0, MOST // 2: 0.5}.get(n, 0.5),
    }
    assert moving(monkeypatch, hour, {}) == [
        "all", "down", "little", "much", "more than all",
        "jump", "late jump", "up to half", "first", "at one", "at half",
    ]  # fmt: skip


def test_where_nothing_moves_in_an_hour_a_day_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    still: dict[str, Moved] = {"still": lambda _: 1}
    assert moving(monkeypatch, still, {"all": line(1)}) == ["all"]
    assert moving(monkeypatch, still, still) == []
    assert moving(monkeypatch, {}, {"all": line(1)}) == []


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert moving(monkeypatch, {str(each): line(1) for each in range(20)}, {}) == [str(each) for each in range(12)]
    late: dict[str, Moved] = {str(each): line(1) if each >= 119 else (lambda _: 1) for each in range(130)}
    assert moving(monkeypatch, late, {}) == ["119"]


GRAPH = graph_of("""
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  calendar office { open Mon to Fri 08:00-16:00 }
  stream outages of spans { }
  stream probes of samples every 1min { errors count }
  define bad = buckets of 1min of probes where errors > 5
  objective up { availability of (outages together with bad), in office >= 99% per month }
  objective other { availability of outages >= 99% per month }
}
""")
START, END = parse_instant("2026-03-01T00:00Z"), parse_instant("2026-04-01T00:00Z")


def setting(start: int = START, end: int = END) -> Setting:
    window = Window(WindowKind.term(), start, end, "")
    return Setting(GRAPH, (start - DAY, end + DAY), window, (), tuple(cell_roots(GRAPH.objectives[0])))


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [("hour", "2026-03-02T08:00", "2026-03-02T09:00"), ("day", "2026-03-02T00:00", "2026-03-03T00:00")],
)
def test_the_first_short_window_in_which_something_is_open(unit: Any, first: str, last: str) -> None:
    short = _short(GRAPH, GRAPH.objectives[0], setting(), unit)
    assert short is not None
    window = parse_instant(f"{first}Z"), parse_instant(f"{last}Z")
    assert short.setting.period == window == (short.setting.window.start, short.setting.window.end)
    assert [each.window.unit for each in short.graph.objectives] == [unit, "month"]
    assert short.objective == "up"


def test_where_it_does_not_open_again_it_is_the_beginning() -> None:
    weekend = START, START + DAY
    short = _short(GRAPH, GRAPH.objectives[0], setting(*weekend), "hour")
    assert short is not None
    assert short.setting.window.start == START
    assert short.setting.window.end == START + HOUR


def test_of_heavy_streams_only_what_moves_something_is_tried_after_all_else() -> None:
    whole = [each.name for each in chosen_ways(GRAPH, GRAPH.objectives[0], setting())]
    light = [each for each in whole if "probes" not in each]
    assert whole[: len(light)] == light
    assert whole[len(light) :]
    assert all("probes" in each for each in whole[len(light) :])
    short = [each.name for each in chosen_ways(GRAPH, GRAPH.objectives[0], setting(START, START + HOUR))]
    assert len(short) > len(whole)


def test_what_moves_something_in_an_hour_may_not_be_there_in_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [each.name for each in chosen_ways(GRAPH, GRAPH.objectives[0], setting()) if "probes" in each.name]
    monkeypatch.setattr(rehearsing, "_moving", lambda *_: ["gone", *there[:2][::-1]])
    found = [each.name for each in chosen_ways(GRAPH, GRAPH.objectives[0], setting())]
    assert found[-2:] == there[:2][::-1]
    assert not set(there[2:]) & set(found)
