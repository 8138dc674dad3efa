"""Over what time the records of a stored stream reach, without looking at each."""

from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import StoredRecords


def hull(records: StoredRecords, as_of: int | None) -> tuple[int, int] | None:
    """From the first instant that a record tells of to the last; None where there are no records."""
    found = [
        pair
        for start, end in _pairs(records, as_of)
        for pair in records.store.rows(f"SELECT min({start}), max({end}) FROM {_listed(records, start)}")
        if pair[0] is not None
    ]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def touches(records: StoredRecords, start: int, end: int) -> bool:
    """Whether a record tells of some time in [start, end); what is open lasts until then."""
    return any(
        records.store.rows(f"SELECT 1 FROM {_listed(records, low)} WHERE {low} < {end} AND {high} > {start} LIMIT 1")
        for low, high in _pairs(records, end)
    )


def _pairs(records: StoredRecords, as_of: int | None) -> list[tuple[str, str]]:
    """The stretches of time of a record: where each begins and where it ends."""
    schema = records.schema
    match schema.shape:
        case Shape.SPANS:
            open_until = "t0" if as_of is None else str(as_of)
            return [("t0", f"greatest(t0 + 1, coalesce(t1, {open_until}))")]
        case Shape.CASES:
            moments = [(f"m{index}.told", f"m{index}.told + 1") for index in range(len(schema.moments))]
            states = [
                (f"s{index}.told[1]", f"greatest(s{index}.told[1] + 1, coalesce(s{index}.told[2], s{index}.told[1]))")
                for index in range(len(schema.states))
            ]
            return moments + states
        case _:
            return [("t0", f"t0 + {schema.every or 1}")]


def _listed(records: StoredRecords, start: str) -> str:
    """The rows of the table; of a case, one for each instant or interval of the column that is asked for."""
    if records.schema.shape is not Shape.CASES:
        return records.table
    column = start.partition(".")[0]
    return f"(SELECT unnest({column}) AS told FROM {records.table}) {column}"
