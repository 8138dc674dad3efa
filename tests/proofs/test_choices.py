"""Parameters that are one of several: what is claimed holds for each of them, or it is said for which it does not."""

from pathlib import Path

import pytest

from proofs.proved import messages, of_file, results
from sladsl.model.parameters import Setting
from sladsl.proofs.choices import other_choices
from sladsl.proofs.verdict import Result
from sladsl.proofs.written import scenario_lines
from sladsl.workspace.compiling import parse_setting
from sladsl.workspace.testing import run_scenarios
from sladsl.workspace.verifying import Request, verify_file
from strategies.contracts import graph_of

CONTRACT = """
  service api {{ fee 1_000.00 USD per month }}
  stream outages of spans {{ }}
  parameter plan one of gold, silver{more} = gold
  objective up {{
    when plan = gold: availability of outages >= 99.9% per calendar month
    otherwise:        availability of outages >= 99%
    credit share of api.fee {{
      when plan = gold {{ below 99.9% gives 10%  below 99% gives 30% }}
      otherwise        {{ {rows} }}
    }}
  }}
"""
FINE = "below 99% gives 5%  below 95% gives 20%"
HOLE = "below 99% and at least 97% gives 5%  below 95% gives 20%"


def contract(rows: str, more: str = "") -> str:
    return CONTRACT.format(rows=rows, more=more)


def of_claim(found: list[Result], claim: str) -> list[Result]:
    return [each for each in found if each.claim == claim]


def test_choices_that_are_tried() -> None:
    graph = graph_of("""agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  parameter plan one of gold, silver, tin = silver
  parameter size one of small, large = small
  parameter share = 5%
}""")
    chosen = [(), *other_choices(graph)]
    assert len(set(chosen)) == len(chosen) == 6
    assert {dict(each).get("plan", "silver") + dict(each).get("size", "small") for each in chosen} == {
        plan + size for plan in ("gold", "silver", "tin") for size in ("small", "large")
    }
    many = "".join(f"parameter p{number} one of a, b = a " for number in range(4))
    assert not other_choices(graph_of(f'agreement a {{ term 2026-01-01 until 2027-01-01 zone "UTC" {many} }}'))


def test_what_holds_for_each_is_said_of_each(tmp_path: Path) -> None:
    (holes,) = of_claim(results(tmp_path, contract(FINE)), "no value lies in a hole of the table")
    assert holes.verdict == "PROVED"
    assert "for every choice of plan" in holes.basis.assumptions


def test_a_row_is_reached_by_some_choice(tmp_path: Path) -> None:
    rows = of_claim(results(tmp_path, contract(FINE)), "every row is reached")
    assert [each.verdict for each in rows] == ["PROVED"] * 4


def test_a_hole_in_the_table_of_another_choice(tmp_path: Path) -> None:
    found = results(tmp_path, contract(HOLE))
    (hole,) = of_claim(found, "no value lies in a hole of the table")
    assert hole.verdict == "REFUTED"
    assert messages(found, "SLA1020")
    assert hole.diagnostic is not None
    assert "with plan = silver" in hole.diagnostic.notes
    assert hole.witness is not None
    assert hole.witness.settings == (("plan", "silver"),)
    lines = "\n".join(scenario_lines(hole.witness, "a hole"))
    assert "set plan = silver" in lines
    text = (tmp_path / "contract.sladsl").read_text(encoding="utf-8").rstrip()
    (tmp_path / "with.sladsl").write_text(f"{text[:-1]}\n{lines}\n}}", encoding="utf-8")
    assert [each.state for each in run_scenarios([tmp_path / "with.sladsl"], {}).runs] == ["passed"]


def test_the_choice_by_which_most_is_owed(tmp_path: Path) -> None:
    for rows, most, named in (
        ("below 99% gives 90%", 900, True),
        ("below 99% gives 31%", 310, True),
        ("below 99% gives 29%", 300, False),
    ):
        (owed,) = of_claim(results(tmp_path, contract(rows)), "what is owed has a greatest amount")
        assert owed.stake is not None
        assert owed.stake.amount == most
        assert owed.diagnostic is not None
        assert ("with plan = silver" in owed.diagnostic.notes) is named


def test_who_chose_is_asked_of_nothing_else(tmp_path: Path) -> None:
    frame = 'term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD'
    path = tmp_path / "contract.sladsl"
    path.write_text(f"agreement a {{ {frame} {contract(HOLE)} }}", encoding="utf-8")
    parsed = parse_setting("plan=gold")
    assert isinstance(parsed, tuple)
    name, setting = parsed
    assert isinstance(setting, Setting)
    (proved,) = verify_file(path, Request({name: setting})).agreements
    (hole,) = of_claim(list(proved.results), "no value lies in a hole of the table")
    assert hole.verdict == "PROVED"
    assert hole.basis.assumptions[-1] == "for the default of plan"


@pytest.mark.parametrize("labels", [12])
def test_too_many_choices_are_not_tried(labels: int, tmp_path: Path) -> None:
    more = "".join(f", plan_{number}" for number in range(labels))
    (hole,) = of_claim(results(tmp_path, contract(HOLE, more)), "no value lies in a hole of the table")
    assert hole.verdict == "PROVED"
    assert "for the default of plan" in hole.basis.assumptions


def test_other_parameters_are_as_by_default(tmp_path: Path) -> None:
    text = """agreement a { term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD
      parameter monthly = 500.00 USD
      stream outages of spans { }
      objective up {
        availability of outages >= 99% per calendar month
        credit share of monthly { below 99% gives 10% }
      }
    }"""
    (holes,) = of_claim(of_file(tmp_path, text), "no value lies in a hole of the table")
    assert holes.basis.assumptions[-1] == "for the default of monthly"
