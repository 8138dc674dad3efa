"""From what was measured to targets that a person would write."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from sladsl.frozen import Frozen, frozen
from sladsl.model.units import PERCENT, Unit
from sladsl.targets.promises import Promise
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND

USUAL = tuple(Fraction(each, 100) for each in (100, 99, 95, 90, 75, 50))
"""The shares of windows or cases for which targets are looked for, where nobody says which."""
_DIGITS = 2
_FINEST = 20
"""A length of time is rounded to no more than this part of it."""
_STEPS = (
    DAY, HOUR, 30 * MINUTE, 10 * MINUTE, 5 * MINUTE, MINUTE, 30 * SECOND, 10 * SECOND, 5 * SECOND, SECOND,
    SECOND // 10, SECOND // 100, SECOND // 1000,
)  # fmt: skip


@frozen
class Candidate(Frozen):
    """`shares`: of how much of the past it was looked for. None where it was asked for."""

    target: Fraction
    shares: tuple[Fraction, ...] = ()


def candidates_of(
    promise: Promise, past: Sequence[Fraction], shares: Iterable[Fraction], asked: Iterable[Fraction]
) -> list[Candidate]:
    """The strictest first."""
    found: dict[Fraction, list[Fraction]] = {each: [] for each in asked}
    for share, target in _kept_in(promise, past, shares):
        found.setdefault(target, []).append(share)
    order = sorted(found, reverse=promise.more_is_better)
    return [Candidate(each, tuple(found[each])) for each in order]


def _kept_in(
    promise: Promise, past: Sequence[Fraction], shares: Iterable[Fraction]
) -> Iterator[tuple[Fraction, Fraction]]:
    """For each share the strictest target that at least so much of the past keeps, written in few digits: towards the
    lax side, so that it is still kept."""
    worst_first = sorted(past, reverse=not promise.more_is_better)
    for share in shares:
        if worst_first:
            missed = floor((1 - share) * len(worst_first))
            yield share, in_few_digits(worst_first[min(missed, len(worst_first) - 1)], promise)


def in_few_digits(value: Fraction, promise: Promise) -> Fraction:
    """The strictest target of few digits that this value keeps."""
    strict = promise.comparator in ("<", ">")
    step = _step(value, promise.unit, more=promise.more_is_better)
    if promise.more_is_better:
        found = floor(value / step) * step
        return found - step if strict and found == value else found
    found = ceil(value / step) * step
    return found + step if strict and found == value else found


def _step(value: Fraction, unit: Unit, *, more: bool) -> Fraction:
    """Of a share that should be large, what is missing has so many digits: 99.731 % is 99.73 %, 99.9952 % stays."""
    if unit.is_time:
        # Of the open time of a calendar no 24 hours make a day.
        lengths = [each for each in _STEPS if abs(value) >= _FINEST * each and (each < DAY or unit.calendar is None)]
        return Fraction(lengths[0] if lengths else 1)
    part = 1 - value if unit == PERCENT and more and value < 1 else value
    smallest = Fraction(1, 100) if unit == PERCENT else Fraction(1)
    if part == 0:
        return smallest
    step = Fraction(10) ** (_digits_before(abs(part)) - _DIGITS)
    return min(step, smallest) if unit == PERCENT else step


def _digits_before(value: Fraction) -> int:
    """The exponent of the power of ten next above: 1 for 3, 0 for 0.3, -1 for 0.03."""
    exponent = (value.numerator.bit_length() - value.denominator.bit_length()) * 3 // 10
    while value >= Fraction(10) ** exponent:
        exponent += 1
    while value < Fraction(10) ** (exponent - 1):
        exponent -= 1
    return exponent
