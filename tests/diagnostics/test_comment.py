"""Comments keep what people wrote in its place: no mark of Markdown, no turned line, no half block."""

import re
import unicodedata

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


@given(TEXT, st.sampled_from(["", "- ", "+ ", "    "]))
def test_no_line_of_a_block_is_turned(text: str, sign: str) -> None:
    lines = [f"{sign}{line}" for line in text.split("\n")]
    for line, told in zip(lines, fenced(lines, "diff").splitlines()[1:-1], strict=True):
        strong = [each for each in map(unicodedata.bidirectional, told) if each in ("L", "R", "AL")]
        assert not strong or strong[0] == "L"
        assert told.replace("\u200e", "") == line.replace("\u200e", "")
        assert told.startswith(sign)


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
