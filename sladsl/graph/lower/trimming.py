"""`without the highest 2 and the lowest 5%` → what a statistic leaves out."""

from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.trimming import Trim
from sladsl.syntax import ast


def trim(lowering: Lowering, written: tuple[ast.Extremes, ...]) -> Trim | None:
    if not written:
        return None
    if sum(each.share for each in written) >= 1 or any(not each.number and not each.share for each in written):
        lowering.say(
            types.OUT_OF_RANGE, "of all values, some are left out and some stay", written[0].span,
            Fix("write for instance `without the highest 5% and the lowest 5%`"),
        )  # fmt: skip
        return None
    by_side = {each.which: each for each in written}
    low, high = by_side.get("lowest"), by_side.get("highest")
    none = Fraction(0)
    return Trim(
        low.number if low else 0,
        high.number if high else 0,
        low.share if low else none,
        high.share if high else none,
    )
