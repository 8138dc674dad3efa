"""Whatever a file holds, reading it ends with diagnostics and never with an exception."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logs.samples import SCHEMAS, read
from logs.test_wrong_logs import PAUSES, UPDATES, WRONG
from sladsl.diagnostics import errors
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.records import CaseRecord, SpanRecord

CONTENTS = [each.content if isinstance(each.content, bytes) else each.content.encode() for each in WRONG]
SHORT = [content for content in CONTENTS if len(content) < 1_000]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A log with a piece taken out, doubled or replaced."""
    content = draw(st.sampled_from(SHORT))
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, len(content)))
    content = content[:start] + draw(st.sampled_from([b"", content[start:end] * 2]) | st.binary()) + content[end:]
    return gzip.compress(content)[: draw(st.integers(20, 2_000))] if draw(st.booleans()) else content


@settings(max_examples=300, deadline=None)
@given(
    damaged() | st.binary(),
    st.sampled_from(list(SCHEMAS)),
    st.sampled_from(["", UPDATES, PAUSES, 'time = "epoch_s"', 'zone = "UTC"\ntime = "%d/%m/%Y"\ntruncate = true']),
    st.sampled_from(["log.csv", "log.tsv", "log.jsonl"]),
)
def test_any_file(content: bytes, stream: str, binding: str, name: str) -> None:
    if "bind.tickets" in binding:
        stream = "tickets"
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        log, found = read(stream, [path], binding)
    assert log.rows_rejected == 0 or errors(found)
    assert log.rows_read >= len(log.records)
    assert all(each.message.isprintable() for each in found)
    for record in log.records:
        if isinstance(record, SpanRecord):
            assert record.end is None or record.end >= record.start
        if isinstance(record, CaseRecord):
            assert all(end is None or end >= start for state in record.states for start, end in state)


VALUES = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text() | st.sampled_from(["iso", "updates", "csv", "%d"]) | st.just(1.5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["column", "in", "at", "map", "becomes", "x"]), inner)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    "files format delimiter zone time key seq rows at start end duration coverage where moments".split()
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_binding(table: dict[str, object]) -> None:
    text = "[bind.outages]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in table.items())
    bindings, _ = parse_bindings(text, "sladsl.toml")
    assert len(bindings.digest) == 64


@given(st.text())
def test_any_configuration(text: str) -> None:
    parse_bindings(text, "sladsl.toml")


def toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escapes = (f"\\U{ord(each):08x}" for each in value if not 0xD800 <= ord(each) < 0xE000)
        return f'"{"".join(escapes)}"'
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
    return str(value)


@pytest.mark.parametrize("name", ["\0.csv", "x" * 5_000 + ".csv"])
def test_names_that_no_file_has(name: str, tmp_path: Path) -> None:
    _, found = read("outages", [tmp_path / name])
    assert len(errors(found)) == 1
