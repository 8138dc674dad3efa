"""The page of a code."""

import pytest

from sladsl.diagnostics import codes, pages
from sladsl.text.resources import resource

FOLDER = resource("docs", "reference", "diagnostics")


def test_a_page_is_found() -> None:
    known = sorted(path.stem for path in FOLDER.glob("SLA*.md") if path.stem in codes.ALL)
    assert known
    assert pages.page(known[0]).startswith("# ")


@pytest.mark.parametrize("code", ["SLA9999", "", "../../../README", "sla0104"])
def test_there_is_no_such_page(code: str) -> None:
    with pytest.raises(KeyError):
        pages.page(code)
