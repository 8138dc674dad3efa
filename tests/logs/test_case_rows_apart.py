"""Cases of one row each: read into a store or by workers, they are those of the reader of all formats."""

import json
from pathlib import Path
from random import Random

import pytest

from logs.test_stored import both
from logs.test_stored_updates import TICKETS
from sladsl.logs.binding import StreamBinding
from sladsl.logs.stored import case_rows_apart

pytest.importorskip("duckdb")

TIMES = ("2026-03-01T00:00:00Z", "2026-03-01T00:01:00Z", "2026-03-02T00:00:00Z", "", "x", "2026-03-01T00:00:00")
CELLS = {
    "case": ("t1", "t2", "t3", " t1", "", "t\u00e9", "4"),
    "opened": TIMES,
    "resolved": TIMES,
    "touched": ("", "2026-03-01T00:00:00Z;2026-03-02T00:00:00Z", "soon"),
    "planned": ("", "2026-03-05T00:00:00Z", "2026-03-05T00:00:00Z;2026-03-06T00:00:00Z"),
    "waiting": ("", "2026-03-01T00:00:00Z/2026-03-01T00:00:30Z", "2026-03-01T00:00:00Z/", "2026-03-01T00:00:00Z"),
    "asleep": ("", "2026-03-01T05:00:00Z/2026-03-01T06:00:00Z;2026-03-01T05:30:00Z/2026-03-01T07:00:00Z"),
    "team": ("a", "b", "", 'x, "y"', "two\nlines"),
    "priority": ("1", "2", "", "high", "1.5"),
}


def rows(random: Random, count: int, odd: float) -> list[dict[str, str]]:
    found = []
    for number in range(count):
        row = {name: random.choice(values if random.random() < odd else values[:1]) for name, values in CELLS.items()}
        if random.random() >= odd:
            row["case"] = f"c{number}-{random.randrange(count)}"
        found.append(row)
    return found


def csv_of(rows: list[dict[str, str]], random: Random) -> str:
    lines = [",".join('"' + row[name].replace('"', '""') + '"' for name in CELLS) for row in rows]
    if random.random() < 0.5:
        lines.insert(len(lines) // 2, random.choice(("a,b", '"', "")))
    return "\n".join([",".join(CELLS), *lines])


@pytest.mark.parametrize("seed", range(16))
def test_drawn_cases(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_rows_apart, "_HELD", 7)
    random = Random(seed)
    for name in ("a.csv", "b.jsonl", "c.csv")[: random.choice((1, 3, 3))]:
        told = rows(random, random.choice((0, 3, 40)), random.choice((0, 0.1, 0.4)))
        lines = "".join(json.dumps(row) + "\n" for row in told)
        (tmp_path / name).write_text(csv_of(told, random) if name.endswith("csv") else lines, encoding="utf-8")
    if seed % 4 == 0:
        (tmp_path / "a2.csv").mkdir()
    binding = StreamBinding(where=random.choice(((), (("team", ("a", "b")),))))
    assert both(TICKETS, sorted(tmp_path.iterdir()), binding, None)


@pytest.mark.parametrize("priority", [1.5, 12345678901234567890123, True, None, [1, "2", [2.50]], "1.50"])
def test_cells_that_are_no_texts(priority: object, tmp_path: Path) -> None:
    told = [{"case": name, "opened": TIMES[0], "touched": [TIMES[0]], "priority": priority} for name in ("a", "b")]
    lines = "".join(json.dumps(row) + "\n" for row in told)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    assert both(TICKETS, [tmp_path / "a.jsonl"], StreamBinding(), None)
