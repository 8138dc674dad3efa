"""JSON and XML documents as rows: exact rows, exact complaints, and nothing that a document may do to us."""

import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Complaints
from sladsl.logs.files import LogText
from sladsl.logs.formats import FORMATS, format_of
from sladsl.logs.limits import Limits
from sladsl.logs.rows import BadRow, Layout, Row


def rows_of(
    content: str | bytes, form: str, folder: Path, records: str | None = None, limits: Limits | None = None
) -> tuple[list[tuple[int, Row | BadRow]], list[Diagnostic]]:
    path = folder / "log"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    complaints = Complaints(10)
    text = LogText(path, "log", limits or Limits(), complaints)
    rows = list(FORMATS[form].read(text, Layout("", records), lambda columns: frozenset(columns)))
    return rows, complaints.diagnostics()


def good(content: str, form: str, folder: Path, records: str | None = None) -> list[Row]:
    rows, found = rows_of(content, form, folder, records)
    assert found == []
    return [row for _, row in rows if not isinstance(row, BadRow)]


def test_records_have_what_they_lie_in(tmp_path: Path) -> None:
    document = """{"page": {"name": "Acme"}, "incidents": [
        {"id": "i1", "n": 1.50, "components": [{"name": "api"}, {"name": "site"}], "tags": ["a", "b"]},
        {"id": "i2", "n": 2, "components": []}]}"""
    assert good(document, "json", tmp_path, "incidents") == [
        {"page.name": "Acme", "id": "i1", "n": Decimal("1.50"), "components.name": ["api", "site"],
         "components": None, "tags": ["a", "b"]},
        {"page.name": "Acme", "id": "i2", "n": 2, "components": []},
    ]  # fmt: skip
    around = {"page.name": "Acme", "incidents.id": "i1", "incidents.n": Decimal("1.50"), "incidents.tags": ["a", "b"]}
    assert good(document, "json", tmp_path, "incidents.components") == [
        {**around, "name": "api"},
        {**around, "name": "site"},
        {"page.name": "Acme", "incidents.id": "i2", "incidents.n": 2},
    ]


def test_a_document_may_be_a_list_of_objects_or_of_lists(tmp_path: Path) -> None:
    assert good('[{"a": 1}, {"a": {"b": null}}]', "json", tmp_path) == [{"a": 1}, {"a.b": None}]
    assert good('{"rows": [[1, "x"], [2, {"y": 3}]]}', "json", tmp_path, "rows") == [
        {"1": 1, "2": "x"},
        {"1": 2, "2.y": 3},
    ]
    assert good('{"rows": []}', "json", tmp_path, "rows") == []


@pytest.mark.parametrize(
    ("content", "form", "records", "code", "words"),
    [
        ('{"a": [{"b": 1}]}', "json", None, codes.NO_RECORDS, 'the lists "a"'),
        ('{"a": [{"b": 1}]}', "json", "c", codes.NO_RECORDS, 'no "c"'),
        ('{"a": [{"b": 1}]}', "json", "a.c", codes.NO_RECORDS, 'no "a.c"'),
        ("[1]", "json", None, codes.BROKEN_JSON, "no object"),
        ('[{"a.b": 1, "a": {"b": 2}}]', "json", None, codes.BROKEN_JSON, "written twice"),
        ("[" * 100_000, "json", None, codes.BROKEN_DOCUMENT, "nested too deeply"),
        ('{"a": NaN}', "json", "a", codes.BROKEN_DOCUMENT, "NaN is not a number"),
        ('["\\ud800"]', "json", None, codes.BROKEN_DOCUMENT, "half a character"),
        ('{"a": 1}\n{"a": 2}\n', "json", None, codes.BROKEN_DOCUMENT, "line 2, column 1"),
        (b"\xff\xfe", "json", None, codes.NOT_UTF8, "UTF-16"),
        ('{"status": "error", "error": "too many"}', "prometheus", None, codes.BROKEN_DOCUMENT, '"too many"'),
        ('{"status": "success"}', "prometheus", None, codes.BROKEN_DOCUMENT, 'has no "data"'),
        ("[]", "prometheus", None, codes.BROKEN_DOCUMENT, "no object"),
        ('{"issues": [{"key": "A-1"}]}', "jira", None, codes.BROKEN_DOCUMENT, "changelog"),
        ('{"events": []}', "ocel", None, codes.BROKEN_DOCUMENT, "objects"),
        (
            '{"objects": [], "events": [{"id": "e", "type": "t", "time": "2026-01-01T00:00:00Z",'
            ' "relationships": [{"objectId": "o"}]}]}',
            "ocel", None, codes.BROKEN_DOCUMENT, "none of the objects",
        ),
        ("<log><trace></log>", "xes", None, codes.BROKEN_DOCUMENT, "mismatched tag"),
        ("<html/>", "xes", None, codes.BROKEN_DOCUMENT, "not <log>"),
        ("<log>", "xes", None, codes.BROKEN_DOCUMENT, "no element found"),
        ("<log>" + "<trace><event>" * 200, "xes", None, codes.BROKEN_DOCUMENT, "deep"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log/>', "xes", None, codes.BROKEN_DOCUMENT, "document type"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "xes", None, codes.BROKEN_DOCUMENT, "document type"),
        ("<log><trace><event><string key='a'/></event></trace></log>", "xes", None, codes.BROKEN_DOCUMENT, "no value"),
    ],
)  # fmt: skip
def test_what_is_refused(
    content: str | bytes, form: str, records: str | None, code: object, words: str, tmp_path: Path
) -> None:
    _, found = rows_of(content, form, tmp_path, records)
    assert [each.code for each in found] == [code], found
    assert words in found[0].message


def test_entities_do_not_grow(tmp_path: Path) -> None:
    bomb = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(20)
    )
    rows, found = rows_of(f"<!DOCTYPE log [{bomb}]><log><trace>&u;</trace></log>", "xes", tmp_path)
    assert rows == []
    assert [each.code for each in found] == [codes.BROKEN_DOCUMENT]


def test_a_document_has_a_limit(tmp_path: Path) -> None:
    limits = Limits(document_bytes=100)
    _, found = rows_of(json.dumps([{"a": "x" * 200}]), "json", tmp_path, limits=limits)
    assert [each.code for each in found] == [codes.LINE_TOO_LONG]
    _, found = rows_of("<log>" + "<trace/>" * 30 + "</log>", "xes", tmp_path, limits=limits)
    assert [each.code for each in found] == [codes.LINE_TOO_LONG]
    _, found = rows_of("[" + "{},\n" * 60 + "{}]", "json", tmp_path, limits=limits)
    assert [each.code for each in found] == [codes.TOO_LARGE]


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="event"><string key="concept:name" value="unknown"/></global>
  <string key="source" value="desk"/>
  <trace>
    <string key="concept:name" value="1001"/>
    <event>
      <string key="concept:name" value="open"/>
      <date key="time:timestamp" value="2026-03-02T09:00:00.000+07:00"/>
      <float key="cost" value="1.10"><string key="currency" value="USD"/></float>
      <list key="tags"><values><string key="tag" value="a"/><string key="tag" value="b"/></values></list>
    </event>
    <event><string key="concept:name" value="close &amp; file"/></event>
    <int key="priority" value="1"/>
  </trace>
  <event><string key="concept:name" value="alone"/></event>
  <trace><string key="concept:name" value="1002"/></trace>
</log>
"""


def test_xes(tmp_path: Path) -> None:
    rows, found = rows_of(XES, "xes", tmp_path)
    trace = {"case:concept:name": "1001", "case:priority": "1"}
    assert found == []
    assert rows == [
        (8, {**trace, "concept:name": "open", "time:timestamp": "2026-03-02T09:00:00.000+07:00", "cost": "1.10",
             "cost.currency": "USD", "tags.tag": ["a", "b"]}),
        (14, {**trace, "concept:name": "close & file"}),
        (17, {"concept:name": "alone"}),
        (18, {"case:concept:name": "1002"}),
    ]  # fmt: skip


OCEL = {
    "objectTypes": [], "eventTypes": [],
    "objects": [
        {"id": "o1", "type": "Order", "attributes": [
            {"name": "plan", "time": "2026-01-01T00:00:00Z", "value": "basic"},
            {"name": "plan", "time": "2026-03-03T00:00:00Z", "value": "gold"},
            {"name": "price", "time": "2026-01-01T00:00:00Z", "value": 12.5},
        ]},
        {"id": "p1", "type": "Parcel"},
    ],
    "events": [
        {"id": "e1", "type": "place", "time": "2026-03-02T00:00:00Z", "attributes": [{"name": "by", "value": "web"}],
         "relationships": [{"objectId": "o1", "qualifier": "placed"}]},
        {"id": "e2", "type": "ship", "time": "2026-03-04T00:00:00Z",
         "relationships": [{"objectId": "o1"}, {"objectId": "p1", "qualifier": "packed"}]},
        {"id": "e3", "type": "stocktake", "time": "2026-03-05T00:00:00Z", "relationships": []},
    ],
}  # fmt: skip


def test_ocel(tmp_path: Path) -> None:
    rows, found = rows_of(json.dumps(OCEL), "ocel", tmp_path)
    price = {"object.attributes.price": Decimal("12.5")}
    ship = {"id": "e2", "type": "ship", "time": "2026-03-04T00:00:00Z"}
    assert found == []
    assert rows == [
        (1, {"id": "e1", "type": "place", "time": "2026-03-02T00:00:00Z", "attributes.by": "web", "object.id": "o1",
             "object.type": "Order", "qualifier": "placed", "object.attributes.plan": "basic", **price}),
        (2, {**ship, "object.id": "o1", "object.type": "Order", "qualifier": None, "object.attributes.plan": "gold",
             **price}),
        (2, {**ship, "object.id": "p1", "object.type": "Parcel", "qualifier": "packed"}),
        (3, {"id": "e3", "type": "stocktake", "time": "2026-03-05T00:00:00Z"}),
    ]  # fmt: skip


def test_prometheus(tmp_path: Path) -> None:
    series = [{"metric": {"job": "api"}, "values": [[1772600400, "1"], [1772600460.25, "NaN"]]}]
    document = {"status": "success", "data": {"resultType": "matrix", "result": series}}
    assert good(json.dumps(document), "prometheus", tmp_path) == [
        {"job": "api", "at": 1772600400, "value": "1"},
        {"job": "api", "at": Decimal("1772600460.25"), "value": "NaN"},
    ]
    one = {"resultType": "vector", "result": [{"metric": {}, "value": [1, "2"]}]}
    assert good(json.dumps({"status": "success", "data": one}), "prometheus", tmp_path) == [{"at": 1, "value": "2"}]


def test_jira(tmp_path: Path) -> None:
    change = {"created": "2026-03-02T10:00:00.000+0700", "author": {"displayName": "Linh"},
              "items": [{"field": "status", "fromString": "Open", "toString": "Done"}]}  # fmt: skip
    late = {**change, "created": "2026-03-03T10:00:00.000+0700"}
    issue = {"key": "A-1", "fields": {"created": "2026-03-02T09:00:00.000+0700"},
             "changelog": {"total": 2, "histories": [late, change]}}  # fmt: skip
    fresh = {"key": "A-2", "fields": {"created": "2026-03-04T09:00:00.000+0700", "status": {"name": "Open"}},
             "changelog": {"histories": []}}  # fmt: skip
    rows = good(json.dumps({"issues": [issue, fresh]}), "jira", tmp_path)
    assert [(row["key"], row["at"], row["field"], row["from"], row["to"]) for row in rows] == [
        ("A-1", "2026-03-02T09:00:00.000+0700", "created", None, "Open"),
        ("A-1", "2026-03-02T10:00:00.000+0700", "status", "Open", "Done"),
        ("A-1", "2026-03-03T10:00:00.000+0700", "status", "Open", "Done"),
        ("A-2", "2026-03-04T09:00:00.000+0700", "created", None, "Open"),
    ]
    part = {**issue, "changelog": {"total": 5, "histories": [change]}}
    _, found = rows_of(json.dumps([part]), "jira", tmp_path)
    assert [each.code for each in found] == [codes.ONE_PAGE]


def test_formats_by_suffix() -> None:
    names = ("a.csv", "a.TSV.gz", "a.json", "a.ocel.json", "a.jsonocel.gz", "a.xes", "a.xes.gz", "a.jsonl", "a.txt")
    assert [each and each.name for each in map(format_of, names)] == [
        "csv", "tsv", "json", "ocel", "ocel", "xes", "xes", "jsonl", None,
    ]  # fmt: skip


DOCUMENTS = [XES, json.dumps(OCEL), *(json.dumps(each) for each in ({"issues": []}, {"status": "success", "data": {}}))]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A document with a piece taken out, doubled or replaced."""
    whole = draw(st.sampled_from(DOCUMENTS)).encode()
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, len(whole)))
    pieces = [b"", whole[start:end] * 2, b"{}", b"[1]", b"null", b'"x"', b"<a>"]
    return whole[:start] + draw(st.sampled_from(pieces) | st.binary()) + whole[end:]


@settings(max_examples=200, deadline=None)
@given(
    damaged(),
    st.sampled_from(["json", "jira", "prometheus", "ocel", "xes"]),
    st.sampled_from([None, "events", "objects.attributes", "x"]),
)
def test_any_document(content: bytes, form: str, records: str | None) -> None:
    with TemporaryDirectory() as folder:
        rows, found = rows_of(content, form, Path(folder), records)
    assert all(each.message.isprintable() for each in found)
    assert all(isinstance(row, BadRow) or all(isinstance(name, str) for name in row) for _, row in rows)
