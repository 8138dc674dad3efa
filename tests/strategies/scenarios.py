"""A log and what an agreement comes to over it, written down as a scenario."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, Changes, EventLog, EventRecord, Record, SampleRecord, SpanRecord, Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.temporal import format_instant

_BEGINS_A_ROW = {"case", "every", "but"}

_SAID: Final = {"no verdict": "has no verdict", "not applicable": "does not apply"}


def can_be_told(graph: RuleGraph) -> bool:
    """Whether no name of the log is a word that begins a row."""
    names = {each.name for schema in graph.streams for each in schema.attributes}
    names |= {each for schema in graph.streams for each in (*schema.moments, *schema.states)}
    streams = {schema.name for schema in graph.streams}
    asked = {each.name for each in graph.objectives}
    return not (names | streams | asked) & _BEGINS_A_ROW


def written(graph: RuleGraph, log: EventLog, evaluation: Evaluation, period: tuple[int, int]) -> str:
    """`scenarios for … { … }` with every row of the log, and every state and credit of the evaluation."""
    lines = [f"period {format_instant(period[0])} until {format_instant(period[1])}"]
    missing = [schema.name for schema in graph.streams if schema.name not in log.streams and schema.made_of is None]
    if missing:
        lines.append(f"no log of {', '.join(missing)}")
    for name, stream in log.streams.items():
        rows = (_row(stream.schema, each) for each in sorted(stream.records, key=lambda record: record.place))
        lines += [f"{name} {{", *rows, "}"]
    lines += expectations(evaluation)
    body = "\n".join(lines)
    return f'scenarios for {graph.name} {{\nscenario "as it was" {{\n{body}\n}}\n}}\n'


def expectations(evaluation: Evaluation) -> Iterator[str]:
    for outcome in evaluation.outcomes[:40]:
        where = f"{_whom(outcome)} in {_label(outcome)}"
        yield f"expect {outcome.objective}{where} {_SAID.get(outcome.state, f'is {outcome.state}')}"
        credit = outcome.credit
        if credit is None:
            continue
        if credit.payable is not None and credit.currency is not None:
            yield f"expect credit of {outcome.objective}{where} = {_decimal(credit.payable)} {credit.currency}"
        elif credit.outcome in ("gap", "conflict"):
            yield f"expect credit of {outcome.objective}{where} is a {credit.outcome}"
        if credit.claim is not None:
            yield f"expect claim of {outcome.objective}{where} is {credit.claim.state}"
    codes = {each.code.id for each in evaluation.findings}
    yield from (f"expect finding {code}" for code in sorted(codes))
    if not codes:
        yield "expect no findings"


def perturbed(evaluation: Evaluation) -> Iterator[str]:
    """Expectations that are all wrong."""
    for outcome in evaluation.outcomes[:10]:
        where = f"{_whom(outcome)} in {_label(outcome)}"
        yield f"expect {outcome.objective}{where} is {'breached' if outcome.state == 'met' else 'met'}"
        if outcome.credit is not None and outcome.credit.payable is not None and outcome.credit.currency is not None:
            amount = f"{_decimal(outcome.credit.payable)} {outcome.credit.currency}"
            yield f"expect credit of {outcome.objective}{where} > {amount}"
            yield f"expect credit of {outcome.objective}{where} != {amount}"
    codes = {each.code.id for each in evaluation.findings}
    yield "expect no findings" if codes else "expect finding SLA0501"


def _whom(outcome: Outcome) -> str:
    bound = ", ".join(f"{key} {_quoted(value)}" for key, value in outcome.scope)
    return f" for {bound}" if bound else ""


def _label(outcome: Outcome) -> str:
    return outcome.window.label


def _row(schema: StreamSchema, record: Record) -> str:
    given = "".join(
        f" {attribute.name} {_value(attribute, value)}"
        for attribute, value in zip(schema.attributes, record.values, strict=True)
        if value is not None and not attribute.history
    )
    if isinstance(record, CaseRecord):
        given += "".join(map(_changed, schema.attributes, record.changes))
    match record:
        case SpanRecord(start=start, end=end):
            until = "still open" if end is None else f"until {format_instant(end)}"
            return f"{format_instant(start)} {until}{given}"
        case SampleRecord(at=at) | EventRecord(at=at):
            return f"{format_instant(at)}{given}"
        case CaseRecord():
            return f"case {_quoted(record.key)}{_of_case(schema, record)}{given}"


def _changed(attribute: Attribute, changes: Changes) -> str:
    """The values that an attribute with history had."""
    told = [(at, _value(attribute, value)) for at, value in changes if value is not None]
    first = [told[0][1]] if told and changes[0][1] is not None else []
    return (
        f" {attribute.name} {', '.join([*first, *(f'{v} since {format_instant(at)}' for at, v in told[len(first) :])])}"
        if told
        else ""
    )


def _of_case(schema: StreamSchema, record: CaseRecord) -> str:
    told = ""
    for name, times in zip(schema.moments, record.moments, strict=True):
        told += f" {name} {', '.join(map(format_instant, times))}" if times else ""
    for name, intervals in zip(schema.states, record.states, strict=True):
        stretches = (
            f"{format_instant(start)} {'still open' if end is None else f'until {format_instant(end)}'}"
            for start, end in intervals
        )
        told += f" {name} {', '.join(stretches)}" if intervals else ""
    return told


def _value(attribute: Attribute, value: Value) -> str:
    kind = attribute.type
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _quoted(value)
    assert value is not None
    match kind.kind:
        case Kind.INSTANT:
            return format_instant(value)
        case Kind.DURATION:
            return f"{value}us"
    figure = _decimal(Fraction(abs(value), 10**kind.places))
    unit = {Kind.PERCENT: "%", Kind.MONEY: f" {kind.currency}"}.get(kind.kind, "")
    return f"{'-' if value < 0 else ''}{figure}{unit}"


def _decimal(value: Fraction) -> str:
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{int(value * 10**places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
