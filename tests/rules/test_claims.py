"""Claims: deadlines on clocks that change and in months that are short; what is late, unclaimed, still open."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest

from rules.agreements import CLAIMS, SPAN, Draft, FakeEngine, at, log_of, lost, span_of
from sladsl.graph import NamedCalendar, RuleGraph
from sladsl.graph.contract import ClaimRule, DeadlineRule
from sladsl.graph.rows import (
    RowAttribute,
    RowCompare,
    RowConstant,
    RowLogic,
    RowNot,
    RowPresent,
    RowTime,
    RowWithin,
)
from sladsl.graph.sets import SetCalendar
from sladsl.logs.records import EventLog, EventRecord, Place, StreamLog
from sladsl.rules.deadlines import Deadline, deadline_of
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import ClaimOutcome
from sladsl.temporal import HOUR, Calendar, IntervalSet, Zone

BERLIN = "Europe/Berlin"
OFFICE = NamedCalendar(
    "office", Calendar("office", Zone.named("UTC"), dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)))
)

Kind = Literal["elapsed", "calendar", "business"]


def rule(
    value: int, unit: str, kind: Kind = "calendar", *, inclusive: bool = False, stream: str | None = "claims"
) -> ClaimRule:
    calendar = 0 if kind == "business" else None
    return ClaimRule(DeadlineRule(kind, Fraction(value), unit, calendar, inclusive, SPAN), stream, None, SPAN)


def after_window(claim: ClaimRule, end: int, zone: str, graph: RuleGraph) -> Deadline:
    return deadline_of(claim.deadline, end, zone, graph, after_window=True)


@pytest.mark.parametrize(
    ("value", "unit", "end", "deadline"),
    [
        (30, "day", "2019-01-01", "2019-01-31"),
        (15, "days", "2024-07-01", "2024-07-16"),
        (15, "day", "2024-06-30T17:00", "2024-07-16"),
        (2, "week", "2024-07-01", "2024-07-15"),
        (1, "month", "2026-01-31", "2026-02-28"),
        (1, "month", "2024-01-31", "2024-02-29"),
        (1, "month", "2026-03-01", "2026-04-01"),
        (1, "quarter", "2026-01-31", "2026-04-30"),
        (1, "year", "2024-02-29", "2025-02-28"),
        (30, "day", "2026-03-01", "2026-03-31"),
        (30, "day", "2026-10-01", "2026-10-31"),
    ],
)
def test_deadlines_of_the_calendar(value: int, unit: str, end: str, deadline: str) -> None:
    """The last two lie across a change of the clock: 29 days and 23 hours, 30 days and 1 hour."""
    made = after_window(rule(value, unit), at(end, BERLIN), BERLIN, Draft().graph())
    assert (made.at, made.inclusive) == (at(deadline, BERLIN), False)
    assert made.keeps(made.at - 1) and not made.keeps(made.at)


def test_deadlines_follow_the_clock_across_its_changes() -> None:
    spring = after_window(rule(30, "day"), at("2026-03-01", BERLIN), BERLIN, Draft().graph())
    autumn = after_window(rule(30, "day"), at("2026-10-01", BERLIN), BERLIN, Draft().graph())
    assert spring.at - at("2026-03-01", BERLIN) == 30 * 24 * HOUR - HOUR
    assert autumn.at - at("2026-10-01", BERLIN) == 30 * 24 * HOUR + HOUR


def test_inclusive_adds_the_day_of_the_deadline() -> None:
    made = after_window(rule(30, "day", inclusive=True), at("2019-01-01"), "UTC", Draft().graph())
    assert made.at == at("2019-02-01") and not made.keeps(at("2019-02-01"))


def test_an_elapsed_deadline_includes_equality() -> None:
    made = after_window(rule(24 * HOUR, "hour", "elapsed"), at("2026-03-28", BERLIN), BERLIN, Draft().graph())
    assert made.at == at("2026-03-29", BERLIN)
    assert made.keeps(made.at) and not made.keeps(made.at + 1)


@pytest.mark.parametrize(
    ("value", "end", "deadline"),
    [
        # Thursday noon: Friday, Monday to Thursday.
        (5, "2024-06-06T12:00", "2024-06-14"),
        # The month ended with Sunday: Monday to Friday.
        (5, "2024-07-01", "2024-07-06"),
        (1, "2024-06-08T10:00", "2024-06-11"),
    ],
)
def test_deadlines_in_business_days(value: int, end: str, deadline: str) -> None:
    made = after_window(rule(value, "day", "business"), at(end), "UTC", Draft(calendars=(OFFICE,)).graph())
    assert made.at == at(deadline)


def test_deadlines_in_open_time_end_where_the_next_opening_begins() -> None:
    made = after_window(rule(8 * HOUR, "hour", "business"), at("2024-06-07"), "UTC", Draft(calendars=(OFFICE,)).graph())
    assert (made.at, made.inclusive) == (at("2024-06-10T09:00"), True)


JUNE = span_of("2024-06-01", "2024-07-01")
HALF = span_of("2024-01-01", "2024-07-01")


def contract(claim: ClaimRule, draft: Draft | None = None) -> RuleGraph:
    draft = draft or Draft()
    return draft.graph(draft.uptime("99.9", (draft.formula(draft.amount("100.50")),), claim=claim))


def claimed(
    log: EventLog,
    *,
    period: tuple[int, int] = JUNE,
    as_of: str | None = None,
    graph: RuleGraph | None = None,
    down: int = 10 * HOUR,
) -> dict[str, tuple[str, Fraction | None]]:
    engine = FakeEngine(lambda _m, _s, window: lost(window, down))
    evaluation, _ = evaluate(
        graph or contract(rule(15, "day")), log, engine, period=period, as_of=None if as_of is None else at(as_of)
    )
    assert evaluation is not None
    made: dict[str, tuple[str, Fraction | None]] = {}
    for outcome in evaluation.outcomes:
        assert outcome.credit is not None and outcome.credit.claim is not None
        assert outcome.credit.due == (Fraction("100.50") if down else 0)
        made[outcome.window.label] = (outcome.credit.claim.state, outcome.credit.payable)
    return made


FULL = Fraction("100.50")


@pytest.mark.parametrize(
    ("time", "state", "payable"),
    [
        ("2024-07-01T00:00", "in time", FULL),
        ("2024-07-15T23:59:59.999999", "in time", FULL),
        ("2024-07-16T00:00", "late", 0),
        ("2024-09-01", "late", 0),
    ],
)
def test_a_claim_after_the_window(time: str, state: str, payable: Fraction) -> None:
    assert claimed(log_of(claims=[(time, None, None)])) == {"2024-06": (state, payable)}


def test_a_claim_before_the_end_of_the_window_must_name_it() -> None:
    assert claimed(log_of(claims=[("2024-06-20", None, None)]))["2024-06"] == ("unknown", FULL)
    assert claimed(log_of(claims=[("2024-06-20", None, "2024-06")]))["2024-06"] == ("in time", FULL)
    assert claimed(log_of(claims=[("2024-06-20", "uptime", "2024-06")]))["2024-06"] == ("in time", FULL)
    assert claimed(log_of(claims=[("2024-07-02", "latency", None)]))["2024-06"] == ("unknown", FULL)
    assert claimed(log_of(claims=[("2024-07-02", None, "2024-05")]))["2024-06"] == ("unknown", FULL)


def test_before_the_deadline_no_claim_is_no_loss() -> None:
    assert claimed(log_of(claims=[]), as_of="2024-07-15")["2024-06"] == ("unknown", FULL)
    assert claimed(log_of(claims=[]), as_of="2024-07-16")["2024-06"] == ("unclaimed", 0)


def test_without_claims_in_the_log_all_is_payable() -> None:
    assert claimed(log_of(), as_of="2025-01-01")["2024-06"] == ("unknown", FULL)
    told = contract(rule(15, "day", stream=None))
    assert claimed(log_of(claims=[]), as_of="2025-01-01", graph=told)["2024-06"] == ("unknown", FULL)


def test_what_is_not_due_need_not_be_claimed() -> None:
    assert claimed(log_of(claims=[]), as_of="2025-01-01", down=0)["2024-06"] == ("not needed", 0)


def test_a_claim_is_not_known_before_it_is_made() -> None:
    log = log_of(claims=[("2024-07-10", None, None)])
    assert claimed(log, as_of="2024-07-09")["2024-06"] == ("unknown", FULL)
    assert claimed(log, as_of="2024-07-10")["2024-06"] == ("in time", FULL)
    assert claimed(log)["2024-06"] == ("in time", FULL)


def test_a_claim_counts_for_every_window_that_is_over_and_still_open() -> None:
    found = claimed(log_of(claims=[("2024-03-10", None, None)]), period=HALF, graph=contract(rule(45, "day")))
    assert found == {
        "2024-01": ("in time", FULL),
        "2024-02": ("in time", FULL),
        "2024-03": ("unclaimed", 0),
        "2024-04": ("unclaimed", 0),
        "2024-05": ("unknown", FULL),
        "2024-06": ("unknown", FULL),
    }


def test_a_claim_in_time_for_a_later_window_is_not_late_for_an_earlier_one() -> None:
    found = claimed(log_of(claims=[("2024-05-10", None, None)]), period=HALF, as_of="2024-12-01")
    assert found["2024-03"] == ("unclaimed", 0)
    assert found["2024-04"] == ("in time", FULL)
    assert claimed(log_of(claims=[("2024-05-20", None, None)]), period=HALF)["2024-04"] == ("late", 0)


@pytest.mark.parametrize(
    ("times", "march", "april"),
    [
        (["2024-05-15T23:59:59.999999"], "unclaimed", "in time"),
        (["2024-05-16"], "late", "late"),
        # What follows a claim for the later window is looked at too, at once.
        (["2024-05-15T23:59:59.999999", "2024-05-16"], "late", "in time"),
    ],
)
def test_a_claim_is_for_a_later_window_as_long_as_that_one_can_be_claimed(
    times: list[str], march: str, april: str
) -> None:
    found = claimed(log_of(claims=[(each, None, None) for each in times]), period=HALF, as_of="2024-12-01")
    assert (found["2024-03"][0], found["2024-04"][0]) == (march, april)


@pytest.mark.parametrize(("day", "april"), [("2024-05-08", "late"), ("2024-05-07", "in time")])
def test_business_days_of_a_later_window_begin_when_it_is_over(day: str, april: str) -> None:
    """April ends with a Tuesday: the fifth business day of May is the 7th."""
    draft = Draft(calendars=(OFFICE,))
    found = claimed(log_of(claims=[(day, None, None)]), period=HALF, graph=contract(rule(5, "day", "business"), draft),
                    as_of="2024-12-01")  # fmt: skip
    assert (found["2024-03"][0], found["2024-04"][0]) == ("unclaimed" if april == "in time" else "late", april)


def test_from_the_start_of_a_window_no_claim_of_the_first_one_is_for_the_last() -> None:
    """Within 15 days of the start: what comes on the 20th of January is too late for January."""
    claim = rule(15, "day")
    claim = replace(claim, deadline=replace(claim.deadline, anchor="window start"))
    log = log_of(claims=[("2024-01-20", None, None)])
    found = claimed(log, period=HALF, graph=contract(claim), as_of="2024-12-01")
    assert [found[month][0] for month in ("2024-01", "2024-02")] == ["late", "unclaimed"]


def test_only_records_that_meet_the_condition_are_claims() -> None:
    draft = Draft()
    region, north = draft.table.add(RowAttribute(2, "region", 0)), draft.table.add(RowConstant("north"))
    where = draft.table.add(RowCompare("=", region, north))
    claim = replace(rule(15, "day"), where=where)
    log = log_of(claims=[("2024-07-02", None, None)])
    assert claimed(log, as_of="2024-08-01", graph=contract(claim, draft))["2024-06"] == ("unclaimed", 0)


def test_the_outcome_tells_by_when_and_when() -> None:
    engine = FakeEngine(lambda _m, _s, window: lost(window, 10 * HOUR))
    log = log_of(claims=[("2024-07-02", None, None)])
    evaluation, _ = evaluate(contract(rule(15, "day")), log, engine, period=JUNE)
    assert evaluation is not None and evaluation.outcomes[0].credit is not None
    expected = ClaimOutcome("in time", at("2024-07-16"), False, at("2024-07-02"))
    assert evaluation.outcomes[0].credit.claim == expected


def test_a_claim_may_name_the_scope() -> None:
    draft = Draft()
    objective = draft.uptime("99.9", (draft.formula(draft.amount(100)),), claim=rule(15, "day"), keys=("region",))
    made = EventRecord(at("2024-07-02"), (None, None, "north"), Place(0, 1))
    log = EventLog({**log_of().streams, "claims": StreamLog(CLAIMS, (made,))})
    scopes = {("region",): (("north",), ("south",))}
    engine = FakeEngine(lambda _m, _s, window: lost(window, 10 * HOUR), scopes)
    evaluation, _ = evaluate(draft.graph(objective), log, engine, period=JUNE, as_of=at("2024-08-01"))
    assert evaluation is not None
    states = [each.credit.claim.state for each in evaluation.outcomes if each.credit and each.credit.claim]
    assert states == ["in time", "unclaimed"]


@pytest.mark.parametrize(("time", "state"), [("2024-07-02T10:00", "in time"), ("2024-07-02T08:00", "unclaimed")])
def test_claims_may_have_to_come_in_office_hours(time: str, state: str) -> None:
    draft = Draft(calendars=(OFFICE,))
    received = draft.table.add(RowTime("at"))
    open_then = draft.table.add(RowWithin(received, draft.table.add(SetCalendar(0))))
    named = draft.table.add(RowPresent(draft.table.add(RowAttribute(0, "objective", 0))))
    where = draft.table.add(RowLogic("and", open_then, draft.table.add(RowNot(named))))
    claim = replace(rule(15, "day"), where=where)
    found = claimed(log_of(claims=[(time, None, None)]), as_of="2024-08-01", graph=contract(claim, draft))
    assert found["2024-06"][0] == state


def test_a_log_of_claims_that_ends_early_leaves_it_open() -> None:
    draft = contract(rule(15, "day"))
    covered = {"claims": IntervalSet.single(at("2024-06-01"), at("2024-07-10"))}
    engine = FakeEngine(lambda _m, _s, window: lost(window, 10 * HOUR))
    log = log_of(claims=[])
    evaluation, _ = evaluate(draft, log, engine, period=JUNE, as_of=at("2024-09-01"), coverage=covered)
    assert evaluation is not None and evaluation.outcomes[0].credit is not None
    assert evaluation.outcomes[0].credit.claim == ClaimOutcome("unknown", at("2024-07-16"), False, None)
