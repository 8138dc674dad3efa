"""What the records of a stored log say about each other: as in `sladsl.logs.quality`, but no more of them leave the
store than are told of."""

from typing import Final

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Complaints
from sladsl.logs.quality import (
    check_coverage,
    check_gaps,
    check_skew,
    say_duplicate,
    say_off_grid,
    say_second,
    series_positions,
)
from sladsl.logs.records import Place
from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import Apart, StoredRecords, columns_of
from sladsl.temporal import IntervalSet

_FEW: Final = 1_000
"""Digests that are written out."""
_FIRST: Final = "first_value(file) OVER w AS first_file, first_value(line) OVER w AS first_line"


def check_stored(records: StoredRecords, coverage: IntervalSet | None, complaints: Complaints) -> None:
    """Warn of what evaluates, but is rarely meant."""
    schema = records.schema
    if not len(records):
        return
    if schema.shape is Shape.CASES:
        if schema.moments:
            _check_skew(records, complaints)
    elif schema.shape is Shape.SAMPLES and schema.every:
        _check_samples(records, schema.every, coverage, complaints)
    else:
        _check_duplicates(records, complaints)
    if coverage is not None:
        _check_coverage(records, coverage, complaints)


def _check_skew(records: StoredRecords, complaints: Complaints) -> None:
    first = records.store.item("m0", 1)
    others = [f"{records.store.item(f'm{index}', 1)} < {first}" for index in range(1, len(records.schema.moments))]
    before = complaints.count(codes.CLOCK_SKEW)
    check_skew(records.schema, records.where(" OR ".join(["FALSE", *others]), limit=complaints.shown), complaints)
    listed = complaints.count(codes.CLOCK_SKEW) - before
    if listed >= complaints.shown:
        total = " + ".join(f"count(CASE WHEN {each} THEN 1 END)" for each in others)
        complaints.more(codes.CLOCK_SKEW, records.store.rows(f"SELECT {total} FROM {records.table}")[0][0] - listed)


def _check_duplicates(records: StoredRecords, complaints: Complaints) -> None:
    content = ", ".join(_content(records))
    alike = _alike(records, content)
    if alike is None:
        return
    relation = (
        f"(SELECT t0, file, line, {_FIRST}, row_number() OVER w AS number FROM {alike} "
        f"WINDOW w AS (PARTITION BY {content} ORDER BY file, line)) r WHERE number > 1"
    )
    listed = _listed(records, relation, complaints)
    for _, place, first in listed:
        say_duplicate(place, first, complaints)
    _count_others(records, relation, codes.DUPLICATE_RECORD, len(listed), complaints)


def _check_samples(records: StoredRecords, every: int, coverage: IntervalSet | None, complaints: Complaints) -> None:
    store, table = records.store, records.table
    shift = f"((t0 % {every}) + {every}) % {every}"
    shifts = f"SELECT {shift} AS s, count(*) AS n FROM {table} GROUP BY 1"
    (origin, _), *others = store.rows(f"{shifts} ORDER BY n DESC, s LIMIT 2")
    number = store.divided(f"t0 - {origin} - ({shift} - {origin} + {every}) % {every}", str(every))
    series = [f"a{index}" for index in series_positions(records.schema)]
    apart = records.are_apart(Apart(frozenset(series), every, origin))
    if not apart:  # else none is the same as another
        _check_duplicates(records, complaints)
    if others or not apart:
        slot = ", ".join([number, *series])
        _check_slots(records, f"{table} WHERE {shift} <> {origin}", slot, complaints)
    if coverage is not None:
        # Only the borders of what is taken without a gap leave the store.
        runs = store.rows(
            f"SELECT min(s), max(s) + 1 FROM (SELECT s, s - row_number() OVER (ORDER BY s) AS run "
            f"FROM (SELECT DISTINCT {number} AS s FROM {table}) d) r GROUP BY run ORDER BY 1"
        )
        first_of_all = next(records.where("TRUE", limit=1))
        check_gaps(every, origin, IntervalSet.of(runs), first_of_all.place, coverage, complaints)


def _check_slots(records: StoredRecords, off_grid: str, slot: str, complaints: Complaints) -> None:
    """`off_grid`: the samples that are off it; `slot`: what samples of one series in one step of it have alike."""
    other = " OR ".join(f"{each} IS DISTINCT FROM first_value({each}) OVER w" for each in _content(records))
    alike = _alike(records, slot) or f"{records.table} WHERE FALSE"
    second = (
        f"(SELECT t0, file, line, {_FIRST}, {other} AS other FROM {alike} "
        f"WINDOW w AS (PARTITION BY {slot} ORDER BY t0, file, line)) r WHERE other"
    )
    off, seconds = _listed(records, off_grid, complaints, "file, line"), _listed(records, second, complaints)
    # A sample may be both, and then it is off the grid first.
    told: list[tuple[int, Place, Place | None]] = [*((at, place, None) for at, place, _ in off), *seconds]
    for at, place, first in sorted(told, key=lambda each: (*each[:2], each[2] is not None)):
        if first is None:
            say_off_grid(at, place, complaints)
        else:
            say_second(place, first, complaints)
    _count_others(records, off_grid, codes.OFF_GRID, len(off), complaints)
    _count_others(records, second, codes.SAME_SLOT, len(seconds), complaints)


def _check_coverage(records: StoredRecords, coverage: IntervalSet, complaints: Complaints) -> None:
    outside = f"NOT ({_inside(records, coverage)})"
    check_coverage(records.where(outside, limit=complaints.shown), coverage, complaints)
    listed = complaints.count(codes.OUTSIDE_COVERAGE)
    _count_others(records, f"{records.table} WHERE {outside}", codes.OUTSIDE_COVERAGE, listed, complaints)


def _content(records: StoredRecords) -> list[str]:
    """The columns of all that a record says but where it stands."""
    return [name for name, _ in columns_of(records.schema)[2:]]


def _alike(records: StoredRecords, columns: str) -> str | None:
    """The records of which another may have the same in these columns: what differs in a digest of 64 bits differs.
    None: there are none, which is found out at half the price."""
    digest = records.store.digest(columns)
    same = f"SELECT {digest} FROM {records.table} GROUP BY 1 HAVING count(*) > 1"
    found = [str(each) for (each,) in records.store.rows(f"{same} LIMIT {_FEW + 1}")]
    if not found:
        return None
    return f"{records.table} WHERE {digest} IN ({same if len(found) > _FEW else ', '.join(found)})"


def _listed(
    records: StoredRecords, relation: str, complaints: Complaints, first: str = "first_file, first_line"
) -> list[tuple[int, Place, Place]]:
    """As many records as are told of: when they are, where, and where the first of their kind is."""
    chosen = f"SELECT t0, file, line, {first} FROM {relation} ORDER BY t0, file, line LIMIT {complaints.shown}"
    return [(row[0], Place(*row[1:3]), Place(*row[3:])) for row in records.store.rows(chosen)]


def _count_others(records: StoredRecords, relation: str, code: Code, listed: int, complaints: Complaints) -> None:
    """No more than are told of leave the store."""
    if listed >= complaints.shown:
        complaints.more(code, records.store.rows(f"SELECT count(*) FROM {relation}")[0][0] - listed)


def _inside(records: StoredRecords, coverage: IntervalSet) -> str:
    if records.schema.shape is Shape.SPANS:
        return " OR ".join(
            ["FALSE", *(f"(t0 < {high} AND (t1 IS NULL OR t1 > {low} OR t0 >= {low}))" for low, high in coverage)]
        )
    return " OR ".join(["FALSE", *(f"(t0 >= {low} AND t0 < {high})" for low, high in coverage)])
