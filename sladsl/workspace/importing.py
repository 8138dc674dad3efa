"""Files that contracts import: the library that comes with sladsl, and files of the same folder or project."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import levels, names
from sladsl.levels.scope import LoadedFile
from sladsl.model.problems import Problems
from sladsl.syntax import ast, decode, parse
from sladsl.syntax.decode import LARGEST
from sladsl.text import Source
from sladsl.text.resources import resource
from sladsl.workspace.project import project_of
from sladsl.workspace.reading import read_small, reason

LIBRARY = "std"
MOST_FILES = 200
"""How many files one contract may bring in."""


class OutOfReach(ValueError):
    """A file that a contract of a stranger must not reach."""

    def __init__(self, path: Path) -> None:
        super().__init__("it lies outside the folder of the contract and of its project")
        self.path = path


@dataclass
class Importer:
    """Reads what a contract imports, each file once. `root` says how far up a relative name may lead; `named` are files
    that whoever called names, so that scenarios may stand elsewhere."""

    root: Callable[[], Path]
    problems: Problems
    named: frozenset[Path] = frozenset()
    sources: list[Source] = field(default_factory=list)
    _loaded: dict[Path, LoadedFile | None] = field(default_factory=dict)
    _under_way: list[Path] = field(default_factory=list)

    def load(self, file: ast.File, digest: str, path: Path, shown: str) -> LoadedFile:
        """A parsed file with all that it imports. `shown` is the name it is known by in messages."""
        self._under_way.append(path.resolve())
        found = []
        for each in file.imports:
            loaded = self._import(each, path.parent, str(PurePosixPath(shown).parent))
            if loaded is not None:
                found.append((each.span, loaded))
        self._under_way.pop()
        return LoadedFile(file, digest, tuple(found))

    def read_beside(self, name: str, path: Path, shown: str) -> tuple[LoadedFile | None, Path]:
        """A contract that the file `path` names, and where it lies; raises what says why not."""
        other = (path.parent / name).resolve()
        if other in self.named:
            self.root = lambda: project_of(other.parent)
            shown = str(PurePosixPath(shown).parent / name)
        else:
            other, shown = self._place(name, path.parent, str(PurePosixPath(shown).parent))
        return self._read(other, shown), other

    def _import(self, written: ast.Import, folder: Path, shown_folder: str) -> LoadedFile | None:
        name = written.file.value
        try:
            path, shown = self._place(name, folder, shown_folder)
            if path in self._under_way:
                circle = " → ".join(
                    [*(each.name for each in self._under_way[self._under_way.index(path) :]), path.name]
                )
                self.problems.add(
                    names.CIRCULAR, f"these files import each other: {circle}", written.span,
                    fixes=[Fix("move what both need into a third file")],
                )  # fmt: skip
                return None
            if path not in self._loaded:
                if len(self._loaded) >= MOST_FILES:
                    raise ValueError(f"more than {MOST_FILES} files would be imported")
                self._loaded[path] = self._read(path, shown)
            return self._loaded[path]
        except OSError as trouble:
            why = reason(trouble)
        except (RuntimeError, ValueError) as trouble:
            why = str(trouble)
        self.problems.add(
            levels.BAD_IMPORT, f'"{name}" cannot be imported: {why}', written.file.span,
            fixes=[Fix('write a name relative to this file, or one of the library such as "std/availability.sladsl"')],
        )  # fmt: skip
        return None

    def _place(self, name: str, folder: Path, shown_folder: str) -> tuple[Path, str]:
        """The file of that name; ValueError where a contract must not reach."""
        parts = PurePosixPath(name).parts
        if parts[:1] == (LIBRARY,):
            library = resource("policies", LIBRARY)
            path = library.joinpath(*parts[1:]).resolve()
            if not path.is_relative_to(library.resolve()) or not path.is_file():
                known = ", ".join(sorted(f"{LIBRARY}/{each.name}" for each in library.glob("*.sladsl")))
                raise ValueError(f"the library has {known}")
            return path, name
        if not name or "\\" in name or PurePosixPath(name).is_absolute():
            raise ValueError("it is no relative name with forward slashes")
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) and not path.is_relative_to(self.root()):
            raise OutOfReach(folder / name)
        if not path.is_file():
            raise ValueError("no such file")
        return path, str(PurePosixPath(shown_folder, name))

    def _read(self, path: Path, shown: str) -> LoadedFile | None:
        raw = read_small(path, LARGEST)
        source, found = decode(shown, raw)
        self.problems.found.extend(found)
        if source is None:
            return None
        self.sources.append(source)
        file, wrong = parse(source)
        self.problems.found.extend(wrong)
        return self.load(file, hashlib.sha256(raw).hexdigest(), path, shown)
