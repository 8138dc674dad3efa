"""One session of Spark for all tests: it takes longer to start than they take."""

import pytest

from sladsl.engines import Engine
from sladsl.engines.columnar import ColumnarEngine
from sladsl.engines.registry import engine_kind
from sladsl.engines.spark import SparkSettings
from sladsl.engines.spark.tables import SparkTables
from sladsl.logs.stored.store import Room

KIND = engine_kind("spark")
# Many small statements: what Java does to be fast later takes longer than they do.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
MASTER = SparkSettings(
    "local[2]", settings=(("spark.sql.shuffle.partitions", "2"), ("spark.driver.extraJavaOptions", JAVA))
)


@pytest.fixture(scope="session")
def spark() -> Engine:
    if KIND.lacking is not None:
        pytest.skip(f"needs {KIND.lacking}")
    return KIND.make(Room(), MASTER)


@pytest.fixture(scope="session")
def tables(spark: ColumnarEngine) -> SparkTables:
    found = spark.database.store()
    assert isinstance(found, SparkTables)
    return found
