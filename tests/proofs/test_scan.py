"""An objective at every combination of numbers that it could tell apart."""

import pytest

from sladsl.proofs import scan as scanning
from sladsl.proofs.scan import Scan
from sladsl.proofs.spaces import Piece
from sladsl.proofs.subject import Subject
from strategies.contracts import graph_of

TEXT = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  stream outages of spans by site { site one of east, west }
  stream letters of events { pages count }
  stream tickets of cases { moments opened, solved }
  objective first { time of outages <= 3h per month }
  %s
}
"""


def scanned(clauses: str) -> Scan:
    graph = graph_of(TEXT % clauses)
    found = Subject(graph).scan(graph.objectives[-1])
    assert found is not None
    return found


def said(found: Scan) -> list[str]:
    """Of each context its scope and what is beside, and then the states from low to high."""

    def name(choice: Piece | bool) -> str:
        return str(choice if isinstance(choice, bool) else choice.number)

    return [
        " ".join([*(value for _, value in context[0].scope), *map(name, context[0].rest), "|"])
        + "".join(f" {'' if each.piece is None else each.piece.number}:{each.outcome.state}" for each in context)
        for context in found.contexts
    ]


def test_from_low_to_high() -> None:
    found = scanned("objective o { availability of outages >= 50% per month  credit { below 50% gives 1 USD } }")
    assert said(found) == ["| 0:breached 1/4:breached 1/2:met 3/4:met 1:met"]
    assert (found.size, found.exact) == (5, True)
    owed = [each.outcome.credit.payable for each in found.contexts[0] if each.outcome.credit is not None]
    assert owed == [1, 1, 0, 0, 0]


def test_for_each_scope_and_what_is_beside() -> None:
    found = scanned(
        """
      objective o for each site {
        availability of outages >= 100% per month
        applies when first is met
      }
    """
    )
    assert said(found)[:2] == [
        "east False | 0:not applicable 1/2:not applicable 1:not applicable",
        "east True | 0:breached 1/2:breached 1:met",
    ]
    assert [line.split(" ")[0] for line in said(found)] == ["east", "east", "west", "west"]
    assert (found.size, found.exact) == (12, True)


def test_the_share_of_records() -> None:
    found = scanned("""
      objective o for each tickets by opened {
        time from opened to solved <= 4h  per month  credit { below 95% gives 5 USD }  points { below 80% gives 10 }
      }
    """)
    assert [each.split(" ", 1)[1] for each in said(found)] == [
        "0:breached 2/5:breached 4/5:breached 7/8:breached 19/20:breached 39/40:breached 1:met"
    ]


def test_what_is_fixed_has_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_POINTS", 4)
    found = scanned("objective o { time of window >= 700h per month  applies when count of letters >= 2 }")
    assert said(found) == [
        "0 | :not applicable", "1 | :not applicable", "2 | :met", "4 | :met",
    ]  # fmt: skip
    assert found.size == 4 and found.exact


def test_of_too_many_combinations_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = """
      objective o for each site {
        availability of outages >= 99% per month
        applies when sum of pages of letters >= 2 or count of letters >= 5
      }
    """
    # Two scopes, five pieces, and four of each number beside it.
    whole = scanned(clauses)
    assert (whole.size, len(whole.contexts), whole.exact) == (2 * 5 * 16, 32, True)
    monkeypatch.setattr(scanning, "MOST_POINTS", 160)
    assert scanned(clauses).exact
    for most, contexts in ((159, 30), (20, 4), (3, 2)):
        monkeypatch.setattr(scanning, "MOST_POINTS", most)
        found = scanned(clauses)
        assert len(found.contexts) == contexts and not found.exact
        assert [each[0].rest for each in found.contexts[: contexts // 2]] == [
            each[0].rest for each in whole.contexts[: contexts // 2]
        ]


def test_numbers_compared_with_one_another_are_not_all_tried() -> None:
    assert not scanned("objective o { count of letters <= sum of pages of letters per month }").exact
