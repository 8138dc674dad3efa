"""What real contracts need: all of it has its row, a chapter with examples, a slip and a contract with scenarios.

That links lead somewhere, slips are told with their codes and scenarios pass is tested with those of all pages.
"""

import re

import pytest

from spec_player.surroundings import ROOT

PAGE = ROOT / "docs/reference/language/features.md"
TEXT = PAGE.read_text(encoding="utf-8")
NEEDS = [f"F{number:02}" for number in range(1, 57)]
_CELL = r" ([^|]+) \|"
_ROW = re.compile(rf"^\| (F\d\d) \|{_CELL * 4}$", re.MULTILINE)
_LINK = re.compile(r"\[([^]]+)\]\(([^)#]*)(?:#([^)]+))?\)$")
ROWS = {name: cells for name, *cells in _ROW.findall(TEXT)}


def test_every_need_has_its_row() -> None:
    assert list(ROWS) == NEEDS


@pytest.mark.parametrize("need", NEEDS)
def test_it_is_said_shown_and_used(need: str) -> None:
    _, said, rejected, used = ROWS[need]
    chapter, slip, contract = map(_LINK.search, (said, rejected, used))
    assert chapter
    assert "```sladsl" in (PAGE.parent / chapter[2]).read_text(encoding="utf-8")
    assert slip
    (block,) = re.findall(rf"^### {need}\n.*?^(```sladsl .*?)$", TEXT, re.MULTILINE | re.DOTALL)
    assert (slip[3], block.split()[-1]) == (need.lower(), slip[1])
    assert contract
    path = (PAGE.parent / contract[2]).resolve()
    assert path.stem == contract[1]
    assert "scenario " in path.read_text(encoding="utf-8")


def test_no_contract_of_features_is_forgotten() -> None:
    used = {(PAGE.parent / found[2]).resolve() for *_, cell in ROWS.values() if (found := _LINK.search(cell))}
    assert set((ROOT / "policies/features").glob("*.sladsl")) <= used
