"""Definitions with parameters: what a call means, and what is said where it means nothing."""

from pathlib import Path

import pytest

from levels.compiling import codes, compiled, graph_of

HEAD = """agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  calendar office { open Mon to Fri 09:00-17:00 }
  stream outages of spans { service text  severity one of major, minor }
  stream tickets of cases { priority one of P1, P2  moments opened, answered  states waiting }
  stream requests of samples every 1min { total count  errors count }
"""

PAIRS = {
    "a value": ("definition lost(down) = time of down / time of window", "lost(down: outages)",
                "time of outages / time of window"),
    "a default": ("definition f(down, n = 5min) = time of (down lasting at least n)", "f(down: outages)",
                  "time of (outages lasting at least 5min)"),
    "records": ("definition f(down) = time of down", "f(down: outages where severity = major)",
                "time of (outages where severity = major)"),
    "records, both conditions": ("definition f(down) = time of (down where severity = major)",
                                 'f(down: outages where service = "x")',
                                 'time of (outages where service = "x" and severity = major)'),
    "a set of times": ("define f(down, hours) = down during hours", "time of f(down: outages, hours: office)",
                       "time of (outages during office)"),
    "a set in a set": ("define f(down) = down lasting at least 1h\ndefinition g(down) = time of f(down: down)",
                       "g(down: outages)", "time of (outages lasting at least 1h)"),
    "a set as an argument": ("define f(down) = down lasting at least 1h\ndefinition g(down) = time of down",
                             "g(down: f(down: outages))", "time of (outages lasting at least 1h)"),
    "a stream with a condition": ("definition f(cases) = count of cases", "f(cases: tickets where priority = P1)",
                                  "count of tickets where priority = P1"),
    "a condition": ("definition f(cases, kept) = share of cases with kept",
                    "f(cases: tickets, kept: priority = P1)", "share of tickets with priority = P1"),
    "moments and a calendar": (
        "definition f(a, b, hours, off) = mean of time in hours from a to b, without off of tickets",
        "f(a: opened, b: answered, hours: office, off: waiting)",
        "mean of time in office from opened to answered, without waiting of tickets",
    ),
    "attributes": ("definition f(s, bad, all_of_them) = sum of bad of s / sum of all_of_them of s",
                   "f(s: requests, bad: errors, all_of_them: total)",
                   "sum of errors of requests / sum of total of requests"),
    "a width": ("definition f(s, w) = mean over buckets of w of s: errors / total, 0% where total = 0",
                "f(s: requests, w: 5min)", "mean over buckets of 5min of requests: errors / total, 0% where total = 0"),
    "brackets stay closed": ("definition f(x) = 2 * x", "f(x: 1 + 2)", "2 * (1 + 2)"),
    "calls in arguments": ("definition f(x) = x + 1", "f(x: f(x: f(x: 1)))", "1 + 1 + 1 + 1"),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_a_call_is_its_body_with_the_arguments_in_it(case: str, tmp_path: Path) -> None:
    definition, call, body = PAIRS[case]
    by_call = graph_of(tmp_path, f"{definition}\n{HEAD}  metric m = {call}\n  kpi k {{ m per month }}\n}}", "a")
    by_hand = graph_of(tmp_path, f"{HEAD}  metric m = {body}\n  kpi k {{ m per month }}\n}}", "a")
    assert by_call.nodes == by_hand.nodes
    assert [each.checks[0].measured for each in by_call.objectives] == [
        each.checks[0].measured for each in by_hand.objectives
    ]


WRONG = {
    "unknown": ("", "nothing(x: 1)", ["SLA0101"]),
    "not used as a name": ("definition f(x) = x", "f", ["SLA0101"]),
    "argument missing": ("definition f(x, y) = x + y", "f(x: 1)", ["SLA0121"]),
    "argument unknown": ("definition f(x) = x", "f(x: 1, z: 2)", ["SLA0121"]),
    "argument twice": ("definition f(x) = x", "f(x: 1, x: 2)", ["SLA0011"]),
    "without a name": ("definition f(x) = x", "f(1)", ["SLA0001"]),
    "recursion": ("definition f(x) = g(x: x)\ndefinition g(x) = f(x: x)", "f(x: 1)", ["SLA0106"]),
    "unit": ("definition f(x) = x + 5min", "f(x: 5)", ["SLA0201"]),
    "a set where a value is": ("define f(x) = x lasting at least 5min", "f(x: outages) + 1", ["SLA0122"]),
    "a value where a set is": ("definition f(x) = x", "time of f(x: 5%)", ["SLA0122"]),
    "a value where a name is": ("definition f(x) = count of x", "f(x: 5%)", ["SLA0122"]),
    "label": ("definition f(x) = share of tickets with priority = x", "f(x: P9)", ["SLA0105"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_call_without_a_meaning(case: str, tmp_path: Path) -> None:
    definition, call, expected = WRONG[case]
    graphs, found = compiled(tmp_path, f"{definition}\n{HEAD}  metric m = {call}\n}}")
    assert graphs["a"] is None
    assert codes(found) == expected


def test_a_message_shows_the_call_and_the_definition(tmp_path: Path) -> None:
    text = f"definition f(x) = x + 5min\n{HEAD}  metric m = f(x: 5)\n}}"
    _, (found,) = compiled(tmp_path, text)
    assert found.span is not None
    assert text[found.span.start : found.span.end] == "f(x: 5)"
    (label,) = found.labels
    assert text[label.span.start : label.span.end] == "x + 5min"
    assert "`f`" in label.text


def test_growth_is_bounded(tmp_path: Path) -> None:
    lines = ["definition f0(x) = x + x"]
    lines += [f"definition f{number}(x) = f{number - 1}(x: x) + f{number - 1}(x: x)" for number in range(1, 40)]
    _, found = compiled(tmp_path, "\n".join([*lines, f"{HEAD}  metric m = f39(x: 1)\n}}"]))
    assert codes(found) == ["SLA0123"]


def test_depth_is_bounded(tmp_path: Path) -> None:
    lines = ["definition f0(x) = x + 1"]
    lines += [f"definition f{number}(x) = f{number - 1}(x: x + 1)" for number in range(1, 400)]
    _, found = compiled(tmp_path, "\n".join([*lines, f"{HEAD}  metric m = f399(x: 1)\n}}"]))
    assert codes(found) == ["SLA0123"]


def test_imports(tmp_path: Path) -> None:
    text = f'import "one.sladsl"\n{HEAD}  metric m = f(x: 1)\n  kpi k {{ m per month }}\n}}'
    others = {"one": 'import "two.sladsl"\ndefinition f(x) = g(x: x) + 1', "two": "definition g(x) = 2 * x"}
    graph = graph_of(tmp_path, text, "a", **others)
    assert [name for name, _ in graph.imports] == [str(tmp_path / "one.sladsl"), str(tmp_path / "two.sladsl")]


@pytest.mark.parametrize(
    "name", ["../x.sladsl", "/etc/passwd", "none.sladsl", "", "std/none.sladsl", "std/../README.md"]
)
def test_files_that_cannot_be_imported(name: str, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "x.sladsl").write_text("definition f(x) = x", encoding="utf-8")
    _, found = compiled(tmp_path / "inner", f'import "{name}"\n{HEAD}}}')
    assert codes(found) == ["SLA0120"]


def test_files_of_the_project_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "sladsl.toml").write_text("", encoding="utf-8")
    (tmp_path / "x.sladsl").write_text("definition f(x) = x", encoding="utf-8")
    _, found = compiled(tmp_path / "inner", f'import "../x.sladsl"\n{HEAD}}}')
    assert codes(found) == []


def test_a_circle_of_files(tmp_path: Path) -> None:
    _, found = compiled(tmp_path, f'import "one.sladsl"\n{HEAD}}}', one='import "contract.sladsl"')
    assert codes(found) == ["SLA0106"]
    assert "contract.sladsl → one.sladsl → contract.sladsl" in found[0].message


def test_a_mistake_in_an_imported_file_is_told_there(tmp_path: Path) -> None:
    _, found = compiled(tmp_path, f'import "one.sladsl"\n{HEAD}}}', one="definition f(x) = ")
    (problem,) = found
    assert problem.span is not None
    assert problem.span.source.endswith("one.sladsl")


def test_two_things_of_one_name(tmp_path: Path) -> None:
    _, found = compiled(tmp_path, f'import "one.sladsl"\ndefinition f(x) = x\n{HEAD}}}', one="definition f(x) = x")
    assert codes(found) == ["SLA0102"]
