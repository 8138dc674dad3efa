"""Every mistake made on purpose is found, and what is right is not. `python bench/defects.py` tries all and prints the
table; here some of each kind are tried, at night all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs.defects import Defect, codes_found, codes_of, defects
from proofs.pairs import Pair, pairs
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


PAIRS = list(pairs())


# Those of the pages are tried by tests/tidy.
@pytest.mark.parametrize("pair", [each for each in PAIRS if not each.name.startswith("page")], ids=str)
def test_by_hand(pair: Pair, tmp_path: Path) -> None:
    assert codes_of(pair.wrong, tmp_path / "wrong.sladsl", (pair.code,))
    assert codes_of(pair.right, tmp_path / "right.sladsl", (pair.code,)) == set()


def test_there_are_enough() -> None:
    made = len(list(defects()))
    assert made >= 150
    assert made + len(PAIRS) >= 250
