"""Fingerprints of records: whether those of a stretch of time are the same as they were."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from operator import attrgetter
from typing import Any

from sladsl.engines.kept.resting import EVER, Basis
from sladsl.engines.measurements import Scope
from sladsl.engines.reference.placing import instant_function
from sladsl.engines.reference.scopes import bound_to, key_positions
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import Record
from sladsl.logs.schema import Shape, StreamSchema

_SIZE = 16


@frozen
class _Line(Frozen):
    """Records by time: `members` are their numbers. Of spans that last, `ends`, and in `reach[i]` the last end of the
    first i + 1 of them."""

    starts: Sequence[int]
    members: Sequence[int]
    ends: Sequence[int] = ()
    reach: Sequence[int] = ()

    @classmethod
    def of(cls, starts: Mapping[int, int | None], ends: Mapping[int, int] | None) -> "_Line":
        pairs = sorted([(at, member) for member, at in starts.items() if at is not None])
        placed, ordered = [at for at, _ in pairs], [member for _, member in pairs]
        if ends is None:
            return cls(placed, ordered)
        until = [ends[member] for member in ordered]
        return cls(placed, ordered, until, list(accumulate(until, max)))

    def within(self, start: int, end: int) -> Sequence[int]:
        last = bisect_left(self.starts, end)
        if not self.reach:
            return self.members[bisect_left(self.starts, start) : last]
        first = bisect_right(self.reach, start)
        pairs = zip(self.members[first:last], self.ends[first:last], strict=True)
        return [member for member, until in pairs if until > start]


_NOTHING = _Line((), ())


class StreamPrints:
    """The records of one stream. They are numbered in the order of their source, so the same records in the same order
    have the same fingerprint wherever in the files they stand."""

    def __init__(self, schema: StreamSchema, records: Sequence[Record]) -> None:
        self.schema = schema
        self.records: Sequence[Any] = sorted(records, key=attrgetter("place"))
        self._prints = list(map(_print_of_case if schema.shape is Shape.CASES else _print, self.records))
        self._parts: dict[tuple[int, ...], Mapping[Scope, Sequence[int]]] = {}
        self._lines: dict[tuple[bool, int | None, tuple[int, ...], Scope], _Line] = {}

    def within(self, basis: Basis, keys: tuple[str, ...], scope: Scope) -> Sequence[int]:
        """The numbers of the records that a measurement rests on, in order of time."""
        positions = key_positions(self.schema, keys) if basis.scoped else ()
        named = zip(keys, scope, strict=True)
        part = tuple(value for key, value in named if self.schema.attribute_index(key) is not None) if positions else ()
        key = (basis.lasting, basis.moment, positions, part)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = self._line(basis, self._part(positions).get(part, ()))
        return line.within(*basis.zone)

    def print_of(self, members: Sequence[int]) -> bytes:
        return blake2b(b"".join([self._prints[each] for each in members]), digest_size=_SIZE).digest()

    def _part(self, positions: tuple[int, ...]) -> Mapping[Scope, Sequence[int]]:
        """The records by what they say for the keys."""
        if not positions:
            return {(): range(len(self.records))}
        if positions not in self._parts:
            found: dict[Scope, list[int]] = {}
            for member, record in enumerate(self.records):
                part = bound_to(record, positions)
                if part is not None:
                    found.setdefault(part, []).append(member)
            self._parts[positions] = found
        return self._parts[positions]

    def _line(self, basis: Basis, members: Sequence[int]) -> _Line:
        if not members:
            return _NOTHING
        instant = instant_function(self.schema, basis.moment, EVER)
        starts = {member: instant(self.records[member]) for member in members}
        ends = None
        if basis.lasting:
            ends = {each: EVER if (end := self.records[each].end) is None else end for each in members}
        return _Line.of(starts, ends)


def _print(record: Any) -> bytes:
    """Of all that a record says, not of where it stands."""
    return _digest(repr(record[:-1]))


def _print_of_case(record: Any) -> bytes:
    return _digest(repr((record[:4], record.changes)))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
