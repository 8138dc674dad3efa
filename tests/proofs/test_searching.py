"""Which ways are tried, in which order, through one window after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import cast

import pytest

from proofs.scripted import Measured, Scripted, aim
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.logs.records import EventLog
from sladsl.proofs.reaching import MOST_WAYS, Budget, Confirm, Tried, _Trial, _Trials, _trials_that_reach, find
from sladsl.proofs.setting import Way
from sladsl.proofs.subject import Subject
from sladsl.proofs.witness import covering, evaluated
from sladsl.temporal import DAY, Window, WindowKind
from strategies.contracts import graph_of

GRAPH = graph_of("""agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream api_down of spans { }
  objective api { availability of api_down >= 99.9% per month }
}""")
JANUARY, FEBRUARY, MARCH = (
    Window(WindowKind.term(), month * 30 * DAY, (month + 1) * 30 * DAY, "") for month in range(3)
)


class Passed:
    """The trials through one window, by number; `asked` tells which were looked at."""

    def __init__(self, *trials: _Trial) -> None:
        self.trials, self.asked = trials, list[str]()

    def at(self, number: int) -> _Trial | None:
        return self.trials[number] if number < len(self.trials) else None

    def all(self, moving: set[str] | None) -> Iterator[_Trial]:
        for each in self.trials:
            if moving is None or each.way.name in moving:
                self.asked.append(each.way.name)
                yield each

    def moving(self) -> set[str]:
        return {each.way.name for each in self.trials if each.moves}


def driven(measured: Measured, name: str = "way", number: int = 0, most: int = 1000) -> Scripted:
    trial = Scripted(measured, most)
    trial.way, trial.number = replace(trial.way, name=name), number
    return trial


def trials_that_reach(
    goal: tuple[int, int], *passed: Passed, hinted: Sequence[tuple[int, int]] = (), left: int = 9
) -> list[tuple[str, int]]:
    """The way and the length of each, and what is remembered of the first window."""
    windows = (JANUARY, FEBRUARY, MARCH)[: len(passed)]
    looked_for = replace(aim(*goal), objective=GRAPH.objectives[0], windows=windows)
    tried = Tried()
    for window, each in zip(windows, passed, strict=True):
        tried.trials["api", (), window.start, looked_for.given] = cast(_Trials, each)
    hints = tried.hints.of(GRAPH, looked_for, JANUARY)
    hints.update(dict.fromkeys(hinted))
    found = [(each.way.name, n) for each, n in _trials_that_reach(GRAPH, looked_for, Budget(left), tried)]
    assert list(hints) == list(dict.fromkeys([*hinted, *((0, n) for name, n in found if name == "way")]))
    return found


def test_a_hint_that_leads_there_comes_first() -> None:
    passed = Passed(driven(lambda n: n))
    assert trials_that_reach((70, 80), passed, hinted=[(0, 72)]) == [("way", 72), ("way", 72)]
    for hinted in ((0, 90), (1, 75)):
        passed = Passed(driven(lambda n: n))
        assert trials_that_reach((70, 80), passed, hinted=[hinted]) == [("way", 75)]


def test_a_way_is_not_driven_further_than_it_goes() -> None:
    assert trials_that_reach((1_500, 1_500), Passed(driven(lambda n: n)), hinted=[(0, 1_500)]) == []
    assert trials_that_reach((1_000, 1_000), Passed(driven(lambda n: n)), hinted=[(0, 1_000)]) == [("way", 1_000)] * 2


def test_what_moves_nothing_in_the_first_window_is_not_looked_at_in_another() -> None:
    still, moving = driven(lambda _: 7, "still"), driven(lambda n: n, "moving", 1)
    after = [Passed(driven(lambda _: 7, "still"), driven(lambda _: 7, "moving", 1)) for _ in range(2)]
    assert trials_that_reach((2000, 3000), Passed(still, moving), *after) == []
    assert [each.asked for each in after] == [["moving"]] * 2


def test_where_nothing_is_left_nothing_more_is_looked_at() -> None:
    for left, asked in ((0, ["a"]), (1, ["a", "b"])):
        passed = Passed(driven(lambda n: n, "a"), driven(lambda n: n, "b", 1))
        assert trials_that_reach((2000, 3000), passed, left=left) == []
        assert passed.asked == asked


@pytest.mark.parametrize(
    "confirm", [lambda *_: None, lambda _, period: evaluated(GRAPH, covering(GRAPH, {}, period), period)]
)
def test_what_the_whole_agreement_does_not_come_to_is_not_shown(confirm: Confirm) -> None:
    (objective,) = GRAPH.objectives
    window, *_ = Subject(GRAPH).shapes(objective)
    half = replace(aim(Fraction(1, 2), Fraction(1, 2)), objective=objective, windows=(window,))
    left = []
    for tried in (Tried(), Tried(confirm)):
        budget = Budget(50)
        assert (find(GRAPH, half, budget, tried) is None) == (tried.confirm is not None)
        left.append(budget.left)
        assert {each.useful for trials in tried.trials.values() for each in trials._made.values()} >= {
            tried.confirm is None
        }
    assert left == [45, 32], "each log that is not confirmed takes one more"


class Counted(_Trials):
    """Through a window that has these ways; which of them were taken is told."""

    def __init__(self, names: Sequence[str]) -> None:
        self.taken: list[str] = []
        self._only, self._window, self._objective = (
            cast(RuleGraph, None),
            JANUARY,
            cast(Objective, SimpleNamespace(name="o")),
        )
        self._ways, self._made = [], {}
        self._more = self._each(names)

    def _each(self, names: Sequence[str]) -> Iterator[Way]:
        for name in names:
            self.taken.append(name)
            yield Way(name, 9, lambda n: cast(EventLog, n))


def test_ways_are_made_when_they_are_asked_for() -> None:
    trials = Counted("abc")
    assert trials.at(3) is None
    trials = Counted("abcd")
    first = trials.at(1)
    assert first is not None
    assert (first.way.name, first.number, first.objective) == ("b", 1, "o")
    assert trials.at(1) is first
    assert trials.taken == ["a", "b"]
    first.useful = True
    assert [each.way.name for each in trials.all({"a", "c"})] == ["b", "a", "c"]
    assert [each.way.name for each in trials.all(None)] == ["b", "a", "c", "d"]
    assert trials.moving() == {"b"}


def test_no_more_ways_than_enough_are_tried() -> None:
    trials = Counted([str(number) for number in range(MOST_WAYS + 5)])
    assert len(list(trials.all(None))) == MOST_WAYS
    assert trials.at(MOST_WAYS + 2) is not None
    assert len(list(trials.all(None))) == MOST_WAYS + 1
