"""The table `[spark]` of a configuration: where `--engine spark` runs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.engines.spark.settings import FIXED, SparkSettings
from sladsl.model.problems import nearest
from sladsl.workspace.project import unusable

_OWN: Final = ("master", "shared")
_NAMES: Final = "spark."


def spark_settings(table: object, file: Path) -> tuple[SparkSettings, list[Diagnostic]]:
    """What the table of `file` says, and what is wrong with it. Names of settings may be written as nested tables:
    `spark.executor.memory` is `[spark.spark.executor]` with `memory` in TOML."""
    if not isinstance(table, Mapping):
        return SparkSettings(), [unusable(file, "`spark` must be a table")]
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for name, value in _flat(table):
        if name in FIXED:
            found.append(unusable(file, f"`{name}` cannot be set under `[spark]`: {_why(name)}"))
        elif name not in _OWN and not name.startswith(_NAMES):
            found.append(_unknown(name, file))
        elif isinstance(value, bool):
            texts[name] = str(value).lower()
        elif isinstance(value, str | int):
            texts[name] = str(value)
        else:
            found.append(unusable(file, f"`{name}` under `[spark]` must be a text, a whole number or a truth value"))
    master, shared = texts.pop("master", None), texts.pop("shared", None)
    return SparkSettings(master, None if shared is None else file.parent / shared, tuple(texts.items())), found


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _why(name: str) -> str:
    return "that is what `master` says" if name == "spark.master" else "exact numbers rest on it"


def _unknown(name: str, file: Path) -> Diagnostic:
    near = nearest(name, _OWN)
    fixes = (Fix(f"did you mean `{near}`?" if near else "known are `master`, `shared`, and names that begin `spark.`"),)
    return replace(unusable(file, f"`[spark]` has no key `{name}`"), fixes=fixes)
