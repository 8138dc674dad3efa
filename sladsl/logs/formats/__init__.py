"""The formats of a log file, one reader each. To add one: a reader file, and a line in `FORMATS`. A reader is loaded
when a file asks for it."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TypeAlias, cast

from sladsl.frozen import Frozen, frozen
from sladsl.logs.files import LogText
from sladsl.logs.rows import BadRow, Layout, OnHeader, Row

__all__ = ["FORMATS", "Format", "format_of"]

Rows: TypeAlias = Iterator[tuple[int, Row | BadRow]]
Reader: TypeAlias = Callable[[LogText, Layout, OnHeader], Rows]
"""Takes the file, how its rows lie in it, and what to do with a header; yields line numbers and rows."""


@frozen
class Format(Frozen):
    """`suffixes` tell the format from a file name; `has_header` says that columns are known before the rows. The
    reader is the function `read_…` of the file `…_rows.py`, called after the format or after the other one whose reader
    it has."""

    name: str
    suffixes: tuple[str, ...]
    delimiter: str = ""
    has_header: bool = False
    reader: str = ""

    @property
    def read(self) -> Reader:
        reader = self.reader or self.name
        return cast(Reader, getattr(import_module(f"{__name__}.{reader}_rows"), f"read_{reader}"))


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("csv", (".csv",), ",", has_header=True),
            Format("tsv", (".tsv", ".tab"), "\t", has_header=True, reader="csv"),
            Format("jsonl", (".jsonl", ".ndjson")),
            Format("parquet", (".parquet",), has_header=True),
            Format("json", (".json",)),
            Format("jira", ()),
            Format("prometheus", ()),
            Format("xes", (".xes", ".xes.xml")),
            Format("ocel", (".jsonocel", ".ocel.json")),
        )
    }
)

_BY_SUFFIX = sorted(
    ((suffix, each) for each in FORMATS.values() for suffix in each.suffixes), key=lambda pair: -len(pair[0])
)


def format_of(file_name: str) -> Format | None:
    """The format by suffix, looking past `.gz` and `.zst`; None when no format has that suffix."""
    folded = file_name.casefold().removesuffix(".gz").removesuffix(".zst")
    return next((each for suffix, each in _BY_SUFFIX if folded.endswith(suffix)), None)
