"""Two units that do not go together: what most likely is meant."""

from fractions import Fraction

from sladsl.diagnostics import Fix
from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT, Unit, decimal_text
from sladsl.syntax import ast


def hints(left: Unit, right: Unit, place: ast.Expression) -> list[Fix]:
    """Ways out for `place`, whose unit is `right` where `left` is needed."""
    if right == NUMBER and isinstance(place, ast.Number):
        return _unit_for(left, place)
    if left.calendar is not None and right == DURATION:
        return [_in_business_time(left.calendar, place)]
    if left == DURATION and right.is_time:
        return [Fix("write elapsed time, for instance `4h`; or count in the calendar: `time in office from … to …`")]
    if left.calendar is not None and right.calendar is not None:
        return [Fix(f"both must be counted in one calendar: `… business hours of {left.calendar}`")]
    if left.is_time and right == PERCENT:
        return [Fix("write a length of time; for a percentage measure `availability of …` or `share of … with …`")]
    if right.is_time and left.factors and not left.is_time and left.currency is None:
        return [Fix(f"write a plain number of {left.words()}, or declare the attribute as `duration`")]
    if left == PERCENT and right.is_time:
        return [Fix("write a percentage; for a length of time measure `time of …`")]
    if left in (COUNT, NUMBER) and right == PERCENT and isinstance(place, ast.Arithmetic):
        return [Fix("for so many of them write `of`, for instance `5% of count of orders`")]
    if left in (COUNT, NUMBER) and right == PERCENT:
        return [Fix("write a plain number; for a percentage measure `share of … with …`, or divide by the total")]
    if left.currency and right == PERCENT:
        return [Fix("say of what it is a share, for instance `5% of fees`")]
    if left.currency and right.currency:
        return [Fix("keep to one currency: a contract that changes between two must say at which rate")]
    return []


def _unit_for(unit: Unit, place: ast.Number) -> list[Fix]:
    figure = decimal_text(place.value)
    if unit == PERCENT:
        return percent_for(place)
    if unit.currency is not None:
        return [Fix(f"write `{figure} {unit.currency}`", place.span, f"{figure} {unit.currency}")]
    if unit.calendar is not None:
        text = f"{figure} business hours of {unit.calendar}"
        return [Fix(f"say in which unit, for instance `{text}`")]
    if unit == DURATION:
        return [Fix(f"say in which unit, for instance `{figure}min` or `{figure}h`")]
    return []


def percent_for(place: ast.Number) -> list[Fix]:
    """`99.9` is 99.9 %; of `0.999` one cannot be sure."""
    figure = decimal_text(place.value)
    if not 0 < place.value < 1:
        return [Fix(f"write `{figure}%`", place.span, f"{figure}%")]
    hundredfold = decimal_text(place.value * 100)
    return [
        Fix(f"write `{hundredfold}%`, if a part of one is meant", place.span, f"{hundredfold}%"),
        Fix(f"write `{figure}%`, if a part of a hundred is meant", place.span, f"{figure}%"),
    ]


def _in_business_time(calendar: str, place: ast.Expression) -> Fix:
    fixed = isinstance(place, ast.Quantity) and place.kind == "elapsed" and place.unit in ("minute", "hour")
    if not fixed or not isinstance(place, ast.Quantity):
        return Fix(f"count in the same calendar: write business hours, `… business hours of {calendar}`")
    plural = place.unit if place.value == Fraction(1) else f"{place.unit}s"
    text = f"{decimal_text(place.value)} business {plural} of {calendar}"
    return Fix(f"count in the same calendar: `{text}`", place.span, text)
