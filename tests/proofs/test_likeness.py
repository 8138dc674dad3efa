"""Objectives that say the same of different services are one proof; those that do not are none."""

from pathlib import Path

import pytest

from proofs.proved import results
from sladsl.graph import RuleGraph
from sladsl.proofs.likeness import Forms, outcome_form, outcome_form_over
from strategies.contracts import graph_of

FRAME = 'agreement a {{ term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD {} }}'
ONE = """
    service {name} {{ fee {fee}.00 USD per month }}
    stream {name}_down of spans {{ cause text }}
    objective {name}_up {{
      availability of {name}_down{where} >= {target}% per calendar month
      credit share of {name}.fee {{ below {target}% gives 10%  below 99% gives 30% }}
    }}
"""


def text(*services: tuple[str, int, str, str]) -> str:
    return "".join(ONE.format(name=name, fee=fee, where=where, target=target) for name, fee, where, target in services)


def forms(clauses: str) -> list[object]:
    graph: RuleGraph = graph_of(FRAME.format(clauses))
    return [outcome_form(graph, each) for each in graph.objectives]


def test_names_and_fees_do_not_matter() -> None:
    one, other = forms(text(("api", 100, "", "99.9"), ("web", 250, "", "99.9")))
    assert one is not None
    assert one == other


@pytest.mark.parametrize(("where", "target"), [("", "99.5"), (' where cause = "network"', "99.9"), ("", "99.99")])
def test_what_is_asked_for_does(where: str, target: str) -> None:
    one, other = forms(text(("api", 100, "", "99.9"), ("web", 100, where, target)))
    assert one != other


def test_streams_are_told_apart_by_what_they_are() -> None:
    one, other = forms("""
      stream api_down of spans { cause text }  stream web_down of spans { }
      objective api_up { availability of api_down >= 99% per calendar month }
      objective web_up { availability of web_down >= 99% per calendar month }
    """)
    assert one != other


def test_one_stream_twice_is_not_two_streams() -> None:
    one, other = forms("""
      stream asked of events { }  stream answered of events { }
      objective some { count of answered >= 50% of count of asked per calendar month }
      objective all  { count of answered >= 50% of count of answered per calendar month }
    """)
    assert one != other


def test_who_looks_at_others_has_no_form() -> None:
    clauses = (
        text(("api", 100, "", "99.9"))
        + """
      objective calm { count of api_down <= 2 per calendar month  applies when api_up is met }
    """
    )
    assert forms(clauses)[1] is None


BESIDE = """
  provider host_ltd customer buyer_ltd
  service api { fee 100 USD per month }
  service web { fee 250 USD per month }
  service year { fee 900 USD per calendar year }
  calendar office { open Mon to Fri 08:00-16:00 }
  calendar night { open Mon to Fri 20:00-24:00 }
  stream one of spans by site { site text  cause text }
  stream other of spans by site { site text  cause text }
  stream third of spans by site { site text  cause one of a, b }
  stream asked of events by site { site text }
  distinct first of asked by site within 10min of the first
  distinct last of asked by site within 10min of the last
  stream told of events by site { site text }
  distinct second of told by site within 10min of the first
  register plans by site { site text  fee money }
  register rates by site { site text  fee money }
  stream jobs of cases { moments opened, done  kind text  void when kind = "test" }
  stream tasks of cases { moments opened, done  kind text }
  stream works of cases { moments opened, done  kind text  void when kind = "test" }
  objective first_of_all { time of one <= 4h per month  credit 5 USD }
"""
PLAIN = "availability of one >= 99% per month"
SOLVED = "mean of (time {1}from opened to done) of {0} by opened <= {2} per month"
OFFICE, NIGHT = ((f"in {name} ", f"4 business hours of {name}") for name in ("office", "night"))
TABLE = "credit share of api.fee { below 99% gives 10% }"


def same(one: str, other: str) -> bool | None:
    """None: the first has no form."""
    of_one, of_other = forms(f"{BESIDE} objective a {one} objective b {other}")[-2:]
    return None if of_one is None else of_one == of_other


@pytest.mark.parametrize(
    "more",
    [
        "credit 5 USD  limit credit to 3 USD",
        "credit 5 USD, at most 3 USD",
        "bonus 5 USD, at most 3 USD",
        "credit 5 USD  pay only above 3 USD",
        "credit 5 USD  claim within 30 calendar days of window end",
        "credit 5 USD  earn back when time of one < 1h",
        "credit 5 USD  pay once 500 USD accrued",
        "credit 5 USD  applied within 60 calendar days of window end",
        "credit 5 USD  expires within 12 calendar months of window start",
        "credit 5 USD  payable by buyer_ltd to host_ltd",
        'credit 5 USD  escalate to "Director" at 75% of target',
    ],
)
def test_when_and_to_whom_it_is_paid_does_not_matter(more: str) -> None:
    less = "bonus 5 USD" if more.startswith("bonus") else "credit 5 USD"
    assert same(f'"A" {{ {PLAIN} {less} }}', f"for api {{ {PLAIN} {more} }}")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (PLAIN, "availability of other >= 99% per month", True),
        (PLAIN, "availability of other >= 99% per quarter", False),
        (PLAIN, "availability of one > 99% per month", False),
        (PLAIN, f"{PLAIN}  credit 5 USD", False),
        (f"{PLAIN}  credit 5 USD", f"{PLAIN}  credit 6 USD", False),
        (f"{PLAIN}  {TABLE}", f"{PLAIN}  {TABLE.replace('api', 'web')}", True),
        (f"{PLAIN}  {TABLE}", f"{PLAIN}  {TABLE.replace('api', 'year')}", False),
        (f"{PLAIN}  {TABLE}", f"{PLAIN}  {TABLE.replace('10%', '11%')}", False),
        (f"{PLAIN}  applies when time of one > 1h", f"{PLAIN}  applies when time of one > 2h", False),
        (f"{PLAIN}  points 2", f"{PLAIN}  points 3", False),
        (f"{PLAIN}  bonus 2 USD", f"{PLAIN}  bonus 3 USD", False),
        ("time of one during office <= 4h per month", "time of one during night <= 4h per month", False),
        # What streams are made of, and which of their cases count.
        ("count of first <= 4 per month", "count of second <= 4 per month", True),
        ("count of first <= 4 per month", "count of last <= 4 per month", False),
        ("count of first <= 4 per month", "count of asked <= 4 per month", False),
        ("count of jobs by opened <= 4 per month", "count of works by opened <= 4 per month", True),
        ("count of jobs by opened <= 4 per month", "count of tasks by opened <= 4 per month", False),
        ("count of jobs by opened <= 4 per month", "count of jobs by done <= 4 per month", False),
        (SOLVED.format("jobs", "", "4h"), SOLVED.format("works", "", "4h"), True),
        (SOLVED.format("jobs", "", "4h"), SOLVED.format("works", "", "5h"), False),
        (SOLVED.format("jobs", *OFFICE), SOLVED.format("works", "", "4h"), False),
        (SOLVED.format("jobs", *OFFICE), SOLVED.format("works", *NIGHT), False),
        (SOLVED.format("jobs", *OFFICE), SOLVED.format("works", *OFFICE), True),
        # Two streams are not one.
        ("availability of one together with other >= 99% per month", "availability of one together with one >= 99% per"
         " month", False),
        (
            "availability of one together with other >= 99% per month",
            "availability of other together with third >= 99% per month",
            False,
        ),
        # What others come to, and what a fee is, has no form.
        (f"{PLAIN}  applies when first_of_all is met", PLAIN, None),
        (f"{PLAIN}  credit credit of first_of_all", PLAIN, None),
        (f"{PLAIN}  applies when 5% of api.fee > 2 USD", PLAIN, None),
        (f"{PLAIN}  credit share of 2 * api.fee {{ below 99% gives 10% }}", PLAIN, None),
        (f"{PLAIN}  credit share of 50 USD {{ below 99% gives 10% }}", PLAIN, None),
    ],
)  # fmt: skip
def test_clauses_that_say_the_same(one: str, other: str, alike: bool | None) -> None:
    assert same(f"{{ {one} }}", f"{{ {other} }}") is alike


def test_what_is_looked_up_is_told_apart_by_what_the_register_is() -> None:
    one, other = (
        f"for each site {{ availability of one >= 99% per month  credit {of}.fee }}" for of in ("plans", "rates")
    )
    assert same(one, other)
    assert not same(one, other.replace("credit", "credit 2 *"))


def test_clauses_together_are_of_one_form_with_their_streams_in_order() -> None:
    graph = graph_of(
        FRAME.format(f"""{BESIDE}
      objective a {{ {PLAIN} }}  objective b {{ availability of other >= 99% per month }}
      objective c {{ time of other <= 2h per month }}  objective d {{ time of one <= 2h per month }}
    """)
    )
    _, a, b, c, d = graph.objectives
    both = [outcome_form_over(graph, *each) for each in ((a, d), (b, c), (a, c), (b, d), (a,))]
    told = [each[0] for each in both if each is not None]
    assert [each[1] for each in both if each is not None] == [
        ("one",), ("other",), ("one", "other"), ("other", "one"), ("one",),
    ]  # fmt: skip
    assert [each == told[0] for each in told] == [True, True, False, False, False]
    assert told[2] == told[3]
    assert told[4] == outcome_form(graph, b)


def test_named_streams_and_fees_are_told_apart() -> None:
    graph = graph_of(
        FRAME.format(f"""{BESIDE}
      objective a {{ {PLAIN} {TABLE} }}  objective b {{ availability of other >= 99% per month {TABLE} }}
      objective c {{ {PLAIN} {TABLE.replace("api", "web")} }}
      objective d {{ {PLAIN} {TABLE} }}
    """)
    )
    _, a, b, c, d = (Forms(graph).of(each, frozenset({"name"})) for each in graph.objectives)
    assert a == d
    assert a != b
    assert a != c
    assert Forms(graph).of_node(None) is None
    assert Forms(graph).of(5) == 5


def test_what_is_proved_of_each_is_what_is_proved_of_it_alone(tmp_path: Path) -> None:
    services = [("api", 100, "", "99.9"), ("web", 250, "", "99.9"), ("mail", 70, "", "99.5")]
    together = {(each.claim, each.subject): each.verdict for each in results(tmp_path, text(*services))}
    for service in services:
        for each in results(tmp_path, text(service)):
            if each.subject == f"{service[0]}_up":
                assert together.get((each.claim, each.subject), each.verdict) == each.verdict
