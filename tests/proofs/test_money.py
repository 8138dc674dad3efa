"""The most that can be owed, in figures that can be worked out by hand, and no log that comes to more."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.proved import FRAME, messages, of_file, results
from sladsl.logs.records import EventRecord, Place, Record, SpanRecord, StreamLog
from sladsl.proofs.money.account import Account
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Result
from sladsl.proofs.witness import covering, evaluated
from sladsl.temporal import HOUR, MINUTE, IntervalSet
from sladsl.workspace.compiling import compile_files
from strategies.contracts import graph_of

BASE = (
    "service api { fee 1_000.00 USD per month } "
    "stream outages of spans { } stream requests of events { failed yes or no } "
    "metric uptime = availability of outages "
)
UP = "objective up { uptime >= 99.9% per calendar month credit share of api.fee { below 99.9% gives 30% } } "
ANSWERED = "objective answered { share of requests with not failed >= 99% per calendar month credit 200 USD } "


def notes(found: list[Result], code: str) -> str:
    return "; ".join(note for each in found if each.diagnostic and each.diagnostic.code.id == code
                     for note in each.diagnostic.notes)  # fmt: skip


@pytest.mark.parametrize("term", ["from 2015-01-01", "2015-01-01 until 2031-01-01"])
def test_what_an_amendment_long_after_the_beginning_makes_dearer(term: str, tmp_path: Path) -> None:
    dearer = (
        'amendment dearer to a from 2027-07-01 because "prices rise" {'
        " change service api { fee 2_000.00 USD per month } }"
    )
    frame = FRAME.replace("2026-01-01 until 2027-01-01", term)
    found = of_file(tmp_path, f"agreement a {{ {frame} {BASE} {UP} }} {dearer}")
    assert messages(found, "SLA1180") == ["the provider can owe the customer 600 USD per month, and no more"]
    assert term.startswith("from") or "over the term 70200 USD" in notes(found, "SLA1180")


@pytest.mark.parametrize(
    ("clauses", "most", "term"),
    [
        (UP, "300 USD", "3600 USD"),
        (UP + ANSWERED, "500 USD", "6000 USD"),
        (UP + ANSWERED + "limit all credits to 40% of fees per calendar month", "400 USD", "4800 USD"),
        # A pot of the year is used up by two months.
        (UP + ANSWERED + "limit all credits to 1_100 USD per calendar year", "500 USD", "1100 USD"),
        (UP + "limit credits of up to 700 USD per calendar quarter", "300 USD", "2800 USD"),
        # Two tables on one number: where one pays its most, the other pays nothing.
        (
            "objective a { uptime >= 99.9% per calendar month credit { 99% until 99.9% gives 80 USD } } "
            "objective b { uptime >= 99.0% per calendar month credit { below 99% gives 50 USD } } ",
            "80 USD",
            "no more than 960 USD",
        ),
        # A formula that grows to the end of the window: twice the fee of the time that was lost.
        (
            "objective a { time of outages <= 1h per calendar month "
            "credit 2 * api.fee * (time of outages) / time of window }",
            "2000 USD",
            "24000 USD",
        ),
        # Half hours begun, as many as a long month has.
        (
            "objective a { time of outages <= 1h per calendar month "
            "credit started 30min in (time of outages) * 1 USD, at most 2_000 USD }",
            "1488 USD",
            "17520 USD",
        ),
        (
            "objective up { uptime >= 99.9% per calendar month credit 100 USD } "
            "objective few { count of requests where failed <= 3 per calendar month credit 10 USD } "
            "pool risk of 9% of fees { up weighs 60% few weighs 60% } ",
            "200 USD",
            "2400 USD",
        ),
    ],
)
def test_most_in_a_month(clauses: str, most: str, term: str, tmp_path: Path) -> None:
    found = results(tmp_path, BASE + clauses)
    assert messages(found, "SLA1180") == [f"the provider can owe the customer {most} per month, and no more"]
    assert f"over the term {term}" in notes(found, "SLA1180")


def test_what_is_shown_is_owed(tmp_path: Path) -> None:
    found = results(tmp_path, BASE + UP + ANSWERED + "limit all credits to 40% of fees per calendar month")
    (shown,) = [each for each in found if each.diagnostic and each.diagnostic.code.id == "SLA1180"]
    assert shown.verdict == "PROVED"
    assert shown.witness is not None
    assert sum(each.credit.payable or 0 for each in shown.witness.evaluation.outcomes if each.credit) == 400


@pytest.mark.parametrize(
    ("credit", "endless"),
    [
        ("credit (count of outages) * 5 USD", True),
        ("credit (count of outages) * 5 USD, at most 100 USD", False),
        # The limit is elsewhere.
        ("credit (count of outages) * 5 USD limit credit to 3% of fees per calendar year", False),
        # A share has an end, a ratio to it too.
        ("credit (100% - uptime) * 50 USD, in any case", False),
    ],
)
def test_open_end(credit: str, endless: bool, tmp_path: Path) -> None:
    clauses = f"objective few {{ count of outages <= 3 per calendar month {credit} }}"
    assert bool(messages(results(tmp_path, BASE + clauses), "SLA1181")) == endless


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (UP, None),
        (UP.replace("30%", "130%") + "limit all credits to 100% of fees", None),
        (UP.replace("30%", "130%") + "limit all credits to 120% of fees", "1200 USD"),
        # Each by itself is less, both are more.
        (UP.replace("30%", "90%") + ANSWERED, "1100 USD"),
        (
            "objective up { time of outages <= 1h per calendar month "
            "credit 10 * api.fee * (time of outages) / time of window }",
            "10000 USD",
        ),
    ],
)
def test_more_than_is_paid(clauses: str, said: str | None, tmp_path: Path) -> None:
    text = f"{said} can be owed per month, and 1000 USD are paid for api"
    assert messages(results(tmp_path, BASE + clauses), "SLA1182") == ([] if said is None else [text])


def test_more_than_is_paid_by_one_row(tmp_path: Path) -> None:
    """What the text alone shows too has the same code here."""
    found = results(tmp_path, BASE + UP.replace("30%", "130%"))
    assert messages(found, "SLA1032") == ["1300 USD can be owed per month, and 1000 USD are paid for api"]
    assert not messages(found, "SLA1182")


@pytest.mark.parametrize(
    ("credit", "verdict"),
    [
        ("credit share of customers.fee { below 99.9% gives 150% }", "REFUTED"),
        ("credit share of customers.fee { below 99.9% gives 100% }", "PROVED"),
        ("credit share of customers.fee { below 99.9% gives 150% } limit credit to 100% of customers.fee", "PROVED"),
        ("credit share of customers.fee { below 99.9% gives 150% } limit credit to 120% of customers.fee", "REFUTED"),
        # Each by itself is less, both are more; and only of those who are on a plan.
        (
            "credit share of customers.fee { below 99.9% gives 60% } "
            "credit share of customers.fee { below 99% gives 60% }",
            "REFUTED",
        ),
        (
            "credit share of customers.fee { when customers.plan = dear { below 99.9% gives 150% } "
            "otherwise { below 99.9% gives 10% } }",
            "REFUTED",
        ),
    ],
)
def test_more_than_stands_in_a_register(credit: str, verdict: str, tmp_path: Path) -> None:
    clauses = (
        "register customers by customer { plan one of cheap, dear fee money } stream outages of spans by customer { } "
        f"objective up for each customer {{ availability of outages >= 99.9% per calendar month {credit} }}"
    )
    found = [each for each in results(tmp_path, clauses) if each.claim == "no more is owed than is paid"]
    assert [(each.subject, each.verdict) for each in found] == [("up", verdict)]
    assert bool(messages(found, "SLA1032")) == (verdict == "REFUTED")


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        ("(a.fee + b.fee) * 50%", [("a, b", "PROVED", None), ("all services", "PROVED", None)]),
        ("(a.fee + b.fee) * 120%", [("a, b", "REFUTED", "SLA1182")]),
        ("fees * 120%", [("all services", "REFUTED", "SLA1032")]),
        # What can be read off the text is that the row gives more, unless something limits it.
        ("120% of a.fee", [("a", "REFUTED", "SLA1032")]),
        ("120% of a.fee limit credit to 110 USD", [("a", "REFUTED", "SLA1182")]),
        ("120% of a.fee limit credit to 100% of a.fee", [("a", "PROVED", None), ("all services", "PROVED", None)]),
        # Of no service in particular: against all that is paid.
        ("160 USD", [("all services", "PROVED", None)]),
        ("160.01 USD", [("all services", "REFUTED", "SLA1182")]),
    ],
)
def test_against_what_is_paid_for_which_services(
    credit: str, said: list[tuple[str, str, str | None]], tmp_path: Path
) -> None:
    clauses = (
        "service a { fee 100.00 USD per month } service b { fee 50.00 USD per month } "
        "service c { fee 10.00 USD per month } stream outages of spans { } "
        f"objective up {{ availability of outages >= 99.9% per calendar month credit {credit} }}"
    )
    found = [each for each in results(tmp_path, clauses) if each.claim == "no more is owed than is paid"]
    codes = [None if each.diagnostic is None else each.diagnostic.code.id for each in found]
    assert [(each.subject, each.verdict, code) for each, code in zip(found, codes, strict=True)] == said


def test_no_outcome_comes_to_more(tmp_path: Path) -> None:
    """Ten thousand choices of what each clause owes, used up one after the other as the limits leave it."""
    clauses = (
        "objective up { uptime >= 99.9% per calendar month credit share of api.fee { below 99.9% gives 10.01% "
        "below 99% gives 33.33% } limit credit to 700 USD per calendar year } "
        "objective few { count of requests where failed <= 1 per calendar month "
        "credit { above 1 gives 70 USD above 9 gives 90 USD } } "
        + ANSWERED
        + "limit credits of up, few to 345.67 USD per calendar month limit all credits to 900 USD per calendar quarter "
    )
    path = tmp_path / "contract.sladsl"
    path.write_text(f"agreement a {{ {FRAME} {BASE} {clauses} }}", encoding="utf-8")
    graph = compile_files([path], {}, checks=False)[0][0].agreements[0].graph
    assert graph is not None
    liability = Account(Subject(graph)).liability
    (direction,) = liability.directions
    charges = liability.of(direction)
    total = liability.most(charges)
    assert total is not None
    pots = liability.pots(charges)
    order = sorted(range(len(charges)), key=lambda index: charges[index].window.end)
    amounts = [[price.total or Fraction(0) for price in each.prices] for each in charges]
    chance = random.Random(7)
    best = Fraction(0)
    for _ in range(10_000):
        left = [each.most if each.most is not None else Fraction(10**9) for each in pots]
        owed = Fraction(0)
        for index in order:
            over = [number for number, each in enumerate(pots) if each.items >> index & 1]
            taken = min([chance.choice(amounts[index]), *(left[number] for number in over)])
            for number in over:
                left[number] -= taken
            owed += taken
        best = max(best, owed)
    assert best <= total


def test_no_log_comes_to_more(tmp_path: Path) -> None:
    """Random logs of a contract with limits that share, over a month, a quarter and a year."""
    clauses = (
        "objective up { uptime >= 99.9% per calendar month credit share of api.fee, at most 280 USD "
        "{ below 99.9% gives 10.01% below 99% gives 33.33% } limit credit to 700 USD per calendar year } "
        "objective few { count of outages <= 1 per calendar month credit (count of outages) * 7.77 USD } "
        + ANSWERED
        + "limit credits of up, few to 345.67 USD limit all credits to 900 USD per calendar quarter "
    )
    path = tmp_path / "contract.sladsl"
    path.write_text(f"agreement a {{ {FRAME} {BASE} {clauses} }}", encoding="utf-8")
    graph = compile_files([path], {}, checks=False)[0][0].agreements[0].graph
    assert graph is not None
    account = Account(Subject(graph))
    liability = account.liability
    (direction,) = liability.directions
    charges = liability.of(direction)
    total = liability.most(charges)
    assert total is not None
    chance = random.Random(5)
    start, end = charges[0].window.start, charges[-1].window.end
    for _ in range(60):
        spans: list[Record] = []
        for number in range(chance.choice([0, 3, 30, 90])):
            at = chance.randrange(start, end - 300 * HOUR)
            length = chance.choice([MINUTE, 43 * MINUTE, 45 * MINUTE, 8 * HOUR, 90 * HOUR])
            spans.append(SpanRecord(at, at + length, (), Place(0, number + 1)))
        events: list[Record] = [
            EventRecord(chance.randrange(start, end), (chance.random() < 0.1,), Place(0, number + 1))
            for number in range(40)
        ]
        whole = IntervalSet.single(start, end)
        streams = {
            "outages": StreamLog(graph.stream("outages"), tuple(sorted(spans)), whole),
            "requests": StreamLog(graph.stream("requests"), tuple(sorted(events)), whole),
        }
        evaluation = evaluated(graph, covering(graph, streams, (start, end)), (start, end))
        assert evaluation is not None
        payable = sum((each.payable for each in evaluation.totals), Fraction(0))
        assert payable <= account.coins.ceiling(charges, total)
        by_month: dict[int, Fraction] = {}
        for each in evaluation.outcomes:
            if each.credit is not None:
                by_month[each.window.start] = by_month.get(each.window.start, Fraction(0)) + (each.credit.payable or 0)
        for month, owed in by_month.items():
            inside = [each for each in charges if each.window.start == month]
            most = liability.most(inside)
            assert most is not None and owed <= account.coins.ceiling(inside, most)


def test_what_a_limit_leaves_of_parts_of_coins_is_rounded_too() -> None:
    """99.995 USD are rounded up, and the 50.005 USD that the limit leaves after it too."""
    graph = graph_of(f"""agreement a {{ {FRAME} stream outages of spans {{ }} stream storms of spans {{ }}
        objective up {{ time of outages <= 1h per calendar month credit 1 USD * (time of outages) / 1h }}
        objective calm {{ time of storms <= 1h per calendar month credit 1 USD * (time of storms) / 1h }}
        limit all credits to 150 USD }}""")
    account = Account(Subject(graph))
    charges = account.liability.of(account.liability.directions[0])[::12]
    start, end = charges[0].window.start, charges[0].window.end
    streams = {
        name: StreamLog(graph.stream(name), (SpanRecord(start, start + lasts, (), Place(0, 1)),),
                        IntervalSet.single(start, end))
        for name, lasts in (("outages", HOUR * 99_995 // 1000), ("storms", 60 * HOUR))
    }  # fmt: skip
    evaluation = evaluated(graph, covering(graph, streams, (start, end)), (start, end))
    assert evaluation is not None
    assert sum(each.payable for each in evaluation.totals) == Fraction("150.01")
    assert account.coins.ceiling(charges, Fraction(150)) == Fraction("150.01")
