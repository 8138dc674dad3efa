"""Every code there is, by id."""

from collections.abc import Mapping
from types import MappingProxyType

from sladsl.diagnostics.catalogue import (
    findings,
    internal,
    kept,
    levels,
    logs,
    names,
    opening,
    proofs,
    readings,
    scenarios,
    sense,
    syntax,
    time,
    types,
    usage,
)
from sladsl.diagnostics.code import Code, Severity

__all__ = ["ALL", "Code", "Severity"]


def _collect() -> Mapping[str, Code]:
    found: dict[str, Code] = {}
    contracts = (syntax, names, levels, types, time, scenarios, readings, sense, proofs)
    rooms = (*contracts, logs, opening, kept, findings, usage, internal)
    for room in rooms:
        for value in vars(room).values():
            if isinstance(value, Code):
                if value.id in found:
                    raise AssertionError(f"{value.id} is given twice")
                found[value.id] = value
    return MappingProxyType(dict(sorted(found.items())))


ALL: Mapping[str, Code] = _collect()
