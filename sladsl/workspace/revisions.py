"""Contracts as a revision of git has them, laid out in a folder of their own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sladsl.logs.stored.own_folder import OwnFolder
from sladsl.workspace.reading import reason

RANGE = ".."
_LARGEST = 8 * 1024 * 1024
"""Bytes of a file that any stage might read; of what is larger only the size is known."""
_LINK = "120000"


class NoRevision(ValueError):
    """What was named is neither a file nor a revision; the message says why."""


class Outside(ValueError):
    """A place that lies in no repository, or in another one; the message says so."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """All of a repository as of one revision, in `folder`; `root` is where it lies really."""

    folder: Path
    root: Path

    def place(self, path: Path) -> Path:
        """What lies at `path`, as of the revision. It need not be there."""
        try:
            return self.folder / path.resolve().relative_to(self.root)
        except (OSError, RuntimeError, ValueError):
            raise Outside(f"`{path}` lies outside the repository {self.root}") from None


def range_of(text: str) -> tuple[str, str | None] | None:
    """`main..HEAD` → both ends; `main..` → the first, and None for the files as they are now."""
    first, dots, last = text.partition(RANGE)
    if not dots or not first or os.path.lexists(text):
        return None
    return first, last.lstrip(".") or None


@contextmanager
def checked_out(revision: str, start: Path) -> Iterator[Checkout]:
    """The repository around `start` as of a revision. Raises NoRevision, or Outside where there is no repository."""
    near = next(each for each in (start.absolute(), *start.absolute().parents) if each.is_dir())
    try:
        root = Path(os.fsdecode(_git(near, "rev-parse", "--show-toplevel")).rstrip("\n")).resolve()
    except NoRevision as trouble:
        raise trouble if start == Path() else Outside(f"`{start}` lies in no repository: {trouble}") from None
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _git(root, *words).decode().strip()
    own = OwnFolder.made()
    try:
        folder = own.path.resolve() / "checkout"
        folder.mkdir()
        try:
            _lay_out(root, commit, folder)
        except OSError as trouble:
            raise NoRevision(f"its files cannot be laid out: {reason(trouble)}") from None
        yield Checkout(folder, root)
    finally:
        own.remove()


def _lay_out(root: Path, commit: str, folder: Path) -> None:
    """Files as they are in git, without what attributes make of them; links last, and only those that stay inside."""
    files: list[tuple[Path, str]] = []
    links: list[tuple[Path, str]] = []
    for entry in _git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit).split(b"\0"):
        told, tab, name = entry.partition(b"\t")
        if not tab:
            continue
        mode, kind, number, size = told.decode().split()
        path = folder / os.fsdecode(name)
        if kind != "blob":
            continue  # a module is another repository
        path.parent.mkdir(parents=True, exist_ok=True)
        if size.isdecimal() and int(size) > _LARGEST:
            with path.open("wb") as file:
                file.truncate(int(size))
        else:
            (links if mode == _LINK else files).append((path, number))
    for (path, _), content in zip(files, _contents(root, [each for _, each in files]), strict=True):
        path.write_bytes(content)
    for (path, _), content in zip(links, _contents(root, [each for _, each in links]), strict=True):
        target = os.fsdecode(content)
        if Path(os.path.normpath(path.parent / target)).is_relative_to(folder) and not Path(target).is_absolute():
            path.symlink_to(target)


def _contents(root: Path, numbers: list[str]) -> Iterator[bytes]:
    """What objects hold, in their order."""
    told = memoryview(_git(root, "cat-file", "--batch", said="".join(f"{each}\n" for each in numbers).encode()))
    at = 0
    for each in numbers:
        line = bytes(told[at : at + 200]).split(b"\n", 1)[0]
        words = line.split()
        if len(words) != 3:
            raise NoRevision(f"this clone does not have all of it (object {each})")
        at += len(line) + 1
        yield bytes(told[at : at + int(words[2])])
        at += int(words[2]) + 1


def _git(folder: Path, *words: str, said: bytes = b"") -> bytes:
    try:
        ran = subprocess.run(["git", *words], cwd=folder, input=said, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRevision("git is not installed") from None
    except ValueError:  # a name that no revision can have
        raise NoRevision("git knows no such revision") from None
    if ran.returncode:
        lines = ran.stderr.decode(errors="replace").strip().splitlines()
        raise NoRevision(lines[0].removeprefix("fatal: ") if lines else "git knows no such revision")
    return ran.stdout
