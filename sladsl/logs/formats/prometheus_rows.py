"""Rows of an answer of the Prometheus HTTP API (`query_range`, `query`): one a reading, in columns its labels, `at`
(seconds since 1970, to be read with time = "epoch_s") and `value`."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sladsl.logs.files import LogText
from sladsl.logs.formats.documents import NOTHING, NotThatFormat, broken, items, json_document, member, word
from sladsl.logs.rows import BadRow, Cell, Layout, OnHeader, Row, text_of
from sladsl.logs.shown import quoted

_KINDS = {"matrix": "values", "vector": "value"}


def read_prometheus(text: LogText, _layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The number of the reading, and its row."""
    document = json_document(text)
    if document is NOTHING:
        return
    try:
        yield from enumerate(_readings(document), 1)
    except NotThatFormat as trouble:
        broken(text, f"this is no answer of Prometheus to a query: {trouble}")


def _readings(document: object) -> Iterator[Row]:
    status = word(document, "status", "the document")
    if status != "success":
        told = document.get("error") if isinstance(document, Mapping) else None
        raise NotThatFormat(f"its status is {quoted(status)}: {quoted(text_of(told if isinstance(told, str) else ''))}")
    data = member(document, "data", "the document")
    kind = word(data, "resultType", "`data`")
    if kind not in _KINDS:
        raise NotThatFormat(f"results of the type {quoted(kind)} are not read, only matrix and vector")
    for number, series in enumerate(items(data, "result", "`data`"), 1):
        what = f"series {number}"
        if isinstance(series, Mapping) and ("histograms" in series or "histogram" in series):
            raise NotThatFormat(f"{what} is a native histogram; query a number, such as histogram_quantile(…)")
        labels = member(series, "metric", what)
        if not isinstance(labels, Mapping) or not all(isinstance(each, str) for each in labels.values()):
            raise NotThatFormat(f"the labels of {what} are not all text")
        taken = sorted(labels.keys() & {"at", "value"})
        if taken:
            raise NotThatFormat(f"{what} has a label {quoted(taken[0])}; rename it in the query, with label_replace(…)")
        readings = items(series, "values", what) if kind == "matrix" else [member(series, "value", what)]
        for reading in readings:
            yield {**labels, **_reading(reading, what)}


def _reading(reading: object, what: str) -> dict[str, Cell]:
    match reading:
        case [int() | Decimal() as at, str(value)] if not isinstance(at, bool):
            return {"at": at, "value": value}
        case _:
            raise NotThatFormat(f"a reading of {what} is no pair of a time and a value in quotes")
