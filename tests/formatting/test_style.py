"""What the style is: a text, and what becomes of it."""

from textwrap import dedent

import pytest

from formatting.disturbed import policies
from sladsl.formatting import format_source
from sladsl.formatting.columns import TABLES
from sladsl.formatting.direction import in_order
from sladsl.syntax.grammar import parser
from sladsl.text import Source


def formatted(text: str) -> str:
    result = format_source(Source("contract.sladsl", text))
    assert [each.message for each in result.diagnostics] == []
    assert result.text is not None
    return result.text


def inside(clauses: str) -> str:
    """The clauses of an agreement, laid out."""
    lines = formatted(f"agreement a {{\n{dedent(clauses)}\n}}\n").split("\n")
    return "\n".join(line.removeprefix("  ") for line in lines[1:-2])


def shown(text: str) -> str:
    return dedent(text).strip("\n")


@pytest.mark.parametrize("path", policies(), ids=lambda path: path.stem)
def test_policies_are_in_the_style(path: object) -> None:
    text = getattr(path, "read_text")(encoding="utf-8")  # noqa: B009
    assert formatted(text) == text


def test_tables_are_rules_of_the_grammar() -> None:
    known = {str(name) for rule in parser().rules for name in (rule.origin.name, rule.alias)}
    assert set(TABLES) <= known


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("metric m=a . b*( - c+1 )", "metric m = a.b * (-c + 1)"),
        ("metric m = a≤b", "metric m = a ≤ b"),
        ("metric m = x is one of(a,b)", "metric m = x is one of (a, b)"),
        ("calendar c {\n open Sat   08:00 - 12:00 ,13:00-17:00\n}", "calendar c { open Sat 08:00-12:00, 13:00-17:00 }"),
        ("stream s of spans{}", "stream s of spans { }"),
        ('party a   "two  spaces"', 'party a "two  spaces"'),
        ("limit all credits to 50\u00a0 USD", "limit all credits to 50 USD"),
        ("define d = s where x\tat   least 2h before y", "define d = s where x at least 2h before y"),
        ("define d = s where x at most", None),
    ],
)  # fmt: skip
def test_rows(written: str, wanted: str | None) -> None:
    if wanted is None:
        result = format_source(Source("c", f"agreement a {{\n{written}\n}}"))
        assert result.text is None
        assert [each.code.id for each in result.diagnostics] != []
    else:
        assert inside(written) == wanted


def test_columns() -> None:
    assert inside(
        """
        provider p "P"
        customer long_name "C"
        parameter x = 1
        # a comment does not end a table
        term 2026-01-01 until 2027-01-01
        zone "UTC"

        currency USD
        """
    ) == shown(
        """
        provider p         "P"
        customer long_name "C"
        parameter x = 1
        # a comment does not end a table
        term     2026-01-01 until 2027-01-01
        zone     "UTC"

        currency USD
        """
    )


def test_tables_of_objectives() -> None:
    assert inside(
        """
        objective o for each tickets {
          by priority { P1: answer <= 15min, solution <= 4h
            long_label: answer <= 1h, solution <= 8h }
          when a = 1: x <= 2
          otherwise: x <= 10
          credit share of f {
            when p = q { below 99.9% gives 5%  below 9% gives 100% }  otherwise { below 1% gives 2% } }
        }
        """
    ) == shown(
        """
        objective o for each tickets {
          by priority {
            P1:         answer <= 15min, solution <= 4h
            long_label: answer <= 1h,    solution <= 8h
          }
          when a = 1: x <= 2
          otherwise:  x <= 10
          credit share of f {
            when p = q {
              below 99.9% gives   5%
              below 9%    gives 100%
            }
            otherwise {
              below 1% gives 2%
            }
          }
        }
        """
    )


def test_tables_of_scenarios() -> None:
    assert inside(
        """
        scenario "x" {
          tickets { case T priority P1  opened 2026-03-02T09:00
            case longer priority P2 opened 2026-03-03T09:00 }
          requests { every 5min total 100 errors 0 but from 2026-04-04T01:00 until 2026-04-04T02:00 errors 60
          }
          for each row of lasted, verdict, owed { 43min12s, met, 0 EUR
            7h12min, breached, 1_200 EUR }
        }
        """
    ) == shown(
        """
        scenario "x" {
          tickets {
            case T       priority P1  opened 2026-03-02T09:00
            case longer  priority P2  opened 2026-03-03T09:00
          }
          requests {
            every 5min  total 100  errors 0
              but from 2026-04-04T01:00 until 2026-04-04T02:00  errors 60
          }
          for each row of lasted, verdict, owed {
            43min12s, met,          0 EUR
            7h12min,  breached, 1_200 EUR
          }
        }
        """
    )


def test_long_rows_break_where_their_parts_are_farthest_apart() -> None:
    assert inside(
        """
        metric m "A title" for each tickets by opened = first_number_of_this_sum +
            second_number_of_this_sum * (third_number_of_this - fourth)
        objective o {
          when priority = P3: (time_to_close <= 65.5 business hours and made_sla) or
            not (time_to_close <= 65.5 business hours or made_sla)
          share of tickets where priority = P1 and region = eu with answer <= 15 business minutes
            of office >= 95% per month
        }
        stream s of cases { moments number_one, number_two, number_three, number_four, number_five, number_six,
          number_seven, number_8, nine }
        """
    ) == shown(
        """
        metric m "A title" for each tickets by opened =
          first_number_of_this_sum + second_number_of_this_sum * (third_number_of_this - fourth)
        objective o {
          when priority = P3:
            (time_to_close <= 65.5 business hours and made_sla)
            or not (time_to_close <= 65.5 business hours or made_sla)
          share of tickets where priority = P1 and region = eu with answer <= 15 business minutes of office >= 95%
          per month
        }
        stream s of cases {
          moments number_one, number_two, number_three, number_four, number_five, number_six, number_seven,
            number_8, nine
        }
        """
    )  # fmt: skip


def test_the_window_below_requirements_stays_there() -> None:
    below = "objective o for each t {\n  when a = 1: x <= 2h\n  y <= 2h\n  per calendar month\n}"
    assert inside(below) == below
    assert inside("objective o {\n x <= 2h   per calendar month }") == "objective o { x <= 2h per calendar month }"


def test_comments_stay_where_they_are() -> None:
    assert (
        formatted(
            shown(
                """
            # about the file

            edition 2026 # the only one
            # about the agreement
            agreement a { # opened

              # first


              # second
              zone "UTC"# zone
              metric m = a # one
              # between
              + b   # two
              objective o { x <= 1 # met
              }
              # last

            } # closed
            # end
            """
            )
        )
        == shown(
            """
        # about the file

        edition 2026  # the only one

        # about the agreement
        agreement a {  # opened
          # first

          # second
          zone "UTC"    # zone
          metric m = a  # one
            # between
            + b  # two
          objective o {
            x <= 1  # met
          }
          # last
        }  # closed
        # end
        """
        )
        + "\n"
    )


def test_marks_of_direction_stay_at_their_words() -> None:
    assert inside("metric \u200fنام\u200e   =\u061c 5") == "metric \u200fنام\u200e =\u061c 5"
    assert formatted('\u200f# یک\nagreement a { zone "UTC" }\u200e\n\u200f') == (
        '\u200f# یک\nagreement a {\n  zone "UTC"\n}\u200e\n\u200f\n'
    )


@pytest.mark.parametrize(
    ("written", "laid_out"),
    [
        ("kpi up { زمان <= 4h per month }", "kpi up { زمان\u200e <= 4h per month }"),
        ('provider شرکت "شرکت"', 'provider شرکت\u200e "شرکت"'),
        # A Latin letter follows before any number.
        ("metric زمان = time of outages", "metric زمان = time of outages"),
        ('provider شرکت "Acme 4"', 'provider شرکت "Acme 4"'),
        # The author has set one.
        ("metric زمان\u200f = 5", "metric زمان\u200f = 5"),
        ("metric زمان\u200e = 5", "metric زمان\u200e = 5"),
        ("metric m = دو(یک: 5)", "metric m = دو\u200e(یک\u200e: 5)"),
        ("metric m = طرح.مبلغ * 2", "metric m = طرح\u200e.مبلغ\u200e * 2"),
        # Of other scripts nothing is moved.
        ("metric 可用率 = 5", "metric 可用率 = 5"),
        ("metric เวลา = 5", "metric เวลา = 5"),
    ],
)
def test_numbers_keep_their_place_behind_names_from_right_to_left(written: str, laid_out: str) -> None:
    assert inside(written) == laid_out


def test_lines_that_are_shown_keep_the_order_too() -> None:
    assert in_order("قطعی_ها { 2026-01-01 for 2h }") == "قطعی_ها\u200e { 2026-01-01 for 2h }"
    assert in_order('قطعی_ها { from 2026-01-01  cause "برق" }') == 'قطعی_ها { from 2026-01-01  cause "برق" }'


def test_two_names_from_right_to_left_do_not_trade_places() -> None:
    assert inside("metric m = اول\n - دوم") == "metric m = اول\u200e - دوم"


def test_files() -> None:
    assert formatted('\ufeffagreement a{\r\n zone "UTC"\r\n\r\n}\r\nagreement b{}\r\n\r\n') == (
        'agreement a {\n  zone "UTC"\n}\n\nagreement b { }\n'
    )
    assert inside('party e\u0301 "e\u0301"  # e\u0301') == 'party \u00e9 "e\u0301"  # \u00e9'


def test_a_number_before_a_calendar() -> None:
    """Only the line end tells that this is no `2 calendar …`."""
    clauses = "parameter x = 2\ncalendar y { open always }"
    assert inside(clauses) == clauses


def test_all_mistakes_are_told() -> None:
    result = format_source(Source("c", 'agreement a {\n  zon "UTC"\n  metric = 5\n}\n'))
    assert result.text is None
    assert len(result.diagnostics) == 2
