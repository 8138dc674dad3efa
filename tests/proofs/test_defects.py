"""Every mistake that was made on purpose is found. `python bench/defects.py` tries all of them and prints the table."""

from pathlib import Path

import pytest

from proofs.defects import Defect, codes_found, defects
from property.effort import NIGHTLY

_EVERY = 1 if NIGHTLY else 9
SAMPLE = list(defects())[::_EVERY]


@pytest.mark.parametrize("defect", SAMPLE, ids=[each.name for each in SAMPLE])
def test_found(defect: Defect, tmp_path: Path) -> None:
    assert codes_found(defect, tmp_path) & set(defect.codes)


def test_there_are_enough() -> None:
    assert len(list(defects())) >= 150
