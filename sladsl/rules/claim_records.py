"""Which records of a stream of claims are claims, and what for."""

from bisect import bisect_left
from collections.abc import Collection

from sladsl.engines.measurements import Scope
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import EventRecord, StreamLog
from sladsl.logs.schema import StreamSchema


@frozen
class Claim(Frozen):
    """`window` is the label of the window it names; None where it names none."""

    at: int
    window: str | None


@frozen
class ScopeClaims(Frozen):
    """The claims for one objective in one scope: instants of those that name no window, and of the others by window."""

    unnamed: tuple[int, ...]
    named: dict[str, list[int]]

    def first_unnamed(self, start: int) -> int | None:
        index = bisect_left(self.unnamed, start)
        return self.unnamed[index] if index < len(self.unnamed) else None


def claims_for(
    log: StreamLog,
    chosen: Collection[int] | None,
    objective: str,
    keys: tuple[str, ...],
    scope: Scope,
    until: int | None,
) -> ScopeClaims:
    """The claims among the records of these indices (None: all). Attributes called `objective`, `window` and as the
    objective's keys restrict a claim where they have a value. Claims after `until` are not known yet."""
    unnamed: list[int] = []
    named: dict[str, list[int]] = {}
    asked = {"objective": objective, **dict(zip(keys, scope, strict=True))}
    for index, record in enumerate(log.records):
        if not isinstance(record, EventRecord) or (until is not None and record.at > until):
            continue
        if chosen is not None and index not in chosen:
            continue
        if any(_text(log.schema, record, name) not in (None, value) for name, value in asked.items()):
            continue
        window = _text(log.schema, record, "window")
        if window is None:
            unnamed.append(record.at)
        else:
            named.setdefault(window, []).append(record.at)
    return ScopeClaims(tuple(sorted(unnamed)), {label: sorted(times) for label, times in named.items()})


def _text(schema: StreamSchema, record: EventRecord, name: str) -> str | None:
    index = schema.attribute_index(name)
    value = None if index is None else record.values[index]
    return value if isinstance(value, str) else None
