"""Versions of an agreement, and from which instant each is in force for a clause."""

from datetime import date

from sladsl.frozen import Frozen, frozen
from sladsl.graph.windows import WindowRule, window_kind
from sladsl.temporal import Zone, tile
from sladsl.text import Span


@frozen
class VersionFact(Frozen):
    """A later version: the amendments of one day. `splits`: windows are cut at the date, else those that begin on or
    after it are the first that are judged by it."""

    names: tuple[str, ...]
    start: date
    reason: str
    splits: bool
    span: Span


def date_of(version: VersionFact, zone: str) -> int:
    """The instant at which a version begins: the local midnight of its date."""
    return Zone.named(zone).to_utc(version.start, 0)


def border(version: VersionFact, rule: WindowRule, zone: str) -> int | None:
    """The instant at which the windows of a clause pass from the version before to this one; None: never."""
    at = date_of(version, zone)
    if version.splits or rule.rolling:
        return at
    if rule.unit == "term":
        return None
    window = tile(window_kind(rule), Zone.named(rule.zone), at, at + 1)[0]
    return at if window.start == at else window.end
