"""Objectives that say the same of different services are one proof; those that do not are none."""

from pathlib import Path

import pytest

from proofs.proved import results
from sladsl.graph import RuleGraph
from sladsl.proofs.likeness import outcome_form
from strategies.contracts import graph_of

FRAME = 'agreement a {{ term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD {} }}'
ONE = """
    service {name} {{ fee {fee}.00 USD per month }}
    stream {name}_down of spans {{ cause text }}
    objective {name}_up {{
      availability of {name}_down{where} >= {target}% per calendar month
      credit share of {name}.fee {{ below {target}% gives 10%  below 99% gives 30% }}
    }}
"""


def text(*services: tuple[str, int, str, str]) -> str:
    return "".join(ONE.format(name=name, fee=fee, where=where, target=target) for name, fee, where, target in services)


def forms(clauses: str) -> list[object]:
    graph: RuleGraph = graph_of(FRAME.format(clauses))
    return [outcome_form(graph, each) for each in graph.objectives]


def test_names_and_fees_do_not_matter() -> None:
    one, other = forms(text(("api", 100, "", "99.9"), ("web", 250, "", "99.9")))
    assert one is not None
    assert one == other


@pytest.mark.parametrize(("where", "target"), [("", "99.5"), (' where cause = "network"', "99.9"), ("", "99.99")])
def test_what_is_asked_for_does(where: str, target: str) -> None:
    one, other = forms(text(("api", 100, "", "99.9"), ("web", 100, where, target)))
    assert one != other


def test_streams_are_told_apart_by_what_they_are() -> None:
    one, other = forms("""
      stream api_down of spans { cause text }  stream web_down of spans { }
      objective api_up { availability of api_down >= 99% per calendar month }
      objective web_up { availability of web_down >= 99% per calendar month }
    """)
    assert one != other


def test_one_stream_twice_is_not_two_streams() -> None:
    one, other = forms("""
      stream asked of events { }  stream answered of events { }
      objective some { count of answered >= 50% of count of asked per calendar month }
      objective all  { count of answered >= 50% of count of answered per calendar month }
    """)
    assert one != other


def test_who_looks_at_others_has_no_form() -> None:
    clauses = (
        text(("api", 100, "", "99.9"))
        + """
      objective calm { count of api_down <= 2 per calendar month  applies when api_up is met }
    """
    )
    assert forms(clauses)[1] is None


def test_what_is_proved_of_each_is_what_is_proved_of_it_alone(tmp_path: Path) -> None:
    services = [("api", 100, "", "99.9"), ("web", 250, "", "99.9"), ("mail", 70, "", "99.5")]
    together = {(each.claim, each.subject): each.verdict for each in results(tmp_path, text(*services))}
    for service in services:
        for each in results(tmp_path, text(service)):
            if each.subject == f"{service[0]}_up":
                assert together.get((each.claim, each.subject), each.verdict) == each.verdict
