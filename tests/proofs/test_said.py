"""What `sladsl verify -v` says of the contracts in `policies/`, without what they allow with a reason, and of those on
the pages of the codes, is what is recorded in `said/`: each claim with its verdict, each figure, and each log.

What is found in the published agreements stands on a page (test_published.py). A change here is a change of what
people are told: `pytest --bless` with this path records it, and then it is to be read."""

import re
import shutil
from pathlib import Path

import pytest

from proofs.defects import plain
from proofs.pairs import BLOCK, PAGES, codes
from spec_player.command import sladsl
from spec_player.surroundings import ROOT, surroundings, without_paths

SAID = Path(__file__).with_name("said")
CONTRACTS = {
    path.relative_to(ROOT / "policies").with_suffix(".txt").as_posix().replace("/", "-"): path
    for folder in ("examples", "features", "bindings", "std/examples")
    for path in sorted((ROOT / "policies" / folder).rglob("*.sladsl"))
    if not path.stem.endswith("-scenarios")
}
_EXCERPT = re.compile(r"^ *\d* \|[^\n]*\n", re.MULTILINE)


@pytest.mark.parametrize("name", CONTRACTS)
def test_of_a_contract(name: str, tmp_path: Path, bless: bool) -> None:
    path = CONTRACTS[name]
    for beside in path.parent.iterdir():
        if beside.is_file() and beside.suffix != ".sladsl":
            shutil.copy(beside, tmp_path)
    (tmp_path / path.name).write_text(plain(path), encoding="utf-8")
    _compare(name, _said(tmp_path, path.name), bless)


@pytest.mark.parametrize("code", codes())
def test_of_a_page(code: str, tmp_path: Path, bless: bool) -> None:
    said = []
    for number, block in enumerate(BLOCK.finditer((PAGES / f"{code}.md").read_text(encoding="utf-8"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "page.sladsl").write_text(block["text"], encoding="utf-8")
        said.append(f"# {block['words'].strip() or 'nothing'}\n{_said(folder, 'page.sladsl')}")
    _compare(f"{code}.txt", "\n".join(said), bless)


def _said(folder: Path, name: str) -> str:
    with surroundings(folder):
        outcome = sladsl(["verify", "-v", "--no-cache", "--jobs", "1", name], b"")
    return _EXCERPT.sub("", without_paths(outcome.stdout + outcome.stderr, folder))


def _compare(name: str, said: str, bless: bool) -> None:
    if bless:
        (SAID / name).write_text(said, encoding="utf-8", newline="\n")
    else:
        assert (SAID / name).read_text(encoding="utf-8") == said


def test_nothing_else_is_recorded() -> None:
    assert {each.name for each in SAID.iterdir()} == {*CONTRACTS, *(f"{code}.txt" for code in codes())}
