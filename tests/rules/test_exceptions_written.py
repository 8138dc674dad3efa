"""Exceptions as contracts write them: which of them holds, where several do and where nobody knows."""

import pytest

from rules.written import Result, derived, evaluated, outages

BAD_JANUARY = outages("01-10T00:00 01-10T12:00")
STREAMS = """
  stream outages of spans {}
  stream visits of events { size number }
  metric uptime = availability of outages
  metric crowd = count of visits
  objective up { uptime >= 99.9% per month credit 10 USD }
"""


def january(exceptions: str, visits: int = 2, *, known: str = "2026") -> Result:
    rows = "at,size\n" + "2026-01-05T00:00Z,5\n" * visits
    logs = {"outages": BAD_JANUARY, "visits": rows}
    return evaluated(STREAMS + exceptions, logs, "2026-01", coverage={"outages": "2026", "visits": known})


def test_an_exception_has_its_own_target_while_it_holds() -> None:
    """Half a day of January is 1.6 % of it."""
    milder = "exception busy to up when crowd > 1 { uptime >= 98% }"
    assert january(milder).states("up") == ["met"]
    assert january(milder, visits=1).states("up") == ["breached"]


@pytest.mark.parametrize(("title", "said"), [('"The busy season" ', "The busy season"), ("", "busy")])
def test_what_does_not_apply_says_which_exception_holds(title: str, said: str) -> None:
    outcome = january(f"exception busy {title}to up when crowd > 1 {{ does not apply }}").of("up", "2026-01")
    assert (outcome.state, outcome.reason) == ("not applicable", f"it does not apply: {said}")


def test_nothing_is_due() -> None:
    result = january("exception busy to up when crowd > 1 { nothing is due }")
    assert (result.states("up"), result.payable("up")) == (["breached"], ["0"])


THREE = """
  exception first to up when crowd > 1{} {{ uptime >= 98% }}
  exception second to up when crowd > 5{} {{ uptime >= 99% }}
  exception third to up when crowd > 1 {{ does not apply }}
"""


@pytest.mark.parametrize(
    ("before", "visits", "state"),
    [
        # By steps: the first comes before the third too, whether or not the second holds.
        ((", before second", ", before third"), 9, "met"),
        ((", before second", ", before third"), 2, "met"),
        ((", before third", ""), 2, "met"),
        (("", ", before third"), 2, "no verdict"),
        (("", ""), 1, "breached"),
    ],
)
def test_of_two_that_hold_one_comes_first(before: tuple[str, str], visits: int, state: str) -> None:
    result = january(THREE.format(*before), visits)
    assert result.states("up") == [state]
    assert ("SLA0502" in result.codes) is (state == "no verdict")
    if state == "no verdict":
        assert result.of("up", "2026-01").reason == "the exceptions first and third hold at once"
        assert result.payable("up") == ["?"]


def test_where_nobody_knows_whether_it_holds_there_is_no_verdict() -> None:
    result = january("exception busy to up when crowd > 1 { uptime >= 98% }", visits=1, known="2026-02")
    outcome = result.of("up", "2026-01")
    assert outcome.state == "no verdict"
    assert outcome.reason is not None and outcome.reason.startswith("it is not known whether busy holds: ")


def test_what_rests_on_an_objective_without_a_verdict_says_why_it_has_none() -> None:
    visited = "objective visited { crowd >= 1 per month } objective after { uptime >= 98% per month applies when {} }"
    asked = visited.replace("applies when {}", "\n applies when visited is met")
    assert january(asked).states("after") == ["met"]
    result = january(asked, known="2026-02")
    why = result.of("visited", "2026-01").reason
    assert why is not None
    assert result.of("after", "2026-01").reason == f"it is not known whether it applies: {why}"


def test_an_exception_with_a_target_of_its_own_still_owes() -> None:
    result = january("exception busy to up when crowd > 1 { uptime >= 99% }")
    assert (result.states("up"), result.payable("up")) == (["breached"], ["10"])


def test_two_that_hold_at_once_are_told_of_where_they_stand() -> None:
    two = "exception two to up when crowd > 0 { uptime >= 97% }"
    result = january(f"exception one to up when crowd > 1 {{ uptime >= 98% }} {two}")
    message = "the exceptions one and two of up hold at once, and none comes first"
    assert set(result.told("SLA0502")) == {(message, "two", None)}
    (step,) = result.of("up", "2026-01").derivation.inputs
    assert derived(step) == ["exceptions: nothing (the exceptions one and two hold at once)"]
    assert step.span is not None and result.text[step.span.start : step.span.end] == "one"
