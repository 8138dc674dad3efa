"""Holiday files as they lie beside contracts."""

import hashlib
from pathlib import Path

from sladsl.model.calendars import HolidayLoader, LoadedHolidays
from sladsl.temporal import parse_holiday_file

LARGEST = 4 * 1024 * 1024
"""A holiday file is a page or two; anything of this size is something else."""


def holiday_loader(folder: Path) -> HolidayLoader:
    """Reads holiday files named relative to `folder`, and none outside it: a contract may come from a stranger."""
    root = folder.resolve()

    def load(name: str) -> LoadedHolidays | str:
        try:
            path = (root / name).resolve()
            if not path.is_relative_to(root):
                return "it lies outside the folder of the contract"
            if not path.is_file():
                return "no such file"
            if path.stat().st_size > LARGEST:
                return "it is too large to be a holiday file"
            content = path.read_bytes()
        except OSError as trouble:
            return (trouble.strerror or "it cannot be read").lower()
        except (RuntimeError, ValueError):
            return "it cannot be read"
        try:
            return LoadedHolidays(parse_holiday_file(content.decode("utf-8-sig")), hashlib.sha256(content).hexdigest())
        except UnicodeDecodeError:
            return "it is not UTF-8"
        except RecursionError:
            return "it is nested too deeply"
        except ValueError as reason:
            return str(reason)

    return load
