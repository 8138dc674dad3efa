"""Times written by a pattern are read by statements too, as the reader of all formats reads them."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from logs.test_stored import both
from sladsl.logs.binding import StreamBinding
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored import columns
from sladsl.logs.stored.reading import read_into_store
from sladsl.logs.stored.store import Store

duckdb = pytest.importorskip("duckdb")

CALLS = StreamSchema("calls", Shape.EVENTS, (Attribute("until", AttributeType(Kind.INSTANT), optional=True),))
BY_STATEMENT = (
    "%d/%m/%Y %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%d.%m.%Y, %H",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M",
    "%m/%d/%Y",
    "%d%m-%Y",
)
BY_READER = (
    "%d/%m/%y %H:%M",
    "%d %b %Y",
    "%d/%m/%Y %I:%M %p",
    "%d/%m/%Y %H:%M %z",
    "%d/%m/%Y at %H:%M",
    "%Y/%m/%d %H:%M:%S.%f",
)
ODD = (
    "", "30/02/2026 10:00", "1/3/2026 9:07", "01/03/2026 24:00", "01/03/2026 10:60", " 01/03/2026 10:00",
    "01/03/0000 10:00", "01/03/2026  10:00", "2026-03-29T02:30:00", "2026-10-25T02:30:00", "2026-03-01t02:30:00",
    "2026022910", "202631123456", "20260301123460", "2026301 9:07", "1.3.2026, 7", "3112-2026", "112-2026",
    "\u0660\u0661/\u0660\u0663/2026 10:00", "31/12/9999 23:59",
)  # fmt: skip


def written(random: Random, pattern: str, rows: int, odd: float) -> str:
    """Most times as the pattern has them, with or without the zero before a number of one digit."""
    lines = ["at,until"]
    for _ in range(rows):
        cells = []
        for _ in range(2):
            time = datetime(2026, 1, 1) + timedelta(minutes=random.randrange(500_000))
            form = pattern.replace("%d/", "%-d/").replace("%H:", "%-H:") if random.random() < 0.5 else pattern
            cells.append(random.choice(ODD) if random.random() < odd else time.strftime(form))
        lines.append(",".join(f'"{each}"' for each in cells))
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", None])
@pytest.mark.parametrize("pattern", [*BY_STATEMENT, *BY_READER])
def test_drawn_times(pattern: str, zone: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEW", 3)
    random = Random(f"{pattern} {zone}")
    file = tmp_path / "calls.csv"
    file.write_text(written(random, pattern, 120, random.choice((0, 0.2))), encoding="utf-8")
    both(CALLS, [file], StreamBinding(time=pattern, zone=zone), None)


@pytest.mark.parametrize("pattern", BY_STATEMENT)
def test_they_are_read_by_statements(pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEW", 3)
    monkeypatch.setattr("sladsl.logs.flat.FlatRows.add", None)
    file = tmp_path / "calls.csv"
    file.write_text(written(Random(1), pattern, 50, 0), encoding="utf-8")
    log, _ = read_into_store(Store(duckdb), CALLS, [file], StreamBinding(time=pattern, zone="UTC"))
    assert len(log.records) == 50
