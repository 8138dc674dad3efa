"""The measure layer as SQL, run by DuckDB."""

from sladsl.engines.columnar.engine import ColumnarEngine

__all__ = ["ColumnarEngine"]
