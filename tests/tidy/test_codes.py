"""Every diagnostic code has a page, and the examples on it do what the page says."""

import re
from pathlib import Path

import pytest

from sladsl.diagnostics import codes, pages
from spec_player.command import sladsl
from spec_player.docs import Player

each_code = pytest.mark.parametrize("code", codes.ALL)

FIELDS = {"00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"}


def test_there_are_codes() -> None:
    assert codes.ALL


@each_code
def test_form(code: str) -> None:
    assert re.fullmatch(r"SLA\d{4}", code)
    assert code[3:5] in FIELDS


@each_code
def test_page_is_headed_by_its_code(code: str) -> None:
    assert re.match(rf"# .*\b{code}\b", pages.page(code))


@each_code
def test_examples_of_the_page(code: str, tmp_path: Path) -> None:
    player = Player(sladsl, tmp_path)
    player.play(pages.page(code))
    if player.problems:
        pytest.fail("\n\n".join([code, *player.problems]), pytrace=False)
