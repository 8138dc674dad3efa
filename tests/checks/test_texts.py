"""Numbers in titles and prose."""

from fractions import Fraction
from pathlib import Path

import pytest

from checks.finding import codes
from sladsl.checks.figures import figures

UP = 'stream outages of spans { } objective up "TITLE" { availability of outages >= 99.5% per month }'
TICKETS = """
  stream tickets of cases { moments opened, answered }
  metric answer for each tickets by opened = time from opened to answered
  objective answers "TITLE" { share of tickets with answer <= 15min >= 95% per month }
"""


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("99.9 % uptime", "percent", Fraction(999, 1000)),
        ("sẵn sàng 99,9 %", "percent", Fraction(999, 1000)),
        ("ความพร้อม ๙๙.๙%", "percent", Fraction(999, 1000)),
        ("۹۹٫۹٪ در ماه", "percent", Fraction(999, 1000)),
        ("可用性 99.9％", "percent", Fraction(999, 1000)),
        ("trả lời trong 15 phút", "time", Fraction(15 * 60 * 10**6)),
        ("ตอบภายใน 15 นาที", "time", Fraction(15 * 60 * 10**6)),
        ("پاسخ در ۱۵ دقیقه", "time", Fraction(15 * 60 * 10**6)),
        ("15 分鐘內回覆", "time", Fraction(15 * 60 * 10**6)),
        ("43 min 12 s", "time", Fraction(2592 * 10**6)),
        ("a 30-minute window", "time", Fraction(1800 * 10**6)),
        ("at most 1,000 USD", "money", Fraction(1000)),
        ("at most 1.000,50 USD", "money", Fraction(2001, 2)),
    ],
)
def test_figures(text: str, kind: str, value: Fraction) -> None:
    (found,) = figures(text)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    "text", ["Gold 24/7", "P1 and P2", "tier 3", "RFC 2119", "ISO 27001", "version 2.4", "100 ABC"]
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        (UP, "99.9 % availability", ["SLA1060"]),
        (UP, "99.5 % availability", []),
        (UP, "Sẵn sàng 99,5 %", []),
        (UP, "At most 0.5 % of the time down", []),
        (UP, "Measured over 30 days", []),
        (UP, "Answered in 15 minutes", []),
        (UP, "Gold, 24/7", []),
        (TICKETS, "95 % answered in 15 minutes", []),
        (TICKETS, "95 % answered in 30 minutes", ["SLA1060"]),
        (TICKETS, "Trả lời trong 15 phút", []),
        (TICKETS, "Trả lời trong 20 phút", ["SLA1060"]),
        (TICKETS, "Answered in a quarter of an hour", []),
    ],
)
def test_titles(text: str, title: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, text.replace("TITLE", title)) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("99.5 % (3.6 hours a month)", []),
        ("99.5 % (3 hours 36 minutes a month)", []),
        ("99.5 % (3 hours 39 minutes a month)", []),
        ("99.5 % (5 hours a month)", ["SLA1061"]),
        ("99.5 % (43 hours 48 minutes a year)", []),
        ("99.5 % (3 hours 36 minutes a year)", ["SLA1061"]),
        ("99.5 %, answered in 5 hours", []),
    ],
)
def test_percentages_and_times(title: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, UP.replace("TITLE", title)) == found


def test_prose_and_titles_in_other_languages(tmp_path: Path) -> None:
    up = UP.replace('"TITLE" ', "")
    assert codes(tmp_path, up + ' title of up in vi "Sẵn sàng 99,9 %"') == ["SLA1060"]
    assert codes(tmp_path, up + ' title of up in vi "Sẵn sàng 99,5 %"') == []
    clause = ' clause aim "Aim" { text "We aim at 99.9 % (2 hours a month)." }'
    assert codes(tmp_path, up + clause) == ["SLA1061"]
    assert codes(tmp_path, up + clause.replace("2 hours", "43 minutes")) == []
