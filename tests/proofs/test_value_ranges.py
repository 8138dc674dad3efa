"""Between which values a formula of a window lies, for numbers of which only the ends are known."""

from fractions import Fraction

import pytest

from sladsl.proofs.money.account import Account
from sladsl.proofs.money.ranges import Range, range_of_value
from sladsl.proofs.subject import Subject
from strategies.contracts import graph_of

OPEN: Range = (None, None)


def number(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def between(formula: str, down: tuple[object, object], asked: tuple[object, object]) -> Range:
    """The range of a formula where the numbers of outages (`down`) and of requests (`asked`) lie in these."""
    graph = graph_of(f"""
agreement a {{
  term 2026-01-01 until 2027-01-01
  zone "Etc/UTC"
  stream outages of spans {{ }}
  stream requests of events {{ failed yes or no }}
  metric down = count of outages
  metric asked = count of requests
  metric value = {formula}
  objective up {{ down <= 3 per calendar month }}
  objective used {{ asked <= 3 per calendar month }}
  objective good {{ value <= {"300%" if "/ asked" in formula else 3} per calendar month }}
}}
""")
    account = Account(Subject(graph))
    refs = [each.checks[0].measured for each in graph.objectives]
    scanned = account.subject.scan(graph.objectives[2])
    assert scanned is not None
    cell = account.liability.pricing.cell(scanned, scanned.contexts[0][0], scanned.window)
    ends = {ref: (number(low), number(high)) for ref, (low, high) in zip(refs, (down, asked), strict=False)}
    return range_of_value(cell, refs[2], ends)


@pytest.mark.parametrize(
    ("formula", "down", "asked", "amounts"),
    [
        ("down", (1, 4), OPEN, (1, 4)),
        ("down", (1, None), OPEN, (1, None)),
        ("(down + asked)", (1, 4), (2, 10), (3, 14)),
        ("(down + asked)", (1, None), (2, 10), (3, None)),
        ("(down + asked)", (1, 4), (None, 10), (None, 14)),
        ("(down - asked)", (1, 4), (2, 10), (-9, 2)),
        ("(down - asked)", (1, 4), (2, None), (None, 2)),
        ("(down - asked)", (1, None), (2, 10), (-9, None)),
        ("down * asked", (1, 4), (2, 10), (2, 40)),
        ("down * asked", (1, None), (2, 10), (2, None)),
        ("down * asked", (1, 4), (2, None), (2, None)),
        # Nothing times whatever there is.
        ("down * asked", (0, 0), (2, None), (0, 0)),
        ("down * asked", (2, None), (0, 0), (0, 0)),
        ("down * asked", (-2, 3), (5, 7), (-14, 21)),
        ("asked * down", (-2, 3), (5, 7), (-14, 21)),
        ("down * asked", (-2, 3), (-5, 7), (-15, 21)),
        ("down * asked", (-2, 3), (5, None), OPEN),
        ("down * asked", (None, 3), (5, 7), OPEN),
        ("down * asked", (5, 7), (None, 3), OPEN),
        ("down / asked", (1, 4), (2, 10), ("1/10", 2)),
        ("down / asked", (1, 4), (2, None), (0, 2)),
        ("down / asked", (1, 4), (0, 10), ("1/10", None)),
        ("down / asked", (0, 0), (2, 10), (0, 0)),
        ("down / asked", (0, 4), (0, 0), (0, None)),
        # Nothing of nothing is not known, nor what is below nothing.
        ("down / asked", (0, 0), (0, 10), OPEN),
        ("down / asked", (1, 4), (-1, 10), OPEN),
        ("down / asked", (1, 4), (None, 10), OPEN),
        ("(greater of (down, asked))", (1, 4), (2, 3), (2, 4)),
        ("(greater of (down, asked))", (1, 4), (2, None), (2, None)),
        ("(greater of (down, asked))", (None, 4), (2, 3), (2, 4)),
        ("(greater of (down, asked))", (None, 4), (None, 3), (None, 4)),
        ("(lesser of (down, asked))", (1, 4), (2, 3), (1, 3)),
        ("(lesser of (down, asked))", (1, 4), (None, 3), (None, 3)),
        ("(lesser of (down, asked))", (1, None), (2, 3), (1, 3)),
        ("(lesser of (down, asked))", (1, None), (2, None), (1, None)),
        ("(down / 3 rounded to 1 place)", (1, 5), OPEN, ("3/10", "17/10")),
        ("(down / 3 rounded to 1 place)", (1, None), OPEN, ("3/10", None)),
        ("(down - asked rounded to 1 place)", (1, 4), (2, None), (None, 2)),
        ("(started 3 in down)", (3, 7), OPEN, (1, 3)),
        ("(started 3 in down)", (4, 6), OPEN, (2, 2)),
        ("(full 3 in down)", (3, 8), OPEN, (1, 2)),
        # No step is begun below nothing.
        ("(started 3 in down)", (-7, -4), OPEN, (0, 0)),
        ("(full 3 in down)", (None, None), OPEN, (0, None)),
        ("down, asked where down > 2", (1, 4), (3, 5), (1, 5)),
        ("down, asked where down > 2", (3, 4), (None, 5), (None, 5)),
        ("down, asked where down > 2", (3, None), (1, 5), (1, None)),
        # What is fixed is what it is.
        ("down + 2 * 3", (1, 4), OPEN, (7, 10)),
        # Of a number of which nothing is said.
        ("(count of requests where failed)", (1, 4), (1, 4), OPEN),
        ("3 - (down - (count of requests where failed))", (1, 4), (1, 4), OPEN),
    ],
)
def test_of_a_formula(
    formula: str, down: tuple[object, object], asked: tuple[object, object], amounts: tuple[object, object]
) -> None:
    low, high = amounts
    assert between(formula, down, asked) == (number(low), number(high))
