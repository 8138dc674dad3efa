"""The formats of a log file, one reader each. To add one: a reader file, and a line in `FORMATS`."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sladsl.frozen import Frozen, frozen
from sladsl.logs.files import LogText
from sladsl.logs.formats.csv_rows import read_csv
from sladsl.logs.formats.jira_rows import read_jira
from sladsl.logs.formats.json_rows import read_json
from sladsl.logs.formats.jsonl_rows import read_jsonl
from sladsl.logs.formats.ocel_rows import read_ocel
from sladsl.logs.formats.parquet_rows import read_parquet
from sladsl.logs.formats.prometheus_rows import read_prometheus
from sladsl.logs.formats.xes_rows import read_xes
from sladsl.logs.rows import BadRow, Layout, OnHeader, Row

__all__ = ["FORMATS", "Format", "format_of"]

Rows: TypeAlias = Iterator[tuple[int, Row | BadRow]]
Reader: TypeAlias = Callable[[LogText, Layout, OnHeader], Rows]
"""Takes the file, how its rows lie in it, and what to do with a header; yields line numbers and rows."""


@frozen
class Format(Frozen):
    """`suffixes` tell the format from a file name; `has_header` says that columns are known before the rows."""

    name: str
    suffixes: tuple[str, ...]
    delimiter: str
    has_header: bool
    read: Reader


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", (".csv",), ",", True, read_csv),
        "tsv": Format("tsv", (".tsv", ".tab"), "\t", True, read_csv),
        "jsonl": Format("jsonl", (".jsonl", ".ndjson"), "", False, read_jsonl),
        "parquet": Format("parquet", (".parquet",), "", True, read_parquet),
        "json": Format("json", (".json",), "", False, read_json),
        "jira": Format("jira", (), "", False, read_jira),
        "prometheus": Format("prometheus", (), "", False, read_prometheus),
        "xes": Format("xes", (".xes", ".xes.xml"), "", False, read_xes),
        "ocel": Format("ocel", (".jsonocel", ".ocel.json"), "", False, read_ocel),
    }
)

_BY_SUFFIX = sorted(
    ((suffix, each) for each in FORMATS.values() for suffix in each.suffixes), key=lambda pair: -len(pair[0])
)


def format_of(file_name: str) -> Format | None:
    """The format by suffix, looking past `.gz` and `.zst`; None when no format has that suffix."""
    folded = file_name.casefold().removesuffix(".gz").removesuffix(".zst")
    return next((each for suffix, each in _BY_SUFFIX if folded.endswith(suffix)), None)
