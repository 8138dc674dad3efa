"""Libraries that only some logs need: asked for when such a log is read."""

from importlib import import_module
from typing import Any

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.complaints import Complaints

WANTED = "sladsl[columnar]"


def duckdb(complaints: Complaints, place: str) -> Any:
    """The library that reads Parquet; None, after a complaint, where it is not installed."""
    return _first(("duckdb",), "a Parquet file is read with the library `duckdb`", complaints, place)


def zstd(complaints: Complaints, place: str) -> Any:
    """The library that unpacks zstd; None, after a complaint, where there is none."""
    names = ("compression.zstd", "backports.zstd")
    return _first(names, "a file compressed with zstd is read with the library `backports.zstd`", complaints, place)


def _first(names: tuple[str, ...], why: str, complaints: Complaints, place: str) -> Any:
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            continue
    fix = Fix(f"install with `pip install '{WANTED}'`")
    complaints.add(usage.MISSING_LIBRARY, f"{why}, which is not installed", place, (fix,))
    return None
