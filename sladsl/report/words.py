"""Numbers and instants in the words of a report."""

from fractions import Fraction

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.model.units import NUMBER, PERCENT, Unit
from sladsl.report.numbers import (
    duration_words,
    fraction_text,
    grouped,
    is_short,
    rounded_text,
    short_decimal,
    shown_number,
)
from sladsl.temporal import Zone, format_instant
from sladsl.text import SourceMap, Span

_SIGNS = {"<=": "at most", ">=": "at least", "<": "below", ">": "above", "=": "exactly", "!=": "not"}


def amount_words(value: Fraction, unit: Unit | None, shown_in: str | None = None, places: int | None = None) -> str:
    """`98.668981%`, `3,600.00 USD`, `9 h 35 min`, `12`; with `places` the decimal is not shortened."""
    unit = unit or NUMBER
    shown = shown_number(value, unit, shown_in)
    if unit.is_time and shown_in is None:
        return shown.human or ""
    if unit.currency is not None:
        return f"{grouped(shown.rounded)} {shown.unit}"
    decimal = short_decimal(shown.value) if places is None else rounded_text(shown.value, places)
    if unit == PERCENT:
        return decimal + "%"
    if shown.unit in ("count", "number"):
        return decimal
    return f"{decimal} {shown.unit if decimal == '1' or not unit.is_time else shown.unit + 's'}"


def exact_words(value: Fraction, unit: Unit | None, shown_in: str | None = None) -> str:
    """` (exactly 42625/432 %)` in the displayed unit, where the decimal is rounded; else nothing."""
    shown = shown_number(value, unit, shown_in)
    if is_short(shown.value, shown.places):
        return ""
    return f" (exactly {fraction_text(shown.value)}{' %' if shown.unit == 'percent' else ''})"


def target_words(comparator: str | None, target: Fraction | None, unit: Unit, shown_in: str | None) -> str:
    """`at least 99.9%`."""
    if comparator is None or target is None:
        return ""
    return f"{_SIGNS[comparator]} {amount_words(target, unit, shown_in)}"


def allowance_words(value: Fraction, unit: Unit, *, of_records: bool) -> str:
    """Clocks may run in open time, of which no 24 hours make a day."""
    return duration_words(value, days=not of_records) if unit.is_time else amount_words(value, unit)


def instant_words(instant: int, zone: Zone) -> str:
    """`2026-03-04 01:00+07:00`: local time with its offset, seconds only where there are some."""
    date, _, clock = format_instant(instant, zone).partition("T")
    whole_minute = clock[5:8] == ":00" and clock[8] != "."
    return f"{date} {clock[:5] + clock[8:] if whole_minute else clock}"


def due_words(due_at: int, breaches_after: int | None, zone: Zone) -> str:
    """`before …` where the end of the limit is no longer in time: one in days ends with the last of them."""
    before = "before " if breaches_after is not None and breaches_after < due_at else ""
    return before + instant_words(due_at, zone)


def date_words(instant: int, zone: Zone) -> str:
    """A local midnight as its date."""
    day, time_of_day = zone.local(instant)
    return instant_words(instant, zone) if time_of_day else day.isoformat()


def scope_words(scope: tuple[tuple[str, str], ...]) -> str:
    """`region eu, plan gold`."""
    return ", ".join(f"{key} {on_one_line(value)}" for key, value in scope)


def written(span: Span, sources: SourceMap) -> str | None:
    """The words of a contract at a place, on one line."""
    source = sources.get(span.source)
    return None if source is None else on_one_line(source.text[span.start : span.end])
