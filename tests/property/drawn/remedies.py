"""What an objective owes: tables, formulas, amounts for each case; limits, minimum, claims."""

from collections.abc import Callable, Sequence
from typing import Final

from property.drawn import consequences, rows, values
from property.drawn.draft import Draft, Unit
from property.drawn.literals import amount, bounds
from property.drawn.values import closed

_GIVES: Final = ("10%", "25%", "0%", "100%", "5.5%", "150%")
_OPTIONS: Final = ("", "", ", only when breached", ", in any case")
_LENGTHS: Final = ("hour", "day", "week", "month", "quarter", "half year", "year", "term")
_LADDERS: Final = {"more": (("below", "at most"),), "less": (("above", "at least"),)}


def longer(d: Draft, taken: Sequence[str]) -> list[str]:
    """Windows no shorter than any of those taken."""

    def rank(written: str) -> int:
        return max(index for index, each in enumerate(_LENGTHS) if each in written)

    least = max(map(rank, taken))
    found = [each for each in _LENGTHS[least:] if not d.style.shiftable or each in ("hour", "day", "week", "term")]
    return [*found, *(f"rolling 2 {each}s" for each in found if each in ("day", "week", "month", "quarter"))]


def of_number(d: Draft, name: str, unit: Unit, better: str, taken: str, *, by_cases: bool) -> list[str]:
    """The lines of an objective that looks at a number of the unit; `better` is `more`, `less` or not said."""
    lines = [line for _ in range(d.count(0, 2)) for line in _credit(d, name, unit, better, taken, by_cases)]
    if not lines:
        return []
    if d.chance(3):
        lines.append(f"limit credit to {ceiling(d)}{_per(d, taken)}")
    if d.chance(4):
        after = " after rounding" if not d.style.homogeneous and d.chance() else ""
        lines.append(f"pay only above {amount(d)}{after}")
    if d.chance(3):
        lines += [_claim(d) for _ in range(d.pick((1, 1, 2)))]
    return [*lines, *consequences.of_debtor(d, name)]


def _per(d: Draft, taken: str) -> str:
    return f" per {d.pick(longer(d, [taken]))}" if d.chance(3) else ""


def ceiling(d: Draft) -> str:
    """An amount no credit may exceed."""
    base = d.pick(("fees", f"{d.pick(d.paid)}.fee"))
    return d.pick((f"30% of {base}", amount(d), base, f"lesser of ({base}, {amount(d)})", f"90 days of {base}"))


def _credit(d: Draft, name: str, unit: Unit, better: str, taken: str, by_cases: bool) -> list[str]:
    options = d.pick(_OPTIONS) + consequences.options(d, name)
    if d.chance(4):
        options += f", at most {ceiling(d)}{_per(d, taken)}"
    kinds = ["share", "table", "formula", "share"] + (["per case", "per case"] if by_cases else [])
    match d.pick(kinds):
        case "share":
            return [f"credit share of {_base(d)}{options} {{", *_table(d, unit, better, lambda: d.pick(_GIVES)), "}"]
        case "table":
            return [f"credit{options} {{", *_table(d, unit, better, lambda: amount(d)), "}"]
        case "per case":
            return [f"credit {amount(d)} per case missed{options}"]
        case _:
            return [f"credit {_formula(d, unit)}{options}"]


def _base(d: Draft) -> str:
    return d.pick((f"{d.pick(d.paid)}.fee", "fees", f"greater of ({d.pick(d.paid)}.fee, {amount(d)})"))


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
            # An amount that is fixed must not be below zero.
            return f"{base} + {closed(values.value(d, 'money', 1))}"


def _table(d: Draft, unit: Unit, better: str, gives: Callable[[], str]) -> list[str]:
    if not d.chance(5):
        return [f"  {row}" for row in _rows(d, unit, better, gives)]
    lines: list[str] = []
    for _ in range(d.count(1, 2)):
        lines += [f"  when {values.condition(d)} {{", *(f"    {row}" for row in _rows(d, unit, better, gives)), "  }"]
    if d.chance():
        lines += ["  otherwise {", *(f"    {row}" for row in _rows(d, unit, better, gives)), "  }"]
    return lines


def _rows(d: Draft, unit: Unit, better: str, gives: Callable[[], str]) -> list[str]:
    """A ladder, or free ranges with whatever gaps and overlaps come of it."""
    rising = bounds(d, unit)
    if d.chance(3):
        ranges = dict.fromkeys(_range(d, bounds(d, unit), better) for _ in range(d.count(1, 3)))
        return [f"{each} gives {gives()}" for each in ranges]
    sides = d.pick(_LADDERS.get(better, (*_LADDERS["more"], *_LADDERS["less"])))
    return [f"{d.pick(sides)} {bound} gives {gives()}" for bound in d.choices.order(rising)]


def _range(d: Draft, rising: list[str], better: str) -> str:
    low, high = rising[0], rising[-1]
    side = "below" if better != "less" else "above"
    if low == high:
        return d.pick((f"exactly {low}", f"{side} {low}", f"{low} through {low}"))
    return d.pick(
        (
            f"at most {high} and above {low}",
            f"{low} through {high}",
            f"{low} until {high}",
            f"at least {low} and below {high}",
            f"{side} {high}",
        )
    )


def _claim(d: Draft) -> str:
    events = d.shaped("events")
    source = ""
    if events and d.chance():
        stream = d.pick(events)
        source = f" in {stream.name}"
        if d.chance():
            # After a comparison, `within` can only be the deadline.
            source += f" where {rows.condition(d, stream, 0)} and at {d.pick(('>=', '!='))} {d.focus}"
    within = ["30 calendar days", "24h", "1 calendar day", "72 hours", "1 calendar week"]
    within += [f"{d.pick(('5', '1'))} business {d.pick(('days', 'hours'))} of {each}" for each in d.calendars]
    within += [] if d.style.shiftable else ["1 calendar month", "2 calendar quarters", "1 calendar year"]
    evidence = d.pick(("", "", ' with evidence "logs", "times"'))
    if d.chance(4):
        unit = d.pick(("day", "week") if d.style.shiftable else ("day", "week", "month", "quarter", "year"))
        since = consequences.anchor(d).removeprefix(" of ")
        return f"claim{source} by end of the {d.pick(('', '2nd ', '1st '))}{unit} after {since}{evidence}"
    inclusive = d.pick(("", " inclusive"))
    return f"claim{source} within {d.pick(within)}{consequences.anchor(d)}{inclusive}{evidence}"
