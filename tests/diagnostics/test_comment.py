"""Comments keep what people wrote in its place: no mark of Markdown, no turned line, no half block."""

import re

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.published_forms import comment_parts
from sladsl.diagnostics.render.comment import MOST, comment, fenced, isolated, plain

TEXT = st.text(alphabet="ab `~*_#<>[]|\\\n\u200fא\u0627ش\u0e01中", max_size=40)


@given(TEXT)
def test_a_fence_is_closed_by_nothing_in_it(text: str) -> None:
    lines = fenced(text.split("\n"), "text").splitlines()
    fence = lines[0].removesuffix("text")
    assert set(fence) == {"`"} and len(fence) >= 3
    assert lines[-1] == fence
    assert all(fence not in line for line in lines[1:-1])


@given(TEXT)
def test_what_people_wrote_is_no_markup_and_stays_on_its_line(text: str) -> None:
    told = plain(text)
    assert "\n" not in told
    assert re.search(r"(?<!\\)(?:\\\\)*[`*_#<>\[\]|~]", told) is None


@given(TEXT)
def test_a_line_begins_from_the_left_whatever_the_name(text: str) -> None:
    assert isolated(text).startswith("\u200e\u2068")
    assert isolated(text).endswith("\u2069")


@given(st.lists(st.integers(1, 20_000), max_size=12))
def test_a_comment_is_cut_between_blocks(sizes: list[int]) -> None:
    blocks = [f"<{number}>" + "x" * size + f"</{number}>\n" for number, size in enumerate(sizes)]
    text = comment("sladsl-check", ["a"], "first", blocks, "sladsl check")
    comment_parts(text)
    assert len(text) <= MOST
    whole = [number for number in range(len(sizes)) if f"</{number}>" in text]
    assert whole == list(range(len(whole)))
    assert f"<{len(whole)}>" not in text
    left = len(sizes) - len(whole)
    assert (f"And {left} more" in text) == bool(left)
