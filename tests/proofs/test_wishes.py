"""What the values of a record must be for a condition to hold, and for it to fail."""

import pytest

from sladsl.proofs.satisfying import Wishes, conditions_on
from sladsl.temporal import DAY, HOUR
from strategies.contracts import graph_of

TEXT = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  calendar office { open Mon to Fri 08:00-16:00 }
  register plans by plan { level one of low, high  rate percent }
  stream letters of events by plan {
    pages count  weight number with 2 places  kind text  grade one of a, b  urgent yes or no  due instant
    took duration  price money  load percent  note text optional  total count
  }
  %s
}
"""
START = 7


def wishes(asked: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    graph = graph_of(TEXT % f"objective o {{ count of letters where {asked} <= 3 per month }}")
    stream = graph.stream("letters")
    (condition,) = conditions_on(graph, "letters", set(range(len(graph.nodes))))  # type: ignore[arg-type]
    made = Wishes(graph, stream, START)

    def named(holds: bool) -> list[dict[str, object]]:
        return [
            {graph.stream(place[0]).attributes[place[1]].name: value for place, value in each.items()}
            for each in made.of(condition, holds)
        ]

    return named(True), named(False)


@pytest.mark.parametrize(
    ("asked", "holds", "fails"),
    [
        ("pages > 3", [{"pages": 4}], [{"pages": 3}]),
        ("pages >= 3", [{"pages": 3}], [{"pages": 2}]),
        ("pages < 3", [{"pages": 2}], [{"pages": 3}]),
        ("pages <= 3", [{"pages": 3}], [{"pages": 4}]),
        ("pages = 3", [{"pages": 3}], [{"pages": 4}]),
        ("pages != 3", [{"pages": 4}], [{"pages": 3}]),
        ("3 < pages", [{"pages": 4}], [{"pages": 3}]),
        ("3 <= pages", [{"pages": 3}], [{"pages": 2}]),
        ("3 > pages", [{"pages": 2}], [{"pages": 3}]),
        ("3 >= pages", [{"pages": 3}], [{"pages": 4}]),
        ("3 = pages", [{"pages": 3}], [{"pages": 4}]),
        # As they are stored; between two numbers that can be stored lies none.
        ("weight > 2.5", [{"weight": 251}], [{"weight": 250}]),
        ("weight >= 2.505", [{"weight": 251}], [{"weight": 250}]),
        ("weight < 2.505", [{"weight": 250}], [{"weight": 251}]),
        ("weight <= 2.505", [{"weight": 250}], [{"weight": 251}]),
        ("weight = 2.505", [], [{"weight": 251}]),
        ("price = 2.5 USD", [{"price": 250}], [{"price": 251}]),
        ("load >= 99.5%", [{"load": 99_500_000}], [{"load": 99_499_999}]),
        ("took > 2h", [{"took": 2 * HOUR + 1}], [{"took": 2 * HOUR}]),
        ('kind = "x"', [{"kind": "x"}], [{"kind": "other"}]),
        ('kind != "other"', [{"kind": "another"}], [{"kind": "other"}]),
        ('kind is one of ("other", "another")', [{"kind": "other"}, {"kind": "another"}], []),
        ('note is one of ("other", "another")', [{"note": "other"}, {"note": "another"}], [{"note": None}]),
        ("grade = a", [{"grade": "a"}], [{"grade": "b"}]),
        ("grade is one of (a, b)", [{"grade": "a"}, {"grade": "b"}], []),
        ("urgent", [{"urgent": True}], [{"urgent": False}]),
        ("urgent = no", [{"urgent": False}], [{"urgent": True}]),
        ("note is missing", [{"note": None}], []),
        ("note is present", [], [{"note": None}]),
        # Both, or either.
        ('pages > 3 and kind = "x"', [{"pages": 4, "kind": "x"}], [{"pages": 3}, {"kind": "other"}]),
        ('pages > 3 or kind = "x"', [{"pages": 4}, {"kind": "x"}], [{"pages": 3, "kind": "other"}]),
        ("pages > 3 and pages < 2", [], [{"pages": 3}, {"pages": 2}]),
        ("pages > total and urgent", [{"urgent": True}], [{"urgent": False}]),
        ("urgent and pages > total", [{"urgent": True}], [{"urgent": False}]),
        # What a register says.
        ("plans.level = high", [{"level": "high"}], [{"level": "low"}]),
        ("plans.rate >= 50%", [{"rate": 50_000_000}], [{"rate": 49_999_999}]),
        # Long before, or not before.
        ("due at least 3h before at", [{"due": START - 30 * DAY}], [{"due": START}]),
        # What its attributes do not decide.
        ("pages > total", [], []),
        ("pages + total > 5", [], []),
        ("at within office", [], []),
        ("kind = note", [], []),
    ],
)
def test_wishes(asked: str, holds: list[dict[str, object]], fails: list[dict[str, object]]) -> None:
    assert wishes(asked) == (holds, fails)


def test_of_many_ways_six() -> None:
    either = " or ".join(f"pages = {number}" for number in range(9))
    assert [each["pages"] for each in wishes(either)[0]] == [0, 1, 2, 3, 4, 5]
    holds, _ = wishes("(pages = 1 or pages = 2 or pages = 3 or pages = 4) and grade is one of (a, b)")
    assert holds == [{"grade": grade, "pages": pages} for pages in (1, 2, 3) for grade in "ab"]


def test_conditions_of_what_is_made_of_a_stream() -> None:
    graph = graph_of(
        TEXT
        % """
      distinct asked of letters where urgent by plan within 10min of the first
      pairing repairs of letters by plan { failed where grade = a  fixed where grade = b }
      stream others of events { odd yes or no }
      objective o { count of others where odd <= 3 per month }
    """
    )
    refs = set(range(len(graph.nodes)))
    assert len(list(conditions_on(graph, "letters", refs))) == 3  # type: ignore[arg-type]
    assert len(list(conditions_on(graph, "others", refs))) == 1  # type: ignore[arg-type]
    assert list(conditions_on(graph, "letters", set())) == list(conditions_on(graph, "letters", refs))  # type: ignore[arg-type]
