"""JSON documents keep to their schemas, have no floats, and are the same bytes each time."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from report import samples
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import GAP
from sladsl.diagnostics.render import diagnostics_json
from sladsl.report.explain_json import explain_json
from sladsl.report.graph_json import graph_json
from sladsl.report.json import evaluation_json
from sladsl.report.readings import readings_json
from sladsl.report.schema import schema, schema_names
from sladsl.report.steps import Which

GRAPH = samples.graph()


def refuse_float(text: str) -> None:
    raise AssertionError(f"a float: {text}")


def valid(name: str, text: str) -> Any:
    found = json.loads(text, parse_float=refuse_float)
    Draft202012Validator(json.loads(schema(name))).validate(found)
    assert text == json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
    return found


def closed(part: object) -> bool:
    """Whether every object of a schema says what it allows."""
    if isinstance(part, list):
        return all(map(closed, part))
    if not isinstance(part, dict):
        return True
    return (part.get("type") != "object" or "additionalProperties" in part) and all(map(closed, part.values()))


@pytest.mark.parametrize("name", schema_names())
def test_schemas_are_schemas_and_closed(name: str) -> None:
    found = json.loads(schema(name))
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert closed(found)


def test_there_is_no_schema_of_that_name() -> None:
    for name in ("nothing", "../schemas/graph", ""):
        with pytest.raises(KeyError):
            schema(name)


@pytest.mark.parametrize("cases", ["missed", "all", "none"])
def test_an_evaluation(cases: Any) -> None:
    text = evaluation_json(samples.evaluation(), GRAPH, cases=cases, sources=samples.SOURCES, log=samples.LOG)
    found = valid("evaluation", text)
    assert found["format_version"] == 1
    assert [each["objective"] for each in found["outcomes"]] == ["api_up", "api_up", "đáp_ứng"]
    assert len(found["outcomes"][2]["records"]["cases"]) == {"missed": 2, "all": 4, "none": 0}[cases]


def test_numbers_of_an_outcome() -> None:
    found = valid("evaluation", evaluation_json(samples.evaluation(), GRAPH))["outcomes"][0]
    assert found["measured"] == {"exact": "220325/2232", "rounded": "98.711918", "unit": "percent"}
    assert found["target"]["exact"] == "999/10"
    assert found["allowance"]["left"]["human"] == "-8 h 50 min 21.6 s"
    assert found["credit"]["due"] == {"exact": "7201/3", "rounded": "2400.33", "unit": "USD"}
    assert found["credit"]["payable"] == "2400.33"
    (classes,) = found["classes"]
    parts = ("out_of_schedule", "excluded_up", "excluded_leaves", "unknown", "down", "up")
    assert sum(classes[part] for part in parts) == classes["window"]


def test_places_of_records_are_named_where_the_log_is_at_hand() -> None:
    with_log = valid("evaluation", evaluation_json(samples.evaluation(), GRAPH, log=samples.LOG))
    assert with_log["outcomes"][2]["records"]["cases"][0]["place"] == {
        "file": "phiếu.csv", "line": 3, "stream": "tickets",
    }  # fmt: skip
    without = valid("evaluation", evaluation_json(samples.evaluation(), GRAPH))
    assert without["outcomes"][2]["records"]["cases"][0]["place"]["file"] is None


def test_every_script_is_written_as_it_is() -> None:
    text = evaluation_json(samples.evaluation(), GRAPH)
    assert all(title in text for title in ("服務可用性", "Trả lời nhanh", "ภาคเหนือ", "تهران"))


def test_half_a_surrogate_pair_can_still_be_written() -> None:
    record = samples.tickets(1)
    assert record.records is not None
    broken = replace(record.records, records=tuple(each._replace(key="\ud800") for each in record.records.records))
    text = evaluation_json(samples.evaluation(replace(record, records=broken)), GRAPH, cases="all")
    text.encode("utf-8")
    assert json.loads(text)["outcomes"][0]["records"]["cases"][0]["case"] == "\ud800"


def test_a_very_long_fraction_keeps_to_the_schema() -> None:
    outcome = replace(samples.available(), measured=Fraction(1, 10**1200 + 1))
    valid("evaluation", evaluation_json(samples.evaluation(outcome), GRAPH))


def test_a_graph() -> None:
    found = valid("graph", graph_json(GRAPH, samples.SOURCES))
    assert {each["layer"] for each in found["nodes"]} == {"measure", "contract"}
    ids = [each["id"] for each in found["nodes"]]
    assert ids == [f"n{index}" for index in range(len(GRAPH.nodes))]
    for node in found["nodes"]:
        assert all(ids.index(each) < ids.index(node["id"]) for each in node["inputs"])
    assert found["nodes"][0]["place"]["line"] == 2
    valid("graph", graph_json(GRAPH))


def test_readings() -> None:
    found = valid("readings", readings_json(GRAPH, samples.SOURCES))
    assert [each["decisive"] for each in found["readings"]] == [False, True]


def test_diagnostics() -> None:
    diagnostics = [*samples.evaluation().findings, Diagnostic(GAP, "no row", place="tickets.csv:17")]
    found = valid("diagnostics", diagnostics_json(diagnostics, samples.SOURCES))
    assert [each["log_place"] for each in found["diagnostics"]] == [None, "tickets.csv:17"]
    valid("diagnostics", diagnostics_json([], samples.SOURCES))


@pytest.mark.parametrize("which", ["measured", "credit", "state", "all"])
def test_an_explanation(which: Which) -> None:
    for outcome in samples.evaluation().outcomes:
        found = valid("explanation", explain_json(outcome, GRAPH, samples.SOURCES, samples.LOG, which))
        numbers = [step["step"] for step in found["steps"]]
        assert numbers == list(range(1, len(numbers) + 1))
        used = {each for step in found["steps"] for each in step["inputs"]}
        assert used | set(found["results"]) == set(numbers)


def test_every_kind_of_evidence_keeps_to_the_schema() -> None:
    outcome = replace(samples.available(), derivation=samples.kinds_of_evidence())
    found = valid("explanation", explain_json(outcome, GRAPH, samples.SOURCES, samples.LOG, "state"))
    assert [step["found"] and step["found"]["kind"] for step in found["steps"]] == [None, "time", "number", "buckets"]


def test_an_explanation_is_of_one_case_or_in_full_on_request() -> None:
    def cases(**more: Any) -> list[str]:
        text = explain_json(samples.tickets(), GRAPH, samples.SOURCES, samples.LOG, **more)
        return [each["verdict"] for each in valid("explanation", text)["steps"][0]["found"]["cases"]]

    assert cases() == ["missed", "missed"]
    assert cases(full=True) == ["met", "missed", "missed", "none"]
    assert cases(case="T-1") == ["met"]
    assert cases(case="T-404") == []
