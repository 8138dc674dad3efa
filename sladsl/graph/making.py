"""How streams that no log holds are made of events."""

from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.node import Ref


@frozen
class PairedStream(Frozen):
    """Cases of `stream` made of the events of `source` that have equal values of `keys` (attribute indices).
    `moments` are conditions on an event, in the order of the schema's moments: the first begins a case, the last ends
    it. One that begins again before it has ended is the same case, begins anew, or is another, the oldest of which ends
    first. An event that would end no case ends none."""

    stream: str
    source: str
    keys: tuple[int, ...]
    moments: tuple[Ref, ...]
    repeated: Literal["continues", "restarts", "begins another"]


@frozen
class DistinctStream(Frozen):
    """The events of `source` that meet `where`, but for those not later than `within` microseconds after the first of
    their group, or, `sliding`, after the one before. A group has equal values of `keys`. With `longest` that time is
    twice as long after each further one that counts, up to this, and an event that does not meet `where` ends it."""

    stream: str
    source: str
    where: Ref | None
    keys: tuple[int, ...]
    within: int
    sliding: bool
    longest: int | None = None


@frozen
class VoidRule(Frozen):
    """The cases of `stream` that meet `condition` count nowhere."""

    stream: str
    condition: Ref


Making = PairedStream | DistinctStream
