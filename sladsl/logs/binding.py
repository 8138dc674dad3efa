"""How one export becomes one stream: which file, which column, which value. Made by `from_toml`, read by `plan`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field
from enum import Enum

from sladsl.frozen import Frozen, frozen
from sladsl.text import Span


class Rows(Enum):
    """What one row stands for."""

    SPANS = "spans"
    SAMPLES = "samples"
    EVENTS = "events"
    CASES = "cases"
    UPDATES = "updates"


@frozen
class MomentBinding(Frozen):
    """A moment of a case. Without `becomes` the column holds its time. With it, the moment is the time (column `at`,
    else that of the stream) of a row in which the column becomes one of the values. `take`: first, last or all."""

    column: str
    becomes: tuple[str, ...] = ()
    at: str | None = None
    take: str | None = None


@frozen
class StateBinding(Frozen):
    """A state of a case. Either the column holds its intervals (nothing else is set); or the state lasts while the
    column holds one of `within`; or it begins at a row with one of `begins` and ends at one of `ends`."""

    column: str
    within: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    at: str | None = None


@frozen
class AttributeBinding(Frozen):
    """An attribute. `map` turns logged values into declared ones; `take` says which row of a case wins; `unit` is that
    of a plain number; `places` rounds half up to so many; `decimal` is the decimal mark."""

    column: str
    map: tuple[tuple[str, str], ...] = ()
    take: str = "last"
    unit: str | None = None
    places: int | None = None
    decimal: str = "."


@frozen
class StreamBinding(Frozen):
    """One stream. What is not bound has the canonical name. `path` is where it stands in the configuration; `records`
    where the records of a document are; several columns of `key` make up the key together."""

    path: str = field(default="bind", compare=False)
    span: Span | None = field(default=None, compare=False)
    files: tuple[str, ...] = ()
    format: str | None = None
    records: str | None = None
    delimiter: str | None = None
    zone: str | None = None
    time: str = "iso"
    truncate: bool = False
    key: tuple[str, ...] = ()
    seq: str | None = None
    rows: Rows | None = None
    at: str | None = None
    start: str | None = None
    end: str | None = None
    duration: AttributeBinding | None = None
    coverage: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: tuple[str, ...] = ("",)
    moments: tuple[tuple[str, MomentBinding], ...] = ()
    states: tuple[tuple[str, StateBinding], ...] = ()
    attributes: tuple[tuple[str, AttributeBinding], ...] = ()


@frozen
class Bindings(Frozen):
    """All bindings of a configuration: for any agreement by stream, and for one agreement by (agreement, stream)."""

    shared: Mapping[str, StreamBinding] = field(default_factory=dict)
    own: Mapping[tuple[str, str], StreamBinding] = field(default_factory=dict)

    def for_stream(self, agreement: str, stream: str) -> StreamBinding | None:
        """The binding of the agreement's own, else the shared one, else None. The two are never mixed."""
        return self.own.get((agreement, stream)) or self.shared.get(stream)

    @property
    def digest(self) -> str:
        """SHA-256 of what all bindings say, whatever the order and layout they were written in."""
        everything = {f"bind.{name}": binding for name, binding in self.shared.items()}
        everything |= {f"bind.{agreement}.{name}": binding for (agreement, name), binding in self.own.items()}
        return digest_of(everything)


def digest_of(bindings: Mapping[str, StreamBinding]) -> str:
    """SHA-256 of the canonical form of named bindings."""
    content = {name: _canonical(binding) for name, binding in bindings.items()}
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _canonical(binding: StreamBinding) -> dict[str, object]:
    content = asdict(binding)
    del content["path"], content["span"]
    content["rows"] = binding.rows and binding.rows.value
    if len(binding.key) < 2:
        content["key"] = binding.key[0] if binding.key else None
    if binding.records is None:
        # What is said with fewer words has the digest it had before there were more.
        del content["records"]
    for name in ("where", "moments", "states", "attributes"):
        content[name] = sorted(content[name], key=lambda pair: str(pair[0]))
    for _, attribute in content["attributes"]:
        attribute["map"] = sorted(attribute["map"])
    return content
