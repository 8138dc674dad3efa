"""Every block of the README and of the documentation does what it says."""

from pathlib import Path

import pytest

from spec_player.command import sladsl
from spec_player.docs import Player
from spec_player.surroundings import ROOT

PAGES = [*ROOT.glob("README.md"), *sorted((ROOT / "docs").glob("**/*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page(page: Path, tmp_path: Path, bless: bool) -> None:
    text = page.read_text(encoding="utf-8")
    player, now = _play(text, tmp_path / "first")
    if bless and now != text:
        page.write_text(now, encoding="utf-8", newline="\n")
        player, _ = _play(now, tmp_path / "second")
    if player.problems:
        pytest.fail("\n\n".join([str(page), *player.problems]), pytrace=False)
    if player.skipped:
        pytest.skip("; ".join(player.skipped))


def _play(text: str, directory: Path) -> tuple[Player, str]:
    directory.mkdir()
    player = Player(sladsl, directory)
    return player, player.play(text)
