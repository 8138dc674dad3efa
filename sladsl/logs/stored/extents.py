"""Over what time the records of a stored stream reach, without looking at each."""

from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import StoredRecords


def hull(records: StoredRecords, as_of: int | None) -> tuple[int, int] | None:
    """From the first instant that a record tells of to the last; None where there are no records."""
    found = [
        pair
        for relation, start, end in _stretches(records, as_of)
        for pair in records.store.rows(f"SELECT min({start}), max({end}) FROM {relation}")
        if pair[0] is not None
    ]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def touches(records: StoredRecords, start: int, end: int) -> bool:
    """Whether a record tells of some time in [start, end); what is open lasts until then."""
    return any(
        records.store.rows(f"SELECT 1 FROM {relation} WHERE {low} < {end} AND {high} > {start} LIMIT 1")
        for relation, low, high in _stretches(records, end)
    )


def _stretches(records: StoredRecords, as_of: int | None) -> list[tuple[str, str, str]]:
    """The stretches of time that records tell of, as relations: in which, where each begins and where it ends."""
    schema, table = records.schema, records.table
    match schema.shape:
        case Shape.SPANS:
            open_until = "t0" if as_of is None else str(as_of)
            return [(table, "t0", f"greatest(t0 + 1, coalesce(t1, {open_until}))")]
        case Shape.CASES:
            moments = [(_listed(records, f"m{index}"), "told", "told + 1") for index in range(len(schema.moments))]
            begins, ends = records.store.item("told", 1), records.store.item("told", 2)
            until = f"greatest({begins} + 1, coalesce({ends}, {begins}))"
            return moments + [(_listed(records, f"s{index}"), begins, until) for index in range(len(schema.states))]
        case _:
            return [(table, "t0", f"t0 + {schema.every or 1}")]


def _listed(records: StoredRecords, column: str) -> str:
    """A row for each instant or interval of a column."""
    return f"(SELECT {records.store.unnested(column)} AS told FROM {records.table}) {column}"
