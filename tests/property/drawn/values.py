"""Numbers about a window, of any unit; conditions on them; metrics."""

import re
from collections.abc import Callable
from typing import Final

from property.drawn import consequences, rows, sets
from property.drawn.draft import Draft, RowMetric, Stream, Unit, ValueMetric
from property.drawn.literals import PERCENTS, length, literal, width

_STATISTICS: Final = ("sum", "mean", "max", "min", "median", "percentile 95", "percentile 100", "percentile 0.5")
_SHOWN: Final = {"time": ("minutes", "hours", "seconds", "days"), "open": ("hours", "minutes")}


def units(d: Draft) -> list[Unit]:
    """The units of which something can be measured."""
    found = ["percent", "time", "percent"]
    if not d.style.timeless:
        found.append("count")
        found += [each.unit for stream in d.streams for each in stream.of("number")]
        found += [each.unit for each in d.rows]
    found += [each.unit for each in d.metrics if set(each.keys) <= set(d.keys)]
    if d.paid:
        found.append("money")
    return list(dict.fromkeys(found))


def value(d: Draft, unit: Unit, depth: int = 2) -> str:
    """A number of the unit, as it may stand on either side of a comparison."""
    if depth == 0 or not d.chance(3):
        return primary(d, unit, depth)
    inner = primary(d, unit, depth - 1)
    kinds = ["plus", "extreme", "rounded", "brackets"]
    kinds += ["times", "negative"] if unit != "count" else []
    kinds += ["ratio", "complement"] if unit == "percent" else []
    kinds += ["fee share"] if unit == "money" else []
    match d.pick(kinds):
        case "plus":
            return f"{closed(inner)} {d.pick(('+', '-'))} {closed(primary(d, unit, depth - 1))}"
        case "extreme":
            return f"{d.pick(('greater', 'lesser'))} of ({closed(inner)}, {closed(value(d, unit, depth - 1))})"
        case "rounded" if unit != "money" or not d.style.homogeneous:
            return f"{closed(inner)} rounded to {d.pick(('2 places', '0 places', '1 place', '12 places'))}"
        case "times":
            factors = ("2 *", "0.001 *") if unit in ("number", "Mbps") else ("2 *", "50% of", "0.001 *")
            return f"{d.pick(factors)} {closed(inner)}"
        case "negative":
            return f"-{closed(inner)}"
        case "ratio":
            of = d.pick(("time", "count", "time") if not d.style.timeless else ("time",))
            if of == "count":
                # A ratio of counts is a percentage; one of a plain number is not.
                return f"({_count(d)}) / ({_count(d)})"
            below = "time of window" if d.chance() else closed(primary(d, of, 0))
            return f"{closed(primary(d, of, depth - 1))} / {_not_nothing(d, below)}"
        case "complement":
            return f"100% - {closed(inner)}"
        case "fee share":
            return f"{d.pick(('1', '30', '0'))} {d.pick(('days', 'hours', 'weeks'))} of {closed(inner)}"
        case _:
            return f"({inner})"


def _not_nothing(d: Draft, text: str) -> str:
    """A constant divisor that is nothing is an error."""
    constant = text[0].isdigit() or text in {name for name, _ in d.parameters}
    return "time of window" if constant else text


def closed(text: str) -> str:
    """In brackets, unless nothing that follows could be taken for a part of it."""
    simple = text.replace("_", "").replace(".", "").isalnum() or text in ("time of window", "fees")
    return text if simple or (text.startswith("(") and text.endswith(")") and text.count("(") == 1) else f"({text})"


def primary(d: Draft, unit: Unit, depth: int) -> str:
    """A number in one piece; a constant where the log has none of the unit."""
    makers: list[Callable[[], str | None]] = [lambda: literal(d, unit)]
    measured = _measured(d, unit, depth)
    named = [each.name for each in d.metrics if each.unit == unit and set(each.keys) <= set(d.keys)]
    if named:
        makers = [lambda: d.pick(named), lambda: d.pick(named)]
    if measured:
        makers = [*measured, *(makers if named else [])]
        if d.chance(8):
            return literal(d, unit)
    return d.made(*makers)


def measured(d: Draft) -> tuple[str, Unit]:
    """A number that depends on a log or on the window, with its unit."""
    if d.chance(3):
        return availability(d, 1), "percent"
    unit = d.pick(units(d))
    text = value(d, unit)
    if not _looks(d, text):
        text = f"time of {d.pick(d.shaped('spans')).name}"
        unit = "time"
    return text, unit


_LOOKS: Final = re.compile(r"\b(availability|time|count|share|fees|fee|next|previous|over|(sum|mean|max|min) of)\b")


def _looks(d: Draft, text: str) -> bool:
    named = set(re.findall(r"[^\s(),]+", text)) & {each.name for each in d.metrics}
    return bool(named) or _LOOKS.search(text) is not None or "median of" in text or "percentile" in text


def _measured(d: Draft, unit: Unit, depth: int) -> list[Callable[[], str | None]]:
    """The ways to measure a number of the unit."""
    ways: list[Callable[[], str | None]] = []
    match unit:
        case "percent":
            ways += [lambda: availability(d, depth), lambda: availability(d, depth)]
            if not d.style.timeless:
                ways.append(lambda: share(d))
        case "time":
            ways += [lambda: f"time of {sets.time_set(d, depth)}", lambda: "time of window"]
        case "count" if not d.style.timeless:
            ways += [lambda: _count(d), lambda: _steps(d)]
        case "money" if d.paid:
            ways += [lambda: f"{d.pick(d.paid)}.fee", lambda: "fees"]
    if not d.style.timeless:
        ways += [lambda: _statistic(d, unit), lambda: _bucket_mean(d, unit)]
        ways += [lambda: _bucket_mean(d, unit)] if d.shaped("samples") else []
        if not d.style.steady:
            ways.append(lambda: _near(d, unit))
    if depth > 0 and d.chance(3):
        ways.append(lambda: _over(d, unit))
    return ways


def _over(d: Draft, unit: Unit) -> str | None:
    """A number of other windows or scopes, whose own numbers are drawn for those."""
    keys, taken = d.keys, d.taken
    others = [each.name for each in d.scopes() if each.name not in keys]
    if others and d.chance(3):
        key = d.pick(others)
        over, d.keys = key, (*keys, key)
    elif d.chance(3):
        over = f"the {d.pick(('last', 'previous', 'next'))} {d.count(1, 3)} {d.pick(('windows', 'weeks'))}"
        d.taken = taken if over.endswith("windows") else ""
    else:
        over, d.taken = d.pick(("weeks", "weeks", "days") if d.style.shiftable else ("months", "weeks", "quarters")), ""
        over += d.pick(("", "", ' in "UTC"'))
    where = f" where ({condition(d, 0)})" if d.chance(4) else ""
    counted = not d.style.timeless and unit == "count"
    if counted and d.chance():
        made = f"count over {over} where ({condition(d, 0)})"
    elif unit == "percent" and d.chance():
        made = f"share over {over}{where} with ({condition(d, 0)})"
    else:
        statistic = d.pick([each for each in _STATISTICS if each != ("mean" if unit == "count" else "sum")])
        weighted = " weighted by time of window" if statistic == "mean" and d.chance() else _trimmed(d)
        made = f"{statistic} over {over}{where}{weighted}: {closed(primary(d, unit, 0))}"
    d.keys, d.taken = keys, taken
    return made


def _trimmed(d: Draft) -> str:
    """Extreme values that are left out."""
    sides = [f"the {which}{d.pick(('', ' 2', ' 5%'))}" for which in ("highest", "lowest") if d.chance()]
    return f" without {' and '.join(sides)}" if sides and d.chance(3) else ""


def availability(d: Draft, depth: int = 2) -> str:
    options: list[str] = []
    if d.exclusions and d.chance():
        options.append(f"excluding {' and '.join(dict.fromkeys(d.pick(d.exclusions) for _ in range(d.count(1, 2))))}")
    if d.calendars + d.sets and d.chance(3):
        options.append(f"in {d.pick(d.calendars + d.sets)}")
    if any(each.startswith("in ") for each in options) and d.chance(4):
        # Without a schedule it would have to stand for the window that is taken.
        options.append(f"over {d.pick(('43_200 minutes', '30 days', '730 hours', '1 week'))}")
    if d.chance(5):
        options.append(f"unknown while {sets.time_set(d, 1)}")
    if d.chance():
        options.append(f"unknown {d.pick(('counts as up', 'counts as down', 'leaves the denominator'))}")
    return ", ".join([f"availability of {sets.time_set(d, depth)}", *d.choices.order(options)])


def share(d: Draft) -> str:
    stream = d.pick(d.streams)
    return f"share of {stream.name}{_by(d, stream)}{rows.where(d, stream, 3)} with {rows.condition(d, stream)}"


def _count(d: Draft) -> str:
    stream = d.pick(d.streams)
    return f"count of {stream.name}{_by(d, stream)}{rows.where(d, stream)}"


def _by(d: Draft, stream: Stream) -> str:
    return f" by {d.pick(stream.moments)}" if stream.moments and d.chance(3) else ""


def _steps(d: Draft) -> str:
    return f"{d.pick(('started', 'full'))} {length(d, 1)} in {closed(primary(d, 'time', 0))}"


def _statistic(d: Draft, unit: Unit) -> str | None:
    statistics = [each for each in _STATISTICS if unit != "number" or each != "sum"]
    streams = [each for each in d.streams if any(a.unit == unit for a in each.of("number"))]
    streams += [d.stream(each.stream) for each in d.rows if each.unit == unit]
    if unit == "count":
        # The mean of counts is a plain number.
        statistics = [each for each in statistics if each != "mean"]
    spans = d.shaped("spans")
    if unit == "time":
        streams += spans
    if not streams:
        return None
    stream = d.pick(streams)
    operands = [each.name for each in stream.of("number") if each.unit == unit]
    operands += [each.name for each in d.rows if each.unit == unit and each.stream == stream.name]
    operands += ["length"] if unit == "time" and stream.shape == "spans" else []
    operand = d.pick(operands)
    if d.chance(5):
        # In brackets: `5% of outages` and `2 days of outages` would be read together.
        operand = f"({operand} + {literal(d, unit)})"
    elif d.chance(5):
        pair = [operand, literal(d, unit)]
        operand = f"{d.pick(('lesser', 'greater'))} of ({', '.join(pair if d.chance() else pair[::-1])})"
    elif unit != "count" and d.chance(5):
        factors = ("2", "0.001") if unit in ("number", "Mbps") else ("2", "0.001", "50%")
        operand = f"({d.pick(factors)} * {operand})"
    if d.chance(6):
        operand = f"{operand} rounded to {d.count(0, 3)} places"
    if unit == "count" and spans and d.chance():
        stream, operand = d.pick(spans), f"{d.pick(('started', 'full'))} {length(d, 1)} in length"
    return f"{d.pick(statistics)} of {operand} of {stream.name}{_by(d, stream)}{rows.where(d, stream, 3)}{_trimmed(d)}"


def _bucket_mean(d: Draft, unit: Unit) -> str | None:
    streams = [each for each in d.shaped("samples") if any(_in_bucket(a.unit, unit) for a in each.of("number"))]
    if not streams:
        return None
    stream = d.pick(streams)
    chosen = f" where {rows.bucket_condition(d, stream)}" if d.chance(5) else ""
    options = [f"{literal(d, unit)} where {rows.bucket_condition(d, stream)}" for _ in range(d.count(0, 2))]
    if d.chance():
        options.append(d.pick((f"missing counts as {literal(d, unit)}", "missing leaves the mean")))
    operand = rows.bucket_number(d, stream, unit)
    return f"mean over buckets of {width(d, stream)} of {stream.name}{chosen}: {', '.join([operand, *options])}"


def _in_bucket(has: Unit, wanted: Unit) -> bool:
    return has == wanted or (wanted == "percent" and has == "count")


def _near(d: Draft, unit: Unit) -> str | None:
    streams = [each for each in d.streams if each.shape != "cases" and any(a.unit == unit for a in each.of("number"))]
    if not streams:
        return None
    stream = d.pick(streams)
    name = d.pick([each.name for each in stream.of("number") if each.unit == unit])
    return f"{d.pick(('next', 'previous'))} {name} of {stream.name}{rows.where(d, stream, 3)}"


def condition(d: Draft, depth: int = 1) -> str:
    """A condition on the window: on parameters, the scope, numbers."""
    makers: list[Callable[[], str | None]] = [lambda: _comparison(d)]
    if d.labelled:
        makers.append(lambda: rows.choice(d, *d.pick(tuple(d.labelled.items()))))
    if d.keys:
        makers.append(lambda: _of_scope(d))
    makers.append(lambda: d.pick(("yes", "no")))
    if d.stands and (asked := consequences.standing(d)) is not None:
        makers += [lambda: asked, lambda: asked]
    made = d.made(*makers)
    if depth == 0 or not d.chance(4):
        return made
    match d.pick(("and", "or", "not")):
        case "not":
            return f"not ({made})"
        case word:
            return f"{made} {word} {condition(d, depth - 1)}"


def _comparison(d: Draft) -> str:
    unit = d.pick(units(d))
    return f"{closed(value(d, unit, 1))} {d.pick(rows.COMPARISONS)} {literal(d, unit)}"


def _of_scope(d: Draft) -> str:
    key = d.pick([each for each in d.scopes() if each.name in d.keys])
    labels = key.labels or tuple(rows.quoted(each) for each in ("a", "disk", "điện"))
    return rows.choice(d, key.name, labels)


def metrics(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(0, 4)):
        of_records = not d.style.timeless and d.chance(3)
        lines.append([_for_each_record(d) if of_records else _of_window(d)])
    return lines


def serving(d: Draft) -> str:
    return f" for {d.pick(d.services)}" if d.services and d.chance(3) else ""


def _for_each_record(d: Draft) -> str:
    cases = d.shaped("cases")
    stream = d.pick(cases) if cases and not d.chance(4) else d.pick(d.streams)
    by = f" by {d.pick(stream.moments)}" if stream.moments and d.chance() else ""
    if stream.shape == "cases" and not d.chance(4):
        written, unit = rows.clock(d, stream)
        deadline = True
    else:
        known = tuple({each.unit: None for each in stream.of("number")})
        unit = d.pick(known) if known else "number"
        written, deadline = rows.number(d, stream, unit, 2), False
    name = d.fresh()
    shown = _shown(d, unit)
    d.rows.append(RowMetric(name, stream.name, unit, deadline))
    return f"metric {name}{d.title()} for each {stream.name}{by} = {written}{shown}"


def _of_window(d: Draft) -> str:
    d.keys = _keys(d)
    written, unit = measured(d)
    cases = [f", {closed(value(d, unit, 1))} where {condition(d)}" for _ in range(d.count(0, 2) if d.chance(4) else 0)]
    # A comma after an availability or a mean over buckets goes on with their options.
    written = closed(written) if cases else written
    each = f" for each {', '.join(d.keys)}" if d.keys else ""
    name = d.fresh()
    d.metrics.append(ValueMetric(name, unit, d.keys))
    d.keys = ()
    return f"metric {name}{d.title()}{each}{serving(d)} = {written}{_shown(d, unit)}{''.join(cases)}"


def _keys(d: Draft) -> tuple[str, ...]:
    scopes = [each.name for each in d.scopes()]
    if not scopes or not d.chance(4):
        return ()
    return tuple(dict.fromkeys(d.pick(scopes) for _ in range(d.count(1, 2))))


def keys(d: Draft) -> tuple[str, ...]:
    return _keys(d)


def _shown(d: Draft, unit: Unit) -> str:
    words = _SHOWN.get(unit.partition(":")[0])
    return f" shown in {d.pick(words)}" if words and d.chance(3) else ""


def summed(text: str) -> str:
    """As it may stand where the grammar asks for a sum."""
    return f"({text})" if " rounded to " in text or "," in text else text


def target(d: Draft, unit: Unit, sign: str) -> str:
    """What a number is held against: mostly a constant, which a share can reach."""
    if unit == "percent" and not d.chance(6):
        out_of_reach = {">": "100%", "<": "0%"}.get(sign, "")
        return d.pick([each for each in PERCENTS if each != out_of_reach])
    return literal(d, unit) if unit != "percent" and not d.chance(6) else measured_as(d, unit)


def measured_as(d: Draft, unit: Unit) -> str:
    """A number of the unit that is not fixed, or else a constant that all can reach."""
    text = value(d, unit, 1)
    return text if _looks(d, text) or unit != "percent" else "50%"
