"""What the configuration of a project says."""

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.engines.spark.settings import LOCAL, SparkSettings
from sladsl.frozen import Frozen, frozen
from sladsl.logs.binding import Bindings
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.stored.store import USUAL, Room
from sladsl.logs.toml_document import toml_document
from sladsl.model.problems import nearest
from sladsl.text import Source
from sladsl.workspace.columnar import columnar_room
from sladsl.workspace.project import OURS, SHARED, configuration_file, configuration_text, unusable
from sladsl.workspace.spark import spark_settings

_KEYS = ("bind", "columnar", "spark")


@frozen
class Configuration(Frozen):
    """`folder` is where it stands: names of files in it are relative to it. `source` None: there is no file."""

    folder: Path
    source: Source | None = None
    bindings: Bindings = field(default_factory=Bindings)
    spark: SparkSettings = LOCAL
    room: Room = USUAL


def find_configuration(start: Path) -> tuple[Configuration, list[Diagnostic]]:
    """The configuration for contracts in the folder `start`. One that cannot be read is not passed over."""
    file = configuration_file(start)
    return read_configuration(file) if file else (Configuration(Path(os.path.realpath(start))), [])


def read_configuration(file: Path) -> tuple[Configuration, list[Diagnostic]]:
    """The configuration of one file."""
    text = configuration_text(file)
    if isinstance(text, Diagnostic):
        return Configuration(file.parent), [text]
    source = Source(file.name, text)
    document = toml_document(source)
    if isinstance(document, Diagnostic):
        return Configuration(file.parent, source), [document]
    own: object = document
    for key in OURS if file.name == SHARED else ():
        own = own.get(key, {}) if isinstance(own, Mapping) else own
    if not isinstance(own, Mapping):
        return Configuration(file.parent, source), [unusable(file, f"`{'.'.join(OURS)}` must be a table")]
    bindings, found = parse_bindings(text, source.name)
    spark, wrong = spark_settings(own.get("spark", {}), file)
    room, more = columnar_room(own.get("columnar", {}), file)
    return Configuration(file.parent, source, bindings, spark, room), [
        *(_unknown(source, key) for key in own if key not in _KEYS),
        *found,
        *wrong,
        *more,
    ]


def _unknown(source: Source, key: str) -> Diagnostic:
    near = nearest(key, _KEYS)
    fixes = (Fix(f"did you mean `{near}`?"),) if near else (Fix(f"known are {', '.join(_KEYS)}"),)
    return Diagnostic(usage.BAD_CONFIGURATION, f"the configuration has no key `{key}`", place=source.name, fixes=fixes)
