"""What was verified is kept in the user's cache folder, so that a contract that did not change costs nothing.

It is kept under everything it depends on: this program, the contract, what was asked. With it lie the digests of all
other files that were read; where one of them changed, it is looked at anew. It is plain data: a damaged or forged file
is no result, and can do nothing.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from sladsl import __version__
from sladsl.graph import SEMANTICS_VERSION
from sladsl.proofs.drawing import can_draw
from sladsl.report.told import ToldAgreement, ToldAllowed, ToldClaim, ToldFile, ToldFinding, ToldScenario
from sladsl.syntax.decode import LARGEST
from sladsl.temporal import tz_database_version
from sladsl.text.resources import resource
from sladsl.workspace.compiling import CompiledFile
from sladsl.workspace.project import project_of
from sladsl.workspace.reading import is_stdin, read_small

_LARGEST = 256 * 1024 * 1024


class Keeper:
    """`asked` is everything on the command line that changes what is found."""

    def __init__(self, asked: object) -> None:
        self._folder = cache_folder()
        self._asked = repr(asked)

    def kept(self, path: Path) -> ToldFile | None:
        """What was found of a file, if nothing has changed since."""
        place = self._place(path)
        if place is None:
            return None
        try:
            content = read_small(place, _LARGEST)
            found = json.loads(content)
            if all(_digest(Path(name)) == digest for name, digest in found["read"]):
                return _of_data(found["told"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # nobody can act on a message about it: it is looked at anew
        return None

    def keep(self, path: Path, told: ToldFile, read: tuple[Path, ...]) -> None:
        place = self._place(path)
        digests = [(str(each.absolute()), _digest(each)) for each in read]
        if place is None or any(digest is None for _, digest in digests):
            return
        text = json.dumps({"read": digests, "told": asdict(told)}, ensure_ascii=True)
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_text(text, encoding="ascii")
            beside.replace(place)

    def _place(self, path: Path) -> Path | None:
        digest = None if is_stdin(path) else _digest(path)
        if digest is None or self._folder is None:
            return None
        facts = (
            _program(), SEMANTICS_VERSION, sys.version, tz_database_version(), can_draw(), self._asked, str(path),
            str(path.resolve()), str(project_of(path.parent)), digest,
        )  # fmt: skip
        return self._folder / f"{hashlib.sha256(repr(facts).encode('utf-8', 'surrogatepass')).hexdigest()}.json"


def cache_folder() -> Path | None:
    """Where results lie; None where nobody has a home."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = Path(given) if given else Path.home() / ".cache"
    except RuntimeError:
        return None
    return folder / "sladsl" / "verified" if folder.is_absolute() else None


def files_read(file: CompiledFile) -> Iterator[Path]:
    """The files beside a contract on which its meaning depends. Those of the library belong to the program."""
    for source in file.imported:
        if not source.name.startswith("std/"):
            yield Path(source.name)
    for each in file.agreements:
        if each.graph is not None and each.unit is not None:
            for calendar in each.graph.calendars:
                yield from (each.unit.folder / name for name, _ in calendar.digests)


@lru_cache(maxsize=1)
def _program() -> str:
    """This program: its text, its grammar, its library, and that of the holidays it compares with."""
    found = hashlib.sha256(__version__.encode())
    folders = (Path(__file__).parents[1], resource("grammar"), resource("policies", "std"))
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.suffix in (".py", ".lark", ".sladsl")):
            found.update(str(path.relative_to(folder)).encode())
            found.update(path.read_bytes())
    return found.hexdigest() + _holidays()


def _holidays() -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow, and only needed here

    try:
        return version("holidays")
    except PackageNotFoundError:
        return ""


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_small(path, LARGEST)).hexdigest()
    except OSError:
        return None


def _of_data(data: dict[str, Any]) -> ToldFile:
    """Raises what `kept` takes for a damaged file."""
    agreements = tuple(
        ToldAgreement(
            each["name"],
            each["title"],
            tuple(ToldClaim(**claim) for claim in each["claims"]),
            tuple(
                ToldAllowed(one["reason"], ToldFinding(**one["finding"]), dict(one["value"])) for one in each["allowed"]
            ),
        )
        for each in data["agreements"]
    )
    return ToldFile(
        str(data["path"]),
        tuple(ToldFinding(**each) for each in data["findings"]),
        agreements,
        tuple(ToldScenario(**each) for each in data["scenarios"]),
        True,
        tuple(ToldFinding(**each) for each in data["beside"]),
    )
