"""A temporary folder of one process. What one that was killed has left, the next one removes."""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from sladsl.frozen import Frozen, frozen

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = "sladsl-"
_HELD: Final = "held"
"""A file that is locked for as long as the process lives. It gets this name only once it is."""


@frozen
class OwnFolder(Frozen):
    path: Path
    lock: int | None

    @classmethod
    def made(cls) -> "OwnFolder":
        path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        _remove_left_behind(path.parent)
        return cls(path, _held(path))

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self.lock is not None:
            os.close(self.lock)


def _held(folder: Path) -> int | None:
    """None where nothing can be locked: then the folder may be left behind, and nobody takes it away too early."""
    with suppress(OSError):
        file = os.open(folder / "new", os.O_CREAT | os.O_RDWR)
        if _locked(file):
            (folder / "new").rename(folder / _HELD)
            return file
        os.close(file)
    return None


def _remove_left_behind(folder: Path) -> None:
    for each in folder.glob(f"{_PREFIX}*/{_HELD}"):
        with suppress(OSError):
            if each.parent.is_symlink() or each.is_symlink():
                continue
            file = os.open(each, os.O_RDWR)
            if _locked(file):
                shutil.rmtree(each.parent, ignore_errors=True)
            os.close(file)


def _locked(file: int) -> bool:
    """Whether nobody else holds it, so that we do now."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
