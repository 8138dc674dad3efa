"""Spark as what the columnar engine runs on."""

from importlib import import_module
from importlib.util import find_spec

from sladsl.engines.spark.dialect import SPARK
from sladsl.engines.spark.session import start
from sladsl.engines.spark.settings import SparkSettings
from sladsl.engines.spark.tables import Refused, SparkTables
from sladsl.engines.spark.workers import SparkWorkers
from sladsl.logs.stored.store import Room, Store, Tables
from sladsl.logs.stored.workers import Workers


class Spark:
    """A session of Spark. Where DuckDB is installed, it reads the log: on the workers, where they can; else here, from
    where it is handed over stream by stream. So bad rows are counted and told as always."""

    name = "spark"
    dialect = SPARK

    def __init__(self, room: Room, settings: SparkSettings) -> None:
        self._room, self._settings = room, settings
        self._session = start(settings)
        self.errors: tuple[type[Exception], ...] = (Refused,)
        self._its_errors = (
            import_module("pyspark.errors").PySparkException,
            import_module("py4j.protocol").Py4JError,
        )

    def store(self) -> SparkTables:
        return SparkTables(self._session, self._settings, self._its_errors)

    def workers(self) -> Workers | None:
        if find_spec("duckdb") is None:
            return None
        return SparkWorkers(self._session, self._settings, self.store(), self._room)

    def log_store(self) -> Store | None:
        return Store(import_module("duckdb"), self._room) if find_spec("duckdb") is not None else None

    def finds(self, store: Tables) -> bool:
        return isinstance(store, SparkTables)
