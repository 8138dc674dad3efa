"""Which logs are tried for a contract: every way there is to drive its number, and what its log holds when it is driven
nowhere, a little, and as far as it goes. That is what is recorded in `tried/`.

`pytest --bless` with this path records it, and then it is to be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.proved import BEGINNING
from sladsl.logs.records import EventLog, EventRecord, Place, SpanRecord
from sladsl.proofs.setting import NOTHING, Given, Setting, Way
from sladsl.proofs.ways import ways
from sladsl.proofs.written import length, log_lines
from sladsl.rules.reach import cell_roots
from sladsl.temporal import DAY, HOUR, Window, WindowKind, Zone, parse_instant
from strategies.contracts import graph_of

TRIED = Path(__file__).with_name("tried")
START = parse_instant("2026-03-02T00:00Z")
_MOST_ROWS = 5


@dataclass(frozen=True)
class Case:
    """The last objective of the clauses, in a window of some days, within a log that covers `around` more days before
    and after it. `only`: how the names of the ways begin that are told."""

    clauses: str
    days: Fraction | int = 10
    around: int = 0
    scope: tuple[tuple[str, str], ...] = ()
    many: int = 50
    several: int = 3
    left_out: tuple[str, ...] = ()
    only: str = ""
    given: Given = field(default=NOTHING)


OUTAGES = "stream outages of spans { cause one of fire, water }\n"
LETTERS = "stream letters of events { pages count }\n"
TICKETS = """stream tickets of cases {
  moments opened, answered, solved  states waiting  priority one of P1, P2  value money
}
"""
PROBES = "stream probes of samples every 6h { failed yes or no }\n"
SLOW = "stream slow of samples every 6h by site { site text  errors count }\n"
CUSTOMERS = "register customers by customer { plan one of basic, gold  zones count }\n"

CASES = {
    "office": Case(
        "stream outages of spans { }\ncalendar office { open Mon to Fri 08:00-16:00 }\n"
        "objective o { availability of outages, in office >= 99% per month }"
    ),
    "runs": Case(
        OUTAGES + "objective o { time of (outages where cause = fire lasting more than 10min) <= 2h per month }"
    ),
    "at-least": Case(OUTAGES + "objective o { time of (outages lasting at least 1h) <= 2h per month }", days=1),
    "pages": Case(LETTERS + "objective o { sum of pages of letters <= 20 per month }", around=1),
    "flags": Case(
        "stream letters of events { good yes or no }\nobjective o { share of letters with good >= 90% per month }"
    ),
    "distinct": Case(
        "stream letters of events { site text }\ndistinct asked of letters by site within 10min of the first\n"
        "objective o { count of asked <= 5 per month }",
        days=1,
    ),
    "buckets": Case(
        "stream probes of samples every 6h { errors count  total count }\n"
        "objective o { mean over buckets of 6h of probes: errors / total <= 5% per month }",
        days=2,
        around=1,
    ),
    "held": Case(PROBES + "objective o { availability of (holding probes where failed) >= 99% per month }", days=1),
    "held-around": Case(
        PROBES + "objective o { availability of (holding probes where failed) >= 99% per month }", days=1, around=1
    ),
    "held-at-most": Case(
        PROBES + "objective o { availability of (holding probes where failed for at most 2h) >= 99% per month }", days=1
    ),
    "held-several": Case(
        PROBES + "objective o { availability of (holding at least 3 probes counted from the first where failed) >= 99%"
        " per month }",
        days=1,
    ),
    "cases": Case(
        TICKETS + "objective o { share of tickets by opened where priority = P1 with time from opened to solved <= 4h"
        " >= 90% per month }"
    ),
    "cases-amount": Case(TICKETS + "objective o { sum of value of tickets by opened <= 20 USD per month }", many=7),
    "cases-in-office": Case(
        "stream tickets of cases { moments opened, solved }\ncalendar office { open Mon to Fri 08:00-16:00 }\n"
        "objective o { mean of (time in office from opened to solved) of tickets by opened <="
        " 4 business hours of office per month }"
    ),
    "pairing": Case(
        "stream jobs of events by job { job text  status one of ok, failed, other }\n"
        "pairing repairs of jobs by job {\n  failed where status = failed\n  fixed where status = ok\n}\n"
        "objective o { share of repairs by failed with time from failed to fixed <= 1h >= 90% per month }"
    ),
    "together": Case(
        OUTAGES + "stream works of spans { }\n" + LETTERS + "exclusion planned { works }\n"
        "objective o { availability of outages, excluding planned >= 99% per month\n"
        "  applies when count of letters >= 3 }"
    ),
    "over": Case(
        LETTERS + "objective o { count over days where sum of pages of letters > 3 <= 2 per month }", around=1
    ),
    "registers": Case(
        CUSTOMERS + "stream outages of spans by customer { customer text }\n"
        "objective o for each customer { availability of outages >= 99% per month\n"
        "  applies when customers.plan = gold and customers.zones >= 2 }",
        scope=(("customer", "c"),),
    ),
    "looked-up": Case(
        CUSTOMERS + "stream letters of events by customer { customer text }\n"
        "objective o { count of letters where customers.plan = gold <= 3 per month }"
    ),
    "agreed-on": Case(
        SLOW + "define held = holding slow where errors > 5 for at most 6h\n"
        "define agreed_on = at least 2 of site in (held)\nobjective o { availability of agreed_on >= 99% per month }",
        days=1,
    ),
    "three-of": Case(
        SLOW.replace("site text", "site one of a, b, c, d")
        + "define held = holding slow where errors > 5 for at most 6h\n"
        "define agreed_on = at least 3 of site in (held)\nobjective o { availability of agreed_on >= 99% per month }",
        days=1,
        only="in a row 0 1",
    ),
    "five-of": Case(
        SLOW + "define held = holding slow where errors > 5 for at most 6h\n"
        "define agreed_on = at least 5 of site in (held)\nobjective o { availability of agreed_on >= 99% per month }",
        days=Fraction(1, 4),
        only="in a row 0 1",
    ),
    "all-of": Case(
        SLOW + "define held = holding slow where errors > 5 for at most 6h\n"
        "define agreed_on = all of site in (held)\nobjective o { availability of agreed_on >= 99% per month }",
        days=Fraction(1, 4),
        only="in a row 0 1",
    ),
    "every-site": Case(
        "stream outages of spans by site { site text }\n"
        "objective o { mean over site: availability of outages >= 99% per month }",
        only="one span",
    ),
    "rows": Case(
        "register prices by plan { plan one of basic, gold, silver  fee count }\n"
        + OUTAGES
        + "stream letters of events by plan { plan one of basic, gold, silver }\n"
        "objective o { count of letters where plan = silver and prices.fee >= 2 <= 3 per month\n"
        "  applies when time of outages >= 1h }",
        only="s",
    ),
    "quiet-samples": Case(
        LETTERS + "stream probes of samples every 6h { errors count }\n"
        "objective o { count of letters <= 3 per month\n"
        "  applies when (mean over buckets of 6h of probes: errors) >= 1 }",
        days=1,
        only="some",
    ),
    "two-unknowns": Case(
        OUTAGES + PROBES + "stream works of spans { }\n"
        "objective o {\n  availability of outages, unknown while (holding probes where failed), unknown counts as up"
        " >= 99% per month\n  applies when availability of works, unknown while (holding probes where failed) >= 99%\n"
        "}",
        days=1,
        only="one span",
    ),
    "divided": Case(
        "stream letters of events { pages count  total count }\n"
        "objective o { sum of (pages / total) of letters <= 5% per month  applies when count of letters / 2 >= 1 }",
        only="some",
    ),
    "only-the-whole": Case(
        "stream letters of events { total count }\n"
        "objective o { count of letters / sum of total of letters <= 5% per month  applies when"
        " sum of total of letters * 2 >= 1 }",
    ),
    "notice": Case(
        "stream works of spans { announced instant optional  planned yes or no }\n"
        "objective o { time of (works where planned and announced at least 72h before start) <= 2h per month }"
    ),
    "numbers": Case(
        "stream letters of events { pages count  weight number with 2 places  load percent  price money\n"
        "  took duration }\n"
        "objective o { count of letters where pages < 3 and weight <= 2.5 and load > 99.5% and price >= 3 USD and"
        " took != 2h <= 3 per month }",
        only="some",
    ),
    "either": Case(
        "stream letters of events { pages count  kind text  grade one of a, b, c  note text optional }\n"
        'objective o { count of letters where pages = 3 or (kind = "x" and not grade is one of (a, b)) or 7 < pages or'
        " note is missing <= 3 per month }",
        only="some",
    ),
    "calm-samples": Case(
        OUTAGES + PROBES + "objective o { availability of outages, unknown while (holding probes where failed) >= 99%"
        " per month }",
        days=1,
    ),
    "calm-up": Case(
        OUTAGES + PROBES + "objective o { availability of outages, unknown while (holding probes where failed), unknown"
        " counts as up >= 99% per month }",
        days=1,
    ),
    "trimmed": Case(
        "stream outages of spans by site { site text }\n"
        "objective o { mean over site without the lowest 1 and the highest 1: availability of outages >= 99%\n"
        "  per month }"
    ),
    "given": Case(
        CUSTOMERS
        + "stream outages of spans by customer { customer text }\n"
        + LETTERS
        + "objective o for each customer { availability of outages >= 99% per month\n"
        "  applies when customers.plan = gold and count of letters > 1 }",
        scope=(("customer", "c"),),
        given=Given(
            ((("customers", 1), "gold"), (("customers", 2), 7)),
            (
                ("letters", tuple(EventRecord(START + i * HOUR, (i,), Place(0, i)) for i in (2, 1))),
                ("outages", (SpanRecord(START + HOUR, START + 2 * HOUR, ("d",), Place(0, 1)),)),
            ),
        ),
    ),
    "six-hours": Case(
        "stream letters of events { site text }\nstream notes of events { site text }\n"
        "stream outages of spans { site text }\ndistinct noted of notes by site within 1h of the first\n"
        "distinct asked of letters by site within 2min of the first\n"
        "distinct heard of letters by site within 10min of the first\n"
        "objective o { count of asked + count of heard <= 5 per month  applies when time of outages >= 1h }",
        days=Fraction(1, 4),
        several=200,
    ),
    "an-hour-each": Case(LETTERS + OUTAGES + "objective o { time of outages <= 1h per month }", days=Fraction(121, 24)),
    "two-pairings": Case(
        "stream jobs of events by job { status one of ok, failed  job text  kind text }\n"
        "stream calls of events by call { status one of open, done  call text }\n"
        "distinct single of jobs by job within 10min of the first\n"
        "pairing answers of calls by call {\n  asked where status = open\n  told where status = done\n}\n"
        "pairing repairs of jobs by job {\n  failed where status = failed\n  fixed where status = ok\n}\n"
        "objective o { count of repairs by failed <= 3 per month  applies when count of answers by asked >= 1 }",
        only="pair",
    ),
    "two-held": Case(
        PROBES + "stream checks of samples every 12h { failed yes or no }\n"
        "objective o { availability of ((holding probes where failed) together with"
        " (holding checks where failed for at most 6h)) >= 99% per month }",
        days=1,
    ),
    "held-both-ways": Case(
        PROBES + "objective o { availability of ((holding probes where failed) together with"
        " (holding probes where not failed for at most 6h)) >= 99% per month }",
        days=1,
    ),
    "two-widths": Case(
        "stream probes of samples every 2h { errors count }\nstream checks of samples every 12h { errors count }\n"
        "objective o { availability of ((buckets of 4h of probes where errors > 1) together with"
        " (buckets of 12h of probes where errors > 1)) >= 99% per month\n  applies when (mean over buckets of 12h of"
        " checks: errors) >= 1 }",
        days=1,
    ),
    "hourly": Case(
        "stream probes of samples { failed yes or no }\nobjective o { count of probes where failed <= 3 per month }",
        days=Fraction(1, 4),
    ),
    "opens-late": Case(
        "stream outages of spans { }\n"
        "calendar office { open Mon to Fri 08:00-16:00  closed 2026-03-02 until 2026-04-20 }\n"
        "objective o { availability of outages, in office >= 99% per year }",
        days=60,
    ),
    "left-out": Case(
        OUTAGES
        + LETTERS
        + "objective o { availability of outages >= 99% per month  applies when count of letters >= 3 }",
        left_out=("outages",),
    ),
}


def shown(log: EventLog) -> list[str]:
    lines = list(log_lines(log, Zone.named("UTC")))
    cut = lines if len(lines) <= _MOST_ROWS + 2 else [*lines[:3], f"  … {len(lines) - 5} more", *lines[-2:]]
    return cut or ["nothing"]


def driven(way: Way) -> Iterator[str]:
    """What is tried with a way."""
    yield f"{way.name}: up to {length(way.most) if way.timed else way.most}"
    for n in dict.fromkeys((0, 1, HOUR, way.most) if way.timed else (0, 1, 2, way.most)):
        first, *rest = shown(way.log(n))
        yield f"  {length(n) if way.timed else n}: {first}"
        yield from (f"    {each}" for each in rest)
    if way.mixed is not None:
        first, *rest = shown(way.mixed(1, 4))
        yield f"  1 of 4: {first}"
        yield from (f"    {each}" for each in rest)


def setting_of(case: Case) -> Setting:
    graph = graph_of(f"{BEGINNING}{case.clauses}\n}}")
    window = Window(WindowKind.term(), START, START + int(case.days * DAY), "")
    period = window.start - case.around * DAY, window.end + case.around * DAY
    roots = tuple(cell_roots(graph.objectives[-1]))
    return Setting(
        graph, period, window, case.scope, roots, case.many, case.several, left_out=case.left_out, given=case.given
    )


@pytest.mark.parametrize("name", CASES)
def test_tried(name: str, bless: bool) -> None:
    case = CASES[name]
    setting = setting_of(case)
    every = (each for each in ways(setting, setting.roots) if each.name.startswith(case.only))
    tried = [line for way in every for line in driven(way)]
    text = "\n".join([case.clauses, "", *tried, ""])
    path = TRIED / f"{name}.txt"
    if bless:
        path.write_text(text, encoding="utf-8", newline="\n")
    else:
        assert path.read_text(encoding="utf-8") == text


def test_nothing_else_is_recorded() -> None:
    assert {each.stem for each in TRIED.iterdir()} == set(CASES)
