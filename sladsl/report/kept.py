"""What of a result rests on measurements that were kept: how many, why not more, and what was re-opened."""

from collections.abc import Iterator

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json
from sladsl.frozen import Frozen, frozen
from sladsl.report.json_values import instant_value
from sladsl.temporal import Window, Zone

_MOST_LISTED = 20


@frozen
class Reopened(Frozen):
    """A window that was over when it was measured last, and rests on other records now or comes to something else.
    `clause` is the objective that looks at it; None: a limit or a right does."""

    clause: str | None
    scope: tuple[tuple[str, str], ...]
    window: Window


@frozen
class KeptNote(Frozen):
    """`changed`: what is not as it was when measurements were kept, so that none of them was used."""

    changed: tuple[str, ...]
    taken: int
    measured: int
    reopened: tuple[Reopened, ...]


def kept_value(note: KeptNote, zone: Zone) -> Json:
    return {
        "changed": list(note.changed),
        "taken": note.taken,
        "measured": note.measured,
        "reopened": [
            {
                "objective": each.clause,
                "scope": dict(each.scope),
                "window": {
                    "label": each.window.label,
                    "start": instant_value(each.window.start, zone),
                    "end": instant_value(each.window.end, zone),
                },
            }
            for each in note.reopened
        ],
    }


def kept_lines(note: KeptNote) -> Iterator[str]:
    """As the report says it."""
    if note.changed:
        yield f"Nothing that was kept is used, as this has changed: {', '.join(note.changed)}"
    yield f"Measurements: {note.taken:,} as kept, {note.measured:,} made now"
    for each in note.reopened[:_MOST_LISTED]:
        scope = "".join(f", {key} {value}" for key, value in each.scope)
        yield on_one_line(f"Re-opened: {each.clause or 'a limit or a right'}{scope} in {each.window.label}")
    if len(note.reopened) > _MOST_LISTED:
        yield f"Re-opened: {len(note.reopened) - _MOST_LISTED:,} more"
