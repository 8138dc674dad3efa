"""After a mistake: the other clauses are kept, the broken one is known by name, and nothing is said twice."""

import pytest

from sladsl.syntax import ast
from sladsl.text import Source
from syntax.reading import placed as placed_in
from syntax.reading import read
from syntax.test_places import GOLD


def broken(text: str) -> tuple[list[tuple[str, str | None]], list[str]]:
    """The broken clauses, and what is said."""
    file, diagnostics = read(text)
    clauses = [clause for agreement in file.agreements for clause in agreement.clauses]
    found = [(each.keyword, each.name) for each in clauses if isinstance(each, ast.Broken)]
    return found, [each.split()[0] for each in placed_in(Source("", text), diagnostics)]


@pytest.mark.parametrize(
    ("right", "wrong", "lost", "codes"),
    [
        ("uptime >= 99.9%", "uptime >== 99.9%", [("objective", "api_up")], ["SLA0001"]),
        ('holidays "cal', "holidays cal", [("calendar", "office")], ["SLA0035"]),
        ("}\n\n  calendar office", "\n\n  calendar office", [("service", "api")], ["SLA0004"]),
        ("gives  30%\n    }", "gives  30%\n", [("objective", "api_up")], ["SLA0004"]),
        ("counts as up\n  }", "counts as up\n  }\n  }", [("exclusion", "maintenance")], ["SLA0005"]),
        ("metric good = 100%", "metirc good = 100%", [("metric", "good")], ["SLA0002"]),
        ("metric good =", "metric good", [("metric", "good")], ["SLA0001"]),
        ('"Acme Cloud JSC"', '"Acme Cloud JSC', [("provider", "acme")], ["SLA0006"]),
        ("limit all credits", "limit all credit", [("limit", None)], ["SLA0002"]),
        ("2026-01-01 until", "2026-01-32 until", [("term", None)], ["SLA0040"]),
        ("12_000.00", "12,000.00", [("service", "api")], ["SLA0030"]),
        ('agreement acme_gold "', 'agreement "', [], ["SLA0001"]),
    ],
)
def test_one_clause_is_lost(right: str, wrong: str, lost: list[tuple[str, str | None]], codes: list[str]) -> None:
    assert GOLD.count(right) == 1
    assert broken(GOLD.replace(right, wrong)) == (lost, codes)
    kept = read(GOLD)[0].agreements[0].clauses
    found = read(GOLD.replace(right, wrong))[0].agreements[0].clauses
    assert len(found) == len(kept)
    assert [
        pair for pair in zip(found, kept, strict=True) if pair[0] != pair[1] and not isinstance(pair[0], ast.Broken)
    ] == []


def test_an_open_brace_is_shown_where_it_opens() -> None:
    text = GOLD.replace("}\n\n  calendar", "\n\n  calendar")
    (diagnostic,) = read(text)[1]
    assert diagnostic.span is not None
    assert text[: diagnostic.span.end].endswith('service api "Public API" {')
    (label,) = diagnostic.labels
    assert text[: label.span.end].endswith("per month")


def test_several_mistakes_in_a_file() -> None:
    text = GOLD.replace("per calendar month\n    credit 50", "pr calendar month\n    credit 50")
    text = text.replace("cause      text", "cause      txt").replace("metric good = 100% -", "metric good = 100% -\n")
    text = text.replace("metric good = 100% -\n error_rate", "metric good =")
    lost, codes = broken(text)
    assert lost == [("stream", "outages"), ("metric", "good"), ("objective", "quick_answer")]
    assert codes == ["SLA0002", "SLA0003", "SLA0002"]


def test_several_mistakes_in_a_block() -> None:
    text = GOLD.replace("below 99.9%  gives  10%", "below 99.9%  give  10%").replace("gives  30%", "gives")
    text = text.replace("pay only above 1.00 USD", "pay only abov 1.00 USD").replace(
        "claim in claims", "clam in claims"
    )
    file, diagnostics = read(text)
    said = [each.split(None, 1)[1] for each in placed_in(Source("", text), diagnostics)]
    assert [each.split()[1] for each in said] == ["give", "gives", "abov", "clam"]
    assert sum(isinstance(each, ast.Broken) for each in file.agreements[0].clauses) == 1


def test_a_line_that_goes_on_is_no_second_mistake() -> None:
    found = broken("agreement a {\n objective o {\n  share of t where where\n  >= 95%\n  per month\n }\n}")
    assert found == ([("objective", "o")], ["SLA0001"])


def test_two_agreements_are_kept_apart() -> None:
    second = GOLD.partition("\n\n")[2].replace("metric good = 100%", "metric good = = 100%")
    file, diagnostics = read(GOLD + second)
    assert len(file.agreements) == 2
    assert file.edition == 2026
    assert file.agreements[0] == read(GOLD)[0].agreements[0]
    assert [each.code.id for each in diagnostics] == ["SLA0001"]


def test_a_misspelt_clause_does_not_break_the_one_before() -> None:
    assert broken("agreement a {\n metric b = 5\n metirc c = 6\n}") == ([("metric", "c")], ["SLA0002"])


def test_names_of_broken_clauses_are_composed() -> None:
    assert broken("agreement a {\n metric e\u0301 =\n}") == ([("metric", "é")], ["SLA0003"])


def test_not_more_than_a_hundred_clauses_are_explained() -> None:
    lost, codes = broken("agreement a {\n" + " metric m =\n" * 1_000 + "}")
    assert (len(lost), len(codes)) == (1_000, 100)
