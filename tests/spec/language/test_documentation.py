"""Pages lead where they say, and quote what they say they quote."""

import re
import unicodedata
from pathlib import Path

import pytest

from spec_player.page import blocks
from spec_player.surroundings import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def _anchor(heading: str) -> str:
    """As GitHub makes it: small letters, hyphens for spaces, no other marks."""
    kept = (each for each in heading.lower() if each in " -_" or unicodedata.category(each)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_links_of_the_page(page: Path) -> None:
    for link in _LINK.findall(_without_blocks(page.read_text(encoding="utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), link
        if anchor:
            headings = _HEADING.findall(_without_blocks(target.read_text(encoding="utf-8")))
            assert anchor in map(_anchor, headings), link


@pytest.mark.parametrize("name", ["desk.sladsl", "sladsl.toml"])
def test_the_incident_desk_shows_the_contract_of_the_example(name: str) -> None:
    page = (DOCS / "howto/incident-desk.md").read_text(encoding="utf-8")
    (shown,) = [block.text for block in blocks(page) if block.options.get("file") == name]
    assert shown == (ROOT / "policies/examples/incident_desk" / name).read_text(encoding="utf-8")
