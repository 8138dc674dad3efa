"""Places: every node points at its own words, whatever the line endings and spaces; comments are all kept."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from sladsl.syntax import ast, parse
from sladsl.text import Source
from syntax.reading import read, source_of

GOLD = (Path(__file__).parent / "gold.sladsl").read_text(encoding="utf-8")


def nodes(value: object) -> Iterator[ast.Node]:
    if isinstance(value, tuple):
        for each in value:
            yield from nodes(each)
    elif is_dataclass(value):
        if isinstance(value, ast.Node):
            yield value
        for each in fields(value):
            yield from nodes(getattr(value, each.name))


def words(text: str, node: ast.Node) -> str:
    return text[node.span.start : node.span.end]


def test_names_and_numbers_point_at_themselves() -> None:
    file, diagnostics = read(GOLD)
    assert diagnostics == []
    found = list(nodes(file))
    assert len(found) > 200
    for node in found:
        if isinstance(node, ast.Name):
            assert words(GOLD, node) == node.text
        if isinstance(node, ast.Text):
            assert words(GOLD, node) == f'"{node.value}"'
        if isinstance(node, ast.Percent):
            assert words(GOLD, node).endswith("%")


def test_a_node_lies_within_the_one_around_it() -> None:
    for outer in nodes(read(GOLD)[0]):
        for inner in nodes(tuple(getattr(outer, each.name) for each in fields(outer))):
            assert outer.span.start <= inner.span.start <= inner.span.end <= outer.span.end


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("metric m = (a + b) * c", "(a + b) * c"),
        ("metric m =\n  a  >=\n 5 ", "a  >=\n 5"),
        ("metric m = time of window", "time of window"),
        ("metric m = 4 business hours of office", "4 business hours of office"),
        ("metric m = fees # all", "fees"),
    ],
)
def test_values(written: str, expected: str) -> None:
    source = source_of(written)
    (metric,) = parse(source)[0].agreements[0].clauses
    assert isinstance(metric, ast.Metric)
    assert words(source.text, metric.value) == expected


def test_clauses_end_with_their_last_word() -> None:
    file, _ = read(GOLD)
    ends = [words(GOLD, each).split()[-1] for each in file.agreements[0].clauses]
    assert ends[:6] == ['JSC"', 'Traders"', "2027-01-01", '"Asia/Ho_Chi_Minh"', "USD", "standard"]
    assert words(GOLD, file.agreements[0]) == GOLD[GOLD.index("agreement") :].rstrip()


@pytest.mark.parametrize("ending", ["\r\n", "\n\n", " \f\n"])
def test_other_line_endings_change_places_only(ending: str) -> None:
    file, diagnostics = read(GOLD.replace("\n", ending))
    assert diagnostics == []
    assert file.agreements == read(GOLD)[0].agreements


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u3000", "\u200e", "\u200f", " \u2028"])
def test_other_spaces_are_spaces(space: str) -> None:
    lines = [line if '"' in line or "#" in line else line.replace(" ", space) for line in GOLD.split("\n")]
    file, diagnostics = read("\n".join(lines))
    assert diagnostics == []
    assert file.agreements == read(GOLD)[0].agreements


def test_quoted_text_keeps_its_spaces() -> None:
    file, _ = read('agreement a "x\u00a0y\u200f" { }')
    assert file.agreements[0].title == "x\u00a0y\u200f"


def test_a_mark_at_the_start_of_the_file_is_a_space() -> None:
    file, diagnostics = read("\ufeff" + GOLD)
    assert diagnostics == []
    assert file.agreements[0].span.start == GOLD.index("agreement") + 1


def test_comments_are_kept_in_order_with_their_places() -> None:
    text = '# one\r\nagreement a { # two "{"\n zone "#no" #three\n} #'
    file, diagnostics = read(text)
    assert diagnostics == []
    assert [each.text for each in file.comments] == ["# one", '# two "{"', "#three", "#"]
    assert [words(text, each) for each in file.comments] == [each.text for each in file.comments]


def test_comments_of_a_broken_file_are_kept_too() -> None:
    file, diagnostics = read("# one\nagreement a { # two\n metric = # three\n}")
    assert len(diagnostics) == 1
    assert [each.text for each in file.comments] == ["# one", "# two", "# three"]


def test_the_whole_file_has_a_place() -> None:
    source = Source("x", GOLD)
    assert parse(source)[0].span == source.span(0, len(GOLD))
