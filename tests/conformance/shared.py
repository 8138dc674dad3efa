"""The shared cases: facts with expected results that lie outside the project and are read where they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from spec_player.surroundings import NEEDS_SHARED, shared_data


def shared(path: str) -> Path:
    """A file or folder of the shared data; the test that asks for it skips where it is absent."""
    folder = shared_data()
    if folder is None or not (folder / path).exists():
        pytest.skip(f"{NEEDS_SHARED}: {path}")
    return folder / path


def cases(path: str) -> list[dict[str, Any]]:
    """The cases of a JSON Lines file, for parametrizing at collection: none where the shared data are absent."""
    folder = shared_data()
    if folder is None or not (folder / path).exists():
        return []
    return [json.loads(line) for line in (folder / path).read_text(encoding="utf-8").splitlines() if line.strip()]


def each_case(path: str) -> pytest.MarkDecorator:
    """Run a test once per case, as its argument `case`; where the shared data are absent it skips with the reason."""
    missing = pytest.param(None, marks=pytest.mark.skip(reason=f"{NEEDS_SHARED}: {path}"), id="absent")
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in cases(path)] or [missing])
