"""Targets and tables that compile and still cannot be meant: out of reach, upside down, twice the same."""

from fractions import Fraction
from itertools import pairwise

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, readings, time, types
from sladsl.graph.contract import Comparator
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.requirements import Wanted
from sladsl.graph.lower.values import ValueLayer
from sladsl.graph.measures import MeasureClasses
from sladsl.graph.node import Ref
from sladsl.graph.values import Availability, Constant, Measured, Rounded
from sladsl.model.units import decimal_text
from sladsl.syntax import ast
from sladsl.temporal import DAY, HOUR

_LOWER = ("above", "at least")
_UPPER = ("below", "at most")


def check_target(layer: ValueLayer, wanted: Wanted, measured: Ref, target: Ref | None) -> None:
    """A target that is always kept or never, or a comparison that rewards downtime."""
    lowering = layer.lowering
    assert wanted.target is not None
    if isinstance(lowering.table[measured], Constant):
        lowering.say(
            types.NO_REQUIREMENT, "this looks at no log: it is always kept, or never", wanted.whole.span,
            Fix("hold a measured number against its target, for instance `uptime >= 99.9%`"),
        )  # fmt: skip
        return
    value = None if target is None else layer.fixed(target)
    if (
        value is not None
        and is_share(lowering, measured)
        and (
            not 0 <= value <= 1
            or (value == 1 and wanted.comparator == ">")
            or (value == 0 and wanted.comparator == "<")
        )
    ):
        out_of_reach(lowering, wanted.target)
    elif isinstance(_under(lowering, measured), Availability) and wanted.comparator in ("<", "<="):
        lowering.say(
            readings.WRONG_WAY, "this is kept while the availability is low, and missed when it is high",
            wanted.whole.span,
            Fix("write `>=`; or measure `time of …`, of which less is better"),
        )  # fmt: skip


# Days that stand for a window by convention: 30, 31 or 730 hours for a month, 360 to 366 for a year.
_CONVENTIONAL = {
    "day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "half year": (180, 184), "year": (360, 366),
}  # fmt: skip


def check_denominator(lowering: Lowering, measured: Ref, taken: ast.WindowSpec) -> None:
    """`over 30 days` is a month: it cannot be what a quarter is divided by."""
    node = _under(lowering, measured)
    if not isinstance(node, Availability) or node.over is None or taken.unit not in _CONVENTIONAL:
        return
    classes = lowering.table[node.classes]
    shortest, longest = (taken.count * each for each in _CONVENTIONAL[taken.unit])
    if isinstance(classes, MeasureClasses) and classes.schedule is not None:
        return  # so many hours of service in it, whatever they are
    if not shortest * DAY <= node.over <= longest * DAY:
        lowering.problems.add(
            time.BAD_WINDOW,
            f"this is taken per {_several(taken)}, but the availability is reckoned over {_length(node.over)}",
            taken.span,
            labels=[Label(place, "reckoned here") for place in [lowering.table.places[measured]] if place],
            fixes=[Fix(f"write after `over` what stands for a {taken.unit}, or take another window")],
        )


def _several(taken: ast.WindowSpec) -> str:
    return taken.unit if taken.count == 1 else f"{taken.count} {taken.unit}s"


def _length(us: Fraction) -> str:
    days = us / DAY
    return f"{decimal_text(days)} days" if days >= 1 else f"{decimal_text(us / HOUR)} hours"


def out_of_reach(lowering: Lowering, place: ast.Expression) -> None:
    """Says that a share or an availability never is what is asked of it."""
    lowering.say(
        types.OUT_OF_RANGE, "an availability or a share lies between 0% and 100%", place.span,
        Fix("write a percentage that it can reach"),
    )  # fmt: skip


def is_share(lowering: Lowering, ref: Ref) -> bool:
    """Whether a value lies between 0 % and 100 % by its nature."""
    node = _under(lowering, ref)
    return isinstance(node, Availability) or (isinstance(node, Measured) and node.part == "share")


def _under(lowering: Lowering, ref: Ref) -> object:
    node = lowering.table[ref]
    while isinstance(node, Rounded):
        node = lowering.table[node.operand]
    return node


def check_table(layer: ValueLayer, table: ast.Table, comparator: Comparator | None, results: str = "good") -> None:
    """A ladder that looks away from the target, and rows that cannot all be meant."""
    rows = [(row, _bounds(layer, row), _value(layer, row.gives)) for row in table.rows]
    sides = {side for _, bounds, _ in rows for side, _ in bounds}
    if any(len(bounds) != 1 or bounds[0][1] is None for _, bounds, _ in rows):
        return
    pays = any(gives != 0 for _, _, gives in rows)
    for away, near, good in ((_LOWER, _UPPER, (">", ">=")), (_UPPER, _LOWER, ("<", "<="))):
        if sides and sides <= set(away) and comparator in good and pays:
            layer.lowering.say(
                names.CONTRADICTING_LINES,
                f"this table pays for {results} results: the objective wants the number to be "
                f"{'high' if (good[0] == '>') == (results == 'good') else 'low'}, the rows look {away[0]} their values",
                table.rows[0].span,
                Fix(f"write `{near[0]}` in the rows"),
            )
            return
    _check_ladder(layer.lowering, [(row, bounds[0], gives) for row, bounds, gives in rows], sides)


def check_row(layer: ValueLayer, row: ast.Row) -> None:
    """A row in which no value can lie."""
    if _is_empty(_bounds(layer, row)):
        layer.lowering.say(
            types.OUT_OF_RANGE, "no value lies in this row: its lower end is not below its upper one", row.span,
            Fix("write the smaller value first, for instance `95% until 99%`"),
        )  # fmt: skip


Bounds = list[tuple[str, Fraction | None]]


def _bounds(layer: ValueLayer, row: ast.Row) -> Bounds:
    return [(bound.side, _value(layer, bound.value)) for bound in row.bounds]


def _value(layer: ValueLayer, written: ast.Expression) -> Fraction | None:
    """A fixed number of a row; it has been lowered before, so nothing new is said."""
    lowered = layer.lower(written)
    return None if lowered is None else layer.fixed(lowered.ref)


def _is_empty(bounds: Bounds) -> bool:
    lower = [(value, side == "at least") for side, value in bounds if side in _LOWER and value is not None]
    upper = [(value, side == "at most") for side, value in bounds if side in _UPPER and value is not None]
    return any(
        low > high or (low == high and not (low_in and high_in)) for low, low_in in lower for high, high_in in upper
    )


def _check_ladder(
    lowering: Lowering, rows: list[tuple[ast.Row, tuple[str, Fraction | None], Fraction | None]], sides: set[str]
) -> None:
    seen: dict[tuple[str, Fraction | None], ast.Row] = {}
    for row, bound, _ in rows:
        if bound in seen:
            lowering.problems.add(
                names.CONTRADICTING_LINES,
                "two rows of the table are about the same values",
                row.span,
                labels=[Label(seen[bound].span, "the other row")],
                fixes=[Fix("keep one of them, or give each its own bound")],
            )
            return
        seen[bound] = row
    if not (sides <= set(_UPPER) or sides <= set(_LOWER)):
        return
    ordered = sorted(
        ((bound[1], gives, row) for row, bound, gives in rows if bound[1] is not None and gives is not None),
        key=lambda each: each[0],
        reverse=sides <= set(_UPPER),
    )
    for (_, better, first), (_, worse, second) in pairwise(ordered):
        if worse < better:
            lowering.problems.add(
                readings.WRONG_WAY,
                "a worse result gives less than a better one",
                second.gives.span,
                labels=[Label(first.gives.span, "the better result gives this")],
                fixes=[Fix("exchange the two, if the worse result is to give more")],
            )
            return
