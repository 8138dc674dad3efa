"""Wrong logs, each with the code it gets and the place it is found at."""

import gzip
from pathlib import Path
from typing import NamedTuple

import pytest

from logs.samples import read
from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.limits import Limits

SPAN = "start,end,service\n"
CASE = "case,opened,update,resolved,waiting,priority\n"
SAMPLE = "at,total\n"
EVENT = "at,reams\n"
OPENED = "2026-03-04T05:00Z"
UPDATES = (
    'rows = "updates"\nkey = "id"\nat = "at"\n[bind.tickets.moments]\nopened = "opened"\nupdate = "at"\n'
    'resolved = { column = "state", becomes = "Done" }\n'
    '[bind.tickets.states]\nwaiting = { column = "state", in = ["Hold"] }\n'
)
PAUSES = (
    'rows = "events"\nkey = "id"\nat = "at"\n[bind.tickets.moments]\n'
    'opened = { column = "what", becomes = "open" }\nupdate = { column = "what", becomes = "note" }\n'
    'resolved = { column = "what", becomes = "done" }\n'
    '[bind.tickets.states]\nwaiting = { column = "what", from = "pause", to = "resume" }\n'
)


class Wrong(NamedTuple):
    """`rejected` is how many rows are left out of the log."""

    name: str
    stream: str
    content: str | bytes
    code: Code
    place: str | None
    rejected: int = 0
    binding: str = ""
    file: str = "log.csv"


def span(**fields: str) -> str:
    """A log of one span with more columns than the required ones."""
    values = {"start": OPENED, "end": "2026-03-04T06:00Z", "service": "api"} | fields
    return ",".join(values) + "\n" + ",".join(values.values()) + "\n"


def case(**fields: str) -> str:
    """A log of one case."""
    values = dict.fromkeys(CASE.strip().split(","), "") | {"case": "1", "opened": OPENED, "priority": "P1"} | fields
    return CASE + ",".join(values.values()) + "\n"


def sample(**fields: str) -> str:
    """A log of one sample."""
    values = {"at": OPENED, "total": "1"} | fields
    return ",".join(values) + "\n" + ",".join(values.values()) + "\n"


def json_line(name: str, content: str, code: Code, line: int = 1) -> Wrong:
    """A line of deliveries as JSON."""
    return Wrong(name, "deliveries", content, code, f"log.jsonl:{line}", 1, "", "log.jsonl")


WRONG = [
    # Files
    Wrong("utf16", "outages", (SPAN).encode("utf-16"), codes.NOT_UTF8, "log.csv"),
    Wrong("utf16 without mark", "outages", SPAN.encode("utf-16-le"), codes.NOT_UTF8, "log.csv:1"),
    Wrong("latin1", "outages", SPAN.encode() + f"{OPENED},,caf\xe9\n".encode("latin-1"), codes.NOT_UTF8, "log.csv:2"),
    Wrong("spreadsheet", "outages", b"PK\x03\x04rest", codes.UNREADABLE, "log.csv"),
    Wrong("parquet", "outages", b"PAR1rest", codes.UNKNOWN_FORMAT, "log.csv"),
    Wrong("gzip cut short", "outages", gzip.compress(SPAN.encode())[:-9], codes.BROKEN_GZIP, "log.csv:1"),
    Wrong("gzip with rubbish", "outages", gzip.compress(SPAN.encode()) + b"x", codes.BROKEN_GZIP, "log.csv:1"),
    Wrong("gzip in name, damaged", "outages", b"\x1f\x8bnonsense", codes.BROKEN_GZIP, "log.gz:1", 0, 'format = "csv"',
          "log.gz"),
    Wrong("no format", "outages", SPAN, codes.UNKNOWN_FORMAT, "log.dat", 0, "", "log.dat"),
    Wrong("gzip in gzip", "outages", gzip.compress(gzip.compress(SPAN.encode())), codes.UNREADABLE, "log.csv"),
    Wrong("empty", "outages", "", codes.EMPTY_LOG, "log.csv"),
    Wrong("header only", "outages", SPAN, codes.HEADER_ONLY, "log.csv"),
    Wrong("empty json lines", "outages", "", codes.EMPTY_LOG, "log.jsonl", 0, "", "log.jsonl"),
    # Columns and rows
    Wrong("missing column", "outages", "start,finish,service\n", codes.MISSING_COLUMN, "log.csv"),
    Wrong("wrong delimiter", "outages", "start;end;service\n", codes.MISSING_COLUMN, "log.csv"),
    Wrong("column never there", "tickets", '{"case":"1"}\n', codes.MISSING_COLUMN, "log.jsonl", 1, "", "log.jsonl"),
    Wrong("extra column", "outages", span(servce="x"), codes.EXTRA_COLUMN, "log.csv"),
    Wrong("duplicate header", "outages", f"start,end,service,service\n{OPENED},,a,b\n",
          codes.DUPLICATE_HEADER, "log.csv:1"),
    Wrong("short row", "outages", SPAN + f"{OPENED},api\n", codes.COLUMN_COUNT, "log.csv:2", 1),
    Wrong("long row", "outages", SPAN + f"{OPENED},,api,more\n", codes.COLUMN_COUNT, "log.csv:2", 1),
    Wrong("open quote", "outages", SPAN + f'{OPENED},,"api\n\n', codes.BROKEN_CSV, "log.csv:2"),
    Wrong("open quote at length", "outages", SPAN + f'{OPENED},,"' + "x\n" * 99_999, codes.BROKEN_CSV, "log.csv:2"),
    Wrong("stray quote", "outages", SPAN + f'{OPENED},,"a"pi\n', codes.BROKEN_CSV, "log.csv:2", 1),
    Wrong("carriage returns", "outages", SPAN.replace("\n", "\r") * 2, codes.BROKEN_CSV, "log.csv:1"),
    Wrong("after a quoted line break", "outages", SPAN + f'{OPENED},,"a\nb"\nx\n', codes.COLUMN_COUNT, "log.csv:4", 1),
    json_line("json list", "[1]\n", codes.BROKEN_JSON, 1),
    json_line("json document", '[{"at":\n', codes.BROKEN_JSON, 1),
    json_line("json cut", '\n{"at": \n', codes.BROKEN_JSON, 2),
    json_line("json NaN", '{"at": NaN}\n', codes.BROKEN_JSON, 1),
    json_line("json key twice", '{"at":1,"at":2}\n', codes.BROKEN_JSON, 1),
    json_line("json deep", "[" * 99_999 + "\n", codes.BROKEN_JSON, 1),
    json_line("json deep inside", '{"a":' * 50_000 + "\n", codes.BROKEN_JSON, 1),
    json_line("json long number", "9" * 9_999 + "\n", codes.BROKEN_JSON, 1),
    json_line("json large exponent", '{"a":1e99999999999999999999}\n', codes.BROKEN_JSON, 1),
    json_line("json half character", '{"a":"\\ud800"}\n', codes.BROKEN_JSON, 1),
    # Values
    Wrong("thousands", "outages", span(cost='"1,234.00"'), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("decimal comma", "outages", span(cost='"12,5"'), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("point for comma", "outages", span(cost="12.5"), codes.BAD_NUMBER, "log.csv:2", 1,
          'attributes.cost = { column = "cost", decimal = "," }'),
    Wrong("Persian digits", "outages", span(cost="۱۲"), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("not a number", "requests", sample(total="many"), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("huge exponent", "requests", sample(total="1e999"), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("infinity", "requests", sample(total="inf"), codes.BAD_NUMBER, "log.csv:2", 1),
    Wrong("places of money", "outages", span(cost="12.505"), codes.TOO_MANY_PLACES, "log.csv:2", 1),
    Wrong("places of percent", "requests", sample(load="5.123%"), codes.TOO_MANY_PLACES, "log.csv:2", 1),
    Wrong("places of number", "requests", sample(speed="1E-4"), codes.TOO_MANY_PLACES, "log.csv:2", 1),
    Wrong("currency", "outages", span(cost="12.50 EUR"), codes.WRONG_CURRENCY, "log.csv:2", 1),
    Wrong("bare duration", "outages", span(length="90"), codes.BAD_DURATION, "log.csv:2", 1),
    Wrong("days", "outages", span(length="2d"), codes.BAD_DURATION, "log.csv:2", 1),
    Wrong("months", "outages", span(length="P1M"), codes.BAD_DURATION, "log.csv:2", 1),
    Wrong("negative duration", "outages", span(length="-PT1H"), codes.BAD_DURATION, "log.csv:2", 1),
    Wrong("fine duration", "outages", span(length="0.0000001s"), codes.TIME_TOO_FINE, "log.csv:2", 1),
    Wrong("choice", "tickets", case(priority="P9"), codes.UNKNOWN_CHOICE, "log.csv:2", 1),
    Wrong("unmapped choice", "tickets", case(priority="9"), codes.UNKNOWN_CHOICE, "log.csv:2", 1,
          'attributes.priority = { column = "priority", map = { 1 = "P1" } }'),
    Wrong("flag", "outages", span(planned="maybe"), codes.BAD_FLAG, "log.csv:2", 1),
    Wrong("no service", "outages", span(service=""), codes.MISSING_VALUE, "log.csv:2", 1),
    Wrong("no service, said otherwise", "outages", span(service="NULL"), codes.MISSING_VALUE, "log.csv:2", 1,
          'missing = ["NULL"]'),
    Wrong("no start", "outages", span(start=""), codes.MISSING_VALUE, "log.csv:2", 1),
    Wrong("no key", "tickets", case(case=" "), codes.MISSING_KEY, "log.csv:2", 1),
    json_line("list", f'{{"at":"{OPENED}","reams":[1]}}\n', codes.NOT_ONE_VALUE, 1),
    Wrong("opened twice", "tickets", case(opened=f"{OPENED};{OPENED}"), codes.NOT_ONE_VALUE, "log.csv:2", 1),
    Wrong("negative count", "deliveries", EVENT + f"{OPENED},-1\n", codes.BAD_COUNT, "log.csv:2", 1),
    Wrong("half a ream", "deliveries", EVENT + f"{OPENED},0.5\n", codes.BAD_COUNT, "log.csv:2", 1),
    # Times
    Wrong("no time", "deliveries", EVENT + "yesterday,1\n", codes.BAD_TIME, "log.csv:2", 1),
    Wrong("no such day", "deliveries", EVENT + "2026-02-30T05:00Z,1\n", codes.BAD_TIME, "log.csv:2", 1),
    Wrong("other pattern", "deliveries", EVENT + f"{OPENED},1\n", codes.BAD_TIME, "log.csv:2", 1,
          'zone = "UTC"\ntime = "%d/%m/%Y %H:%M"'),
    Wrong("no such day in pattern", "deliveries", EVENT + "30/2/2026 01:00,1\n", codes.BAD_TIME, "log.csv:2", 1,
          'zone = "UTC"\ntime = "%d/%m/%Y %H:%M"'),
    Wrong("epoch of another planet", "deliveries", EVENT + "99999999999999999,1\n", codes.BAD_TIME, "log.csv:2", 1,
          'time = "epoch_ms"'),
    json_line("bare number", '{"at":1772600400,"reams":1}\n', codes.BAD_TIME, 1),
    Wrong("naive", "deliveries", EVENT + "2026-03-04T05:00,1\n", codes.NAIVE_TIME, "log.csv:2", 1),
    Wrong("naive pattern", "deliveries", EVENT + "4/3/2026,1\n", codes.NAIVE_TIME, "log.csv:2", 1, 'time = "%d/%m/%Y"'),
    Wrong("nanoseconds", "deliveries", EVENT + "2026-03-04T05:00:00.0000001Z,1\n", codes.TIME_TOO_FINE, "log.csv:2", 1),
    Wrong("fine epoch", "deliveries", EVENT + "1.0000001,1\n", codes.TIME_TOO_FINE, "log.csv:2", 1, 'time = "epoch_s"'),
    Wrong("ends first", "outages", span(end="2026-03-04T04:59Z"), codes.END_BEFORE_START, "log.csv:2", 1),
    Wrong("state ends first", "tickets", case(waiting=f"{OPENED}/2026-03-04T04:00Z"),
          codes.END_BEFORE_START, "log.csv:2", 1),
    Wrong("no interval", "tickets", case(waiting=OPENED), codes.BAD_TIME, "log.csv:2", 1),
    Wrong("resolved first", "tickets", case(resolved="2026-03-04T04:00Z"), codes.CLOCK_SKEW, "log.csv:2"),
    Wrong("outside coverage", "outages", span(), codes.OUTSIDE_COVERAGE, "log.csv:2", 0,
          'zone = "UTC"\ncoverage = "2026-04"'),
    # Records
    Wrong("case twice", "tickets", case() + f"1,{OPENED},,,,P2\n", codes.DUPLICATE_CASE, "log.csv:3", 1),
    Wrong("span twice", "outages", SPAN + f"{OPENED},,api\n" * 2, codes.DUPLICATE_RECORD, "log.csv:3"),
    Wrong("overlap", "tickets", case(waiting=f"{OPENED}/;{OPENED}/"), codes.STATE_OVERLAP, "log.csv:2"),
    Wrong("off grid", "requests", SAMPLE + "2026-03-04T05:00Z,1\n2026-03-04T05:05Z,1\n2026-03-04T05:11Z,1\n",
          codes.OFF_GRID, "log.csv:4"),
    Wrong("same slot", "requests", SAMPLE + f"{OPENED},1\n{OPENED},2\n", codes.SAME_SLOT, "log.csv:3"),
    Wrong("no moment", "tickets", case(opened=""), codes.NO_MOMENT, "log.csv:2", 1),
    Wrong("bad row of a case", "tickets", "id,opened,at,state,priority\n1,,2026-03-04T05:00Z,New,P1\n1,,x,Hold,P1\n",
          codes.BAD_TIME, "log.csv:3", 2, UPDATES),
    Wrong("bad chosen value", "tickets", f"id,opened,at,state,priority\n1,,{OPENED},Done,P9\n1,,{OPENED},Hold,\n",
          codes.UNKNOWN_CHOICE, "log.csv:2", 2, UPDATES),
    Wrong("never seen", "tickets", f"id,opened,at,state,priority\n1,{OPENED},{OPENED},Hold,P1\n",
          codes.NEVER_SEEN, None, 0, UPDATES),
    Wrong("clock against number", "tickets",
          "id,n,opened,at,state,priority\n1,2,,2026-03-04T05:00Z,Done,P1\n1,1,,2026-03-04T06:00Z,Hold,P1\n",
          codes.CLOCK_SKEW, "log.csv:3", 0, 'seq = "n"\n' + UPDATES),
    Wrong("resume alone", "tickets", f"id,at,what,priority\n1,{OPENED},open,P1\n1,2026-03-04T06:00Z,resume,P1\n",
          codes.UNMATCHED_RESUME, "log.csv:3", 2, PAUSES),
    Wrong("pause twice", "tickets",
          f"id,at,what,priority\n1,{OPENED},pause,P1\n1,2026-03-04T06:00Z,pause,P1\n1,{OPENED},open,P1\n",
          codes.STATE_OVERLAP, "log.csv:3", 0, PAUSES),
    # Bindings that do not fit their stream
    Wrong("unknown attribute", "outages", SPAN, codes.UNKNOWN_NAME, None, 0, 'attributes.servce = "service"'),
    Wrong("unknown zone", "outages", SPAN, codes.BAD_SETTING, None, 0, 'zone = "Europe/Lisboa"'),
    Wrong("rows of another shape", "outages", SPAN, codes.BAD_SETTING, None, 0, 'rows = "cases"'),
    Wrong("unit", "outages", SPAN, codes.BAD_SETTING, None, 0, 'attributes.length = { column = "l", unit = "days" }'),
    Wrong("coverage", "outages", SPAN, codes.BAD_SETTING, None, 0, 'zone = "UTC"\ncoverage = "march"'),
    Wrong("coverage without zone", "outages", SPAN, codes.NAIVE_TIME, None, 0, 'coverage = "2026-03"'),
    Wrong("no key column", "tickets", CASE, codes.INCOMPLETE_BINDING, None, 0, 'rows = "updates"'),
    Wrong("two ends", "outages", SPAN, codes.INCOMPLETE_BINDING, None, 0, 'end = "end"\nduration = "length"'),
    Wrong("map to no choice", "tickets", CASE, codes.UNKNOWN_CHOICE, None, 0,
          'attributes.priority = { column = "priority", map = { 1 = "Q1" } }'),
    Wrong("where fits nothing", "outages", span(), codes.EMPTY_LOG, None, 0, 'where = { service = "web" }'),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_wrong_log(wrong: Wrong, tmp_path: Path) -> None:
    path = tmp_path / wrong.file
    path.write_bytes(wrong.content.encode() if isinstance(wrong.content, str) else wrong.content)
    log, found = read(wrong.stream, [path], wrong.binding)
    assert (wrong.code, wrong.place) in [(each.code, each.place) for each in found], found
    assert log.rows_rejected == wrong.rejected, found


def test_missing_file(tmp_path: Path) -> None:
    log, found = read("outages", [tmp_path / "none.csv"])
    assert [(each.code, each.place) for each in found] == [(codes.UNREADABLE, "none.csv")]
    assert log.files == ()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "logs.csv"
    folder.mkdir()
    assert [each.code for each in read("outages", [folder])[1]] == [codes.UNREADABLE]


def test_a_line_of_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(SPAN.encode() + b"x" * 50_000_000)
    found = read("outages", [path])[1]
    assert [(each.code, each.place) for each in found] == [(codes.LINE_TOO_LONG, "log.csv:2")]


@pytest.mark.parametrize(("block", "code"), [(b"\0", codes.LINE_TOO_LONG), (b"\n", codes.TOO_LARGE)])
def test_a_small_file_that_unpacks_to_a_large_one(block: bytes, code: Code, tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(block * 10_000_000))
    assert path.stat().st_size < 20_000
    found = read("outages", [path], limits=Limits(line_bytes=1_000_000, lines=1_000))[1]
    assert [each.code for each in found] == [code]


def test_many_bad_rows_are_counted_and_some_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(EVENT + "never,1\n" * 1_234, encoding="utf-8")
    log, found = read("deliveries", [path])
    assert len(found) == 1_001
    assert found[-1].message.startswith("and 234 more")
    assert (log.rows_read, log.rows_rejected, log.records) == (1_234, 1_234, ())


def test_logged_text_is_shown_without_tricks(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(EVENT + "\u202e\x1b[31m" + "x" * 5_000 + ",1\n", encoding="utf-8")
    message = read("deliveries", [path])[1][0].message
    assert message.isprintable()
    assert "\\u202e\\u001b[31m" in message
    assert len(message) < 200


def test_did_you_mean(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"start,end,servce\n{OPENED},,api\n", encoding="utf-8")
    found = read("outages", [path])[1]
    assert [fix.text for each in found for fix in each.fixes] == ['did you mean "servce"?', 'did you mean "service"?']
