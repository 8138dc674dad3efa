"""Contracts as a revision of git has them, laid out in a folder of their own."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

RANGE = ".."


class NoRevision(ValueError):
    """What was named is neither a file nor a revision; the message says what git says."""


def range_of(text: str) -> tuple[str, str | None] | None:
    """`main..HEAD` → both ends; `main..` → the first, and None for the files as they are now."""
    first, dots, last = text.partition(RANGE)
    if not dots or not first or Path(text).exists():
        return None
    return first, last.lstrip(".") or None


@contextmanager
def checked_out(revision: str, start: Path) -> Iterator[Path]:
    """A folder with all of the repository around `start` as of a revision; what lies at `start` is at the same place
    in it, which is given. Raises NoRevision."""
    root = Path(_git(start, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    commit = (
        _git(start, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    packed = _git(root, "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory(prefix="sladsl-") as name:
        folder = Path(name)
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield folder / start.resolve().relative_to(root.resolve())


def _git(folder: Path, *words: str) -> bytes:
    at = folder if folder.is_dir() else folder.parent
    try:
        ran = subprocess.run(["git", *words], cwd=at, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRevision("git is not installed") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        raise NoRevision(said[0] if said else "git knows no such revision")
    return ran.stdout
