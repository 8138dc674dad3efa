"""Conditions on one record of a stream, or on a bucket of samples, and numbers of them."""

from typing import Final

from property.drawn.draft import TEXTS, Attribute, Draft, Stream, Unit
from property.drawn.literals import length, literal

COMPARISONS: Final = (">=", "<=", ">", "<", "=", "!=", "≥", "≠")
_ORDERINGS: Final = (">=", "<=", ">", "<")


def where(d: Draft, stream: Stream, of: int = 2) -> str:
    """` where …`, once in `of` times."""
    return f" where {condition(d, stream)}" if d.chance(of) else ""


def condition(d: Draft, stream: Stream, depth: int = 1) -> str:
    """A condition on a record."""
    return _logical(d, lambda level: condition(d, stream, level), lambda: _simple(d, stream), depth)


def bucket_condition(d: Draft, stream: Stream, depth: int = 1) -> str:
    return _logical(d, lambda level: bucket_condition(d, stream, level), lambda: _of_bucket(d, stream), depth)


def _logical(d: Draft, deeper: object, simple: object, depth: int) -> str:
    assert callable(deeper) and callable(simple)
    if depth == 0 or not d.chance(4):
        return str(simple())
    match d.pick(("and", "or", "not", "brackets")):
        case "not":
            return f"not {simple()}"
        case "brackets":
            return f"({deeper(depth - 1)})"
        case word:
            return f"{simple()} {word} {deeper(depth - 1)}"


def _simple(d: Draft, stream: Stream) -> str:
    """One comparison or the like; what the stream offers decides which."""
    made: list[str] = []
    kinds = [*stream.attributes, *(["instants"] if instants(d, stream) else []), "parameter", "metric", "number"]
    if stream.shape == "cases":
        kinds += ["clock", "clock"]
    # A window without a verdict tells nothing of a law, and a span told as two happens twice.
    kinds += ["register"] if not d.style.timeless and _lookups(d, stream) else []
    subject = d.pick(kinds)
    match subject:
        case Attribute():
            return _of_attribute(d, stream, subject)
        case "instants":
            return _of_instants(d, stream)
        case "register":
            return d.pick(_lookups(d, stream))
        case "clock":
            return _kept(d, clock(d, stream))
        case "metric":
            made = [_kept_metric(d, each.name, each.unit) for each in d.rows if each.stream == stream.name]
        case "parameter":
            made = [choice(d, name, labels) for name, labels in d.labelled.items()]
        case _:
            pass
    return d.pick(made) if made else _of_numbers(d, stream)


def _lookups(d: Draft, stream: Stream) -> list[str]:
    """What registers say of a record that has their key."""
    own = {each.name for each in stream.of("text")}
    tables = [each for each in d.registers if each.attributes[0].name in own]
    return [
        f"{table.name}.{each.name}" if each.kind == "flag" else choice(d, f"{table.name}.{each.name}", each.labels)
        for table in tables
        for each in table.attributes
        if each.kind in ("flag", "choice")
    ]


def choice(d: Draft, name: str, labels: tuple[str, ...]) -> str:
    """`name = label`"""
    if d.chance(3):
        return f"{name} is one of ({', '.join(labels[: d.count(1, len(labels))])})"
    return f"{name} {d.pick(('=', '!='))} {d.pick(labels)}"


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _of_attribute(d: Draft, stream: Stream, attribute: Attribute) -> str:
    name = attribute.name
    if attribute.history and d.chance():
        name = f"{name} at {d.pick(stream.moments)}"
    elif d.chance(5):
        return f"{name} is {d.pick(('present', 'missing'))}"
    match attribute.kind:
        case "flag":
            return name
        case "text":
            others = [each.name for each in stream.of("text") if each.name != name]
            texts = tuple(quoted(each) for each in TEXTS)
            return f"{name} = {d.pick(others)}" if others and d.chance(4) else choice(d, name, texts)
        case "choice":
            return choice(d, name, attribute.labels)
        case "instant":
            return _of_instants(d, stream)
        case _:
            return f"{name} {d.pick(COMPARISONS)} {number(d, stream, attribute.unit, 1)}"


def _of_numbers(d: Draft, stream: Stream) -> str:
    unit = d.pick(tuple(_units(d, stream)) or ("number",))
    return f"{number(d, stream, unit, 2)} {d.pick(COMPARISONS)} {number(d, stream, unit, 1)}"


def _units(d: Draft, stream: Stream) -> list[Unit]:
    units = {each.unit: None for each in stream.of("number")}
    if stream.shape == "spans" and not d.style.timeless:
        units["time"] = None
    return list(units)


def instants(d: Draft, stream: Stream) -> list[str]:
    """What of a record is a date and time."""
    own = {"spans": ["start", "end"], "events": ["at"], "samples": ["at"], "cases": stream.moments}[stream.shape]
    if d.style.timeless and stream.shape == "spans":
        own = []
    return [*own, *(each.name for each in stream.of("instant"))]


def _of_instants(d: Draft, stream: Stream) -> str:
    known = instants(d, stream)
    subject = d.pick(known)
    kinds = ["instant", "notice", "date", "within", "end"]
    match d.pick(kinds):
        case "end":
            unit = d.pick(("day", "week") if d.style.shiftable else ("day", "week", "month", "quarter", "year"))
            zone = f" in {d.pick(d.calendars)}" if d.calendars and not d.style.shiftable and d.chance(3) else ""
            return f"{subject} {d.pick(COMPARISONS)} end of the {unit}{zone} of {d.pick(known)}"
        case "notice":
            return f"{subject} at least {length(d)} {d.pick(('before', 'after'))} {d.pick(known)}"
        case "date":
            return f"{subject} {d.pick(_ORDERINGS)} {_date(d)}"
        case "within" if d.calendars + d.sets:
            return f"{subject} within {d.pick(d.calendars + d.sets)}"
        case _:
            return f"{subject} {d.pick(COMPARISONS)} {d.pick(known)}"


def _date(d: Draft) -> str:
    day = d.day(-2, 2)
    return d.pick((f"{day}", f"{day}T02:30", f"{day}T12:00:00.5Z", f"{day}T00:00+07:00"))


def number(d: Draft, stream: Stream, unit: Unit, depth: int) -> str:
    """A number of a record that compares with `unit`."""
    known = [each.name for each in stream.of("number") if each.unit == unit]
    known += [each.name for each in d.rows if each.stream == stream.name and each.unit == unit and not each.deadline]
    if unit == "time" and stream.shape == "spans" and not d.style.timeless:
        known.append("length")
    # Of two samples at one instant the order in the log tells which is the last.
    known += [] if d.style.steady or not d.chance(3) else _beside(d, unit)
    name = d.pick(known) if known and (depth > 1 or d.chance()) else literal(d, unit)
    if depth == 0 or not d.chance(4):
        return name
    match d.pick(("plus", "times", "ratio", "share", "brackets")):
        case "plus":
            return f"{name} {d.pick(('+', '-'))} {number(d, stream, unit, 0)}"
        case "times":
            # A plain factor leaves any unit but a count what it is.
            return f"{name} * {d.pick(('2', '0.5', '3'))}" if unit != "count" else f"{name} + 1"
        case "ratio" if unit == "percent" and (counts := [a.name for a in stream.of("number") if a.unit == "count"]):
            return f"{d.pick(counts)} / {d.pick(counts)}"
        case "share" if unit in ("time", "money"):
            return f"50% of {name}"
        case "brackets":
            return f"({name})"
        case _:
            return name


def _beside(d: Draft, unit: Unit) -> list[str]:
    """What streams of samples say at the same time."""
    others = d.shaped("samples") if d.declared else []
    return [f"{other.name}.{each.name}" for other in others for each in other.of("number") if each.unit == unit]


def clock(d: Draft, stream: Stream) -> tuple[str, Unit]:
    """`time in office from opened to answered, without waiting`"""
    calendar = d.pick(d.calendars) if d.calendars and d.chance() else None
    start = d.pick(stream.moments)
    stop = d.pick([each for each in stream.moments if each != start])
    others = [each for each in stream.moments if each not in (start, stop)]
    gaps = bool(others) and d.chance(6)
    what = f"longest gap of {d.pick(others)}" if gaps else "time"
    text = f"{what}{f' in {calendar}' if calendar else ''} from {start} to {stop}"
    pauses = [*stream.states, *d.sets, *d.calendars]
    if pauses and d.chance():
        text += f", without {' and '.join(dict.fromkeys(d.pick(pauses) for _ in range(d.count(1, 2))))}"
    if d.chance(4):
        text += d.pick((", deadline at close", ", deadline at next opening"))
    elif not gaps and d.chance(3):
        text += _again(d, stop in stream.many, calendar is None, others)
    changing = [each for each in stream.attributes if each.history]
    if changing and d.chance():
        text += _changed(d, stream, d.pick(changing))
    return text, f"open:{calendar}" if calendar else "time"


def _again(d: Draft, stops_again: bool, elapsed: bool, others: list[str]) -> str:
    """Which cycle counts; what follows when a stop is taken back. A mean has no business days."""
    if others and d.chance():
        then = ("continues", "begins another", "keeps the first") if stops_again else ("keeps the first",)
        return f", {d.pick(others)} {d.pick(then)}"
    return f", {d.pick(('each', 'worst', 'first', 'last', *(('mean',) if elapsed else ())))} cycle"


def _changed(d: Draft, stream: Stream, attribute: Attribute) -> str:
    """What a clock does when an attribute with history changes."""
    if d.chance():
        return f", while {_now(d, stream, attribute)}"
    if attribute.labels and d.chance():
        return f", change of {attribute.name} to {d.pick(attribute.labels)} restarts"
    return f", change of {attribute.name} {d.pick(('restarts', 'continues'))}"


def _now(d: Draft, stream: Stream, attribute: Attribute) -> str:
    """A condition on what an attribute is now, in brackets: the options of a clock go on after a comma."""
    if d.chance(4):
        return f"({attribute.name} is {d.pick(('present', 'missing'))})"
    match attribute.kind:
        case "choice":
            return f"({choice(d, attribute.name, attribute.labels)})"
        case "text":
            return f"({choice(d, attribute.name, tuple(map(quoted, TEXTS)))})"
        case "flag":
            return attribute.name
        case "instant":
            return f"({attribute.name} {d.pick(_ORDERINGS)} {d.pick(instants(d, stream))})"
        case _:
            return f"({attribute.name} {d.pick(COMPARISONS)} {literal(d, attribute.unit)})"


def _kept(d: Draft, measured: tuple[str, Unit]) -> str:
    """A clock held against a limit; its options end with a comma-separated list, so it stands in brackets."""
    text, unit = measured
    return _kept_metric(d, f"({text})" if "," in text or d.chance() else text, unit)


def _kept_metric(d: Draft, text: str, unit: Unit) -> str:
    if unit.startswith("open:") and d.chance(3):
        calendar = unit.removeprefix("open:")
        days = f"{d.pick(('1', '0', '2', '5'))} business days{d.pick((f' of {calendar}', ''))}"
        return f"{text} {d.pick(('<=', '<'))} {days}"
    return f"{text} {d.pick(('<=', '<', '<=', '>', '>='))} {literal(d, unit)}"


def _of_bucket(d: Draft, stream: Stream) -> str:
    """Numbers alone: the samples of a bucket may differ in all else."""
    if d.labelled and d.chance(6):
        return choice(d, *d.pick(tuple(d.labelled.items())))
    units = tuple({each.unit: None for each in stream.of("number")})
    if not units:
        return f"{literal(d, 'number')} {d.pick(COMPARISONS)} {literal(d, 'number')}"
    unit = d.pick(units)
    left = bucket_number(d, stream, unit)
    if d.chance(8):
        return f"{d.pick([each.name for each in stream.of('number')])} is {d.pick(('present', 'missing'))}"
    return f"{left} {d.pick(COMPARISONS)} {literal(d, unit)}"


def bucket_number(d: Draft, stream: Stream, unit: Unit) -> str:
    known = [each.name for each in stream.of("number") if each.unit == unit]
    known += _beside(d, unit) if d.chance(3) else []
    counts = [each.name for each in stream.of("number") if each.unit == "count"]
    if unit == "percent" and counts and (not known or d.chance()):
        return f"{d.pick(counts)} / {d.pick(counts)}"
    return d.pick(known) if known else literal(d, unit)
