"""The files of one stream, read into a store: whole columns where that can be done without a doubt, rows elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import StreamBinding
from sladsl.logs.cases import key_of
from sladsl.logs.complaints import Complaints, Unfit
from sladsl.logs.files import State, state_of
from sladsl.logs.flat import FlatRows
from sladsl.logs.formats import FORMATS, format_of
from sladsl.logs.formats.csv_rows import named
from sladsl.logs.limits import DEFAULT_LIMITS
from sladsl.logs.plan import Plan, make_plan
from sladsl.logs.reading import Reading, shown_name
from sladsl.logs.records import LogFile, Place, Record, StreamLog
from sladsl.logs.rows import BadRow, Cell, Row, text_of
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.shown import escaped
from sladsl.logs.stored.cells import cells_of
from sladsl.logs.stored.columns import ColumnReader, Raw, Read, TooOdd
from sladsl.logs.stored.kept import FileRead, KeptRecords, NotedColumns, view_of
from sladsl.logs.stored.quality import check_stored
from sladsl.logs.stored.scanning import Scan, is_unchanged, scan
from sladsl.logs.stored.sheets import BY_COLUMNS, Sheet, Sheets
from sladsl.logs.stored.store import Store, StoredRecords, columns_of
from sladsl.logs.stored.updates import Updates
from sladsl.logs.updates import UpdateRows
from sladsl.temporal import LATEST, IntervalSet, Zone

_KEPT: Final = 50_000
"""Records that are held before they are put into the store."""
_LIMITS: Final = replace(DEFAULT_LIMITS, lines=10**12, file_bytes=10**15)


def read_into_store(
    store: Store,
    schema: StreamSchema,
    files: Sequence[Path],
    binding: StreamBinding | None = None,
    *,
    zone: Zone | None = None,
    base: Path | None = None,
    told_in: Zone | None = None,
    coverage: IntervalSet | None = None,
    kept: KeptRecords | None = None,
    done: Callable[[Path], None] = lambda _: None,
) -> tuple[StreamLog, list[Diagnostic]]:
    """What `read_stream` gives, with the records in the store. Files may have any number of lines: none are held.
    Those of which the records are kept are not read."""
    complaints = Complaints(_LIMITS.shown, zone=told_in)
    plan = make_plan(schema, binding, zone, complaints, coverage)
    if plan is None:
        return StreamLog(schema, ()), complaints.diagnostics()
    reading = StoredReading(plan, binding or StreamBinding(), complaints, store, kept, done)
    named = [(path, shown_name(path, base)) for path in files]
    if not (reading.known(named) or reading.updates(named)):
        for path, name in named:
            reading.file(path, name)
            done(path)
    return reading.log(), complaints.diagnostics()


class StoredReading(Reading):
    """One stream while it is read into a store."""

    def __init__(
        self,
        plan: Plan,
        binding: StreamBinding,
        complaints: Complaints,
        store: Store,
        kept: KeptRecords | None = None,
        done: Callable[[Path], None] = lambda _: None,
    ) -> None:
        super().__init__(plan, binding, _LIMITS, complaints)
        self._store = store
        self._sheets = Sheets(store, plan, _LIMITS)
        self._columns = columns_of(plan.schema)
        self.table = store.create(self._columns)
        self._before, self._done = kept, done
        self._pieces: list[tuple[int | None, Path]] = []
        self._states: list[State | None] = []
        if kept is not None:
            self.columns = NotedColumns(plan, complaints)

    def file(self, path: Path, name: str) -> None:
        place, flat = len(self.complaints.files), isinstance(self.gather, FlatRows)
        if flat and self._is_known([(path, name)], place):
            return
        state = state_of(path) if self._before is not None else None
        before = (self.complaints.total, self.gather.rejected, self.rows, self.skipped)
        if not self._by_columns(path, name):
            super().file(path, name)
            self._keep(0)
        self._states.append(state)
        if flat and len(self.complaints.files) > place and before[:2] == (self.complaints.total, self.gather.rejected):
            names = ", ".join(column for column, _ in self._columns if column != "file")
            relation = f"SELECT {names} FROM {self.table} WHERE file = {place}"
            self._remember(place, self.rows - before[2], self.skipped - before[3], relation)

    def known(self, files: Sequence[tuple[Path, str]]) -> bool:
        """Whether the records of cases are kept, and no file is to be read."""
        return not isinstance(self.gather, FlatRows) and self._is_known(files, None)

    def _is_known(self, files: Sequence[tuple[Path, str]], place: int | None) -> bool:
        piece = self._before.piece([path for path, _ in files]) if self._before is not None and files else None
        if piece is None or self._before is None:
            return False
        for (path, name), each in zip(files, piece.files, strict=True):
            self.complaints.files.append(name)
            if each.has_header:
                self.columns.header(each.columns, name, each.delimiter)
            else:
                self.without_header = name
                self.columns.row(dict.fromkeys(each.columns), name)
            self.files.append(LogFile(name, each.digest, path))
            self.more.append(None)
        self.rows += piece.rows
        self.skipped += piece.skipped
        self._pieces.append((place, self._before.folder / piece.table))
        return True

    def _remember(self, first: int, rows: int, skipped: int, relation: str) -> None:
        """Keep the records of the files from `first` on."""
        if self._before is None or not isinstance(self.columns, NotedColumns):
            return
        files: list[FileRead] = []
        for file, state in zip(self.files[first:], self._states[first - len(self.files) :], strict=True):
            if state is None or file.path is None or file.name not in self.columns.noted:
                return
            columns, delimiter, has_header = self.columns.noted[file.name]
            path = str(file.path.absolute())
            files.append(FileRead(path, state, file.digest, tuple(columns), delimiter, has_header))
        if files and not any(self.more):
            self._before.keep(files, rows, skipped, self._store, relation)

    def row(self, row: Row | BadRow, place: Place, name: str, has_header: bool) -> None:
        super().row(row, place, name, has_header)
        self._keep(_KEPT)

    def finished(self) -> Sequence[Record]:
        if isinstance(self.gather, FlatRows):
            self._keep(0)
        elif not self._pieces:
            self._store.add(self.table, self._columns, map(cells_of(self.plan.schema), self.gather.finish()))
            if not self.complaints.total and not self.gather.rejected:
                self._remember(0, self.rows, self.skipped, f"SELECT * FROM {self.table}")
        table = self.table
        if self._pieces:
            table = view_of(self._store, table, [name for name, _ in self._columns], self._pieces)
        return StoredRecords(self._store, table, self.plan.schema)

    def check(self, records: Sequence[Record]) -> None:
        assert isinstance(records, StoredRecords)
        before, said = self.complaints.total, repr(([file.digest for file in self.files], self.plan.coverage))
        if self._before is None or self._before.fine != said:
            check_stored(records, self.plan.coverage, self.complaints)
        if self._before is not None:
            self._before.fine = said if self.complaints.total == before else ""

    def _keep(self, more_than: int) -> None:
        """Move records to the store."""
        if isinstance(self.gather, FlatRows) and len(self.gather.records) > more_than:
            self._store.add(self.table, self._columns, map(cells_of(self.plan.schema), self.gather.records))
            self.gather.records.clear()

    def updates(self, files: Sequence[tuple[Path, str]]) -> bool:
        """Whether cases told by many rows were put together by statements. If not, nothing has been said or kept."""
        gather, before = self.gather, self._store.tables
        if not isinstance(gather, UpdateRows) or not files:
            return False
        try:
            updates = Updates(self._store, self.plan)
            sheets = [self.sheet(path, name, place, updates) for place, (path, name) in enumerate(files)]
            odd = updates.build(self.table, self._keys_of(updates, sheets))
        except (TooOdd, self._store.library.Error, UnicodeDecodeError):
            self._store.run(f"DELETE FROM {self.table}")
            self._store.drop_since(before)
            return False
        for place, sheet in enumerate(sheets):
            name = files[place][1]
            self.complaints.files.append(name)
            self.say_of_header(sheet.sheet, name, sheet.delimiter)
            self.rows += sheet.kept
            self.skipped += sheet.sheet.rows - sheet.kept
            for line, row in self.chosen(updates, sheet.sheet, place, f"h IS NULL OR h IN (SELECT h FROM {odd})"):
                gather.add(row, Place(place, line))
            self.files.append(LogFile(name, sheet.digest, files[place][0]))
            self.more.append(None)
            self._states.append(sheet.state)
        for column, texts in updates.seen(odd):
            gather.remember(column, texts)
        self._store.drop_since(before)
        return True

    def sheet(self, path: Path, name: str, place: int, updates: Updates) -> "Taken":
        """Take over the rows of a file. TooOdd: no statement can."""
        form = format_of(name) if self.binding.format is None else FORMATS[self.binding.format]
        found = scan(path)
        if form is None or form.name not in BY_COLUMNS or found is None:
            raise TooOdd
        delimiter = self.binding.delimiter or form.delimiter
        sheet = self._sheets.of(form.name, path, found, delimiter)
        kept = updates.add(place, sheet.relation, dict(sheet.columns), self._kept(sheet))
        if not is_unchanged(path, found):
            raise TooOdd
        self._done(path)
        return Taken(sheet, kept, found.digest, delimiter, found.state)

    def _keys_of(self, updates: Updates, sheets: "Sequence[Taken]") -> list[str]:
        """The cases of the rows whose key no statement could read."""
        keys: dict[str, None] = {}
        for place, taken in enumerate(sheets):
            for _, row in self.chosen(updates, taken.sheet, place, "h IS NULL"):
                with suppress(Unfit):
                    keys[key_of(self.plan, row)] = None
        return list(keys)

    def chosen(self, updates: Updates, sheet: Sheet, place: int, where: str) -> Iterator[tuple[int, Row]]:
        """The rows of a file that were chosen among the updates; mostly there are none, and it is not read again."""
        lines = updates.lines(place, where)
        if self._store.rows(f"{lines} LIMIT 1"):
            yield from self._rows_of(sheet, f"{sheet.relation} r WHERE r.n IN ({lines})")

    def _by_columns(self, path: Path, name: str) -> bool:
        """Whether the file could be read so. If not, nothing has been said or kept of it."""
        form = format_of(name) if self.binding.format is None else FORMATS[self.binding.format]
        if form is None or form.name not in BY_COLUMNS or self.plan.schema.shape is Shape.CASES:
            return False
        found = scan(path)
        if found is None:
            return False
        before, place = self._store.tables, len(self.complaints.files)
        try:
            rows = self._copied(path, form.name, found, self.binding.delimiter or form.delimiter, place)
            if rows is None:
                self._store.run(f"DELETE FROM {self.table} WHERE file = {place}")
                return False
            self.complaints.files.append(name)
            if is_unchanged(path, found):
                self._take_over(rows, name, self.binding.delimiter or form.delimiter, place)
            else:
                self._store.run(f"DELETE FROM {self.table} WHERE file = {place}")
                message = "this file was written to while it was read; read it again when it is whole"
                self.complaints.add(codes.UNREADABLE, message, escaped(name))
            self.files.append(LogFile(name, found.digest, path))
            self.more.append(None)
            return True
        finally:
            self._store.drop_since(before)

    def _copied(self, path: Path, form: str, found: Scan, delimiter: str, place: int) -> "_Copied | None":
        """The rows that are read by columns, put into the table; None where the file has to be read otherwise."""
        try:
            sheet = self._sheets.of(form, path, found, delimiter)
            read, kept = self._reads(sheet)
            fine = " AND ".join(["TRUE", *(each.fine for each in read)])
            joins = " ".join(join for each in (*read, *kept) for join in each.joins)
            keep = " AND ".join(["TRUE", *(f"coalesce({each.value}, FALSE)" for each in kept)])
            values = ", ".join(each.value for each in read)
            source = f"{sheet.relation} r {joins} WHERE {keep}"
            if self.plan.schema.shape is Shape.SPANS:
                fine += f" AND ({read[1].value} IS NULL OR {read[1].value} >= {read[0].value})"
            ((taken,),) = self._store.rows(
                f"INSERT INTO {self.table} SELECT {place}, r.n, {values} FROM {source} AND coalesce({fine}, FALSE)"
            )
            ((kept_rows,),) = self._store.rows(f"SELECT count(*) FROM {source}") if kept else [(sheet.rows,)]
            odd = f"{source} AND NOT coalesce({fine}, FALSE)" if taken < kept_rows else None
            return _Copied(sheet, odd, kept_rows)
        except (TooOdd, self._store.library.Error, UnicodeDecodeError):
            return None

    def _take_over(self, copied: "_Copied", name: str, delimiter: str, place: int) -> None:
        """Count the rows, and read the odd ones as the reader of all formats does."""
        sheet = copied.sheet
        self.say_of_header(sheet, name, delimiter)
        self.rows += copied.kept
        self.skipped += sheet.rows - copied.kept
        if copied.odd is not None:
            self._read_rows(sheet, copied.odd, place)
        self._keep(0)

    def say_of_header(self, sheet: Sheet, name: str, delimiter: str) -> None:
        if sheet.text is not None:
            named(replace(sheet.text, complaints=self.complaints), 1, sheet.fields)
        if sheet.has_header:
            self.columns.header(sheet.header, name, delimiter)
        else:
            self.without_header = name
            self.columns.row(dict.fromkeys(sheet.header), name)

    def _read_rows(self, sheet: Sheet, chosen: str, place: int) -> None:
        for line, row in self._rows_of(sheet, chosen):
            self.gather.add(row, Place(place, line))
            self._keep(_KEPT)

    def _rows_of(self, sheet: Sheet, chosen: str) -> Iterator[tuple[int, Row]]:
        columns = list(sheet.columns)
        cells = "".join(f", r.{raw.cell}" for raw in sheet.columns.values())
        for line, *row in self._store.stream(f"SELECT r.n{cells} FROM {chosen} ORDER BY r.n"):
            yield line, dict(zip(columns, row, strict=True))

    def _kept(self, sheet: Sheet) -> list[Read]:
        """What says whether a row is kept."""
        reader = ColumnReader(self._store, sheet.relation, self.plan, "w")
        return [reader.chosen(_there(sheet, column), _one_of(values)) for column, values in self.plan.where]

    def _reads(self, sheet: Sheet) -> tuple[list[Read], list[Read]]:
        """What is read of each row, in the order of the table's columns, and what says whether a row is kept."""
        plan, reader = self.plan, ColumnReader(self._store, sheet.relation, self.plan, "l")
        kept = self._kept(sheet)
        if plan.schema.shape is Shape.SPANS:
            read = [reader.time(plan.times, _there(sheet, plan.start), needed=True)]
            if plan.duration is None:
                read.append(reader.end(_there(sheet, plan.end)))
            else:
                length = reader.length(_there(sheet, plan.duration.column))
                end = f"{read[0].value} + {length.value}"
                fine = f"({length.value} IS NULL OR ({length.fine} AND {end} <= {LATEST}))"
                read.append(Read(end, fine, length.joins))
        else:
            assert plan.at is not None
            read = [reader.time(plan.times, _there(sheet, plan.at), needed=True)]
        read += [reader.attribute(each, sheet.columns.get(each.binding.column)) for each in plan.attributes]
        return read, kept


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a file among the updates: how many, and what is told of the file."""

    sheet: Sheet
    kept: int
    digest: str
    delimiter: str
    state: State | None


@dataclass(frozen=True, slots=True)
class _Copied:
    """`odd` selects the rows that are still to be read, if any; `kept` rows are not left out by the binding."""

    sheet: Sheet
    odd: str | None
    kept: int


def _one_of(values: frozenset[str]) -> Callable[[Cell], bool]:
    return lambda cell: text_of(cell) in values


def _there(sheet: Sheet, column: str) -> Raw:
    if column not in sheet.columns:
        raise TooOdd
    return sheet.columns[column]
