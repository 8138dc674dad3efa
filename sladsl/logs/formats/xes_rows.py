"""Rows of an event log in XES (IEEE 1849): one an event, in columns its attributes by key, and those of its trace with
`case:` before the key. A document type is refused: it could define entities without end, or name files."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import field
from xml.parsers import expat

from sladsl.frozen import Changing, changing
from sladsl.logs.files import LogText
from sladsl.logs.formats.documents import broken
from sladsl.logs.rows import BadRow, Cell, Layout, OnHeader, Row, normal
from sladsl.logs.shown import escaped

_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))
_GROUPS = frozenset(("list", "container"))
_DEEPEST = 100


class _Refused(Exception):
    """The document may not, or cannot, be read on."""


def read_xes(text: LogText, _layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The line on which the event begins, and its row."""
    text.as_document()
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.refuse_doctype
    parser.EntityDeclHandler = reading.refuse_doctype
    parser.StartElementHandler = lambda name, attributes: reading.begin(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reading.end
    before = text.complaints.total
    begun = False
    try:
        with closing(text.lines()) as lines:
            for line in lines:
                begun = begun or not line.isspace()
                parser.Parse(line, False)
                yield from reading.taken()
        if begun and text.complaints.total == before:
            parser.Parse("", True)
            if not reading.is_xes:
                raise _Refused("its outermost element is not <log>")
    except _Refused as trouble:
        where = f"{escaped(text.name)}:{parser.CurrentLineNumber}"
        broken(text, f"this is no XES log that can be read: {trouble}", place=where)
    except expat.ExpatError as trouble:
        where = f"{escaped(text.name)}:{trouble.lineno}"
        broken(text, f"this is not well-formed XML: {expat.ErrorString(trouble.code)}", place=where)


@changing
class _Reading(Changing):
    """The elements that are open, and the rows that are complete. The attributes of a trace may stand behind its
    events, so these wait for its end."""

    is_xes: bool = False
    _depth: int = 0
    _skip: int = 0
    _trace: dict[str, Cell] | None = None
    _event: dict[str, Cell] | None = None
    _event_line: int = 0
    _events: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    _path: list[str | None] = field(default_factory=list)
    _complete: list[tuple[int, Row]] = field(default_factory=list)

    def taken(self) -> list[tuple[int, Row]]:
        rows, self._complete = self._complete, []
        return rows

    def refuse_doctype(self, *_: object) -> None:
        raise _Refused("it declares a document type or entities, which a log has no need of; take that out")

    def begin(self, name: str, attributes: dict[str, str], line: int) -> None:
        name = name.rpartition(":")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused(f"its elements lie more than {_DEEPEST} deep in each other")
        if self._depth == 1:
            if name != "log":
                raise _Refused(f"its outermost element is <{escaped(name[:40])}>, not <log>")
            self.is_xes = True
        elif self._skip:
            return
        elif name == "trace" and self._trace is None:
            self._trace, self._event_line = {}, line
        elif name == "event" and self._event is None:
            self._event, self._event_line = {}, line
        elif name in _VALUES | _GROUPS and (self._trace is not None or self._event is not None):
            self._attribute(name, attributes)
        elif name == "values":
            self._path.append(None)
        else:
            self._skip = self._depth

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self._skip:
            if self._skip == self._depth:
                self._skip = 0
        elif name == "event" and self._event is not None:
            self._events.append((self._event_line, self._event))
            self._event = None
            if self._trace is None:
                self._finish({})
        elif name == "trace" and self._trace is not None:
            self._finish({f"case:{key}": value for key, value in self._trace.items()})
            self._trace = None
        elif self._path and name in _VALUES | _GROUPS | {"values"}:
            self._path.pop()
        self._depth -= 1

    def _attribute(self, kind: str, attributes: dict[str, str]) -> None:
        key = attributes.get("key")
        if key is None or (kind in _VALUES and "value" not in attributes):
            raise _Refused(f"a <{kind}> has no {'key' if key is None else 'value'}")
        self._path.append(normal(key))
        if kind in _GROUPS:
            return
        name = ".".join(each for each in self._path if each is not None)
        held = self._event if self._event is not None else self._trace
        assert held is not None
        value: Cell = attributes["value"]
        if name in held:
            # A key that stands several times in one event has several values; who needs one will be told.
            before = held[name]
            value = [*(before if isinstance(before, list) else [before]), value]
        held[name] = value

    def _finish(self, trace: dict[str, Cell]) -> None:
        events = self._events or [(self._event_line, {})]
        self._complete += [(line, {**trace, **event}) for line, event in events]
        self._events = []
