"""How results of contracts are derived: every step with what came of it, and why nothing did."""

import pytest

from rules.written import Result, derived, evaluated, outages

STREAMS = """
  stream outages of spans {}
  stream errors of events { size number optional }
  metric uptime = availability of outages
  metric slips = count of errors
  schedule weekly one each week
"""
LOGS = {
    "outages": outages("01-10T00:00 01-10T12:00"),
    "errors": "at,size\n2026-01-05T00:00Z,5\n2026-01-06T00:00Z,9\n",
}


def january(clauses: str, *, errors_known: str = "2026") -> Result:
    """Half a day is lost, 98.387 % are left, and there are two errors in one week."""
    return evaluated(STREAMS + clauses, LOGS, "2026-01", coverage={"outages": "2026", "errors": errors_known})


WEEKS = [
    "    in 2026-W01: no",
    "      >=: no",
    "        count of errors: 0",
    "        1: 1",
    "    in 2026-W02: yes",
    "      >=: yes",
    "        count of errors: 2",
    "    in 2026-W03: no",
    "      >=: no",
    "        count of errors: 0",
    "    in 2026-W04: no",
    "      >=: no",
    "        count of errors: 0",
]
GAP = "31 d of the window is not covered by the log"
STATES = {
    "uptime >= 99.9% per month": [
        ">= 99.9%: breached: no",
        "  availability: 98.387096…%",
        "  99.9%: 99.9%",
    ],
    "uptime >= 95% per month": [
        ">= 95%: met: yes",
        "  availability: 98.387096…%",
        "  95%: 95%",
    ],
    "uptime >= 98% per month warn at 80% of target": [
        ">= 98%: warning: yes",
        "  availability: 98.387096…%",
        "  98%: 98%",
    ],
    "uptime per month": [
        "measured: nothing",
        "  availability: 98.387096…%",
    ],
    "uptime >= 99.9% per month applies when slips > 2": [
        "no verdict: nothing (it does not apply)",
        "  >: no",
        "    count of errors: 2",
        "    2: 2",
    ],
    "when slips > 2: uptime >= 99.9% per month": [
        "no verdict: nothing (no requirement applies)",
    ],
    "when slips > 1: uptime >= 99.9% per month otherwise: uptime >= 95%": [
        ">= 99.9%: breached: no",
        "  >: yes",
        "    count of errors: 2",
        "    1: 1",
        "  availability: 98.387096…%",
        "  99.9%: 99.9%",
    ],
    "fees per month": [
        "measured: nothing",
        "  fees: 1000 USD",
        "    fee of api: 1000 USD per month: 1000 USD",
    ],
    "mean of size of errors without the highest 1 per month": [
        "measured: nothing",
        "  mean of errors without the highest 1: 5",
    ],
    "max over weeks where slips >= 1: time of outages per month": [
        "measured: nothing",
        "  max over weeks: 12 h",
        "    in 2026-W02: 12 h",
        "      time: 12 h",
    ],
    "sum over the last 2 windows: slips per month": [
        "measured: nothing",
        "  sum over windows: 2",
        "    in 2026-01: 2",
        "      count of errors: 2",
    ],
    "mean over weeks without the highest 1: time of outages per month": [
        "measured: nothing",
        "  mean over weeks without the highest 1: 0 s",
        "    in 2026-W01: 0 s",
        "      time: 0 s",
        "    in 2026-W02: 12 h",
        "      time: 12 h",
        "    in 2026-W03: 0 s",
        "      time: 0 s",
        "    in 2026-W04: 0 s",
        "      time: 0 s",
    ],
    "mean over weeks: mean of size of errors per month": [
        "measured: nothing",
        "  mean over weeks: 7 (3 without a value left out)",
        "    in 2026-W02: 7",
        "      mean of errors: 7",
    ],
    "mean over weeks where slips < 1: mean of size of errors per month": [
        "no verdict: nothing (no records)",
        "  mean over weeks: nothing (no records)",
    ],
    "mean over the previous 2 windows: mean of size of errors per month": [
        "no verdict: nothing (no records)",
        "  mean over windows: nothing (no records)",
    ],
    "share over weeks with slips >= 1 per month": ["measured: nothing", "  share over weeks: 25%", *WEEKS],
    "slips / (slips - 2) per month": [
        "no verdict: nothing (nothing to divide by)",
        "  divided by: nothing (nothing to divide by)",
        "    count of errors: 2",
        "    minus: 0",
        "      2: 2",
    ],
    "share over weekly with slips >= 1 per month": ["measured: nothing", "  share over weekly: 25%", *WEEKS],
    "count over the last 2 windows where slips > 9 per month": [
        "measured: nothing",
        "  count over windows: 0",
        "    in 2026-01: no",
        "      >: no",
        "        count of errors: 2",
        "        9: 9",
    ],
    "sum over the last 2 windows where slips > 9: slips per month": [
        "measured: nothing",
        "  sum over windows: 0",
    ],
    "count over weekly where slips > 9 per month": [
        "measured: nothing",
        "  count over weekly: 0",
    ],
}


@pytest.mark.parametrize("clause", STATES)
def test_a_state(clause: str) -> None:
    assert derived(january(f"kpi up {{ {clause} }}").of("up", "2026-01").derivation) == STATES[clause]


CREDITS = {
    "credit 10 USD, in any case, doubled when slips > 1": [
        "credit: 20 USD",
        "  times: 20 USD",
        "    10 USD: 10 USD",
        "    2: 2",
        "    >: yes",
        "      count of errors: 2",
        "      1: 1",
    ],
    "credit 10 USD, at most 3 USD": [
        "credit: 3 USD",
        "  limit of the credit: 3 USD",
        "    10 USD: 10 USD",
        "    3 USD: 3 USD",
    ],
    "credit 10 USD limit credit to 4 USD per quarter": [
        "credit: 4 USD",
        "  limit of up per quarter: 4 USD",
        "    10 USD: 10 USD",
        "    4 USD: 4 USD",
    ],
    "credit 10 USD pay only above 20 USD": [
        "credit: 0 USD",
        "  pay only above 20 USD: 0 USD",
        "    10 USD: 10 USD",
        "    20 USD: 20 USD",
    ],
    "credit 10 USD eligible when slips > 9": [
        "credit: 0 USD",
        "  not eligible, so nothing is due: 0 USD",
        "    >: no",
        "      count of errors: 2",
        "      9: 9",
    ],
    "credit 10 USD, only when slips > 9": [
        "credit: 0 USD",
        "  only when it holds: 0 USD",
        "    >: no",
        "      count of errors: 2",
        "      9: 9",
    ],
    "credit 10 USD credit 3 USD": [
        "credit: 13 USD",
        "  sum of the credits: 13 USD",
        "    10 USD: 10 USD",
        "    3 USD: 3 USD",
    ],
    "credit 10 USD * (1 - slips)": [
        "credit: 0 USD",
        "  not below zero: 0 USD",
        "    times: -10 USD",
        "      10 USD: 10 USD",
        "      minus: -1",
        "        1: 1",
        "        count of errors: 2",
    ],
    "credit share of api.fee { below 98% gives 50% }": [
        "credit: 0 USD",
        "  table: 0 (better than every row)",
        "    availability: 98.387096…%",
    ],
    "credit share of api.fee { below 99% gives 10% below 90% gives 50% }": [
        "credit: 100 USD",
        "  share: 100 USD",
        "    row: below 99% gives 10%: 10%",
        "      availability: 98.387096…%",
        "      10%: 10%",
        "    fees: 1000 USD",
        "      fee of api: 1000 USD per month: 1000 USD",
    ],
    "credit { at least 99% and below 99.9% gives 10 USD at least 95% and below 97% gives 20 USD }": [
        "credit: 0 USD",
        "  table: 0 (in no row)",
        "    availability: 98.387096…%",
    ],
    "credit { below 99% gives 10 USD above 98% gives 20 USD }": [
        "credit: nothing (below 99% gives 10 USD and above 98% gives 20 USD both hold)",
        "  rows: nothing (below 99% gives 10 USD and above 98% gives 20 USD both hold)",
        "    availability: 98.387096…%",
        "    10 USD: 10 USD",
        "    20 USD: 20 USD",
    ],
    "credit { when slips > 2 { below 99% gives 3 USD } }": [
        "credit: 0 USD",
        "  table: 0 (no table applies)",
        "    availability: 98.387096…%",
    ],
    "credit 1 USD / 3": [
        "credit: 0.33 USD",
        "  rounded half up: 0.33 USD",
        "    0.333333… USD: 0.333333… USD",
    ],
    "credit 10 USD earn back when slips > 1": [
        "credit: 0 USD",
        "  earned back: 0 USD",
        "    10 USD: 10 USD",
        "    >: yes",
        "      count of errors: 2",
        "      1: 1",
    ],
}


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit(line: str) -> None:
    assert of_credit(january(f"objective up {{ uptime >= 99.9% per month {line} }}")) == CREDITS[line]


def of_credit(made: Result) -> list[str]:
    credit = made.of("up", "2026-01").credit
    return derived(credit.derivation if credit else None)


UNKNOWN_STATES = {
    "mean over weeks: slips per month": [
        "no verdict: nothing (2026-W04: 6 d of the window is not covered by the log)",
        "  mean over weeks: nothing (2026-W04: 6 d of the window is not covered by the log)",
        "    in 2026-W04: nothing (6 d of the window is not covered by the log)",
        "      count of errors: nothing (6 d of the window is not covered by the log)",
    ],
    "mean over the next 1 windows: slips per month": [
        "no verdict: nothing (2026-02: 28 d of the window is not covered by the log)",
        "  mean over windows: nothing (2026-02: 28 d of the window is not covered by the log)",
        "    in 2026-02: nothing (28 d of the window is not covered by the log)",
        "      count of errors: nothing (28 d of the window is not covered by the log)",
    ],
    "mean over the last 1 windows: slips per month": [
        "no verdict: nothing (12 d of the window is not covered by the log)",
        "  mean over windows: nothing (12 d of the window is not covered by the log)",
    ],
    "mean over weeks weighted by slips: uptime per month": [
        "no verdict: nothing (2026-W04: its weight is not known)",
        "  mean over weeks: nothing (2026-W04: its weight is not known)",
        "    in 2026-W04: nothing (its weight is not known)",
    ],
    "count over weeks where slips > 1 per month": [
        "no verdict: nothing (2026-W04: 6 d of the window is not covered by the log)",
        "  count over weeks: nothing (2026-W04: 6 d of the window is not covered by the log)",
        "    in 2026-W04: nothing (6 d of the window is not covered by the log)",
        "      >: nothing (6 d of the window is not covered by the log)",
        "        count of errors: nothing (6 d of the window is not covered by the log)",
        "        1: 1",
    ],
    "uptime >= 100% - slips * 1% per month": [
        ">= nothing: no verdict: nothing (there is no target: 12 d of the window is not covered by the log)",
        "  availability: 98.387096…%",
        "  minus: nothing (12 d of the window is not covered by the log)",
        "    100%: 100%",
        "    times: nothing (12 d of the window is not covered by the log)",
        "      count of errors: nothing (12 d of the window is not covered by the log)",
        "      1%: 1%",
    ],
}


@pytest.mark.parametrize("clause", UNKNOWN_STATES)
def test_a_state_that_is_not_known(clause: str) -> None:
    made = january(f"kpi up {{ {clause} }}", errors_known="2026-01-01 until 2026-01-20")
    assert derived(made.of("up", "2026-01").derivation) == UNKNOWN_STATES[clause]


UNKNOWN_CREDITS = {
    "credit 10 USD, in any case, doubled when slips > 1": [
        f"credit: nothing ({GAP})",
        f"  times: nothing ({GAP})",
        "    10 USD: 10 USD",
        f"    >: nothing ({GAP})",
        f"      count of errors: nothing ({GAP})",
        "      1: 1",
    ],
    "credit 10 USD eligible when slips > 9": [
        f"credit: nothing (it is not known who is eligible: {GAP})",
        f"  eligible: nothing (it is not known who is eligible: {GAP})",
        f"    >: nothing ({GAP})",
        f"      count of errors: nothing ({GAP})",
        "      9: 9",
    ],
    "credit 10 USD, only when slips > 9": [
        f"credit: nothing ({GAP})",
        f"  only when: nothing ({GAP})",
        f"    >: nothing ({GAP})",
        f"      count of errors: nothing ({GAP})",
        "      9: 9",
    ],
    "credit 10 USD * slips": [
        f"credit: nothing ({GAP})",
        f"  times: nothing ({GAP})",
        "    10 USD: 10 USD",
        f"    count of errors: nothing ({GAP})",
    ],
    "credit { below 97% + slips * 1% gives 10 USD }": [
        f"credit: nothing ({GAP})",
        f"  row: nothing ({GAP})",
        "    availability: 98.387096…%",
        f"    plus: nothing ({GAP})",
        "      97%: 97%",
        f"      times: nothing ({GAP})",
        f"        count of errors: nothing ({GAP})",
        "        1%: 1%",
    ],
    "credit { below 99% gives 10 USD * slips }": [
        f"credit: nothing ({GAP})",
        f"  row: nothing ({GAP})",
        "    availability: 98.387096…%",
        f"    times: nothing ({GAP})",
        "      10 USD: 10 USD",
        f"      count of errors: nothing ({GAP})",
    ],
    "credit { when slips > 2 { below 99% gives 3 USD } otherwise { below 99% gives 4 USD } }": [
        f"credit: nothing ({GAP})",
        f"  table: nothing ({GAP})",
        f"    >: nothing ({GAP})",
        f"      count of errors: nothing ({GAP})",
        "      2: 2",
    ],
}


@pytest.mark.parametrize("line", UNKNOWN_CREDITS)
def test_a_credit_that_is_not_known(line: str) -> None:
    made = january(f"objective up {{ uptime >= 99.9% per month {line} }}", errors_known="2026-02")
    assert of_credit(made) == UNKNOWN_CREDITS[line]
    assert made.told("SLA0507") == [("what up owes is not known, so it is in no total", "up", None)]
