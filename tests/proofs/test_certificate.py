"""Engines that make something else of a contract are found out; those that do not are not."""

from dataclasses import replace
from pathlib import Path

import pytest

from all_engines.engines import registered
from proofs.mistranslated import Mistaken, mistaken
from proofs.proved import BEGINNING
from property.effort import NIGHTLY
from sladsl.engines import Frame
from sladsl.engines.engine import EngineLimit
from sladsl.engines.measurements import Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.proofs.certificate import certify
from sladsl.proofs.certificate.borders import cuts
from sladsl.report.certificate_text import certificate_text
from sladsl.text import SourceMap
from sladsl.workspace.compiling import compile_file, contract_files
from spec_player.command import sladsl
from spec_player.surroundings import ROOT
from strategies.contracts import graph_of as graph_in_words

FILES, _ = contract_files([ROOT / "policies" / "examples", ROOT / "policies" / "published"])
SAME_FOR_EVERY_LOG = {
    # A case that is counted by when it was solved has been solved.
    ("it_support", "MeasureRows 26: the condition is dropped"),
    # The window for maintenance is as long as what it may take.
    ("office_hours", "SetBudget 5: a microsecond more"),
}
MOST_MISSED = 3

CONTRACT = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream requests of samples every 5min { total count  errors count }
  stream faults of spans { cause text  announced instant optional }
  define bad = runs of at least 15min in buckets of 5min of requests where errors / total > 5%
  exclusion work { faults where cause = "work" and announced at least 72h before start  at most 4h per month }
  metric uptime = availability of faults together with bad, excluding work
  objective up { uptime >= 99.9% per calendar month }
  kpi costly { count of faults where length + 1h > 4h per calendar month }
}
"""

SMALL = (
    "stream letters of events { price money  fee money }\n"
    "objective o { count of letters where price * 2 + 7 USD < fee <= 3 per month }",
    "stream letters of events { a count  b count  c count  d count  e count }\n"
    "objective o { count of letters where a + b > 3 and c < 20 and d < 30 and e < 40 <= 3 per month }",
    "stream letters of events { load percent  full percent }\n"
    "objective o { count of letters where load - full > 2% and full < 7% <= 3 per month }",
    "stream jobs of events by job { job text  kind text }\n"
    'pairing repairs of jobs by job {\n  failed where kind = "bad"\n  fixed where kind = "good"\n}\n'
    "objective o { count of repairs by failed where fixed is missing or fixed > failed <= 4 per month }",
    "stream outages of spans { due instant }\n"
    "objective o { count of outages where due > 2026-02-07 and end < 2026-02-08T14:00 <= 4 per month }",
    "register customers by customer { customer text  most count  plan text }\n"
    "stream letters of events by customer { customer text  pages count }\n"
    'objective o { count of letters where customers.most + 2 < pages and customers.plan is one of ("a", "b") <= 4'
    " per month }",
    "stream tickets of cases { moments opened, solved  urgency one of P1, P2, P3 with history }\n"
    "objective o { count of tickets by opened where urgency at opened is one of (P1, P2) and urgency = P3 <= 4"
    " per month }",
)


def graphs(path: Path) -> list[RuleGraph]:
    return [each.graph for each in compile_file(path, {}).agreements if each.graph is not None]


def graph_of(folder: Path) -> RuleGraph:
    path = folder / "a.sladsl"
    path.write_text(CONTRACT, encoding="utf-8")
    (graph,) = graphs(path)
    return graph


@pytest.mark.parametrize("path", FILES if NIGHTLY else FILES[2::9], ids=lambda path: path.stem)
def test_engines_find_what_policies_mean(path: Path) -> None:
    for graph in graphs(path):
        for engine in registered():
            certificate = certify(graph, engine)
            assert certificate.holds, certificate_text(graph, certificate, SourceMap())


def test_mistakes_are_found() -> None:
    """Nearly all: those that are not come to the same for most logs, or for all. At night, of every policy."""
    missed, number = [], 0
    for path in FILES if NIGHTLY else FILES[2::6]:
        for graph in graphs(path):
            for engine in mistaken(graph):
                number += 1
                if certify(graph, engine).holds:
                    missed.append((path.stem, engine.name))
    assert number > (150 if NIGHTLY else 15)
    assert len(set(missed) - SAME_FOR_EVERY_LOG) <= MOST_MISSED, missed


def test_every_kind_of_node(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    certificate = certify(graph, ReferenceEngine())
    assert certificate.holds
    assert not certificate.one_sided
    assert len(certificate.tried) == 4
    wrong = list(mistaken(graph))
    assert len(wrong) > 10
    assert [each.name for each in wrong if certify(graph, each).holds] == []


@pytest.mark.parametrize("clauses", SMALL)
def test_no_mistake_about_a_small_contract_is_missed(clauses: str) -> None:
    graph = graph_in_words(f"{BEGINNING}{clauses}\n}}")
    wrong = list(mistaken(graph))
    assert len(wrong) >= 2
    assert [each.name for each in wrong if certify(graph, each).holds] == []


def test_borders_are_solved_for(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    found = cuts(list(range(len(graph.nodes))), graph.nodes, {1}, {0: 1_000})  # type: ignore[arg-type]
    assert {49, 50, 51} <= found[1], "of 1,000 requests, 5 % are 50"
    assert {259_200_000_000, 259_200_000_001} <= found[1], "announced 72 h before the start"
    assert {10_800_000_000} <= found["length"], "3 h and one more are four"


def test_the_difference_is_told(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    wrong: Mistaken = next(each for each in mistaken(graph) if "a side is dropped" in each.name)
    told = certificate_text(graph, certify(graph, wrong), SourceMap())
    assert "is not reference" in told
    assert "faults: SpanRecord" in told


class Limited(ReferenceEngine):
    name = "limited"

    def measure(self, *_: object) -> Measurements:
        raise EngineLimit("too much")


class Scoped(ReferenceEngine):
    """Right in every number, not in what it says beside them."""

    name = "scoped"

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        found = super().measure(graph, log, frame)
        return replace(found, scopes=dict.fromkeys(found.scopes, (("other",),)))


class Forgetful(ReferenceEngine):
    """Finds no number where something is in the log."""

    name = "forgetful"

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        found = super().measure(graph, log, frame)
        return replace(found, found={}) if any(each.records for each in log.streams.values()) else found


@pytest.mark.parametrize(
    ("engine", "says", "logs"),
    [(Limited(), "too much", 1), (Scoped(), "other scopes, choices or look-ups", 1), (Forgetful(), None, 2)],
    ids=lambda each: getattr(each, "name", None),
)
def test_each_way_to_differ_ends_it(engine: ReferenceEngine, says: str | None, logs: int, tmp_path: Path) -> None:
    certificate = certify(graph_of(tmp_path), engine)
    difference = certificate.difference
    assert difference is not None
    assert not certificate.holds
    assert certificate.logs == logs
    assert certificate.numbers == 3 * 2 * logs
    assert says in (difference.found, difference.expected)
    assert (difference.cell is None) == (engine.name != "forgetful")


def test_the_first_number_that_differs_is_told_with_its_log(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    difference = certify(graph, Forgetful()).difference
    assert difference is not None
    assert difference.cell is not None
    assert difference.cell.measure == min(
        index for index, node in enumerate(graph.nodes) if type(node).__name__.startswith("Measure")
    )
    assert difference.found is None
    assert difference.expected is not None
    assert {name: len(each.records) > 9 for name, each in difference.log.streams.items()} == {
        "requests": True,
        "faults": True,
    }


def test_from_the_command_line(tmp_path: Path) -> None:
    graph_of(tmp_path)
    ran = sladsl(["verify", "--certify", str(tmp_path)], b"")
    assert ran.status == 0
    assert "a: columnar = reference" in ran.stdout or "only the reference" in ran.stdout
