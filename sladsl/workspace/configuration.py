"""The configuration of a project: `sladsl.toml`, or `[tool.sladsl]` of `pyproject.toml`, nearest upwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tomli

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.binding import Bindings
from sladsl.logs.from_toml import parse_bindings
from sladsl.model.problems import nearest
from sladsl.text import Source

NAMES = ("sladsl.toml", "pyproject.toml")
_KEYS = ("bind",)


@dataclass(frozen=True, slots=True)
class Configuration:
    """`folder` is where it stands: names of files in it are relative to it. `source` None: there is no file."""

    folder: Path
    source: Source | None = None
    bindings: Bindings = field(default_factory=Bindings)


def find_configuration(start: Path) -> tuple[Configuration, list[Diagnostic]]:
    """The configuration for contracts in the folder `start`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            if file.is_file():
                found = read_configuration(file, own=name == "sladsl.toml")
                if found is not None:
                    return found
    return Configuration(start), []


def read_configuration(file: Path, *, own: bool) -> tuple[Configuration, list[Diagnostic]] | None:
    """The configuration of one file; None if it is a `pyproject.toml` that does not speak of sladsl."""
    try:
        source = Source(file.name, file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as trouble:
        reason = "it is not UTF-8" if isinstance(trouble, UnicodeDecodeError) else trouble.strerror
        problem = f"the configuration cannot be read: {reason}"
        found = [Diagnostic(usage.BAD_CONFIGURATION, problem, place=file.name)]
        return (Configuration(file.parent), found) if own else None
    if not own and "tool.sladsl" not in source.text:
        return None
    bindings, found = parse_bindings(source.text, source.name)
    return Configuration(file.parent, source, bindings), [*_unknown_keys(source, own=own), *found]


def _unknown_keys(source: Source, *, own: bool) -> list[Diagnostic]:
    try:
        document: object = tomli.loads(source.text)
    except (tomli.TOMLDecodeError, RecursionError):
        return []  # parse_bindings says so, with the place
    for key in () if own else ("tool", "sladsl"):
        document = document.get(key, {}) if isinstance(document, Mapping) else {}
    keys = list(document) if isinstance(document, Mapping) else []
    return [_unknown(source, key) for key in keys if key not in _KEYS]


def _unknown(source: Source, key: str) -> Diagnostic:
    near = nearest(key, _KEYS)
    fixes = (Fix(f"did you mean `{near}`?"),) if near else (Fix(f"known are {', '.join(_KEYS)}"),)
    return Diagnostic(usage.BAD_CONFIGURATION, f"the configuration has no key `{key}`", place=source.name, fixes=fixes)
