"""Objectives and kpis over windows, scopes and records; total limits."""

import re
from typing import Final

from property.drawn import consequences, remedies, rows, values
from property.drawn.draft import Draft, Stand, Stream, Unit, block
from property.drawn.literals import is_literal, literal, window
from property.drawn.values import closed

_SIDES: Final = (">=", "<=", ">=", ">", "<", "=", "!=")
_FLIPPED: Final = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}


def objectives(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(1, 3)):
        if not d.style.timeless and d.chance(3):
            lines.append(_of_records(d, d.pick(d.shaped("cases") or d.streams)))
        else:
            lines += _of_windows(d)
    if d.schedules and d.shaped("events"):
        lines.append(_each_due(d))
    if d.owing:
        lines += [[_limit(d)] for _ in range(d.count(0, 2) if d.chance() else 0)]
    return [*lines, *consequences.clauses(d)]


def _each_due(d: Draft) -> list[str]:
    """Something that must hold whenever it is due."""
    stream, least = d.pick(d.shaped("events")), d.pick(("", " at least 50%"))
    held = f"(count of {stream.name}{rows.where(d, stream)}) >= {d.count(0, 2)}"
    taken = d.pick(("week", "week") if d.style.shiftable else ("week", "month", "quarter"))
    return block(f"kpi {d.fresh()}{d.title()}", [f"each {d.pick(d.schedules)}{least}: {held} per {taken}"])


def _limit(d: Draft) -> str:
    """Over a window no shorter than those of the credits."""
    if d.chance(3):
        name, taken = d.pick(d.owing)
        whose, windows = f"credits of {name}", [taken]
    else:
        whose, windows = "all credits", [taken for _, taken in d.owing]
    per = f" per {d.pick(remedies.longer(d, windows))}" if d.chance() else ""
    return f"limit {whose} to {remedies.ceiling(d)}{per}"


def _of_windows(d: Draft) -> list[list[str]]:
    name = d.fresh()
    kpi, sign, taken = d.chance(3), d.pick(_SIDES), window(d)
    d.keys, d.taken = values.keys(d), taken
    measured, unit = values.measured(d)
    if is_literal(measured):
        measured, unit = "time of window", "time"
    held = not kpi or d.chance()
    inside = _requirements(d, measured, unit, sign if held else "", f"per {taken}")
    owed: list[str] = []
    if not kpi and d.paid:
        better = {">": "more", "<": "less"}.get(sign[0], "")
        owed = remedies.of_number(d, name, unit, better, taken, by_cases=measured.startswith("share of"))
    if held and d.chance(4):
        inside.append(f"warn at {d.pick(('80%', '100%', '0.1%', '50%'))} of target")
    if not kpi:
        inside += consequences.of_objective(d, name, taken)
    stand = Stand(name, taken, d.keys, not kpi and bool(d.paid))
    # What is drawn with the objective knows of none that comes later.
    bare = values.closed(measured)
    extra: list[list[str]] = []
    if held and len(inside) == 1:
        extra = consequences.exception(d, name, bare, sign, values.target(d, unit, sign))
    word = "kpi" if kpi else "objective"
    lines = _finished(d, word, name, ", ".join(d.keys), [*inside, *owed], taken if owed else "")
    d.stands.append(stand)
    return [lines, *extra]


def _finished(d: Draft, word: str, name: str, each: str, inside: list[str], owed_per: str) -> list[str]:
    serves = values.serving(d)
    if owed_per:
        d.owing.append((name, owed_per))
    if name not in ("case", "no"):
        d.judged.append(name)
        of_records = [stream for stream in d.streams if each.split(" by ")[0] == stream.name]
        d.recorded += [name] * bool(of_records)
        d.claimed += [name] * any(line.startswith("claim") for line in inside)
    d.keys, d.taken = (), ""
    return block(f"{word} {name}{d.title()}{f' for each {each}' if each else ''}{serves}", inside)


def _requirements(d: Draft, measured: str, unit: Unit, sign: str, per: str) -> list[str]:
    """`measured >= target`, alone or by case; the window stands after one of them or on a line of its own."""
    bare = values.closed(measured) == measured or (measured.startswith("share of") and _ends_compared(measured))
    left = measured if bare else closed(measured)

    def held() -> str:
        return f"{left} {sign} {values.target(d, unit, sign)}" if sign else left

    if d.chance(4):
        cases = dict.fromkeys(values.condition(d) for _ in range(d.count(1, 2)))
        lines = [*(f"when {each}: {held()}" for each in cases), f"otherwise: {held()}"]
    elif sign and d.chance(6) and is_literal(constant := values.target(d, unit, sign)):
        lines = [f"{constant} {_FLIPPED[sign]} {left}"]
    else:
        lines = [held()]
    return [*lines, per] if d.chance(4) else [f"{lines[0]} {per}", *lines[1:]]


def _ends_compared(text: str) -> bool:
    """Whether the condition of a share is one comparison, which no second one can go on with."""
    kept = text.rpartition(" with ")[2]
    compared = any(f" {sign} " in kept for sign in rows.COMPARISONS) and not kept.startswith(("not", "("))
    return compared and " and " not in text and " or " not in text and " is " not in kept


def _without_brackets(condition: str) -> str:
    return re.sub(r"[() ]", "", condition)


def _of_records(d: Draft, stream: Stream) -> list[str]:
    """Every record is held against its requirements, which may depend on its class."""
    inside: list[str] = []
    labelled = stream.of("choice")
    if labelled and d.chance():
        attribute = d.pick(labelled)
        given = [f"{label}: {_several(d, stream)}" for label in attribute.labels[: d.count(1, len(attribute.labels))]]
        at = f" at {d.pick(stream.moments)}" if attribute.history and d.chance() else ""
        inside = [f"by {attribute.name}{at} {{", *(f"  {each}" for each in given), "}"]
    elif d.chance(4):
        left, unit = _quantity(d, stream)
        limits = [f"{left} {d.pick(('<=', '<', '>='))} {literal(d, unit)}" for _ in range(2)]
        inside = [f"when {rows.condition(d, stream)}: {limits[0]}", f"otherwise: {limits[1]}"]
    else:
        both = (rows.condition(d, stream), f"not ({rows.condition(d, stream)})")
        # Two lines on one condition contradict each other, with brackets or without.
        inside = list({_without_brackets(each): each for each in both}.values())[: d.count(1, 2)]
    kpi, taken, name = d.chance(4), window(d), d.fresh()
    owed: list[str] = []
    if not kpi and d.paid:
        owed = remedies.of_number(d, name, "percent", "more", taken, by_cases=True)
    if inside[0].startswith(("by ", "when ")) and d.chance(3):
        inside.append("warn at 80% of target")
    inside += owed
    if not d.chance(6):
        inside.append(f"per {taken}")
    by = f"{stream.name} by {d.pick(stream.moments)}" if stream.moments and d.chance(4) else stream.name
    return _finished(d, "kpi" if kpi else "objective", name, by, inside, "term" if owed else "")


def _quantity(d: Draft, stream: Stream) -> tuple[str, Unit]:
    """A number of a record: its clock, an attribute, a metric."""
    known = [(each.name, each.unit) for each in stream.of("number")]
    known += [(each.name, each.unit) for each in d.rows if each.stream == stream.name]
    if stream.shape == "cases":
        text, unit = rows.clock(d, stream)
        known.append((f"({text})", unit))
    if stream.shape == "spans":
        known.append(("length", "time"))
    return d.pick(known) if known else (f"(2 - {d.pick(('1', '2'))})", "number")


def _several(d: Draft, stream: Stream) -> str:
    return ", ".join(rows.condition(d, stream, 0) for _ in range(d.count(1, 2)))
