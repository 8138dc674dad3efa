"""What registers say, and what they leave open: no row, or several at once, is told and gives no number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue.findings import NO_ROW, OUTSIDE_LIFE, SEVERAL_ROWS
from sladsl.engines.measurements import (
    BucketsFound,
    Cell,
    ClassesFound,
    Found,
    NumberFound,
    RecordsFound,
    Scope,
    TimeFound,
    Unsettled,
)
from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRegister
from sladsl.graph.rows import RowAttribute
from sladsl.graph.values import Looked
from sladsl.model.types import of_attribute
from sladsl.model.units import Unit
from sladsl.rules.derivation import Step
from sladsl.rules.measured import Reading
from sladsl.rules.reach import measures_below
from sladsl.rules.source import Source
from sladsl.temporal import Window, Zone, format_instant
from sladsl.text import Span

_MOST_TOLD = 3


def looked_up(graph: RuleGraph, node: Looked, found: Found | None, scope: Scope) -> tuple[Step, Code | None]:
    """The value a register has for a scope, with the code of the finding where it has none."""
    measure = graph.nodes[node.measure]
    assert isinstance(measure, MeasureRegister), "a register is looked up"
    words = f"{measure.stream} of {', '.join(scope)}"
    if not isinstance(found, NumberFound):
        return Step(words, None, note="it was not measured"), None
    unit = register_unit(graph, measure)
    if found.records != 1:
        note = said(measure.stream, scope, found.records)
        return Step(words, None, unit, note=note, found=found), SEVERAL_ROWS if found.records else NO_ROW
    if found.value is None:
        note = f"the row of {', '.join(scope)} in {measure.stream} leaves it out"
        return Step(words, None, unit, note=note, found=found), None
    return Step(words, bool(found.value) if node.truth else found.value, unit, found=found), None


def said(register: str, key: Iterable[str], rows: int) -> str:
    """`customers has no row for acme`."""
    return f"{register} has {'no row' if not rows else f'{rows} rows at once'} for {', '.join(key)}"


def without_lookups(source: Source, cell: Cell, reading: Reading, span: Span | None) -> Reading:
    """The reading, unless a register could not be asked for a record on which it rests."""
    troubles = source.measurements.unsettled.get(cell, ())
    if not troubles:
        return reading
    return replace(reading, value=None, note=_told(source, troubles, span))


def unsettled(source: Source, cell: Cell, span: Span | None) -> str | None:
    """Why a measurement means nothing, if a register leaves it open."""
    troubles = source.measurements.unsettled.get(cell, ())
    return _told(source, troubles, span) if troubles else None


def _told(source: Source, troubles: tuple[Unsettled, ...], span: Span | None) -> str:
    zone = Zone.named(source.graph.zone)
    for each in dict.fromkeys((each.register, each.key, each.rows) for each in troubles):
        register, key, rows = each
        first = next(one for one in troubles if (one.register, one.key, one.rows) == each)
        message = (
            f"{said(register, key, rows)}: a record of {first.stream} at {format_instant(first.at, zone)} needs one"
        )
        source.findings.add(SEVERAL_ROWS if rows else NO_ROW, message, span)
    words = list(dict.fromkeys(said(each.register, each.key, each.rows) for each in troubles))
    more = f" and {len(words) - _MOST_TOLD} more" if len(words) > _MOST_TOLD else ""
    return "; ".join(words[:_MOST_TOLD]) + more


def exists(
    source: Source, keys: tuple[str, ...], roots: Sequence[Ref], scope: Scope, window: Window, span: Span | None
) -> bool:
    """Whether there is anything to tell of a scope in a window: a register that lists it says so, or, with a finding,
    the log speaks of it all the same in what lies below `roots`."""
    life = source.measurements.lifetimes.get((keys, scope))
    if life is None or life.clip(window.start, window.end):
        return True
    measures = measures_below(source.graph, roots)
    if not any(_tells(source.found(ref, keys, scope, window.start, window.end)) for ref in measures):
        return False
    message = f"the log tells of {', '.join(scope)} when no register has it"
    source.findings.add(OUTSIDE_LIFE, message, span, window.label)
    return True


def _tells(found: Found | None) -> bool:
    """Whether a measurement rests on anything that happened."""
    match found:
        case TimeFound():
            return found.inside > 0
        case ClassesFound():
            return found.down > 0
        case NumberFound():
            return found.records + found.without > 0
        case BucketsFound():
            return found.counted > 0 or found.undefined > 0
        case RecordsFound():
            return bool(found.records)
    return False


def register_unit(graph: RuleGraph, measure: MeasureRegister) -> Unit | None:
    """The unit of what a register is asked for."""
    operand = graph.nodes[measure.operand]
    if not isinstance(operand, RowAttribute):
        return None
    return of_attribute(graph.stream(measure.stream).attributes[operand.index].type).unit


def cell_of(measure: Ref, keys: tuple[str, ...], scope: Scope, window: Window) -> Cell:
    return Cell(measure, keys, scope, window.start, window.end)
