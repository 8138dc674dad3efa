"""Options of credits as contracts write them, where what they look at is known and where nobody knows it."""

import pytest

from rules.written import HEAD, Result, evaluated, outages

STREAMS = """
  stream outages of spans {}
  stream errors of events { size number }
  metric uptime = availability of outages
  metric slips = count of errors
"""
BAD_JANUARY = outages("01-10T00:00 01-10T12:00")
FIRST_MONTHS = "2026-01 through 2026-03"


def credit(line: str, *, errors: str = "", known: str = FIRST_MONTHS, outages_known: str = FIRST_MONTHS) -> Result:
    """`up` is breached in January and met in February and March. `errors`: the days on which there is one."""
    rows = "at,size\n" + "".join(f"2026-{day}T00:00Z,5\n" for day in errors.split())
    clauses = f"{STREAMS} objective up {{ uptime >= 99.9% per month {line} }}"
    covered = {"outages": outages_known, "errors": known}
    return evaluated(clauses, {"outages": BAD_JANUARY, "errors": rows}, FIRST_MONTHS, coverage=covered)


def amounts(result: Result) -> list[str]:
    """What is payable in each month, as a credit or as a bonus; `?` where nobody knows."""
    made = [each.credit or each.bonus for each in result.evaluation.outcomes]
    return ["?" if each is None or each.payable is None else str(each.payable) for each in made]


@pytest.mark.parametrize(
    ("line", "owed"),
    [
        ("credit 10 USD", ["10", "0", "0"]),
        ("credit 10 USD, in any case", ["10", "10", "10"]),
        ("credit 10 USD, only when slips >= 1", ["0", "0", "0"]),
        ("credit 10 USD, in any case, only when slips >= 1", ["0", "10", "0"]),
        ("credit 10 USD, in any case, only when slips != 1", ["10", "0", "10"]),
        ("credit 10 USD, only when slips = 0", ["10", "0", "0"]),
        ("credit 10 USD, in any case, doubled when slips >= 1", ["10", "20", "10"]),
        ("credit 10 USD, in any case, times 1.5 when slips = 0, doubled when slips = 0", ["30", "10", "30"]),
        ("credit 10 USD, in any case\n eligible when slips >= 1", ["0", "10", "0"]),
        ("credit { at most 100% gives 7 USD }", ["7", "7", "7"]),
        ("credit share of 100 USD, only when breached { at most 100% gives 7% }", ["7", "0", "0"]),
        ("bonus { above 99.9% gives 7 USD }", ["0", "7", "7"]),
    ],
)
def test_options(line: str, owed: list[str]) -> None:
    assert amounts(credit(line, errors="02-05")) == owed


@pytest.mark.parametrize(
    ("line", "owed"),
    [
        # January is not known to hold an error.
        ("credit 10 USD, only when slips >= 1", ["?", "0", "0"]),
        ("credit 10 USD, in any case, only when slips >= 1", ["?", "10", "0"]),
        ("credit 10 USD, doubled when slips >= 1", ["?", "0", "0"]),
        ("credit 10 USD, times (1 + slips) when uptime < 99.9%", ["?", "0", "0"]),
        ("credit 10 USD * slips", ["?", "0", "0"]),
        ("credit 10 USD\n eligible when slips >= 1", ["?", "0", "0"]),
        ("credit 0 USD, doubled when slips >= 1", ["0", "0", "0"]),
        ("credit { below 99.9% gives 10 USD * slips }", ["?", "0", "0"]),
    ],
)
def test_what_nobody_knows_is_due_by_nobody_knows_how_much(line: str, owed: list[str]) -> None:
    result = credit(line, errors="02-05", known="2026-02-01 until 2026-04-01")
    assert amounts(result) == owed
    assert ("SLA0507" in result.codes) is ("?" in owed)


@pytest.mark.parametrize(
    ("line", "owed"),
    [
        ("credit 10 USD", ["?", "0", "0"]),
        ("credit 10 USD * slips", ["0", "0", "0"]),
        ("credit 10 USD * (1 + slips)", ["?", "0", "0"]),
        ("credit 10 USD, in any case", ["10", "10", "10"]),
        ("bonus 10 USD", ["?", "10", "10"]),
    ],
)
def test_without_a_verdict_only_what_comes_to_nothing_is_known(line: str, owed: list[str]) -> None:
    """What was out in January is in no log; there were no errors."""
    result = credit(line, outages_known="2026-02-01 until 2026-04-01")
    assert amounts(result) == owed


@pytest.mark.parametrize(
    ("errors", "owed", "is_gap"), [(0, "0", False), (1, "0", False), (2, "7", False), (3, "0", True), (5, "0", True)]
)
def test_before_rows_of_single_values_nothing_is_due(errors: int, owed: str, is_gap: bool) -> None:
    """Between them and beyond them is a gap. The same where more is better."""
    rows = "at,size\n" + "2026-01-05T00:00Z,5\n" * errors
    for promise, table in (
        ("slips <= 0", "exactly 2 gives 7 USD  exactly 4 gives 9 USD"),
        ("5 - slips >= 5", "exactly 3 gives 7 USD  exactly 1 gives 9 USD"),
    ):
        clauses = f"{STREAMS} objective few {{ {promise} per month credit {{ {table} }} }}"
        made = evaluated(clauses, {"errors": rows}, "2026-01", coverage="2026-01")
        assert amounts(made) == [owed], promise
        assert (made.of("few", "2026-01").credit.outcome == "gap") is is_gap, promise  # type: ignore[union-attr]


def test_which_table_is_in_force_may_not_be_known() -> None:
    table = "credit { when slips >= 1 { below 99.9% gives 9 USD } otherwise { below 99.9% gives 5 USD } }"
    assert amounts(credit(table)) == ["5", "0", "0"]
    assert amounts(credit(table, errors="01-05")) == ["9", "0", "0"]
    assert amounts(credit(table, known="2026-02-01 until 2026-04-01"))[0] == "?"


@pytest.mark.parametrize("line", ["credit 10 USD", "credit 10 USD, in any case", "credit { above 5 gives 10 USD }"])
@pytest.mark.parametrize(
    ("errors", "known", "owed"), [("01-05,9", "2026-01", "10"), ("", "2026-01", "0"), ("", "2026-02", "?")]
)
def test_where_there_was_nothing_to_measure_nothing_is_due(line: str, errors: str, known: str, owed: str) -> None:
    """Other than where it is not known what there was."""
    clauses = f"{STREAMS} objective small {{ mean of size of errors <= 5 per month {line} }}"
    rows = "at,size\n" + "".join(f"2026-{each.replace(',', 'T00:00Z,')}\n" for each in errors.split())
    made = evaluated(clauses, {"errors": rows}, "2026-01", coverage=known)
    assert amounts(made) == ["10" if owed == "?" and "any case" in line else owed]


@pytest.mark.parametrize("line", ["credit 10 USD, in any case{}", "credit{} {{ at most 100% gives 10 USD }}"])
def test_factors_below_zero_make_no_credit_that_flows_back(line: str) -> None:
    """Of three slips, two are too many."""
    result = credit(line.format(", times (1 - slips) when slips >= 1"), errors="02-05 02-06 02-07")
    assert amounts(result) == ["10", "0", "10"]
    assert "SLA0506" in result.codes


def test_what_is_due_names_the_rows_that_say_so_and_else_none() -> None:
    made = credit("credit { below 99.9% gives 7 USD  below 50% gives 9 USD } credit 1 USD")
    named = [made.of("up", month).credit for month in ("2026-01", "2026-02")]
    assert [each.row for each in named if each] == ["below 99.9% gives 7 USD", None]
    unknown = credit("credit 1 USD * slips", known="2026-02").of("up", "2026-01").credit
    assert unknown is not None and (unknown.payable, unknown.row) == (None, None)


def test_a_minimum_is_spoken_of_only_where_something_is_due() -> None:
    made = credit("credit 10 USD\n pay only above 20 USD")
    said = [each.credit.derivation.inputs[0].rule for each in made.evaluation.outcomes if each.credit]
    assert amounts(made) == ["0", "0", "0"]
    assert said == ["pay only above 20 USD", *["not breached, so nothing is due"] * 2]


def test_what_is_not_due_is_not_earned_back_either() -> None:
    made = credit("credit 10 USD\n earn back when mean over the next 1 windows: uptime >= 99.95%")
    assert [each.credit.earned_back for each in made.evaluation.outcomes if each.credit] == [True, False, False]


@pytest.mark.parametrize(
    ("plan", "owed", "state", "said"), [("gold", "10", "met", "yes"), ("basic", "0", "breached", "no")]
)
def test_a_condition_on_a_plan_reads_yes_or_no(plan: str, owed: str, state: str, said: str) -> None:
    clauses = f"parameter plan one of basic, gold = {plan} {STREAMS} "
    clauses += "objective up { uptime >= 99.9% per month credit 10 USD, only when plan = gold } "
    clauses += "objective some { when plan = gold: uptime >= 98% when plan = basic: uptime >= 99% per month } "
    clauses += "kpi golden { uptime per month applies when plan = gold }"
    made = evaluated(clauses, {"outages": BAD_JANUARY}, "2026-01", coverage="2026-01")
    assert (made.payable("up"), made.states("some")) == ([owed], [state])
    if said == "yes":
        assert made.of("some", "2026-01").derivation.inputs[0].rule == said
    else:
        assert made.of("golden", "2026-01").derivation.inputs[0].rule == said


def test_a_sum_of_credits_has_their_unit_even_where_the_first_is_nothing() -> None:
    """In a contract without money, nothing is nothing of any unit."""
    head = HEAD.replace("currency USD", "").replace("{ fee 1_000.00 USD per month }", "")
    clauses = f"unit vouchers {STREAMS} objective few {{ slips <= 0 per month credit 3 vouchers }}"
    clauses += "objective up { uptime >= 99.9% per month credit 2 vouchers } kpi both { credit of few, up per month }"
    logs = {"outages": BAD_JANUARY, "errors": "at,size\n"}
    together = evaluated(clauses, logs, "2026-01", coverage="2026-01", head=head).of("both", "2026-01")
    (step,) = together.derivation.inputs
    assert (together.measured, step.unit) == (2, together.unit)


def test_nothing_has_no_unit_of_its_own() -> None:
    """What is due is in vouchers, whatever else could have been due. Money and vouchers do not add up."""
    for options, owed, unit in ((", only when slips >= 1", "3", "vouchers"), ("", "?", "USD")):
        clauses = f"unit vouchers {STREAMS} objective up {{ uptime >= 99.9% per month "
        clauses += f"credit 10 USD{options} credit 3 vouchers }}"
        made = evaluated(clauses, {"outages": BAD_JANUARY, "errors": "at,size\n"}, "2026-01", coverage="2026-01")
        owes = made.of("up", "2026-01").credit
        assert amounts(made) == [owed]
        assert owes is not None and owes.unit is not None and [name for name, _ in owes.unit.factors] == [unit]
        assert owed == "3" or owes.derivation.note == "credits in different units do not add up"


def test_what_pays_speaks_before_a_gap() -> None:
    gap = "credit { below 50% gives 3 USD  exactly 99% gives 1 USD }"
    for line, outcome in ((gap, "gap"), (f"{gap} credit 3 USD", "amount"), (f"credit 3 USD {gap}", "amount")):
        owes = credit(line).of("up", "2026-01").credit
        assert owes is not None and owes.outcome == outcome


def test_what_is_not_known_does_not_accrue() -> None:
    made = credit("credit 10 USD * (1 + slips)\n pay once 5 USD accrued", known="2026-02")
    assert amounts(made) == ["?", "0", "0"]
    late = credit(
        "credit 10 USD * slips, in any case\n pay once 15 USD accrued",
        errors="02-05 03-05",
        known="2026-02 through 2026-03",
    )
    assert amounts(late) == ["?", "10", "10"]
    assert [str(each.credit.issued) for each in late.evaluation.outcomes if each.credit] == ["None", "0", "20"]


def test_only_what_is_due_has_dates() -> None:
    made = credit("credit 10 USD\n applied within 60 calendar days of window end")
    dates = [each.credit.applied_by for each in made.evaluation.outcomes if each.credit]
    assert [each is None for each in dates] == [False, True, True]


@pytest.mark.parametrize(
    ("window", "period", "note"), [("month", "2026-01", None), ("day", "2026-01-31", "1/31 of it")]
)
def test_a_fee_tells_which_part_of_it_lies_in_the_window(window: str, period: str, note: str | None) -> None:
    made = evaluated(
        f"{STREAMS} kpi costs {{ api.fee per {window} }}", {"outages": BAD_JANUARY}, period, coverage="2026"
    )
    (fees,) = made.evaluation.outcomes[0].derivation.inputs
    assert [each.note for each in fees.inputs] == [note]


@pytest.mark.parametrize(("amount", "state"), [("0.50", "unclaimed"), ("0", "not needed")])
def test_the_least_amount_must_be_claimed_too(amount: str, state: str) -> None:
    line = f"credit {amount} USD\n claim in claims within 5 calendar days of window end"
    clauses = f"{STREAMS} stream claims of events {{}} objective up {{ uptime >= 99.9% per month {line} }}"
    made = evaluated(
        clauses, {"outages": BAD_JANUARY, "claims": "at\n"}, "2026-01", coverage="2026", as_of="2026-06-01"
    )
    owes = made.of("up", "2026-01").credit
    assert owes is not None and owes.claim is not None and owes.claim.state == state


@pytest.mark.parametrize(("kind", "month"), [("credit", "2026-01"), ("bonus", "2026-02")])
def test_a_limit_names_what_it_is_over(kind: str, month: str) -> None:
    outcome = credit(f"{kind} 50 USD, at most 30 USD").of("up", month)
    (limit,) = (outcome.credit or outcome.bonus).limits  # type: ignore[union-attr]
    assert kind in limit.name


def test_what_comes_to_nothing_is_not_below_zero() -> None:
    made = credit("credit 10 USD * slips")
    assert (amounts(made)[0], "SLA0506" in made.codes) == ("0", False)


def test_as_long_as_no_record_is_missed_nothing_is_due() -> None:
    clauses = """
      stream tickets of cases { moments opened, answered }
      metric answer for each tickets by opened = time from opened to answered
      objective quick for each tickets { answer <= 8h per month credit 10 USD }
    """
    rows = "case,opened,answered\n1,2026-01-31T23:00Z,\n"
    made = evaluated(clauses, {"tickets": rows}, "2026-01", coverage="2026", as_of="2026-02-01")
    assert (made.states("quick"), amounts(made)) == (["no verdict"], ["0"])
    assert made.told("SLA0525") == [("some records of quick are not decided yet", "quick", None)]


@pytest.mark.parametrize(
    ("known", "errors", "owed"),
    [("2026-03", "", "?"), ("2026-02", "", "?"), ("2026-01 through 2026-02", "", "0"), ("2026-02", "02-05,9", "10")],
)
def test_where_windows_that_count_are_not_known_it_is_not_known_what_is_due(known: str, errors: str, owed: str) -> None:
    """Other than where they are known and empty. What was measured in those that are known stands for all."""
    mean = "mean over the last 2 windows: mean of size of errors"
    clauses = f"{STREAMS} objective small {{ {mean} <= 5 per month credit 10 USD }}"
    rows = "at,size\n" + "".join(f"2026-{each.replace(',', 'T00:00Z,')}\n" for each in errors.split())
    made = evaluated(clauses, {"errors": rows}, "2026-02", coverage=known)
    assert amounts(made) == [owed]


@pytest.mark.parametrize(("claim", "state"), [("01-25", "in time"), ("01-26", "late"), ("02-20", "late")])
def test_a_claim_whose_time_runs_from_a_record_is_for_no_later_window(claim: str, state: str) -> None:
    """It runs from the 10th of January. Another outage began on the 10th of February, and can be claimed then."""
    line = "credit 10 USD\n claim in claims within 15 calendar days of first start of outages"
    clauses = f"{STREAMS} stream claims of events {{}} objective up {{ uptime >= 99.9% per month {line} }}"
    logs = {
        "outages": outages("01-10T06:00 01-10T18:00", "02-10T06:00 02-10T18:00"),
        "claims": f"at\n2026-{claim}T23:00Z\n",
    }
    made = evaluated(clauses, logs, "2026-01 through 2026-02", coverage="2026", as_of="2026-06-01")
    owes = made.of("up", "2026-01").credit
    assert owes is not None and owes.claim is not None and owes.claim.state == state


@pytest.mark.parametrize(("claims", "state"), [("", "unclaimed"), ("2026-02-03T00:00Z", "in time")])
def test_what_is_not_known_must_be_claimed_too(claims: str, state: str) -> None:
    line = "credit 10 USD * slips\n claim in claims within 5 calendar days of window end"
    clauses = f"{STREAMS} stream claims of events {{}} objective up {{ uptime >= 99.9% per month {line} }}"
    logs = {"outages": BAD_JANUARY, "claims": f"at\n{claims}\n", "errors": "at,size\n"}
    covered = {"outages": "2026", "claims": "2026", "errors": "2026-02"}
    made = evaluated(clauses, logs, "2026-01", coverage=covered, as_of="2026-06-01")
    owes = made.of("up", "2026-01").credit
    assert owes is not None and owes.claim is not None and (owes.payable, owes.claim.state) == (None, state)
