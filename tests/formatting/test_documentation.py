"""Contracts shown in the documentation are in the style; `--bless` puts them into it."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import indent

import pytest

from sladsl.formatting import format_source
from sladsl.text import Source
from spec_player.page import Block, blocks, with_lines
from spec_player.surroundings import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_contracts_are_in_the_style(page: Path, bless: bool) -> None:
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    changes: dict[int, tuple[Block, Sequence[str]]] = {}
    for block in blocks(text):
        # What a reader does not see may be there to be laid out by the page itself.
        if block.language == "sladsl" and not lines[block.line - 2].lstrip().startswith("<!--"):
            wanted = in_style(block)
            if wanted is not None and wanted != block.lines:
                changes[block.line] = block, wanted
    if bless and changes:
        page.write_text(with_lines(text, changes), encoding="utf-8", newline="\n")
    elif changes:
        shown = "\n\n".join(f"line {line}:\n{chr(10).join(wanted)}" for line, (_, wanted) in changes.items())
        pytest.fail(f"not in the style; `pytest --bless` with this test lays it out:\n{shown}", pytrace=False)


def in_style(block: Block) -> tuple[str, ...] | None:
    """The lines of a block in the style; None where its text is wrong on purpose."""
    if "SLA1100" in block.words:
        return None
    clauses = "clause" in block.words
    text = f"agreement around {{\n{indent(block.text, '  ')}}}\n" if clauses else block.text
    laid_out = format_source(Source("block", text)).text
    if laid_out is None:
        return None
    lines = laid_out.splitlines()
    return tuple(line.removeprefix("  ") for line in lines[1:-1]) if clauses else tuple(lines)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name in ("howto", "tutorial")], ids=lambda page: page.name
)
def test_files_are_named_before_they_are_shown(page: Path) -> None:
    """What stands on a fence is not seen by who reads the page."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    unnamed = {
        block.options["file"]
        for block in blocks(text)
        if "file" in block.options and not lines[block.line - 2].lstrip().startswith("<!--")
        if not any(block.options["file"] in line and "file=" not in line for line in lines[: block.line - 1])
    }
    assert not unnamed
