"""Which Spark to run on, and how."""

from pathlib import Path
from typing import Final

from sladsl.frozen import Frozen, frozen

FIXED: Final = frozenset(("spark.master", "spark.sql.ansi.enabled"))
"""Settings that have a name of their own, or that exact numbers rest on."""


@frozen
class SparkSettings(Frozen):
    """`master` None: what the program was submitted to, else this machine. `shared` is a folder that all machines of a
    cluster see. `settings` are those of Spark, by their names there."""

    master: str | None = None
    shared: Path | None = None
    settings: tuple[tuple[str, str], ...] = ()


LOCAL: Final = SparkSettings()
