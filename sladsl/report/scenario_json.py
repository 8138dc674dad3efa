"""Scenarios that were run, as JSON."""

from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import diagnostic_value, place_value
from sladsl.report.json_values import instant_value
from sladsl.report.scenario_text import broken_lines, why_lines
from sladsl.report.words import written
from sladsl.temporal import Zone
from sladsl.testing.coverage import Coverage
from sladsl.testing.properties import LineChecked
from sladsl.testing.result import Checked, Failure, Ran
from sladsl.testing.suite import AgreementRun, SuiteRun
from sladsl.text import SourceMap


def suite_json(suite: SuiteRun) -> str:
    """The document that `scenarios.schema.json` describes."""
    states = [ran.state for ran in suite.runs]
    return document(
        {
            "summary": {state: states.count(state) for state in ("passed", "failed", "error")},
            "agreements": [_agreement(each, suite.sources) for each in suite.agreements],
            "diagnostics": [diagnostic_value(each, suite.sources) for each in suite.diagnostics],
        }
    )


def _agreement(agreement: AgreementRun, sources: SourceMap) -> dict[str, Json]:
    return {
        "file": str(agreement.path),
        "name": agreement.name,
        "title": agreement.graph.title,
        "scenarios": [_scenario(each, sources) for each in agreement.runs],
        "coverage": _coverage(agreement.coverage, sources),
        "properties": [each.name for each in agreement.graph.tests.properties],
    }


def _scenario(ran: Ran, sources: SourceMap) -> dict[str, Json]:
    zone = Zone.named(ran.graph.zone)
    start, end = ran.scenario.period
    return {
        "name": ran.scenario.name,
        "row": ran.scenario.row,
        "state": ran.state,
        "place": place_value(ran.scenario.span, sources),
        "period": {"start": instant_value(start, zone), "end": instant_value(end, zone), "zone": ran.graph.zone},
        "expectations": [_expectation(each, ran, sources) for each in ran.checked],
        "properties": [_property(each, ran, sources) for each in ran.properties],
        "problems": [diagnostic_value(each, sources) for each in ran.problems],
    }


def _property(checked: LineChecked, ran: Ran, sources: SourceMap) -> dict[str, Json]:
    return {
        "name": checked.rule.name,
        "text": written(checked.line.span, sources),
        "place": place_value(checked.line.span, sources),
        "holds": checked.holds,
        "allowed": checked.allowed,
        "broken": [
            {"where": each.window.label, "why": list(broken_lines(each, ran, sources))} for each in checked.broken
        ],
    }


def _expectation(checked: Checked, ran: Ran, sources: SourceMap) -> dict[str, Json]:
    return {
        "text": written(checked.expected.span, sources),
        "place": place_value(checked.expected.span, sources),
        "passed": checked.passed,
        "failures": [_failure(each, ran, sources) for each in checked.failures],
    }


def _failure(failure: Failure, ran: Ran, sources: SourceMap) -> dict[str, Json]:
    return {
        "expected": failure.expected,
        "got": failure.got,
        "where": failure.where,
        "why": list(why_lines(failure, ran, sources)),
    }


def _coverage(coverage: Coverage, sources: SourceMap) -> dict[str, Json]:
    return {
        "reached": coverage.reached,
        "total": len(coverage.items),
        "items": [
            {
                "clause": item.clause,
                "what": item.what,
                "name": item.name or None,
                "text": None if item.span is None else written(item.span, sources),
                "place": place_value(item.span, sources),
                "scenarios": count,
            }
            for item, count in coverage.items
        ],
    }
