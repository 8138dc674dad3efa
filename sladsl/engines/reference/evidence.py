"""Evidence for time: the stretches of a window, each with the recorded spans that cover it."""

from collections.abc import Iterable, Sequence
from typing import Literal

from sladsl.engines.measurements import Segment
from sladsl.frozen import Frozen, frozen
from sladsl.logs.records import Place
from sladsl.temporal import IntervalSet

Kind = Literal["out of schedule", "excluded", "unknown", "down", "up", "in"]
SpanPlace = tuple[int, int, str, Place]
"""Start, end, stream and place of a recorded span."""


@frozen
class Stretches(Frozen):
    """Time of one class, and the spans that make it up."""

    kind: Kind
    clause: str | None
    time: IntervalSet
    spans: Sequence[SpanPlace] = ()


def segments_of(shown: Iterable[Stretches], start: int, end: int) -> tuple[Segment, ...]:
    """The stretches within a window, in order; neighbours of one class and clause are one."""
    segments = sorted(segment for each in shown for segment in _segments(each, start, end))
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last is not None and (last.end, last.kind, last.clause) == (segment.start, segment.kind, segment.clause):
            places = tuple(sorted({*last.places, *segment.places}))
            joined[-1] = last._replace(end=segment.end, places=places)
        else:
            joined.append(segment)
    return tuple(joined)


def _segments(stretches: Stretches, start: int, end: int) -> Iterable[Segment]:
    """One sweep: the spans are entered by their start and dropped once they end."""
    entering = sorted(span for span in stretches.spans if span[0] < end and span[1] > start)
    covering: list[SpanPlace] = []
    entered = 0
    for low, high in stretches.time.clip(start, end):
        while entered < len(entering) and entering[entered][0] < high:
            covering.append(entering[entered])
            entered += 1
        covering = [span for span in covering if span[1] > low]
        places = tuple(sorted({(stream, place) for _, _, stream, place in covering}))
        yield Segment(low, high, stretches.kind, stretches.clause, places)
