"""How a large log is read: into the database of an engine, by its workers, or from what was kept of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sladsl.diagnostics import Diagnostic
from sladsl.engines import Engine
from sladsl.engines.database_engine import DatabaseEngine
from sladsl.frozen import Frozen, frozen
from sladsl.logs.binding import StreamBinding, digest_of
from sladsl.logs.records import StreamLog
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.apart import read_by_workers
from sladsl.logs.stored.kept import WORTH_KEEPING, KeptRecords
from sladsl.logs.stored.reading import read_into_store
from sladsl.logs.stored.store import Room, Store, can_be_stored
from sladsl.logs.stored.workers import Workers
from sladsl.temporal import IntervalSet, Zone
from sladsl.workspace.engines import records_about

Keeping = Callable[[str, str], KeptRecords]
"""What is kept of a stream of this name, if it was made from the same."""
FEW: Final = 20_000
"""Records of a stream that are held in memory all the same: some are looked at again and again, such as claims."""
WORTH_A_DATABASE: Final = 20_000
"""Records from which on to start a database takes less time than to read them again."""
_ALL: Final = 10**12


@frozen
class LargeLog(Frozen):
    """Where streams are read to. Those of no more than `few` records (None: the usual number) are taken into memory
    from there; without a `store`, all are read into memory."""

    engine: Engine
    store: Store | None
    workers: Workers | None
    keeping: Keeping | None
    few: int | None = None

    @classmethod
    def of(cls, engine: Engine, room: Room, files: Sequence[Path], keeping: Keeping | None) -> "LargeLog":
        """What is kept of records needs a database, though the engine may need none."""
        if isinstance(engine, DatabaseEngine):
            return cls(engine, engine.log_store(), engine.workers(), keeping)
        if keeping is not None and files and find_spec("duckdb") is not None:
            about = sum(map(records_about, files))
            if about >= WORTH_A_DATABASE and about >= WORTH_KEEPING * len(files):
                return cls(engine, Store(import_module("duckdb"), room), None, keeping, _ALL)
        return cls(engine, None, None, keeping)

    def read(
        self,
        schema: StreamSchema,
        files: Sequence[Path],
        binding: StreamBinding | None,
        *,
        zone: Zone | None,
        base: Path,
        told_in: Zone | None,
        coverage: IntervalSet | None,
        done: Callable[[Path], None],
    ) -> tuple[StreamLog, list[Diagnostic]] | None:
        """What `read_stream` gives, with the records in the store, which must hold all that they say; workers read what
        they can, unless something is kept."""
        if self.store is None or not can_be_stored(schema):
            return None
        read = None
        if self.workers is not None and self.keeping is None:
            read = read_by_workers(
                self.workers, schema, files, binding,
                zone=zone, base=base, told_in=told_in, coverage=coverage, done=done,
            )  # fmt: skip
        if read is None:
            kept = None if self.keeping is None else self.keeping(schema.name, _made_from(schema, binding, zone))
            read = read_into_store(
                self.store, schema, files, binding,
                zone=zone, base=base, told_in=told_in, coverage=coverage, kept=kept, done=done,
            )  # fmt: skip
        log, found = read
        if len(log.records) <= (FEW if self.few is None else self.few):
            log = replace(log, records=tuple(log.records))
        return log, found

    def watched(self) -> Callable[[], float | None] | None:
        """How much of the step at hand is done."""
        return None if self.store is None else self.store.watched()

    @property
    def read_by(self) -> Mapping[str, str]:
        """Who read each stream, where that may be a worker."""
        return {} if self.workers is None else self.workers.told

    @property
    def left_to_reference(self) -> Mapping[str, str]:
        """Which kinds of measures the engine left to the reference engine, and why."""
        return self.engine.fallen_back if isinstance(self.engine, DatabaseEngine) else {}


def _made_from(schema: StreamSchema, binding: StreamBinding | None, naive: Zone | None) -> str:
    """All that says which records a file holds, beside the file."""
    facts = (
        schema.name, schema.shape.value, schema.attributes, schema.moments, sorted(schema.many), schema.states,
        schema.every, schema.keys, None if naive is None else naive.name,
        None if binding is None else digest_of({schema.name: replace(binding, files=())}),
    )  # fmt: skip
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()
