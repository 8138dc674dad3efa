"""The command `sladsl`."""

import atexit
import gc

# A command makes trees, graphs and records that live until it ends. To look for garbage among them every few hundred
# objects takes a quarter of its time and finds none; now and then is enough.
gc.set_threshold(500_000, 20, 100)
# Nor at the end, where the interpreter looks through all of them: that took a quarter of the time of a check.
atexit.register(gc.freeze)

from sladsl.cli.main import main  # noqa: E402

__all__ = ["main"]
