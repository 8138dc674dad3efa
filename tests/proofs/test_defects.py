"""Every mistake made on purpose is found. `python bench/defects.py` tries all of them and prints the table; here some
of each kind are tried, at night all. The pairs made by hand are on the pages, which tests/tidy tries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs.defects import Defect, codes_found, defects
from proofs.pairs import pairs
from property.effort import NIGHTLY

_EVERY = 1 if NIGHTLY else 15


def _some() -> Iterator[Defect]:
    """Of every operator its first contract, and every few after it."""
    seen: dict[str, int] = {}
    for each in defects():
        seen[each.operator] = seen.get(each.operator, -1) + 1
        if seen[each.operator] % _EVERY == 0:
            yield each


SAMPLE = list(_some())


@pytest.mark.parametrize("defect", SAMPLE, ids=[each.name for each in SAMPLE])
def test_found(defect: Defect, tmp_path: Path) -> None:
    assert codes_found(defect, tmp_path)


def test_there_are_enough() -> None:
    made = len(list(defects()))
    assert made >= 150
    assert made + len(list(pairs())) >= 250
