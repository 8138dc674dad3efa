"""What the records of a stored log say about each other: as in `sladsl.logs.quality`, but only those are made into
records that something is to be said of."""

from typing import Any

from sladsl.logs.complaints import Complaints
from sladsl.logs.quality import (
    check_coverage,
    check_duplicates,
    check_gaps,
    check_skew,
    check_slots,
    series_positions,
)
from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import StoredRecords, columns_of
from sladsl.temporal import IntervalSet


def check_stored(records: StoredRecords, coverage: IntervalSet | None, complaints: Complaints) -> None:
    """Warn of what evaluates, but is rarely meant."""
    schema = records.schema
    if not len(records):
        return
    if schema.shape is Shape.CASES:
        if schema.moments:
            others = " OR ".join(["FALSE", *(f"m{index}[1] < m0[1]" for index in range(1, len(schema.moments)))])
            check_skew(schema, records.where(others), complaints)
    else:
        _check_duplicates(records, complaints)
    if schema.shape is Shape.SAMPLES and schema.every:
        _check_grid(records, schema.every, coverage, complaints)
    if coverage is not None:
        check_coverage(records.where(f"NOT ({_inside(records, coverage)})"), coverage, complaints)


def _check_duplicates(records: StoredRecords, complaints: Complaints) -> None:
    """Those that may be the same as another: what differs in a digest of 64 bits differs."""
    content = ", ".join(name for name, _ in columns_of(records.schema)[2:])
    same = f"SELECT hash({content}) FROM {records.table} GROUP BY 1 HAVING count(*) > 1"
    check_duplicates(records.where(f"hash({content}) IN ({same})"), complaints)


def _check_grid(records: StoredRecords, every: int, coverage: IntervalSet | None, complaints: Complaints) -> None:
    store, table = records.store, records.table
    shift = f"((t0 % {every}) + {every}) % {every}"
    shifts = f"SELECT {shift} AS s, count(*) AS n FROM {table} GROUP BY 1"
    ((origin, _),) = store.rows(f"{shifts} ORDER BY n DESC, s LIMIT 1")
    keys = "".join(f", a{index}" for index in series_positions(records.schema))
    number = f"((t0 - {origin} - ({shift} - {origin} + {every}) % {every}) // {every})"
    shared = f"SELECT hash({number}{keys}) FROM {table} GROUP BY 1 HAVING count(*) > 1"
    odd: Any = records.where(f"{shift} <> {origin} OR hash({number}{keys}) IN ({shared})")
    check_slots(records.schema, every, origin, odd, complaints)
    if coverage is not None:
        # Only the borders of what is taken without a gap leave the store.
        runs = store.rows(
            f"SELECT min(s), max(s) + 1 FROM (SELECT s, s - row_number() OVER (ORDER BY s) AS run "
            f"FROM (SELECT DISTINCT {number} AS s FROM {table}) d) r GROUP BY run ORDER BY 1"
        )
        first = next(records.where("TRUE", limit=1))
        check_gaps(every, origin, IntervalSet.of(runs), first.place, coverage, complaints)


def _inside(records: StoredRecords, coverage: IntervalSet) -> str:
    if records.schema.shape is Shape.SPANS:
        return " OR ".join(
            ["FALSE", *(f"(t0 < {high} AND (t1 IS NULL OR t1 > {low} OR t0 >= {low}))" for low, high in coverage)]
        )
    return " OR ".join(["FALSE", *(f"(t0 >= {low} AND t0 < {high})" for low, high in coverage)])
