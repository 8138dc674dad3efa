"""Random records, written in canonical form, come back as they were."""

import csv
import io
import json
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logs.samples import OUTAGES, TICKETS, read
from sladsl.diagnostics import errors
from sladsl.logs.quality import time_of
from sladsl.logs.records import CaseRecord, Place, Record, SpanRecord, Value
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import format_instant

NOWHERE = Place(0, 0)
instants = st.integers(0, 4_000_000_000_000_000)
# White space around a value is no part of it, and text is read in NFC: neither can come back as it was.
words = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S"]), min_size=1).filter(
    lambda text: unicodedata.is_normalized("NFC", text)
)


@st.composite
def spans(draw: st.DrawFn) -> SpanRecord:
    start = draw(instants)
    end = draw(st.none() | st.integers(0, 10**12).map(lambda length: start + length))
    values: tuple[Value, ...] = (
        draw(words),
        draw(st.none() | st.integers(-(10**9), 10**9)),
        draw(st.none() | instants),
        draw(st.none() | st.booleans()),
        draw(st.none() | st.integers(0, 10**12)),
    )
    return SpanRecord(start, end, values, NOWHERE)


@st.composite
def cases(draw: st.DrawFn) -> CaseRecord:
    opened = draw(instants)
    later = st.integers(opened, opened + 10**12)
    updates = tuple(sorted(draw(st.lists(later, max_size=4))))
    resolved = tuple(draw(st.lists(later, max_size=1)))
    borders = sorted(draw(st.sets(later, max_size=6)))
    states: list[tuple[int, int | None]] = list(zip(borders[::2], borders[1::2], strict=False))
    if len(borders) % 2:
        states.append((borders[-1], None))
    values = (draw(st.sampled_from(["P1", "P2", "P3"])),)
    return CaseRecord(draw(words), ((opened,), updates, resolved), (tuple(states),), values, NOWHERE)


def cells(schema: StreamSchema, record: Record) -> dict[str, object]:
    """A record as columns; lists where there may be several values."""
    found: dict[str, object] = {}
    if isinstance(record, SpanRecord):
        found = {
            "start": format_instant(record.start),
            "end": None if record.end is None else format_instant(record.end),
        }
    if isinstance(record, CaseRecord):
        found["case"] = record.key
        for name, times in zip(schema.moments, record.moments, strict=True):
            found[name] = [format_instant(at) for at in times]
        for name, intervals in zip(schema.states, record.states, strict=True):
            found[name] = [f"{format_instant(a)}/{'' if b is None else format_instant(b)}" for a, b in intervals]
    for attribute, value in zip(schema.attributes, record.values, strict=True):
        found[attribute.name] = written(attribute.name, value)
    return found


def written(name: str, value: Value) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if name == "cost":
        sign, size = "-" if value < 0 else "", abs(value)
        return f"{sign}{size // 100}.{size % 100:02d} USD"
    if name == "length":
        return f"PT{value // 1_000_000}.{value % 1_000_000:06d}S"
    return format_instant(value)


def as_csv(schema: StreamSchema, records: list[Record]) -> str:
    out = io.StringIO()
    rows = [cells(schema, record) for record in records]
    writer = csv.DictWriter(out, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: ";".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    return out.getvalue()


def as_json(schema: StreamSchema, records: list[Record]) -> str:
    return "".join(json.dumps(cells(schema, record)) + "\n" for record in records)


@pytest.mark.parametrize(("suffix", "write"), [("csv", as_csv), ("jsonl", as_json)])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_round_trip(suffix: str, write: object, data: st.DataObject) -> None:
    some_spans: list[Record] = list(data.draw(st.lists(spans(), min_size=1, max_size=8)))
    unique = st.lists(cases(), min_size=1, max_size=8, unique_by=lambda case: case.key)
    some_cases: list[Record] = list(data.draw(unique))
    for schema, records in ((OUTAGES, some_spans), (TICKETS, some_cases)):
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"log.{suffix}"
            assert callable(write)
            path.write_text(write(schema, records), encoding="utf-8", newline="")
            log, found = read(schema.name, [path])
        assert errors(found) == []
        wanted = sorted(records, key=time_of)
        assert [record._replace(place=NOWHERE) for record in log.records] == wanted
