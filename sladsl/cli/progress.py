"""How far a long run is, on the last line of the terminal, and gone when it ends."""

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType

_PATIENCE = 1.0
"""Seconds after which a person wonders."""
_AGAIN = 0.5


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


class Stages:
    """What a long run is at, and since when: shown to a person only, and only where it takes long."""

    def __init__(self) -> None:
        self._text = ""
        self._share: Callable[[], float | None] = lambda: None
        self._start = time.monotonic()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Stages":
        if sys.stderr is not None and sys.stderr.isatty():
            self._thread = threading.Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def is_shown(self) -> bool:
        return self._thread is not None

    def say(self, text: str) -> None:
        self._text = text

    def watch(self, share: Callable[[], float | None]) -> None:
        """From here on `share` is asked, in another thread, how much of what is under way has been done."""
        self._share = share

    def _show(self) -> None:
        shown, stream = 0, sys.stderr
        wait = _PATIENCE
        while not self._over.wait(wait):
            share = self._share()
            step = "" if share is None else f" · this step: {share:.0%}"
            text = f"{self._text}{step} · {time.monotonic() - self._start:.0f} s" if self._text else ""
            stream.write(f"\r{text:<{shown}}")
            stream.flush()
            shown, wait = len(text), _AGAIN
        if shown:
            stream.write(f"\r{'':<{shown}}\r")
            stream.flush()
