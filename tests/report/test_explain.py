"""An explanation can be followed from the result to the lines of the log."""

from dataclasses import replace
from fractions import Fraction

from report import samples
from sladsl.model.units import NUMBER
from sladsl.report.explain import explain_text
from sladsl.report.steps import numbered_steps
from sladsl.rules.derivation import Step

GRAPH = samples.graph()

MEASURED = """\
服務可用性 (api_up)
  For       vùng تهران
  Window    2026-03, 2026-03-01 until 2026-04-01 (Asia/Ho_Chi_Minh)
  State     breached
  Measured  98.711918% (exactly 220325/2232 %)
  Target    at least 99.9%

Derivation of what was measured, each number from those below it

[1] 98.711918% (exactly 220325/2232 %)  availability called uptime
    hợp-đồng.sladsl:2:12  đáp_ứng
    Class         Seconds              Time
    excluded        7,200               2 h  by bảo_trì, counts as up
    down           34,500        9 h 35 min
    up          2,636,700  30 d 12 h 25 min
    the window  2,678,400              31 d  the sum of these
    1 - counted down / agreed time = 1 - 34,500 s / 2,678,400 s
    2026-03-04 01:00+07:00 until 2026-03-04 10:35+07:00, 9 h 35 min: down, from outages.csv:2
    2026-03-08 01:00+07:00 until 2026-03-08 03:00+07:00, 2 h: excluded by bảo_trì, from outages.csv:3, \
outages.csv:4, outages.csv:5, outages.csv:6, outages.csv:7, outages.csv:8 and 3 more"""


def test_a_measurement() -> None:
    assert explain_text(samples.available(), GRAPH, samples.SOURCES, samples.LOG) == MEASURED


def test_nothing_is_left_out_when_all_is_wanted() -> None:
    text = explain_text(samples.available(), GRAPH, samples.SOURCES, samples.LOG, full=True)
    assert "outages.csv:11" in text and "more" not in text


def test_a_step_used_twice_is_told_once() -> None:
    text = explain_text(samples.available(), GRAPH, samples.SOURCES, samples.LOG, "credit")
    assert "share of [3] [3]" in text
    assert text.count("availability called uptime") == 1


def test_a_derivation_that_doubles_at_every_level_stays_small() -> None:
    step = Step("given", Fraction(1))
    for _ in range(2_000):
        step = Step("plus", Fraction(1), NUMBER, (step, step))
    assert len(numbered_steps([step])) == 2_001
    text = explain_text(replace(samples.available(), derivation=step), GRAPH, samples.SOURCES, which="state")
    assert "[2] plus [2]" in text


def test_the_verdict_says_yes_or_no() -> None:
    text = explain_text(samples.available(), GRAPH, samples.SOURCES, samples.LOG, "state")
    assert "[1] no  >= 99.9%: breached of [2] [3]" in text
    assert "99.9%  as written" in text


def test_records_are_told_with_their_places() -> None:
    text = explain_text(samples.tickets(20), GRAPH, samples.SOURCES, samples.LOG)
    assert "met / (met + missed) = 1/21" in text
    assert "taken 26 h of 4 h, still open, due 2026-03-02 13:00+07:00, missed after 2026-03-02 14:00+07:00; " in text
    assert "phiếu.csv:3, case تیکت 1\n" in text
    assert text.endswith("and 8 more records")


def test_no_value_has_a_reason() -> None:
    text = explain_text(samples.unmeasured(), GRAPH, samples.SOURCES, samples.LOG)
    assert "no value  no verdict\n    3 h of the window is not covered by the log" in text


def test_what_owes_no_credit_says_so() -> None:
    text = explain_text(samples.tickets(), GRAPH, samples.SOURCES, samples.LOG, "credit")
    assert text.endswith("It owes no credit.")


def test_every_kind_of_evidence() -> None:
    outcome = replace(samples.available(), derivation=samples.kinds_of_evidence())
    text = explain_text(outcome, GRAPH, samples.SOURCES, samples.LOG, "state")
    assert "inside 3,600 s = 1 h" in text and "not known 60 s = 1 min" in text
    assert "over 3 records; 1 more without a value left out" in text and "outages.csv:7" in text
    assert "sum 33.333333% (exactly 100/3 %) over 10 buckets" in text
    assert "2 buckets without samples" in text and "1 bucket without a value" in text


def test_a_conventional_denominator_is_named() -> None:
    measured = replace(samples.available().derivation.inputs[0], value=1 - Fraction(34_500, 2_592_000))
    outcome = replace(samples.available(), derivation=replace(samples.available().derivation, inputs=(measured,)))
    text = explain_text(outcome, GRAPH, samples.SOURCES, samples.LOG)
    assert "1 - counted down / the contract's own denominator = 1 - 34,500 s / 2,592,000 s" in text


def test_places_without_their_text_are_just_named() -> None:
    text = explain_text(samples.available(), GRAPH, type(samples.SOURCES)(), None)
    assert "\n    hợp-đồng.sladsl\n" in text
    assert "from outages:2" in text


def test_verdict_and_credit_share_their_steps() -> None:
    text = explain_text(samples.available(), GRAPH, samples.SOURCES, samples.LOG, "all")
    assert text.count("availability called uptime") == 1
    assert "\n[1] no  >= 99.9%: breached of [2] [3]\n" in text
    assert "\n[4] 2,400.33 USD  credit of [5]\n" in text and "share of [2] [2]" in text


def test_one_case_alone_met_or_missed() -> None:
    text = explain_text(samples.tickets(20), GRAPH, samples.SOURCES, samples.LOG, case="T-1")
    assert text.splitlines()[-1].startswith("    met, at 2026-03-02 09:00+07:00, taken 1 min of 4 h")
    assert "تیکت" not in text
    absent = explain_text(samples.tickets(20), GRAPH, samples.SOURCES, samples.LOG, case="T-404")
    assert absent.endswith("none of them is case T-404")
