"""What an engine offers that runs on a database, beside what every engine does."""

from typing import Protocol, runtime_checkable

from sladsl.engines.engine import Engine
from sladsl.logs.stored.store import Store
from sladsl.logs.stored.workers import Workers


@runtime_checkable
class DatabaseEngine(Engine, Protocol):
    """One that runs on a database. `fallen_back`: of its last run, kinds of measures that the reference took, and
    why."""

    fallen_back: dict[str, str]

    def log_store(self) -> Store | None:
        """A place for a large log, to be read straight into; None: it is read into memory."""

    def workers(self) -> Workers | None:
        """Other machines that read a log; None: there are none."""
