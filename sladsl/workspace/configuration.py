"""The configuration of a project: `sladsl.toml`, or `[tool.sladsl]` of `pyproject.toml`, nearest upwards."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.binding import Bindings
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.toml_document import toml_document
from sladsl.model.problems import nearest
from sladsl.text import Source
from sladsl.workspace.reading import read_small, reason

_SHARED = "pyproject.toml"
NAMES = ("sladsl.toml", _SHARED)
LARGEST = 1024 * 1024
"""Bytes of a configuration: some thousand bindings."""

_OURS = ("tool", "sladsl")
_KEYS = ("bind",)


@dataclass(frozen=True, slots=True)
class Configuration:
    """`folder` is where it stands: names of files in it are relative to it. `source` None: there is no file."""

    folder: Path
    source: Source | None = None
    bindings: Bindings = field(default_factory=Bindings)


def find_configuration(start: Path) -> tuple[Configuration, list[Diagnostic]]:
    """The configuration for contracts in the folder `start`. One that cannot be read is not passed over."""
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            # Also a link to nowhere: somebody meant it to be the configuration.
            if os.path.lexists(file) and (name != _SHARED or _speaks_of_us(file)):
                return read_configuration(file)
    return Configuration(start), []


def read_configuration(file: Path) -> tuple[Configuration, list[Diagnostic]]:
    """The configuration of one file."""
    text = _text(file)
    if isinstance(text, Diagnostic):
        return Configuration(file.parent), [text]
    source = Source(file.name, text)
    document = toml_document(source)
    if isinstance(document, Diagnostic):
        return Configuration(file.parent, source), [document]
    own: object = document
    for key in _OURS if file.name == _SHARED else ():
        own = own.get(key, {}) if isinstance(own, Mapping) else own
    if not isinstance(own, Mapping):
        return Configuration(file.parent, source), [_unusable(file, f"`{'.'.join(_OURS)}` must be a table")]
    bindings, found = parse_bindings(text, source.name)
    return Configuration(file.parent, source, bindings), [
        *(_unknown(source, key) for key in own if key not in _KEYS),
        *found,
    ]


def _speaks_of_us(file: Path) -> bool:
    """Whether a `pyproject.toml` has a table for sladsl, or might have one that cannot be read."""
    text = _text(file)
    if isinstance(text, Diagnostic) or _OURS[-1] not in text:
        return False
    document = toml_document(Source(file.name, text))
    if isinstance(document, Diagnostic):
        return True
    tool = document.get(_OURS[0])
    return isinstance(tool, Mapping) and _OURS[1] in tool


def _text(file: Path) -> str | Diagnostic:
    try:
        raw = read_small(file, LARGEST)
        if len(raw) > LARGEST:
            return _unusable(file, f"the configuration has more than {LARGEST:,} bytes")
        return raw.decode("utf-8-sig")
    except OSError as trouble:
        return _unusable(file, f"the configuration cannot be read: {reason(trouble)}")
    except UnicodeDecodeError:
        return _unusable(file, "the configuration cannot be read: it is not UTF-8")


def _unusable(file: Path, message: str) -> Diagnostic:
    return Diagnostic(usage.BAD_CONFIGURATION, message, place=file.name)


def _unknown(source: Source, key: str) -> Diagnostic:
    near = nearest(key, _KEYS)
    fixes = (Fix(f"did you mean `{near}`?"),) if near else (Fix(f"known are {', '.join(_KEYS)}"),)
    return Diagnostic(usage.BAD_CONFIGURATION, f"the configuration has no key `{key}`", place=source.name, fixes=fixes)
