"""A log written down as a scenario: what `sladsl test` runs, and what a reader sees of a witness."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from sladsl.formatting.direction import in_order
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, SampleRecord, SpanRecord, StreamLog, Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.model.units import decimal_text
from sladsl.proofs.witness import Witness
from sladsl.rules.outcome import Outcome
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, Zone, format_instant
from sladsl.temporal.instant import format_time_of_day

_SHORTEST_RUN = 4
EARLIEST = -(2**55)
"""What began before is written as if it began on `_FIRST_DAY`: it always was."""
_FIRST_DAY = "1900-01-01"
_LENGTHS = ((HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (1000, "ms"), (1, "us"))


def scenario_lines(witness: Witness, name: str, rows: Sequence[str] | None = None) -> list[str]:
    """`scenario "…" { … }`, which holds as long as the agreement comes to the same. `rows`: the lines of its log, where
    they are written already."""
    zone = Zone.named(witness.graph.zone)
    lines = [f"scenario {quoted(name)} {{", f"  period {_period(witness, zone)}"]
    lines += [f"  set {name} = {word_for(label)}" for name, label in witness.settings]
    lines += [f"  no log of {', '.join(names)}"] if (names := _absent(witness)) else []
    lines += [f"  {line}" for line in (log_lines(witness.log, zone) if rows is None else rows)]
    every = witness.evaluation.outcomes
    lines += [f"  {line}" for each in witness.shown for line in _expectations(each, _in_window(each, every))]
    return [*lines, "}"]


def log_lines(log: EventLog, zone: Zone) -> Iterator[str]:
    """The rows of every stream in which something is."""
    for name, stream in log.streams.items():
        rows = list(_rows(stream, zone))
        if len(rows) == 1:
            yield in_order(f"{name} {{ {rows[0]} }}")
        elif rows:
            yield f"{name} {{"
            yield from (in_order(f"  {row}") for row in rows)
            yield "}"


def _absent(witness: Witness) -> list[str]:
    """Streams of which there is no log at all."""
    return [
        each.name for each in witness.graph.streams if each.made_of is None and each.name not in witness.log.streams
    ]


def _period(witness: Witness, zone: Zone) -> str:
    start, end = (_at(each, zone) for each in witness.period)
    return f"{start} until {end}"


def _rows(stream: StreamLog, zone: Zone) -> Iterator[str]:
    records = sorted(stream.records, key=lambda each: each.place)
    if records and isinstance(records[0], SampleRecord):
        yield from _runs([each for each in records if isinstance(each, SampleRecord)], stream.schema, zone)
        return
    named = 0
    for row, group in groupby(records, key=lambda each: _without_key(each, stream.schema, zone)):
        same = list(group)
        if isinstance(same[0], CaseRecord):
            named += len(same) > 1
            several = "ticket" if named == 1 else f"ticket {named}"
            row = _row(same[0]._replace(key=several) if len(same) > 1 else same[0], stream.schema, zone)
        yield f"{len(same)} times {row}" if len(same) > 1 else row


def _without_key(record: Record, schema: StreamSchema, zone: Zone) -> str:
    return _row(record._replace(key="") if isinstance(record, CaseRecord) else record, schema, zone)


def _runs(samples: list[SampleRecord], schema: StreamSchema, zone: Zone) -> Iterator[str]:
    """Samples at equal distances that say the same are one row."""
    index = 0
    while index < len(samples):
        last = index
        step = samples[index + 1].at - samples[index].at if index + 1 < len(samples) else 0
        while (
            last + 1 < len(samples)
            and samples[last + 1].values == samples[index].values
            and samples[last + 1].at - samples[last].at == step
        ):
            last += 1
        if last - index + 1 >= _SHORTEST_RUN:
            first, after = samples[index].at, samples[last].at + step
            stretch = f"every {length(step)} from {_at(first, zone)} until {_at(after, zone)}"
            yield stretch + _given(samples[index].values, schema, zone)
            index = last + 1
        else:
            yield _at(samples[index].at, zone) + _given(samples[index].values, schema, zone)
            index += 1


def _row(record: Record, schema: StreamSchema, zone: Zone) -> str:
    given = _given(record.values, schema, zone)
    match record:
        case SpanRecord(start=start, end=None):
            if schema.register:
                return f"from {_FIRST_DAY if start < EARLIEST else _at(start, zone)}{given}"
            return f"{_at(start, zone)} still open{given}"
        case SpanRecord(start=start, end=end):
            assert end is not None
            return f"{_at(start, zone)} for {length(end - start)}{given}"
        case CaseRecord():
            moments = "".join(
                f"  {name} {', '.join(_at(each, zone) for each in times)}"
                for name, times in zip(schema.moments, record.moments, strict=True)
                if times
            )
            lasted = zip(schema.states, record.states, strict=True)
            states = "".join(f"  {name} {_stretches(pairs, zone)}" for name, pairs in lasted if pairs)
            return f"case {quoted(record.key)}{moments}{states}{given}"
        case SampleRecord(at=at) | EventRecord(at=at):
            return f"{_at(at, zone)}{given}"


def _stretches(pairs: tuple[tuple[int, int | None], ...], zone: Zone) -> str:
    ends = ((start, "still open" if end is None else f"until {_at(end, zone)}") for start, end in pairs)
    return ", ".join(f"{_at(start, zone)} {end}" for start, end in ends)


def _given(values: tuple[Value, ...], schema: StreamSchema, zone: Zone) -> str:
    pairs = zip(schema.attributes, values, strict=True)
    return "".join(f"  {each.name} {_value(each, value, zone)}" for each, value in pairs if value is not None)


def _value(attribute: Attribute, value: Value, zone: Zone) -> str:
    kind = attribute.type
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return word_for(value) if kind.kind is Kind.CHOICE else quoted(value)
    assert value is not None
    match kind.kind:
        case Kind.INSTANT:
            return _at(value, zone)
        case Kind.DURATION:
            return length(value)
    figure = decimal_text(Fraction(value, 10**kind.places))
    unit = {Kind.PERCENT: "%", Kind.MONEY: f" {kind.currency}"}.get(kind.kind, "")
    return f"{figure}{unit}"


def length(us: int) -> str:
    """`2h9min36s`."""
    if us <= 0:
        return "0s"
    days, rest = divmod(us, DAY)
    if not rest:
        return "1 day" if days == 1 else f"{days} days"
    parts = []
    for unit, word in _LENGTHS:
        number, us = divmod(us, unit)
        if number:
            parts.append(f"{number}{word}")
    return "".join(parts)


def _at(instant: int, zone: Zone) -> str:
    """Local time where that is one instant only; a date for midnight."""
    local = instant + zone.offset(instant)
    days, time_of_day = divmod(local, DAY)
    text = format_instant(days * DAY)[:10]
    if zone.offset(instant) != zone.offset(instant - DAY) or zone.offset(instant) != zone.offset(instant + DAY):
        return format_instant(instant)
    if not time_of_day:
        return text
    clock = format_time_of_day(time_of_day)
    return f"{text}T{clock[:-3] if clock.endswith(':00') and len(clock) == len('00:00:00') else clock}"


def _in_window(outcome: Outcome, every: Sequence[Outcome]) -> str:
    """Nothing where the objective is taken in one window only."""
    windows = {each.window for each in every if each.objective == outcome.objective}
    return f" in {outcome.window.label}" if len(windows) > 1 else ""


def _expectations(outcome: Outcome, when: str) -> Iterator[str]:
    bound = ", ".join(f"{key} {quoted(value)}" for key, value in outcome.scope)
    whom = (f" for {bound}" if bound else "") + when
    said = {"no verdict": "has no verdict", "not applicable": "does not apply", "measured": ""}
    state = said.get(outcome.state, f"is {outcome.state}")
    if state:
        yield f"expect {outcome.objective}{whom} {state}"
    credit = outcome.credit
    if credit is None:
        return
    if credit.outcome in ("gap", "conflict"):
        yield f"expect credit of {outcome.objective}{whom} is a {credit.outcome}"
    elif credit.payable is not None and credit.currency is not None:
        yield f"expect credit of {outcome.objective}{whom} = {decimal_text(credit.payable)} {credit.currency}"


def word_for(label: str) -> str:
    """A label as it is written: a word, or a text."""
    return label if label.isidentifier() else quoted(label)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
