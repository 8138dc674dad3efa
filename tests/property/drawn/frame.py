"""The frame: parties, term, zone, currency, parameters, services with their fees; streams."""

import datetime
from typing import Final

from property.drawn import rows
from property.drawn.draft import LABELS, SHAPES, Attribute, Draft, Stream, block
from property.drawn.literals import CURRENCIES, amount, literal, window


def opening(d: Draft) -> list[list[str]]:
    """Parties, zone, currency, rounding, term. The term holds the focus."""
    d.parties = [d.fresh(), d.fresh()]
    lines = [[f"provider {d.parties[0]}{d.title()}"], [f"customer {d.parties[1]}{d.title()}"]]
    if d.chance(4):
        d.parties.append(d.fresh())
        lines.append([f"party {d.parties[2]}{d.title()}"])
    if d.chance(4) and not d.style.homogeneous:
        d.units.append(d.fresh())
        lines.append([f"unit {d.units[0]}{d.title()}"])
    if d.chance(6):
        name = d.fresh()
        lines += [[f'parameter {name} = "{d.zone}"'], [f"zone {name}"]]
    else:
        lines.append([f'zone "{d.zone}"'])
    if not d.chance(8):
        d.currency = d.pick(CURRENCIES)
        lines.append([f"currency {d.currency}"])
    if d.chance(3):
        lines.append([f"rounding {d.pick(('half up', 'half even', 'up', 'down'))}"])
    return [*lines, [_term(d)]]


def _term(d: Draft) -> str:
    if d.style.shiftable:
        # A fee per term of no fixed length would change with it.
        monday = d.focus - datetime.timedelta(days=d.focus.weekday() + 7 * d.count(1, 4))
        return f"term {monday} until {monday + datetime.timedelta(days=7 * d.count(6, 30))}"
    start = d.pick((d.focus.replace(day=1), d.focus.replace(month=1, day=1), d.day(-70, 0)))
    end = d.pick((start.replace(year=start.year + 1, day=1), d.day(21, 90), d.day(1, 3)))
    d.brief = end < d.focus + datetime.timedelta(days=21)
    d.ends = not d.chance(3)
    return d.pick((f"term {start} until {end}", f"term {start} through {end}")) if d.ends else f"term from {start}"


def parameters(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(0, 3)):
        kind = d.pick(("choice", "percent", "time", "count", "number", *(["money"] if d.currency else [])))
        if kind == "choice":
            labels = _labels(d)
            name = d.fresh()
            lines.append([f"parameter {name}{d.title()} one of {', '.join(labels)} = {d.pick(labels)}"])
            d.labelled[name] = labels
        else:
            written = literal(d, kind)
            if written in d.names:
                written = f"{'50% of' if kind == 'percent' else '2 *'} {written}"
            if d.chance(5) and kind != "count":
                sums = (f"2 * {written}", f"({written} + {literal(d, kind)})")
                # A share of a length may be no whole number of microseconds, one of a number is a percentage, and
                # percentages that add up to more than the whole are no targets.
                written = d.pick(
                    {"money": (*sums, f"10% of {written}"), "percent": (f"10% of {written}",)}.get(kind, sums)
                )
            name = d.fresh()
            lines.append([f"parameter {name}{d.title()} = {written}"])
            d.parameters.append((name, "number" if kind == "count" else kind))
    return lines


def services(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(1, 2)):
        name = d.fresh()
        fees = [_fee(d) for _ in range(d.count(0 if lines else 1, 3))] if d.currency else []
        head = f"service {name}{d.title()}"
        lines.append(block(head, fees) if fees or d.chance() else [head])
        if fees:
            d.paid.append(name)
        d.services.append(name)
    return lines


def _fee(d: Draft) -> str:
    money = [name for name, unit in d.parameters if unit == "money"]
    price = d.pick(money) if money and d.chance() else d.pick((amount(d), f"12 * {amount(d)}"))
    per = window(d, tiles=True)
    # A fee for a term that never ends has no share that falls on a month.
    return f"fee {price} once" if d.chance(6) or (per == "term" and not d.ends) else f"fee {price} per {per}"


def streams(d: Draft) -> list[list[str]]:
    """At least one stream of spans, and others; attributes called alike are of one type."""
    lines: list[list[str]] = []
    known: dict[str, tuple[str, Attribute]] = {}
    for index in range(d.count(1, 6)):
        shape = "spans" if index == 0 else d.pick(SHAPES)
        stream = Stream(d.fresh(), shape)
        inside = [_attribute(d, stream, known) for _ in range(d.count(0, 4))]
        if shape == "cases":
            inside += _of_cases(d, stream)
        every = ""
        if shape == "samples" and d.chance():
            written, stream.every = d.pick((("5min", 300), ("1min", 60), ("1h", 3600), ("15 minutes", 900)))
            every = f" every {written}"
        keyed = ""
        if d.chance(5):
            key = _fresh_attribute(d, stream, known, "text")
            stream.attributes.insert(0, Attribute(key, "text"))
            known[key] = ("text", stream.attributes[0])
            keyed = f" by {key}"
        lines.append(block(f"stream {stream.name}{d.title()} of {shape}{every}{keyed}", inside))
        d.streams.append(stream)
    return lines


def made(d: Draft) -> list[list[str]]:
    """Cases and events made of events. Of two events at one instant the order in the log tells which comes first."""
    sources = [each for each in d.shaped("events") if each.of("text")]
    if not sources or d.style.steady:
        return []
    lines: list[list[str]] = []
    for _ in range(d.count(0, 2)):
        source = d.pick(sources)
        key, name = d.pick(source.of("text")).name, d.fresh()
        if d.chance():
            words = [each for each in ("begun", "seen", "ended") if each not in {a.name for a in source.attributes}]
            inside = [f"{word}{d.pick(('', ' many'))} where {rows.condition(d, source)}" for word in words]
            inside += (
                [f"repeated {words[0]} {d.pick(('continues', 'restarts', 'begins another'))}"] if d.chance() else []
            )
            cases = Stream(name, "cases", list(source.attributes), moments=words)
            inside += [f"void when {rows.condition(d, cases)}"] if d.chance(4) else []
            lines.append(block(f"pairing {name}{d.title()} of {source.name} by {key}", inside))
            d.streams.append(cases)
            d.derived.add(name)
        else:
            within = f"{d.pick(('5min', '1us', '2h'))}{d.pick(('', ' of the first', ' of the last'))}"
            within += d.pick(("", "", f", doubled up to {d.pick(('3h', '2 days'))}"))
            head = f"distinct {name}{d.title()} of {source.name}{rows.where(d, source)}"
            lines.append([f"{head} by {key} within {within}"])
            d.streams.append(Stream(name, "events", list(source.attributes)))
            d.derived.add(name)
    return lines


def schedules(d: Draft) -> list[list[str]]:
    """When something is due."""
    lines: list[list[str]] = []
    for _ in range(d.count(0, 1)):
        unit = d.pick(("week", "month", "quarter"))
        nth = d.pick(("1st", "2nd", "5th", "7th"))
        day = f"{nth} working day of {d.pick(d.calendars)}" if d.calendars and d.chance() else nth
        hours = d.pick(("", " 09:00-17:00", " 22:00-06:00"))
        weekly = (f"every {d.pick(('Monday', 'Mon to Fri', 'Tue, Thu'))}{hours}", f"every day{hours}", "one each week")
        due = d.pick(
            weekly
            if d.style.shiftable
            else (
                f"every {d.pick(('Monday', 'Mon to Fri', 'Tue, Thu'))}{hours}",
                f"every day{hours}",
                f"one each {unit}",
                f"{d.pick(('by', 'on'))} the {day} of each {unit}",
            )
        )
        name = d.fresh()
        lines.append([f"schedule {name}{d.title()} {due}"])
        d.schedules.append(name)
    return lines


def registers(d: Draft) -> list[list[str]]:
    """A table by the text that some streams tell their records apart by."""
    d.declared = True
    keys = sorted({each.name for stream in d.streams for each in stream.of("text")} - set(d.names))
    if not keys or not d.chance(3):
        return []
    key = d.pick(keys)
    table = Stream(d.fresh(), "spans", [Attribute(key, "text")])
    known: dict[str, tuple[str, Attribute]] = {}
    inside = [_attribute(d, table, known) for _ in range(d.count(0, 3))]
    d.registers.append(table)
    return [block(f"register {table.name}{d.title()} by {key}", inside)]


_ATTRIBUTES: Final = (
    "region",
    "size",
    "cause",
    "vùng",
    "cost",
    "地域",
    "announced",
    "planned",
    "total",
    "failed",
    "rate",
)


def _fresh_attribute(d: Draft, stream: Stream, known: dict[str, tuple[str, Attribute]], written: str) -> str:
    taken = {each.name for each in stream.attributes} | set(stream.moments) | set(stream.states)
    name, number = d.pick(_ATTRIBUTES), 2
    while name in taken or (name in known and known[name][0] != written) or name in d.names:
        name, number = f"{name}{number}", number + 1
    return name


def _attribute(d: Draft, stream: Stream, known: dict[str, tuple[str, Attribute]]) -> str:
    written, kind, unit, labels = _type(d)
    name = _fresh_attribute(d, stream, known, written)
    history = stream.shape == "cases" and d.chance(3)
    attribute = Attribute(name, kind, unit, labels, history)  # type: ignore[arg-type]
    stream.attributes.append(attribute)
    known[name] = (written, attribute)
    return f"{name} {written}{' optional' if d.chance(3) else ''}{' with history' if history else ''}"


def _type(d: Draft) -> tuple[str, str, str, tuple[str, ...]]:
    places = d.pick(("", "", " with 2 places", " with 0 places", " with 12 places"))
    kinds = ["text", "choice", "count", "number", "percent", "duration", "instant", "flag"]
    match d.pick(kinds + (["money"] if d.currency else [])):
        case "choice":
            labels = _labels(d)
            return f"one of {', '.join(labels)}", "choice", "", labels
        case "number":
            unit = d.pick(("", " in Mbps"))
            return f"number{unit}{places}", "number", "Mbps" if unit else "number", ()
        case "percent":
            return f"percent{places}", "number", "percent", ()
        case "money":
            return d.pick(("money", f"money in {d.currency}")), "number", "money", ()
        case "duration":
            return "duration", "number", "time", ()
        case "count":
            return "count", "number", "count", ()
        case "flag":
            return "yes or no", "flag", "", ()
        case kind:
            return kind, kind, "", ()


def _of_cases(d: Draft, stream: Stream) -> list[str]:
    taken = {each.name for each in stream.attributes}
    words = [each for each in ("opened", "answered", "resolved", "đóng", "mở_lại") if each not in taken | set(d.names)]
    stream.moments = words[: d.count(2, 4)]
    stream.many = [each for each in stream.moments if d.chance(3)]
    lines = [f"moments {', '.join(f'{m} many' if m in stream.many else m for m in stream.moments)}"]
    if d.chance():
        stream.states = ["waiting", "on_hold"][: d.count(1, 2)]
        lines.append(f"states {', '.join(stream.states)}")
    if d.chance(4):
        lines.append(f"void when {rows.condition(d, stream)}")
    return lines


def _labels(d: Draft) -> tuple[str, ...]:
    return tuple(LABELS[: d.count(2, len(LABELS))])
