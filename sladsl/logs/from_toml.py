"""Bindings from the text of `sladsl.toml` or `pyproject.toml`. The vocabulary is closed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, TypeAlias

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.binding import AttributeBinding, Bindings, MomentBinding, Rows, StateBinding, StreamBinding
from sladsl.logs.formats import FORMATS
from sladsl.logs.shown import did_you_mean, quoted
from sladsl.logs.times import time_pattern
from sladsl.logs.toml_document import Table, toml_document
from sladsl.logs.toml_places import toml_places
from sladsl.text import Source, Span

Path: TypeAlias = tuple[str, ...]

_TIMES = ("iso", "epoch_s", "epoch_ms", "epoch_us")
_TABLES = frozenset(("moments", "states", "attributes", "where"))
_SCALARS = frozenset(
    "files format records delimiter zone time truncate key seq rows at start end duration coverage missing".split()
)
_MOST_ADVISED = 100
"""Mistakes for which keys are compared."""
_DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "\t", "comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


def parse_bindings(text: str, source_name: str) -> tuple[Bindings, list[Diagnostic]]:
    """Read `[bind…]` (or `[tool.sladsl.bind…]`). Other tables are not looked at. A binding with a mistake is read as
    far as it goes, and the mistakes are errors."""
    source = Source(source_name, text)
    content = toml_document(source)
    if isinstance(content, Diagnostic):
        return Bindings(), [content]
    prefix: Path = ("bind",)
    if "bind" not in content:
        tool = content.get("tool")
        own = tool.get("sladsl") if isinstance(tool, dict) else None
        content, prefix = (own if isinstance(own, dict) else {}), ("tool", "sladsl", "bind")
    reader = _Reader(toml_places(source), source)
    bindings = reader.bindings(content.get("bind", {}), prefix)
    return bindings, reader.found


@changing
class _Reader(Changing):
    """Reads tables into bindings, gathering what is wrong with them."""

    places: Mapping[Path, Span]
    source: Source
    found: list[Diagnostic] = field(default_factory=list)

    def bindings(self, bind: object, prefix: Path) -> Bindings:
        shared: dict[str, StreamBinding] = {}
        own: dict[tuple[str, str], StreamBinding] = {}
        for name, table in self._table(bind, prefix).items():
            here = (*prefix, name)
            if _is_stream(table):
                shared[name] = self._stream(self._table(table, here), here)
                continue
            for stream, inner in table.items():
                there = (*here, stream)
                own[name, stream] = self._stream(self._table(inner, there), there)
        return Bindings(shared, own)

    def _stream(self, table: Table, path: Path) -> StreamBinding:
        self._check_keys(table, _SCALARS | _TABLES, path)
        binding = StreamBinding(
            path=".".join(path),
            span=self._span(path),
            files=self._texts(table, path, "files"),
            format=self._one_of(table, path, "format", tuple(FORMATS)),
            zone=self._text(table, path, "zone"),
            truncate=self._flag(table, path, "truncate"),
            records=self._text(table, path, "records"),
            key=self._columns(table, path, "key"),
            seq=self._text(table, path, "seq"),
            at=self._text(table, path, "at"),
            start=self._text(table, path, "start"),
            end=self._text(table, path, "end"),
            coverage=self._texts(table, path, "coverage"),
            moments=self._each(table, path, "moments", self._moment),
            states=self._each(table, path, "states", self._state),
            attributes=self._each(table, path, "attributes", self._attribute),
        )
        rows = self._one_of(table, path, "rows", [each.value for each in Rows])
        delimiter = self._one_of(table, path, "delimiter", tuple(_DELIMITERS))
        duration = table.get("duration")
        return replace(
            binding,
            rows=Rows(rows) if rows else None,
            delimiter=_DELIMITERS[delimiter] if delimiter else None,
            duration=None if duration is None else self._attribute(duration, (*path, "duration")),
            time=self._time(table, path),
            where=self._where(table, path),
            missing=tuple(dict.fromkeys(("", *self._texts(table, path, "missing")))),
        )

    def _moment(self, value: object, path: Path) -> MomentBinding | None:
        column, table = self._inner(value, path, ("column", "becomes", "at", "take"))
        take = self._one_of(table, path, "take", ("first", "last", "all"))
        becomes, at = self._texts(table, path, "becomes"), self._text(table, path, "at")
        if at is not None and not becomes:
            self._say(codes.INCOMPLETE_BINDING, path, "`at` says when the column becomes a value; say `becomes` too")
        return None if column is None else MomentBinding(column, becomes, at, take)

    def _state(self, value: object, path: Path) -> StateBinding | None:
        column, table = self._inner(value, path, ("column", "in", "from", "to", "at"))
        if isinstance(value, str):
            return None if column is None else StateBinding(column)
        within, begins, ends = (self._texts(table, path, key) for key in ("in", "from", "to"))
        if column is not None and (bool(within) == bool(begins or ends) or bool(begins) != bool(ends)):
            message = "a state needs either `in` (it lasts while the column holds that), or `from` and `to`"
            self._say(codes.INCOMPLETE_BINDING, path, message)
            return None
        return None if column is None else StateBinding(column, within, begins, ends, self._text(table, path, "at"))

    def _attribute(self, value: object, path: Path) -> AttributeBinding | None:
        column, table = self._inner(value, path, ("column", "map", "take", "unit", "places", "decimal"))
        pairs = self._table(table.get("map", {}), (*path, "map"))
        values: list[tuple[str, str]] = []
        for key, each in pairs.items():
            text = _as_text(each)
            if text is None:
                self._say(codes.BAD_SETTING, (*path, "map", key), "this must be one text value")
            else:
                values.append((key, text))
        if column is None:
            return None
        return AttributeBinding(
            column,
            tuple(values),
            self._one_of(table, path, "take", ("first", "last")) or "last",
            self._text(table, path, "unit"),
            self._places(table, path),
            self._one_of(table, path, "decimal", (".", ",")) or ".",
        )

    def _time(self, table: Table, path: Path) -> str:
        form = self._text(table, path, "time")
        if form is None or form in _TIMES:
            return form or "iso"
        try:
            if "%" not in form:
                raise ValueError(f"{quoted(form)} is neither {', '.join(_TIMES)} nor a pattern such as %d/%m/%Y %H:%M")
            time_pattern(form)
        except ValueError as trouble:
            self._say(codes.BAD_SETTING, (*path, "time"), str(trouble), did_you_mean(form, _TIMES))
            return "iso"
        return form

    def _where(self, table: Table, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
        here = (*path, "where")
        conditions = self._table(table.get("where", {}), here)
        return tuple((column, self._texts(conditions, here, column)) for column in conditions)

    def _each(
        self, table: Table, path: Path, key: str, read: Callable[[object, Path], Any]
    ) -> tuple[tuple[str, Any], ...]:
        here = (*path, key)
        pairs = [(name, read(value, (*here, name))) for name, value in self._table(table.get(key, {}), here).items()]
        return tuple((name, value) for name, value in pairs if value is not None)

    def _inner(self, value: object, path: Path, known: Sequence[str]) -> tuple[str | None, Table]:
        """The column that a value names, alone or in a table with other keys."""
        if isinstance(value, str):
            value = {"column": value}
        if not isinstance(value, dict):
            self._say(codes.BAD_SETTING, path, "this must be a column name or a table")
            return None, {}
        self._check_keys(value, known, path)
        if "column" not in value:
            self._say(codes.INCOMPLETE_BINDING, path, "this names no `column`")
        return self._text(value, path, "column"), value

    def _check_keys(self, table: Table, known: Sequence[str] | frozenset[str], path: Path) -> None:
        for key in table:
            if key not in known:
                message = f"{quoted(key)} is not a key of a binding here; there are {', '.join(sorted(known))}"
                near = did_you_mean(key, known) if len(self.found) < _MOST_ADVISED else ()
                self._say(codes.UNKNOWN_KEY, (*path, key), message, near)

    def _table(self, value: object, path: Path) -> Table:
        if isinstance(value, dict):
            return value
        self._say(codes.BAD_SETTING, path, "this must be a table")
        return {}

    def _text(self, table: Table, path: Path, key: str) -> str | None:
        value = table.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._say(codes.BAD_SETTING, (*path, key), "this must be text in quotes, not empty")
        return None

    def _columns(self, table: Table, path: Path, key: str) -> tuple[str, ...]:
        """One column, or several in a list."""
        if not isinstance(table.get(key), list):
            column = self._text(table, path, key)
            return () if column is None else (column,)
        columns = self._texts(table, path, key)
        if any(not isinstance(each, str) or not each.strip() for each in table[key]):
            self._say(codes.BAD_SETTING, (*path, key), "each of these must be text in quotes, not empty")
        return columns

    def _texts(self, table: Table, path: Path, key: str) -> tuple[str, ...]:
        if key not in table:
            return ()
        values = table[key] if isinstance(table[key], list) else [table[key]]
        texts = [_as_text(each) for each in values]
        good = tuple(each for each in texts if each is not None)
        if len(good) < len(texts) or len({type(each) for each in values}) > 1:
            self._say(codes.BAD_SETTING, (*path, key), "this must be one text value or a list of them")
        if not values:
            self._say(codes.BAD_SETTING, (*path, key), "an empty list says nothing; leave it out")
        return good

    def _one_of(self, table: Table, path: Path, key: str, known: Sequence[str]) -> str | None:
        value = table.get(key) if table.get(key) in known else self._text(table, path, key)
        if value is None or value in known:
            return value
        message = f"{quoted(value)} cannot be used; there are {', '.join(quoted(each) for each in known)}"
        self._say(codes.BAD_SETTING, (*path, key), message, did_you_mean(value, known))
        return None

    def _flag(self, table: Table, path: Path, key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self._say(codes.BAD_SETTING, (*path, key), "this must be true or false")
            return False
        return value

    def _places(self, table: Table, path: Path) -> int | None:
        value = table.get("places")
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 12):
            return value
        self._say(codes.BAD_SETTING, (*path, "places"), "this must be a whole number from 0 to 12")
        return None

    def _span(self, path: Path) -> Span | None:
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return None

    def _say(self, code: Code, path: Path, message: str, fixes: Sequence[Fix] = ()) -> None:
        span = self._span(path)
        place = self.source.name
        if span is not None:
            place = f"{place}:{self.source.line_and_column(span.start)[0]}"
        self.found.append(Diagnostic(code, f"{'.'.join(path)}: {message}", span, place, fixes=tuple(fixes)))


def _is_stream(table: object) -> bool:
    """Whether this is a binding itself, rather than the bindings of one agreement."""
    if not isinstance(table, dict) or not table:
        return True
    if any(key in _SCALARS for key in table) or set(table) <= _TABLES:
        return True
    return any(not isinstance(value, dict) for value in table.values())


def _as_text(value: object) -> str | None:
    """A TOML value where text is meant: whole numbers and booleans are written as a log would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | str) else None
