"""Every engine says what the reference says. `bench/differential.py` asks it of hundreds of thousands of cases."""

import random
from dataclasses import replace

import pytest

from all_engines.cases import LOGS_PER_CONTRACT, case_of
from all_engines.comparing import differences, report
from all_engines.engines import ByDemand, engines, registered
from all_engines.files import differences_of_files
from all_engines.shrinking import shrunk
from property.effort import NIGHTLY
from property.scenes import Scene
from sladsl.engines import Engine, Frame
from sladsl.engines.measurements import Measurements, RecordsFound, TimeFound
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog

SEED = 2026
CASES = 20_000 if NIGHTLY else 1_000
FILES = 2_000 if NIGHTLY else 60
JUDGED = 20
"""Of each so many cases also the result is compared, not the measurements only."""


def _cases(engine: Engine) -> int:
    return CASES // 4 if isinstance(engine, ByDemand) else CASES


_compared: dict[str, dict[int, int]] = {each.name: {} for each in engines()}
"""How many numbers, by the first case of each contract."""


@pytest.mark.parametrize(
    ("engine", "first"),
    [
        pytest.param(engine, first, id=f"{engine.name}-{first}")
        for engine in engines()
        for first in range(0, _cases(engine), LOGS_PER_CONTRACT)
    ],
)
def test_a_random_contract_over_random_logs(engine: Engine, first: int) -> None:
    numbers = 0
    for number in range(first, min(first + LOGS_PER_CONTRACT, _cases(engine))):
        scene = case_of(SEED, number)
        measured, found = differences(scene, [engine], judge=number % JUDGED == 0)
        numbers += measured
        assert not found, report(scene, found, f"case {number} of seed {SEED}")
    _compared[engine.name][first] = numbers


@pytest.mark.parametrize("engine", engines(), ids=lambda each: each.name)
def test_many_numbers_were_compared(engine: Engine) -> None:
    numbers, cases = _compared[engine.name], _cases(engine)
    if len(numbers) < cases / LOGS_PER_CONTRACT:
        pytest.skip("only where all contracts were looked at")
    assert sum(numbers.values()) > 10 * cases


def test_files_some_of_them_odd() -> None:
    """Each engine reads them by itself: the same result, and the same said of what is wrong with them."""
    names = [each.name for each in registered()]
    for number in range(FILES if names else 0):
        found = differences_of_files(case_of(SEED, number), names, random.Random(number))
        assert not found, f"case {number} of seed {SEED}\n" + "\n".join(map(str, found))


class OffByOne(ByDemand):
    """An engine with a mistake at a border: time that is exactly some length is a microsecond longer."""

    name = "wrong by a microsecond"

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        measured = super().measure(graph, log, frame)
        found = {
            cell: replace(each, inside=each.inside + 1) if isinstance(each, TimeFound) and each.inside == HOUR else each
            for cell, each in measured.found.items()
        }
        return replace(measured, found=found)


class Lenient(ByDemand):
    """An engine that takes a missed record for one that is kept, where it is the only one of the window."""

    name = "lenient"

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        measured = super().measure(graph, log, frame)
        found = {
            cell: replace(each, met=1, missed=0)
            if isinstance(each, RecordsFound) and (each.met, each.missed, each.undecided) == (0, 1, 0)
            else each
            for cell, each in measured.found.items()
        }
        return replace(measured, found=found)


HOUR = 3_600_000_000


@pytest.mark.parametrize("engine", [OffByOne(), Lenient()], ids=lambda each: each.name)
def test_a_wrong_engine_is_found_and_its_case_shrunk(engine: Engine) -> None:
    """The cases lie on the borders: an hour that is exactly one occurs among a few hundred."""

    def differs(scene: Scene) -> bool:
        return bool(differences(scene, [engine])[1])

    scene = next(each for each in (case_of(SEED, number) for number in range(CASES)) if differs(each))
    small = shrunk(scene, differs)
    assert differs(small)
    assert sum(len(each.records) for each in small.log.streams.values()) <= 3
    assert len(small.contract.text.splitlines()) <= 25
    assert engine.name in report(small, differences(small, [engine])[1], "small")
