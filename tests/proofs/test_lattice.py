"""Downtime in whole pieces: what an availability can come to is what some number of pieces leaves."""

from fractions import Fraction

import pytest

from sladsl.proofs.lattice import Lattice
from sladsl.proofs.spaces import Piece
from sladsl.temporal import DAY
from strategies.contracts import graph_of


def lattice(measured: str, per: str = "day", zone: str = "Etc/UTC") -> Lattice:
    graph = graph_of(f"""
agreement a {{
  term 2026-01-01 until 2027-01-01
  zone "{zone}"
  stream probes of samples every 5min {{ errors percent }}
  stream works of spans {{ }}
  calendar office {{ open Mon to Fri 09:00-17:00 }}
  exclusion planned {{ works }}
  objective up {{ availability of {measured} >= 99% per {per} }}
}}
""")
    (objective,) = graph.objectives
    return Lattice(graph, objective)


BUCKETS = "(buckets of 3h of probes where errors > 5%)"


@pytest.mark.parametrize(
    ("low", "high", "there"),
    [
        ("7/8", "7/8", True),
        ("1", "1", True),
        ("0", "0", True),
        ("99/100", "99/100", False),
        ("7/8", "1", False),
        ("6/8", "1", True),
        ("99/100", "1", False),
        ("0", "1/8", False),
        ("0", "1/7", True),
        (None, "0", False),
        (None, "1/100", True),
        ("1", None, False),
        ("99/100", None, True),
        ("7/8", None, True),
        (None, None, True),
        ("9/8", "9/8", False),
        ("-1/8", "-1/8", False),
    ],
)
def test_of_eight_pieces_a_day(low: str | None, high: str | None, there: bool) -> None:
    pieces = lattice(BUCKETS)
    ends = [None if each is None else Fraction(each) for each in (low, high)]
    piece = Piece(*ends, ends[0] if ends[0] is not None else ends[1] if ends[1] is not None else Fraction(0))
    assert pieces.may_come_to(piece, DAY) is there
    assert pieces.never(piece) is not there


def test_longer_windows_come_to_more() -> None:
    pieces = lattice(BUCKETS, "calendar month")
    point = Piece(*[Fraction(239, 240)] * 3)
    assert pieces.may_come_to(point, 30 * DAY) and not pieces.may_come_to(point, 31 * DAY)
    assert not pieces.never(point)
    assert pieces.never(Piece(*[Fraction(999, 1000)] * 3))


@pytest.mark.parametrize(
    ("measured", "known"),
    [
        (BUCKETS, True),
        (f"runs of at least 6h in {BUCKETS}", True),
        (f"({BUCKETS} together with (buckets of 5min of probes where errors > 50%))", True),
        (f"({BUCKETS} together with works)", False),
        (f"(works together with {BUCKETS})", False),
        ("(works in started clock minutes)", True),
        (f"{BUCKETS}, over 24h", False),
        (f"{BUCKETS}, unknown counts as up", True),
        (f"{BUCKETS}, unknown counts as down", False),
        (f"{BUCKETS}, unknown leaves the denominator", False),
        ("works", False),
        (f"{BUCKETS}, excluding planned", False),
        (f"{BUCKETS}, in office", False),
    ],
)
def test_where_it_is_known(measured: str, known: bool) -> None:
    pieces = lattice(measured)
    assert pieces.known is known
    anywhere = Piece(*[Fraction(1, 7)] * 3)
    assert pieces.may_come_to(anywhere, DAY) is not known
    assert pieces.never(anywhere) is known
    assert pieces.may_come_to(None, DAY) and not pieces.never(None)


def test_days_that_do_not_begin_with_a_piece() -> None:
    assert not lattice(BUCKETS, zone="Asia/Kathmandu").known
    assert lattice(BUCKETS.replace("3h", "15min"), zone="Asia/Kathmandu").known
