"""What follows besides credits: points, bonuses, pools, what is earned back, waits or expires; and rights."""

import pytest

from rules.written import evaluated, messages, outages

JAN, FEB, MAR, APR = (f"0{month}-10T00:00 0{month}-10T12:00" for month in range(1, 5))
YEAR = "2026"
Q = "2026-01 through 2026-03"


def objective(lines: str, *bad: str, period: str = Q, more: str = "", coverage: str | None = None):  # type: ignore[no-untyped-def]
    clauses = f"""
  unit vouchers
  stream outages of spans {{ }}
  metric uptime = availability of outages
  metric falls = count of outages
  objective up {{ uptime >= 99.9% per month
{lines} }}
  {more}"""
    return evaluated(clauses, {"outages": outages(*bad)}, period, coverage=coverage)


def points(result) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(each.points.value) for each in result.evaluation.outcomes if each.points is not None]


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("points 2", ["2", "2", "0"]),
        ("points 2, in any case", ["2", "2", "2"]),
        ("points { below 99% gives 3 }", ["3", "3", "0"]),
        ("points { at least 99% gives 1 }", None),
        ("points, doubled when up is breached in the previous window { below 99% gives 3 }", ["3", "6", "0"]),
        ("points 5, at most 4", ["4", "4", "0"]),
        ("points falls * 2, doubled when falls >= 1, at most 3", ["3", "3", "0"]),
        ("points 2, only when falls >= 2", ["0", "0", "0"]),
        ("points 2 \n applies when falls >= 1", ["2", "2", "0"]),
    ],
)
def test_points(line: str, given: list[str] | None) -> None:
    if given is None:
        clauses = f"stream outages of spans {{ }} objective up {{ availability of outages >= 99.9% per month {line} }}"
        assert [code for code, _ in messages(clauses)] == ["SLA0113"]
    else:
        assert points(objective(line, JAN, FEB)) == given


def bonus(result, what: str = "payable") -> list[str]:  # type: ignore[no-untyped-def]
    return [str(getattr(each.bonus, what)) for each in result.evaluation.outcomes if each.bonus is not None]


@pytest.mark.parametrize(
    ("line", "paid"),
    [
        ("bonus 50 USD", ["0", "50", "50"]),
        ("bonus 50 USD, in any case", ["50", "50", "50"]),
        ("bonus 50 USD, only when breached", ["50", "0", "0"]),
        ("bonus 50 USD, only when up is met in 2 consecutive windows", ["0", "0", "50"]),
        ("bonus 50 USD, at most 70 USD per year", ["0", "50", "20"]),
        ("bonus share of api.fee { at least 99.95% gives 2% at least 100% gives 3% }", ["0", "30", "30"]),
        ("bonus { above 99.9% gives 10 USD } bonus 5 USD", ["0", "15", "15"]),
        ("credit 40 USD, at most 60 USD per year bonus 50 USD, at most 70 USD per year", ["0", "50", "20"]),
        ("bonus 50 USD applies when falls >= 1", ["0", "0", "0"]),
        ("bonus 50 USD eligible when falls >= 1", ["0", "0", "0"]),
    ],
)
def test_a_bonus_is_for_what_is_met(line: str, paid: list[str]) -> None:
    result = objective(line.replace(" applies", "\n applies").replace(" eligible", "\n eligible"), JAN)
    assert bonus(result) == paid
    assert not result.codes & {"SLA0503"}, "that it is met is what it is for"


def test_limits_of_a_bonus_look_back_too() -> None:
    assert bonus(objective("bonus 50 USD, at most 70 USD per year", period="2026-03", coverage=Q)) == ["0"]
    assert "SLA0528" in objective("bonus 50 USD, at most 70 USD per year", period="2026-03").codes


def test_limits_over_credits_are_not_for_a_bonus() -> None:
    result = objective(
        "credit 10 USD bonus 50 USD limit credit to 1 USD", JAN, more="limit all credits to 1 USD per year"
    )
    assert bonus(result) == ["0", "50", "50"]
    assert result.payable("up") == ["1", "0", "0"]


def test_totals_are_told_by_who_pays_whom() -> None:
    more = """party other
  objective their { falls <= 0 per month credit 7 USD bonus 3 USD payable by other to maker }"""
    result = objective("credit 10 USD bonus 50 USD", JAN, more=more)
    totals = {(each.payer, each.payee): str(each.payable) for each in result.evaluation.totals}
    assert totals == {
        (None, None): "10",
        ("buyer", "maker"): "100",
        ("other", "maker"): "7",
        ("maker", "other"): "6",
    }


POOL = """
  objective few {{ falls <= 0 per month }}
  pool risk of 100 USD{factor}{per} {{ up weighs 60%  few weighs 50% }}"""


@pytest.mark.parametrize(
    ("factor", "per", "up", "few"),
    [
        ("", "", ["60", "60", "0"], ["40", "40", "0"]),
        (", times 50%", "", ["30", "30", "0"], ["25", "25", "0"]),
        (", times 2", "", ["100", "100", "0"], ["0", "0", "0"]),
        ("", " per quarter", ["60", "0", "0"], ["40", "0", "0"]),
    ],
)
def test_all_that_a_pool_pays_is_at_most_the_pool(factor: str, per: str, up: list[str], few: list[str]) -> None:
    result = objective("", JAN, FEB, more=POOL.format(factor=factor, per=per))
    assert (result.payable("up"), result.payable("few")) == (up, few)


def test_a_pool_of_a_year_looks_back() -> None:
    more = POOL.format(factor="", per=" per year")
    result = objective("", JAN, FEB, period="2026-02", coverage=Q, more=more)
    assert (result.payable("up"), result.payable("few")) == (["0"], ["0"])
    assert "SLA0528" not in result.codes
    alone = objective("", JAN, FEB, period="2026-02", more=more)
    assert (alone.payable("up"), alone.payable("few")) == (["60"], ["40"])
    assert "SLA0528" in alone.codes


def earned(result) -> list[object]:  # type: ignore[no-untyped-def]
    return [each.credit.earned_back for each in result.evaluation.outcomes if each.credit and each.credit.due]


@pytest.mark.parametrize(
    ("bad", "period", "back", "paid"),
    [
        ([JAN], Q, [True], ["0", "0", "0"]),
        ([JAN, MAR], Q, [True, None], ["0", "0", "10"]),
        ([JAN, FEB], Q, [False, True], ["10", "0", "0"]),
        (["12-10T00:00 12-10T12:00"], "2026-12", [False], ["10"]),
        (["11-10T00:00 11-10T12:00"], "2026-11 through 2026-12", [True], ["0", "0"]),
    ],
)
def test_earned_back(bad: list[str], period: str, back: list[object], paid: list[str]) -> None:
    """Near the end of the term there are fewer windows; in the last there is none to be good in."""
    result = objective(
        "credit 10 USD \n earn back when mean over the next 1 windows: uptime >= 99.95%", *bad, period=period
    )
    assert earned(result) == back
    assert result.payable("up") == paid
    assert "SLA0522" not in result.codes, "that the future is not in the log goes without saying"


def test_what_is_earned_back_uses_up_no_limit() -> None:
    line = "credit 10 USD, at most 15 USD per year \n earn back when mean over the next 1 windows: uptime >= 99.95%"
    result = objective(line, JAN, MAR, APR, period="2026-01 through 2026-05")
    assert result.payable("up") == ["0", "0", "10", "0", "0"]


def test_a_bonus_is_not_earned_back() -> None:
    line = "credit 10 USD bonus 50 USD \n earn back when mean over the next 1 windows: uptime >= 99.95%"
    assert bonus(objective(line, JAN)) == ["0", "50", "50"]


def test_what_waits_is_paid_at_once() -> None:
    result = objective(
        "credit falls * 40 USD \n pay once 100 USD accrued", JAN, FEB, MAR, APR, period="2026-01 through 2026-04"
    )
    issued = [str(each.credit.issued) for each in result.evaluation.outcomes if each.credit]
    assert result.payable("up") == ["40", "40", "40", "40"]
    assert issued == ["0", "0", "120", "0"]
    later = objective("credit falls * 40 USD \n pay once 100 USD accrued", JAN, FEB, MAR, period="2026-03", coverage=Q)
    assert [str(each.credit.issued) for each in later.evaluation.outcomes if each.credit] == ["120"]
    exactly = objective(
        "credit falls * 40 USD \n pay once 80 USD accrued", JAN, FEB, MAR, period="2026-01 through 2026-03"
    )
    assert [str(each.credit.issued) for each in exactly.evaluation.outcomes if each.credit] == ["0", "80", "0"]


def test_dates() -> None:
    line = """credit 10 USD
  applied within 60 calendar days of window end
  expires within 12 calendar months of first start of outages"""
    result = objective(line, JAN, period="2026-01")
    credit = result.of("up", "2026-01").credit
    assert credit is not None
    day = 86_400_000_000
    assert credit.applied_by == result.of("up", "2026-01").window.end + 60 * day
    assert credit.expires_at == result.of("up", "2026-01").window.start + (365 + 9) * day


@pytest.mark.parametrize(("line", "said"), [("applied", "is applied"), ("expires", "expires")])
def test_a_date_after_a_record_that_is_not_there(line: str, said: str) -> None:
    line = f"credit 10 USD, in any case \n {line} within 60 calendar days of first start of outages"
    result = objective(line, period="2026-01")
    made = result.of("up", "2026-01").credit
    assert made is not None and (made.applied_by, made.expires_at) == (None, None)
    assert any(each.startswith(f"when a credit {said} cannot be told: ") for each in result.messages)


def test_where_it_cannot_be_told_when_to_claim_nothing_is_late() -> None:
    line = "credit 10 USD, in any case \n claim in claims within 5 calendar days of first start of outages"
    result = objective(line, JAN, more="stream claims of events {}")
    assert [each.credit.claim for each in result.evaluation.outcomes if each.credit][1:] == [None, None]
    assert result.payable("up") == ["10", "10", "10"]
    assert any(each.startswith("when to claim a credit of up cannot be told: ") for each in result.messages)


def test_what_must_accrue_and_is_not_known_leaves_all_waiting() -> None:
    more = "stream invoices of events { amount money }"
    result = objective("credit 40 USD, in any case \n pay once next amount of invoices accrued", JAN, more=more)
    assert result.payable("up") == ["40", "40", "40"]
    assert {each.credit.issued for each in result.evaluation.outcomes if each.credit} == {0}
    assert any(each.startswith("how much must accrue is not known: ") for each in result.messages)


def test_credits_that_are_no_money() -> None:
    more = "objective few { falls <= 9 per month credit 1 USD } limit all credits to 15 USD per year"
    result = objective("credit falls * 2 vouchers, at most 3 vouchers per year", JAN, FEB, more=more)
    assert result.payable("up") == ["2", "1", "0"]
    assert "SLA0504" not in result.codes, "a limit in money is for money"
    assert [(each.currency, str(each.payable)) for each in result.evaluation.totals] == [(None, "3"), ("USD", "0")]


@pytest.mark.parametrize(
    ("line", "windows"),
    [
        ("terminate by buyer when up is breached", ["2026-01", "2026-02"]),
        ("terminate by buyer when uptime < 99% per quarter", ["2026-Q1"]),
        ('escalate bad to "buyer" when falls >= 1 per month', ["2026-01", "2026-02"]),
    ],
)
def test_triggers(line: str, windows: list[str]) -> None:
    assert objective("", JAN, FEB, more=line).fired("buyer") == windows


CIRCUITS = """
  stream outages of spans { circuit text }
  metric uptime for each circuit = availability of outages
  objective up for each circuit { uptime >= 99.9% per month }
"""


@pytest.mark.parametrize(
    ("line", "fired"),
    [
        ("terminate by buyer for each circuit when up is breached", ["a 2026-01", "a 2026-02", "b 2026-03"]),
        ("terminate by buyer for each circuit when up is breached in 2 consecutive windows", ["a 2026-02"]),
        ("terminate by buyer for each circuit when consecutive breaches of up >= 2", ["a 2026-02"]),
        ("terminate by buyer for each circuit when uptime < 99% per quarter", ["a 2026-Q1"]),
        ('terminate by buyer for each circuit when circuit = "b" and up is breached', ["b 2026-03"]),
        ('escalate to "buyer" for each circuit when up is met', ["a 2026-03", "b 2026-01", "b 2026-02"]),
        (
            'escalate to "buyer" when count over circuit where up is breached >= 1',
            [" 2026-01", " 2026-02", " 2026-03"],
        ),
    ],
)
def test_triggers_of_each_scope(line: str, fired: list[str]) -> None:
    log = outages(f"{JAN} a", f"{FEB} a", f"{MAR} b", columns="start,end,circuit")
    found = evaluated(CIRCUITS + line, {"outages": log}, Q).evaluation.triggers
    told = [f"{''.join(value for _, value in each.scope)} {each.window.label}" for each in found if each.fires]
    assert told == fired


def test_triggers_of_each_scope_know_what_was_before() -> None:
    line = "terminate by buyer for each circuit when up is breached in 2 of any 3 windows"
    log = {"outages": outages(f"{JAN} a", f"{FEB} a", f"{FEB} b", columns="start,end,circuit")}
    found = evaluated(CIRCUITS + line, log, "2026-02", coverage=Q).evaluation.triggers
    assert [(each.scope, each.fires) for each in found] == [((("circuit", "a"),), True), ((("circuit", "b"),), False)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("terminate by buyer for each outages when uptime < 90% per month", "SLA0214"),
        ("terminate by buyer for each town when uptime < 90% per month", "SLA0111"),
        ("terminate by buyer for each circuit, circuit when uptime < 90% per month", "SLA0102"),
        ("terminate by buyer when up is breached", "SLA0111"),
    ],
)
def test_triggers_of_no_scope(line: str, code: str) -> None:
    assert code in {each for each, _ in messages(CIRCUITS + line)}


def test_until_when_a_right_can_be_used() -> None:
    line = "terminate by buyer when up is breached, within 10 calendar days of last end of outages"
    trigger = objective("", JAN, period="2026-01", more=line).evaluation.triggers[0]
    assert trigger.deadline == trigger.window.start + 20 * 86_400_000_000


@pytest.mark.parametrize(
    ("share", "minutes", "fires"), [(75, 34, True), (75, 33, False), (75, 60, True), (100, 44, False), (100, 45, True)]
)
def test_escalation_at_a_share_of_the_target(share: int, minutes: int, fires: bool) -> None:
    """99.9 % of January allow 44 min 38.4 s."""
    bad = f"01-10T00:00 01-10T{minutes // 60:02}:{minutes % 60:02}"
    result = objective(f'escalate to "boss" at {share}% of target', bad, period="2026-01")
    assert bool(result.fired("boss")) is fires


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('escalate to "boss" at 0% of target', "SLA0208"),
        ('escalate to "boss" at 110% of target', "SLA0208"),
        ("earn back when uptime >= 99%", "SLA0107"),
        ("pay once 5 USD accrued", "SLA0107"),
        ("eligible when uptime >= 99%", "SLA0107"),
        ("payable by maker to buyer", "SLA0107"),
        ("applied within 3 calendar days of window end", "SLA0107"),
        ("credit 1 USD payable by maker to maker", "SLA0113"),
        ("credit 1 USD payable by nobody to maker", "SLA0101"),
        ("credit 1 USD \n pay once 5 USD accrued \n pay once 6 USD accrued", "SLA0108"),
        ("points 1 \n points 2", "SLA0108"),
        ("points 1, at most 2 per year", "SLA0214"),
        ("points 1, at most 2 USD", "SLA0201"),
        ("points 5 USD", "SLA0201"),
        ("credit 1 USD, doubled when uptime", "SLA0203"),
        ("credit 1 USD, times 5 USD when uptime < 90%", "SLA0201"),
        ("credit 1 USD, at most 2 vouchers", "SLA0209"),
        ("credit 1 vouchers, at most 2 USD", "SLA0201"),
        ("bonus { below 99% gives 5 USD }", "SLA0113"),
        ("applies when 5", "SLA0203"),
    ],
)
def test_lines_that_mean_nothing(line: str, code: str) -> None:
    clauses = f"""unit vouchers stream outages of spans {{ }} metric uptime = availability of outages
  objective up {{ uptime >= 99.9% per month
  {line} }}"""
    assert {each for each, _ in messages(clauses) if each < "SLA05"} == {code}


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("pool risk of 10% { up weighs 100% }", "SLA0209"),
        ("pool risk of 10 USD { none weighs 100% }", "SLA0101"),
        ("pool risk of 10 USD { figure weighs 100% }", "SLA0213"),
        ("pool risk of 10 USD { up weighs 50% up weighs 50% }", "SLA0108"),
        ("pool risk of 10 USD, times 5 USD { up weighs 50% }", "SLA0201"),
        ("terminate by nobody when up is breached", "SLA0101"),
        ("terminate by buyer when uptime < 90%", "SLA0107"),
        ("terminate by buyer when uptime", "SLA0203"),
        ("terminate by buyer when uptime is breached", "SLA0103"),
        ("terminate by buyer when up is breached, within 30 days of window end", "SLA0210"),
        ("unit vouchers unit vouchers", "SLA0102"),
        ("calendar a = b", "SLA0101"),
        ("calendar m { open Mon 08:00-12:00 } calendar n { open Tue 08:00-12:00 } calendar a = m during n", "SLA0304"),
        ("calendar m { open Mon 08:00-12:00 } calendar a = m outside m", "SLA0304"),
        ("calendar m { open Mon 08:00-12:00 } calendar a = m together with b calendar b = m outside a", "SLA0106"),
        ("calendar a = uptime", "SLA0103"),
        ("exception e to nothing when uptime < 1% { does not apply }", "SLA0101"),
        ("exception e to up when uptime < 1% { }", "SLA0107"),
        ("exception e to up when uptime < 1%, before f { nothing is due }", "SLA0101"),
        (
            "exception e to up when uptime < 1%, before f { does not apply } "
            "exception f to up when uptime < 2%, before e { does not apply }",
            "SLA0106",
        ),
        (
            "exception e to up when uptime < 1%, before f { does not apply } "
            "exception f to figure when uptime < 2% { does not apply }",
            "SLA0113",
        ),
        ("exception e to up when uptime < 1% { does not apply nothing is due }", "SLA0113"),
    ],
)
def test_clauses_that_mean_nothing(clause: str, code: str) -> None:
    clauses = f"""stream outages of spans {{ }} metric uptime = availability of outages
  objective up {{ uptime >= 99.9% per month credit 1 USD }}
  kpi figure {{ uptime per month }}
  {clause}"""
    assert {each for each, _ in messages(clauses) if each < "SLA05"} == {code}
