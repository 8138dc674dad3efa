"""A witness as files: a scenario beside the contract, and logs as `sladsl eval` reads them."""

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.logs.records import CaseRecord, EventRecord, Record, SampleRecord, SpanRecord, StreamLog, Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.model.units import decimal_text
from sladsl.proofs.verdict import Result
from sladsl.proofs.witness import Witness
from sladsl.proofs.written import EARLIEST, quoted, scenario_lines, word_for
from sladsl.report.told import scenario_name
from sladsl.temporal import SECOND, Zone, format_instant

_MOST_BYTES = 120
"""Of a file name, which is no longer than 255 in all."""


def file_stem(result: Result, agreement: str) -> str:
    """A file name that says what the witness shows."""
    code = "" if result.diagnostic is None else result.diagnostic.code.id
    letters = (each if each in ".-" or _is_of_names(each) else " " for each in f"{agreement}-{code}-{result.subject}")
    stem = "-".join("".join(letters).split()).strip("-.")
    return stem.encode()[:_MOST_BYTES].decode(errors="ignore")


def _is_of_names(letter: str) -> bool:
    """Vowel signs and tone marks of Thai and others are parts of names, and no letters."""
    return f"_{letter}".isidentifier()


def short(name: str) -> str:
    return name.encode()[:_MOST_BYTES].decode(errors="ignore")


def witness_files(result: Result, witness: Witness, contract: str, stem: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file; `contract` is where the contract lies, seen from them."""
    logs = {name: f"{stem}.{short(name)}.csv" for name, stream in witness.log.streams.items() if stream.records}
    zone = Zone.named(witness.graph.zone)
    start, end = (format_instant(each, zone) for each in witness.period)
    period = _word(f"{start} until {end}")
    command = [f"sladsl eval {_word(contract)} --agreement {witness.graph.name} --period {period}"]
    command += [f"--set {_word(f'{name}={word_for(label)}')}" for name, label in witness.settings]
    command += [f"--log {name}={_word(file)}" for name, file in logs.items()]
    command += [f"--coverage {name}={period}" for name, stream in witness.log.streams.items()
                if not stream.schema.register]  # fmt: skip
    lines = [f"# {on_one_line(result.sentence)}", "# " + " ".join(command), ""]
    lines += [f"scenarios for {witness.graph.name} in {quoted(contract)} {{"]
    lines += [f"  {line}" for line in scenario_lines(witness, scenario_name(result))]
    yield f"{stem}.sladsl", "\n".join([*lines, "}"]) + "\n"
    for name, file in logs.items():
        yield file, csv_text(witness.log.streams[name])


def _word(text: str) -> str:
    return text if re.fullmatch(r"[\w./-]+", text) else "'" + text.replace("'", "'\\''") + "'"


def csv_text(stream: StreamLog) -> str:
    """The rows of a stream, times in UTC."""
    out = io.StringIO()
    rows = [_cells(stream.schema, record) for record in stream.records]
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _cells(schema: StreamSchema, record: Record) -> dict[str, str]:
    found = _place(schema, record)
    for attribute, value in zip(schema.attributes, record.values, strict=True):
        found[attribute.name] = _value(attribute, value)
    return found


def _place(schema: StreamSchema, record: Record) -> dict[str, str]:
    match record:
        case SpanRecord(start=start, end=end) if schema.register:
            return {"from": "" if start < EARLIEST else format_instant(start), "until": _instant(end)}
        case SpanRecord(start=start, end=end):
            return {"start": format_instant(start), "end": _instant(end)}
        case CaseRecord():
            found = {"case": record.key}
            for name, times in zip(schema.moments, record.moments, strict=True):
                found[name] = ";".join(map(format_instant, times))
            for name, pairs in zip(schema.states, record.states, strict=True):
                found[name] = ";".join(f"{format_instant(start)}/{_instant(end)}" for start, end in pairs)
            return found
        case SampleRecord(at=at) | EventRecord(at=at):
            return {"at": format_instant(at)}


def _instant(at: int | None) -> str:
    return "" if at is None else format_instant(at)


def _value(attribute: Attribute, value: Value) -> str:
    kind = attribute.type
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    match kind.kind:
        case Kind.INSTANT:
            return format_instant(value)
        case Kind.DURATION:
            return f"PT{decimal_text(Fraction(value, SECOND))}S"
    figure = decimal_text(Fraction(value, 10**kind.places))
    unit = {Kind.PERCENT: "%", Kind.MONEY: f" {kind.currency}"}.get(kind.kind, f" {kind.unit}" if kind.unit else "")
    return f"{figure}{unit}"
