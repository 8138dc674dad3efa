"""The value of the record next to a window: of each stretch between the borders of windows the first or the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sladsl.engines.columnar.places import Binding, Stretches
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import NumberFound, Scope
from sladsl.graph.measures import MeasureNear
from sladsl.temporal import Window


@dataclass(frozen=True, slots=True)
class Nearest:
    """The value by part of a scope and number of the stretch, in order; -1 is all time before the first border. None:
    the record has no value."""

    node: MeasureNear
    stretches: Stretches
    values: Mapping[Scope, Sequence[tuple[int, Fraction | None]]]

    @classmethod
    def of(cls, node: MeasureNear, source: Source, binding: Binding, windows: Sequence[Window]) -> "Nearest":
        stretches, emitter, dialect = Stretches.of(windows), source.emitter, source.dialect
        where, value = emitter.condition(node.where), emitter.number(node.operand)
        start, end = dialect.number(stretches.start), dialect.number(stretches.end)
        last, inside = len(stretches.borders) - 1, stretches.number("t", dialect)
        number = f"CASE WHEN t < {start} THEN -1 WHEN t >= {end} THEN {last} ELSE {inside} END"
        bottom = dialect.number(value.bottom) if isinstance(value.bottom, int) else value.bottom
        placed = (
            f"SELECT {binding.selected()}t, file, line, {number} AS w, {value.top} AS v, {bottom} AS d "
            f"FROM (SELECT *, {emitter.instant(None)} AS t FROM {source.table}) s "
            f"WHERE t IS NOT NULL AND {binding.known()} AND {where}"
        )
        names, turn = binding.names(), "" if node.direction == "next" else " DESC"
        order = f"PARTITION BY {names}w ORDER BY t{turn}, file{turn}, line{turn}"
        ranked = f"SELECT {names}w, v, d, row_number() OVER ({order}) AS r FROM ({placed}) p"
        found: dict[Scope, list[tuple[int, Fraction | None]]] = {}
        for row in source.store.rows(f"SELECT {names}w, v, d FROM ({ranked}) q WHERE r = 1 ORDER BY w"):
            w, top, below = row[len(binding.columns) :]
            told = None if top is None else Fraction(int(top), int(below))
            found.setdefault(binding.read(row), []).append((int(w), told))
        return cls(node, stretches, found)

    def found(self, part: Scope, window: Window) -> NumberFound:
        there = self.values.get(part, ())
        if self.node.direction == "next":
            first = self.stretches.index(window.end)
            chosen = [value for number, value in there if number >= first][:1]
        else:
            first = self.stretches.index(window.start)
            chosen = [value for number, value in there if number < first][-1:]
        if not chosen:
            return NumberFound(None, records=0, without=0)
        (value,) = chosen
        return NumberFound(value, records=int(value is not None), without=int(value is None))
