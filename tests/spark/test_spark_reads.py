"""Logs that the workers of Spark read: the records and the complaints are those of the reader of all formats."""

import gzip
import json
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from logs.test_case_rows_apart import csv_of
from logs.test_case_rows_apart import rows as case_rows
from logs.test_stored import EVENTS, FORMS, SAMPLES, SPANS, TYPED, objects, text
from logs.test_stored_updates import TICKETS, binding, rows
from sladsl.engines.columnar import ColumnarEngine
from sladsl.engines.engine import EngineTrouble
from sladsl.engines.spark import workers as spark_workers
from sladsl.engines.spark.tables import SparkTables
from sladsl.engines.spark.workers import SparkWorkers
from sladsl.logs.binding import StreamBinding
from sladsl.logs.reading import read_stream
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.apart import read_by_workers
from sladsl.logs.stored.store import StoredRecords
from sladsl.report.json import evaluation_json
from sladsl.temporal import DAY, IntervalSet, Zone, parse_instant
from sladsl.workspace import large
from sladsl.workspace.compiling import compile_file
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract

pytestmark = pytest.mark.spark

duckdb = pytest.importorskip("duckdb")
START = parse_instant("2026-03-01T00:00:00Z")
COVERAGE = IntervalSet.single(START, START + DAY)


@pytest.fixture
def workers(spark: ColumnarEngine, monkeypatch: pytest.MonkeyPatch) -> SparkWorkers:
    monkeypatch.setattr(spark_workers, "WORTH_SENDING", 0)
    found = spark.workers()
    assert isinstance(found, SparkWorkers)
    return found


def agree(workers: SparkWorkers, schema: StreamSchema, files: list[Path], binding: StreamBinding) -> None:
    settings = {"base": files[0].parent, "told_in": Zone.named("Europe/Berlin"), "coverage": COVERAGE}
    one, said = read_stream(schema, files, binding, **settings)
    found = read_by_workers(workers, schema, files, binding, **settings)
    assert found is not None
    other, told = found
    assert isinstance(other.records, StoredRecords)
    assert isinstance(other.records.store, SparkTables)
    assert list(other.records) == list(one.records)
    assert told == said
    assert (other.files, other.rows_read, other.rows_rejected) == (one.files, one.rows_read, one.rows_rejected)
    assert workers.told[schema.name].startswith("the workers: ")


@pytest.mark.parametrize("seed", range(3))
def test_drawn_files(workers: SparkWorkers, seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    schema, binding = (SAMPLES, SPANS, EVENTS)[seed], FORMS[seed]
    drawn = {"a.csv": text(random, schema, 200, 0.1), "b.jsonl": objects(random, schema, 60, 0.1)}
    drawn["d.csv"] = drawn["a.csv"]
    for name, told in drawn.items():
        (tmp_path / name).write_text(told, encoding="utf-8")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(text(random, schema, 50, 0).encode()))
    (tmp_path / "e.json").write_text(
        json.dumps([json.loads(line) for line in objects(random, schema, 9, 0).splitlines()])
    )
    agree(workers, schema, sorted(tmp_path.iterdir()), binding)


def test_parquet(workers: SparkWorkers, tmp_path: Path) -> None:
    duckdb.sql(f"COPY ({TYPED}) TO '{tmp_path}/a.parquet' (FORMAT parquet)")
    duckdb.sql(f"COPY ({TYPED} WHERE i % 40 > 0) TO '{tmp_path}/b.parquet' (FORMAT parquet)")
    agree(workers, SAMPLES, [tmp_path / "a.parquet", tmp_path / "b.parquet"], FORMS[0])


@pytest.mark.parametrize("seed", range(2))
def test_cases_told_by_many_rows(
    workers: SparkWorkers, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_workers, "_ROWS_AT_ONCE", 20)
    random = Random(seed)
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_text(rows(random, 40, seed * 0.02), encoding="utf-8")
    agree(workers, TICKETS, sorted(tmp_path.iterdir()), binding(random))


def test_cases_of_one_row(workers: SparkWorkers, tmp_path: Path) -> None:
    random = Random(1)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(csv_of(case_rows(random, 40, 0.1), random), encoding="utf-8")
    (tmp_path / "c.csv").mkdir()
    agree(workers, TICKETS, sorted(tmp_path.iterdir()), StreamBinding())


def test_cases_of_which_there_are_none(workers: SparkWorkers, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_of([], Random(3)), encoding="utf-8")
    agree(workers, TICKETS, [tmp_path / "a.csv"], StreamBinding())


def test_a_file_that_cannot_be_opened(workers: SparkWorkers, tmp_path: Path) -> None:
    for name in ("a.csv", "c.csv"):
        (tmp_path / name).write_text(text(Random(1), SPANS, 30, 0.1))
    (tmp_path / "b.csv").mkdir()
    agree(workers, SPANS, sorted(tmp_path.iterdir()), FORMS[0])


def test_what_workers_do_not_see_is_read_by_the_driver(
    workers: SparkWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(text(Random(1), SPANS, 30, 0.1))
    monkeypatch.setattr("sladsl.logs.stored.apart.state_of", lambda _: (1, 1))
    assert read_by_workers(workers, SPANS, [tmp_path / "a.csv"], FORMS[0]) is None
    assert workers.told == {"outages": "the driver: workers see other files under these names"}


def test_workers_with_another_sladsl(workers: SparkWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(text(Random(1), SPANS, 30, 0.1))
    monkeypatch.setattr(spark_workers, "__version__", "another")
    assert read_by_workers(workers, SPANS, [tmp_path / "a.csv"], FORMS[0]) is None
    assert workers.told["outages"].startswith("the driver: a worker has sladsl ")


def test_a_folder_that_workers_cannot_write_to(
    workers: SparkWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(text(Random(1), SPANS, 30, 0.1))
    monkeypatch.setattr(SparkTables, "new_folder", lambda _: tmp_path / "a.csv" / "b")
    with pytest.raises(EngineTrouble, match=r"a\.csv"):
        read_by_workers(workers, SPANS, [tmp_path / "a.csv"], FORMS[0])


def test_why_workers_cannot_read(workers: SparkWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(text(Random(1), SPANS, 30, 0.1))
    mapped, lacking = SparkWorkers._mapped, partial(import_module, "nowhere")
    monkeypatch.setattr(SparkWorkers, "_mapped", lambda self, parts, _: mapped(self, parts, lacking))
    assert read_by_workers(workers, SPANS, [tmp_path / "a.csv"], FORMS[0]) is None
    reason = "the driver: a worker has no sladsl that can be used: ModuleNotFoundError: No module named 'nowhere'"
    assert workers.told["outages"] == reason


CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Europe/Berlin"
  calendar hours { open Mon to Fri 08:00-17:00 }
  stream tickets of cases {
    team text  priority count optional
    moments opened, resolved, touched many, planned
    states waiting, asleep
  }
  stream outages of spans { site text }
  metric solved_in for each tickets by opened = time in hours from opened to resolved, without waiting
  objective solved for each team { (share of tickets with solved_in <= 4 business hours) >= 50% per calendar month }
  kpi up { availability of outages >= 90% per calendar month }
}
"""
BINDING = """[bind.tickets]
rows = "updates"
key = ["site", "id"]
at = "at"
[bind.tickets.moments]
opened = { column = "status", becomes = ["new"] }
resolved = { column = "status", becomes = ["done", "closed"] }
touched = { column = "status", becomes = ["work"] }
[bind.tickets.states]
waiting = { column = "status", in = ["wait", "hold"] }
asleep = { column = "word", in = ["sleep"] }
[bind.tickets.attributes]
priority = "prio"
[bind.outages]
zone = "Europe/Berlin"
"""


@pytest.mark.parametrize("options", [{"period": "2026-03"}, {}])
@pytest.mark.usefixtures("workers")
def test_a_contract_over_both(options: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "FEW", 0)
    for number in range(2):
        (tmp_path / f"tickets-{number}.csv").write_text(rows(Random(number), 80, 0.01), encoding="utf-8")
        (tmp_path / f"outages-{number}.csv").write_text(text(Random(number), SPANS, 40, 0.01), encoding="utf-8")
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "sladsl.toml").write_text(BINDING)
    (compiled,) = compile_file(tmp_path / "contract.sladsl", {}).agreements
    assert compiled.graph is not None, compiled.diagnostics
    told = []
    for engine in ("reference", "spark"):
        configuration, _ = find_configuration(tmp_path)
        logs = {name: sorted(tmp_path.glob(f"{name}-*")) for name in ("tickets", "outages")}
        request = EvaluationRequest(logs=logs, keep_going=True, engine=engine, **options)
        evaluated = evaluate_contract(compiled.graph, "digest", configuration, request)
        told.append([f"{each.code.id} {each.message} {each.place} {each.notes}" for each in evaluated.diagnostics])
        if evaluated.evaluation is not None:
            for cases in ("all", "missed", "none"):
                told[-1].append(evaluation_json(evaluated.evaluation, compiled.graph, cases=cases, log=evaluated.log))
        assert evaluated.run is None or engine == "reference" or "workers" in evaluated.run.read_by["tickets"]
    assert told[1] == told[0]
    assert len(told[0]) > 3 or not options
