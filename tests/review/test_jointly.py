"""What clauses come to together under shared limits, held against every combination there is."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property.effort import effort
from review.campaign import reviewed
from review.test_laws import CONTRACT
from sladsl.review import jointly
from sladsl.review.jointly import SharedLimit, greatest_gain

Pairs = list[tuple[Fraction, Fraction]]

_amounts = st.integers(0, 12).map(Fraction)
_clause = st.lists(st.tuples(_amounts, _amounts), min_size=1, max_size=3).map(
    lambda each: [(Fraction(0), Fraction(0)), *each]
)
_cap = st.none() | st.integers(0, 25).map(Fraction)


@st.composite
def _limits(draw: st.DrawFn, clauses: int) -> list[SharedLimit]:
    """One over all, and one over the first of them."""
    masks = [(1 << clauses) - 1, *([(1 << draw(st.integers(1, clauses - 1))) - 1] if clauses > 1 else [])]
    return [SharedLimit(mask, draw(_cap), draw(_cap)) for mask in masks]


def _paid(pairs: Pairs, limits: list[SharedLimit], new: bool) -> Fraction:
    """By the words: what is in a limit, and then what is in the limit around it."""
    left = [pair[new] for pair in pairs]
    for limit in sorted(limits, key=lambda each: each.items.bit_count()):
        inside = [index for index in range(len(pairs)) if limit.items >> index & 1]
        most = limit.new if new else limit.old
        room = sum(left) if most is None else most
        for index in inside:
            left[index] = min(left[index], max(room, Fraction(0)))
            room -= left[index]
    return sum(left, Fraction(0))


@effort(60)
@given(st.data())
def test_the_greatest_gain_is_that_of_all_combinations(data: st.DataObject) -> None:
    choices = data.draw(st.lists(_clause, min_size=1, max_size=4))
    limits = data.draw(_limits(len(choices)))
    gains = [_paid(list(each), limits, True) - _paid(list(each), limits, False) for each in product(*choices)]
    best = greatest_gain(choices, limits)
    assert best.gain == best.bound == max(gains)
    chosen = [row[n] for row, n in zip(choices, best.chosen, strict=True)]
    assert _paid(chosen, limits, True) - _paid(chosen, limits, False) == best.gain


@effort(60)
@given(st.data())
def test_where_some_stand_for_others_the_greatest_lies_between(data: st.DataObject) -> None:
    choices = data.draw(st.lists(_clause, min_size=1, max_size=4))
    limits = data.draw(_limits(len(choices)))
    gains = [_paid(list(each), limits, True) - _paid(list(each), limits, False) for each in product(*choices)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jointly, "MOST_KEPT", 3)
        best = greatest_gain(choices, limits)
    assert best.gain <= max(gains) <= best.bound


SHARED = """
agreement a {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service web { fee 1_000.00 USD per month }
  service mail { fee 500.00 USD per month }
  stream cuts of spans { }
  stream delays of spans { }
  objective web_up {
    availability of cuts >= 99.9% per calendar month
    credit share of web.fee { below 99.9% gives 10%  below 99% gives 20% }
  }
  objective mail_up {
    availability of delays >= 99.9% per calendar month
    credit share of mail.fee { below 99.9% gives 10%  below 99% gives 30% }
  }
  limit all credits to 300.00 USD per calendar month
}
"""


def test_a_shared_limit_shows_in_what_all_come_to() -> None:
    change = reviewed(SHARED, SHARED.replace("300.00 USD", "250.00 USD"))
    assert change.worse_off == "customer"
    (found,) = change.together
    assert (found.gain, found.bound) == (-50, -50)
    assert [len(each.records) for each in found.shown.log.streams.values()] == [1, 1]


def test_two_rows_under_one_limit() -> None:
    text = SHARED.replace("gives 20%", "gives 25%").replace("gives 30%", "gives 40%")
    change = reviewed(SHARED, text)
    # 250 and 200 by the new one, of which 300 are left; 200 and 150 by the old one, of which 300 are left too.
    assert [each.greatest for each in change.clauses] == [(50, None), (50, None)]
    assert change.together == ()
    wide = "300.00 USD", "900.00 USD"
    (found,) = reviewed(SHARED.replace(*wide), text.replace(*wide)).together
    assert found.gain == found.bound == 100


def test_a_clause_that_was_added_owes_at_most() -> None:
    bare = CONTRACT.replace("    limit credit to 200 USD\n", "")
    extra = bare.replace("  objective up {", "  objective more {\n    uptime >= 99% per calendar month\n"
                         "    credit 75 USD\n  }\n  objective up {")  # fmt: skip
    (there,) = reviewed(bare, extra).clauses
    assert (there.kinds, there.worse_off, there.greatest, there.most) == (("added",), "provider", (75, None), True)
    assert there.examples[0].new_outcome is not None and there.examples[0].old is None
    (back,) = reviewed(extra, bare).clauses
    assert (back.kinds, back.worse_off, back.greatest, back.most) == (("removed",), "customer", (None, -75), True)
