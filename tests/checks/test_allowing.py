"""What a comment allows, and how far it reaches."""

from pathlib import Path

import pytest

from checks.finding import codes
from sladsl.checks.allowing import apart
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import GAP
from sladsl.workspace.compiling import compile_file

UP = """
  stream outages of spans { }
  metric uptime = availability of outages
  kpi up { uptime >= 99% per month }
"""
ALLOW = '# sladsl: allow {code} because "meant so"'
UNUSED = ALLOW.format(code="SLA1010")


@pytest.mark.parametrize(
    "more",
    [
        f"stream drills of spans {{ }}  {UNUSED}",
        f"{UNUSED}\nstream drills of spans {{ }}",
        f"{UNUSED}\n# About drills.\n\nstream drills of spans {{ }}",
        f"{UNUSED}\nstream drills\n  of spans {{ }}",
        ALLOW.format(code="SLA1010, SLA0551") + "\ncalendar office {\n  open Mon\n    08:00-23:59\n}",
        ALLOW.format(code="SLA1010 SLA0551") + "\ncalendar office {\n  open Mon\n    08:00-23:59\n}",
    ],
)
def test_it_reaches_the_clause(more: str, tmp_path: Path) -> None:
    assert codes(tmp_path, UP + more) == []


def test_it_reaches_no_further(tmp_path: Path) -> None:
    more = f"{UNUSED}\nstream drills of spans {{ }}\nstream trials of spans {{ }}"
    assert codes(tmp_path, UP + more) == ["SLA1010"]


def test_above_an_agreement_it_is_about_all_of_it(tmp_path: Path) -> None:
    clauses = f'term 2026-01-01 until 2027-01-01\nzone "UTC"\n{UP}\nstream drills of spans {{ }}'
    frame = f"{UNUSED}\nagreement a {{\n{clauses}\n}}"
    assert codes(tmp_path, frame) == []
    assert codes(tmp_path, frame + frame.replace(UNUSED, "").replace("agreement a", "agreement b")) == ["SLA1010"]


@pytest.mark.parametrize(
    "comment",
    [
        "# sladsl: allow SLA1010",
        "# sladsl: allow SLA1010 because",
        '# sladsl: allow SLA1010 because ""',
        '# sladsl: allow because "of this"',
        "# sladsl: permit SLA1010",
        '# SLADSL: allow SLA1010 because "of this"',
        '# sladsl: allow SLA9999 because "of this"',
        '# sladsl: allow SLA0101 because "of this"',
        '# sladsl: allow SLA0801 because "of this"',
        '# sladsl: allow SLA1001 because "of this"',
    ],
)
def test_it_allows_nothing(comment: str, tmp_path: Path) -> None:
    assert codes(tmp_path, f"{UP}stream drills of spans {{ }}  {comment}") == ["SLA1010", "SLA1001"]


def test_other_comments_are_comments(tmp_path: Path) -> None:
    assert codes(tmp_path, UP + "# see sladsl: allow") == []


def test_what_is_not_there_need_not_be_allowed(tmp_path: Path) -> None:
    assert codes(tmp_path, f"{UP} {UNUSED}") == ["SLA1002"]


def test_what_only_a_log_shows_is_not_missed(tmp_path: Path) -> None:
    gap = ALLOW.format(code=GAP.id)
    assert codes(tmp_path, f"{UP.rstrip()} {gap}") == []
    file = compile_file(tmp_path / "contract.sladsl", {})
    assert file.source is not None
    at = file.source.text.index("kpi up")
    found = [Diagnostic(GAP, "…", file.source.span(at, at + 3)), Diagnostic(GAP, "…", file.source.span(0, 1))]
    assert apart(found, file.allows) == (found[1:], found[:1])


def test_a_mistake_is_told_all_the_same(tmp_path: Path) -> None:
    assert codes(tmp_path, f"{UP} kpi other {{ uptine per month }}  {UNUSED}") == ["SLA0101"]
