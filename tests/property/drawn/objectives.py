"""Objectives and kpis over windows, scopes and records; total limits."""

from property.drawn import remedies, rows, values
from property.drawn.draft import Draft, Stream, Unit, block
from property.drawn.literals import is_literal, window
from property.drawn.values import closed

_SIDES = (">=", "<=", ">=", ">", "<", "=", "!=")


def objectives(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(1, 3)):
        if not d.style.timeless and d.chance(3):
            lines.append(_of_records(d, d.pick(d.shaped("cases") or d.streams)))
        else:
            lines.append(_of_windows(d))
    if d.paid:
        lines += [[_limit(d)] for _ in range(d.count(0, 2) if d.chance() else 0)]
    return lines


def _limit(d: Draft) -> str:
    group = ", ".join(dict.fromkeys(d.pick(d.objectives) for _ in range(2)))
    whose = f"credits of {group}" if d.chance(3) else "all credits"
    per = f" per {window(d)}" if d.chance() else ""
    return f"limit {whose} to {remedies.ceiling(d)}{per}"


def _of_windows(d: Draft) -> list[str]:
    d.keys = values.keys(d)
    unit = d.pick(values.units(d))
    kpi = d.chance(3)
    measured = values.value(d, unit)
    if is_literal(measured):
        # A constant on the left is taken for the target.
        measured = f"{measured} + {measured}"
    per = f"per {window(d)}"
    inside = _requirements(d, measured, unit, kpi, per)
    if not kpi and d.paid:
        by_cases = measured.startswith("share of")
        inside += remedies.of_number(d, unit, by_cases)
    if d.chance(4):
        inside.append(f"warn at {d.pick(('80%', '100%', '0.1%', '50%'))} of target")
    return _finished(d, "kpi" if kpi else "objective", ", ".join(d.keys), inside)


def _finished(d: Draft, word: str, each: str, inside: list[str]) -> list[str]:
    name, serves = d.fresh(), values.serving(d)
    d.objectives.append(name)
    d.keys = ()
    return block(f"{word} {name}{d.title()}{f' for each {each}' if each else ''}{serves}", inside)


def _requirements(d: Draft, measured: str, unit: Unit, kpi: bool, per: str) -> list[str]:
    """`measured >= target`, alone or by case; the window stands after one of them or on a line of its own."""
    simple = measured.startswith("share of") and " and " not in measured and " or " not in measured
    left = measured if values.closed(measured) == measured or (simple and _ends_compared(measured)) else closed(measured)

    def held() -> str:
        return left if kpi and d.chance() else f"{left} {d.pick(_SIDES)} {values.target(d, unit)}"

    if d.chance(4):
        lines = [f"when {values.condition(d)}: {held()}" for _ in range(d.count(1, 2))]
        lines.append(f"otherwise: {held()}")
    elif d.chance(6) and not kpi:
        lines = [f"{values.target(d, unit) if unit == 'percent' else values.literal(d, unit)} <= {left}"]
        lines = [line if line[0].isdigit() else held() for line in lines]
    else:
        lines = [held()]
    return [*lines, per] if d.chance(4) else [f"{lines[0]} {per}", *lines[1:]]


def _ends_compared(text: str) -> bool:
    """Whether the condition of a share is one comparison, which no second one can go on with."""
    kept = text.rpartition(" with ")[2]
    return any(f" {sign} " in kept for sign in rows.COMPARISONS) and not kept.startswith(("not", "("))


def _of_records(d: Draft, stream: Stream) -> list[str]:
    """Every record is held against its requirements, which may depend on its class."""
    inside: list[str] = []
    labelled = stream.of("choice")
    if labelled and d.chance():
        attribute = d.pick(labelled)
        given = [f"{label}: {_several(d, stream)}" for label in attribute.labels[: d.count(1, len(attribute.labels))]]
        inside += [f"by {attribute.name} {{", *(f"  {each}" for each in given), "}"]
    if not inside or d.chance(4):
        if d.chance(4):
            inside += [f"when {rows.condition(d, stream)}: {rows.condition(d, stream)}"]
            inside += [f"otherwise: {rows.condition(d, stream)}"]
        else:
            inside += [rows.condition(d, stream) for _ in range(d.count(1, 2))]
    kpi = d.chance(4)
    if not kpi and d.paid:
        inside += remedies.of_number(d, "percent", by_cases=True)
    if d.chance(4):
        inside.append("warn at 80% of target")
    if not d.chance(6):
        inside.append(f"per {window(d)}")
    by = f"{stream.name} by {d.pick(stream.moments)}" if stream.moments and d.chance(4) else stream.name
    return _finished(d, "kpi" if kpi else "objective", by, inside)


def _several(d: Draft, stream: Stream) -> str:
    return ", ".join(rows.condition(d, stream, 0) for _ in range(d.count(1, 2)))
