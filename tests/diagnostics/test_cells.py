"""Text in terminal cells."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics.render.cells import cell_width, clipped, escaped, on_one_line, padded


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("服務", 4),
        ("ﾊﾝｶｸ", 4),
        ("ความพร้อม", 8),
        ("ที่", 1),
        ("tiếng Việt", 10),
        (unicodedata.normalize("NFD", "tiếng Việt"), 10),
        ("می‌خواهم", 7),
        ("한국", 4),
        (unicodedata.normalize("NFD", "한국"), 4),
        ("", 0),
    ],
)
def test_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@given(st.text(max_size=20), st.integers(1, 30))
def test_padding_and_cutting_keep_to_the_cells(text: str, width: int) -> None:
    shown = on_one_line(text)
    assert cell_width(clipped(shown, width)) <= width
    assert cell_width(padded(shown, width)) == max(width, cell_width(shown))
    assert padded(shown, width, right=True).endswith(shown)


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(each) for each in escaped(text) if each not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def test_joiners_stay() -> None:
    assert escaped("می‌خواهم\u202e") == "می‌خواهم\\u202e"
