"""Where the columnar engine runs: what makes stores, in what its SQL differs, and which troubles it has."""

from typing import Any, Protocol

from sladsl.engines.columnar.dialect import DUCKDB, Dialect
from sladsl.logs.stored.store import Room, Store, Tables
from sladsl.logs.stored.workers import Workers


class Database(Protocol):
    """`name`: of the engine. `errors`: what it throws where a statement cannot be answered, such as numbers of more
    than 64 bits; the reference engine then answers."""

    name: str
    dialect: Dialect
    errors: tuple[type[Exception], ...]

    def store(self) -> Tables:
        """For records that statements are to find."""

    def log_store(self) -> Store | None:
        """For a large log to be read straight into; None: there is none."""

    def workers(self) -> Workers | None:
        """Other machines that read a log; None: there are none."""

    def finds(self, store: Tables) -> bool:
        """Whether statements find what is kept there."""


class DuckDB:
    """DuckDB inside the process."""

    name = "columnar"
    dialect = DUCKDB

    def __init__(self, library: Any, room: Room) -> None:
        self._library, self._room = library, room
        self.errors: tuple[type[Exception], ...] = (library.Error,)

    def store(self) -> Store:
        return Store(self._library, self._room)

    def log_store(self) -> Store:
        return Store(self._library, self._room)

    def workers(self) -> None:
        return None

    def finds(self, store: Tables) -> bool:
        return isinstance(store, Store)
