"""What a played command may see: a folder, a fixed environment, and the shared data where there is some."""

import os
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
SHARED = "SLADSL_SHARED"
NEEDS_SHARED = f"needs the shared data, which {SHARED} names"

# One for the whole run, outside the folders that cases see.
_HOME = TemporaryDirectory(prefix="sladsl-home-")


def shared_data() -> Path | None:
    """The folder of shared cases and data, or None where it is absent."""
    folder = (ROOT / os.environ.get(SHARED, "../shared")).resolve()
    return folder if folder.is_dir() else None


@contextmanager
def surroundings(directory: Path) -> Iterator[None]:
    """Work in `directory` with nothing of the user's: no configuration, no colour, 100 columns, plain locale."""
    fixed = {
        "COLUMNS": "100",
        "HOME": _HOME.name,
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": os.environ.get("PATH", ""),
        "TERM": "dumb",
        "XDG_CACHE_HOME": _HOME.name,
        "XDG_CONFIG_HOME": _HOME.name,
    }
    if (shared := shared_data()) is not None:
        fixed[SHARED] = str(shared)
    with chdir(directory), patch.dict(os.environ, fixed, clear=True):
        yield


def expand(words: str) -> str:
    """Put the folder of shared data where `$SLADSL_SHARED` stands, as a shell would."""
    return Template(words).safe_substitute({SHARED: str(shared_data() or "")})


def without_paths(output: str, directory: Path) -> str:
    """Output with the folders that differ between machines named: `<dir>`, `<shared>`, `<sladsl>`."""
    places = {str(directory): "<dir>", str(ROOT): "<sladsl>"}
    if (shared := shared_data()) is not None:
        places[str(shared)] = "<shared>"
    for path, name in places.items():
        output = output.replace(path, name)
    return output
