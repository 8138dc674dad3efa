"""Fingerprints of records: whether those of a stretch of time are the same as they were."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sladsl.engines.kept.resting import EVER, Basis
from sladsl.engines.measurements import Scope
from sladsl.engines.reference.placing import instant_function
from sladsl.engines.reference.scopes import bound_to, key_positions
from sladsl.logs.records import CaseRecord, Record
from sladsl.logs.schema import StreamSchema

_SIZE = 16


@dataclass(slots=True)
class _Line:
    """Records by time: `members` are their numbers. `reach[i]`: the last end of the first i + 1 of them."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, member: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.reach.append(max(end, self.reach[-1]) if self.reach else end)
        self.members.append(member)

    def placed(self, start: int, end: int) -> list[int]:
        return self.members[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def lasting(self, start: int, end: int) -> list[int]:
        first, last = bisect_right(self.reach, start), bisect_left(self.starts, end)
        pairs = zip(self.members[first:last], self.ends[first:last], strict=True)
        return [member for member, until in pairs if until > start]


_NOTHING = _Line()


class StreamPrints:
    """The records of one stream. They are numbered in the order of their source, so the same records in the same order
    have the same fingerprint wherever in the files they stand."""

    def __init__(self, schema: StreamSchema, records: Sequence[Record]) -> None:
        self.schema = schema
        self.records: Sequence[Any] = sorted(records, key=lambda each: each.place)
        self._prints = [_print(each) for each in self.records]
        self._lines: dict[tuple[bool, int | None, tuple[int, ...]], Mapping[Scope, _Line]] = {}

    def within(self, basis: Basis, keys: tuple[str, ...], scope: Scope) -> list[int]:
        """The numbers of the records that a measurement rests on, in order of time."""
        positions = key_positions(self.schema, keys) if basis.scoped else ()
        named = zip(keys, scope, strict=True)
        part = tuple(value for key, value in named if self.schema.attribute_index(key) is not None) if positions else ()
        line = self._line(basis.lasting, basis.moment, positions).get(part, _NOTHING)
        return line.lasting(*basis.zone) if basis.lasting else line.placed(*basis.zone)

    def print_of(self, members: Sequence[int]) -> bytes:
        return blake2b(b"".join([self._prints[each] for each in members]), digest_size=_SIZE).digest()

    def _line(self, lasting: bool, moment: int | None, positions: tuple[int, ...]) -> Mapping[Scope, _Line]:
        key = (lasting, moment, positions)
        if key not in self._lines:
            instant = instant_function(self.schema, moment, EVER)
            placed = [(at, member) for member, each in enumerate(self.records) if (at := instant(each)) is not None]
            placed.sort()
            lines: dict[Scope, _Line] = {}
            for at, member in placed:
                record = self.records[member]
                part = bound_to(record, positions)
                if part is not None:
                    end = at if not lasting else EVER if record.end is None else record.end
                    lines.setdefault(part, _Line()).add(at, end, member)
            self._lines[key] = lines
        return self._lines[key]


def _print(record: Any) -> bytes:
    """Of all that a record says, not of where it stands."""
    said = (*record[:4], record.changes) if isinstance(record, CaseRecord) else record[:-1]
    return blake2b(repr(tuple(said)).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
