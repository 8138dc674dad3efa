"""What a workload is, and numbers that look random and are the same everywhere."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Numbers = Mapping[tuple[str, ...], tuple[int, ...]]
"""By objective, scope and first day of the window: what was counted there, exact."""


@dataclass(frozen=True)
class Workload:
    """`make` writes a log of about so many rows as Parquet, `scan` reads all that a contract needs of it and does no
    more, `yardstick` does by hand what the contract asks for. `told` takes the same numbers out of a result."""

    name: str
    about: str
    contract: str
    configuration: str
    period: str
    make: Callable[[Any, Path, int, int], None]
    scan: str
    yardstick: Callable[[Any, Path], Numbers]
    told: Callable[[Mapping[str, Any]], Numbers]
    rows_of: str


MIX = """
CREATE OR REPLACE MACRO spread(x) AS xor(x, x >> 15) * 2246822519 % 4294967296;
CREATE OR REPLACE MACRO stirred(x) AS xor(x, x >> 13);
CREATE OR REPLACE MACRO drawn(seed, salt, n) AS
  stirred(spread(
    (n::UBIGINT % 4294967296 * 2654435761 + (seed * 1000 + salt)::UBIGINT * 668265263) % 4294967296
  ))::BIGINT;
"""
"""`drawn(seed, salt, n)`: an integer below 2**32, of which the rest by a small number is about evenly spread. No
function of the database's own is used, as those may change from one release to the next."""


def microseconds(text: str) -> int:
    """An instant in ISO form as microseconds since 1970."""
    since = datetime.datetime.fromisoformat(text) - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return since // datetime.timedelta(microseconds=1)


def as_pair(number: Fraction) -> tuple[int, int]:
    return number.numerator, number.denominator


def key(outcome: Mapping[str, Any]) -> tuple[str, ...]:
    """Objective, values of the scope in the order of the names of its keys, first day of the window."""
    return (outcome["objective"], *outcome["scope"].values(), outcome["window"]["start"][:10])
