"""What Spark is asked and told: texts, whole numbers, records there and back."""

import pytest

from sladsl.engines.engine import EngineTrouble
from sladsl.engines.spark import SparkSettings
from sladsl.engines.spark import tables as spark_tables
from sladsl.engines.spark.dialect import SPARK
from sladsl.engines.spark.tables import Refused, SparkTables
from sladsl.logs.records import Record
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import Store
from strategies.graphs import OUTAGES, PROBES, TICKETS, case, sample, span

pytestmark = pytest.mark.spark

MOST = 2**63 - 1
RECORDS: dict[str, tuple[StreamSchema, list[Record]]] = {
    "probes": (PROBES, [sample(5, 1, None, "a'b", line=2), sample(9, MOST // 10, 3, "${x}", line=1)]),
    "outages": (OUTAGES, [span(1, None, 0, "", line=1), span(1, 2, 3, "x", line=2)]),
    "tickets": (TICKETS, [case("c1", [7, None, 9], [(7, 8), (8, None)]), case("c2", [None] * 3, line=2)]),
    "none": (TICKETS, []),
}  # fmt: skip


def test_texts_are_what_they_are(tables: SparkTables) -> None:
    texts = ["a'b", "a''b", "back\\slash", "\\n", "${spark.app.name}", "$", "\\u0041", "%_", "é\U0001f600", "\n\t", ""]
    assert tables.rows("SELECT " + ", ".join(map(SPARK.literal, texts))) == [tuple(texts)]


def test_whole_numbers_are_divided_towards_the_past(tables: SparkTables) -> None:
    pairs = [(top, bottom) for top in (-7, -6, -1, 0, 1, 6, 7, MOST // 2) for bottom in (1, 2, 3)]
    asked = ", ".join(SPARK.divided(SPARK.number(top), SPARK.number(bottom)) for top, bottom in pairs)
    assert tables.rows(f"SELECT {asked}") == [tuple(top // bottom for top, bottom in pairs)]


def test_sums_are_exact_and_numbers_never_wrap(tables: SparkTables) -> None:
    many = f"(SELECT CAST(x AS BIGINT) AS x FROM (VALUES ({MOST}), ({MOST}), ({-MOST})) AS v(x))"
    assert [int(cell) for cell in tables.rows(f"SELECT {SPARK.summed('x')} FROM {many}")[0]] == [MOST]
    for sql in (f"SELECT x + 1 FROM {many}", f"SELECT CAST({SPARK.summed('x')} + x AS BIGINT) FROM {many} GROUP BY x"):
        with pytest.raises(Refused, match="OVERFLOW"):
            tables.rows(sql)


def test_a_relation_that_is_written_out(tables: SparkTables) -> None:
    columns = [("a", "BIGINT"), ("b", "STRING")]
    assert tables.rows(f"SELECT * FROM {SPARK.table(columns, [('1', 'NULL')])}") == [(1, None)]
    assert tables.rows(f"SELECT * FROM {SPARK.table(columns, [])}") == []


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("way", ["rows", "files"])
def test_records_come_back(tables: SparkTables, monkeypatch: pytest.MonkeyPatch, name: str, way: str) -> None:
    schema, records = RECORDS[name]
    ordered = sorted(records, key=lambda each: each.place) if name != "probes" else records
    if way == "files":
        monkeypatch.setattr(spark_tables, "HANDED_OVER", -1)
        kept = tables.keep(schema, Store(pytest.importorskip("duckdb")).keep(schema, records))
    else:
        kept = tables.keep(schema, records)
    assert (list(kept), len(kept)) == (ordered, len(records))
    tables.drop(kept.table)


def test_a_large_log_needs_a_folder_that_all_see(tables: SparkTables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_tables, "HANDED_OVER", -1)
    far = SparkTables(tables._session, SparkSettings("spark://127.0.0.1:7077"), ())
    with pytest.raises(EngineTrouble, match="`shared` under"):
        far.keep(PROBES, Store(pytest.importorskip("duckdb")).keep(PROBES, []))
