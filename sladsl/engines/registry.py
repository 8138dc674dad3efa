"""Which engines there are, and which of them can run here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from sladsl.engines.columnar import ColumnarEngine, DuckDB
from sladsl.engines.engine import Engine
from sladsl.engines.reference import ReferenceEngine
from sladsl.logs.stored.store import Room


@dataclass(frozen=True, slots=True)
class EngineKind:
    """`library` is what it needs beside this package, `extra` how that is installed."""

    name: str
    make: Callable[[Room], Engine]
    library: str | None = None
    extra: str | None = None

    @property
    def is_available(self) -> bool:
        return self.library is None or find_spec(self.library) is not None


def _columnar(room: Room) -> Engine:
    return ColumnarEngine(DuckDB(import_module("duckdb"), room))


ENGINES: Final = (
    EngineKind("reference", lambda _: ReferenceEngine()),
    EngineKind("columnar", _columnar, "duckdb", "sladsl[columnar]"),
)


def engine_kind(name: str) -> EngineKind:
    """The engine called `name`; there is one."""
    return next(each for each in ENGINES if each.name == name)
