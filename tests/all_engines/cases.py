"""A contract, what is evaluated and a log, made from two numbers: the same ones give the same case anywhere."""

import random
from functools import lru_cache
from typing import Final

from property.drawn.choices import Choices
from property.scenes import Scene, scene_of
from sladsl.graph import RuleGraph
from strategies.contracts import ANY_STYLE, MOST_CHOICES, Contract, contract_of, graph_of

LOGS_PER_CONTRACT: Final = 8
"""To compile a contract takes longer than to evaluate it over a few records."""
_FEW, _MOST_FOR_LOGS = 60, 1200


def case_of(seed: int, number: int) -> Scene:
    """Case `number` of a seed. Those of one contract follow one another."""
    contract, graph = _contract(seed, number // LOGS_PER_CONTRACT)
    return scene_of(contract, graph, _choices(f"log {seed} {number}", _FEW, _MOST_FOR_LOGS))


@lru_cache(maxsize=2)
def _contract(seed: int, number: int) -> tuple[Contract, RuleGraph]:
    contract = contract_of(_choices(f"contract {seed} {number}", 2 * _FEW, MOST_CHOICES), ANY_STYLE)
    return contract, graph_of(contract)


def _choices(name: str, least: int, most: int) -> Choices:
    """Where the bytes end early, what is left is of the simplest kind."""
    drawn = random.Random(name)
    return Choices(drawn.randbytes(drawn.randint(least, most)))
