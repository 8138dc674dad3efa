"""Logs that are in order, in every shape and format."""

import gzip
import hashlib
from pathlib import Path

import pytest

from logs.samples import MINUTE, read, read_text
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.records import CaseRecord, EventRecord, Place, SampleRecord, SpanRecord
from sladsl.temporal import parse_instant

FIVE = parse_instant("2026-03-04T05:00Z")
SIX = FIVE + 60 * MINUTE


def test_spans(tmp_path: Path) -> None:
    log = read_text(
        "outages",
        "start,end,service,cost,planned,length\n"
        "2026-03-04T06:00Z,,web,,yes,PT1H30M\n"
        "2026-03-04T05:00Z,2026-03-04T13:00+07:00,api,12.5 USD,,90s\n",
        tmp_path,
    )
    assert log.records == (
        SpanRecord(FIVE, SIX, ("api", 1250, None, None, 90_000_000), Place(0, 3)),
        SpanRecord(SIX, None, ("web", None, None, True, 5_400_000_000), Place(0, 2)),
    )
    assert (log.rows_read, log.rows_rejected) == (2, 0)


def test_cases(tmp_path: Path) -> None:
    log = read_text(
        "tickets",
        "case,opened,update,resolved,waiting,priority\n"
        "7,2026-03-04T05:00Z,2026-03-04T06:00Z; 2026-03-04T05:30Z,,"
        "2026-03-04T05:10Z/2026-03-04T05:20Z;2026-03-04T05:40Z/,P2\n",
        tmp_path,
    )
    minutes = [FIVE + n * MINUTE for n in (10, 20, 40, 30)]
    waiting = ((minutes[0], minutes[1]), (minutes[2], None))
    assert log.records == (CaseRecord("7", ((FIVE,), (minutes[3], SIX), ()), (waiting,), ("P2",), Place(0, 2)),)


def test_json_lines(tmp_path: Path) -> None:
    log = read_text(
        "tickets",
        '{"case":7,"opened":"2026-03-04T05:00Z","update":["2026-03-04T06:00Z"],"resolved":null,'
        '"waiting":["2026-03-04T05:00Z/"],"priority":"P2"}\n',
        tmp_path,
        "log.jsonl",
    )
    assert log.records == (CaseRecord("7", ((FIVE,), (SIX,), ()), (((FIVE, None),),), ("P2",), Place(0, 1)),)


def test_json_numbers_are_exact_and_nested_names_have_dots(tmp_path: Path) -> None:
    binding = 'at = "data.when"\ntime = "epoch_ms"\nattributes.load = { column = "data.load", unit = "ratio" }'
    content = '{"data":{"when":1772600400000.001,"load":0.0525},"total":30}\n'
    log = read_text("requests", content, tmp_path, "log.jsonl", binding)
    assert log.records == (SampleRecord(FIVE + 1, (None, 30, 525, None), Place(0, 1)),)


def test_text_of_windows(tmp_path: Path) -> None:
    content = "\ufeffat;reams\r\n4.3.26 05:00;7\r\n\r\n".encode()
    binding = 'delimiter = ";"\nzone = "UTC"\ntime = "%d.%m.%y %H:%M"'
    log = read_text("deliveries", content, tmp_path, "log.csv", binding)
    assert log.records == (EventRecord(FIVE, (7,), Place(0, 2)),)


def test_gzip_is_told_by_content_and_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    packed = gzip.compress(b"at,reams\n2026-03-04T05:00Z,7\n")
    log = read_text("deliveries", packed, tmp_path)
    assert log.records == (EventRecord(FIVE, (7,), Place(0, 2)),)
    assert log.files[0].digest == hashlib.sha256(packed).hexdigest()


def test_the_digest_covers_what_was_not_read(tmp_path: Path) -> None:
    content = b"at,reams\n\xff\n" + b"x" * 3_000_000
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    log, _ = read("deliveries", [path])
    assert log.files[0].digest == hashlib.sha256(content).hexdigest()


def test_tabs(tmp_path: Path) -> None:
    log = read_text("deliveries", "at\treams\n2026-03-04T05:00Z\t7\n", tmp_path, "log.tsv")
    assert len(log.records) == 1


def test_second_column_of_a_name(tmp_path: Path) -> None:
    binding = 'attributes.service = "name.2"'
    log = read_text("outages", "start,end,name,name\n2026-03-04T05:00Z,,a,b\n", tmp_path, "log.csv", binding)
    assert log.records[0].values[0] == "b"


def test_span_with_a_duration(tmp_path: Path) -> None:
    binding = 'duration = { column = "minutes", unit = "min" }'
    log = read_text("outages", "start,minutes,service\n2026-03-04T05:00Z,60,a\n", tmp_path, "log.csv", binding)
    assert log.records[0] == SpanRecord(FIVE, SIX, ("a", None, None, None, None), Place(0, 2))


def test_where_picks_rows(tmp_path: Path) -> None:
    content = "start,end,service,kind\n2026-03-04T05:00Z,,a,outage\n2026-03-04T05:00Z,,b,notice\nx,,c,notice\n"
    log = read_text("outages", content, tmp_path, "log.csv", 'where = { kind = ["outage", "down"] }')
    assert [record.values[0] for record in log.records] == ["a"]
    assert (log.rows_read, log.rows_rejected) == (1, 0)


def test_rounding_needs_a_word(tmp_path: Path) -> None:
    binding = 'attributes.speed = { column = "speed", places = 2, decimal = "," }'
    content = "at;total;speed\n2026-03-04T05:00Z;1;0,125\n2026-03-04T05:05Z;1;-0,125\n"
    log = read_text("requests", content, tmp_path, "log.csv", 'delimiter = ";"\n' + binding)
    assert [record.values[3] for record in log.records] == [130, -130]


def test_truncation_needs_a_word(tmp_path: Path) -> None:
    log = read_text("deliveries", "at,reams\n2026-03-04T05:00:00.0000019Z,1\n", tmp_path, "log.csv", "truncate = true")
    assert [record.at for record in log.records if isinstance(record, EventRecord)] == [FIVE + 1]


UPDATES = """rows = "updates"
key = "id"
seq = "n"
at = "at"
missing = ["?"]
[bind.tickets.moments]
opened = "opened"
update = "at"
resolved = { column = "state", becomes = ["Done", "Closed"], take = "TAKE" }
[bind.tickets.states]
waiting = { column = "state", in = ["Hold", "Vendor"] }
[bind.tickets.attributes]
priority = { column = "priority", map = { "1" = "P1", "2" = "P2" }, take = "TAKE" }
"""
HISTORY = """id,n,at,opened,state,priority
1,3,2026-03-04T06:00Z,,Done,2
1,0,2026-03-04T05:00Z,2026-03-04T05:00Z,New,1
1,2,2026-03-04T05:20Z,?,Vendor,1
1,1,2026-03-04T05:20Z,?,Hold,1
1,4,2026-03-04T06:00Z,?,Closed,2
1,5,2026-03-04T06:10Z,?,?,?
1,6,2026-03-04T06:20Z,?,Hold,2
1,7,2026-03-04T06:30Z,?,Done,2
"""


@pytest.mark.parametrize(("take", "resolved", "priority"), [("first", 60, "P1"), ("last", 90, "P2")])
def test_updates(take: str, resolved: int, priority: str, tmp_path: Path) -> None:
    log = read_text("tickets", HISTORY, tmp_path, "log.csv", UPDATES.replace("TAKE", take))
    (record,) = log.records
    assert isinstance(record, CaseRecord)
    assert record.moments[0] == (FIVE,)
    assert record.moments[1] == tuple(FIVE + n * MINUTE for n in (0, 20, 60, 70, 80, 90))
    assert record.moments[2] == (FIVE + resolved * MINUTE,)
    assert record.states == (((FIVE + 20 * MINUTE, SIX), (FIVE + 80 * MINUTE, FIVE + 90 * MINUTE)),)
    assert record.values == (priority,)
    assert log.rows_read == 8


def test_updates_in_several_files_are_one_case(tmp_path: Path) -> None:
    header, *rows = HISTORY.splitlines(keepends=True)
    paths = [tmp_path / f"{number}.csv" for number in range(len(rows))]
    for path, row in zip(paths, rows, strict=True):
        path.write_text(header + row, encoding="utf-8")
    together = read_text("tickets", HISTORY, tmp_path, "all.csv", UPDATES.replace("TAKE", "last"))
    for order in (paths, paths[::-1]):
        log, _ = read("tickets", order, UPDATES.replace("TAKE", "last"))
        assert [record._replace(place=Place(0, 0)) for record in log.records] == [
            record._replace(place=Place(0, 0)) for record in together.records
        ]


def test_events_pause_and_resume(tmp_path: Path) -> None:
    binding = (
        'rows = "events"\nkey = "id"\nat = "at"\n[bind.tickets.moments]\n'
        'opened = { column = "what", becomes = "open" }\nupdate = { column = "what", becomes = "note" }\n'
        'resolved = { column = "what", becomes = "done" }\n'
        '[bind.tickets.states]\nwaiting = { column = "what", from = "pause", to = ["resume", "done"] }\n'
    )
    events = [(0, "open"), (5, "note"), (6, "note"), (10, "pause"), (20, "resume"), (30, "pause"), (40, "done")]
    rows = [f"1,2026-03-04T05:{minute:02d}Z,{what},P1\n" for minute, what in events]
    log = read_text("tickets", "id,at,what,priority\n" + "".join(rows), tmp_path, "log.csv", binding)
    (record,) = log.records
    assert isinstance(record, CaseRecord)
    at = {minute: FIVE + minute * MINUTE for minute, _ in events}
    assert record.moments == ((FIVE,), (at[5], at[6]), (at[40],))
    assert record.states == (((at[10], at[20]), (at[30], at[40])),)


def test_coverage(tmp_path: Path) -> None:
    binding = 'zone = "Asia/Ho_Chi_Minh"\ncoverage = ["2026-03", "2026-05-01 until 2026-05-02"]'
    log = read_text("deliveries", "at,reams\n2026-03-04T05:00,1\n", tmp_path, "log.csv", binding)
    assert log.coverage is not None
    assert log.coverage.pairs[0][0] == parse_instant("2026-02-28T17:00Z")
    assert len(log.coverage) == 2


def test_left_over_columns_are_noted_once(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        (tmp_path / name).write_text("at,reams,note\n2026-03-04T05:00Z,1,x\n", encoding="utf-8")
    _, found = read("deliveries", [tmp_path / "1.csv", tmp_path / "2.csv"])
    assert [each.code for each in found if each.code is not codes.DUPLICATE_RECORD] == [codes.EXTRA_COLUMN]


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [f"2026-03-04T05:{minute:02d}Z,{minute}\n" for minute in range(30)]
    one = read_text("deliveries", "at,reams\n" + "".join(rows), tmp_path)
    other = read_text("deliveries", "at,reams\n" + "".join(rows[::-1]), tmp_path)
    assert [record._replace(place=Place(0, 0)) for record in one.records] == [
        record._replace(place=Place(0, 0)) for record in other.records
    ]


def test_lines_without_moments_that_have_not_happened(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"case":"7","opened":"2026-03-04T05:00Z","resolvd":null,"priority":"P1"}\n', encoding="utf-8")
    log, found = read("tickets", [path])
    assert len(log.records) == 1
    never = [each for each in found if each.code is codes.NEVER_SEEN]
    assert len(never) == 3
    assert [fix.text for each in never for fix in each.fixes] == ['did you mean "resolvd"?']


def test_names_are_one_however_they_are_composed(tmp_path: Path) -> None:
    content = "at,so\u0302\u0301\n2026-03-04T05:00Z,7\n"
    log = read_text("deliveries", content, tmp_path, "log.csv", 'attributes.reams = "s\u1ed1"')
    assert len(log.records) == 1
