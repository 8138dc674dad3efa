"""Amendments: which text judges which window, and what runs on."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from levels.compiling import codes, compiled, graph_of
from levels.evaluating import credits_of, evaluated, states_of
from sladsl.model.problems import Problems
from sladsl.syntax import parse
from sladsl.text import Source
from sladsl.workspace.compiling import compile_agreements
from strategies.contracts import Contract, Style, contracts

BASE = """agreement base "Base" {
  provider p "P"
  customer c "C"
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  service api { fee 100.00 USD per month }
  calendar hours { open every day 00:00-24:00 }
  stream outages of spans { }
  metric uptime = availability of outages, in hours
  objective up {
    uptime >= 99% per month
    credit share of api.fee { below 99% gives 10% }
  }
  kpi quarterly { uptime per quarter }
  limit all credits to 25 USD per year
}
"""
MILDER = "change objective up { uptime >= 97% per month }"
LOG = [(f"2026-{month:02d}-03T00:00", f"2026-{month:02d}-03T12:00") for month in range(1, 13)]


@given(contracts(Style()))
@settings(max_examples=40, deadline=None)
def test_an_amendment_that_changes_nothing_changes_nothing(contract: Contract) -> None:
    """Each clause is written again as it is: every clause of the graph is in force in all versions."""
    file, _ = parse(Source("contract.sladsl", contract.text))
    (agreement,) = file.agreements
    clauses = [
        contract.text[each.span.start : each.span.end]
        for each in agreement.clauses
        if getattr(each, "name", None) is not None
    ]
    start = contract.focus.isoformat()
    changes = "\n".join(f"change {each}" for each in clauses)
    text = f'{contract.text}\namendment again to {agreement.name.text} from {start} because "x" {{\n{changes}\n}}\n'
    alone, amended = Problems(), Problems()
    (before,) = compile_agreements(file, Path(), {}, alone)
    (after,) = compile_agreements(parse(Source("contract.sladsl", text))[0], Path(), {}, amended)
    assume(before.graph is not None)
    if after.graph is None:  # the drawn date lies at the border of the term
        assert {each.code.id for each in amended.found} >= {"SLA0130"}
        return
    assert before.graph is not None
    assert after.graph.nodes == before.graph.nodes
    assert [each.name for each in after.graph.objectives] == [each.name for each in before.graph.objectives]
    assert not any(each.versions for each in after.graph.objectives)
    assert not any(each.versions for each in after.graph.limits)
    assert not any(fee.versions for each in after.graph.services for fee in each.fees)


def test_numbers_stay_where_nothing_changes(tmp_path: Path) -> None:
    plain = evaluated(tmp_path, BASE, outages=LOG)
    for splits in ("", "splits windows"):
        text = (
            f'{BASE}amendment a to base from 2026-05-16 because "x" {splits} {{ add kpi more {{ uptime per year }} }}'
        )
        amended = evaluated(tmp_path, text, outages=LOG)
        for name in ("up", "quarterly"):
            assert [each[:2] for each in states_of(amended, name)] == [each[:2] for each in states_of(plain, name)]
        assert credits_of(amended, "up") == credits_of(plain, "up")


def test_windows_are_judged_by_the_text_in_force_when_they_begin(tmp_path: Path) -> None:
    text = (
        f'{BASE}amendment a to base from 2026-05-16 because "x" {{ change objective up {{ uptime >= 97% per month }} }}'
    )
    found = states_of(evaluated(tmp_path, text, outages=LOG), "up")
    assert [state for _, state, _ in found] == ["breached"] * 5 + ["met"] * 7
    assert [version for _, _, version in found] == [None] * 5 + ["a"] * 7
    assert [label for label, _, _ in found] == [f"2026-{month:02d}" for month in range(1, 13)]


def test_on_its_first_day_a_window_belongs_to_the_new_text(tmp_path: Path) -> None:
    text = (
        f'{BASE}amendment a to base from 2026-05-01 because "x" {{ change objective up {{ uptime >= 97% per month }} }}'
    )
    found = states_of(evaluated(tmp_path, text, outages=LOG), "up")
    assert [state for _, state, _ in found] == ["breached"] * 4 + ["met"] * 8


def test_windows_can_be_split(tmp_path: Path) -> None:
    text = f"""{BASE}amendment a to base from 2026-05-16 because "x" splits windows {{
      change objective up {{ uptime >= 97% per month }}
    }}"""
    found = states_of(evaluated(tmp_path, text, outages=LOG), "up")
    assert [label for label, _, _ in found].count("2026-05") == 2
    assert [state for _, state, _ in found] == ["breached"] * 5 + ["met"] * 8


def test_a_changed_calendar_is_another_calendar(tmp_path: Path) -> None:
    text = f"""{BASE}amendment a to base from 2026-03-01 because "x" {{
      change calendar hours {{ open Mon to Fri 00:00-24:00 }}
    }}"""
    graph = graph_of(tmp_path, text, "base")
    assert [each.name for each in graph.calendars] == ["hours", "hours"]
    assert [each.versions for each in graph.objectives] == [(0,), (1,), (0,), (1,)]
    plain = states_of(evaluated(tmp_path, BASE, outages=LOG), "up")
    # The 3rd of October is a Saturday: no longer open, nothing lost.
    amended = states_of(evaluated(tmp_path, text, outages=LOG), "up")
    assert [state for _, state, _ in amended][9] == "met"
    assert [state for _, state, _ in plain][9] == "breached"


def test_fees_change_on_the_day(tmp_path: Path) -> None:
    text = f"""{BASE}amendment a to base from 2026-04-16 because "x" {{
      change service api {{ fee 200.00 USD per month }}
    }}"""
    found = credits_of(evaluated(tmp_path, text.replace("to 25 USD", "to 1_000 USD"), outages=LOG), "up")
    assert found[:5] == [Fraction(10)] * 3 + [Fraction(15), Fraction(20)]


def test_limits_run_on(tmp_path: Path) -> None:
    text = f"""{BASE}amendment a to base from 2026-04-01 because "x" {{
      change limit all credits to 45 USD per year
    }}"""
    found = credits_of(evaluated(tmp_path, text, outages=LOG), "up")
    assert found[:6] == [10, 10, 5, 10, 10, 0]


def test_history_runs_on(tmp_path: Path) -> None:
    text = f"""{BASE}
    amendment a to base from 2026-02-01 because "x" {{ change objective up {{ uptime >= 99.5% per month }} }}
    """.replace("limit all", "terminate by c when up is breached in 2 consecutive windows per month\n  limit all")
    evaluation = evaluated(tmp_path, text, outages=LOG[:2])
    assert [each.fires for each in evaluation.triggers][:3] == [False, True, False]


def test_windows_of_another_length(tmp_path: Path) -> None:
    """The old text judges the windows that had begun, and the new one begins where they end: every day once."""
    for before, after, expected in (
        ("month", "quarter", [f"2026-{month:02d}" for month in range(1, 6)] + ["2026-Q2", "2026-Q3", "2026-Q4"]),
        ("quarter", "month", ["2026-Q1", "2026-Q2"] + [f"2026-{month:02d}" for month in range(7, 13)]),
    ):
        text = BASE.replace("99% per month", f"99% per {before}") + (
            f'amendment a to base from 2026-05-16 because "x" {{ change objective up {{ uptime >= 97% per {after} }} }}'
        )
        found = evaluated(tmp_path, text, outages=LOG)
        panes = [each.window for each in found.outcomes if each.objective == "up"]
        assert [each.label for each in panes] == expected
        assert all(one.end == other.start for one, other in pairwise(panes))


def test_added_and_removed_clauses(tmp_path: Path) -> None:
    text = f"""{BASE}
    amendment a to base from 2026-05-16 because "x" {{
      add objective strict {{ uptime >= 99.9% per month }}
      remove kpi quarterly
    }}
    amendment b to base from 2026-11-01 because "y" {{ remove objective strict }}
    """
    found = evaluated(tmp_path, text, outages=LOG)
    assert [label for label, _, _ in states_of(found, "strict")] == [f"2026-{month:02d}" for month in range(6, 11)]
    assert [label for label, _, _ in states_of(found, "quarterly")] == ["2026-Q1", "2026-Q2"]
    assert {version for _, _, version in states_of(found, "up")} == {None, "a", "b"}


def test_the_term_can_be_made_longer(tmp_path: Path) -> None:
    text = f'{BASE}amendment a to base from 2026-12-01 because "x" {{ change term 2026-01-01 until 2028-01-01 }}'
    graph = graph_of(tmp_path, text, "base")
    assert graph.term_end is not None
    assert graph.term_end.year == 2028


def test_an_amendment_of_a_level_above_reaches_those_below(tmp_path: Path) -> None:
    text = f"""{BASE}
    agreement child extends base {{ override kpi quarterly because "x" {{ uptime per year }} }}
    amendment a to base from 2026-07-01 because "y" {{ change objective up {{ uptime >= 97% per month }} }}
    amendment b to child from 2026-10-01 because "z" {{ remove objective up }}
    """
    graph = graph_of(tmp_path, text, "child")
    assert [each.names for each in graph.versions] == [("a",), ("b",)]
    assert [(each.name, each.versions) for each in graph.objectives] == [("up", (0,)), ("up", (1,)), ("quarterly", ())]


def test_an_imported_agreement_can_be_amended(tmp_path: Path) -> None:
    text = 'import "base.sladsl"\namendment a to base from 2026-07-01 because "y" { remove kpi quarterly }'
    graph = graph_of(tmp_path, text, "base", base=BASE)
    assert [each.names for each in graph.versions] == [("a",)]


WRONG = {
    "no such agreement": ('amendment a to bass from 2026-07-01 because "x" { }', ["SLA0101"]),
    "no reason": ("amendment a to base from 2026-07-01 { }", ["SLA0125"]),
    "before the term": ('amendment a to base from 2025-07-01 because "x" { }', ["SLA0130"]),
    "on its first day": ('amendment a to base from 2026-01-01 because "x" { }', ["SLA0130"]),
    "after the term": ('amendment a to base from 2027-01-01 because "x" { }', ["SLA0130"]),
    "another zone": ('amendment a to base from 2026-07-01 because "x" { change zone "Asia/Tokyo" }', ["SLA0130"]),
    "another start": (
        'amendment a to base from 2026-07-01 because "x" { change term 2026-02-01 until 2027-01-01 }', ["SLA0130"]),
    "another stream": (
        'amendment a to base from 2026-07-01 because "x" { change stream outages of cases { moments opened } }',
        ["SLA0206", "SLA0130"]),
    "nothing to change": (
        'amendment a to base from 2026-07-01 because "x" { change kpi yearly { uptime per year } }', ["SLA0127"]),
    "nothing to remove": ('amendment a to base from 2026-07-01 because "x" { remove kpi yearly }', ["SLA0127"]),
    "there already": (
        'amendment a to base from 2026-07-01 because "x" { add kpi quarterly { uptime per year } }', ["SLA0128"]),
    "a plain clause": (
        'amendment a to base from 2026-07-01 because "x" { kpi yearly { uptime per year } }', ["SLA0126"]),
    "change outside": ("agreement x extends base { change kpi quarterly { uptime per year } }", ["SLA0126"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_amendments_without_a_meaning(case: str, tmp_path: Path) -> None:
    text, expected = WRONG[case]
    _, found = compiled(tmp_path, BASE + text)
    assert codes(found) == expected


def test_an_amendment_that_no_window_sees(tmp_path: Path) -> None:
    clause = "change kpi quarterly { uptime per year }"
    _, found = compiled(tmp_path, f'{BASE}amendment a to base from 2026-11-01 because "x" {{ {clause} }}')
    assert codes(found) == ["SLA0131"]
    text = f'{BASE}amendment a to base from 2026-11-01 because "x" splits windows {{ {clause} }}'
    assert codes(compiled(tmp_path, text)[1]) == []
