"""The streams that the tests of logs read, and how they read them."""

from collections.abc import Sequence
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import StreamBinding
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.limits import Limits
from sladsl.logs.reading import read_stream
from sladsl.logs.records import StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema

MINUTE = 60_000_000

OUTAGES = StreamSchema(
    "outages",
    Shape.SPANS,
    (
        Attribute("service", AttributeType(Kind.TEXT)),
        Attribute("cost", AttributeType(Kind.MONEY, currency="USD", places=2), optional=True),
        Attribute("announced", AttributeType(Kind.INSTANT), optional=True),
        Attribute("planned", AttributeType(Kind.FLAG), optional=True),
        Attribute("length", AttributeType(Kind.DURATION), optional=True),
    ),
)
TICKETS = StreamSchema(
    "tickets",
    Shape.CASES,
    (Attribute("priority", AttributeType(Kind.CHOICE, ("P1", "P2", "P3"))),),
    ("opened", "update", "resolved"),
    frozenset(("update",)),
    ("waiting",),
)
REQUESTS = StreamSchema(
    "requests",
    Shape.SAMPLES,
    (
        Attribute("region", AttributeType(Kind.TEXT), optional=True),
        Attribute("total", AttributeType(Kind.COUNT)),
        Attribute("load", AttributeType(Kind.PERCENT, places=2), optional=True),
        Attribute("speed", AttributeType(Kind.NUMBER, unit="Mbps", places=3), optional=True),
    ),
    every=5 * MINUTE,
)
DELIVERIES = StreamSchema("deliveries", Shape.EVENTS, (Attribute("reams", AttributeType(Kind.COUNT)),))
MOVED = StreamSchema(
    "moved",
    Shape.CASES,
    (
        Attribute("priority", AttributeType(Kind.CHOICE, ("P1", "P2", "P3")), history=True),
        Attribute("owner", AttributeType(Kind.TEXT), optional=True, history=True),
        Attribute("site", AttributeType(Kind.TEXT), optional=True),
    ),
    ("opened", "solved"),
)
SCHEMAS = {schema.name: schema for schema in (OUTAGES, TICKETS, REQUESTS, DELIVERIES, MOVED)}


def bound(stream: str, text: str) -> tuple[StreamBinding | None, list[Diagnostic]]:
    """The binding of a stream in a configuration; a text without tables is the body of `[bind.STREAM]`."""
    if not text:
        return None, []
    whole = text if text.lstrip().startswith("[") else f"[bind.{stream}]\n{text}"
    bindings, found = parse_bindings(whole, "sladsl.toml")
    return bindings.for_stream("example", stream), found


def read(
    stream: str, files: Sequence[Path], binding: str = "", limits: Limits | None = None
) -> tuple[StreamLog, list[Diagnostic]]:
    """Read files, named without their folder, through a binding."""
    parsed, found = bound(stream, binding)
    base = files[0].parent if files else None
    log, trouble = read_stream(SCHEMAS[stream], files, parsed, limits=limits or Limits(), base=base)
    return log, found + trouble


def read_text(stream: str, content: str | bytes, folder: Path, name: str = "log.csv", binding: str = "") -> StreamLog:
    """Read a text that has nothing wrong with it (notes aside)."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    log, found = read(stream, [path], binding)
    assert [each for each in found if each.code not in (codes.EXTRA_COLUMN, codes.DUPLICATE_HEADER)] == []
    return log
