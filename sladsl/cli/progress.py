"""How far a long run is, on the last line of the terminal, and gone when it ends."""

import sys
import time

_PATIENCE = 1.0
"""Seconds after which a person wonders."""


class Progress:
    """Shown to a person only, and only where it takes long."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._start = time.monotonic()
        self._shown = 0

    def ready(self, done: int) -> None:
        stream = sys.stderr
        if stream is None or not stream.isatty() or time.monotonic() - self._start < _PATIENCE:
            return
        text = f"{done} of {self._count} contracts"
        stream.write(f"\r{text:<{self._shown}}")
        stream.flush()
        self._shown = len(text)

    def end(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r{'':<{self._shown}}\r")
            sys.stderr.flush()
