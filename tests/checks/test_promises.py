"""Targets, warnings, exclusions and dates that come to nothing."""

from pathlib import Path

import pytest

from checks.finding import codes, findings

PROBES = "stream probes of samples every 5min { success yes or no }"
UP = "stream outages of spans { cause text }"


@pytest.mark.parametrize(
    ("down", "target", "found"),
    [
        # 99.999 % of a year is 5 min 15.36 s, 99.9999 % is 31.536 s.
        (f"{PROBES} define down = holding probes where not success", "99.999%", False),
        (f"{PROBES} define down = holding probes where not success", "99.9999%", True),
        (f"{PROBES} define down = holding at least 2 probes counted from the first where not success", "99.999%", True),
        (f"{PROBES} define down = holding at least 2 probes counted from the last where not success", "99.999%", False),
        (f"{PROBES} define down = buckets of 10min of probes where share of success < 50%", "99.999%", True),
        (f"{UP} define down = outages in whole minutes of each run", "99.9999%", True),
        (f"{UP} define down = outages in whole minutes of each run", "99.999%", False),
        (f"{UP} define down = outages lasting at least 10min", "99.999%", True),
        (f"{UP} define down = outages", "99.9999999%", False),
        # The finer of the two sees it.
        (f"{UP} {PROBES} define down = outages together with holding probes where not success", "99.9999%", False),
    ],
)
def test_what_sampling_sees(down: str, target: str, found: bool, tmp_path: Path) -> None:
    if "share of success" in down:
        down = (
            down.replace("yes or no", "or no")
            .replace("success or no", "failed count")
            .replace("share of success < 50%", "failed > 0")
        )
    text = f"{down} kpi up {{ availability of down >= {target} per calendar year }}"
    assert codes(tmp_path, text) == (["SLA1040"] if found else [])


def test_the_library_is_looked_through(tmp_path: Path) -> None:
    text = 'import "std/availability.sladsl" agreement a { term 2026-01-01 until 2027-01-01 zone "UTC" '
    text += f"{UP} kpi up {{ uptime_by_minutes(down: outages, shortest: 5min) >= 99.9999% per calendar year }} }}"
    (found,) = findings(tmp_path, text)
    assert found.code.id == "SLA1040"
    assert "31.622399 s" in found.message or "31.6224 s" in found.message


def test_minutes_of_downtime(tmp_path: Path) -> None:
    text = UP + " kpi down { time of (outages lasting at least 10min) <= LIMIT per month }"
    assert codes(tmp_path, text.replace("LIMIT", "5min")) == ["SLA1040"]
    assert codes(tmp_path, text.replace("LIMIT", "10min")) == []


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("availability of outages >= 100%", True),
        ("availability of outages >= 99.9%", False),
        ("count of outages >= 5", True),
        ("count of outages <= 0", True),
        ("count of outages <= 5", False),
        ("count of outages = 5", True),
    ],
)
def test_warnings(target: str, found: bool, tmp_path: Path) -> None:
    text = f"{UP} kpi up {{ {target} per month warn at 80% of target }}"
    assert codes(tmp_path, text) == (["SLA1041"] if found else [])


@pytest.mark.parametrize(
    ("exclusion", "found"),
    [
        ('outages where cause = "flood" leaves the denominator', True),
        ('outages where cause = "flood" counts as up', False),
        ('outages where cause = "flood" at most 4h per month leaves the denominator', False),
        ('outages where cause = "flood" at most 4 per month leaves the denominator', True),
        ('outages where cause = "flood" during night leaves the denominator', False),
        ("night leaves the denominator", False),
    ],
)
def test_nothing_left_to_measure(exclusion: str, found: bool, tmp_path: Path) -> None:
    text = UP + " calendar night { open Mon to Sun 22:00-06:00 }" if "night" in exclusion else UP
    text += f" exclusion apart {{ {exclusion} }} kpi up {{ availability of outages, excluding apart >= 99% per month }}"
    assert codes(tmp_path, text) == (["SLA1042"] if found else [])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("closed 2025-12-31", True),
        ("closed 2026-12-31", False),
        ("closed 2027-01-01", True),
        ("closed 2025-12-24 through 2026-01-01", False),
        ("special 2027-02-01 10:00-12:00", True),
        ("closed every 12-31", False),
    ],
)
def test_days_outside_the_term(line: str, found: bool, tmp_path: Path) -> None:
    text = f"{UP} calendar office {{ open Mon to Fri 08:00-17:00 {line} }}"
    text += " kpi up { availability of outages, in office >= 99% per month }"
    assert codes(tmp_path, text) == (["SLA1050"] if found else [])


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("review every 6 calendar months", []),
        ("review every 1 calendar years", ["SLA1051"]),
        ("review every 400 calendar days", ["SLA1051"]),
        ("renews by 12 calendar months unless notice is given 90 calendar days before the end", []),
        ("renews by 12 calendar months unless notice is given 13 calendar months before the end", ["SLA1050"]),
        ("customer buyer notice of 30 calendar days by buyer", []),
        ("customer buyer notice of 12 calendar months by buyer", ["SLA1051"]),
        ("customer buyer terminate leave by buyer when up is breached per month", []),
        ("customer buyer terminate leave by buyer when yearly is breached per calendar year", ["SLA1051"]),
    ],
)
def test_after_the_end(clause: str, found: list[str], tmp_path: Path) -> None:
    text = f"{UP} objective up {{ availability of outages >= 99% per month }}"
    if "yearly" in clause:
        text += " objective yearly { availability of outages >= 99% per calendar year }"
    assert codes(tmp_path, f"{text} {clause}") == found
