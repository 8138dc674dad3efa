"""One log as each of two versions reads it: streams may have gained, lost or changed what their records tell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sladsl.logs.records import CaseRecord, EventLog, Record, StreamLog, Value
from sladsl.logs.schema import AttributeType, Kind, StreamSchema

_NAMES = (Kind.TEXT, Kind.CHOICE)
_Reads = Callable[[Value], Value]


def fitted(schemas: Iterable[StreamSchema], log: EventLog) -> EventLog:
    """The log by these schemas: its streams of the same shape, each with the attributes, moments and states that both
    know. What one version cannot read of the other is not told."""
    streams: dict[str, StreamLog] = {}
    for schema in schemas:
        there = log.streams.get(schema.name)
        if there is not None and schema.made_of is None and _is_alike(there.schema, schema):
            records = tuple(_read_as(there.schema, schema, there.records))
            streams[schema.name] = replace(there, schema=schema, records=records)
    return EventLog(streams)


def common(old: Sequence[StreamSchema], new: Sequence[StreamSchema]) -> list[StreamSchema]:
    """Schemas that hold what either version reads; the new one's where the two have nothing in common."""
    before = {each.name: each for each in old}
    found = [_both(before.pop(each.name, each), each) for each in new]
    return [*found, *before.values()]


def _both(old: StreamSchema, new: StreamSchema) -> StreamSchema:
    if not _is_alike(old, new):
        return new
    names = {each.name for each in new.attributes}
    return replace(
        new,
        attributes=(*new.attributes, *(each for each in old.attributes if each.name not in names)),
        moments=(*new.moments, *(each for each in old.moments if each not in new.moments)),
        states=(*new.states, *(each for each in old.states if each not in new.states)),
        many=new.many | old.many,
    )


def _is_alike(one: StreamSchema, other: StreamSchema) -> bool:
    return (one.shape, one.register, one.made_of) == (other.shape, other.register, other.made_of)


def _read_as(there: StreamSchema, schema: StreamSchema, records: Iterable[Record]) -> Iterator[Record]:
    places = [there.attribute_index(each.name) for each in schema.attributes]
    reads = [None if place is None else _reading(there.attributes[place].type, each.type)
             for place, each in zip(places, schema.attributes, strict=True)]  # fmt: skip
    moments, states = _places(there.moments, schema.moments), _places(there.states, schema.states)
    for each in records:
        values = tuple(None if read is None or place is None else read(each.values[place])
                       for place, read in zip(places, reads, strict=True))  # fmt: skip
        if not isinstance(each, CaseRecord):
            yield each._replace(values=values)
            continue
        times = (() if place is None else each.moments[place] for place in moments)
        changes = tuple(
            tuple((since, read(value)) for since, value in each.changes[place])
            if read is not None and place is not None and attribute.history else ()
            for place, read, attribute in zip(places, reads, schema.attributes, strict=True)
        ) if each.changes else ()  # fmt: skip
        yield each._replace(
            values=values,
            moments=tuple(many if name in schema.many else many[:1]
                          for name, many in zip(schema.moments, times, strict=True)),
            states=tuple(() if place is None else each.states[place] for place in states),
            changes=changes,
        )  # fmt: skip


def _places(there: Sequence[str], here: Sequence[str]) -> list[int | None]:
    return [there.index(each) if each in there else None for each in here]


def _reading(there: AttributeType, here: AttributeType) -> _Reads | None:
    """How a value of the one is a value of the other; None where it is none."""
    if there == here:
        return lambda value: value
    if there.kind in _NAMES and here.kind in _NAMES:
        return lambda value: value if not here.choices or value in here.choices else None
    if replace(there, places=0) == replace(here, places=0):
        return lambda value: _scaled(value, here.places - there.places)
    return None


def _scaled(value: Value, places: int) -> Value:
    if not isinstance(value, int):
        return value
    scaled, rest = divmod(value * 10 ** max(places, 0), 10 ** max(-places, 0))
    return None if rest else scaled
