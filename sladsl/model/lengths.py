"""Lengths of time as written → microseconds."""

from fractions import Fraction
from typing import Literal, get_args

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.temporal import DAY, HOUR, MICROSECOND, MINUTE, SECOND, WEEK

FixedUnit = Literal["microsecond", "millisecond", "second", "minute", "hour", "day", "week"]
FIXED: dict[str, int] = dict(
    zip(get_args(FixedUnit), (MICROSECOND, 1000 * MICROSECOND, SECOND, MINUTE, HOUR, DAY, WEEK), strict=True)
)


def elapsed(quantity: ast.Quantity) -> Fraction | None:
    """Microseconds of an elapsed length; None where the unit has no fixed length."""
    length = FIXED.get(quantity.unit)
    return None if length is None else quantity.value * length


def microseconds(quantity: ast.Quantity, problems: Problems, what: str, example: str = "5min") -> int | None:
    """A positive whole number of microseconds, or a diagnostic and None."""
    if quantity.kind != "elapsed" or (length := elapsed(quantity)) is None:
        problems.add(
            types.CALENDAR_LENGTH,
            f"{what} must have a fixed length",
            quantity.span,
            fixes=[Fix(f"write seconds, minutes, hours or days, for instance `{example}`")],
        )
        return None
    if length <= 0 or length.denominator != 1:
        problems.add(
            types.OUT_OF_RANGE, f"{what} must be a whole number of microseconds and more than none", quantity.span,
            fixes=[Fix(f"write for instance `{example}`")],
        )  # fmt: skip
        return None
    return int(length)
