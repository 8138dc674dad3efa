"""The page of every example does what it says, in the folder of the example."""

import shutil
from pathlib import Path

import pytest

from spec_player.command import sladsl
from spec_player.docs import Player
from spec_player.surroundings import ROOT

EXAMPLES = sorted(page.parent for page in (ROOT / "policies/examples").glob("*/README.md"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_page(folder: Path, tmp_path: Path, bless: bool) -> None:
    page = folder / "README.md"
    text = page.read_text(encoding="utf-8")
    player, now = _play(text, folder, tmp_path / "first")
    if bless and now != text:
        page.write_text(now, encoding="utf-8", newline="\n")
        player, _ = _play(now, folder, tmp_path / "second")
    if player.problems:
        pytest.fail("\n\n".join([str(page), *player.problems]), pytrace=False)


def _play(text: str, folder: Path, directory: Path) -> tuple[Player, str]:
    shutil.copytree(folder, directory)
    player = Player(sladsl, directory)
    return player, player.play(text)
