"""The frame of an agreement: what each clause becomes."""

from datetime import date

import pytest

from sladsl.syntax import ast
from syntax.nodes import AT, amount, name, names, percent, text, window
from syntax.reading import clause, read


def test_a_file_with_edition_and_two_agreements() -> None:
    file, diagnostics = read('edition 2026\nagreement a "One" { }\nagreement b { currency USD }')
    assert diagnostics == []
    assert file.edition == 2026
    assert [(each.name.text, each.title, len(each.clauses)) for each in file.agreements] == [
        ("a", "One", 0),
        ("b", None, 1),
    ]


NEW_YEAR = ast.Date(AT, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('provider acme "Acme"', ast.Party(AT, "provider", name("acme"), "Acme")),
        ("customer c", ast.Party(AT, "customer", name("c"))),
        ("party auditor", ast.Party(AT, "party", name("auditor"))),
        ("term 2026-01-01 until 2027-01-01", ast.Term(AT, NEW_YEAR, ast.Date(AT, date(2027, 1, 1)))),
        ("term 2026-01-01 through 2026-12-31", ast.Term(AT, NEW_YEAR, ast.Date(AT, date(2026, 12, 31)), through=True)),
        ("term from 2026-01-01", ast.Term(AT, NEW_YEAR, None)),
        ("term signed until left", ast.Term(AT, name("signed"), name("left"))),
        ('zone "Asia/Tehran"', ast.ZoneClause(AT, text("Asia/Tehran"))),
        ("zone home", ast.ZoneClause(AT, name("home"))),
        ("currency USD", ast.CurrencyClause(AT, name("USD"))),
        ("rounding half up", ast.Rounding(AT, "half up")),
        ("rounding half even", ast.Rounding(AT, "half even")),
        ("rounding up", ast.Rounding(AT, "up")),
        ("rounding down", ast.Rounding(AT, "down")),
        ('parameter p "P" = 5%', ast.Parameter(AT, name("p"), percent(5), "P")),
        ('parameter p one of x, "y z" = x', ast.Parameter(AT, name("p"), name("x"), None, (name("x"), text("y z")))),
        ("service api", ast.Service(AT, name("api"))),
        (
            'service api "API" { fee 12_000.00 USD per month fee 1 USD once }',
            ast.Service(
                AT, name("api"), "API", (ast.Fee(AT, amount(12000), window("month")), ast.Fee(AT, amount(1), None))
            ),
        ),
        ("limit all credits to 30% of fees", ast.TotalLimit(AT, ast.PercentOf(AT, percent(30), ast.Fees(AT)))),
        ("limit all credits to 5 USD per year", ast.TotalLimit(AT, amount(5), window("year"))),
        ("limit credits of a, b to 5 USD", ast.TotalLimit(AT, amount(5), None, names("a", "b"))),
    ],
)
def test_clauses(written: str, meant: ast.Clause) -> None:
    assert clause(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hour", window("hour")),
        ("calendar day", window("day")),
        ("week", window("week")),
        ("calendar month", window("month")),
        ("month from day 15", window("month", 15)),
        ('quarter in "Etc/UTC"', window("quarter", None, "Etc/UTC")),
        ("half year", window("half year")),
        ('calendar half year in "Etc/UTC"', window("half year", None, "Etc/UTC")),
        ("year", window("year")),
        ("term", window("term")),
    ],
)
def test_windows(written: str, meant: ast.WindowSpec) -> None:
    found = clause(f"service s {{ fee 1 USD per {written} }}")
    assert isinstance(found, ast.Service)
    assert found.fees[0].window == meant


def test_every_text_of_the_tree_is_plain() -> None:
    """Lark's tokens are texts too, and drag the whole parse along."""
    found = clause('provider é "É"')
    assert isinstance(found, ast.Party)
    assert {type(found.name.text), type(found.title), type(found.role)} == {str}
    found = clause("term from 2026-01-01")
    assert isinstance(found, ast.Term)
    ascii_name = clause("currency USD")
    assert isinstance(ascii_name, ast.CurrencyClause)
    assert type(ascii_name.currency.text) is str
