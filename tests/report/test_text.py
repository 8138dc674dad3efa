"""The report for a terminal: quiet, aligned, and safe to print."""

import unicodedata
from dataclasses import replace
from fractions import Fraction

from report import samples
from sladsl.engines.measurements import RecordsFound
from sladsl.report.text import evaluation_text

GRAPH = samples.graph()

REPORT = """\
Acme: ความพร้อม (acme)
  Provider  Acme JSC
  Customer  شرکت نمونه
  Period    2026-03-01 until 2026-05-01 (Asia/Ho_Chi_Minh)
  As of     2026-05-01 00:00+07:00
  From      contract cccccccccccc · semantics 2026.1 · tzdata 2026b

服務可用性 (api_up)
  For           State       Window            Measured  Target                Allowed        Used                Left
  vùng تهران    breached    2026-03         98.711918%  at least 99.9%  44 min 38.4 s  9 h 35 min  -8 h 50 min 21.6 s
  vùng ภาคเหนือ  no verdict  2026-04 (part)              at least 99.9%
    3 h of the window is not covered by the log

  For         Credit               Window            Due       Payable  Claim
  vùng تهران  below 99% gives 25%  2026-03  2,400.33 USD  2,400.33 USD  claim before 2026-05-01 00:00+07:00
    due (exactly 7201/3)
    limit of all credits, 2,400.33 USD: 3,000.00 USD becomes 2,400.33 USD

Trả lời nhanh (đáp_ứng)
  State     Window         Kept  Met  Missed  No rule
  breached  2026-03  33.333333%    1       2        1

  Missed in 2026-03
  Case    Verdict  At                           Taken  Limit  Due
  تیکت 1  missed   2026-03-02 09:00+07:00  26 h, open    4 h  2026-03-02 13:00+07:00
  تیکت 2  missed   2026-03-02 09:00+07:00        26 h    4 h  2026-03-02 13:00+07:00

Payable in total: 2,400.33 USD, due 2,400.33 USD (exactly 7201/3)
Payable in total: 50,000 VND
In no total, as nobody can say what it is: 1 credit
2 breached, 1 no verdict; 1 note"""


def test_the_whole_report() -> None:
    assert evaluation_text(samples.evaluation(), GRAPH) == REPORT


def test_missed_records_are_capped() -> None:
    text = evaluation_text(samples.evaluation(samples.tickets(30)), GRAPH)
    assert text.count("  missed  ") == 12
    assert "  and 18 more\n" in text


def test_all_records_are_all() -> None:
    text = evaluation_text(samples.evaluation(samples.tickets(30)), GRAPH, cases="all")
    assert text.count("  missed  ") == 30
    assert "T-1" in text and "more" not in text


def test_no_records() -> None:
    assert "تیکت" not in evaluation_text(samples.evaluation(), GRAPH, cases="none")


def test_nothing_a_log_says_reaches_the_terminal_as_a_control() -> None:
    text = evaluation_text(samples.evaluation(), GRAPH, cases="all")
    assert "\\u202egnorts\\u001b[2J" in text
    allowed = {"\n", "\u200c"}
    assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each not in allowed]


def test_a_latin_word_stands_between_a_name_and_a_number() -> None:
    """Else a terminal that orders text by direction moves the number to the other side of the name."""
    lines = evaluation_text(samples.evaluation(), GRAPH).splitlines()
    rows = [line for line in lines if line.startswith("  vùng تهران")]
    assert len(rows) == 2
    for line in rows:
        last = max(at for at, each in enumerate(line) if unicodedata.bidirectional(each) in ("R", "AL"))
        assert unicodedata.bidirectional(line[last + 1 :].lstrip()[0]) == "L", line


def test_a_narrow_terminal_gets_blocks() -> None:
    text = evaluation_text(samples.evaluation(), GRAPH, width=60)
    assert "  vùng تهران\n    State     breached\n    Window    2026-03\n" in text


def test_places_keep_a_value_apart_from_its_target() -> None:
    value = Fraction(999, 1000) - Fraction(1, 10**12)
    outcome = replace(samples.available(), measured=value)
    assert "99.8999999999%" in evaluation_text(samples.evaluation(outcome), GRAPH)


def test_an_evaluation_of_nothing_says_so() -> None:
    empty = replace(samples.evaluation(), outcomes=(), totals=(), findings=())
    text = evaluation_text(empty, GRAPH)
    assert text.endswith("There is nothing to judge in this period.\n\nNothing judged; no findings")


def test_records_without_a_key_are_known_by_their_line() -> None:
    found = samples.tickets(1).records
    assert found is not None
    keyless = RecordsFound(1, 1, 0, 1, tuple(each._replace(key="") for each in found.records))
    text = evaluation_text(samples.evaluation(replace(samples.tickets(1), records=keyless)), GRAPH)
    assert "  line 3  missed" in text


def test_a_credit_that_a_limit_took_whole_is_told() -> None:
    outcome = samples.available()
    assert outcome.credit is not None
    applied = tuple(replace(each, after=Fraction(0), used=each.limit or Fraction(0)) for each in outcome.credit.limits)
    credit = replace(outcome.credit, due=Fraction(0), payable=Fraction(0), limits=applied)
    text = evaluation_text(samples.evaluation(replace(outcome, credit=credit)), GRAPH)
    assert "2,400.33 USD of it used before: 3,000.00 USD becomes 0.00 USD" in text


def test_many_stamps_take_several_lines() -> None:
    many = replace(samples.evaluation(), stamps={f"log stream{number}": "d" * 64 for number in range(6)})
    lines = evaluation_text(many, GRAPH).splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("  From"))
    assert [line.count("dddddddddddd") for line in lines[first : first + 2]] == [4, 2]
    assert lines[first + 1].startswith("            log stream4")
