"""Where the configuration of a project stands: `sladsl.toml`, or `[tool.sladsl]` of `pyproject.toml`, nearest upwards.

A check only asks this; what the configuration says is read in `configuration`, with all that bindings need.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.toml_document import toml_document
from sladsl.text import Source
from sladsl.workspace.reading import read_small, reason

SHARED = "pyproject.toml"
NAMES = ("sladsl.toml", SHARED)
OURS = ("tool", "sladsl")
LARGEST = 1024 * 1024
"""Bytes of a configuration: some thousand bindings."""


def configuration_file(start: Path) -> Path | None:
    """The configuration for contracts in the folder `start`, also one that cannot be read."""
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            # Also a link to nowhere: somebody meant it to be the configuration.
            if os.path.lexists(file) and (name != SHARED or _speaks_of_us(file)):
                return file
    return None


def project_of(folder: Path) -> Path:
    """The folder of the configuration that holds for contracts in `folder`; their own where there is none."""
    file = configuration_file(folder)
    return (folder if file is None else file.parent).resolve()


def within_reach(contract: Path, folder: Path) -> bool:
    """Whether scenarios in the folder may name the contract."""
    path = Path(os.path.realpath(contract))
    return path.is_relative_to(os.path.realpath(folder)) or path.is_relative_to(project_of(folder))


def _speaks_of_us(file: Path) -> bool:
    """Whether a `pyproject.toml` has a table for sladsl, or might have one that cannot be read."""
    text = configuration_text(file)
    if isinstance(text, Diagnostic) or OURS[-1] not in text:
        return False
    document = toml_document(Source(file.name, text))
    if isinstance(document, Diagnostic):
        return True
    tool = document.get(OURS[0])
    return isinstance(tool, Mapping) and OURS[1] in tool


def configuration_text(file: Path) -> str | Diagnostic:
    """The text of a configuration, or why there is none."""
    try:
        raw = read_small(file, LARGEST)
        if len(raw) > LARGEST:
            return unusable(file, f"the configuration has more than {LARGEST:,} bytes")
        return raw.decode("utf-8-sig")
    except OSError as trouble:
        return unusable(file, f"the configuration cannot be read: {reason(trouble)}")
    except UnicodeDecodeError:
        return unusable(file, "the configuration cannot be read: it is not UTF-8")


def unusable(file: Path, message: str) -> Diagnostic:
    """Says of a configuration why it is not used."""
    return Diagnostic(usage.BAD_CONFIGURATION, message, place=file.name)
