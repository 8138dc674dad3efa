"""Workers that are none: the parts of a log are read here one after the other, each as if on a machine of its own."""

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.stored.apart import read_part
from sladsl.logs.stored.cases_apart import build_cases
from sladsl.logs.stored.store import Store, StoredRecords, columns_of
from sladsl.logs.stored.workers import CasesTold, Kinds, Part, PartTold, Task


class OneByOne:
    def __init__(self, library: Any, folder: Path) -> None:
        self._library, self._store, self._folder = library, Store(library), folder
        self.told: dict[str, str] = {}

    def read(self, task: Task, parts: Sequence[Part]) -> list[PartTold] | None:
        found = []
        # The last part is done first: what is told must not depend on who is done when.
        for part in reversed(parts):
            mine, its = pickle.loads(pickle.dumps((task, part)))
            told = read_part(mine, its, Store(self._library), self._folder / f"{part.number:08}.parquet")
            found.append(pickle.loads(pickle.dumps(told)))
        return None if any(isinstance(each, str) for each in found) else found[::-1]

    def build(self, task: Task, names: Sequence[str], kinds: Sequence[Kinds], rows: int) -> list[CasesTold]:
        assert rows >= 0
        found = []
        for number in (2, 1, 0):
            some = self._folder / f"rows {number}"
            self._store.run(
                f"COPY (SELECT * FROM read_parquet('{self._folder}/0*.parquet') WHERE hash(k) % 3 = {number}) "
                f"TO '{some}' (FORMAT parquet)"
            )
            mine = pickle.loads(pickle.dumps(task))
            told = build_cases(mine, names, kinds, some, Store(self._library), self._folder / f"cases {number}")
            found.append(pickle.loads(pickle.dumps(told)))
        return found

    def records(self, schema: StreamSchema, places: Sequence[int | None]) -> StoredRecords:
        table = self._store.create(columns_of(schema))
        if schema.shape is Shape.CASES:
            names = ", ".join(name for name, _ in columns_of(schema) if name != "file")
            moved = " ".join(f"WHEN {number} THEN {place}" for number, place in enumerate(places) if place is not None)
            cases = f"read_parquet('{self._folder}/cases *')"
            if moved:
                self._store.run(f"INSERT INTO {table} SELECT CASE file {moved} END, {names} FROM {cases}")
            return StoredRecords(self._store, table, schema)
        for number, place in enumerate(places):
            others = ", ".join(name for name, _ in columns_of(schema) if name != "file")
            if place is not None:
                file = self._folder / f"{number:08}.parquet"
                self._store.run(f"INSERT INTO {table} SELECT {place}, {others} FROM read_parquet('{file}')")
        return StoredRecords(self._store, table, schema)
