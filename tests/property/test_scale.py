"""Laws of size and place: ten times the money, the same weeks later, windows cut into smaller ones."""

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from property.told import Told, all_told
from sladsl.engines import Frame
from sladsl.engines.measurements import (
    BucketsFound,
    Cell,
    ClassesFound,
    Demand,
    Found,
    Measurements,
    NumberFound,
    RecordsFound,
    TimeFound,
)
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureBuckets, MeasureClasses, MeasureRecords, MeasureRows, MeasureTime
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, StreamLog, Value
from sladsl.logs.schema import Kind
from sladsl.temporal import WEEK, IntervalSet, Window, WindowKind, Zone, tile
from strategies.contracts import Style, graph_of
from strategies.logs import Stage

TENFOLD: Final = 10


@effort(150)
@given(scenes(Style(homogeneous=True)))
def test_ten_times_the_money_is_ten_times_the_credit(scene: Scene) -> None:
    """Every amount of the contract and of the log: fees, fixed credits, limits, invoices. Rounding comes after."""
    graph = graph_of(in_tenfold_money(scene.contract.text))
    log = EventLog({name: _tenfold(each) for name, each in scene.log.streams.items()})
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(graph, log, scene.stage)
    assert all_told(after, _without_words) == all_told(before, lambda each: _without_words(_scaled(each)))


def in_tenfold_money(text: str) -> str:
    """The contract with each of its amounts ten times as large."""

    def tenfold(found: re.Match[str]) -> str:
        return f"{Decimal(found[1].replace('_', '')) * TENFOLD:f} {found[2]}"

    return re.sub(r"(?<![\w.])([0-9][0-9_]*(?:\.[0-9]+)?) (USD|EUR|VND|JPY|KWD|IRR)\b", tenfold, text)


def _tenfold(stream: StreamLog) -> StreamLog:
    money = [each.type.kind is Kind.MONEY for each in stream.schema.attributes]

    def scaled(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(
            v * TENFOLD if is_money and v is not None else v for v, is_money in zip(values, money, strict=True)
        )

    def dearer(record: Record) -> Record:
        if not isinstance(record, CaseRecord):
            return record._replace(values=scaled(record.values))
        changes = tuple(
            tuple((at, v * TENFOLD if is_money and isinstance(v, int) else v) for at, v in told)
            for told, is_money in zip(record.changes, money, strict=bool(record.changes))
        )
        return record._replace(values=scaled(record.values), changes=changes)

    return replace(stream, records=tuple(map(dearer, stream.records)))


def _scaled(each: Told) -> Told:
    """The outcome as it must be in ten times the money."""
    is_money = each.unit.currency is not None

    def money(value: Fraction | None) -> Fraction | None:
        return None if value is None else value * TENFOLD

    allowance = each.allowance
    if is_money and allowance is not None:
        allowance = (allowance[0] * TENFOLD, allowance[1] * TENFOLD)
    return replace(
        each,
        measured=money(each.measured) if is_money else each.measured,
        target=money(each.target) if is_money else each.target,
        allowance=allowance,
        due=money(each.due),
        bonus=money(each.bonus),
        limits=tuple((one * TENFOLD, money(limit), other * TENFOLD) for one, limit, other in each.limits),
    )


def _without_words(each: Told) -> Told:
    """Without what is rounded, and words that may quote an amount."""
    return replace(each, payable=None, reason=None)


@effort(120)
@given(scenes(Style(shiftable=True)), st.sampled_from((1, -3, 52)))
def test_the_same_some_weeks_later(scene: Scene, weeks: int) -> None:
    """In UTC, where every week is like every other: contract, log and question moved by whole weeks."""
    by = weeks * WEEK
    graph = graph_of(_weeks_later(scene.contract.text, weeks))
    log = EventLog({name: _later(each, by) for name, each in scene.log.streams.items()})
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(graph, log, _stage_later(scene.stage, by))
    assert all_told(after, _unexplained) == all_told(before, lambda each: _unexplained(_told_later(each, by)))


def _unexplained(each: Told) -> Told:
    """Reasons name windows."""
    return replace(each, reason=None)


def _weeks_later(text: str, weeks: int) -> str:
    def later(found: re.Match[str]) -> str:
        return (datetime.date.fromisoformat(found[0]) + datetime.timedelta(weeks=weeks)).isoformat()

    return re.sub(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", later, text)


def _later(stream: StreamLog, by: int) -> StreamLog:
    instants = [each.type.kind is Kind.INSTANT for each in stream.schema.attributes]

    def moved(record: Record) -> Record:
        pairs = zip(record.values, instants, strict=True)
        values = tuple(v + by if is_instant and isinstance(v, int) else v for v, is_instant in pairs)
        match record:
            case SpanRecord(start=start, end=end):
                return record._replace(start=start + by, end=None if end is None else end + by, values=values)
            case SampleRecord(at=at) | EventRecord(at=at):
                return record._replace(at=at + by, values=values)
            case CaseRecord():
                moments = tuple(tuple(at + by for at in each) for each in record.moments)
                states = tuple(
                    tuple((start + by, None if end is None else end + by) for start, end in each)
                    for each in record.states
                )
                changes = tuple(
                    tuple((at + by, v + by if is_instant and isinstance(v, int) else v) for at, v in told)
                    for told, is_instant in zip(record.changes, instants, strict=bool(record.changes))
                )
                return record._replace(moments=moments, states=states, values=values, changes=changes)

    return replace(stream, records=tuple(map(moved, stream.records)))


def _stage_later(stage: Stage, by: int) -> Stage:
    coverage = {
        name: IntervalSet(tuple((start + by, end + by) for start, end in each)) for name, each in stage.coverage.items()
    }
    as_of = None if stage.as_of is None else stage.as_of + by
    return Stage((stage.period[0] + by, stage.period[1] + by), as_of, coverage, stage.instants)


def _told_later(each: Told, by: int) -> Told:
    claim = each.claim
    if claim is not None:
        claim = (claim[0], claim[1] + by, None if claim[2] is None else claim[2] + by)
    return replace(each, window=(each.window[0] + by, each.window[1] + by), claim=claim)


@effort(200)
@given(scenes())
def test_the_parts_of_a_period_add_up_to_it(scene: Scene) -> None:
    """Days, and days cut at the instants of the log: microseconds of every class, counts, sums, verdicts add up."""
    graph, (start, end) = scene.graph, scene.stage.period
    additive = (MeasureTime, MeasureClasses, MeasureRows, MeasureBuckets, MeasureRecords)
    # What is left out at the ends of a day is not what is left out at the ends of all days.
    whole_ones = ((ref, node) for ref, node in enumerate(graph.nodes) if getattr(node, "trim", None) is None)
    measures = tuple(Ref(ref) for ref, node in whole_ones if isinstance(node, additive))
    midnights = (each.start for each in tile(WindowKind.day(), Zone.named(graph.zone), start, end)[:40])
    borders = sorted({start, end, *(at for at in (*midnights, *scene.stage.instants) if start < at < end)})
    days = [Window(WindowKind.day(), *each, "part") for each in pairwise(borders)]
    whole = Window(WindowKind.term(), start, end, "whole")
    coverage = {name: IntervalSet.single(start, end) for name in scene.log.streams} | dict(scene.stage.coverage)
    demands = (Demand(measures, (), tuple(days)), Demand(measures, (), (whole,)))
    as_of = end if scene.stage.as_of is None else scene.stage.as_of
    measured = ReferenceEngine().measure(graph, scene.log, Frame(as_of, coverage, demands))
    for ref in measures:
        parts = [_parts(_cell(measured, ref, each), graph.nodes[ref]) for each in days]
        total = _parts(_cell(measured, ref, whole), graph.nodes[ref])
        assert tuple(map(sum, zip(*parts, strict=True))) == total


def _cell(measured: Measurements, ref: Ref, window: Window) -> Found:
    return measured.found[Cell(ref, (), (), window.start, window.end)]


def _parts(found: Found, node: object) -> tuple[int | Fraction, ...]:
    """What of a measurement adds up over windows that follow one another."""
    match found:
        case TimeFound():
            return found.inside, found.unknown
        case ClassesFound():
            by_clause = (time for _, time in found.excluded_by)
            return (found.window, found.out_of_schedule, found.unknown, found.down, found.up, *by_clause)
        case RecordsFound():
            return found.met, found.missed, found.undecided, found.none
        case BucketsFound():
            return (found.total, found.counted, found.missing, found.undefined, *found.by_case)
        case NumberFound():
            adds = isinstance(node, MeasureRows) and node.statistic in ("count", "sum")
            return found.records, found.without, (found.value or Fraction(0)) if adds else 0
