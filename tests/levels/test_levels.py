"""Templates and agreements that extend others."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from levels.compiling import codes, compiled, graph_of
from sladsl.diagnostics.diagnostic import errors
from sladsl.model.problems import Problems
from sladsl.syntax import parse
from sladsl.text import Source
from sladsl.workspace.compiling import compile_agreements
from strategies.contracts import Contract, Style, contracts
from strategies.contracts import compiled as compiled_text

BASE = """agreement base "Base" {
  provider p "P"
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  service api { fee 100.00 USD per month }
  stream outages of spans { severity one of major, minor }
  metric uptime = availability of outages
  mandatory objective up {
    uptime >= 99.9% per month
    credit share of api.fee { below 99.9% gives 10% }
  }
  kpi yearly { uptime per year }
  limit all credits to 50 USD per month
}
"""


@given(contracts(Style()))
@settings(max_examples=40, deadline=None)
def test_an_agreement_that_only_extends_means_the_same(contract: Contract) -> None:
    name = contract.text.split("agreement ", 1)[1].split()[0].rstrip("{")
    graph, found = compiled_text(contract.text)
    assume(graph is not None)
    text = f"{contract.text}\nagreement the_child extends {name} {{ }}\n"
    problems = Problems()
    parent, child = compile_agreements(parse(Source("contract.sladsl", text))[0], Path(), {}, problems)
    assert parent.graph == graph
    assert graph is not None
    assert child.graph is not None
    assert replace(child.graph, name=graph.name, title=graph.title) == graph
    assert len(errors(problems.found)) == len(errors(found)) == 0


def test_an_override_takes_the_place_of_the_clause(tmp_path: Path) -> None:
    child = 'agreement c extends base { override objective up because "x" { uptime >= 99.95% per month } }'
    graph = graph_of(tmp_path, BASE + child, "c")
    assert [each.name for each in graph.objectives] == ["up", "yearly"]
    assert not graph.objectives[0].credits


def test_an_overridden_metric_changes_what_is_over_it(tmp_path: Path) -> None:
    clause = 'override metric uptime because "x" = availability of outages where severity = major'
    by_level = graph_of(tmp_path, f"{BASE}agreement c extends base {{ {clause} }}", "c")
    written = BASE.replace("availability of outages", "availability of outages where severity = major")
    by_hand = graph_of(tmp_path, written, "base")
    assert by_level.nodes == by_hand.nodes
    assert [each.checks[0].measured for each in by_level.objectives] == [
        each.checks[0].measured for each in by_hand.objectives
    ]


def test_several_levels_and_files(tmp_path: Path) -> None:
    text = """import "middle.sladsl"
    agreement c extends middle { remove limit all credits per month because "no limit here" }"""
    middle = """import "base.sladsl"
    agreement middle extends base {
      remove kpi yearly because "x"
      override term 2026-02-01 until 2026-03-01 because "a pilot"
    }"""
    graph = graph_of(tmp_path, text, "c", base=BASE, middle=middle)
    assert [each.name for each in graph.objectives] == ["up"]
    assert graph.limits == ()
    assert graph.term_start.month == 2


WRONG = {
    "no such agreement": ("agreement c extends bose { }", ["SLA0101"]),
    "itself": ("agreement c extends c { }", ["SLA0106"]),
    "in a circle": ("agreement c extends d { }\nagreement d extends c { }", ["SLA0106", "SLA0106"]),
    "no reason": ("agreement c extends base { override kpi yearly { uptime per quarter } }", ["SLA0125"]),
    "an empty reason": ('agreement c extends base { remove kpi yearly because " " }', ["SLA0125"]),
    "no reason to remove": ("agreement c extends base { remove kpi yearly }", ["SLA0125"]),
    "nothing there": ('agreement c extends base { remove kpi monthly because "x" }', ["SLA0127"]),
    "another kind": ('agreement c extends base { remove metric yearly because "x" }', ["SLA0127"]),
    "kpi and objective": (
        'agreement c extends base { override objective yearly because "x" { uptime >= 1% per year } }',
        [],
    ),
    "there already": ("agreement c extends base { kpi yearly { uptime per year } }", ["SLA0128"]),
    "a zone there already": ('agreement c extends base { zone "UTC" }', ["SLA0128"]),
    "a limit there already": ("agreement c extends base { limit all credits to 10 USD per month }", ["SLA0128"]),
    "another limit": ("agreement c extends base { limit all credits to 10 USD per year }", []),
    "mandatory": ('agreement c extends base { remove objective up because "x" }', ["SLA0129"]),
    "nothing above": ('agreement c { term from 2026-01-01 zone "UTC" override zone "UTC" because "x" }', ["SLA0126"]),
    "override of override": ('agreement c extends base { override remove kpi yearly because "x" }', ["SLA0126"]),
    "a reason for nothing": ('agreement c extends base { metric m because "x" = uptime }', ["SLA0124"]),
    "no such template": ("agreement c from base { }", ["SLA0101"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_levels_without_a_meaning(case: str, tmp_path: Path) -> None:
    text, expected = WRONG[case]
    graphs, found = compiled(tmp_path, BASE + text)
    assert codes(found) == expected
    assert (graphs["c"] is None) == bool(expected)


def test_what_is_found_in_an_inherited_clause_says_for_whom(tmp_path: Path) -> None:
    child = """agreement c extends base {
      override stream outages because "x" of spans { }
      override metric uptime because "y" = availability of outages where severity = major
    }"""
    _, (found,) = compiled(tmp_path, BASE + child)
    assert found.code.id == "SLA0104"
    child = 'agreement c extends base { override stream outages because "x" of cases { moments opened } }'
    _, (found, *_) = compiled(tmp_path, BASE + child)
    assert found.code.id == "SLA0206"
    assert found.notes == ("found in `c`, which extends `base`",)


TEMPLATE = """template t(target, hours, name = "UTC") {
  term 2026-01-01 until 2027-01-01
  zone name
  calendar own { open Mon to Fri 09:00-17:00 }
  stream outages of spans { }
  metric uptime = availability of outages, in hours
  objective up { uptime >= target per month }
}
"""


def test_a_template_is_filled_in(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, f"{TEMPLATE}agreement a from t with target = 95%, hours = own {{ }}", "a")
    by_hand = TEMPLATE.replace('template t(target, hours, name = "UTC")', "agreement a")
    by_hand = by_hand.replace("zone name", 'zone "UTC"').replace("in hours", "in own").replace(">= target", ">= 95%")
    written = graph_of(tmp_path, by_hand, "a")
    assert (graph.nodes, graph.zone, graph.streams) == (written.nodes, written.zone, written.streams)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("with target = 95%", "SLA0121"),
        ("with target = 95%, hours = own, other = 1", "SLA0121"),
        ("with target = 95%, hours = 4h", "SLA0122"),
        ("with target = 4h, hours = own", "SLA0201"),
    ],
)
def test_a_template_that_does_not_fit(head: str, expected: str, tmp_path: Path) -> None:
    _, found = compiled(tmp_path, f"{TEMPLATE}agreement a from t {head} {{ }}")
    assert codes(found) == [expected]


def test_a_template_alone_is_a_whole_file(tmp_path: Path) -> None:
    assert compiled(tmp_path, TEMPLATE) == ({}, ())
