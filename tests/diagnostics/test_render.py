"""Diagnostics on a terminal: the mark stands under what it means, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import findings, names
from sladsl.diagnostics.render import RENDERERS, diagnostics_text, summary_line, worth_showing
from sladsl.diagnostics.render.cells import cell_width
from sladsl.diagnostics.render.excerpt import Mark, excerpt
from sladsl.text import Source, SourceMap, Span


def shown(text: str, marked: str, *labels: tuple[str, str], **more: object) -> str:
    """The diagnostic about the first `marked` in a text."""
    source = Source("a.sladsl", text)
    found = Diagnostic(
        names.UNKNOWN_NAME,
        "unknown name",
        span_of(source, marked),
        labels=tuple(Label(span_of(source, words), said) for words, said in labels),
        **more,  # type: ignore[arg-type]
    )
    return diagnostics_text([found], SourceMap([source]))


def span_of(source: Source, words: str) -> Span:
    start = source.text.index(words)
    return source.span(start, start + len(words))


def test_the_whole_form() -> None:
    text = "agreement a {\n  stream s of cases {\n    priority text\n  }\n  # \n  define x = pririty\n}\n"
    told = shown(
        text, "pririty", ("priority", "declared here"), notes=("in 2026-03",), fixes=(Fix("did you mean `priority`?"),)
    )
    assert told == (
        "error[SLA0101]: unknown name\n"
        " --> a.sladsl:6:14\n"
        "  |\n"
        "3 |     priority text\n"
        "  |     -------- declared here\n"
        "...\n"
        "6 |   define x = pririty\n"
        "  |              ^^^^^^^\n"
        "  = note: in 2026-03\n"
        "  = help: did you mean `priority`?"
    )


@pytest.mark.parametrize(
    "before", ["", "\t", "服務 ", "ความพร้อม ", "tiếng Việt ", "می‌خواهم ", "a\tb\t", "\u202e", "\x1b[31m", "\u3000"]
)
def test_the_mark_stands_under_the_words(before: str) -> None:
    rows = shown(f"{before}wrong here", "wrong").splitlines()
    line, mark = rows[-2], rows[-1]
    assert mark.endswith("^^^^^") and mark.count("^") == 5
    assert cell_width(line[: line.index("wrong")]) == mark.index("^")


def test_wide_words_have_wide_marks() -> None:
    assert shown("a 服務 b", "服務").endswith("  |   ^^^^")


def test_controls_are_shown_and_not_obeyed() -> None:
    told = shown("x \x1b[2J \u2066y", "y")
    assert "\x1b" not in told and "\u2066" not in told
    assert "x \\u001b[2J \\u2066y" in told


@given(st.text(st.characters(exclude_characters="\n\r"), max_size=300), st.data())
def test_excerpts_keep_to_the_width_and_to_one_line_a_mark(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    rows = excerpt(line, [Mark(start, end, "^", "")], 60)
    assert len(rows) == 2
    assert all(len(row.splitlines()) <= 1 for row in rows)
    assert cell_width(rows[0]) <= 60
    assert "^" in rows[1] and len(rows[1]) <= 62


def test_a_long_line_is_cut_around_the_mark() -> None:
    rows = excerpt("a" * 500 + "wrong" + "b" * 500, [Mark(500, 505, "^", "")], 60)
    assert rows[0].startswith("…a") and rows[0].endswith("b…")
    assert rows[0][rows[1].index("^") :].startswith("wrong")


def test_a_mark_over_several_lines_says_where_it_ends() -> None:
    assert shown("x {\n  y\n}\n", "{\n  y\n}").splitlines()[-1] == "  |   ^ to line 3"


def test_the_end_of_a_text_can_be_marked() -> None:
    source = Source("a.sladsl", "agreement a {")
    found = Diagnostic(names.UNKNOWN_NAME, "not closed", source.span(13, 13))
    assert diagnostics_text([found], SourceMap([source])).endswith("1 | agreement a {\n  |              ^")
    beyond = Diagnostic(names.UNKNOWN_NAME, "not closed", Span("a.sladsl", 99, 120))
    assert diagnostics_text([beyond], SourceMap([source])).endswith("1 | agreement a {\n  |              ^")


def test_a_second_file_is_named() -> None:
    one, two = Source("one.sladsl", "x"), Source("two.sladsl", "first\nsecond")
    found = Diagnostic(names.DUPLICATE_NAME, "twice", one.span(0, 1), labels=(Label(two.span(6, 12), "first here"),))
    assert diagnostics_text([found], SourceMap([one, two])).splitlines()[-4:] == [
        " ::: two.sladsl",
        "  |",
        "2 | second",
        "  | ------ first here",
    ]


def test_without_the_text_the_place_is_still_told() -> None:
    found = Diagnostic(names.UNKNOWN_NAME, "m", Span("gone.sladsl", 3, 4), labels=(Label(Span("b", 1, 2), "here"),))
    assert diagnostics_text([found], SourceMap()) == "error[SLA0101]: m\n --> gone.sladsl\n  = here: b"


def test_rows_of_logs() -> None:
    found = Diagnostic(findings.GAP, "strange \x1b", place="tickets.csv:17")
    assert diagnostics_text([found], SourceMap()) == "warning[SLA0501]: strange \\u001b\n --> tickets.csv:17"


def test_summaries() -> None:
    error, warning = Diagnostic(names.UNKNOWN_NAME, "m"), Diagnostic(findings.GAP, "m")
    assert summary_line([warning, error, error]) == "2 errors, 1 warning"
    assert summary_line([]) == "no findings"


def test_formats_are_listed() -> None:
    assert set(RENDERERS) == {"text", "json"}
    assert all(render([], SourceMap()) is not None for render in RENDERERS.values())


def test_a_very_long_line_is_cut_on_both_sides() -> None:
    line = "x" * 500_000 + " here " + "y" * 500_000
    row, mark, other = excerpt(line, [Mark(500_001, 500_005, "^"), Mark(7, 9, "-", "there")], 80)
    assert row.startswith("…x") and row.endswith("y…") and cell_width(row) <= 80
    assert mark.index("^") == row.index("here") and mark.count("^") == 4
    assert other == "- column 8: there"


def test_of_very_many_the_gravest_are_shown() -> None:
    span = Source("a.sladsl", "text").span(0, 4)
    warning, error = (Diagnostic(code, "said", span) for code in (findings.GAP, names.UNKNOWN_NAME))
    elsewhere = Diagnostic(findings.GAP, "said of a log", place="log.csv:1")
    assert worth_showing([warning] * 3 + [error] * 2, most=3) == [warning, error, error]
    assert worth_showing([error] * 5 + [elsewhere] * 5, most=3) == [error] * 3 + [elsewhere] * 5


def test_of_a_very_long_sentence_the_ends_are_shown() -> None:
    told = diagnostics_text([Diagnostic(names.UNKNOWN_NAME, f"there is no `{'x' * 100_000}` here")], SourceMap())
    assert told.startswith("error[SLA0101]: there is no `xxx") and told.endswith("xxx` here")
    assert len(told) < 1_100
