"""The measure layer as SQL, run by a database: by DuckDB, or one of another room."""

from sladsl.engines.columnar.database import DuckDB
from sladsl.engines.columnar.engine import ColumnarEngine

__all__ = ["ColumnarEngine", "DuckDB"]
