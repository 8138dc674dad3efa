"""Where the numbers that an objective looks at are cut: within a piece everything comes out the same."""

from dataclasses import replace
from fractions import Fraction

import pytest

from sladsl.graph import RuleGraph
from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT
from sladsl.proofs.assumed import Rules
from sladsl.proofs.scan import cell_at
from sladsl.proofs.spaces import Cuts, Piece, Space, Variable, pieces, space_of
from sladsl.proofs.windows import horizon_of, whole_windows
from strategies.contracts import graph_of

TEXT = """
agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  service api { fee 100 USD per month }
  parameter plan one of basic, gold = basic
  stream outages of spans { cause text }
  stream works of spans { }
  stream letters of events { pages count  weight number with 1 places }
  stream tickets of cases { moments opened, solved }
  register plans by customer { target percent  gold yes or no }
  stream parts of spans by customer { }
  metric lost = time of outages
  metric many = count of letters
  metric pages = sum of pages of letters
  metric weight = sum of weight of letters
  metric answer for each tickets by opened = time from opened to solved
  objective first { lost <= 3h per month }
  %s
}
"""
HOUR = 3_600_000_000


def graph_with(clauses: str) -> RuleGraph:
    return graph_of(TEXT % clauses)


def space(clauses: str) -> Space:
    graph = graph_with(clauses)
    return space_of(graph, graph.objectives[-1])


def said(variable: Variable | None) -> str:
    """Its pieces: a number that is one, or a range."""
    assert variable is not None
    return " ".join(str(each.low) if each.is_point else _range(each) for each in variable.pieces)


def _range(piece: Piece) -> str:
    return f"{'' if piece.low is None else piece.low}..{'' if piece.high is None else piece.high}"


def under(condition: str) -> str:
    return f"objective o {{ time of works <= 1h per month  applies when {condition} }}"


CUT = [
    ("many > 2", "0 0..2 2 2.."),
    ("7 <= many", "0 0..7 7 7.."),
    ("2 + 3 >= many", "0 0..5 5 5.."),
    ("not many < 3", "0 0..3 3 3.."),
    ("many = 0 or many >= 5", "0 0..5 5 5.."),
    ("5 + 2 <= 10 and many >= 2", "0 0..2 2 2.."),
    ("many + 3 <= 4", "0 1 1.."),
    ("3 + many <= 4", "0 1 1.."),
    ("many - 3 <= 4", "0 0..7 7 7.."),
    ("4 - many <= 1", "0 0..3 3 3.."),
    ("4 - many <= 4", "0 0.."),
    ("2 * many - 3 <= 7", "0 0..5 5 5.."),
    ("many * 0 >= 7", "0 0..7 7 7.."),
    ("many / 2 <= 3", "0 0..6 6 6.."),
    ("10 - many / 2 >= 7", "0 0..6 6 6.."),
    ("greater of (many, 3) >= 7", "0 0..7 7 7.."),
    ("greater of (many * 2, 3) >= 7", "0 0..7/2 7/2.."),
    ("weight >= 3 or 3 - weight >= 3", "..0 0 0..3 3 3.."),
    ("weight / 4 rounded to 1 places >= 2", "..39/5 39/5 39/5..41/5 41/5 41/5.."),
    ("weight / 4 rounded to 1 places >= 2.22", "..43/5 43/5 43/5..9 9 9..47/5 47/5 47/5.."),
    ("started 30min in lost >= 3", "0 0..{1} {1} {1}..{1.5} {1.5} {1.5}.."),
    ("full 30min in lost >= 3", "0 0..{1.5} {1.5} {1.5}..{2} {2} {2}.."),
    ("started 30min in lost >= 2.5", "0 0..{.5} {.5} {.5}..{1} {1} {1}..{1.5} {1.5} {1.5}.."),
    ("full 30min in lost >= 2.5", "0 0..{1} {1} {1}..{1.5} {1.5} {1.5}..{2} {2} {2}.."),
]
"""In {}: hours."""


def _hours(text: str) -> str:
    while "{" in text:
        before, _, rest = text.partition("{")
        number, _, after = rest.partition("}")
        text = f"{before}{Fraction(number) * HOUR}{after}"
    return text


@pytest.mark.parametrize(("condition", "cut"), CUT)
def test_a_number_is_cut_wherever_it_is_compared(condition: str, cut: str) -> None:
    found = space(under(condition))
    (variable,) = found.others
    assert said(variable) == _hours(cut)
    assert variable.exact and found.exact and not variable.truth
    assert said(found.main) == f"0 0..{HOUR} {HOUR} {HOUR}.."


def within(piece: Piece) -> list[Fraction]:
    """Numbers of a piece, near its ends and between."""
    low = piece.low if piece.low is not None else (piece.high or Fraction(0)) - 9
    high = piece.high if piece.high is not None else low + 18
    return [low + (high - low) * Fraction(part, 40) for part in range(1, 40)]


@pytest.mark.parametrize("condition", [each for each, _ in CUT])
def test_within_a_piece_everything_comes_out_the_same(condition: str) -> None:
    graph = graph_with(under(condition))
    objective = graph.objectives[-1]
    rules, found = Rules(graph, horizon_of(graph)), space_of(graph, objective)
    assert found.main is not None
    month, *_ = whole_windows(graph, objective, horizon_of(graph), [rules.source.plan.period])
    for piece in found.others[0].pieces:
        states = set()
        for number in within(piece):
            taken = replace(piece, number=number)
            cell = cell_at(rules, objective, found, month, found.main.pieces[0], (taken,), {})
            states.add(rules.outcome(objective, cell).state)
        assert len(states) == 1


@pytest.mark.parametrize(
    ("condition", "known"),
    [
        ("many <= pages", "no no"),
        ("many + pages <= 10", "no no"),
        ("(many - pages) * 2 <= 10", "no no"),
        ("greater of (many, pages) >= 7", "no no"),
        ("greater of (many, many) >= 7", "no"),
        ("12 / many <= 7", "no"),
        ("fees > weight * 1 USD", "no"),
        ("many <= pages and weight >= 2", "no no yes"),
        ("many <= 3 and pages >= 2", "yes yes"),
        ("fees > 3 USD", ""),
        ("time of window > 30 days", ""),
        ("30 days > time of window", ""),
        ("plan = gold and many > 3", "yes"),
    ],
)
def test_what_is_compared_with_what_changes_is_not_exact(condition: str, known: str) -> None:
    found = space(under(condition))
    assert " ".join("yes" if each.exact else "no" for each in found.others) == known
    assert found.exact is ("no" not in known.split())


def test_of_an_objective_its_own_number_comes_first() -> None:
    up = space("""
      objective up {
        availability of outages >= 99% per month  applies when many >= 2
        credit { 95% until 99% gives 5 USD  below 95% gives 10 USD }
        points { below 90% gives 3 }
      }
      """)
    assert said(up.main) == "0 0..9/10 9/10 9/10..19/20 19/20 19/20..99/100 99/100 99/100..1 1"
    assert up.main is not None and up.main.unit == PERCENT
    assert [said(each) for each in up.others] == ["0 0..2 2 2.."]
    assert [each.unit for each in up.others] == [COUNT]
    assert not space(under("many <= pages")).exact
    mean = space("objective o { 2 * weight - 3 <= 7 per month }")
    assert mean.main is not None and mean.main.unit == NUMBER and said(mean.main) == "..7 7 7.."
    assert mean.others == ()
    both = space("objective o { lost + time of works <= 1h per month }")
    assert both.main is not None and both.main.unit == DURATION and both.others == ()


def test_an_exception_asks_for_another_target() -> None:
    graph = graph_with("""
      objective o { lost <= 2h per month }
      exception busy to o when many > 9 { lost <= 5h }
      """)
    found = space_of(graph, graph.objectives[-1])
    assert said(found.main) == f"0 0..{2 * HOUR} {2 * HOUR} {2 * HOUR}..{5 * HOUR} {5 * HOUR} {5 * HOUR}.."
    assert found.main is not None and found.main.unit == DURATION
    assert [said(each) for each in found.others] == ["0 0..9 9 9.."]


def test_of_records_the_share_that_keeps_it() -> None:
    found = space("""
      objective answers {
        share of tickets by opened with answer <= 4h >= 95% per month
        credit { below 95% gives 5 USD }
        points { below 80% gives 10 }
        applies when many >= 2
      }
      """)
    assert said(found.main) == "0 0..4/5 4/5 4/5..19/20 19/20 19/20..1 1"
    assert found.main is not None and found.main.unit == PERCENT
    assert [said(each) for each in found.others] == ["0 0..2 2 2.."]


def test_cases_one_by_one() -> None:
    """Of an objective for each case the number is the share that is in time."""
    found = space("""
      objective answers for each tickets by opened {
        answer <= 4h  per month  credit { below 95% gives 5 USD }  points { below 80% gives 10 }
        credit 50 USD per case missed  applies when many >= 2
      }
      """)
    assert said(found.main) == "0 0..4/5 4/5 4/5..19/20 19/20 19/20..1 1"
    assert found.main is not None and found.main.unit == PERCENT
    assert [said(each) for each in found.others] == ["0 0..2 2 2.."]


def test_what_is_fixed_is_not_measured() -> None:
    found = space("objective o { time of window >= 700h per month  applies when many >= 2 }")
    assert found.main is None and len(found.others) == 1 and found.exact
    kpi = space("kpi o { availability of outages per month }")
    assert said(kpi.main) == "0 0..1 1" and kpi.others == () and kpi.exact


def test_conditions_are_true_or_false() -> None:
    found = space(under("first is met"))
    (other,) = found.others
    assert other.truth and other.exact and other.pieces == () and other.unit == NUMBER


def test_what_registers_say_is_a_number_or_a_condition() -> None:
    found = space("""
      objective o for each customer {
        availability of parts >= plans.target per month  applies when plans.gold
      }
      """)
    assert found.main is not None and not found.main.exact
    assert [(each.truth, each.exact) for each in found.others] == [(False, False), (True, True)]
    assert [each.unit for each in found.others] == [PERCENT, NUMBER]


def test_what_others_ask_cuts_too() -> None:
    graph = graph_with(
        "objective second { lost <= 5h per month  credit { above 5h gives 1 USD  above 9h gives 2 USD } }"
    )
    lost = graph.objectives[0].checks[0].measured
    (limit,) = (each.target for each in graph.objectives[0].checks)
    assert limit is not None
    cuts = Cuts(graph, graph.objectives)
    assert cuts.of(lost) == {each * HOUR for each in (3, 5, 9)} and cuts.complete(lost)
    assert Cuts(graph, graph.objectives[:1]).of(lost) == {3 * HOUR}
    assert Cuts(graph, ()).of(lost) == set()


def test_pieces_that_are_one_number() -> None:
    point, line, half = Piece(*[Fraction(1)] * 3), Piece(Fraction(0), Fraction(1), Fraction(1, 2)), Piece(None, None, 1)  # type: ignore[arg-type]
    assert (point.is_point, line.is_point, half.is_point) == (True, False, False)
    assert [each.number for each in pieces(None, Fraction(-3), (), None)] == [-6, -3]
    assert [each.number for each in pieces(None, Fraction(0), (), None)] == [-1, 0]
    assert [each.number for each in pieces(Fraction(0), None, (), None)] == [0, 1]
