"""What git is told about contracts: how to show them in a difference, and what a hunk of one is called."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.frozen import Frozen, frozen
from sladsl.workspace.reading import reason

ATTRIBUTES = ".gitattributes"
DRIVER = "sladsl"
LINE = f"*.sladsl diff={DRIVER}"
_CLAUSES = (
    "agreement|amendment|template|scenarios|objective|kpi|remedy|metric|define|definition|exclusion|stream|register"
    "|calendar|service|parameter|pool|duty|clause|scenario|property"
)
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        f"diff.{DRIVER}.textconv": "sladsl git textconv",
        f"diff.{DRIVER}.xfuncname": rf"^[[:blank:]]*(({_CLAUSES})[[:blank:]].*)$",
        f"difftool.{DRIVER}.cmd": 'sladsl diff "$LOCAL" "$REMOTE"',
    }
)
"""Of this clone only: git does not take commands from what it clones."""


@frozen
class Step(Frozen):
    """One setting: `name` is its key, or the file of attributes; `now` is what it is (None: nothing), `then` what it is
    to be (None: nothing). "keep": it is so already; "foreign": somebody set it to something else."""

    kind: Literal["change", "keep", "foreign"]
    name: str
    now: str | None
    then: str | None


class NoGit(Exception):
    """There is nothing to set up; carries the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Clone:
    """A clone of a repository, and what it is told about contracts."""

    def __init__(self, start: Path) -> None:
        self.root = Path(_git(start, "rev-parse", "--show-toplevel").rstrip("\n"))

    def install_steps(self) -> Iterator[Step]:
        for name, wanted in SETTINGS.items():
            now = self._setting(name)
            yield Step("keep" if now == wanted else "change" if now is None else "foreign", name, now, wanted)
        now = self._attribute()
        yield Step("keep" if now == DRIVER else "change" if now is None else "foreign", ATTRIBUTES, now, LINE)

    def uninstall_steps(self) -> Iterator[Step]:
        for name, wanted in SETTINGS.items():
            now = self._setting(name)
            if now is not None:
                yield Step("change" if now == wanted else "foreign", name, now, None)
        if LINE in self._lines():
            yield Step("change", ATTRIBUTES, LINE, None)

    def take(self, steps: Sequence[Step]) -> None:
        """Raises NoGit where a file cannot be written."""
        for step in steps:
            if step.name != ATTRIBUTES:
                words = ["--unset", step.name] if step.then is None else [step.name, step.then]
                _git(self.root, "config", "--local", *words)
            else:
                self._write_attributes(step)

    def _setting(self, name: str) -> str | None:
        """What this clone says itself: what holds for all of a user's is not ours to change."""
        try:
            return _git(self.root, "config", "--local", "--get", name).rstrip("\n")
        except NoGit:
            return None

    def _attribute(self) -> str | None:
        """By which driver a contract at the top would be shown."""
        told = _git(self.root, "check-attr", "diff", "--", "contract.sladsl").rstrip("\n")
        value = told.rpartition(": ")[2]
        return None if value == "unspecified" else value

    def _lines(self) -> list[str]:
        path = self.root / ATTRIBUTES
        try:
            return path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return []
        except OSError as trouble:
            raise _not_written(path, reason(trouble)) from None
        except UnicodeDecodeError:
            raise _not_written(path, "it is not encoded as UTF-8") from None

    def _write_attributes(self, step: Step) -> None:
        lines = self._lines()
        while lines and not lines[-1]:
            lines.pop()
        lines = [*lines, LINE] if step.then is not None else [each for each in lines if each != LINE]
        path = self.root / ATTRIBUTES
        try:
            if lines:
                path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
            else:
                path.unlink()
        except OSError as trouble:
            raise _not_written(path, reason(trouble)) from None


def _git(folder: Path, *words: str) -> str:
    try:
        ran = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoGit(Diagnostic(usage.NO_GIT, "git is not installed")) from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        fix = Fix("go into the folder of the repository, or make one with `git init`")
        message = "git cannot be set up here" + (f": {said[0].removeprefix('fatal: ')}" if said else "")
        raise NoGit(Diagnostic(usage.NO_GIT, message, fixes=(fix,)))
    return ran.stdout.decode(errors="surrogateescape")


def _not_written(path: Path, why: str) -> NoGit:
    return NoGit(Diagnostic(usage.CANNOT_WRITE, f"{path} cannot be written: {why}"))
