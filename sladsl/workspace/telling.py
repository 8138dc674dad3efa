"""How far reading is, for a person who waits: by the bytes of the files that have been read."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Final

from sladsl.frozen import Changing, changing

_WIDTH: Final = 20


@changing
class ReadingTold(Changing):
    """`files` are all that will be read. What is left is told only once files were read, at the pace of these."""

    tell: Callable[[str], None]
    files: Sequence[Path]
    clock: Callable[[], float] = time.monotonic
    _text: str = ""
    _read: int = 0
    _total: int = field(init=False)
    _began: float = field(init=False)
    _seen: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._total, self._began = sum(map(size_of, self.files)), self.clock()

    def starting(self, stream: str, files: Sequence[Path]) -> None:
        number = f"{len(files)} files, " if len(files) > 1 else ""
        self._text = f"reading {stream}: {number}{sum(map(size_of, files)) / 1_000_000:,.1f} MB"
        self._say()

    def done(self, path: Path) -> None:
        if path not in self._seen:
            self._seen.add(path)
            self._read += size_of(path)
            self._say()

    def _say(self) -> None:
        if not 0 < self._read < self._total:
            self.tell(self._text)
            return
        share = self._read / self._total
        left = (self.clock() - self._began) * (1 - share) / share
        bar = "#" * round(share * _WIDTH)
        self.tell(f"[{bar:<{_WIDTH}}] {share:.0%} · {self._text} · about {left:.0f} s more to read")


def size_of(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
