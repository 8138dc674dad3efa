"""Which scopes there are, and which records belong to each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from sladsl.engines.measurements import Scope
from sladsl.logs.records import Record, Value
from sladsl.logs.schema import Kind, StreamSchema

Restriction = tuple[tuple[str, str], ...]
"""Keys bound to values, sorted by key: the part of a scope that a node can notice."""


def scopes_of(
    keys: Sequence[str], used: Sequence[StreamSchema], existing: Callable[[StreamSchema], Iterable[Record]]
) -> tuple[Scope, ...]:
    """The scopes of `keys` over the streams in use: all that are declared, or else those that the records show."""
    declared = [declared_choices(key, used) for key in keys]
    if all(declared):
        return tuple(product(*declared))
    seen: set[Scope] = set()
    for schema in used:
        positions = key_positions(schema, keys)
        # A stream with only some of the keys restricts; it does not make scopes.
        if len(positions) == len(keys):
            seen.update(bound for record in existing(schema) if (bound := bound_to(record, positions)) is not None)
    return tuple(sorted(seen))


def key_positions(schema: StreamSchema, keys: Iterable[str]) -> tuple[int, ...]:
    """Where those of the keys that the stream has are among its attributes."""
    found = (schema.attribute_index(key) for key in keys)
    return tuple(position for position in found if position is not None)


def bound_to(record: Record, positions: tuple[int, ...]) -> Scope | None:
    """What the record says for the keys; None if it leaves one out, and then it belongs to no scope."""
    bound: list[str] = []
    for position in positions:
        value = record.values[position]
        if value is None:
            return None
        bound.append(_text(value))
    return tuple(bound)


def by_scope(records: Iterable[Record], positions: tuple[int, ...]) -> Mapping[Scope, Sequence[Record]]:
    """The records by what they say for the keys, each group in the order given."""
    groups: dict[Scope, list[Record]] = {}
    for record in records:
        bound = bound_to(record, positions)
        if bound is not None:
            groups.setdefault(bound, []).append(record)
    return groups


def declared_choices(key: str, used: Sequence[StreamSchema]) -> tuple[str, ...]:
    """The choices of a key that is a choice wherever it is an attribute, in the order of their declaration."""
    types = [each.type for schema in used for each in schema.attributes if each.name == key]
    if any(each.kind is not Kind.CHOICE for each in types):
        return ()
    return tuple(dict.fromkeys(choice for each in types for choice in each.choices))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
