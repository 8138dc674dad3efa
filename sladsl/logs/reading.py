"""The files of one stream as its typed records."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import Rows, StreamBinding
from sladsl.logs.cases import CaseRows
from sladsl.logs.columns import ColumnCheck
from sladsl.logs.complaints import Complaints
from sladsl.logs.files import LogText
from sladsl.logs.flat import FlatRows
from sladsl.logs.formats import FORMATS, Format, format_of
from sladsl.logs.limits import DEFAULT_LIMITS, Limits
from sladsl.logs.plan import Plan, make_plan
from sladsl.logs.quality import check_records, time_of
from sladsl.logs.records import LogFile, Place, Record, StreamLog
from sladsl.logs.rows import BadRow, Layout, Row, text_of
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.shown import escaped
from sladsl.logs.updates import UpdateRows
from sladsl.temporal import IntervalSet, Zone


class Gatherer(Protocol):
    """Takes rows and gives records at the end; `rejected` counts rows that are in no record."""

    rejected: int

    def add(self, row: Row, place: Place) -> None: ...

    def reject(self) -> None: ...

    def finish(self) -> Sequence[Record]: ...


def read_stream(
    schema: StreamSchema,
    files: Sequence[Path],
    binding: StreamBinding | None = None,
    *,
    zone: Zone | None = None,
    limits: Limits = DEFAULT_LIMITS,
    base: Path | None = None,
    told_in: Zone | None = None,
    coverage: IntervalSet | None = None,
    done: Callable[[Path], None] = lambda _: None,
) -> tuple[StreamLog, list[Diagnostic]]:
    """Read the files into the stream. `zone` is that of naive times where the binding says none; names of files under
    `base` are shown relative to it, times in the zone `told_in`. `coverage` goes before that of the binding. Bad rows
    are diagnostics and counted in `rows_rejected`; the caller decides whether they end the run. A binding that cannot
    be used gives a log without records. `done` is told of each file that has been read."""
    complaints = Complaints(limits.shown, zone=told_in)
    plan = make_plan(schema, binding, zone, complaints, coverage)
    if plan is None:
        return StreamLog(schema, ()), complaints.diagnostics()
    reading = Reading(plan, binding or StreamBinding(), limits, complaints)
    for path in files:
        reading.file(path, shown_name(path, base))
        done(path)
    return reading.log(), complaints.diagnostics()


class Reading:
    """One stream while it is read."""

    def __init__(self, plan: Plan, binding: StreamBinding, limits: Limits, complaints: Complaints) -> None:
        self.plan, self.binding, self.limits, self.complaints = plan, binding, limits, complaints
        self.columns = ColumnCheck(plan, complaints)
        self.gather: Gatherer = gatherer(plan, complaints)
        self.files: list[LogFile] = []
        self.rows = 0
        self.skipped = 0
        self.without_header = ""
        self.more: list[str | None] = []

    def file(self, path: Path, name: str) -> None:
        form = self.format_of_file(name)
        if form is None:
            return
        delimiter = self.binding.delimiter or form.delimiter
        text = LogText(path, name, self.limits, self.complaints)
        self.complaints.files.append(name)
        if not form.has_header:
            self.without_header = name
        before = self.rows + self.skipped
        saw_header = False

        def on_header(columns: tuple[str, ...]) -> frozenset[str] | None:
            nonlocal saw_header
            saw_header = True
            return self.plan.known if self.columns.header(columns, name, delimiter) else None

        trouble = sum(self.complaints.count(code) for code in _NO_ROWS)
        for line, row in form.read(text, Layout(delimiter, self.binding.records), on_header):
            self.row(row, Place(len(self.complaints.files) - 1, line), name, form.has_header)
        if text.digest is None:
            self.complaints.files.pop()
            return
        self.files.append(LogFile(name, text.digest, path))
        self.more.append(text.more)
        if self.rows + self.skipped == before and trouble == sum(self.complaints.count(code) for code in _NO_ROWS):
            if saw_header:
                self.complaints.add(codes.HEADER_ONLY, "this file says that nothing happened", escaped(name))
            else:
                self.complaints.add(codes.EMPTY_LOG, "this file is empty", escaped(name))

    def log(self) -> StreamLog:
        records = self.finished()
        self.say_at_end()
        self.check(records)
        return StreamLog(
            self.plan.schema, records, self.plan.coverage, tuple(self.files), self.rows, self.gather.rejected
        )

    def finished(self) -> Sequence[Record]:
        """All records, sorted by time, and those of one instant by place."""
        return tuple(sorted(self.gather.finish(), key=lambda each: (time_of(each), each.place)))

    def check(self, records: Sequence[Record]) -> None:
        check_records(self.plan.schema, records, self.plan.coverage, self.complaints)

    def say_at_end(self) -> None:
        """What is known only when all files are read."""
        complaints = self.complaints
        if self.without_header:
            self.columns.finish(self.without_header, True)
        else:
            self.columns.finish("", False)
        if self.skipped and not self.rows:
            message = f"{self.binding.path}.where fits none of {self.skipped:,} rows"
            complaints.add(codes.EMPTY_LOG, message, span=self.binding.span)
        if self.more and all(self.more):
            # Of pages, the last says that there are no more.
            message = f"this file is one page of several ({self.more[-1]}), and the last page is not there"
            complaints.add(codes.ONE_PAGE, message, escaped(self.files[-1].name))

    def row(self, row: Row | BadRow, place: Place, name: str, has_header: bool) -> None:
        if isinstance(row, BadRow):
            self.rows += 1
            self.gather.reject()
            return
        if not has_header:
            self.columns.row(row, name)
        if self.plan.where and not all(text_of(row.get(column)) in values for column, values in self.plan.where):
            self.skipped += 1
            return
        self.rows += 1
        self.gather.add(row, place)

    def format_of_file(self, name: str) -> Format | None:
        wanted = self.binding.format
        form = format_of(name) if wanted is None else FORMATS[wanted]
        if form is None:
            message = f"the name does not tell the format; say `format` in the binding, one of {', '.join(FORMATS)}"
            self.complaints.add(codes.UNKNOWN_FORMAT, message, escaped(name))
        return form


_NO_ROWS = (
    codes.UNREADABLE,
    codes.NOT_UTF8,
    codes.LINE_TOO_LONG,
    codes.BROKEN_GZIP,
    codes.TOO_LARGE,
    codes.UNKNOWN_FORMAT,
    codes.MISSING_COLUMN,
    codes.BROKEN_CSV,
    codes.BROKEN_DOCUMENT,
    codes.NO_RECORDS,
)
"""Complaints after which it needs no saying that a file gave no rows."""


def gatherer(plan: Plan, complaints: Complaints) -> Gatherer:
    if plan.schema.shape is not Shape.CASES:
        return FlatRows(plan, complaints)
    return CaseRows(plan, complaints) if plan.rows is Rows.CASES else UpdateRows(plan, complaints)


def shown_name(path: Path, base: Path | None) -> str:
    if base is not None and path.is_relative_to(base):
        return path.relative_to(base).as_posix()
    return path.as_posix()
