"""Expressions: what each form becomes, and how they bind."""

from datetime import date
from fractions import Fraction

import pytest

from sladsl.syntax import ast
from syntax.nodes import AT, IS_ONE, A, B, C, amount, compare, name, named_set, names, number, percent, quantity, text
from syntax.reading import expression, read

DOWN = named_set("down")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12_000.50", number("12000.5")),
        ("0.1", number("0.1")),
        ("99.95%", percent("99.95")),
        ("1_000 USD", amount(1000)),
        ('"a \\"b\\" \\\\ \\n\\t"', text('a "b" \\ \n\t')),
        ("2026-01-31", ast.Date(AT, date(2026, 1, 31))),
        ("2026-01-31T08:00Z", ast.Moment(AT, "2026-01-31T08:00Z")),
        ("yes", ast.Flag(AT, True)),
        ("no", ast.Flag(AT, False)),
        ("72h", quantity(72, "hour")),
        ("1.5h", quantity("1.5", "hour")),
        ("250ms", quantity(250, "millisecond")),
        ("10us", quantity(10, "microsecond")),
        ("30s", quantity(30, "second")),
        ("1h30min", quantity(90, "minute")),
        ("1h0.5s", quantity("3600.5", "second")),
        ("30 days", quantity(30, "day")),
        ("1 month", quantity(1, "month")),
        ("30 calendar days", quantity(30, "day", "calendar")),
        ("4 business hours", quantity(4, "hour", "business")),
        ("4 business hours of office", quantity(4, "hour", "business", "office")),
        ("a", A),
        ("api.fee", ast.Member(AT, name("api"), name("fee"))),
        ("fees", ast.Fees(AT)),
    ],
)
def test_literals_and_names(written: str, meant: ast.Expression) -> None:
    assert expression(written) == meant


def arithmetic(operator: str, left: ast.Expression, right: ast.Expression) -> ast.Arithmetic:
    return ast.Arithmetic(AT, operator, left, right)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a + b * c", arithmetic("+", A, arithmetic("*", B, C))),
        ("(a + b) * c", arithmetic("*", arithmetic("+", A, B), C)),
        ("a - b - c", arithmetic("-", arithmetic("-", A, B), C)),
        ("-a / b", arithmetic("/", ast.Negate(AT, A), B)),
        ("30% of a + b", arithmetic("+", ast.PercentOf(AT, percent(30), A), B)),
        ("90 days of a", ast.TimeShareOf(AT, quantity(90, "day"), A)),
        ("a + b rounded to 2 places", ast.RoundTo(AT, arithmetic("+", A, B), 2)),
        ("a rounded to 1 place >= b", compare(ast.RoundTo(AT, A, 1), ">=", B)),
        ("a ≤ b", compare(A, "<=", B)),
        ("a≥b", compare(A, ">=", B)),
        ("a ≠ b", compare(A, "!=", B)),
        ("a = 1 or b and not c", ast.Logic(AT, "or", IS_ONE, ast.Logic(AT, "and", B, ast.Not(AT, C)))),
        ('a is one of (b, "c")', ast.OneOf(AT, A, (B, text("c")))),
        ("a is present", ast.Presence(AT, A, True)),
        ("a is missing", ast.Presence(AT, A, False)),
        ("a within office", ast.Within(AT, A, name("office"))),
        ("a at least 72h before b", ast.Notice(AT, A, quantity(72, "hour"), "before", B)),
        ("a at  least 1h after b", ast.Notice(AT, A, quantity(1, "hour"), "after", B)),
        ("greater of (a, b, c)", ast.Extreme(AT, "greater", (A, B, C))),
        ("lesser of (a, b)", ast.Extreme(AT, "lesser", (A, B))),
        ("started 30min in a", ast.Steps(AT, "started", quantity(30, "minute"), A)),
        ("full 1 hour in a", ast.Steps(AT, "full", quantity(1, "hour"), A)),
        ("next a of b", ast.NearRecord(AT, "next", A, B)),
        ("previous a of b where a = 1", ast.NearRecord(AT, "previous", A, B, IS_ONE)),
    ],
)
def test_operators(written: str, meant: ast.Expression) -> None:
    assert expression(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("availability of down", ast.Availability(AT, DOWN)),
        (
            "availability of down where a = 1, excluding a and b, in office, over 30 days, "
            "unknown while c, unknown counts as up",
            ast.Availability(
                AT,
                named_set("down", IS_ONE),
                (A, B),
                name("office"),
                quantity(30, "day"),
                named_set("c"),
                "up",
            ),
        ),
        ("availability of down, unknown counts as down", ast.Availability(AT, DOWN, unknown="down")),
        ("availability of down, unknown leaves the denominator", ast.Availability(AT, DOWN, unknown="leaves")),
        ("time of window", ast.WindowLength(AT)),
        ("time of down during a", ast.TimeOf(AT, ast.Combined(AT, "during", DOWN, named_set("a")))),
        ("time from a to b", ast.Clock(AT, A, B)),
        (
            "time in office from a to b, without c and b, deadline at close",
            ast.Clock(AT, A, B, name("office"), names("c", "b"), "close"),
        ),
        ("time from a to b, deadline at next opening", ast.Clock(AT, A, B, deadline="next opening")),
        ("count of a where a = 1", ast.CountOf(AT, A, IS_ONE)),
        ("sum of a of b", ast.StatisticOf(AT, "sum", A, B)),
        ("mean of a / b of c where a = 1", ast.StatisticOf(AT, "mean", arithmetic("/", A, B), C, IS_ONE)),
        ("max of a of b", ast.StatisticOf(AT, "max", A, B)),
        ("min of a of b", ast.StatisticOf(AT, "min", A, B)),
        ("median of a of b", ast.StatisticOf(AT, "median", A, B)),
        ("percentile 99.9 of a of b", ast.StatisticOf(AT, "percentile", A, B, percentile=Fraction("99.9"))),
        ("share of a where a = 1 with b", ast.ShareOf(AT, A, B, IS_ONE)),
        (
            "mean over buckets of 5min of b where a = 1: a / b, 0% where a = 1, missing counts as 0%",
            ast.BucketMean(
                AT,
                quantity(5, "minute"),
                B,
                arithmetic("/", A, B),
                IS_ONE,
                (ast.ValueCase(AT, percent(0), IS_ONE),),
                percent(0),
            ),
        ),
        (
            "mean over buckets of 1h of b: a, missing leaves the mean",
            ast.BucketMean(AT, quantity(1, "hour"), B, A, missing="leaves"),
        ),
    ],
)
def test_measures(written: str, meant: ast.Expression) -> None:
    assert expression(written) == meant


def test_words_of_the_language_are_names_where_they_cannot_be_words() -> None:
    assert expression("api.time") == ast.Member(AT, name("api"), name("time"))
    assert expression("a.b + order") == arithmetic("+", ast.Member(AT, A, B), name("order"))
    assert expression("percentage") == name("percentage")


SOFT = ("availability count consecutive full greater lesser max mean median min percentile share started sum time "
        "points credit bonus limit warn pay").split()  # fmt: skip


@pytest.mark.parametrize("word", SOFT)
@pytest.mark.parametrize(
    "text",
    [
        "agreement a {{ parameter {0} = 5 metric m = 1 + {0} * 2 }}",
        "template a({0}, b) {{ metric m = 1 + {0} / b }}",
        "agreement a {{ stream s of spans {{ {0} number }} metric m = count of s where {0} >= 5 and {0} < 9 }}",
        "agreement a {{ metric {0} = 1 objective o {{ (1 + {0}) >= 2 * {0} per month }} }}",
    ],
)
def test_words_that_the_file_names_are_names_where_nothing_else_leads_on(word: str, text: str) -> None:
    assert read(text.format(word))[1] == []


@pytest.mark.parametrize("word", ["share", "count"])
def test_what_can_go_on_with_a_word_does(word: str) -> None:
    file, found = read(f"agreement a {{ parameter {word} = 5 metric m = {word} of s{' with x' * (word == 'share')} }}")
    assert found == []
    (metric,) = (each for each in file.agreements[0].clauses if isinstance(each, ast.Metric))
    assert isinstance(metric.value, ast.ShareOf | ast.CountOf)


def test_names_are_compared_in_their_composed_form() -> None:
    decomposed, composed = "e\u0301te\u0301", "été"
    assert expression(decomposed) == name(composed)


@pytest.mark.parametrize(
    "written", ["สถานะ", "آمار_روز", "می\u200cروند", "上線時間", "thời_gian", "x2", "_a", "x\u0660"]
)
def test_names_of_any_script(written: str) -> None:
    assert expression(written) == name(written)
