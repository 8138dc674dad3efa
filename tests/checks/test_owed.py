"""What any compiler owes its users: each mistake alone in a small contract, and what comes near it."""

from pathlib import Path

import pytest

from checks.finding import codes

UP = "stream outages of spans { cause text } "
KPI = "kpi up { availability of outages >= 99% per month } "
API = "service api { fee 100 USD per month } "
IN_C = UP + "kpi up { availability of outages, in c >= 99% per month } "
MUCH = "objective up { availability of outages >= 99% per month credit AMOUNT } "
APART = UP + 'exclusion m { outages where cause = "m" counts as up } ' + KPI.replace("outages", "outages, excluding m")
ANSWERS = "stream tickets of cases { moments opened, answered } calendar office { open Mon to Fri 08:00-17:00 } "
ANSWERS += "metric answer for each tickets by opened = time in office from opened to answered "


def two(one: str, other: str) -> str:
    metrics = f"metric {one} = availability of outages metric {other} = availability of outages "
    return f"{UP}{metrics}kpi first {{ {one} >= 99% per month }} kpi second {{ {other} >= 98% per month }}"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("uptime", "uptim\u0435", True),
        ("uptime", "uptimes", False),
        ("up0", "upO", True),
        ("up1", "upl", True),
        ("up1", "up2", False),
        ("\u06cc\u06a9", "\u064a\u06a9", True),
        ("\u06a9\u0627\u0631", "\u0643\u0627\u0631", True),
        ("\u062e\u0627\u0646\u0647\u200c\u0647\u0627", "\u062e\u0627\u0646\u0647\u0647\u0627", True),
        ("\u0e40\u0e40\u0e14\u0e07", "\u0e41\u0e14\u0e07", True),
        ("\u0e41\u0e14\u0e07", "\u0e14\u0e33", False),
        ("ho\u00e0", "h\u00f2a", True),
        ("b\u00e1n", "b\u1ea3n", False),
        ("\uff41", "a", True),
        ("\u65e5", "\u66f0", False),
    ],
)
def test_look_alike_names(one: str, other: str, alike: bool, tmp_path: Path) -> None:
    assert codes(tmp_path, two(one, other)) == (["SLA0554"] if alike else [])


@pytest.mark.parametrize(
    "text",
    [
        "provider acme customer \u0430cme " + UP + KPI,
        UP.replace("cause text", "cause text c\u0430use text") + KPI.replace("outages", 'outages where cause = "x"', 1),
        UP.replace("text", "one of disk, d\u0456sk") + KPI,
        "stream t of cases { moments opened, \u043epened } kpi k { count of t by opened >= 1 per month }",
        'agreement acme { term 2026-01-01 until 2027-01-01 zone "UTC" '
        f'{UP}{KPI}}} agreement \u0430cme {{ term 2026-01-01 until 2027-01-01 zone "UTC" {UP}{KPI}}}',
    ],
)
def test_look_alikes_wherever_names_stand(text: str, tmp_path: Path) -> None:
    assert codes(tmp_path, text) == ["SLA0554"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Unknown names, attributes, words.
        (UP + "kpi up { availability of outage >= 99% per month }", ["SLA0101"]),
        (UP + 'kpi up { availability of outages where couse = "x" >= 99% per month }', ["SLA0104"]),
        (UP + "penalty up { availability of outages >= 99% per month }", ["SLA0002"]),
        (UP + KPI, []),
        # Units.
        (UP + "kpi up { availability of outages >= 99 per month }", ["SLA0201"]),
        (UP + "kpi down { time of outages <= 4% per month }", ["SLA0201"]),
        (UP + "kpi down { time of outages <= 4h per month }", []),
        (ANSWERS + "kpi k { share of tickets with answer <= 4h >= 95% per month }", ["SLA0201"]),
        (ANSWERS + "kpi k { share of tickets with answer <= 3 days >= 95% per month }", ["SLA0201"]),
        (ANSWERS + "kpi k { share of tickets with answer <= 4 business hours >= 95% per month }", []),
        # Currencies.
        (UP + MUCH.replace("AMOUNT", "5 EUR"), ["SLA0201"]),
        (UP + MUCH.replace("AMOUNT", "5 USD + 5 EUR"), ["SLA0201"]),
        (UP + MUCH.replace("AMOUNT", "5.555 USD"), ["SLA0211"]),
        (UP + MUCH.replace("AMOUNT", "5 XYZ"), ["SLA0202"]),
        (UP + API.replace("USD", "EUR") + MUCH.replace("AMOUNT", "10% of api.fee"), ["SLA0201"]),
        (UP + MUCH.replace("AMOUNT", "5 USD"), []),
        # Windows without fees.
        (UP + "service api " + MUCH.replace("AMOUNT", "10% of api.fee"), ["SLA0107"]),
        (UP + API.replace("per month", "once") + MUCH.replace("AMOUNT", "10% of api.fee"), ["SLA1033"]),
        (UP + API.replace("per month", "per year") + MUCH.replace("AMOUNT", "10% of api.fee"), []),
        # Calendars without hours.
        ("calendar c { } " + IN_C, ["SLA0304"]),
        ("calendar c { closed 2026-03-01 } " + IN_C, ["SLA0304"]),
        ("calendar c { open Mon 08:00-17:00 closed 2026-01-01 until 2027-01-01 } " + IN_C, ["SLA0304"]),
        ("calendar c { open Mon 08:00-17:00 closed 2026-01-01 until 2026-02-01 } " + IN_C, ["SLA1043"]),
        ("calendar c { open Mon 08:00-17:00 closed 2026-01-01 until 2026-01-25 } " + IN_C, []),
        ("calendar c { open Mon to Fri 08:00-17:00 } " + IN_C.replace("month", "day"), ["SLA1043"]),
        ("calendar c { open Mon to Fri 08:00-17:00 } " + IN_C.replace("month", "week"), []),
        ("calendar c { open every day 08:00-17:00 } " + IN_C.replace("month", "day"), []),
        # Silent readings.
        (APART.replace(" counts as up", ""), ["SLA0550"]),
        (APART, []),
        # Controls that turn text round; marks that keep it in order are fine.
        (UP + KPI.replace("up", 'up "ab\u202ecd"', 1), ["SLA0021"]),
        (UP + "# \u2066x\n" + KPI, ["SLA0021"]),
        (UP + KPI.replace("up", 'up "a\u200fb"', 1), []),
        (UP + "\u200e" + KPI, []),
        # Warnings beyond the target.
        (UP + KPI.replace("per month", "per month warn at 120% of target"), ["SLA0208"]),
        (UP + KPI.replace("per month", "per month warn at 80% of target"), []),
    ],
)  # fmt: skip
def test_mistakes_and_what_is_none(text: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, text) == found


HOLIDAYS = """
source  = "gazette"
version = "1"
covers  = { from = 2026-01-01, until = 2027-01-01 }
[[day]]
date = 2026-03-02
name = "Day off"
"""


@pytest.mark.parametrize(
    ("holidays", "found"),
    [
        (HOLIDAYS, []),
        (HOLIDAYS.replace("until = 2027-01-01", "until = 2026-12-31"), ["SLA0552"]),
        (HOLIDAYS.replace("from = 2026-01-01", "from = 2026-01-02"), ["SLA0552"]),
        (HOLIDAYS + 'kind = "estimated"', ["SLA0553"]),
        # An estimate outside the term decides nothing.
        (
            HOLIDAYS.replace("2026-03-02", "2025-03-02").replace("from = 2026", "from = 2025") + 'kind = "estimated"',
            [],
        ),
    ],
)
def test_holiday_data(holidays: str, found: list[str], tmp_path: Path) -> None:
    (tmp_path / "days.toml").write_text(holidays, encoding="utf-8")
    text = 'calendar c { open Mon to Fri 08:00-17:00 holidays "days.toml" } ' + IN_C
    assert codes(tmp_path, text) == found


def test_a_calendar_that_opens_on_one_far_day_only(tmp_path: Path) -> None:
    text = (
        f'agreement a {{ term from 2015-01-01 zone "Etc/UTC" calendar c {{ special 2026-03-01 00:00-12:00 }} {IN_C} }}'
    )
    assert "SLA0304" not in codes(tmp_path, text)
    assert "SLA0304" in codes(tmp_path, text.replace("from 2015-01-01", "2015-01-01 until 2026-01-01"))
