"""Other machines that read a log: what they are told, and what they tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sladsl.logs.binding import StreamBinding
from sladsl.logs.complaints import Complaints, PlacedComplaints
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import StoredRecords
from sladsl.temporal import Zone

Kinds = Mapping[str, str]
"""What the columns of a file hold, as DuckDB calls it, by their names."""


@dataclass(frozen=True, slots=True)
class Task:
    """How the rows of a stream are read, as `read_stream` is told."""

    schema: StreamSchema
    binding: StreamBinding | None
    zone: Zone | None
    told_in: Zone | None


@dataclass(frozen=True, slots=True)
class Part:
    """A file, its number among those of the stream, its size and when it was changed last (0, 0: it is not there)."""

    path: Path
    name: str
    number: int
    state: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PartTold:
    """What is told of a part beside its records. `digest` None: the file cannot be opened. `columns`: those of its
    header (or that its rows name), the delimiter, whether it has a header; None where nothing was found of them."""

    digest: str | None
    columns: tuple[tuple[str, ...], str, bool] | None
    without_header: bool
    rows: int
    skipped: int
    rejected: int
    more: str | None
    complaints: Complaints
    kinds: Kinds = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CasesTold:
    """What is told of cases that were put together, beside these. `seen` are the texts that usual ones held in columns
    which say what happened, each with the first place where it stands; `seen_in_odd` those of others."""

    rejected: int
    complaints: PlacedComplaints
    seen: Sequence[tuple[str, str, int]]
    seen_in_odd: Mapping[str, Sequence[str]]


class Workers(Protocol):
    """They read parts with `sladsl.logs.stored.apart.read_part`. `told` says of each stream by whom it was read."""

    @property
    def told(self) -> Mapping[str, str]: ...

    def read(self, task: Task, parts: Sequence[Part]) -> Sequence[PartTold] | None:
        """In the order of the parts. None: they cannot be read there."""

    def build(self, task: Task, names: Sequence[str], kinds: Sequence[Kinds], rows: int) -> Sequence[CasesTold]:
        """Put together the cases of the rows that were read, with `sladsl.logs.stored.cases_apart.build_cases`."""

    def records(self, schema: StreamSchema, places: Sequence[int | None]) -> StoredRecords:
        """Of the parts that were read last: the number that each file has among those that could be opened."""
