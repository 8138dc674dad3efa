"""A stream for a file, where no contract says what is asked of it: named and typed as the file is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sladsl.logs.binding import Rows
from sladsl.logs.complaints import Unfit
from sladsl.logs.guessing.layout import Rowing, end_of, is_number, is_status, start_of
from sladsl.logs.guessing.looking import Column, Table
from sladsl.logs.guessing.words import all_words_of, meanings_of, words_of
from sladsl.logs.numbers import read_exact
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema

_MOST_CHOICES = 12
_LONGEST_LABEL = 40
_MOST_ATTRIBUTES = 12
_MOST_PLACES = 12
_USUAL_PLACES = 6
_FLAGS = frozenset(("yes", "no", "true", "false"))
_NUMBERED = frozenset(("id", "number", "key", "uuid"))
_PASSING = frozenset(("waiting", "paused"))
_MARKS = frozenset(("responded", "started", "resolved", "closed", "delivered", "shipped", "cancelled"))
_UNITS = ((3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"), (1_000, "ms"))
_TAKEN = {
    Shape.SPANS: ("start", "end", "length"),
    Shape.SAMPLES: ("at",),
    Shape.EVENTS: ("at",),
    Shape.CASES: ("case",),
}


@dataclass(slots=True)
class _Names:
    """Names of the language, each once."""

    used: set[str] = field(default_factory=set)

    def fresh(self, said: str, otherwise: str, *, whole: bool = False) -> str:
        words = all_words_of(said) if whole else words_of(said)
        name = "_".join(each for each in words if each.isidentifier() or each.isdigit())
        if not name or not name[0].isascii() or not name[0].isalpha() or not name.isascii():
            name = f"{otherwise}_{name}" if name.isascii() and name else otherwise
        found, count = name, 1
        while found in self.used:
            count += 1
            found = f"{name}_{count}"
        self.used.add(found)
        return found


def invented(table: Table, rowing: Rowing, file_name: str) -> tuple[StreamSchema, Mapping[str, Column]]:
    """The stream that a file could be the log of, and the columns of its attributes."""
    stem = file_name.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    name = _Names().fresh(stem, rowing.shape.value)
    names = _Names({*_TAKEN[rowing.shape], "moments", "states"})
    moments, states = _moments(table, rowing, names) if rowing.shape is Shape.CASES else ((), ())
    used = {each.name for each in (rowing.key, rowing.at, rowing.seq) if each is not None}
    if rowing.shape is Shape.SPANS:
        used |= {each.name for each in (start_of(rowing.times), end_of(rowing.times)) if each is not None}
    columns = dict(_attributes(table, rowing, names, used))
    attributes = tuple(attribute for attribute, _ in columns.values())
    schema = StreamSchema(name, rowing.shape, attributes, moments, frozenset(), states, rowing.every)
    return schema, {each: column for each, (_, column) in columns.items()}


def _moments(table: Table, rowing: Rowing, names: _Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    many = rowing.rows is not Rows.CASES
    columns = [each for each in rowing.times if each.filled and not (many and each is rowing.at)]
    columns.sort(key=lambda each: "opened" not in meanings_of(each.name))
    found = [names.fresh(each.name, "time") for each in columns]
    meant = {meaning for each in columns for meaning in meanings_of(each.name)}
    states: list[str] = []
    if many:
        told = [each for each in table.columns.values() if is_status(each)]
        if rowing.happening is not None and rowing.happening not in told:
            told.insert(0, rowing.happening)
        if table.format.name == "jira":
            told.insert(0, table.columns["to"])
        for value in told[0].values[: 2 * _MOST_CHOICES] if told else ():
            meaning = meanings_of(value)
            if meaning & _PASSING and rowing.rows is Rows.UPDATES:
                states.append(names.fresh(value, "state", whole=True))
            elif rowing.rows is Rows.EVENTS or (meaning & _MARKS and not meaning & meant):
                found.append(names.fresh(value, "moment", whole=True))
        if not found or (rowing.rows is Rows.UPDATES and "opened" not in meant):
            found.insert(0, names.fresh("opened", "opened"))
    return tuple(found or [names.fresh("opened", "opened")]), tuple(states)


def _attributes(
    table: Table, rowing: Rowing, names: _Names, used: set[str]
) -> Iterable[tuple[str, tuple[Attribute, Column]]]:
    count = 0
    taken = used | ({each.name for each in rowing.times} if rowing.shape is Shape.CASES else set())
    for column in table.columns.values():
        if column.name in taken or not column.filled or column.lists or count == _MOST_ATTRIBUTES:
            continue
        wanted = _type(column, table.whole)
        if wanted is not None:
            count += 1
            optional = not column.is_full if rowing.rows is not Rows.UPDATES else True
            name = names.fresh(column.name, "value")
            yield name, (Attribute(name, wanted, optional or not table.whole), column)


def _type(column: Column, whole: bool) -> AttributeType | None:
    """The type of a column's values; None for texts that are all different, which no clause can ask for."""
    values = column.values
    if column.forms:
        return AttributeType(Kind.INSTANT)
    if len(values) <= 2 and all(each.casefold() in _FLAGS for each in values):
        return AttributeType(Kind.FLAG)
    if set(words_of(column.name)) & _NUMBERED or column.name.casefold().endswith("_by"):
        return AttributeType(Kind.TEXT)
    if all(is_number(each) for each in values):
        if all(each.isdigit() and (each == "0" or not each.startswith("0")) for each in values):
            return AttributeType(Kind.COUNT)
        places = max(_places(each) for each in values)
        return AttributeType(Kind.NUMBER, places=max(_USUAL_PLACES, min(places, _MOST_PLACES)))
    if column.many or (len(values) * 2 > column.filled and not is_status(column)):
        return None if column.filled > 2 * _MOST_CHOICES or column.many else AttributeType(Kind.TEXT)
    if whole and 1 < len(values) <= _MOST_CHOICES and all(len(each) <= _LONGEST_LABEL for each in values):
        return AttributeType(Kind.CHOICE, values)
    return AttributeType(Kind.TEXT)


def clause_of(schema: StreamSchema, quote: str = '"') -> list[str]:
    """The stream as a clause of a contract, line by line."""
    every = f" every {_length(schema.every)}" if schema.every else ""
    lines = [f"stream {schema.name} of {schema.shape.value}{every} {{"]
    rows = [(each.name, _written(each, quote)) for each in schema.attributes]
    if schema.moments:
        rows.append(("moments", ", ".join(schema.moments)))
    if schema.states:
        rows.append(("states", ", ".join(schema.states)))
    width = max((len(name) for name, _ in rows), default=0)
    return [*lines, *(f"  {name.ljust(width)}  {words}" for name, words in rows), "}"]


def _written(attribute: Attribute, quote: str) -> str:
    kind = attribute.type.kind
    words = kind.value
    if kind is Kind.CHOICE:
        words = f"one of {', '.join(_label(each, quote) for each in attribute.type.choices)}"
    elif kind is Kind.NUMBER and attribute.type.places != _USUAL_PLACES:
        words = f"number with {attribute.type.places} places"
    return f"{words} optional" if attribute.optional else words


def _label(value: str, quote: str) -> str:
    if value.isascii() and value.isalnum() and value[0].isupper():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f"{quote}{escaped}{quote}"


def _length(microseconds: int) -> str:
    for size, unit in _UNITS:
        if microseconds % size == 0:
            return f"{microseconds // size}{unit}"
    return f"{microseconds // 1_000}ms"


def _places(text: str) -> int:
    try:
        return read_exact(text).places
    except Unfit:
        return 0
