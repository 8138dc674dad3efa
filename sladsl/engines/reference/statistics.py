"""Statistics over records: counts, sums, means, order statistics, and the value of the nearest record."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from sladsl.engines.exact_statistics import exact_statistic
from sladsl.engines.measurements import NumberFound
from sladsl.engines.reference.placing import Placed
from sladsl.engines.reference.surroundings import RowFunction, Surroundings
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureNear, MeasureRows
from sladsl.logs.records import Place, Record
from sladsl.temporal import Window

_NOTHING: Final = NumberFound(None, records=0, without=0)


def statistics_of(node: MeasureRows, around: Surroundings, windows: Sequence[Window]) -> list[NumberFound]:
    operand = None if node.operand is None else around.row(node.operand)
    chosen = _chosen(around.placed(node.stream, node.moment), node.where, around)
    return [_statistic(node, operand, chosen.between(each.start, each.end).records, around) for each in windows]


def nearest(node: MeasureNear, around: Surroundings, windows: Sequence[Window]) -> list[NumberFound]:
    """A record whose value is not known is still the nearest one: then there is no value."""
    operand = around.row(node.operand)
    chosen = _chosen(around.placed(node.stream, None), node.where, around)
    found: list[NumberFound] = []
    for window in windows:
        if node.direction == "next":
            records = chosen.between(window.end, around.as_of).records[:1]
        else:
            before = chosen.count_before(window.start)
            records = chosen.records[before - 1 : before] if before else []
        found.append(_value_of(operand, records, node.stream, around))
    return found


def _chosen(placed: Placed, where: Ref | None, around: Surroundings) -> Placed:
    """Those that meet the condition."""
    if where is None:
        return placed
    holds = around.row(where)
    pairs = [pair for pair in zip(placed.instants, placed.records, strict=True) if holds(pair[1]) is True]
    return Placed([at for at, _ in pairs], [record for _, record in pairs])


def _statistic(
    node: MeasureRows, operand: RowFunction | None, records: Sequence[Record], around: Surroundings
) -> NumberFound:
    if operand is None:
        assert node.statistic == "count", "a statistic other than the count is of something"
        return NumberFound(Fraction(len(records)), len(records), 0, _places(node.stream, records, around))
    valued = [(value, record) for record in records if (value := operand(record)) is not None]
    values = [value for value, _ in valued]
    places = _places(node.stream, (record for _, record in valued), around)
    value = exact_statistic(node.statistic, values, node.percentile, node.trim)
    return NumberFound(value, len(values), len(records) - len(values), places)


def _value_of(operand: RowFunction, records: Sequence[Record], stream: str, around: Surroundings) -> NumberFound:
    if not records:
        return _NOTHING
    value = operand(records[0])
    if value is None:
        return NumberFound(None, records=0, without=1)
    return NumberFound(Fraction(value), 1, 0, _places(stream, records, around))


def _places(stream: str, records: Iterable[Record], around: Surroundings) -> tuple[tuple[str, Place], ...]:
    return tuple((stream, record.place) for record in records) if around.evidence else ()
