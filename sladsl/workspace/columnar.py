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
_SIZE: Final = re.compile(r"([1-9][0-9]{0,5}) ?([KMGT]iB|[KMGT]B)", re.ASCII)
_MOST_THREADS: Final = 1024


def columnar_room(table: object, file: Path) -> tuple[Room, list[Diagnostic]]:
    """What the table of `file` says, and what is wrong with it."""
    room = Room()
    if not isinstance(table, Mapping):
        return room, [unusable(file, "`columnar` must be a table")]
    found = [_unknown(key, file) for key in table if key not in _KEYS]
    memory, threads = table.get("memory", room.memory), table.get("threads")
    if not isinstance(memory, str) or _SIZE.fullmatch(memory) is None:
        found.append(unusable(file, '`memory` under `[columnar]` must be a size such as "2GiB" or "500MiB"'))
        memory = room.memory
    if threads is not None and (type(threads) is not int or not 0 < threads <= _MOST_THREADS):
        found.append(unusable(file, "`threads` under `[columnar]` must be a whole number above 0"))
        threads = None
    return Room(memory.replace(" ", ""), threads), found


def _unknown(key: str, file: Path) -> Diagnostic:
    near = nearest(key, _KEYS)
    fixes = (Fix(f"did you mean `{near}`?" if near else "known are `memory` and `threads`"),)
    return replace(unusable(file, f"`[columnar]` has no key `{key}`"), fixes=fixes)
