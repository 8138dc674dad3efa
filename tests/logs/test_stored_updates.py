"""Cases put together by statements are those of the reader of all formats, with the same complaints."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from logs.test_stored import both
from sladsl.logs.binding import AttributeBinding, MomentBinding, Rows, StateBinding, StreamBinding
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored import columns, updates
from sladsl.logs.stored.reading import read_into_store
from sladsl.logs.stored.store import Store

duckdb = pytest.importorskip("duckdb")

TICKETS = StreamSchema(
    "tickets",
    Shape.CASES,
    (
        Attribute("team", AttributeType(Kind.TEXT)),
        Attribute("priority", AttributeType(Kind.COUNT), optional=True),
    ),
    moments=("opened", "resolved", "touched", "planned"),
    many=frozenset(("touched",)),
    states=("waiting", "asleep"),
)


def binding(random: Random) -> StreamBinding:
    take = random.choice
    return StreamBinding(
        rows=take((Rows.UPDATES, Rows.UPDATES, Rows.EVENTS)),
        key=take((("id",), ("site", "id"))),
        at="at",
        seq=take((None, "seq")),
        where=take(((), (("site", ("x", "y")),))),
        moments=(
            ("opened", MomentBinding("status", ("new",), take=take((None, "last")))),
            ("resolved", MomentBinding("status", ("done", "closed"), take=take((None, "first", "last")))),
            ("touched", MomentBinding("status", ("work", "new"))),
            ("planned", MomentBinding("planned", take=take((None, "first")))),
        ),
        states=(
            ("waiting", StateBinding("status", within=("wait", "hold"))),
            take((
                ("asleep", StateBinding("word", begins=("sleep",), ends=("wake", "rise"))),
                ("asleep", StateBinding("word", within=("sleep",))),
            )),
        ),
        attributes=(("priority", AttributeBinding("prio", take=take(("first", "last")))),),
    )  # fmt: skip


CELLS = {
    "id": ("t1", "t2", "t3", "t4", "t5", "t6", " t1", "", "t\u00e9"),
    "site": ("x", "y", "z", ""),
    "seq": ("1", "2", "3", "x"),
    "status": ("new", "work", "wait", "hold", "done", "closed", "", " new", "odd"),
    "word": ("", "", "sleep", "wake", "rise"),
    "planned": ("", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", "soon"),
    "team": ("a", "b", "", " "),
    "prio": ("1", "2", "", "high"),
    "at": ("2026-03-01T00:00:00Z", "2026-03-01T00:01:00Z", "2026-03-02T00:00:00Z", "", "x"),
}
USUAL = {
    "id": 6, "site": 2, "seq": 3, "status": 7, "word": 5, "planned": 3, "team": 3, "prio": 3, "at": 3,
}  # fmt: skip


def rows(random: Random, count: int, odd: float) -> str:
    lines = [",".join(CELLS)]
    calm = random.random() < 0.3
    for _ in range(count):
        cells = []
        for name, values in CELLS.items():
            usual = values[: USUAL[name]] if random.random() >= odd else values
            cells.append("" if name == "word" and calm else random.choice(usual))
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(25))
def test_drawn_updates(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    monkeypatch.setattr(updates, "_ROWS_AT_ONCE", random.choice((7, 10**6)))
    # With one that is the same for many keys, their cases are odd.
    monkeypatch.setattr(updates, "_DIGEST", random.choice(("hash({})", "hash(right({}, 1) > '3')")))
    monkeypatch.setattr(columns, "FEW", random.choice((2, 30_000)) if random.random() < 0.2 else 30_000)
    files = [tmp_path / f"{number}.csv" for number in range(random.choice((1, 2)))]
    for file in files:
        file.write_text(rows(random, random.choice((3, 12, 60)), random.choice((0, 0, 0.03))), encoding="utf-8")
    both(TICKETS, files, binding(random), None)


def test_usual_cases_are_put_together_by_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "usual.csv"
    steps = (("new", 0), ("work", 1), ("wait", 2), ("work", 3), ("done", 4))
    lines = [
        f"t{number},x,{at},{status},,,a,1,2026-03-0{at + 1}T00:00:00Z" for number in range(50) for status, at in steps
    ]
    file.write_text("\n".join([",".join(CELLS), *lines]))
    assert both(TICKETS, [file], binding(Random(1)), None), "workers read it"
    monkeypatch.setattr("sladsl.logs.updates.UpdateRows.add", None)
    settings: dict[str, Any] = {"binding": binding(Random(1))}
    log, _ = read_into_store(Store(duckdb), TICKETS, [file], **settings)
    assert len(log.records) == 50


def test_one_column_says_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is there once when its texts have become numbers."""
    file, rows, build = tmp_path / "one.csv", [], updates.Updates.build
    lines = [f"t{number % 9},new,2026-03-0{number % 3 + 1}T00:00:00Z" for number in range(60)]
    file.write_text("\n".join(["id,status,at", *lines]))

    def noted(self: updates.Updates, *asked: Any) -> str:
        rows.append(self.rows)
        return build(self, *asked)

    monkeypatch.setattr(updates.Updates, "build", noted)
    opened = (("opened", MomentBinding("status", ("new",))),)
    schema = StreamSchema("tickets", Shape.CASES, (), moments=("opened",))
    assert both(schema, [file], StreamBinding(rows=Rows.UPDATES, key=("id",), at="at", moments=opened), None)
    assert rows[0] == sum(rows[1:]) == 60


@pytest.mark.parametrize("seed", range(12))
def test_updates_in_files_of_other_kinds(seed: int, tmp_path: Path) -> None:
    """What is a number in one file may be a text in the next, and a cell is what it was when its case is odd."""
    random = Random(seed)
    told = rows(random, 60, 0).replace("t\u00e9", "9").replace("t", "")
    (tmp_path / "a.csv").write_text(told, encoding="utf-8")
    odd = rows(random, 30, 0.03 * (seed % 3)).replace("t1", "1")
    (tmp_path / "c.csv").write_text(odd, encoding="utf-8")
    kinds = random.choice(("prio: 'DECIMAL(9, 1)'", "seq: 'INTEGER', id: 'BIGINT'", "prio: 'BOOLEAN', seq: 'DOUBLE'"))
    where = "" if "BOOLEAN" not in kinds else " WHERE prio <> '2'"
    duckdb.sql(
        f"COPY (SELECT * EXCLUDE (planned), CAST(planned AS TIMESTAMPTZ) AS planned "
        f"FROM (SELECT * FROM read_csv('{tmp_path}/a.csv', all_varchar = true, nullstr = ''){where})) "
        f"TO '{tmp_path}/0.csv' (HEADER, NULLSTR '')"
    )
    typed = f"SELECT * FROM read_csv('{tmp_path}/0.csv', types = {{{kinds}}})"
    duckdb.sql(f"COPY ({typed}) TO '{tmp_path}/b.parquet' (FORMAT parquet)")
    both(TICKETS, [tmp_path / "b.parquet", tmp_path / "c.csv"], binding(random), None)
