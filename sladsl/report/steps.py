"""The steps of a derivation, numbered from the result down.

A definition used twice is one step used twice: it is numbered once, and referred to by its number wherever it comes
again. So an explanation stays as small as the contract, and as deep as it likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Outcome

Which = Literal["measured", "credit", "state", "all"]


@dataclass(frozen=True, slots=True)
class NumberedStep:
    """A step, its number from 1, how deep it stands, and the numbers of its inputs."""

    number: int
    depth: int
    step: Step
    inputs: tuple[int, ...]


def numbered_steps(roots: Sequence[Step]) -> list[NumberedStep]:
    """Each step once, before its inputs."""
    numbers: dict[int, int] = {}
    ordered: list[tuple[Step, int]] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        step, depth = waiting.pop()
        if id(step) in numbers:
            continue
        numbers[id(step)] = len(numbers) + 1
        ordered.append((step, depth))
        waiting += [(each, depth + 1) for each in reversed(step.inputs)]
    return [
        NumberedStep(number, depth, step, tuple(numbers[id(each)] for each in step.inputs))
        for number, (step, depth) in enumerate(ordered, 1)
    ]


def chosen_steps(outcome: Outcome, which: Which) -> list[Step]:
    """Where an explanation begins; nowhere for the credit of what owes none."""
    credit = [] if outcome.credit is None else [outcome.credit.derivation]
    match which:
        case "state":
            return [outcome.derivation]
        case "credit":
            return credit
        case "all":
            return [outcome.derivation, *credit]
        case "measured":
            # A condition that chose the requirement comes first, and it is the only truth value among the inputs.
            numbers = [step for step in outcome.derivation.inputs if not isinstance(step.value, bool)]
            return numbers[:1] or [outcome.derivation]
        case _:
            assert_never(which)
