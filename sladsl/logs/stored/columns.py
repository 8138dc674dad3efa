"""Columns of a file as columns of a table. What is written in a usual way is read by a statement; few different values
are read once each by the reader of all formats; whatever is left is an odd row, which that reader reads as a whole.

So a statement needs to know only forms of which there is no doubt, and every rule and every complaint is in one place.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sladsl.logs.complaints import Unfit
from sladsl.logs.durations import UNITS
from sladsl.logs.plan import Plan
from sladsl.logs.rows import Cell
from sladsl.logs.schema import Kind
from sladsl.logs.stored.sql import literal, sql_type
from sladsl.logs.stored.store import Store
from sladsl.logs.times import TimeReader
from sladsl.logs.values import ValueReader
from sladsl.temporal import DAY, EARLIEST, LATEST, SECOND, Zone
from sladsl.temporal.units import EPOCH_ORDINAL

FEW: Final = 30_000
"""Different values of a column that are looked up one by one rather than read by a statement."""

_QUARTER: Final = 900 * SECOND
_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET: Final = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_MARKS: Final = "-/.:, T"
_PIECE: Final = re.compile("%[YmdHMS]|[-/.:, T]")
_PLAIN_TEXT: Final = "[!-~](?:[ -~]*[!-~])?"
_WHOLE: Final = frozenset("tinyint smallint integer bigint utinyint usmallint uinteger".split())
_EPOCHS: Final = {"epoch_s": 10**6, "epoch_ms": 10**3, "epoch_us": 1}


class TooOdd(Exception):
    """The file is left to the reader of all formats."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A column of the rows: what selects its values as they are stored, the same as the reader of all formats sees
    them, their kind (as DuckDB calls it)."""

    name: str
    cell: str
    kind: str

    @property
    def is_text(self) -> bool:
        return self.kind == "varchar"


@dataclass(frozen=True, slots=True)
class Read:
    """The stored value as SQL, and where it may be taken: elsewhere the row is odd. `joins` are what both need."""

    value: str
    fine: str = "TRUE"
    joins: tuple[str, ...] = ()


@dataclass(slots=True)
class ColumnReader:
    """Reads the columns of one file. `rows` is the relation of its rows, called `r` in what is emitted, in which other
    names begin with `prefix`."""

    store: Store
    rows: str
    plan: Plan
    prefix: str = "l"
    _lookups: int = field(default=0, init=False)
    _different: dict[str, int] = field(default_factory=dict, init=False)

    def attribute(self, reader: ValueReader, raw: Raw | None) -> Read:
        """An attribute; a column that is not there has no value in any row."""
        if raw is None:
            return self._looked_up(None, reader, sql_type(reader.attribute.type.kind))
        direct = self._typed(reader, raw)
        if direct is not None:
            return direct
        if self._is_of_few(raw):
            return self._looked_up(raw, reader, sql_type(reader.attribute.type.kind))
        if reader.attribute.type.kind is Kind.INSTANT:
            return self._or_nothing(self.time(reader.times, raw), raw, reader.attribute.optional)
        if not raw.is_text or reader.binding.map:
            raise TooOdd
        usual = self._usual(reader, raw)
        return self._or_nothing(usual, raw, reader.attribute.optional)

    def time(self, times: TimeReader, raw: Raw, *, needed: bool = False) -> Read:
        """A column of times; `needed`: a row without one is odd."""
        read = self._time(times, raw)
        return Read(read.value, f"({read.fine} AND NOT {self.missing(raw)})", read.joins) if needed else read

    def _time(self, times: TimeReader, raw: Raw) -> Read:
        if raw.kind == "timestamp with time zone" and times.form == "iso":
            return _in_years(Read(f"epoch_us(r.{raw.name})"))
        if raw.kind == "timestamp" and times.form == "iso" and times.zone is not None:
            return self._local(f"epoch_us(r.{raw.name})", "TRUE", times.zone)
        if raw.kind in _WHOLE and times.form in _EPOCHS:
            return _in_years(Read(f"CAST(r.{raw.name} AS HUGEINT) * {_EPOCHS[times.form]}"))
        if self._is_of_few(raw):
            return self._looked_up(raw, times, "BIGINT")
        if not raw.is_text:
            raise TooOdd
        if times.form in _EPOCHS:
            fine = f"regexp_full_match(r.{raw.name}, '[0-9]{{1,15}}')"
            return _in_years(Read(f"TRY_CAST(r.{raw.name} AS BIGINT) * {_EPOCHS[times.form]}", fine))
        if times.form != "iso":
            return self._patterned(raw, times)
        return self._iso(raw, times.zone)

    def end(self, raw: Raw) -> Read:
        """A time that may be missing."""
        return self._or_nothing(self.time(self.plan.times, raw), raw, True)

    def length(self, raw: Raw) -> Read:
        """How long a span lasts."""
        duration = self.plan.duration
        assert duration is not None
        if raw.kind in _WHOLE and duration.unit is not None:
            return self._or_nothing(_bounded(f"r.{raw.name}", UNITS[duration.unit]), raw, True)
        if raw.is_text and duration.unit is not None:
            fine = f"regexp_full_match(r.{raw.name}, '[0-9]{{1,9}}')"
            read = Read(f"TRY_CAST(r.{raw.name} AS BIGINT) * {UNITS[duration.unit]}", fine)
            return self._or_nothing(read, raw, True)
        raise TooOdd

    def key(self, raw: Raw) -> Read:
        """A part of the key of a case."""
        if raw.kind in _WHOLE:
            return Read(f"CAST(r.{raw.name} AS VARCHAR)", f"r.{raw.name} IS NOT NULL")
        if not raw.is_text:
            raise TooOdd
        plain = f"regexp_full_match(r.{raw.name}, {literal(_PLAIN_TEXT)})"
        return Read(f"r.{raw.name}", f"coalesce({plain} AND NOT {self.missing(raw)}, FALSE)")

    def whole(self, raw: Raw) -> Read:
        """A sequence number."""
        if raw.kind in _WHOLE:
            return Read(f"CAST(r.{raw.name} AS BIGINT)", f"r.{raw.name} IS NOT NULL")
        if not raw.is_text:
            raise TooOdd
        return Read(
            f"TRY_CAST(r.{raw.name} AS BIGINT)", f"coalesce(regexp_full_match(r.{raw.name}, '[0-9]{{1,9}}'), FALSE)"
        )

    def text(self, raw: Raw, read: Callable[[Cell], Any], kind: str) -> Read:
        """A column of few texts, each read as a value of a kind."""
        if not self._is_of_few(raw):
            raise TooOdd
        return self._looked_up(raw, read, kind)

    def chosen(self, raw: Raw, wanted: Callable[[Cell], bool]) -> Read:
        """Whether a cell is one of those that a binding keeps."""
        if not self._is_of_few(raw):
            raise TooOdd
        return self._looked_up(raw, wanted, "BOOLEAN")

    def missing(self, raw: Raw) -> str:
        """Where a cell holds nothing; texts that are not plain are odd anyway."""
        said = ", ".join(map(literal, sorted(self.plan.missing)))
        if not raw.is_text or not said:
            return f"r.{raw.name} IS NULL"
        return f"(r.{raw.name} IS NULL OR r.{raw.name} IN ({said}))"

    def _is_of_few(self, raw: Raw) -> bool:
        """Whether a column has few different values, about: all rows are looked at, so only where it matters."""
        if raw.cell not in self._different:
            counted = f"SELECT approx_count_distinct(r.{raw.cell}) FROM {self.rows} r"
            ((self._different[raw.cell],),) = self.store.rows(counted)
        return self._different[raw.cell] <= FEW

    def _or_nothing(self, read: Read, raw: Raw, optional: bool) -> Read:
        """The same where there may be nothing, or must be something."""
        missing = self.missing(raw)
        if not optional:
            return Read(read.value, f"(NOT {missing} AND {read.fine})", read.joins)
        return Read(f"CASE WHEN NOT {missing} THEN {read.value} END", f"({missing} OR {read.fine})", read.joins)

    def _looked_up(self, raw: Raw | None, read: Callable[[Cell], Any], kind: str) -> Read:
        """Each different value read once, by the reader of all formats."""
        cells: Sequence[Any] = [None]
        if raw is not None:
            cells = [cell for (cell,) in self.store.rows(f"SELECT DISTINCT r.{raw.cell} FROM {self.rows} r")]
        found: list[tuple[Any, bool, Any]] = []
        for cell in cells:
            try:
                found.append((cell, True, read(cell)))
            except Unfit:
                found.append((cell, False, None))
        if raw is None:
            ((_, fine, value),) = found
            if value is not None:
                raise TooOdd
            return Read(f"CAST(NULL AS {kind})", "TRUE" if fine else "FALSE")
        self._lookups += 1
        alias = f"{self.prefix}{self._lookups}"
        seen = raw.kind if raw.kind in _WHOLE or raw.kind.startswith(("boolean", "decimal")) else "VARCHAR"
        columns = [("cell", seen), ("fine", "BOOLEAN"), ("value", kind)]
        table = self.store.create(columns)
        self.store.add(table, columns, ([_plain(each) for each in row] for row in found))
        join = f"LEFT JOIN {table} {alias} ON r.{raw.cell} IS NOT DISTINCT FROM {alias}.cell"
        return Read(f"{alias}.value", f"{alias}.fine", (join,))

    def _typed(self, reader: ValueReader, raw: Raw) -> Read | None:
        """Columns of numbers and truths whose values need no reading."""
        wanted, binding = reader.attribute.type, reader.binding
        if raw.is_text or binding.map:
            return None
        read: Read | None = None
        if wanted.kind is Kind.FLAG and raw.kind == "boolean":
            read = Read(f"r.{raw.name}")
        elif raw.kind in _WHOLE:
            if wanted.kind is Kind.COUNT:
                read = _bounded(f"r.{raw.name}", 1)
            elif wanted.kind in (Kind.NUMBER, Kind.MONEY):
                read = _bounded(f"r.{raw.name}", 10**wanted.places, signed=True)
            elif wanted.kind is Kind.DURATION and binding.unit is not None:
                read = _bounded(f"r.{raw.name}", UNITS[binding.unit])
        elif wanted.kind is Kind.INSTANT and raw.kind == "timestamp with time zone":
            read = self.time(reader.times, raw)
        return None if read is None else self._or_nothing(read, raw, reader.attribute.optional)

    def _usual(self, reader: ValueReader, raw: Raw) -> Read:
        """The forms in which most values are written."""
        wanted, binding, cell = reader.attribute.type, reader.binding, f"r.{raw.name}"
        match wanted.kind:
            case Kind.TEXT:
                return Read(cell, f"regexp_full_match({cell}, {literal(_PLAIN_TEXT)})")
            case Kind.COUNT:
                return Read(f"TRY_CAST({cell} AS BIGINT)", f"regexp_full_match({cell}, '[0-9]{{1,17}}')")
            case Kind.NUMBER | Kind.MONEY | Kind.PERCENT if binding.decimal == "." and binding.unit != "ratio":
                places = min(wanted.places, wanted.places if binding.places is None else binding.places)
                form = "-?[0-9]{1,9}" + (rf"(?:\.[0-9]{{1,{places}}})?" if places else "")
                exact = f"TRY_CAST({cell} AS DECIMAL(36, {wanted.places})) * {10**wanted.places}"
                return Read(f"CAST({exact} AS BIGINT)", f"regexp_full_match({cell}, {literal(form)})")
            case Kind.DURATION if binding.unit is not None:
                fine = f"regexp_full_match({cell}, '[0-9]{{1,9}}')"
                return Read(f"TRY_CAST({cell} AS BIGINT) * {UNITS[binding.unit]}", fine)
            case _:
                raise TooOdd

    def _iso(self, raw: Raw, zone: Zone | None) -> Read:
        """`2026-03-04T05:06:07Z`, with an offset, or in the zone that somebody named."""
        cell = f"r.{raw.name}"
        (count,) = self.store.rows(
            f"SELECT count(CASE WHEN regexp_full_match({cell}, {literal(_ISO)}) THEN 1 END) FROM {self.rows} r"
        )[0]
        if count:
            if zone is None:
                raise TooOdd
            wall = f"epoch_us(TRY_CAST({cell} AS TIMESTAMP))"
            return self._local(wall, f"regexp_full_match({cell}, {literal(_ISO)})", zone)
        sign = f"CASE WHEN substr({cell}, -6, 1) = '-' THEN 1 ELSE -1 END"
        hours, minutes = f"TRY_CAST(substr({cell}, -5, 2) AS BIGINT)", f"TRY_CAST(right({cell}, 2) AS BIGINT)"
        offset = f"CASE WHEN right({cell}, 1) = 'Z' THEN 0 ELSE {sign} * ({hours} * 60 + {minutes}) * 60000000 END"
        length = f"length({cell}) - CASE WHEN right({cell}, 1) = 'Z' THEN 1 ELSE 6 END"
        wall = f"epoch_us(TRY_CAST(substr({cell}, 1, {length}) AS TIMESTAMP))"
        return _in_years(Read(f"{wall} + {offset}", f"regexp_full_match({cell}, {literal(_ISO + _OFFSET)})"))

    def _patterned(self, raw: Raw, times: TimeReader) -> Read:
        """By a pattern of whole numbers, in the zone that somebody named."""
        expression = _numbers_of(times.form)
        if expression is None or times.zone is None:
            raise TooOdd
        wall = f"epoch_us(try_strptime(r.{raw.name}, {literal(times.form)}))"
        return self._local(wall, f"regexp_full_match(r.{raw.name}, {literal(expression)})", times.zone)

    def _local(self, wall: str, fine: str, zone: Zone) -> Read:
        """Time on the clock of a zone: the offset of each quarter of an hour is looked up, except where the clock is
        set in it."""
        quarter = f"({wall} // {_QUARTER} - CASE WHEN {wall} % {_QUARTER} < 0 THEN 1 ELSE 0 END)"
        self._lookups += 1
        alias, columns = f"{self.prefix}{self._lookups}", [("quarter", "BIGINT"), ("offset_us", "BIGINT")]
        asked = self.store.rows(f"SELECT DISTINCT {quarter} FROM {self.rows} r WHERE {fine}")
        table = self.store.create(columns)
        self.store.add(table, columns, _offsets((each for (each,) in asked if each is not None), zone))
        join = f"LEFT JOIN {table} {alias} ON CASE WHEN {fine} THEN {quarter} END = {alias}.quarter"
        return _in_years(Read(f"{wall} - {alias}.offset_us", fine, (join,)))


def _numbers_of(pattern: str) -> str | None:
    """The expression for a pattern of whole numbers and marks. A number that has no mark before or after it has all its
    digits, or else there would be several ways to read it."""
    pieces = _PIECE.findall(pattern)
    if "".join(pieces) != pattern:
        return None
    found = ""
    for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        if piece in _MARKS:
            found += "[.]" if piece == "." else piece
        elif piece == "%Y":
            found += "[0-9]{4}"
        else:
            found += "[0-9]{2}" if "%" in before + after else "[0-9]{1,2}"
    return found


def _offsets(quarters: Iterator[int], zone: Zone) -> Iterator[tuple[int, int]]:
    for quarter in quarters:
        first, last = quarter * _QUARTER, (quarter + 1) * _QUARTER - 1
        try:
            offset = first - _to_utc(first, zone)
            if last - _to_utc(last, zone) == offset:
                yield quarter, offset
        except (ValueError, OverflowError):
            continue


def _to_utc(wall: int, zone: Zone) -> int:
    days, time_of_day = divmod(wall, DAY)
    return zone.to_utc(datetime.date.fromordinal(EPOCH_ORDINAL + days), time_of_day)


def _in_years(read: Read) -> Read:
    """Only times of the years that are known; others are complained of."""
    inside = f"{read.value} BETWEEN {EARLIEST} AND {LATEST}"
    return Read(f"TRY_CAST({read.value} AS BIGINT)", f"coalesce({read.fine} AND {inside}, FALSE)", read.joins)


def _bounded(cell: str, factor: int, *, signed: bool = False) -> Read:
    """Whole numbers times a factor, as far as they can be stored."""
    most = (10**18 - 1) // factor
    fine = f"coalesce({cell} BETWEEN {-most if signed else 0} AND {most}, FALSE)"
    return Read(f"CASE WHEN {fine} THEN CAST({cell} AS BIGINT) * {factor} END", fine)


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
