"""Every code of the text has a page, and the examples on it say what they show."""

import pytest

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import parse
from sladsl.text import Source
from spec_player.page import blocks
from spec_player.surroundings import ROOT

CODES = [value for value in vars(codes).values() if isinstance(value, Code)]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_examples(code: Code) -> None:
    page = (ROOT / "docs" / "reference" / "diagnostics" / f"{code.id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code.id} · {code.title}\n")
    for block in blocks(page):
        expected = [word for word in block.words if word.startswith("SLA")]
        assert [each.code.id for each in parse(Source("page", block.text))[1]] == expected


def test_no_two_codes_share_a_number_or_a_title() -> None:
    assert len({code.id for code in CODES}) == len({code.title for code in CODES}) == len(CODES)
