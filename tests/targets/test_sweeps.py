"""Values of a parameter, one after the other; and the command that tells of all of it."""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sladsl.diagnostics.render.cells import cell_width
from sladsl.report.schema import schema
from sladsl.targets.sweeps import combinations, values_of
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example "Trang *chủ* | שלום" {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  parameter target = 99.9%
  parameter plan one of basic, gold = basic
  parameter monthly = 1_000.00 USD
  service api { fee monthly per month }
  stream outages of spans { }
  metric uptime = availability of outages
  objective up {
    uptime >= target per calendar month
    credit 10% of api.fee
  }
  kpi gold_up {
    applies when plan = gold
    uptime >= 99.99% per calendar month
  }
}
"""
LOG = "start,end\n2026-01-10T00:00Z,2026-01-10T01:00Z\n2026-02-10T00:00Z,2026-02-10T10:00Z\n"
COMMON = ("contract.sladsl", "--log", "outages=outages.csv", "--period", "2026-Q1", "--coverage", "outages=2026-Q1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sladsl.toml").write_text("")
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "outages.csv").write_text(LOG)
    return tmp_path


def run(folder: Path, *arguments: str, command: str = "suggest") -> Outcome:
    with surroundings(folder):
        return sladsl([command, *COMMON, *arguments], b"")


def document(folder: Path, *arguments: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(run(folder, *arguments, "-f", "json").stdout)
    Draft202012Validator(json.loads(schema("suggestion"))).validate(found)
    return found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("99%..99.3% step 0.1%", ["99%", "99.1%", "99.2%", "99.3%"]),
        ("99..99.25% step 0.1%", ["99%", "99.1%", "99.2%"]),
        ("4h..1h step 1.5h", ["4h", "2.5h", "1h"]),
        ("2 business hours..4 business hours step 2 business hours", ["2 business hours", "4 business hours"]),
        ("1_000 USD..2_000 USD step 500 USD", ["1000 USD", "1500 USD", "2000 USD"]),
        ("1..3 step 1", ["1", "2", "3"]),
        ("gold, basic, gold", ["gold", "basic"]),
        ("99.9%", ["99.9%"]),
    ],
)
def test_values(text: str, values: list[str]) -> None:
    assert values_of(text) == values


@pytest.mark.parametrize(
    "text",
    ["", ",", "1..2", "1..2 step 0", "1..2 step -1", "1h..2d step 1h", "a..b step c", "1..9999999 step 1", "1,,2"],
)
def test_no_values(text: str) -> None:
    with pytest.raises(ValueError):
        values_of(text)


def test_all_with_all() -> None:
    assert len(combinations({"one": "1..3 step 1", "other": "a, b"})) == 6
    with pytest.raises(ValueError, match="the most"):
        combinations({"one": "1..400 step 1", "other": "a, b"})


@pytest.mark.parametrize("target", ["98%", "98.5%", "99.5%", "99.9%"])
def test_a_value_comes_to_what_eval_says(folder: Path, target: str) -> None:
    rows = document(folder, "--sweep", "target=98%, 98.5%, 99.5%, 99.9%", "--objective", "up")["sweep"]
    (row,) = (each for each in rows if each["parameters"] == {"target": target})
    told = json.loads(run(folder, "--set", f"target={target}", "-f", "json", command="eval").stdout)
    states = [each["state"] for each in told["outcomes"] if each["objective"] == "up"]
    assert (row["kept"], row["judged"]) == (3 - states.count("breached"), 3)
    assert float(str(row["owed"])) == sum(float(each["payable"]) for each in told["totals"])


def test_two_parameters(folder: Path) -> None:
    rows = document(folder, "--sweep", "plan=basic, gold", "--sweep", "monthly=1000 USD, 2000 USD")["sweep"]
    assert [(each["judged"], each["owed"]) for each in rows] == [(3, "200"), (3, "400"), (6, "200"), (6, "400")]


def test_targets_as_json(folder: Path) -> None:
    up = document(folder, "--target", "98%")["promises"][0]
    assert up["own_targets"] == [{"exact": "999/10", "rounded": "99.900000", "unit": "percent"}]
    assert {"98/1"} <= {each["target"]["exact"] for each in up["tried"] if each["target"]}  # type: ignore[attr-defined]


def test_markdown_keeps_what_people_wrote_in_its_place(folder: Path) -> None:
    told = run(folder, "-f", "markdown").stdout
    assert "## \u200e\u2068Trang \\*chủ\\* \\| שלום (example)\u2069" in told
    rows = [line for line in told.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows[:3]}) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--objective", "upp"), "did you mean `up`?"),
        (("--target", "4h"), "no target here is"),
        (("--target", "soon"), "no number with its unit"),
        (("--kept", "110%"), "no share"),
        (("--kept", "most"), "no share"),
        (("--sweep", "target=1..2"), "--sweep"),
        (("--sweep", "nothing=1, 2"), "nothing"),
        (("--sweep", "target=98%, 4h"), "4h"),
        (("--sweep", "target=98%", "--kept", "90%"), "one at a time"),
        (("--sweep", "target=98%", "--set", "target=97%"), "twice"),
    ],
)
def test_what_cannot_be_done_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = run(folder, *arguments)
    assert outcome.status != 0
    assert said in outcome.stderr
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr


def test_nothing_to_suggest(folder: Path) -> None:
    (folder / "contract.sladsl").write_text(CONTRACT.replace("uptime >= target per", "uptime != target per"))
    assert "SLA0801" in run(folder, "--objective", "up").stderr


def test_nothing_was_measured(folder: Path) -> None:
    (folder / "outages.csv").unlink()
    with surroundings(folder):
        outcome = sladsl(["suggest", "contract.sladsl", "--period", "2026-01", "-f", "text"], b"")
    assert "nothing to go by: 1 window not decided" in outcome.stdout
    assert outcome.status == 0


@pytest.mark.parametrize("width", [50, 60, 80, 120])
def test_a_narrow_terminal_is_not_overrun(folder: Path, width: int) -> None:
    with surroundings(folder):
        os.environ["COLUMNS"] = str(width)
        told = sladsl(["suggest", *COMMON, "--objective", "up"], b"").stdout
    assert max(map(cell_width, told.splitlines()[5:])) <= width
    bars = [line for line in told.splitlines() if "##" in line]
    assert bars


def test_bars_show_what_they_stand_for(folder: Path) -> None:
    told = run(folder, "--objective", "up", "--target", "98%").stdout
    rows = [line.split() for line in told.splitlines() if line.startswith("  at least") and "#" in line]
    bars = {row[2]: row[3:] for row in rows}
    # All three months keep 98 %, and then nothing is owed; of those two that keep 99.9 %, two thirds are full.
    assert bars["98%"] == ["#" * 24]
    assert bars["99.9%"] == ["#" * 8 + "." * 16, "#" * 24]
