"""Names that nothing uses: what is found, and what is as good as used."""

from pathlib import Path

import pytest

from checks.finding import codes, findings

UP = """
  stream outages of spans { region text }
  metric uptime = availability of outages
  kpi up { uptime >= 99% per month }
"""


@pytest.mark.parametrize(
    "clause",
    [
        "metric more = time of outages",
        "parameter target = 99%",
        "stream drills of spans { }",
        "calendar office { open Mon to Fri 08:00-17:00 }",
        "service api { fee 1 USD per month }",
        'unit service_days "Days"',
        "register sites by site { size count }",
        "schedule mondays every Monday",
        "define bad = outages lasting at least 5min",
    ],
)
def test_nothing_uses_it(clause: str, tmp_path: Path) -> None:
    (found,) = findings(tmp_path, UP + clause)
    assert found.code.id == "SLA1010"
    name = clause.split()[1]
    assert f"`{name}`" in found.message


@pytest.mark.parametrize(
    "clauses",
    [
        # By another clause, by one that is used by another, by name or without it.
        "define bad = outages lasting at least 5min  metric long = time of bad  kpi longest { long per month }",
        "service api { fee 1 USD per month }  metric cost = fees  kpi much { cost per month }",
        "service api  metric more for api = time of outages  kpi much { more per month }",
        "register regions by region { }  metric more = time of outages  kpi much for each region { more per month }",
        "parameter hours = 4h  kpi much { time of outages <= hours per month }",
        # A scenario shows what it expects.
        'metric more = time of outages  scenario "none" { period 2026-03  outages { }  expect more in 2026-03 = 0h }',
    ],
)
def test_something_uses_it(clauses: str, tmp_path: Path) -> None:
    assert codes(tmp_path, UP + clauses) == []


def test_nothing_is_promised_so_nothing_is_missed(tmp_path: Path) -> None:
    assert codes(tmp_path, "stream outages of spans { }  metric uptime = availability of outages") == []


def test_what_rests_on_it_is_told_with_it(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, UP + "stream drills of spans { }  define bad = drills  metric more = time of bad")
    assert "`more`" in found.message
    assert found.notes == ("only it uses `drills`, `bad`",)


def test_a_level_below_uses_it(tmp_path: Path) -> None:
    top = f'agreement top {{ term 2026-01-01 until 2027-01-01 zone "UTC" {UP} parameter target = 99% '
    below = "} agreement below extends top { kpi much { uptime >= target per month } }"
    assert codes(tmp_path, top + below) == []
    assert codes(tmp_path, top + "}") == ["SLA1010"]


def test_an_amendment_uses_it(tmp_path: Path) -> None:
    text = f'agreement top {{ term 2026-01-01 until 2027-01-01 zone "UTC" {UP} parameter target = 99% }}'
    more = ' amendment more to top from 2026-07-01 because "asked for" { add kpi much { uptime >= target per month } }'
    assert codes(tmp_path, text + more) == []


def test_parameters_of_definitions_and_templates(tmp_path: Path) -> None:
    text = "definition twice(x, y) = x + x  agreement a { term 2026-01-01 until 2027-01-01 "
    text += 'zone "UTC" stream outages of spans { } kpi up { twice(x: time of outages, y: 1) per month } }'
    (found,) = findings(tmp_path, text)
    assert found.message == "the definition `twice` does not use its parameter `y`"


def test_an_import_that_brings_nothing(tmp_path: Path) -> None:
    agreement = f'agreement a {{ term 2026-01-01 until 2027-01-01 zone "UTC" {UP} }}'
    library = "definition twice(x) = x + x"
    assert codes(tmp_path, 'import "lib.sladsl" ' + agreement, lib=library) == ["SLA1011"]
    used = agreement.replace("uptime >= 99%", "twice(x: uptime) >= 99%")
    assert codes(tmp_path, 'import "lib.sladsl" ' + used, lib=library) == []
