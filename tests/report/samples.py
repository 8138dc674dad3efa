"""A small agreement and what it came to, by hand, named in several scripts: what the tests of reports are made of."""

from datetime import date
from fractions import Fraction

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue.findings import COVERAGE_ASSUMED
from sladsl.engines.measurements import (
    BucketsFound,
    ClassesFound,
    NumberFound,
    RecordFound,
    RecordsFound,
    Segment,
    TimeFound,
)
from sladsl.graph import NodeTable, Reading, RuleGraph, WindowRule
from sladsl.graph.contract import Check, CreditRule, LimitRule, Objective, RowBound, RowTable, TableRow
from sladsl.graph.graph import PartyFact, ServiceFact
from sladsl.graph.measures import Excluded, MeasureClasses, MeasureRecords, RecordCheck
from sladsl.graph.rows import RowAttribute, RowConstant, RowOneOf
from sladsl.graph.sets import SetSpans
from sladsl.graph.values import Availability, Constant
from sladsl.logs.records import EventLog, LogFile, Place, StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.model.units import DURATION, PERCENT, money, open_time
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import (
    Allowance,
    ClaimOutcome,
    CreditOutcome,
    Evaluation,
    LimitApplied,
    Outcome,
    Total,
)
from sladsl.temporal import HOUR, MINUTE, Window, WindowKind, Zone, parse_instant
from sladsl.text import Source, SourceMap

ZONE = Zone.named("Asia/Ho_Chi_Minh")
SOURCE = Source("hợp-đồng.sladsl", 'agreement acme {\n\tobjective đáp_ứng "回應時間" { }\n}\n')
SOURCES = SourceMap([SOURCE])
SPAN = SOURCE.span(SOURCE.text.index("đáp"), SOURCE.text.index("đáp") + 7)

TITLES = {"vi": "Trả lời nhanh", "th": "ความพร้อมใช้งาน", "fa": "دسترس‌پذیری سرویس", "zh": "服務可用性"}

OUTAGES = StreamSchema("outages", Shape.SPANS, (Attribute("service", AttributeType(Kind.TEXT)),))
TICKETS = StreamSchema("tickets", Shape.CASES, moments=("opened", "answered"))
LOG = EventLog(
    {
        "outages": StreamLog(OUTAGES, (), files=(LogFile("outages.csv", "a" * 64),)),
        "tickets": StreamLog(TICKETS, (), files=(LogFile("phiếu.csv", "b" * 64),)),
    }
)


def at(text: str) -> int:
    return parse_instant(text, ZONE)


MARCH = Window(WindowKind.month(), at("2026-03-01"), at("2026-04-01"), "2026-03")
APRIL = Window(WindowKind.month(), at("2026-04-01"), at("2026-05-01"), "2026-04")
MONTH = WindowRule("month", ZONE.name)


def graph() -> RuleGraph:
    """An availability with a ladder, and tickets; a text in it tries to break out of whatever shows it."""
    table = NodeTable()
    service = table.add(RowAttribute(0, "service", 0), SPAN)
    where = table.add(RowOneOf(service, ('api"]; end', "ระบบ", "```")), SPAN)
    down = table.add(SetSpans("outages", where), SPAN)
    classes = table.add(MeasureClasses(None, (Excluded(down, "bảo_trì", "up"),), None, down, "no verdict"), SPAN)
    uptime = table.add(Availability(classes, None), SPAN)
    target = table.add(Constant(Fraction(999, 1000), PERCENT), SPAN)
    quarter = table.add(Constant(Fraction(1, 4), PERCENT))
    fee = table.add(Constant(Fraction(12000), money("USD")))
    yes = table.add(RowConstant(True))
    records = table.add(MeasureRecords("tickets", None, ((RecordCheck(None, yes, "P1"),),), 0), SPAN)
    table.labels[uptime] = TITLES["fa"]
    rows = RowTable(None, True, "more", (TableRow((RowBound("below", target),), quarter, SPAN),), SPAN)
    credit = CreditRule(fee, (rows,), None, False, (), SPAN)
    check = Check(None, uptime, PERCENT, ">=", target, uptime, None, SPAN)
    available = Objective("api_up", TITLES["zh"], "objective", ("vùng",), MONTH, (check,), None, None, (credit,),
                          (), None, (), SPAN)  # fmt: skip
    answered = Objective("đáp_ứng", TITLES["vi"], "objective", (), MONTH, (), records, None, (), (), None, (), SPAN)
    return RuleGraph(
        name="acme", title="Acme: ความพร้อม", edition=2026,
        parties=(PartyFact("provider", "acme", "Acme JSC"), PartyFact("customer", "khách", "شرکت نمونه")),
        term_start=date(2026, 1, 1), term_end=None, zone=ZONE.name, currency="USD", rounding="half up",
        streams=(OUTAGES, TICKETS), calendars=(), services=(ServiceFact("api", None, ()),), nodes=table.nodes,
        objectives=(available, answered), limits=(LimitRule(fee, MONTH, (), SPAN),),
        readings=(Reading("numbers", "compared exactly", "`rounded to n places`", None),
                  Reading("unknown time", "no verdict", "`unknown counts as up`", SPAN, decisive=True)),
        parameters=(("plan", "gold"),), places=table.places, labels=dict(table.labels), span=SPAN,
    )  # fmt: skip


LENGTH = MARCH.end - MARCH.start
CLASSES = ClassesFound(
    LENGTH, 0, 2 * HOUR, 0, 0, 575 * MINUTE, LENGTH - 575 * MINUTE - 2 * HOUR, (("bảo_trì", 2 * HOUR),), "no verdict",
    (
        Segment(at("2026-03-04T01:00"), at("2026-03-04T10:35"), "down", None, (("outages", Place(0, 2)),)),
        Segment(at("2026-03-08T01:00"), at("2026-03-08T03:00"), "excluded", "bảo_trì",
                tuple(("outages", Place(0, line)) for line in range(3, 12))),
        Segment(at("2026-03-08T03:00"), at("2026-04-01"), "up", None, ()),
    ),
)  # fmt: skip
UPTIME = 1 - Fraction(575 * MINUTE, LENGTH)


def available(scope: str = "تهران", window: Window = MARCH) -> Outcome:
    measured = Step("availability", UPTIME, PERCENT, span=SPAN, found=CLASSES, label="uptime")
    target = Step("99.9%", Fraction(999, 1000), PERCENT, span=SPAN)
    verdict = Step(">= 99.9%: breached", False, None, (measured, target), SPAN)
    share = Step("share", Fraction(3000), money("USD"), (measured, measured))
    credit = CreditOutcome(
        "row", "below 99% gives 25%", "USD", Fraction(7201, 3), Fraction("2400.33"),
        (LimitApplied("limit of all credits", Fraction(3000), Fraction(7201, 3), Fraction(7201, 3)),),
        ClaimOutcome("unknown", at("2026-05-01"), False, None),
        Step("credit", Fraction("2400.33"), money("USD"), (share,), SPAN), money("USD"),
    )  # fmt: skip
    allowance = Allowance(LENGTH * Fraction(1, 1000), Fraction(575 * MINUTE), DURATION)
    return Outcome("api_up", TITLES["zh"], "objective", (("vùng", scope),), window, False, "breached", None, UPTIME,
                   PERCENT, None, ">=", Fraction(999, 1000), allowance, None, credit, verdict)  # fmt: skip


def unmeasured(scope: str = "ภาคเหนือ") -> Outcome:
    step = Step("no verdict", None, None, note="3 h of the window is not covered by the log")
    nothing = Step("credit", None, money("USD"), (), SPAN, "3 h of the window is not covered by the log")
    credit = CreditOutcome("no verdict", None, "USD", None, None, (), None, nothing, money("USD"))
    return Outcome("api_up", TITLES["zh"], "objective", (("vùng", scope),), APRIL, True, "no verdict", step.note,
                   None, PERCENT, None, ">=", Fraction(999, 1000), None, None, credit, step)  # fmt: skip


def tickets(missed: int = 2) -> Outcome:
    opened = at("2026-03-02T09:00")
    found = [RecordFound("T-1", opened, "met", "P1", MINUTE, 4 * HOUR, opened + 4 * HOUR, None, False, Place(0, 2))]
    found += [
        RecordFound(f"تیکت {number}", opened, "missed", "P1", 26 * HOUR, 4 * HOUR, opened + 4 * HOUR,
                    opened + 5 * HOUR, number == 1, Place(0, 2 + number))
        for number in range(1, missed + 1)
    ]  # fmt: skip
    found.append(RecordFound("\u202egnorts\x1b[2J", opened, "none", None, None, None, None, None, False, Place(0, 99)))
    records = RecordsFound(1, missed, 0, 1, tuple(found))
    kept = Fraction(1, 1 + missed)
    measured = Step("share of records met", kept, PERCENT, span=SPAN, found=records)
    verdict = Step(f"1 met, {missed} missed: breached", False, None, (measured,), SPAN)
    return Outcome("đáp_ứng", TITLES["vi"], "objective", (), MARCH, False, "breached", None, kept, PERCENT, None, None,
                   None, None, records, None, verdict)  # fmt: skip


def evaluation(*outcomes: Outcome) -> Evaluation:
    totals = (Total("USD", Fraction(7201, 3), Fraction("2400.33")), Total("VND", Fraction(50000), Fraction(50000)))
    finding = Diagnostic(COVERAGE_ASSUMED, "nobody says what the log covers", SPAN, notes=("in 2026-03",))
    return Evaluation("acme", "Acme: ความพร้อม", (MARCH.start, APRIL.end), APRIL.end, ZONE.name,
                      outcomes or (available(), unmeasured(), tickets()), totals, (finding,),
                      {"contract": "c" * 64, "semantics": "2026.1", "tzdata": "2026b"})  # fmt: skip


def kinds_of_evidence() -> Step:
    """A step of every kind of measurement."""
    places = (("outages", Place(0, 7)),)
    inside = Segment(MARCH.start, MARCH.start + HOUR, "in", None, places)
    return Step("+", Fraction(HOUR), DURATION, (
        Step("time", Fraction(HOUR), DURATION, found=TimeFound(HOUR, MINUTE, (inside,))),
        Step("mean", Fraction(1, 3), open_time("office"), found=NumberFound(Fraction(1, 3), 3, 1, places)),
        Step("mean over buckets", Fraction(1, 30), PERCENT,
             found=BucketsFound(Fraction(1, 3), 10, 2, 1, (4,), ((MARCH.start, Fraction(1, 3)),))),
    ))  # fmt: skip
