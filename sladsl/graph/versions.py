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


Days = tuple[tuple[date | None, date | None], ...]
"""Stretches of days, each from one until another; None: since ever, for ever."""


def days_in_force(chosen: tuple[int, ...], every: tuple[VersionFact, ...]) -> Days:
    """Of some of the versions (none stands for all)."""
    starts = [None, *(each.start for each in every), None]
    found: list[tuple[date | None, date | None]] = []
    for each in chosen or range(len(every) + 1):
        start, end = starts[each], starts[each + 1]
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return tuple(found)


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
