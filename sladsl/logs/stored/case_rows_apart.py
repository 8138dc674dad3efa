"""Cases of one row each, read apart: first the rows of each file, with the case that each is about; then each case by
itself, as more rows than one may claim to be it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from sladsl.logs.cases import CaseRows, key_of
from sladsl.logs.complaints import PlacedComplaints, Unfit
from sladsl.logs.limits import DEFAULT_LIMITS
from sladsl.logs.plan import Plan
from sladsl.logs.records import Place, Record
from sladsl.logs.rows import Row
from sladsl.logs.stored.cells import cells_of
from sladsl.logs.stored.part_reading import PartReading, placed_complaints_of
from sladsl.logs.stored.sql import literal
from sladsl.logs.stored.store import Store, columns_of
from sladsl.logs.stored.updates import LINES
from sladsl.logs.stored.workers import CasesTold, Part, PartTold, Task

_COLUMNS: Final = [("k", "VARCHAR"), ("place", "BIGINT"), ("cells", "VARCHAR")]
_HELD: Final = 50_000
"""Rows that are held before they are put into the store."""
_LAST: Final = 1 << 60
"""After all that is said of a row: what a reader says of the file, or of a line that is no row."""


def read_case_rows(task: Task, plan: Plan, part: Part, store: Store, to: Path) -> PartTold:
    complaints = placed_complaints_of(task, part)
    reading = PartReading(task, plan, complaints, store)
    reading.gather = rows = _RowsByCase(plan, complaints, store)
    reading.file(part.path, part.name)
    rows.finish()
    store.export_file(rows.table, to)
    return reading.told(part)


@dataclass(slots=True)
class _RowsByCase:
    """Gathers rows as they are, each with its case."""

    plan: Plan
    complaints: PlacedComplaints
    store: Store
    rejected: int = 0
    table: str = field(init=False)
    _known: Sequence[str] = field(init=False)
    _rows: list[tuple[str, int, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.table, self._known = self.store.create(_COLUMNS), sorted(self.plan.known)

    def add(self, row: Row, place: Place) -> None:
        self.complaints.default = (*place, _LAST)
        try:
            key = key_of(self.plan, row)
        except Unfit as trouble:
            self.rejected += 1
            self.complaints.unfit(trouble, place)
            return
        cells = json.dumps([row.get(each) for each in self._known], default=_tagged)
        self._rows.append((key, place.file * LINES + place.line, cells))
        if len(self._rows) >= _HELD:
            self.finish()

    def reject(self) -> None:
        self.rejected += 1

    def finish(self) -> Sequence[Record]:
        self.store.add(self.table, _COLUMNS, self._rows)
        self._rows.clear()
        return ()


def build_case_rows(task: Task, plan: Plan, names: Sequence[str], rows: Path, store: Store, to: Path) -> CasesTold:
    complaints = PlacedComplaints(DEFAULT_LIMITS.shown, [*names], task.told_in)
    gather, known = CaseRows(plan, complaints), sorted(plan.known)
    source = f"read_parquet({literal(str(rows))})"
    for place, cells in store.stream(f"SELECT place, cells FROM {source} ORDER BY place"):
        row: Row = dict(zip(known, json.loads(cells, object_hook=_untagged), strict=True))
        gather.add(row, Place(*divmod(place, LINES)))
    cases = store.create(columns_of(plan.schema))
    store.add(cases, columns_of(plan.schema), map(cells_of(plan.schema), gather.finish()))
    store.export_file(cases, to)
    return CasesTold(gather.rejected, complaints, (), {})


def _tagged(number: Decimal) -> dict[str, str]:
    return {"decimal": str(number)}


def _untagged(tagged: Mapping[str, str]) -> Decimal:
    return Decimal(tagged["decimal"])
