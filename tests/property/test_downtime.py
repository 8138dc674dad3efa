"""Laws of availability: what may change nothing, what may only lower it, what may only raise it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from property.drawn.choices import choices
from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from property.told import all_told
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog, Place, SpanRecord
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import HOUR, MINUTE, Zone, parse_instant
from strategies.contracts import Contract, Style, graph_of
from strategies.logs import Stage, logged, mapped, staged, stream_log


@effort(150)
@given(scenes(Style(timeless=True)), st.sampled_from((1, 2, 3)))
def test_an_outage_told_as_two_that_touch(scene: Scene, part: int) -> None:
    """Where nothing asks for the start, the end or the number of spans, only the time they cover counts."""
    split = {
        name: [piece for each in stream.records for piece in _pieces(each, part)]
        for name, stream in scene.log.streams.items()
        if any(isinstance(each, SpanRecord) for each in stream.records)
    }
    before, _ = evaluated(scene.graph, scene.log, scene.stage)
    after, _ = evaluated(scene.graph, mapped(scene.log, split), scene.stage)
    assert all_told(after) == all_told(before)


def _pieces(record: object, part: int) -> Iterator[SpanRecord]:
    """A span cut at a quarter, a half or three quarters of its length; an open one after an hour."""
    assert isinstance(record, SpanRecord)
    middle = record.start + (part * HOUR if record.end is None else (record.end - record.start) * part // 4)
    if middle == record.start:
        yield record
    else:
        yield record._replace(end=middle)
        yield record._replace(start=middle, place=Place(0, record.place.line + 1000))


@dataclass(frozen=True)
class Case:
    """A contract with one metric of availability, in one kpi, over a log."""

    contract: Contract
    graph: RuleGraph
    stage: Stage
    log: EventLog


_DOWN = (
    "outages",
    'outages where cause != "cause 2"',
    "outages together with failures",
    "outages during office",
    "(outages outside failures) lasting at least 5min",
    "runs of at least 1h in outages",
    "outages lasting more than 1min",
    "outages in whole clock minutes",
    "outages in started clock hours",
    "outages since first of calls",
    "(outages since first of calls) outside maintenance",
)
_OPTIONS = (
    "in office",
    "over",
    "unknown counts as up",
    "unknown counts as down",
    "unknown leaves the denominator",
    "unknown while failures",
)
_ALLOWANCES = (
    "",
    "at most 1h per day",
    "at most 1h per month or none of it",
    "at most 1 per week",
    "at most 0s per term",
)
_EFFECTS = ("counts as up", "leaves the denominator")
FOCUS = "2026-03-29"


def _kind(option: str) -> str:
    """Options of one kind are said once."""
    return "while" if "while" in option else option.split()[0]


@st.composite
def cases(draw: st.DrawFn, *, excuse: str = "") -> Case:
    """`excuse`: lines of an exclusion of outages, as the last of those that count."""
    options = draw(st.lists(st.sampled_from(_OPTIONS), max_size=3, unique_by=_kind))
    taken, conventional = draw(st.sampled_from((("month", "43_200 minutes"), ("day", "24h"), ("week", "7 days"))))
    options = [f"over {conventional}" if each == "over" else each for each in options]
    if draw(st.booleans()) or excuse:
        options.append("excluding maintenance")
    exclusion = f"{draw(st.sampled_from(_ALLOWANCES))}\n{draw(st.sampled_from(_EFFECTS))}"
    text = f"""
agreement drawn {{
  provider p
  customer c
  zone "Europe/Berlin"
  term from 2025-01-01
  calendar office {{ open Mon to Sun 01:30-12:00, 22:00-24:00 }}
  stream outages of spans {{ cause text }}
  stream failures of spans {{ }}
  stream planned of spans {{ }}
  stream calls of events {{ }}
  exclusion maintenance {{ planned {exclusion} }}
  exclusion excused {{ {excuse or "planned counts as up"} }}
  metric before = {", ".join([f"availability of {draw(st.sampled_from(_DOWN))}", *options])}
  kpi k {{ before per {taken} }}
}}
"""
    contract = Contract(text, "Europe/Berlin", parse_date(FOCUS))
    graph = graph_of(contract)
    focus = parse_instant(f"{FOCUS}T00:00", Zone.named("Europe/Berlin"))
    drawn = draw(choices(400))
    stage = staged(drawn, graph, focus)
    return Case(contract, graph, stage, logged(drawn, graph, stage))


def parse_date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@effort(200)
@given(cases(), st.data())
def test_more_downtime_never_raises_availability(case: Case, data: st.DataObject) -> None:
    if "outages" not in case.log.streams:
        return
    start = data.draw(st.sampled_from(case.stage.instants)) + data.draw(st.sampled_from((0, 1, -MINUTE, HOUR)))
    length = data.draw(st.sampled_from((0, 1, MINUTE, 5 * MINUTE, HOUR, 30 * HOUR, None)))
    more = SpanRecord(start, None if length is None else start + length, ("cause 1",), Place(0, 99))
    records = [*case.log.streams["outages"].records, more]
    log = mapped(case.log, {"outages": records})
    for before, after in _pairs(case, (case.graph, log)):
        assert after <= before


@effort(120)
@given(
    cases(excuse='outages where cause = "a"'),
    st.sampled_from(_ALLOWANCES),
    st.sampled_from(("excused and maintenance", "maintenance and excused")),
)
def test_a_further_excuse_that_counts_as_up_never_lowers_availability(case: Case, allowance: str, order: str) -> None:
    text = case.contract.text.replace("excluding maintenance", f"excluding {order}")
    text = text.replace('cause = "a" }', f'cause = "a"\n{allowance}\ncounts as up }}')
    assert "counts as up }" in text
    for before, after in _pairs(case, (graph_of(text), case.log)):
        assert after >= before


def _pairs(case: Case, other: tuple[RuleGraph, EventLog]) -> Iterator[tuple[Fraction, Fraction]]:
    """What was measured before and after, in the windows that have a value both times. More outages may touch what
    another log does not tell, and then there is none; what is excused is so also where nothing else is known of it, and
    then there may be one."""
    before, _ = evaluated(case.graph, case.log, case.stage)
    after, _ = evaluated(*other, case.stage)
    for one, two in zip(_measured(before), _measured(after), strict=True):
        if one is not None and two is not None:
            yield one, two


def _measured(evaluation: Evaluation | None) -> Sequence[Fraction | None]:
    return [] if evaluation is None else [each.measured for each in evaluation.outcomes]


def test_excused_time_that_leaves_the_denominator_can_lower_availability() -> None:
    """No law: of 100 minutes 10 are down; cut 50 good ones out of the denominator, and 90 % become 80 %."""
    text = """
agreement cut {{
  provider p
  customer c
  zone "UTC"
  term 2026-01-01 until 2026-02-01
  stream outages of spans {{ }}
  stream planned of spans {{ }}
  stream service_hours of spans {{ }}
  exclusion maintenance {{ planned leaves the denominator }}
  metric uptime = availability of outages, in service_hours{option}
  kpi k {{ uptime per month }}
}}
"""
    start = parse_instant("2026-01-05T00:00Z", Zone.named("UTC"))
    times = {"service_hours": (0, 100), "outages": (0, 10), "planned": (50, 100)}
    found: list[Fraction | None] = []
    for option in ("", ", excluding maintenance"):
        graph = graph_of(text.format(option=option))
        streams = {
            name: stream_log(
                graph.stream(name), [SpanRecord(start + first * MINUTE, start + last * MINUTE, (), Place(0, 1))]
            )
            for name, (first, last) in times.items()
        }
        month = (start - 4 * 24 * HOUR, start + 27 * 24 * HOUR)
        evaluation, _ = evaluated(graph, EventLog(streams), Stage(month, None, {}, ()))
        found += _measured(evaluation)
    assert found == [Fraction(90, 100), Fraction(80, 100)]
