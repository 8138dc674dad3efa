"""The command `sladsl`."""

import atexit
import gc
import sys

# A command makes trees, graphs and records that live until it ends. To look for garbage among them every few hundred
# objects takes a quarter of its time and finds none; now and then is enough.
gc.set_threshold(500_000, 20, 100)


def _leave() -> None:
    # Nor at the end, where the interpreter looks through all of them: that took a quarter of the time of a check. But
    # DuckDB complains on stderr of what nobody took down.
    if "duckdb" not in sys.modules:
        gc.freeze()


atexit.register(_leave)

from sladsl.cli.main import main  # noqa: E402

__all__ = ["main"]
