"""Statistics over records, several at once: one pass over a stream for all that are counted and added up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from sladsl.engines.columnar.numbers import NoEmitter, Number
from sladsl.engines.columnar.places import Binding, Stretches, layers
from sladsl.engines.columnar.rows import RowEmitter
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import NumberFound, Scope
from sladsl.engines.reference.exact_sums import exact_sum
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRows
from sladsl.temporal import Window

_MOST_LAYERS: Final = 12
_ADDED: Final = frozenset(("count", "sum", "mean", "max", "min"))


@dataclass(slots=True)
class _Part:
    """What was found of a measure in one stretch: how many records, how many with a value, sums by denominator."""

    records: int = 0
    valued: int = 0
    sums: dict[int, int] = field(default_factory=dict)
    least: int | None = None
    greatest: int | None = None

    def add(self, other: "_Part") -> None:
        self.records += other.records
        self.valued += other.valued
        for bottom, top in other.sums.items():
            self.sums[bottom] = self.sums.get(bottom, 0) + top
        self.least = _chosen(min, self.least, other.least)
        self.greatest = _chosen(max, self.greatest, other.greatest)


Parts = dict[tuple[Scope, int], _Part]


def is_added_up(node: MeasureRows) -> bool:
    """Whether the statistic of a window follows from those of its parts."""
    return node.statistic in _ADDED and node.trim is None


@dataclass(frozen=True, slots=True)
class Emitted:
    """A measure with the SQL of its condition and its operand."""

    node: MeasureRows
    where: str
    operand: Number | None

    @classmethod
    def of(cls, node: MeasureRows, emitter: RowEmitter) -> "Emitted":
        where = emitter.condition(node.where)
        operand = None if node.operand is None else emitter.number(node.operand)
        if operand is not None and isinstance(operand.bottom, str) and node.statistic in ("max", "min"):
            raise NoEmitter("fractions of unlike denominators are not put in order")
        return cls(node, where, operand)


def added_up(
    source: Source, moment: int | None, binding: Binding, measures: Mapping[Ref, Emitted], windows: Sequence[Window]
) -> Iterator[tuple[Ref, Scope, Window, NumberFound]]:
    """What each of the measures finds in each part of a scope that has records; elsewhere there are none."""
    stretches = Stretches.of(windows)
    plain = {
        ref: each for ref, each in measures.items() if each.operand is None or isinstance(each.operand.bottom, int)
    }
    found: dict[Ref, Parts] = {ref: {} for ref in measures}
    if plain:
        _plain(source, moment, binding, plain, stretches, found)
    for ref, each in measures.items():
        if ref not in plain:
            _by_bottom(source, moment, binding, each, stretches, found[ref])
    for ref, parts in found.items():
        for scope in {scope for scope, _ in parts}:
            for window in windows:
                part = _Part()
                for number in stretches.within(window):
                    if (one := parts.get((scope, number))) is not None:
                        part.add(one)
                yield ref, scope, window, _found(measures[ref], part)


def _plain(
    source: Source,
    moment: int | None,
    binding: Binding,
    measures: Mapping[Ref, Emitted],
    stretches: Stretches,
    found: Mapping[Ref, Parts],
) -> None:
    columns: list[str] = []
    for index, each in enumerate(measures.values()):
        columns.append(f"{each.where} AS c{index}")
        if each.operand is not None:
            columns.append(f"{each.operand.top} AS v{index}")
    asked: list[str] = []
    for index, each in enumerate(measures.values()):
        asked.append(f"count(CASE WHEN c{index} THEN 1 END)")
        if each.operand is not None:
            value = f"CASE WHEN c{index} THEN v{index} END"
            asked += [f"count({value})", source.dialect.summed(value), f"min({value})", f"max({value})"]
    placed, names = _placed(source, moment, binding, stretches, columns), binding.names()
    sql = f"SELECT {names}w, {', '.join(asked)} FROM ({placed}) p GROUP BY {names}w"
    keys = len(binding.columns)
    for row in source.store.rows(sql):
        scope, number = binding.read(row), int(row[keys])
        cells = iter(row[keys + 1 :])
        for ref, each in measures.items():
            part = _Part(next(cells))
            if each.operand is not None:
                assert isinstance(each.operand.bottom, int)
                part.valued, summed, part.least, part.greatest = next(cells), next(cells), next(cells), next(cells)
                part.sums = {each.operand.bottom: int(summed or 0)}
            found[ref][scope, number] = part


def _by_bottom(
    source: Source, moment: int | None, binding: Binding, each: Emitted, stretches: Stretches, found: Parts
) -> None:
    """Fractions of unlike denominators, added up for each of them."""
    assert each.operand is not None
    columns = [f"{each.where} AS c", f"{each.operand.top} AS v", f"{each.operand.bottom} AS b"]
    placed, names = _placed(source, moment, binding, stretches, columns), binding.names()
    by = f"{names}w, CASE WHEN v IS NOT NULL THEN b END"
    sql = f"SELECT {by} AS b, count(*), {source.dialect.summed('v')} FROM ({placed}) p WHERE c GROUP BY {by}"
    keys = len(binding.columns)
    for row in source.store.rows(sql):
        number, bottom, count, summed = row[keys:]
        part = found.setdefault((binding.read(row), int(number)), _Part())
        part.records += count
        if bottom is not None:
            part.valued += count
            part.sums[int(bottom)] = int(summed)


def ranked(
    source: Source, binding: Binding, node: MeasureRows, each: Emitted, windows: Sequence[Window]
) -> Iterator[tuple[Scope, Window, NumberFound]]:
    """What rests on the order of the values of each window: those at one or two ranks, or all but the extreme ones."""
    if each.operand is None or isinstance(each.operand.bottom, str):
        raise NoEmitter("fractions of unlike denominators are not put in order")
    groups = list(layers(windows))
    if len(groups) > _MOST_LAYERS:
        raise NoEmitter("windows that overlap")
    columns = [f"{each.where} AS c", f"{each.operand.top} AS v"]
    keys, names = len(binding.columns), binding.names()
    chosen = f"CASE WHEN {_ranks(node, source)} THEN v END"
    for layer in groups:
        stretches = Stretches.of(layer)
        numbers = {number: window for window in layer for number in stretches.within(window)}
        placed = _placed(source, node.moment, binding, stretches, columns)
        by = f"(PARTITION BY {names}w"
        ordered = (
            f"SELECT {names}w, v, row_number() OVER {by}, v IS NULL ORDER BY v) AS r, "
            f"count(v) OVER {by}) AS filled, count(*) OVER {by}) AS n FROM ({placed}) p WHERE c"
        )
        left = f"r - {_lowest(node, source)} AS r, {_kept(node, source)} AS kept"
        kept = f"SELECT {names}w, v, n, filled, {left} FROM ({ordered}) o"
        sql = (
            f"SELECT {names}w, max(n), max(filled), {source.dialect.summed(chosen)}, count({chosen}), "
            f"min({chosen}), max({chosen}) FROM ({kept}) k GROUP BY {names}w"
        )
        for row in source.store.rows(sql):
            number, records, valued, *found = row[keys:]
            if int(number) in numbers:
                value = _of_ranks(node, each.operand.bottom, *found)
                yield binding.read(row), numbers[int(number)], NumberFound(value, valued, records - valued)


def _of_ranks(
    node: MeasureRows, bottom: int, summed: int | None, used: int, least: int | None, greatest: int | None
) -> Fraction | None:
    """Of the values that count."""
    match node.statistic:
        case "count":
            return Fraction(used)
        case "sum":
            return Fraction(int(summed or 0), bottom)
        case "max" | "min":
            chosen = greatest if node.statistic == "max" else least
            return None if chosen is None else Fraction(chosen, bottom)
        case _:
            return Fraction(int(summed or 0), int(used) * bottom) if used else None


def _lowest(node: MeasureRows, source: Source) -> str:
    """How many of the lowest values are left out."""
    return "0" if node.trim is None else _left_out(node.trim.lowest, node.trim.lowest_share, source)


def _kept(node: MeasureRows, source: Source) -> str:
    """How many values are not left out."""
    if node.trim is None:
        return "filled"
    highest = _left_out(node.trim.highest, node.trim.highest_share, source)
    return f"greatest(filled - {_lowest(node, source)} - {highest}, 0)"


def _left_out(number: int, share: Fraction, source: Source) -> str:
    top, bottom = map(source.dialect.number, share.as_integer_ratio())
    return f"({number} + {source.dialect.divided(f'filled * {top}', bottom)})" if share else str(number)


def _ranks(node: MeasureRows, source: Source) -> str:
    """Which ranks of those kept count: the one of a percentile, the one or two whose mean a median is, or all."""
    divided, there = source.dialect.divided, "v IS NOT NULL AND kept > 0"
    if node.statistic == "median":
        low, high = divided("kept + 1", source.dialect.number(2)), divided("kept + 2", source.dialect.number(2))
        return f"({there} AND (r = {low} OR r = {high}))"
    if node.statistic != "percentile":
        return f"({there} AND r >= 1 AND r <= kept)"
    assert node.percentile is not None, "a percentile says which"
    top, bottom = map(source.dialect.number, node.percentile.as_integer_ratio())
    rank = divided(f"kept * {top} + {bottom} - 1", bottom)
    return f"({there} AND r = least(greatest({rank}, 1), kept))"


def _placed(source: Source, moment: int | None, binding: Binding, stretches: Stretches, columns: Iterable[str]) -> str:
    """The rows of some windows with their keys, the number of their stretch, and what is asked of each."""
    start, end = source.dialect.number(stretches.start), source.dialect.number(stretches.end)
    return (
        f"SELECT {binding.selected()}{stretches.number('t', source.dialect)} AS w, {', '.join(columns)} "
        f"FROM (SELECT *, {source.emitter.instant(moment)} AS t FROM {source.table}) s "
        f"WHERE t >= {start} AND t < {end} AND {binding.known()}"
    )


def _found(each: Emitted, part: _Part) -> NumberFound:
    if each.operand is None:
        return NumberFound(Fraction(part.records), part.records, 0)
    return NumberFound(_value(each, part), part.valued, part.records - part.valued)


def nothing_found(node: MeasureRows) -> NumberFound:
    """Of no records at all."""
    return NumberFound(Fraction(0) if node.statistic in ("count", "sum") else None, 0, 0)


def _value(each: Emitted, part: _Part) -> Fraction | None:
    assert each.operand is not None
    match each.node.statistic:
        case "count":
            return Fraction(part.valued)
        case "sum":
            return _sum(part)
        case "mean":
            return _sum(part) / part.valued if part.valued else None
        case "max" | "min":
            assert isinstance(each.operand.bottom, int)
            chosen: Any = part.greatest if each.node.statistic == "max" else part.least
            return None if chosen is None else Fraction(chosen, each.operand.bottom)
        case _:
            raise AssertionError("these are ranked")


def _sum(part: _Part) -> Fraction:
    return exact_sum(Fraction(top, bottom) for bottom, top in part.sums.items())


def _chosen(choose: Any, one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    chosen: int = choose(one, other)
    return chosen
