"""Read into a store, files give the records and the complaints that they give otherwise."""

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from logs.one_by_one import OneByOne
from sladsl.logs.binding import AttributeBinding, StreamBinding
from sladsl.logs.complaints import Complaints
from sladsl.logs.files import LogText
from sladsl.logs.limits import DEFAULT_LIMITS, Limits
from sladsl.logs.reading import read_stream
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored import columns
from sladsl.logs.stored.apart import read_by_workers
from sladsl.logs.stored.reading import read_into_store
from sladsl.logs.stored.store import Store, StoredRecords
from sladsl.temporal import DAY, HOUR, IntervalSet, Zone, parse_instant

duckdb = pytest.importorskip("duckdb")

BERLIN = Zone.named("Europe/Berlin")
ATTRIBUTES = (
    Attribute("site", AttributeType(Kind.TEXT)),
    Attribute("grade", AttributeType(Kind.CHOICE, ("low", "high")), optional=True),
    Attribute("good", AttributeType(Kind.COUNT), optional=True),
    Attribute("share", AttributeType(Kind.PERCENT, places=4), optional=True),
    Attribute("cost", AttributeType(Kind.MONEY, currency="EUR", places=2), optional=True),
    Attribute("took", AttributeType(Kind.DURATION), optional=True),
    Attribute("planned", AttributeType(Kind.FLAG), optional=True),
    Attribute("until", AttributeType(Kind.INSTANT), optional=True),
)
SAMPLES = StreamSchema("probes", Shape.SAMPLES, ATTRIBUTES, every=5 * 60_000_000)
SPANS = StreamSchema("outages", Shape.SPANS, ATTRIBUTES)
EVENTS = StreamSchema("calls", Shape.EVENTS, ATTRIBUTES)
TIMES = (
    "2026-03-01T00:05:00Z", "2026-03-01T00:05Z", "2026-03-01 00:10:00.5+01:00", "2026-03-29T02:30:00",
    "2026-10-25T02:30:00", "2026-03-01", "2026-03-01T24:00:00Z", "2026-02-30T00:00:00Z", "2026-03-01T00:00:60Z",
    "2026-03-01T00:00:00.1234567Z", "9999-01-01T00:00:00Z", " 2026-03-02T00:00:00Z ", "", "never", "2026-3-1T00:00:00Z",
    "2026-03-01T10:00:00-05:30", "2026-03-01t10:00:00z", "1772323500", "2026-03-01T10:00:00+0100",
)  # fmt: skip
CELLS = {
    "site": ("a", "b", " a ", "", "Å", "A\u030a", "x y", '"q"', "multi\nline", "1", "-"),
    "grade": ("low", "high", "", "other"),
    "good": ("0", "7", "007", "1e3", "-1", "1.5", "", "999999999999999999999", "1_000"),
    "share": ("99.5", "99.5%", "0.12345", "", "100", "-3", "1.50000", "12,5"),
    "cost": ("12.50", "12.5 EUR", "3 USD", "", "1.005", "0.1", "100000"),
    "took": ("90", "1h", "PT4H", "", "-5", "1.5", "90s"),
    "planned": ("yes", "no", "TRUE", "", "maybe", "1"),
    "until": TIMES,
}
FORMS = (
    StreamBinding(zone="Europe/Berlin", attributes=(("took", AttributeBinding("took", unit="seconds")),)),
    StreamBinding(
        attributes=(("cost", AttributeBinding("cost", places=1)), ("took", AttributeBinding("took", unit="min"))),
    ),
    StreamBinding(where=(("site", ("a", "b")),), missing=("", "-"), zone="Europe/Berlin"),
    StreamBinding(
        time="epoch_s", truncate=True, attributes=(("grade", AttributeBinding("grade", map=(("other", "low"),))),),
    ),
)  # fmt: skip


def text(random: Random, schema: StreamSchema, rows: int, odd: float) -> str:
    """A file of rows most of which are as they should be."""
    names = ["start", "end"] if schema.shape is Shape.SPANS else ["at"]
    lines = [",".join([*names, *CELLS])]
    for _ in range(rows):
        start = parse_instant("2026-03-01T00:00:00Z") + random.randrange(600) * 5 * 60_000_000
        cells = [_time(start), *([_time(start + random.randrange(9) * HOUR)] if len(names) > 1 else [])]
        cells += [values[0] for values in CELLS.values()]
        for index, values in enumerate([*[TIMES for _ in names], *CELLS.values()]):
            if random.random() < odd:
                cells[index] = random.choice(values)
        lines.append(",".join(_quoted(each) for each in cells))
        if random.random() < odd / 20:
            lines.append(random.choice(["", "a,b", ",".join("x" * 30)]))
    return "\n".join(lines) + random.choice(["", "\n"])


def _time(instant: int) -> str:
    days, rest = divmod(instant - parse_instant("2026-03-01T00:00:00Z"), DAY)
    return f"2026-03-{1 + days:02d}T{rest // HOUR:02d}:{rest // 60_000_000 % 60:02d}:00Z"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(each in cell for each in ',"\n') else cell


def both(
    schema: StreamSchema,
    files: list[Path],
    binding: StreamBinding,
    coverage: IntervalSet | None,
    limits: Limits = DEFAULT_LIMITS,
) -> bool:
    """Whether workers could read them."""
    settings: dict[str, Any] = {"base": files[0].parent, "told_in": BERLIN, "coverage": coverage}
    one, said = read_stream(schema, files, binding, limits=limits, **settings)
    stored = read_into_store(Store(duckdb), schema, files, binding, **settings)
    with TemporaryDirectory() as folder:
        apart = read_by_workers(OneByOne(duckdb, Path(folder)), schema, files, binding, **settings)
        for other, told in (stored, apart or stored):
            assert list(other.records) == list(one.records)
            assert len(other.records) == len(one.records)
            assert told == said
            assert (other.files, other.rows_read, other.rows_rejected) == (one.files, one.rows_read, one.rows_rejected)
    assert apart is not None or schema.shape is Shape.CASES
    return apart is not None


def drawn_files(
    random: Random,
    folder: Path,
    ending: str,
    form: Callable[[Random, StreamSchema, int, float], str],
    rows: tuple[int, ...],
    odd: tuple[float, ...],
) -> tuple[StreamSchema, StreamBinding, list[Path]]:
    schema, binding = random.choice((SAMPLES, SPANS, EVENTS)), random.choice(FORMS)
    files = [folder / f"{number}.{ending}" for number in range(random.choice((1, 1, 3)))]
    for file in files:
        end = random.choice(("\n", "\r\n"))
        file.write_text(form(random, schema, random.choice(rows), random.choice(odd)), newline=end, encoding="utf-8")
    return schema, binding, files


@pytest.mark.parametrize("few", [30_000, 3], ids=["looked up", "by statement"])
@pytest.mark.parametrize("seed", range(24))
def test_drawn_files(seed: int, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEW", few)
    random = Random(seed)
    schema, binding, files = drawn_files(random, tmp_path, "csv", text, (0, 5, 200), (0, 0.02, 0.3))
    start = parse_instant("2026-03-01T00:00:00Z")
    both(schema, files, binding, random.choice((None, IntervalSet.single(start, start + 9 * DAY))))


TYPED = """
SELECT make_timestamptz(1772323200000000 + i * 300000000) AS "at",
  make_timestamp(1772323200000000 + i * 60000000) AS "until", 'site' || (i % 3) AS site,
  CASE WHEN i % 2 = 0 THEN 'low' END AS grade, CASE WHEN i % 5 > 0 THEN i - 1 END AS good,
  CAST(i AS DECIMAL(9, 3)) / 8 AS share, i % 7 AS cost, i % 4 = 0 AS planned, i * 0.5::DOUBLE AS took
FROM range(400) r(i)
"""


@pytest.mark.parametrize("few", [30_000, 3], ids=["looked up", "by statement"])
def test_typed_columns(few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEW", few)
    file = tmp_path / "typed.parquet"
    duckdb.sql(f"COPY ({TYPED}) TO '{file}' (FORMAT parquet)")
    both(SAMPLES, [file], FORMS[0], None)
    both(EVENTS, [file], FORMS[1], None)


def test_whole_columns_are_read_by_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not row by row: or else a large log takes as long as before."""
    monkeypatch.setattr("sladsl.logs.flat.FlatRows.add", None)
    file = tmp_path / "plain.csv"
    file.write_text(text(Random(1), EVENTS, 300, 0))
    log, _ = read_into_store(Store(duckdb), EVENTS, [file], FORMS[0])
    assert len(log.records) == 300
    assert isinstance(log.records, StoredRecords)


def zstd(content: bytes) -> bytes:
    library = pytest.importorskip("backports.zstd") if sys.version_info < (3, 14) else import_module("compression.zstd")
    packed: bytes = library.compress(content)
    return packed


def in_two(content: bytes) -> bytes:
    """Packed in two parts, one after the other."""
    return gzip.compress(content[: len(content) // 2]) + gzip.compress(content[len(content) // 2 :])


@pytest.mark.parametrize("pack", [gzip.compress, in_two, zstd])
@pytest.mark.parametrize("odd", [0, 0.1])
def test_packed_files(pack: Callable[[bytes], bytes], odd: float, tmp_path: Path) -> None:
    """Told by their first bytes, not by their names."""
    for number, name in enumerate(("a.csv.gz", "b.csv", "c.csv.zst")):
        (tmp_path / name).write_bytes(pack(text(Random(number), EVENTS, 50, odd).encode()))
    both(EVENTS, sorted(tmp_path.iterdir()), FORMS[0], None)


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_packed_files_are_read_by_statements(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sladsl.logs.flat.FlatRows.add", None)
    for name, form in (("a.csv", text), ("b.jsonl", objects)):
        (tmp_path / name).write_bytes(pack(form(Random(1), EVENTS, 300, 0).encode()))
    log, _ = read_into_store(Store(duckdb), EVENTS, sorted(tmp_path.iterdir()), FORMS[0])
    assert len(log.records) == 600


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
@pytest.mark.parametrize("damage", [lambda it: it[: len(it) // 2], lambda it: it[:60] + b"\0\0\0" + it[63:]])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_damaged_packed_files(
    pack: Callable[[bytes], bytes], damage: Callable[[bytes], bytes], name: str, tmp_path: Path
) -> None:
    content = (text if name.endswith("csv") else objects)(Random(1), EVENTS, 300, 0).encode()
    (tmp_path / name).write_bytes(damage(pack(content)))
    both(EVENTS, [tmp_path / name], FORMS[0], None)


def objects(random: Random, schema: StreamSchema, rows: int, odd: float) -> str:
    """A file of JSON Lines that says mostly what `text` says, with values of other kinds here and there."""
    head, *lines = csv.reader(io.StringIO(text(random, schema, rows, odd / 3)))
    found: list[str] = []
    for cells in lines:
        row: dict[str, Any] = {
            name: int(cell) if name == "good" and cell.isdecimal() and len(cell) < 9 else cell
            for name, cell in zip(head, cells, strict=False)
        }
        if random.random() < odd:
            row[random.choice(head)] = random.choice((None, 7, 2**70, 1.5, True, ["a"], {"b": 1}, "\U0001f600", "\0"))
        if random.random() < odd:
            row.pop(random.choice(head), None)
        if random.random() < odd:
            row[random.choice(("more", "Site", "x y", 'q"', "a.b", "é", "e\u0301"))] = random.choice(("", 1, None))
        told = json.dumps(row, ensure_ascii=random.random() < 0.5)
        if random.random() < odd / 30:
            told = random.choice(
                ("", "  ", "{", "[]", "7", '{"at": 1, "at": 2}', '{"site": "\\ud800"}', "x\x1fy", "NaN")
            )
        found.append(told)
    return "\n".join(found) + random.choice(("", "\n"))


@pytest.mark.parametrize("few", [30_000, 3], ids=["looked up", "by statement"])
@pytest.mark.parametrize("seed", range(40))
def test_drawn_json_lines(seed: int, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEW", few)
    schema, binding, files = drawn_files(Random(seed), tmp_path, "jsonl", objects, (0, 5, 100), (0, 0, 0.02, 0.3))
    both(schema, files, binding, None)


def test_other_formats_go_row_by_row(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in objects(Random(2), EVENTS, 50, 0).splitlines()]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    both(EVENTS, [tmp_path / "a.json"], FORMS[0], None)


def test_a_file_that_is_written_to_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plain.csv"
    file.write_text(text(Random(1), EVENTS, 30, 0))
    monkeypatch.setattr("sladsl.logs.stored.reading.is_unchanged", lambda *_: False)
    log, told = read_into_store(Store(duckdb), EVENTS, [file], FORMS[0])
    assert not len(log.records)
    assert [each.code.id for each in told if each.severity.name == "ERROR"] == ["SLA0401"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_that_is_written_to_while_its_lines_are_read(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """What was read of it may be half a line."""
    path, complaints = tmp_path / "a.csv", Complaints(5)
    path.write_bytes(pack(b"at,site\n" * 9))
    lines = LogText(path, "a.csv", DEFAULT_LIMITS, complaints).lines()
    next(lines)
    with path.open("ab") as file:
        file.write(pack(b"2026-03"))
    assert len(list(lines)) >= 8
    assert [each.code.id for each in complaints.diagnostics()] == ["SLA0401"]


def test_files_that_cannot_be_read_among_others(tmp_path: Path) -> None:
    """Records and complaints name the file that they come from all the same."""
    for number, name in enumerate(("a.csv", "c.csv", "e.jsonl", "f.csv", "g.csv")):
        rows = text(Random(number), SAMPLES, 40, 0.1) if name.endswith("csv") else objects(Random(9), SAMPLES, 40, 0)
        (tmp_path / name).write_text(rows)
    (tmp_path / "b.csv").mkdir()
    (tmp_path / "f.csv").write_text("at,place\n")
    (tmp_path / "g.csv").write_text((tmp_path / "a.csv").read_text())
    names = ("a.csv", "b.csv", "c.csv", "d.csv", "e.jsonl", "f.csv", "g.csv", "h.unknown")
    both(SAMPLES, [tmp_path / name for name in names], FORMS[0], None)


@pytest.mark.parametrize("shown", [1, 5, 1000])
def test_no_more_complaints_are_listed_than_asked_for(
    shown: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(DEFAULT_LIMITS, shown=shown)
    monkeypatch.setattr("sladsl.logs.stored.quality._FEW", shown)
    for name in ("reading._LIMITS", "apart.DEFAULT_LIMITS"):
        monkeypatch.setattr(f"sladsl.logs.stored.{name}", limits)
    files = []
    for number in range(3):
        files.append(tmp_path / f"{number}.csv")
        rows = text(Random(number), SAMPLES, 60, 0.05).splitlines()
        rows += [row.replace(":00Z,", f":0{Random(number).randrange(3)}Z,", 1) for row in rows[1:30]] + rows[5:25]
        files[-1].write_text("\n".join(rows))
    start = parse_instant("2026-03-01T00:00:00Z")
    both(SAMPLES, files, FORMS[0], IntervalSet.single(start, start + DAY), limits)
