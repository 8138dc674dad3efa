"""Which engine an evaluation runs on, and what is told of it beside the result."""

import os
import platform
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from glob import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sladsl import __version__
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.engines import Engine
from sladsl.engines.engine import EngineTrouble
from sladsl.engines.registry import engine_kind
from sladsl.engines.spark import LOCAL, SparkSettings
from sladsl.frozen import Changing, Frozen, changing, frozen
from sladsl.logs.stored.sql import literal
from sladsl.logs.stored.store import NoRoom, Room

AUTO: Final = "auto"
LARGE: Final = 300_000
"""Records from which on a database is faster than a loop: below, it takes longer to start."""


@frozen
class Chosen(Frozen):
    """`why` is told with the name."""

    engine: Engine
    why: str


@changing
class RunRecord(Changing):
    """What is told of a run and is no part of its result: it differs from machine to machine."""

    engine: str
    why: str
    records: Mapping[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    by_reference: Mapping[str, str] = field(default_factory=dict)
    read_by: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "sladsl": __version__,
            "engine": self.engine,
            "why": self.why,
            "records": dict(self.records),
            "seconds": {name: round(seconds, 3) for name, seconds in self.seconds.items()},
            "by the reference engine": dict(self.by_reference),
            **({"read by": dict(self.read_by)} if self.read_by else {}),
            "machine": {
                "system": platform.system(),
                "architecture": platform.machine(),
                "cores": os.cpu_count(),
                "python": platform.python_version(),
            },
        }


def choose(wanted: str, files: Sequence[Path], room: Room, spark: SparkSettings = LOCAL) -> Chosen | Diagnostic:
    """The engine of that name; `auto`: by the size of the logs."""
    if wanted == AUTO:
        return _by_size(files, room)
    kind = engine_kind(wanted)
    if kind.lacking is not None:
        fix = Fix(f"install with `pip install '{kind.extra}'`, or leave out `--engine`")
        return Diagnostic(usage.MISSING_LIBRARY, f"the engine `{kind.name}` needs {kind.lacking}", fixes=(fix,))
    try:
        return Chosen(kind.make(room, spark), "as asked for")
    except EngineTrouble as trouble:
        return stopped(trouble)


def stopped(trouble: EngineTrouble | NoRoom) -> Diagnostic:
    """What is said where an engine does not start or stops, or a large log finds no room on this machine."""
    if isinstance(trouble, EngineTrouble):
        fix = Fix("run without `--engine`: the result is the same")
        return Diagnostic(usage.ENGINE_GONE, str(trouble), fixes=(fix,))
    fixes = (
        Fix("give it more memory: `memory` under `[columnar]` in `sladsl.toml`"),
        Fix("or let `TMPDIR` name a folder with more room"),
    )
    return Diagnostic(usage.NO_ROOM, f"the log finds no room: {trouble}", fixes=fixes)


def _by_size(files: Sequence[Path], room: Room) -> Chosen:
    about = sum(map(records_about, files))
    columnar = engine_kind("columnar")
    if about < LARGE:
        return Chosen(engine_kind("reference").make(room), "the log is small")
    if not columnar.is_available:
        why = f"about {about:,} records; faster with `pip install '{columnar.extra}'`"
        return Chosen(engine_kind("reference").make(room), why)
    return Chosen(columnar.make(room), f"about {about:,} records")


_LOOKED_AT: Final = 1 << 16
_BYTES_OF_ZSTD: Final = 6
"""What a record takes in such a file, about."""
_BYTES_OF_PARQUET: Final = 8
"""What a record takes in a Parquet file, about."""


def records_about(path: Path) -> int:
    """How many records a file holds, from its size and how long its first lines are."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError:
        return 0
    if start.startswith(b"PAR1"):
        return _records_of_parquet(path, size)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return size // _BYTES_OF_ZSTD
    return size * _unpacked(start).count(b"\n") // max(len(start), 1)


def _records_of_parquet(path: Path, size: int) -> int:
    """What the end of the file says; by its size where nobody can read it: then that is told later."""
    if find_spec("duckdb") is not None:
        library = import_module("duckdb")
        with suppress(library.Error), library.connect() as asked:
            file = literal(escape(str(path.resolve())))
            return int(asked.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata({file})").fetchall()[0][0])
    return size // _BYTES_OF_PARQUET


def _unpacked(start: bytes) -> bytes:
    """What the beginning of a file says; of one that is damaged, nothing: reading it tells."""
    if not start.startswith(b"\x1f\x8b"):
        return start
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(start)
    except zlib.error:
        return b""
