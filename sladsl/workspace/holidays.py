"""Holiday files as they lie beside contracts."""

import hashlib
from pathlib import Path

from sladsl.almanac.comparing import what_changed
from sladsl.logs.toml_document import too_deep
from sladsl.model.calendars import HolidayLoader, HolidayNews, LoadedHolidays
from sladsl.temporal import parse_holiday_file
from sladsl.workspace.reading import read_small, reason

LARGEST = 4 * 1024 * 1024
"""A holiday file is a page or two; anything of this size is something else."""


def holiday_loader(folder: Path, *, compare: bool = False) -> HolidayLoader:
    """Reads holiday files named relative to `folder`, and none outside it: a contract may come from a stranger.
    `compare`: with what they were imported from, if that is newer by now."""
    root = folder.resolve()

    def load(name: str) -> LoadedHolidays | str:
        try:
            path = (root / name).resolve()
            if not path.is_relative_to(root):
                return "it lies outside the folder of the contract"
            if not path.is_file():
                return "no such file"
            content = read_small(path, LARGEST)
            if len(content) > LARGEST:
                return "it is too large to be a holiday file"
        except OSError as trouble:
            return reason(trouble)
        except (RuntimeError, ValueError):
            return "it cannot be read"
        try:
            text = content.decode("utf-8-sig")
            if deep := too_deep(text):
                return deep
            file = parse_holiday_file(text)
            news = what_changed(file) if compare else None
            said = HolidayNews(news.newer, news.lines) if news else None
            return LoadedHolidays(file, hashlib.sha256(content).hexdigest(), said)
        except UnicodeDecodeError:
            return "it is not UTF-8"
        except RecursionError:
            return "it is nested too deeply"
        except ValueError as trouble:
            return str(trouble)

    return load
