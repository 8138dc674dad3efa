"""The steps of a derivation, numbered from the result down.

A definition used twice is one step used twice: it is numbered once, and referred to by its number wherever it comes
again. So an explanation stays as small as the contract, and as deep as it likes.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, assert_never

from sladsl.frozen import Frozen, frozen
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome

Which = Literal["measured", "credit", "bonus", "points", "state", "all"]


@frozen
class NumberedStep(Frozen):
    """A step, its number from 1, how deep it stands, and the numbers of its inputs, but for those `left_out`."""

    number: int
    depth: int
    step: Step
    inputs: tuple[int, ...]
    left_out: tuple[Step, ...] = ()


def numbered_steps(roots: Sequence[Step], most: int | None = None) -> list[NumberedStep]:
    """Each step once, before its inputs. Of more than `most` inputs, the largest and the smallest are told."""
    numbers: dict[int, int] = {}
    ordered: list[tuple[Step, int]] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        step, depth = waiting.pop()
        if id(step) in numbers:
            continue
        numbers[id(step)] = len(numbers) + 1
        ordered.append((step, depth))
        waiting += [(each, depth + 1) for each in reversed(_telling(step.inputs, most))]
    return [
        NumberedStep(
            number,
            depth,
            step,
            tuple(numbers[id(each)] for each in _telling(step.inputs, most)),
            _others(step.inputs, most),
        )
        for number, (step, depth) in enumerate(ordered, 1)
    ]


def _telling(inputs: tuple[Step, ...], most: int | None) -> tuple[Step, ...]:
    """The inputs that say most, in their order: those with the largest and the smallest values."""
    if most is None or len(inputs) <= most:
        return inputs
    ranked = sorted(range(len(inputs)), key=lambda index: inputs[index].number or Fraction(0))
    kept = {*ranked[: most // 2], *ranked[-(most - most // 2) :]}
    return tuple(each for index, each in enumerate(inputs) if index in kept)


def _others(inputs: tuple[Step, ...], most: int | None) -> tuple[Step, ...]:
    kept = {id(each) for each in _telling(inputs, most)}
    return tuple(each for each in inputs if id(each) not in kept)


def chosen_steps(outcome: Outcome, which: Which) -> list[Step]:
    """Where an explanation begins; nowhere for the credit of what owes none."""
    credit = [] if outcome.credit is None else [outcome.credit.derivation]
    bonus = [] if outcome.bonus is None else [outcome.bonus.derivation]
    points = [] if outcome.points is None else [outcome.points]
    match which:
        case "state":
            return [outcome.derivation]
        case "credit":
            return credit
        case "bonus":
            return bonus
        case "points":
            return points
        case "all":
            return [outcome.derivation, *credit, *bonus, *points]
        case "measured":
            # A condition that chose the requirement comes first, and it is the only truth value among the inputs.
            numbers = [step for step in outcome.derivation.inputs if not isinstance(step.value, bool)]
            return numbers[:1] or [outcome.derivation]
        case _:
            assert_never(which)
