"""What an objective owes: tables, formulas, amounts for each case; limits, minimum, claims."""

from fractions import Fraction

from property.drawn import rows, values
from property.drawn.draft import Draft, Unit
from property.drawn.literals import FIGURES, PERCENTS, amount, literal, window
from property.drawn.values import closed

_GIVES = ("10%", "25%", "0%", "100%", "5.5%", "150%")
_OPTIONS = ("", "", ", only when breached", ", in any case")


def of_number(d: Draft, unit: Unit, by_cases: bool) -> list[str]:
    """The lines of an objective that looks at a number of the unit."""
    lines = [line for _ in range(d.count(0, 2)) for line in _credit(d, unit, by_cases)]
    if not lines:
        return []
    if d.chance(3):
        lines.append(f"limit credit to {ceiling(d)}{f' per {window(d)}' if d.chance(3) else ''}")
    if d.chance(4):
        after = " after rounding" if not d.style.homogeneous and d.chance() else ""
        lines.append(f"pay only above {amount(d)}{after}")
    if d.chance(3):
        lines.append(_claim(d))
    return lines


def ceiling(d: Draft) -> str:
    """An amount no credit may exceed."""
    base = d.pick(("fees", f"{d.pick(d.paid)}.fee"))
    return d.pick((f"30% of {base}", amount(d), base, f"lesser of ({base}, {amount(d)})", f"90 days of {base}"))


def _credit(d: Draft, unit: Unit, by_cases: bool) -> list[str]:
    options = d.pick(_OPTIONS)
    if d.chance(4):
        options += f", at most {ceiling(d)}{f' per {window(d)}' if d.chance(3) else ''}"
    kinds = ["share", "table", "formula", "share"] + (["per case", "per case"] if by_cases else [])
    match d.pick(kinds):
        case "share":
            return [f"credit share of {_base(d)}{options} {{", *_table(d, unit, lambda: d.pick(_GIVES)), "}"]
        case "table":
            return [f"credit{options} {{", *_table(d, unit, lambda: amount(d)), "}"]
        case "per case":
            return [f"credit {amount(d)} per case missed{options}"]
        case _:
            return [f"credit {_formula(d, unit)}{options}"]


def _base(d: Draft) -> str:
    return d.pick((f"{d.pick(d.paid)}.fee", "fees", f"{closed(values.primary(d, 'money', 0))}"))


def _formula(d: Draft, unit: Unit) -> str:
    base = f"{d.pick(d.paid)}.fee"
    match d.pick(("amount", "steps", "share", "time", "any")):
        case "amount":
            return amount(d)
        case "steps" if not d.style.timeless:
            return f"{closed(values.primary(d, 'count', 1))} * 5% * {base}"
        case "share" if unit == "percent":
            return f"(100% - {closed(values.primary(d, 'percent', 1))}) * {base}"
        case "time":
            return f"10 * {base} * {closed(values.primary(d, 'time', 1))} / time of window"
        case _:
            return values.summed(values.value(d, "money", 1))


def _table(d: Draft, unit: Unit, gives: object) -> list[str]:
    assert callable(gives)
    if not d.chance(5):
        return [f"  {row}" for row in _rows(d, unit, gives)]
    lines: list[str] = []
    for _ in range(d.count(1, 2)):
        lines += [f"  when {values.condition(d)} {{", *(f"    {row}" for row in _rows(d, unit, gives)), "  }"]
    if d.chance():
        lines += ["  otherwise {", *(f"    {row}" for row in _rows(d, unit, gives)), "  }"]
    return lines


def _rows(d: Draft, unit: Unit, gives: object) -> list[str]:
    """A ladder, or free ranges with whatever gaps and overlaps come of it."""
    assert callable(gives)
    bounds = _bounds(d, unit)
    if d.chance(3):
        return [f"{_range(d, bounds)} gives {gives()}" for _ in range(d.count(1, 3))]
    sides = d.pick((("below", "below", "at most"), ("above", "at least", "above")))
    return [f"{d.pick(sides)} {bound} gives {gives()}" for bound in bounds[: d.count(1, 3)]]


def _range(d: Draft, bounds: list[str]) -> str:
    low, high = d.pick(bounds), d.pick(bounds)
    match d.pick(("between", "through", "until", "exactly", "one")):
        case "between":
            return f"at most {high} and above {low}"
        case "through":
            return f"{low} through {high}"
        case "until":
            return f"{low} until {high}"
        case "exactly":
            return f"exactly {low}"
        case _:
            return f"{d.pick(('below', 'at least', 'above', 'at most'))} {low}"


def _bounds(d: Draft, unit: Unit) -> list[str]:
    if unit == "percent":
        drawn = [d.pick(PERCENTS) for _ in range(3)]
        return sorted(dict.fromkeys(drawn), key=lambda text: -Fraction(text.rstrip("%")))
    if unit in ("number", "count") or unit == "Mbps":
        return [d.pick(FIGURES) for _ in range(3)]
    return [closed(literal(d, unit)) if " of " in unit else literal(d, unit) for _ in range(3)]


def _claim(d: Draft) -> str:
    events = d.shaped("events")
    source = ""
    if events and d.chance():
        stream = d.pick(events)
        source = f" in {stream.name}"
        if d.chance():
            # After a comparison, `within` can only be the deadline.
            source += f" where {rows.condition(d, stream, 0)} and at {d.pick(('>=', '!='))} {d.focus}"
    within = ["30 calendar days", "24h", "0 calendar days", "72 hours", "1 calendar week"]
    within += [f"{d.pick(('5', '0', '1'))} business {d.pick(('days', 'hours'))} of {each}" for each in d.calendars]
    within += [] if d.style.shiftable else ["1 calendar month", "2 calendar quarters", "1 calendar year"]
    return f"claim{source} within {d.pick(within)} of window end{d.pick(('', ' inclusive'))}"
