"""Time sets, definitions and exclusions."""

from property.drawn import rows
from property.drawn.draft import Draft, Stream, block
from property.drawn.literals import length, literal, width, window

_UNITS = ("minute", "hour", "second", "day")


def time_set(d: Draft, depth: int = 2) -> str:
    """A set with its operators, to be read from left to right."""
    text = part(d, depth)
    while depth and d.chance(4):
        text = f"{text} {d.pick(('together with', 'during', 'outside'))} {part(d, depth - 1)}"
        depth -= 1
    return text


def part(d: Draft, depth: int) -> str:
    """A set in one piece."""
    text = _simple(d)
    if depth == 0 or not d.chance(4):
        return text
    text = f"({time_set(d, depth - 1)})" if d.chance(3) else text
    units = f"{d.pick(_UNITS)}{d.pick(('', 's'))}"
    match d.pick(("lasting", "more", "runs", "of each run", "of the clock", "since")):
        case "lasting":
            return f"{text} lasting at least {_duration(d)}"
        case "more":
            return f"{text} lasting more than {_duration(d)}"
        case "runs":
            return f"runs of at least {length(d)} in {text}"
        case "of each run":
            return f"{text} in {d.pick(('whole', 'started'))} {units} of each run"
        case "of the clock":
            return f"{text} in {d.pick(('whole', 'started'))} clock {units}"
        case _:
            first = d.pick(d.shaped("events") if d.style.timeless else d.streams) if _first_streams(d) else None
            return f"{text} since first of {first.name}{rows.where(d, first, 3)}" if first else text


def _first_streams(d: Draft) -> bool:
    return bool(d.shaped("events")) if d.style.timeless else True


def _duration(d: Draft) -> str:
    """`lasting` takes any sum of fixed lengths; long ones leave little."""
    short = d.pick(("5min", "1us", "30 minutes", "1h", "0s"))
    return d.pick((short, short, f"{length(d)} + {literal(d, 'time')}", literal(d, "time")))


def _simple(d: Draft) -> str:
    kinds = ["spans", "spans", "spans of"]
    kinds += ["calendar"] if d.calendars else []
    kinds += ["named", "named"] if d.sets else []
    kinds += ["buckets"] if d.shaped("samples") else []
    # Of two samples at one instant the later in the log speaks, and a span told as two is two rows of a register.
    kinds += ["holding"] if d.shaped("samples") and not d.style.steady else []
    kinds += ["register"] if d.registers and not d.style.timeless else []
    match d.pick(kinds):
        case "calendar":
            return d.pick(d.calendars)
        case "named":
            return d.pick(d.sets)
        case "register":
            return d.pick(d.registers).name
        case "holding":
            return _holding(d, d.pick(d.shaped("samples")))
        case "buckets":
            stream = d.pick(d.shaped("samples"))
            return f"buckets of {width(d, stream)} of {stream.name} where {rows.bucket_condition(d, stream)}"
        case kind:
            stream = d.pick(d.shaped("spans"))
            return f"{'spans of ' if kind == 'spans of' else ''}{stream.name}{rows.where(d, stream, 3)}"


def _holding(d: Draft, stream: Stream) -> str:
    row = d.pick(("", "", f"at least {d.count(1, 3)} ", f"at least {d.count(2, 3)} "))
    counted = d.pick((" counted from the first", " counted from the last", "")) if row else ""
    limit = f" for at most {d.pick(('5min', '1us', '90 minutes', '3 days'))}" if d.chance(3) else ""
    text = f"holding {row}{stream.name}{counted} where {rows.condition(d, stream)}{limit}"
    keys = [each.name for each in stream.attributes if each.kind in ("text", "choice")]
    if not keys or d.chance():
        return text
    least = d.pick(("at least 1 of", "at least 2 of", "at least 50% of", "more than 50% of", "all of"))
    return f"{least} {d.pick(keys)} in ({text})"


def definitions(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(0, 3)):
        written = time_set(d)
        name = d.fresh()
        lines.append([f"define {name}{d.title()} = {written}"])
        d.sets.append(name)
    return lines


def exclusions(d: Draft) -> list[list[str]]:
    lines: list[list[str]] = []
    for _ in range(d.count(0, 2)):
        inside = [time_set(d, 1) for _ in range(d.count(1, 2))]
        for _ in range(d.count(0, 2)):
            amount = d.pick((literal(d, "time"), literal(d, "time"), d.pick(("1", "0", "3", "1 + 1"))))
            inside.append(f"at most {amount} per {window(d, tiles=True)}{d.pick(('', ' or none of it'))}")
        effect = d.pick(("counts as up", "leaves the denominator", ""))
        name = d.fresh()
        lines.append(block(f"exclusion {name}{d.title()}", d.choices.order([*inside, *([effect] if effect else [])])))
        d.exclusions.append(name)
        d.sets.append(name)
    return lines
