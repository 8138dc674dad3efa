"""A change that was approved does not fail again; what is approved for nothing is told."""

import json
from pathlib import Path

import pytest

from review.test_laws import CONTRACT
from sladsl.workspace.approving import NAME
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(CONTRACT.replace("below 99.0%", "below 98.0%"))
    return tmp_path


def _ran(folder: Path, *more: str) -> Outcome:
    with surroundings(folder):
        return sladsl(["diff", "old.sladsl", "new.sladsl", "--fail-on", "customer-adverse", *more], b"")


def test_an_approval_is_of_one_change(folder: Path) -> None:
    first = _ran(folder, "-f", "json")
    assert first.status == 1
    mark = json.loads(first.stdout)["agreements"][0]["clauses"][0]["fingerprint"]
    (folder / NAME).write_text(f'[[approved]]\nfingerprint = "{mark}"\nreason = "agreed"\n')
    assert _ran(folder).status == 0
    (folder / "new.sladsl").write_text(CONTRACT.replace("below 99.0%", "below 97.0%"))
    again = _ran(folder)
    assert again.status == 1
    assert mark in again.stderr


def test_an_approval_needs_a_reason(folder: Path) -> None:
    (folder / NAME).write_text('[[approved]]\nfingerprint = "0123456789abcdef"\n')
    refused = _ran(folder)
    assert refused.status == 2
    assert "a fingerprint and a reason" in refused.stderr
