"""One mistake is told once: what refers to a text that could not be read is not complained of."""

import re

import pytest

from rules.written import HEAD, messages

CLAUSES = """
  parameter monthly = 30_000.00 USD
  service desk { fee monthly per month }
  stream outages of spans { region text  cause text }
  stream tickets of cases {
    priority one of P1, P2
    moments opened, answered
  }
  calendar office { open Mon to Fri 08:00-17:00 }
  metric uptime for each region = availability of outages where cause = "disk"
  metric answer for each tickets by opened = time in office from opened to answered
  objective up for each region { uptime >= 99% per month credit share of desk.fee { below 99% gives 10% } }
  objective quick for each tickets { answer <= 4 business hours of office per month }
  kpi shares { share of tickets with answer <= 1 business hour of office per month }
  kpi known { mean of answer of tickets where priority = P1 per month }
  terminate by buyer for each region when up is breached
  scenario "one" {
    period 2026-03
    outages { 2026-03-04T00:00 for 20h region "a" cause "disk" }
    expect credit of up for region "a" in 2026-03 = 3_000.00 USD
    expect case T1 of quick is met
  }
"""


def rejections(clauses: str) -> list[str]:
    return [code for code, _ in messages(clauses, HEAD) if code < "SLA05" or code == "SLA0572"]


def test_the_contract_is_right() -> None:
    assert rejections(CLAUSES.replace("    expect case T1 of quick is met\n", "")) == []


@pytest.mark.parametrize(
    "taken",
    [
        "stream (?=outages)", "stream (?=tickets)", "(?<=outages )of ", "(?<=tickets )of ", "one (?=of P1)",
        ",(?= P2)", ",(?= answered)", "metric (?=uptime)", "metric (?=answer)", "(?<=region )=", "(?<=opened )=",
        "(?<=monthly )= ", "objective (?=up)", "objective (?=quick)", r"calendar (?=office \{)",
        "parameter (?=monthly)", "service (?=desk)", "(?<=gives )10%", "fee (?=monthly)", "(?<=monthly )per (?=month)",
        "availability (?=of outages)", r"(?<=quick for each tickets )\{",
        "(?<=stream )outages", "(?<=stream )tickets", "(?<=metric )uptime", "(?<=metric )answer", "(?<=objective )up",
        "(?<=calendar )office", "(?<=parameter )monthly", "(?<=service )desk", "(?<=quick for )each",
        "(?<=up for )each", "(?<=uptime for )each", "(?<=answer for )each",
    ],
)  # fmt: skip
def test_one_word_less(taken: str) -> None:
    text = CLAUSES.replace("    expect case T1 of quick is met\n", "")
    found = re.search(taken, text)
    assert found is not None
    codes = rejections(text[: found.start()] + text[found.end() :])
    assert len(codes) == 1, codes
