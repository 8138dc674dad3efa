"""Clocks between moments that happen many times: which cycle counts, and what follows when a stop is taken back."""

from typing import Literal, NamedTuple

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import readings, types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.moments import moment_of
from sladsl.logs.schema import StreamSchema
from sladsl.syntax import ast


class Repetition(NamedTuple):
    """These fields of a RowClock."""

    cycle: Literal["once", "each", "worst", "mean", "first", "last"] = "once"
    again: int | None = None
    continues: bool = False
    gaps: int | None = None


def repetition(lowering: Lowering, clock: ast.Clock, stream: StreamSchema) -> Repetition | None:
    """How a clock repeats, or diagnostics and None."""
    if clock.gaps is not None:
        return _gaps(lowering, clock, clock.gaps, stream)
    again = None
    if clock.again is not None:
        again = moment_of(lowering, clock.again, stream)
        if again is None or not _stops_again(lowering, clock, stream):
            return None
    if clock.then == "continues" or clock.then == "keeps the first":
        if clock.cycle is not None:
            lowering.say(
                types.NOT_HERE, f"with `{clock.again and clock.again.text} {clock.then}` there is one cycle only",
                clock.span, Fix(f"take `{clock.cycle} cycle` out, or write `begins another`"),
            )  # fmt: skip
            return None
        return Repetition(again=again, continues=True) if clock.then == "continues" else Repetition()
    if clock.then == "begins another":
        if clock.cycle is None:
            lowering.read("which of several cycles counts", "each: all must be kept", "`first cycle`, `mean cycle` …",
                          clock.span)  # fmt: skip
        return Repetition(clock.cycle or "each", again)
    if clock.cycle is not None:
        _check_second_cycle(lowering, clock, stream)
        return Repetition(clock.cycle)
    _read_silence(lowering, clock, stream)
    return Repetition()


def _gaps(lowering: Lowering, clock: ast.Clock, name: ast.Name, stream: StreamSchema) -> Repetition | None:
    gaps = moment_of(lowering, name, stream)
    if clock.cycle is not None or clock.then is not None:
        lowering.say(
            types.NOT_HERE, "the longest gap is looked for from the first start to the first stop", clock.span,
            Fix("take the words on cycles out"),
        )  # fmt: skip
        return None
    return None if gaps is None else Repetition("each", gaps=gaps)


def _stops_again(lowering: Lowering, clock: ast.Clock, stream: StreamSchema) -> bool:
    if clock.stop.text in stream.many or clock.then == "keeps the first":
        return True
    lowering.say(
        types.WRONG_SHAPE, f"`{clock.stop.text}` happens once: a case that is taken up again would never stop",
        clock.stop.span, Fix(f"declare it as `{clock.stop.text} many` in `{stream.name}`"),
    )  # fmt: skip
    return False


def _check_second_cycle(lowering: Lowering, clock: ast.Clock, stream: StreamSchema) -> None:
    once = next((each for each in (clock.start, clock.stop) if each.text not in stream.many), None)
    if once is not None:
        lowering.say(
            readings.NO_EFFECT, f"there is one cycle only: `{once.text}` happens once", once.span,
            Fix(f"declare it as `{once.text} many`, or take `{clock.cycle} cycle` out"),
        )  # fmt: skip


def _read_silence(lowering: Lowering, clock: ast.Clock, stream: StreamSchema) -> None:
    if clock.start.text in stream.many and clock.stop.text in stream.many:
        otherwise = "`each cycle`, `worst cycle`, `mean cycle`, `first cycle` or `last cycle`"
    elif clock.stop.text in stream.many:
        otherwise = "a moment that takes the stop back: `reopened continues`, `… begins another`, `… keeps the first`"
    else:
        return
    lowering.read(
        f"which `{clock.stop.text}` of several stops the clock", "the first", otherwise, clock.span, decisive=True
    )
