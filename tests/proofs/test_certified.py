"""What an engine is asked before it is trusted with a contract: which records are made for the contract, what each part
of them may be, and in which logs they come. That is what is recorded in `certified/`.

`pytest --bless` with this path records it, and then it is to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from proofs.proved import BEGINNING
from sladsl.engines import Frame
from sladsl.engines.measurements import Measurements
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, Record, SpanRecord, StreamLog
from sladsl.logs.schema import Kind
from sladsl.proofs.certificate import certify
from sladsl.proofs.written import log_lines
from sladsl.report.certificate_text import certificate_text
from sladsl.temporal import Zone, format_instant
from sladsl.text import SourceMap
from strategies.contracts import graph_of

CERTIFIED = Path(__file__).with_name("certified")
_FIRST = 4


class Listening(ReferenceEngine):
    """Keeps the logs that it is asked about."""

    name = "listening"

    def __init__(self) -> None:
        self.logs: list[EventLog] = []

    def measure(self, graph: RuleGraph, log: EventLog, frame: Frame) -> Measurements:
        self.logs.append(log)
        return super().measure(graph, log, frame)


@dataclass(frozen=True)
class Case:
    """`instants`: whether it is told when the records are, one after the other. `beginning`: other than usual."""

    clauses: str
    instants: bool = False
    beginning: str = BEGINNING


SPANS = "stream outages of spans { }\n"
LETTERS = "stream letters of events { pages count  total count }\n"
PROBES = "stream probes of samples every 5min { errors count  total count }\n"
TICKETS = "stream tickets of cases { moments opened, answered, solved  states waiting }\n"
OFFICE = "calendar office { open Mon to Fri 08:00-16:00 }\n"
COUNTED = "objective o { count of letters where %s <= 3 per month }"
DOWN = "objective o { availability of (%s) >= 99%% per month }"


def _kinds(kinds: str, condition: str) -> Case:
    return Case(f"stream letters of events {{ {kinds} }}\n{COUNTED % condition}")


CASES = {
    "quotient-of-more": _kinds("load percent  pages count  total count", "pages / total > load"),
    "never": _kinds("pages count  total count", "pages < 0 or total > 4"),
    "nothing": Case(SPANS + "objective o { availability of outages >= 99% per month }", instants=True),
    "counts": _kinds("pages count", "3 * pages < 10 or pages >= 40"),
    "counts-less": _kinds("pages count", "pages + 2 >= 1"),
    "sums": _kinds("pages count  total count", "pages / 4 + 1 > 8 and pages / (total + 1) * 2 > 90%"),
    "not-divided": _kinds("pages count  total count", "(pages - 3) / (total - total) > 80% or pages + 3 > 2 * total"),
    "two-counts": _kinds("pages count  total count", "pages / total > 5% and total - pages <= 10"),
    "divided-by-a-number": _kinds("pages count", "pages / 4 > 2 and 2 / pages < 1"),
    "of-two": _kinds("pages count  total count", "pages * total > 5 and (pages + total) / 2 <= 30"),
    "money": _kinds("price money  fee money optional", "price * 2 + 7 USD < fee"),
    "numbers": _kinds("weight number with 2 places  load percent", "weight >= -2.5 and load > 99.5%"),
    "percents": _kinds("load percent  full percent", "load - full > 1%"),
    "lengths": _kinds("took duration  waited duration", "took + waited > 4h"),
    "instants": _kinds("due instant  told instant optional", "told at least 72h before due and at > due"),
    "dates": Case(
        "stream letters of events { due instant }\n"
        + COUNTED
        % "due > 2026-02-01T12:00 and at > 2025-12-31 and at != 2026-01-01 and at < 2026-03-01 and at < 2026-07-01",
        True,
    ),
    "texts": _kinds("site text  kind text optional", 'site is one of ("b", "a") and kind = "c"'),
    "labels": _kinds("site one of a, b, c  good yes or no optional", "site is one of (c, a) and good"),
    "keys": Case(
        "stream letters of events by site { pages count  site text  kind text }\n"
        "objective o for each site { count of letters where pages > 3 <= 3 per month }"
    ),
    "present": _kinds("pages count optional", "pages is missing or greater of (pages, 3) > 4"),
    "many": _kinds(
        "a count  b count  c count  d count  good yes or no",
        "a < 10 and b < 20 and c < 30 and d < 40 and a + b > 3 and c + d > 4 and good",
    ),
    "too-many": _kinds(
        "  ".join(f"{each} count" for each in "abcdefgh"),
        " and ".join(f"{each} < {number} and {each} > {2 * number}" for number, each in enumerate("abcdefgh", 5)),
    ),
    "spans": Case(
        "stream outages of spans { announced instant }\n"
        "objective o { time of (outages where length > 1h and start > announced and end <= announced and"
        " end < 2026-02-03) <= 4h"
        " per month }"
    ),
    "lasting": Case(SPANS + DOWN % "outages lasting more than 10min"),
    "units": Case(SPANS + DOWN % "outages in started minutes of each run"),
    "budgets": Case(
        SPANS + "exclusion work { outages  at most 4h per month  at most 2 per month }\n"
        "objective o { availability of outages, excluding work >= 99% per month }"
    ),
    "buckets": Case(PROBES + DOWN % "runs of at least 15min in buckets of 10min of probes where errors / total > 5%"),
    "wide-buckets": Case(PROBES + DOWN % "runs of at least 10h in buckets of 5min of probes where errors > 5"),
    "two-buckets": Case(
        PROBES
        + "stream checks of samples { errors count }\n"
        + DOWN
        % (
            "(buckets of 15min of probes where errors > 5) together with (buckets of 10min of probes where"
            " errors > 7) together with (buckets of 2min of checks where errors > 5) lasting at least 30min"
        )
    ),
    "held": Case(PROBES + DOWN % "holding probes where errors > 5 for at most 15min"),
    "held-on": Case(PROBES + DOWN % "holding at least 3 probes counted from the first where errors > 5"),
    "mean": Case(PROBES + "objective o { mean over buckets of 5min of probes: errors / total <= 5% per month }"),
    "samples": Case(
        "stream probes of samples { errors count }\nobjective o { count of probes where errors > 5 <= 3 per month }"
    ),
    "cases": Case(
        TICKETS + "objective o { share of tickets by opened with time from opened to solved <= 4h >= 90% per month }"
    ),
    "cases-alone": Case(
        "stream tickets of cases { moments opened }\nobjective o { count of tickets by opened <= 4 per month }"
    ),
    "cases-compared": Case(
        TICKETS + "objective o { count of tickets by opened where solved > answered and answered > opened <= 4 per"
        " month }"
    ),
    "history": Case(
        "stream tickets of cases { moments opened, solved  urgency one of P1, P2 with history  pages count }\n"
        "objective o { count of tickets by opened where urgency at opened = P2 and urgency = P1 and pages > 3 <= 4"
        " per month }"
    ),
    "deadlines": Case(
        TICKETS.replace("states", "allowed duration  states")
        + OFFICE
        + "objective o { share of tickets by opened with time in office from opened to answered <= 4 business hours"
        " of office >= 90% per month }\n"
        "objective p { share of tickets by opened with time from opened to solved <= allowed >= 90% per month }\n"
        "objective q { share of tickets by opened with time in office from opened to solved <= 3 business days of"
        " office >= 90% per month }"
    ),
    "calendars": Case(OFFICE + SPANS + "objective o { availability of outages, in office >= 99% per week }", True),
    "open-on-fridays": Case(
        "calendar office { open Fri 08:00-16:00 }\n"
        + SPANS
        + "objective o { availability of outages, in office >= 99% per term }",
        True,
    ),
    "due": Case(
        "stream tickets of cases { moments opened, solved  due instant  told instant optional }\n"
        "objective o { count of tickets by opened where solved > due and opened <= told <= 4 per month }"
    ),
    "clock-change": Case(
        SPANS + "objective o { availability of outages >= 99% per day }",
        True,
        'agreement a {\n  term 2026-03-25 until 2026-03-31\n  zone "Europe/Berlin"\n',
    ),
    "of-the-term": Case(
        SPANS + "objective o { availability of outages >= 99% per term }",
        True,
        'agreement a {\n  term 2026-03-01 until 2026-03-04\n  zone "UTC"\n',
    ),
    "rolling": Case(SPANS + "objective o { availability of outages >= 99% per rolling 7 days }", True),
    "without-end": Case(
        SPANS + "objective o { availability of outages >= 99% per month }\nobjective p { availability of outages >= 99%"
        " per quarter }",
        True,
        'agreement a {\n  term from 2026-02-01\n  zone "UTC"\n',
    ),
    "not-needed": Case(SPANS + LETTERS + "objective o { availability of outages >= 99% per month }"),
    "registers": Case(
        "register customers by customer { customer text  plan one of basic, gold }\n"
        "stream letters of events by customer { customer text }\n"
        "objective o { count of letters where customers.plan = gold <= 3 per month }"
    ),
    "registers-by-two": Case(
        "register sizes by site, kind { site one of a, b  kind text  most count  load percent  fee money  since instant"
        " optional }\n"
        "stream letters of events by site { site one of a, b  kind text  pages count }\n"
        "objective o { count of letters where sizes.most < pages and sizes.load >= 40% and sizes.fee * 2 > 7 USD and"
        ' kind = "x" and at > sizes.since <= 3 per month }'
    ),
    "pairings": Case(
        "stream jobs of events by job { job text  kind text }\n"
        'pairing repairs of jobs by job {\n  failed where kind = "bad"\n  fixed where kind = "good"\n}\n'
        "objective o { share of repairs by failed with time from failed to fixed <= 1h >= 90% per month }"
    ),
    "within": Case(
        SPANS + OFFICE + "objective o { time of (outages where start within office and not (length > 1h)) <= 4h"
        " per month }"
    ),
}


def counted(several: Sequence[object]) -> str:
    return " ".join(map(str, dict.fromkeys(several)))


def parts(stream: StreamLog) -> Iterator[str]:
    """What the parts of the records are, each value once, in the order in which it first comes."""
    schema, records = stream.schema, stream.records
    spans = [each for each in records if isinstance(each, SpanRecord)]
    cases = [each for each in records if isinstance(each, CaseRecord)]
    if spans:
        yield f"length: {counted([None if each.end is None else each.end - each.start for each in spans])}"
    for index, name in enumerate(schema.moments[1:] if cases else (), 1):
        happened = [(each.moments[0][0], each.moments[index]) for each in cases]
        yield f"{name}: {counted([at[0] - first if at else None for first, at in happened])}"
    for index, name in enumerate(schema.states if cases else ()):
        lasted = [each.states[index] for each in cases]
        yield f"{name}: {counted([None if not each else each[0][1] - each[0][0] for each in lasted])}"
    for index in schema.with_history:
        changed = [tuple((at - begun(each), value) for at, value in each.changes[index]) for each in cases]
        yield f"changes of {schema.attributes[index].name}: {counted(changed)}"
    for index, field in enumerate(schema.attributes):
        values = [each.values[index] for each in records]
        if field.type.kind is Kind.INSTANT:
            values = [
                None if value is None else begun(each) - value for each, value in zip(records, values, strict=True)
            ]
        yield f"{field.name}: {counted(values)}"


def begun(record: Record) -> int:
    match record:
        case SpanRecord(start=start):
            return start
        case CaseRecord(moments=moments):
            return moments[0][0]
        case _:
            return record.at


def certified(case: Case) -> Iterator[str]:
    graph = graph_of(f"{case.beginning}{case.clauses}\n}}")
    engine = Listening()
    found = certify(graph, engine)
    yield from certificate_text(graph, found, SourceMap()).splitlines()
    _, everything, *_ = engine.logs
    for name, stream in everything.streams.items():
        if stream.schema.register:
            every = dict.fromkeys(each for log in engine.logs for each in log.streams[name].records)
            stream = replace(stream, records=sorted(every, key=lambda each: each.place))
        covered = [] if stream.coverage is None else stream.coverage.pairs
        yield from (f"{' until '.join(map(format_instant, each))}" for each in covered)
        yield f"{name}: {len(stream.records)} records"
        at = list(dict.fromkeys(map(begun, stream.records)))
        yield f"  at {len(at)} instants" + (f": {', '.join(map(format_instant, at))}" if case.instants else "")
        yield from (f"  {each}" for each in parts(stream))
        for some in (stream.records[:_FIRST], stream.records[-1:], engine.logs[-1].streams[name].records):
            told = log_lines(EventLog({name: StreamLog(stream.schema, some)}), Zone.named("UTC"))
            yield from (f"  {each}" for each in told)
        yield f"  in each log: {' '.join(str(len(each.streams[name].records)) for each in engine.logs)}"


@pytest.mark.parametrize("name", CASES)
def test_certified(name: str, bless: bool) -> None:
    case = CASES[name]
    text = "\n".join([case.clauses, "", *certified(case), ""])
    path = CERTIFIED / f"{name}.txt"
    if bless:
        path.write_text(text, encoding="utf-8", newline="\n")
    else:
        assert path.read_text(encoding="utf-8") == text


def test_nothing_else_is_recorded() -> None:
    assert {each.stem for each in CERTIFIED.iterdir()} == set(CASES)
