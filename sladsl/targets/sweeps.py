"""Values that a parameter is given one after the other, and what the agreement comes to with each."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.model.units import decimal_text
from sladsl.rules.outcome import Evaluation
from sladsl.targets.trying import JUDGED, owed_by

MOST = 500
"""Evaluations of one run."""
_RANGE = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+?)\s+step\s+(?P<step>.+)")
_NUMBER = re.compile(r"(?P<number>-?\d[\d_]*(?:\.\d+)?)(?P<unit>.*)")


@frozen
class Swept(Frozen):
    """The agreement with these parameters: of `judged` windows and scopes `kept` keep their targets, of `unknown`
    nobody can tell. `owed` is what it gives the customer in all; None where it cannot be evaluated."""

    settings: tuple[tuple[str, str], ...]
    kept: int
    judged: int
    unknown: int
    owed: Fraction


def swept(
    graph: RuleGraph, evaluation: Evaluation, settings: tuple[tuple[str, str], ...], objective: str | None
) -> Swept:
    """`objective`: count only its windows."""
    states = [each.state for each in evaluation.outcomes if objective in (None, each.objective)]
    judged = [each for each in states if each in JUDGED]
    return Swept(
        settings,
        len(judged) - judged.count("breached"),
        len(judged),
        states.count("no verdict"),
        owed_by(graph, evaluation),
    )


def combinations(sweeps: dict[str, str]) -> list[tuple[tuple[str, str], ...]]:
    """All values of all parameters with each other. Raises ValueError with the reason."""
    values = [[(name, each) for each in values_of(text)] for name, text in sweeps.items()]
    number = 1
    for each in values:
        number *= len(each)
    if number > MOST:
        raise ValueError(f"that is {number:,} evaluations; {MOST} are the most")
    return list(product(*values))


def values_of(text: str) -> list[str]:
    """`99%..99.9% step 0.1%`, or `gold, silver`: the values as they would stand in the contract."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        values = [each.strip() for each in text.split(",")]
        if ".." in text or not all(values):
            raise ValueError("it is neither a list such as `99%, 99.5%` nor a range such as `99%..99.9% step 0.1%`")
        return list(dict.fromkeys(values))
    ends = [_number(found[each].strip()) for each in ("low", "high", "step")]
    units = {unit.strip() for _, unit in ends[1:]} | ({ends[0][1].strip()} - {""})
    if len(units) > 1:
        raise ValueError(f"its ends and its step are not of one unit: {', '.join(sorted(units))}")
    (low, _), (high, unit), (step, _) = ends
    if step <= 0:
        raise ValueError("its step is not more than nothing")
    if abs(high - low) / step > MOST:
        raise ValueError(f"it has more than {MOST} values")
    return [decimal_text(each) + unit for each in _steps(low, high, step)]


def _steps(low: Fraction, high: Fraction, step: Fraction) -> Iterator[Fraction]:
    sign = 1 if high >= low else -1
    for number in range(int(abs(high - low) / step) + 1):
        yield low + sign * number * step


def _number(text: str) -> tuple[Fraction, str]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text}` is no number with its unit")
    return Fraction(found["number"].replace("_", "")), found["unit"]
