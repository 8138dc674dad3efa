"""What a register says of scopes and records; where it has no row, two, or one that leaves something out."""

import pytest

from rules.written import derived, evaluated, outages

PLANS = """
  register plans by customer { plan one of gold, tin  fee money optional  target percent  open yes or no }
  stream outages of spans by customer {}
  metric uptime for each customer = availability of outages
"""
ROWS = (
    "customer,from,until,plan,fee,target,open",
    "a,2026-01-01T00:00Z,,gold,100,99.9%,yes",
    "b,2026-01-01T00:00Z,,tin,,98%,no",
    "c,2026-01-01T00:00Z,,tin,50,99%,yes",
    "c,2026-01-01T00:00Z,,tin,70,99%,no",
)
LOGS = {
    "plans": "\n".join(ROWS) + "\n",
    "outages": outages(*(f"01-10T00:00 01-10T12:00 {each}" for each in "abcx"), columns="start,end,customer"),
}
CREDIT = """credit share of plans.fee {
  when plans.plan = gold { below 99% gives 10% }
  otherwise { below 99% gives 5% }
}"""


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("uptime >= plans.target per month", ["breached", "met", "no verdict", "no verdict"]),
        ("uptime >= 99% per month applies when plans.open", ["breached", "not applicable", "no verdict", "no verdict"]),
    ],
)
def test_what_a_scope_is_judged_by(clause: str, said: list[str]) -> None:
    made = evaluated(f"{PLANS} objective up for each customer {{ {clause} }}", LOGS, "2026-01", coverage="2026-01")
    assert made.states("up") == said
    assert made.told("SLA0540") == [("plans has no row for x", "up", None)]
    assert made.told("SLA0541") == [("plans has 2 rows at once for c", "up", None)]
    for customer, why in (("c", "plans has 2 rows at once for c"), ("x", "plans has no row for x")):
        reason = made.of("up", "2026-01", customer).reason
        assert reason is not None and reason.endswith(f": {why}")


def test_a_number_that_is_looked_up_compares_with_what_has_a_name() -> None:
    """It is no label, so the name beside it is none either."""
    above = "objective above for each customer { uptime >= 90% per month applies when plans.target > uptime }"
    letters = "stream letters of events by customer { least percent }"
    below = "kpi below { count of letters where plans.target < least per month }"
    rows = ("at,customer,least", *(f"2026-01-05T00:00Z,a,{least}%" for least in (99, 99.9, 99.95)))
    logs = {**LOGS, "letters": "\n".join(rows) + "\n"}
    made = evaluated(f"{PLANS} {letters} {above} {below}", logs, "2026-01", coverage="2026-01")
    assert made.states("above") == ["met", "not applicable", "no verdict", "no verdict"]
    assert made.of("below", "2026-01").measured == 1


def test_what_a_scope_is_owed() -> None:
    clauses = f"{PLANS} objective up for each customer {{ uptime >= 99.9% per month {CREDIT} }}"
    made = evaluated(clauses, LOGS, "2026-01", coverage="2026-01")
    assert made.payable("up") == ["10", "?", "?", "?"]
    missing = "a credit of up cannot be computed: the row of b in plans leaves it out"
    assert [message for message, _, _ in made.told("SLA0505")] == [missing]
    told = {each: made.of("up", "2026-01", each).credit for each in "abx"}
    assert [derived(each.derivation if each else None) for each in told.values()] == [
        [
            "credit: 10 USD",
            "  share: 10 USD",
            "    row: below 99% gives 10%: 10%",
            "      availability: 98.387096…%",
            "      10%: 10%",
            "    plans of a: 100 USD",
        ],
        [
            "credit: nothing (the row of b in plans leaves it out)",
            "  plans of b: nothing (the row of b in plans leaves it out)",
        ],
        [
            "credit: nothing (plans has no row for x)",
            "  table: nothing (plans has no row for x)",
            "    plans of x: nothing (plans has no row for x)",
        ],
    ]


@pytest.mark.parametrize(("customer", "why"), [("a", None), ("x", "plans has no row for x")])
@pytest.mark.parametrize("share", [False, True])
def test_a_record_that_needs_a_row_leaves_its_window_without_a_verdict(
    customer: str, why: str | None, share: bool
) -> None:
    limit = "when plans.plan = gold: answer <= 1h per month otherwise: answer <= 8h"
    clauses = f"""
      register plans by customer {{ plan one of gold, tin }}
      stream tickets of cases by customer {{ moments opened, answered }}
      metric answer for each tickets by opened = time from opened to answered
      metric golden = count of tickets where plans.plan = gold
      objective quick {"" if share else "for each tickets"} {{ {"golden <= 9 per month" if share else limit} }}
    """
    logs = {
        "plans": "customer,from,until,plan\na,2026-01-01T00:00Z,,gold\n",
        "tickets": f"case,customer,opened,answered\n1,{customer},2026-01-05T00:00Z,2026-01-05T00:30Z\n",
    }
    made = evaluated(clauses, logs, "2026-01", coverage="2026-01")
    outcome = made.of("quick", "2026-01")
    assert (outcome.state, outcome.reason) == ("no verdict" if why else "met", why)
    needs = "plans has no row for x: a record of tickets at 2026-01-05T00:00:00Z needs one"
    assert [message for message, _, _ in made.told("SLA0540")] == ([needs] if why else [])
