"""What each promise leaves of each month: how much may be lost of one kind of outage while it is kept."""

from itertools import pairwise

import pytest

from sladsl.graph import RuleGraph
from sladsl.proofs.lost import Stretch, promises
from sladsl.proofs.windows import horizon_of
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND, parse_instant
from strategies.contracts import graph_of

TEXT = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  parameter plan one of basic, gold = basic
  calendar office { open Mon to Fri 08:00-16:00 }
  stream outages of spans { cause text  announced instant optional  users count  part percent }
  stream works of spans { }
  register customers by customer { target percent }
  exclusion planned { works }
  exclusion odd { outages where cause = "odd" }
  exclusion fire { outages where cause = "fire" }
  exclusion fire_by_day { (outages where cause = "fire") during office }
  exclusion offices { office  leaves the denominator }
  exclusion offices_up { office  counts as up }
  metric lost = time of outages
  define by_day = outages during office
  define office_or_works = office together with works
  metric many = count of works
  %s
}
"""
START, END = parse_instant("2026-01-01T00:00Z"), parse_instant("2026-03-01T00:00Z")
KIND = ("fire", None, 7, 1_000)


def stretch(clauses: str) -> Stretch:
    graph: RuleGraph = graph_of(TEXT % clauses)
    return Stretch(graph, horizon_of(graph).term, START, END, graph.stream("outages"), KIND)


JANUARY, FEBRUARY = 31 * DAY, 28 * DAY
WHOLE = (31 + 28) * DAY
OPEN = (22 * 8 * HOUR, 20 * 8 * HOUR)
"""Of the office in these months."""


@pytest.mark.parametrize(
    ("asked", "january", "february", "counted"),
    [
        ("availability of outages >= 99.9%", JANUARY // 1000, FEBRUARY // 1000, WHOLE),
        ("availability of outages > 99.9%", JANUARY // 1000 - 1, FEBRUARY // 1000 - 1, WHOLE),
        # Half up: 99.85 % is 99.9 %, and more than 99.9 % is at least 99.95 %.
        ("availability of outages rounded to 1 places >= 99.9%", JANUARY * 15 // 10**4, FEBRUARY * 15 // 10**4, WHOLE),
        ("availability of outages rounded to 1 places > 99.9%", JANUARY * 5 // 10**4, FEBRUARY * 5 // 10**4, WHOLE),
        ("availability of outages rounded to 1 places >= 99.92%", JANUARY * 5 // 10**4, FEBRUARY * 5 // 10**4, WHOLE),
        ("availability of outages rounded to 1 places > 99.92%", JANUARY * 5 // 10**4, FEBRUARY * 5 // 10**4, WHOLE),
        (
            "(availability of outages rounded to 2 places) rounded to 1 places >= 99.9%",
            *(JANUARY * 155 // 10**5, FEBRUARY * 155 // 10**5, WHOLE),
        ),
        ("availability of outages, over 30 days >= 99.9%", 30 * DAY // 1000, 30 * DAY // 1000, WHOLE),
        ("availability of outages, in office >= 99%", OPEN[0] // 100, OPEN[1] // 100, sum(OPEN)),
        ("availability of outages, excluding planned >= 99%", JANUARY // 100, FEBRUARY // 100, WHOLE),
        ("availability of outages, excluding odd >= 99%", JANUARY // 100, FEBRUARY // 100, WHOLE),
        (
            "availability of outages, excluding offices >= 99%",
            *((JANUARY - OPEN[0]) // 100, (FEBRUARY - OPEN[1]) // 100, WHOLE - sum(OPEN)),
        ),
        (
            "availability of outages, excluding offices_up >= 99%",
            *(JANUARY // 100, FEBRUARY // 100, WHOLE - sum(OPEN)),
        ),
        ("availability of outages, unknown while works >= 99%", JANUARY // 100, FEBRUARY // 100, WHOLE),
        ('availability of (outages where cause = "fire") >= 99%', JANUARY // 100, FEBRUARY // 100, WHOLE),
        ("availability of (outages where users > 5) >= 99%", JANUARY // 100, FEBRUARY // 100, WHOLE),
        ("availability of (outages during office) >= 99%", JANUARY // 100, FEBRUARY // 100, sum(OPEN)),
        # No more can be lost than counts.
        ("availability of (outages during office) >= 50%", *OPEN, sum(OPEN)),
        ("time of outages <= 40min", 40 * MINUTE, 40 * MINUTE, WHOLE),
        ("time of outages < 40min", 40 * MINUTE - 1, 40 * MINUTE - 1, WHOLE),
        ("time of outages < 0min", 0, 0, WHOLE),
        ("time of (outages during office) <= 40min", 40 * MINUTE, 40 * MINUTE, sum(OPEN)),
        # A twentieth of a second is a tenth, so it must be less.
        ("lost rounded to 1 places <= 40min", *[40 * MINUTE + SECOND // 20 - 1] * 2, WHOLE),
        ("lost rounded to 1 places < 40min", *[40 * MINUTE - SECOND // 20 - 1] * 2, WHOLE),
        ("lost rounded to 0 places <= 90500ms", *[90 * SECOND + SECOND // 2 - 1] * 2, WHOLE),
        ("lost rounded to 0 places < 90500ms", *[90 * SECOND + SECOND // 2 - 1] * 2, WHOLE),
        ("100% - time of outages / time of window >= 99.9%", JANUARY // 1000, FEBRUARY // 1000, WHOLE),
        ("100% - time of outages / 30 days >= 99.9%", 30 * DAY // 1000, 30 * DAY // 1000, WHOLE),
    ],
)
def test_what_a_month_leaves(asked: str, january: int, february: int, counted: int) -> None:
    (found,) = promises(stretch(f"objective o {{ {asked} per month }}"))
    assert [(each.label, most) for each, most in found.windows] == [("2026-01", january), ("2026-02", february)]
    assert found.counted.total() == counted and found.objective.name == "o"
    assert found.calendar == (0 if "in office" in asked else None)


@pytest.mark.parametrize(
    "asked",
    [
        "availability of outages < 99.9%",
        "availability of outages, in works >= 99%",
        "availability of outages, in office_or_works >= 99%",
        "availability of outages, excluding fire >= 99.9%",
        "availability of outages, excluding fire_by_day >= 99.9%",
        "availability of outages, unknown while outages >= 99%",
        "availability of outages, unknown while by_day >= 99%",
        'availability of (outages where cause = "odd") >= 99%',
        "availability of (outages lasting at least 10min) >= 99%",
        "availability of (outages where announced at least 72h before start) >= 99%",
        "availability of (outages where length > 1h) >= 99%",
        "availability of works >= 99%",
        "availability of (outages together with works) >= 99%",
        "availability of the longest of simultaneous outages >= 99%",
        "time of outages >= 40min",
        "time of outages weighted by part <= 40min",
        "time of works <= 40min",
        "time of the longest of simultaneous outages <= 40min",
        "time of outages <= time of works",
        "100% - time of outages / 30 days <= 99.9%",
        "99% - time of outages / 30 days >= 90%",
        "100% + time of outages / 30 days >= 90%",
        "100% - time of outages / lost >= 90%",
        "100% - time of works / 30 days >= 90%",
        "100% - many / many >= 90%",
        "100% - share of works with length > 1h >= 90%",
        "100% - time of outages * (1 / 30 days) >= 90%",
        "time of outages / 30 days <= 10%",
        "count over days where lost > 1h <= 3",
        "many <= 3",
    ],
)
def test_what_is_not_a_sum_of_instants_sets_no_bound(asked: str) -> None:
    assert promises(stretch(f"objective o {{ {asked} per month }}")) == []


@pytest.mark.parametrize(
    ("clauses", "most"),
    [
        ("objective o { lost <= 1h per month  applies when many > 3 }", []),
        ("objective o { lost <= 1h per month } exception busy to o when many > 9 { lost <= 5h }", []),
        ("objective o { when plan = gold: lost <= 1h  otherwise: lost <= 2h  per month }", [2]),
        ("objective o { when many > 3: lost <= 1h  otherwise: lost <= 2h  per month }", [2]),
        ("objective o for each cause { lost <= 1h per month }", [1]),
        ("objective o for each customer { lost <= 1h per month }", []),
        ("kpi o { lost per month }", []),
        ("objective o { lost <= 1h per month } objective p { lost <= 2h per quarter }", [1, 2]),
    ],
)
def test_only_what_always_holds_of_the_kind_is_a_promise(clauses: str, most: list[int]) -> None:
    found = promises(stretch(clauses))
    assert [max(most for _, most in each.windows) for each in found] == [each * HOUR for each in most]


def test_a_log_of_spans_of_one_kind() -> None:
    made = stretch("objective o { lost <= 1h per month }")
    log = made.log([(START, START + HOUR), (START + DAY, START + DAY + MINUTE)])
    spans = log.streams["outages"].records
    assert [(each.start, each.end, each.values, each.place) for each in spans] == [
        (START, START + HOUR, KIND, (0, 1)),
        (START + DAY, START + DAY + MINUTE, KIND, (0, 2)),
    ]
    assert log.streams["works"].records == () and len(log.streams["customers"].records) == 1
    assert made.scope == (("cause", "fire"),)
    assert all(one.place < other.place for one, other in pairwise(spans))
