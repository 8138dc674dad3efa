"""Which row of a table pays: the worst one that matches a ladder, the one range that holds the value, or none, a gap,
a conflict."""

from fractions import Fraction
from typing import Literal, assert_never

from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import RowBound, RowTable, TableRow
from sladsl.rules.derivation import Step
from sladsl.rules.values import CellValues
from sladsl.rules.words import bound_words, value_words

Side = Literal["below", "above", "at least", "at most", "exactly"]

_LOOKS_DOWN = ("below", "at most")
_LOOKS_UP = ("above", "at least")

IN_NO_ROW = "in no row"


@frozen
class Reached(Frozen):
    """`gives` is what the row gives; None where no row pays. `step` tells how it was found."""

    outcome: Literal["none", "row", "gap", "conflict", "no verdict"]
    row: str | None
    gives: Step | None
    step: Step


def reach(tables: tuple[RowTable, ...], measured: Step, values: CellValues) -> Reached:
    """The row that a measured value reaches, in the table that is in force."""
    chosen = _in_force(tables, values)
    if isinstance(chosen, Step):
        return Reached("no verdict", None, None, chosen)
    if chosen is None:
        return _nothing("none", "no table applies", measured)
    value = measured.number
    if value is None:
        return Reached("no verdict", None, None, Step("table", None, None, (measured,), chosen.span, measured.note))
    matching: list[TableRow] = []
    for row in chosen.rows:
        for bound in row.bounds:
            step = values.step(bound.value)
            if step.value is None:
                return Reached("no verdict", None, None, Step("row", None, None, (measured, step), row.span, step.note))
        if all(_keeps(bound.side, value, values.step(bound.value).known) for bound in row.bounds):
            matching.append(row)
    if not matching:
        better = all(_is_better(row, chosen.better, value, values) for row in chosen.rows)
        return _nothing("none", "better than every row", measured) if better else _nothing("gap", IN_NO_ROW, measured)
    if chosen.ladder:
        matching = _furthest(matching, values)
    return _agreed(matching, measured, values)


def _in_force(tables: tuple[RowTable, ...], values: CellValues) -> RowTable | Step | None:
    """The first table whose condition holds, else the one for all other cases; a Step where nobody knows."""
    for table in tables:
        if table.when is not None:
            condition = values.step(table.when)
            if condition.value is None:
                return Step("table", None, None, (condition,), table.span, condition.note)
            if condition.value:
                return table
    return next((table for table in tables if table.when is None), None)


def _furthest(rows: list[TableRow], values: CellValues) -> list[TableRow]:
    """Of rows that all look one way, those that lie furthest that way: `below 95%` before `below 99%`, and before
    `at most 95%`."""
    distance = {id(row): _distance(row.bounds[0], values.step(row.bounds[0].value).known) for row in rows}
    best = max(distance.values())
    return [row for row in rows if distance[id(row)] == best]


def _distance(bound: RowBound, value: Fraction) -> tuple[Fraction, bool]:
    strict = bound.side in ("below", "above")
    return (-value if bound.side in _LOOKS_DOWN else value), strict


def _agreed(rows: list[TableRow], measured: Step, values: CellValues) -> Reached:
    gives = [values.step(row.gives) for row in rows]
    absent = next((each for each in gives if each.value is None), None)
    if absent is not None:
        return Reached("no verdict", None, None, Step("row", None, None, (measured, absent), rows[0].span, absent.note))
    words = [row_words(row, values) for row in rows]
    if any(each.value != gives[0].value for each in gives):
        named = " and ".join(words)
        step = Step("rows", None, None, (measured, *gives), rows[0].span, f"{named} both hold")
        return Reached("conflict", "; ".join(words), None, step)
    step = Step(f"row: {words[0]}", gives[0].value, gives[0].unit, (measured, gives[0]), rows[0].span)
    return Reached("row", words[0], gives[0], step)


def row_words(row: TableRow, values: CellValues) -> str:
    """`below 99% gives 25%`."""
    bounds = [values.step(bound.value) for bound in row.bounds]
    said = [bound_words(bound, step.value, step.unit) for bound, step in zip(row.bounds, bounds, strict=True)]
    gives = values.step(row.gives)
    return f"{' and '.join(said)} gives {value_words(gives.value, gives.unit)}"


def _keeps(side: Side, value: Fraction, bound: Fraction) -> bool:
    match side:
        case "below":
            return value < bound
        case "above":
            return value > bound
        case "at least":
            return value >= bound
        case "at most":
            return value <= bound
        case "exactly":
            return value == bound
        case _:
            assert_never(side)


def _is_better(row: TableRow, better: Literal["more", "less"], value: Fraction, values: CellValues) -> bool:
    """Whether the value lies beyond the row on its good side."""
    ends = _LOOKS_DOWN if better == "more" else _LOOKS_UP
    for bound in row.bounds:
        limit = values.step(bound.value).known
        if bound.side in ends and not _keeps(bound.side, value, limit):
            return True
        if bound.side == "exactly" and (value > limit if better == "more" else value < limit):
            return True
    return False


def _nothing(outcome: Literal["none", "gap"], note: str, measured: Step) -> Reached:
    return Reached(outcome, None, None, Step("table", Fraction(0), None, (measured,), note=note))
