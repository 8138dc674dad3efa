"""Scenarios and properties: logs in the words of the contract, expectations of every kind. They need not hold."""

from typing import Final

from property.drawn.draft import Attribute, Draft, Stream, block
from property.drawn.literals import amount, literal, window

# Words that begin a row, or something that can be asked: nothing of that name can be told of in a scenario.
_TAKEN: Final = {"case", "every", "but"}
_STATES: Final = ("is met", "is breached", "is warning", "is measured", "has no verdict")
_CLAIMS: Final = ("is in time", "is late", "is unclaimed", "is unknown", "is not needed")
_VERDICTS: Final = ("is met", "is missed", "is undecided")
_CREDITS: Final = ("is a gap", "is a conflict", "has no verdict")
_SIGNS: Final = ("=", ">=", "<", "!=", "<=", ">")
_WORTH: Final = {"percent": "50%", "count": "3", "time": "5min", "number": "3", "Mbps": "7"}


def scenarios(d: Draft) -> list[list[str]]:
    """Clauses of the agreement. Their periods have names, which do not move with the dates of a contract."""
    if d.style.shiftable:
        return []
    lines = [_scenario(d, f"example {number}") for number in range(d.count(0, 2) if d.chance() else 0)]
    return [*lines, *([_property(d)] if d.chance(4) else [])]


def beside(d: Draft, agreement: str) -> list[str]:
    """Scenarios that stand beside their agreement."""
    if d.style.shiftable or not d.chance(6):
        return []
    return block(f"scenarios for {agreement}", _scenario(d, "another"))


def _scenario(d: Draft, name: str) -> list[str]:
    lines = [f"period {_period(d)}"]
    if d.chance(4):
        lines.append(f"as of {d.focus.year + 1}-02-01{d.pick(('', 'T12:00'))}")
    if d.labelled and d.chance():
        parameter = d.pick(list(d.labelled))
        lines.append(f"set {parameter} = {d.pick(d.labelled[parameter])}")
    if d.chance(6):
        lines.append("opening { }")
    logged = [each for each in d.streams if each.name not in d.derived]
    told = [each for each in logged if d.chance() and each.name not in _TAKEN]
    lines += [line for stream in told for line in _log(d, stream)]
    untold = [each.name for each in logged if each not in told]
    if untold and d.chance(4):
        lines.append(f"no log of {', '.join(untold)}")
    if d.chance(4):
        return block(f'scenario "{name}"', [*lines, *_table(d)])
    return block(f'scenario "{name}"', [*lines, *(_expectation(d) for _ in range(d.count(1, 4)))])


def _period(d: Draft) -> str:
    year, month = d.focus.year, d.focus.month
    whole = f"{year}-{month:02d}"
    named = (whole, f"{year}", f"{year}-Q{(month + 2) // 3}", f"{year}-H{(month + 5) // 6}")
    return d.pick((*named, f"{whole}-01 through {whole}", f"{whole}-01 until {year + 1}-01-01"))


# Logs


def _log(d: Draft, stream: Stream) -> list[str]:
    usable = all(each.name not in _TAKEN for each in stream.attributes)
    rows = [_row(d, stream, number) for number in range(d.count(0, 3) if usable else 0)]
    covers = f" covers {_period(d)}" if d.chance(6) else ""
    return block(f"{stream.name}{covers}", rows)


def _row(d: Draft, stream: Stream, number: int) -> str:
    at, values = f"{d.day(0, 20)}{d.pick(('', 'T08:30', 'T23:59:59.5Z'))}", _values(d, stream)
    times = f"{d.pick(('2', '3'))} times " if d.chance(5) else ""
    match stream.shape:
        case "spans":
            later = d.day(22, 40)
            return f"{times}{at} {d.pick((f'until {later}', 'for 90min', 'still open', 'for 2 hours'))}{values}"
        case "cases":
            states = ""
            if stream.states and d.chance():
                open_or_not = d.pick((f"until {d.day(22, 30)}", "still open"))
                states = f" {stream.states[0]} {d.day(0, 20)} {open_or_not}"
            return f'{times}case "no. {number}" {stream.moments[0]} {at}{states}{values}'
        case "samples" if d.chance():
            stretch = f" from {d.focus} until {d.day(1, 3)}" if d.chance() else ""
            changed = _values(d, stream) or " missing"
            but = f" but from {d.focus} until {d.day(1, 2)}{d.pick((changed, ' missing'))}" if d.chance() else ""
            return f"every {d.pick(('6h', '12 hours'))}{stretch}{values}{but}"
        case _:
            return f"{times}{at}{values}"


def _values(d: Draft, stream: Stream) -> str:
    return "".join(f" {each.name} {_value(d, each)}{_later(d, each)}" for each in stream.attributes)


def _later(d: Draft, attribute: Attribute) -> str:
    changes = sorted({d.day(24, 30) for _ in range(d.count(0, 2) if attribute.history else 0)})
    return "".join(f", {_value(d, attribute)} since {at}" for at in changes)


def _value(d: Draft, attribute: Attribute) -> str:
    match attribute.kind:
        case "text":
            return d.pick(('"disk"', '"điện"', "a"))
        case "choice":
            return d.pick(attribute.labels)
        case "instant":
            return f"{d.day(0, 20)}T08:30"
        case "flag":
            return d.pick(("yes", "no"))
        case _:
            return f"7 {d.currency}" if attribute.unit == "money" else _WORTH[attribute.unit]


# What must come of it


def _expectation(d: Draft) -> str:
    """Of the kinds that the contract has something for."""
    kinds = ["credit", "finding", "value"]
    kinds += ["state"] * bool(d.judged) + ["amount"] * bool(d.owing) + ["total"] * bool(d.currency)
    # What few contracts have is asked for where they have it.
    kinds += ["right"] * 3 * bool(d.rights)
    kinds += ["claim"] * 3 * bool(d.claimed) + ["case"] * bool(d.recorded) + ["metric"] * bool(d.metrics)
    match d.pick(kinds):
        case "state":
            return f"expect {d.pick(d.judged)} {d.pick(_STATES)}"
        case "right":
            return f"expect {d.pick(('', 'no '))}{d.pick(d.rights)} in {d.focus.year}"
        case "claim":
            return f"expect claim of {d.pick(d.claimed)} {d.pick(_CLAIMS)}"
        case "case":
            return f'expect case "no. 1" of {d.pick(d.recorded)} {d.pick(_VERDICTS)}'
        case "total":
            where = d.pick(("", f" in {d.focus.year}", " in term"))
            return f"expect all credits{where} {d.pick(_SIGNS)} {amount(d)}"
        case "amount":
            asked = f"{d.pick(('credit', 'due'))} of {d.pick(d.owing)[0]}"
            return f"expect {asked} {d.pick((*_CREDITS, f'{d.pick(_SIGNS)} {amount(d)}'))}"
        case "finding":
            return d.pick(("expect no findings", "expect finding SLA0501", "expect no finding SLA0501"))
        case "credit":
            return f"expect no credit{f' of {d.pick(d.owing)[0]}' if d.owing and d.chance() else ''}"
        case "metric":
            return _of_metric(d)
        case _:
            asked = f"(count of {d.pick(d.streams).name})"
            return f"expect {asked} in {d.focus.year}-{d.focus.month:02d} {d.pick(('>= 0', 'has no value', '= 2'))}"


def _of_metric(d: Draft) -> str:
    metric = d.pick(d.metrics)
    if metric.name in _TAKEN:
        return "expect no findings"
    bound = ", ".join(f'{key} "disk"' for key in metric.keys)
    whom = f" for {bound}" if bound and d.chance() else ""
    when = f" in {d.focus.year}-{d.focus.month:02d}"
    rounded = " rounded to 2 places" if d.chance(3) else ""
    wanted = f"{d.pick(_SIGNS)} {literal(d, metric.unit)}{rounded}"
    return f"expect {metric.name}{whom}{when} {d.pick((wanted, wanted, 'has no value'))}"


def _table(d: Draft) -> list[str]:
    """A column of numbers, and one of states where something is judged."""
    expected = [f"expect (count of {d.pick(d.streams).name}) in {d.focus.year}-{d.focus.month:02d} <= so_many"]
    columns, rows = ["so_many"], [["3"], ["1_000"]]
    if d.judged:
        expected.append(f"expect {d.pick(d.judged)} is state_of_it")
        columns.append("state_of_it")
        rows = [[*row, d.pick(("met", "breached", '"no verdict"'))] for row in rows]
    return [*expected, *block(f"for each row of {', '.join(columns)}", [", ".join(row) for row in rows])]


def _property(d: Draft) -> list[str]:
    name = d.fresh()
    lines = []
    for _ in range(d.count(1, 2)):
        condition = f"time of window {d.pick(_SIGNS)} {literal(d, 'time')}"
        owed = f"credits {d.pick(_SIGNS)} {amount(d)}" if d.currency else condition
        start = d.pick((f"always {owed}", f"never {owed}", f"when {condition}: {owed}"))
        lines.append(f"{start} per {window(d, tiles=True)}")
    return block(f"property {name}{d.title()}", lines)
