"""Which files a name, a folder or a pattern stands for."""

import glob
from collections.abc import Sequence
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import StreamBinding
from sladsl.logs.formats import format_of
from sladsl.logs.shown import escaped, quoted


def bound_files(binding: StreamBinding, base: Path) -> tuple[Sequence[Path], list[Diagnostic]]:
    """The files that the patterns of a binding name, each once, in the order of the patterns and then by name."""
    named: dict[Path, Path] = {}
    found: list[Diagnostic] = []
    for pattern in binding.files:
        matches = _matches(base, pattern, binding.format, found)
        _add(named, matches)
        if not matches:
            message = f"{binding.path}.files: {quoted(pattern)} names no file"
            found.append(Diagnostic(codes.NO_FILES, message, binding.span))
    return list(named.values()), found


def given_files(paths: Sequence[Path], form: str | None) -> tuple[Sequence[Path], list[Diagnostic]]:
    """The same for what was given on a command line, relative to where that is. A plain name is taken as it is."""
    named: dict[Path, Path] = {}
    found: list[Diagnostic] = []
    for path in paths:
        pattern = str(path)
        plain = not path.is_dir() and not glob.has_magic(pattern)
        matches = [path] if plain else _matches(Path(), pattern, form, found)
        _add(named, matches)
        if not matches:
            found.append(Diagnostic(codes.NO_FILES, f"{quoted(pattern)} names no file", place=escaped(pattern)))
    return list(named.values()), found


def _add(named: dict[Path, Path], matches: Sequence[Path]) -> None:
    """One file counts once, whatever it is called: by another way to it, by a link."""
    for path in matches:
        try:
            named.setdefault(path.resolve(), path)
        except (OSError, RuntimeError, ValueError):  # a name that no file can have
            named.setdefault(path, path)


def _matches(base: Path, pattern: str, form: str | None, found: list[Diagnostic]) -> list[Path]:
    """None for a folder that may not be listed, or a name that no file can have."""
    try:
        return _listed(base, pattern, form, found)
    except (OSError, ValueError):
        return []


def _listed(base: Path, pattern: str, form: str | None, found: list[Diagnostic]) -> list[Path]:
    """The files of one name, folder or pattern. What a folder holds beside logs is noted in `found`."""
    if (base / pattern).is_file():
        return [base / pattern]
    if not (base / pattern).is_dir():
        names = sorted(glob.glob(pattern, root_dir=base, recursive=True))  # noqa: PTH207 — Path.glob is never absolute
        return [base / name for name in names if (base / name).is_file()]
    logs: list[Path] = []
    for path in sorted(each for each in (base / pattern).iterdir() if each.is_file()):
        if form is None and format_of(path.name) is None:
            message = f"{quoted(path.name)} in folder {quoted(pattern)} has no format we know"
            found.append(Diagnostic(codes.FILE_SKIPPED, message, place=escaped(pattern)))
        else:
            logs.append(path)
    return logs
