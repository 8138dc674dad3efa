"""The files of one stream, read apart from each other on as many machines as there are, and put together again: with
the records and the complaints of one reader that reads them one after the other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from sladsl.diagnostics import Diagnostic
from sladsl.logs import files as log_files
from sladsl.logs.binding import StreamBinding
from sladsl.logs.complaints import Complaints, PlacedComplaints
from sladsl.logs.limits import DEFAULT_LIMITS
from sladsl.logs.plan import Plan, make_plan
from sladsl.logs.reading import Reading, shown_name
from sladsl.logs.records import LogFile, StreamLog
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.stored.cases_apart import read_rows
from sladsl.logs.stored.columns import TooOdd
from sladsl.logs.stored.part_reading import PartReading, plan_of
from sladsl.logs.stored.quality import check_stored
from sladsl.logs.stored.store import Store, StoredRecords
from sladsl.logs.stored.workers import CasesTold, Part, PartTold, Task, Workers
from sladsl.logs.updates import UpdateRows
from sladsl.temporal import IntervalSet, Zone


def state_of(path: Path) -> tuple[int, int]:
    """What tells a file on one machine from another one of its name there."""
    _, _, size, changed = log_files.state_of(path) or (0, 0, 0, 0)
    return size, changed


def read_part(task: Task, part: Part, store: Store, to: Path) -> PartTold | str:
    """Read a part and put its records (of cases, its rows) into a file. A text: why it cannot be read here."""
    if state_of(part.path) != part.state:
        return "workers see other files under these names"
    # Another machine may be at the same: one that was thought lost.
    beside = to.with_name(f".{uuid4().hex}.parquet")
    try:
        told = (read_rows if task.schema.shape is Shape.CASES else _read_records)(task, part, store, beside)
    except (TooOdd, UnicodeDecodeError):
        return f"{part.name} cannot be read by columns"
    beside.replace(to)
    return told


def _read_records(task: Task, part: Part, store: Store, to: Path) -> PartTold:
    complaints = Complaints(DEFAULT_LIMITS.shown, [""] * part.number, task.told_in)
    reading = PartReading(task, plan_of(task), complaints, store)
    reading.file(part.path, part.name)
    store.export_file(reading.table, to)
    return reading.told(part)


def read_by_workers(
    workers: Workers,
    schema: StreamSchema,
    files: Sequence[Path],
    binding: StreamBinding | None = None,
    *,
    zone: Zone | None = None,
    base: Path | None = None,
    told_in: Zone | None = None,
    coverage: IntervalSet | None = None,
    done: Callable[[Path], None] = lambda _: None,
) -> tuple[StreamLog, list[Diagnostic]] | None:
    """What `read_stream` gives, with the records where the workers put them. None: they cannot read it."""
    complaints = Complaints(DEFAULT_LIMITS.shown, zone=told_in)
    task = Task(schema, binding, zone, told_in)
    plan = make_plan(schema, binding, zone, complaints, coverage)
    if plan is None:
        return StreamLog(schema, ()), complaints.diagnostics()
    parts = [Part(path.absolute(), shown_name(path, base), number, state_of(path)) for number, path in enumerate(files)]
    told = workers.read(task, parts)
    if told is None:
        return None
    reading = _JoinedReading(plan, binding or StreamBinding(), complaints, workers)
    for path, part, each in zip(files, parts, told, strict=True):
        reading.join(path, part.name, each)
        done(path)
    if schema.shape is Shape.CASES:
        reading.join_cases(
            workers.build(task, [each.name for each in parts], [each.kinds for each in told], reading.rows)
        )
    return reading.log(), complaints.diagnostics()


class _JoinedReading(Reading):
    """One stream while it is put together."""

    def __init__(self, plan: Plan, binding: StreamBinding, complaints: Complaints, workers: Workers) -> None:
        super().__init__(plan, binding, DEFAULT_LIMITS, complaints)
        self._workers = workers
        self._places: list[int | None] = []
        self._placed: list[PlacedComplaints] = []

    def join(self, path: Path, name: str, told: PartTold) -> None:
        if isinstance(told.complaints, PlacedComplaints):
            self._placed.append(told.complaints)
        else:
            self.complaints.take(told.complaints)
        if told.without_header:
            self.without_header = name
        if told.columns is not None:
            self.columns.note(told.columns[0], name)
        self._places.append(None if told.digest is None else len(self.files))
        if told.digest is not None:
            self.complaints.files.append(name)
            self.files.append(LogFile(name, told.digest, path))
            self.more.append(told.more)
        self.rows += told.rows
        self.skipped += told.skipped
        self.gather.rejected += told.rejected

    def join_cases(self, told: Sequence[CasesTold]) -> None:
        self.complaints.take_placed([*self._placed, *(each.complaints for each in told)])
        self.gather.rejected += sum(each.rejected for each in told)
        if not isinstance(self.gather, UpdateRows):
            return
        for _, column, text in sorted((place, column, text) for each in told for column, text, place in each.seen):
            self.gather.remember(column, [text])
        for each in told:
            for column, texts in each.seen_in_odd.items():
                self.gather.remember(column, texts)
        self.gather.finish()

    def finished(self) -> StoredRecords:
        return self._workers.records(self.plan.schema, self._places)

    def check(self, records: object) -> None:
        assert isinstance(records, StoredRecords)
        check_stored(records, self.plan.coverage, self.complaints)
