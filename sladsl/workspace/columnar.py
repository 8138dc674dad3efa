"""The table `[columnar]` of a configuration: how much of the machine the columnar engine may use."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.logs.stored.store import Room
from sladsl.model.problems import nearest
from sladsl.workspace.project import unusable

_KEYS: Final = ("memory", "threads")
_SIZE: Final = re.compile(r"([1-9][0-9]{0,5}) ?([KMGT]i?B)", re.ASCII)
_LEAST: Final = "32MiB"
_LEAST_BYTES: Final = 32 * 1024**2
"""With little less the database has no room for its first columns."""
_MOST_THREADS: Final = 1024


def columnar_room(table: object, file: Path) -> tuple[Room, list[Diagnostic]]:
    """What the table of `file` says, and what is wrong with it."""
    room = Room()
    if not isinstance(table, Mapping):
        return room, [unusable(file, "`columnar` must be a table")]
    found = [_unknown(key, file) for key in table if key not in _KEYS]
    memory, threads = table.get("memory", room.memory), table.get("threads")
    if (wrong := _wrong_size(memory)) is not None:
        found.append(replace(unusable(file, f"`memory` under `[columnar]` {wrong[0]}"), fixes=wrong[1]))
        memory = room.memory
    if threads is not None and (type(threads) is not int or not 0 < threads <= _MOST_THREADS):
        found.append(unusable(file, f"`threads` under `[columnar]` must be a whole number from 1 to {_MOST_THREADS:,}"))
        threads = None
    return Room(memory.replace(" ", ""), threads), found


def _wrong_size(memory: object) -> tuple[str, tuple[Fix, ...]] | None:
    """Why this cannot be the size of a memory."""
    found = _SIZE.fullmatch(memory) if isinstance(memory, str) else None
    if found is None:
        meant = _meant(memory) if isinstance(memory, str) else None
        return 'must be a size such as "2GiB" or "500MiB"', (Fix(f'did you mean "{meant}"?'),) if meant else ()
    if _bytes(found) < _LEAST_BYTES:
        return f'must be at least "{_LEAST}": with less there is no room for any log', ()
    return None


def _meant(text: str) -> str | None:
    """A size of which only the spelling is wrong: `1gb`, `512 M`."""
    found = re.fullmatch(r"([1-9][0-9]{0,5}) *([KMGT])(I?)B?", text.strip().upper(), re.ASCII)
    return None if found is None else f"{found[1]}{found[2]}{'i' if found[3] else ''}B"


def _bytes(size: re.Match[str]) -> int:
    base = 1024 if "i" in size[2] else 1000
    power: int = base ** ("KMGT".index(size[2][0]) + 1)
    return int(size[1]) * power


def _unknown(key: str, file: Path) -> Diagnostic:
    near = nearest(key, _KEYS)
    fixes = (Fix(f"did you mean `{near}`?" if near else "known are `memory` and `threads`"),)
    return replace(unusable(file, f"`[columnar]` has no key `{key}`"), fixes=fixes)
