"""Parquet files: the same records as from text, and nothing read from what is damaged."""

import hashlib
import os
from pathlib import Path

import pytest

from logs.samples import MINUTE, read, read_text
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.diagnostics.catalogue import usage
from sladsl.logs import libraries
from sladsl.logs.limits import Limits
from sladsl.logs.records import CaseRecord, EventRecord, Place, SampleRecord, SpanRecord
from sladsl.temporal import parse_instant

duckdb = pytest.importorskip("duckdb")

FIVE = parse_instant("2026-03-04T05:00Z")
HOUR = 60 * MINUTE


def parquet(folder: Path, query: str, name: str = "log.parquet") -> Path:
    """The rows of a query as a file."""
    path = folder / name
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    return path


def rows(*values: str, columns: str = "at reams") -> str:
    names = ", ".join(f'"{each}"' for each in columns.split())
    return f"SELECT * FROM (VALUES {', '.join(values)}) AS log({names})"


AT = "TIMESTAMPTZ '2026-03-04 05:00+00'"


def test_spans_of_typed_columns(tmp_path: Path) -> None:
    query = rows(
        f"({AT}, TIMESTAMPTZ '2026-03-04 13:00+07:00', 'api', 12.50::DECIMAL(9, 2), NULL, true, 'PT90S')",
        f"({AT}, NULL, ' web ', NULL, DATE '2026-03-01', NULL, NULL)",
        columns="start end service cost announced planned length",
    )
    path = parquet(tmp_path, query)
    log, found = read("outages", [path], 'zone = "UTC"')
    assert found == []
    assert log.records == (
        SpanRecord(FIVE, FIVE + HOUR, ("api", 1250, None, True, 90_000_000), Place(0, 1)),
        SpanRecord(FIVE, None, ("web", None, parse_instant("2026-03-01T00:00Z"), None, None), Place(0, 2)),
    )
    assert log.files[0].digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_cases_with_lists_and_states(tmp_path: Path) -> None:
    query = rows(
        f"(7, {AT}, [{AT} + INTERVAL 1 HOUR, {AT}], NULL, ['2026-03-04T05:00Z/'], 'P2')",
        columns="case opened update resolved waiting priority",
    )
    log, found = read("tickets", [parquet(tmp_path, query)])
    assert found == []
    assert log.records == (
        CaseRecord("7", ((FIVE,), (FIVE, FIVE + HOUR), ()), (((FIVE, None),),), ("P2",), Place(0, 1)),
    )


def test_binary_fractions_are_the_decimals_they_were_written_as(tmp_path: Path) -> None:
    query = rows(f"({AT}, 30.0::DOUBLE, 5.1::DOUBLE, 0.1::FLOAT)", columns="at total load speed")
    log, _ = read("requests", [parquet(tmp_path, query)])
    assert log.records == (SampleRecord(FIVE, (None, 30, 510, 100), Place(0, 1)),)


def test_objects_have_dots_in_their_names(tmp_path: Path) -> None:
    query = rows("({'when': 1772600400000, 'parts': [{'n': 3}]})", columns="data")
    binding = 'at = "data.when"\ntime = "epoch_ms"\nattributes.reams = "data.reams"'
    found = read("deliveries", [parquet(tmp_path, query)], binding)[1]
    assert [each.code for each in found] == [codes.MISSING_COLUMN, codes.EXTRA_COLUMN]
    query = rows("({'when': 1772600400000, 'reams': 3})", columns="data")
    log, found = read("deliveries", [parquet(tmp_path, query)], binding)
    assert (found, log.records) == ([], (EventRecord(FIVE, (3,), Place(0, 1)),))


def test_times_are_told_the_same_in_every_zone_of_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path, rows(f"({AT}, 1)"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert read("deliveries", [path])[0].records[0][0] == FIVE


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"])
def test_times_without_an_offset_need_a_zone(kind: str, tmp_path: Path) -> None:
    path = parquet(tmp_path, rows(f"('2026-03-04 05:00:00'::{kind}, 1)"))
    log, found = read("deliveries", [path])
    assert [(each.code, each.place) for each in found] == [(codes.NAIVE_TIME, "log.parquet:1")]
    log, found = read("deliveries", [path], 'zone = "Asia/Tokyo"')
    assert (log.records[0][0], found) == (FIVE - 9 * HOUR, [])


def test_nothing_finer_than_a_microsecond_is_cut_unasked(tmp_path: Path) -> None:
    path = parquet(tmp_path, rows("('2026-03-04 05:00:00.000000001'::TIMESTAMP_NS, 1)"))
    assert [each.code for each in read("deliveries", [path], 'zone = "UTC"')[1]] == [codes.TIME_TOO_FINE]
    assert read("deliveries", [path], 'zone = "UTC"\ntruncate = true')[0].records[0][0] == FIVE


def test_bad_rows_have_their_number(tmp_path: Path) -> None:
    path = parquet(tmp_path, rows(f"({AT}, 1)", f"({AT}, -1)", "(NULL, 2)"))
    log, found = read("deliveries", [path])
    assert [(each.code, each.place) for each in found] == [
        (codes.BAD_COUNT, "log.parquet:2"),
        (codes.MISSING_VALUE, "log.parquet:3"),
    ]
    assert (log.rows_read, log.rows_rejected, len(log.records)) == (3, 2, 1)


def test_values_of_kinds_that_no_attribute_has_are_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path, rows(f"({AT}, MAP {{'a': 1}})", f"({AT}, MAP {{'b': 1}})"))
    assert [each.code for each in read("deliveries", [path])[1]] == [codes.BAD_NUMBER] * 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (rows(f"({AT}, 1)") + " WHERE reams > 1", codes.HEADER_ONLY),
        (rows(f"({AT}, 1)", columns="at rems"), codes.MISSING_COLUMN),
    ],
    ids=["no rows", "no column"],
)
def test_what_holds_nothing(query: str, code: object, tmp_path: Path) -> None:
    log, found = read("deliveries", [parquet(tmp_path, query)])
    assert (log.records, found[0].code) == ((), code)


MANY = f'SELECT {AT} + to_minutes(i) AS "at", i AS reams FROM range(20000) AS each_row(i)'


def test_a_large_file_is_in_order_of_its_rows(tmp_path: Path) -> None:
    log, found = read("deliveries", [parquet(tmp_path, MANY)])
    assert found == []
    assert [record.values[0] for record in log.records] == list(range(20_000))
    assert log.records[-1].place == Place(0, 20_000)
    limited = read("deliveries", [tmp_path / "log.parquet"], limits=Limits(lines=10))
    assert (len(limited[0].records), limited[1][0].code) == (10, codes.TOO_LARGE)


def test_a_truncated_file_gives_nothing(tmp_path: Path) -> None:
    content = parquet(tmp_path, MANY).read_bytes()
    for most in (0, 3, 4, 8, len(content) // 2, len(content) - 1):
        path = tmp_path / "cut.parquet"
        path.write_bytes(content[:most])
        log, found = read("deliveries", [path])
        assert ([each.code for each in found], log.records) == ([codes.BROKEN_DOCUMENT], ()), most


def test_a_damaged_file_is_never_read_as_whole(tmp_path: Path) -> None:
    """Wherever bytes are overwritten: a complaint, or the rows of a file that is not damaged where it matters."""
    content = bytearray(parquet(tmp_path, MANY).read_bytes())
    path = tmp_path / "torn.parquet"
    path.write_bytes(content[:4] + bytes(len(content) - 8) + content[-4:])
    log, found = read("deliveries", [path])
    assert ([each.code for each in found], log.records) == ([codes.BROKEN_DOCUMENT], ())
    path.write_bytes(content[:20_000] + b"\xff" * 500 + content[20_500:])
    found = read("deliveries", [path])[1]
    assert codes.BROKEN_DOCUMENT in [each.code for each in found]
    assert all(each.message.isprintable() for each in found)


def test_text_that_is_called_parquet_and_the_reverse(tmp_path: Path) -> None:
    path = tmp_path / "text.parquet"
    path.write_text("at,reams\n2026-03-04T05:00Z,7\n", encoding="utf-8")
    assert [each.code for each in read("deliveries", [path])[1]] == [codes.BROKEN_DOCUMENT]
    table = parquet(tmp_path, rows(f"({AT}, 1)"), "table.csv")
    assert [each.code for each in read("deliveries", [table])[1]] == [codes.UNKNOWN_FORMAT]
    assert len(read("deliveries", [table], 'format = "parquet"')[0].records) == 1


def test_a_name_is_a_name(tmp_path: Path) -> None:
    for number, name in enumerate(("a[1].parquet", "it's.parquet", "all*.parquet")):
        folder = tmp_path / str(number)
        folder.mkdir()
        parquet(folder, rows(f"({AT}, 1)"), "plain.parquet").rename(folder / name)
        parquet(folder, rows(f"({AT}, 2)"), "all_others.parquet")
        assert [record.values for record in read("deliveries", [folder / name])[0].records] == [(1,)]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert [each.code for each in read("deliveries", [tmp_path / "no.parquet"])[1]] == [codes.UNREADABLE]
    (tmp_path / "folder.parquet").mkdir()
    assert [each.code for each in read("deliveries", [tmp_path / "folder.parquet"])[1]] == [codes.UNREADABLE]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path, rows(f"({AT}, 1)"))

    class Late:
        Error = duckdb.Error

        @staticmethod
        def connect(*args: object, **named: object) -> object:
            os.utime(path, ns=(1, 1))
            return duckdb.connect(*args, **named)

    monkeypatch.setattr("sladsl.logs.formats.parquet_rows.duckdb", lambda *_: Late)
    assert [each.code for each in read("deliveries", [path])[1]] == [codes.UNREADABLE]


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    path = parquet(tmp_path, rows(f"({AT}, 1)"))
    monkeypatch.setattr(libraries, "import_module", missing)
    (found,) = read("deliveries", [path])[1]
    assert (found.code, found.fixes[0].text) == (usage.MISSING_LIBRARY, "install with `pip install 'sladsl[columnar]'`")


def test_beside_text_in_one_stream(tmp_path: Path) -> None:
    first = parquet(tmp_path, rows(f"({AT}, 1)"), "a.parquet")
    second = tmp_path / "b.csv"
    second.write_text("at,reams\n2026-03-04T05:00Z,2\n", encoding="utf-8")
    log, found = read("deliveries", [first, second])
    assert found == []
    assert log.records == (EventRecord(FIVE, (1,), Place(0, 1)), EventRecord(FIVE, (2,), Place(1, 2)))
    assert read_text("deliveries", second.read_bytes(), tmp_path).records[0][:2] == (FIVE, (2,))
