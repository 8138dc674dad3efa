"""The values that documents share: exact numbers, instants, windows, scopes, places in logs."""

from fractions import Fraction
from functools import lru_cache

from sladsl.diagnostics.render.document import Json
from sladsl.logs.records import EventLog, Place
from sladsl.model.units import Unit
from sladsl.report.numbers import shown_number
from sladsl.temporal import Window, Zone, format_instant


def number_value(value: Fraction, unit: Unit | None, shown_in: str | None = None) -> dict[str, Json]:
    """`exact` is a reduced fraction and `rounded` a decimal, both in `unit`; time is also told in words."""
    return dict(_number_value(*value.as_integer_ratio(), unit, shown_in))


@lru_cache(maxsize=4096)
def _number_value(numerator: int, denominator: int, unit: Unit | None, shown_in: str | None) -> dict[str, Json]:
    """Targets, allowances and amounts come again and again."""
    shown = shown_number(Fraction(numerator, denominator), unit, shown_in)
    found: dict[str, Json] = {"exact": shown.exact, "rounded": shown.rounded, "unit": shown.unit}
    if shown.human is not None:
        found["human"] = shown.human
    if shown.calendar is not None:
        found["calendar"] = shown.calendar
    return found


def optional_number(value: Fraction | None, unit: Unit | None, shown_in: str | None = None) -> dict[str, Json] | None:
    return None if value is None else number_value(value, unit, shown_in)


@lru_cache(maxsize=4096)
def instant_value(instant: int | None, zone: Zone) -> str | None:
    return None if instant is None else format_instant(instant, zone)


def window_value(window: Window, partial: bool, zone: Zone) -> dict[str, Json]:
    return {
        "label": window.label,
        "start": instant_value(window.start, zone),
        "end": instant_value(window.end, zone),
        "partial": partial,
    }


def scope_value(scope: tuple[tuple[str, str], ...]) -> dict[str, Json]:
    return dict(scope)


def log_place_value(stream: str | None, place: Place, log: EventLog | None) -> dict[str, Json]:
    """A row of a log. Its file is known by name only where the log is at hand."""
    return {"stream": stream, "file": log_file_name(stream, place, log), "line": place.line}


def log_file_name(stream: str | None, place: Place, log: EventLog | None) -> str | None:
    read = None if log is None or stream is None else log.streams.get(stream)
    return read.files[place.file].name if read is not None and place.file < len(read.files) else None
