"""A case as a test: `pytest tests/spec/time/open_outage.sladsl`, `--bless` to record what it prints now."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from spec_player.case import differences, parse, play, write
from spec_player.command import Unplayable, sladsl
from spec_player.surroundings import NEEDS_SHARED, SHARED, shared_data


class Differs(Exception):
    """A command printed something else than what is recorded."""


class CaseFile(pytest.File):
    def collect(self) -> Iterator["CaseItem"]:
        yield CaseItem.from_parent(self, name=self.path.stem)


class CaseItem(pytest.Item):
    def runtest(self) -> None:
        case = parse(self.path.read_text(encoding="utf-8"))
        if shared_data() is None and any(SHARED in (section.command or "") for section in case.sections):
            pytest.skip(NEEDS_SHARED)
        with TemporaryDirectory(prefix="sladsl-") as folder:
            played = play(case, sladsl, Path(folder).resolve())
        found = differences(case, played)
        if found and self.config.getoption("--bless"):
            self.path.write_text(write(played), encoding="utf-8", newline="\n")
        elif found:
            raise Differs("\n\n".join([*found, "`pytest --bless` with this path records what is printed now."]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Differs | Unplayable):
            return f"{self.path}: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name
