"""Derivations: how a number came about, as data, made while it was computed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from sladsl.engines.measurements import Found
from sladsl.frozen import Frozen, frozen
from sladsl.model.units import Unit
from sladsl.text import Span


@frozen
class Step(Frozen):
    """One number (or condition) and what it came from.

    `rule` says what was done, in the words of the contract ("availability", "times", "row: below 99.0% gives 25%",
    "limit"); `value` is exact in base units, a truth value, or None when there is none, and then `note` says why.
    `found` is the measurement where the step rests on one; `inputs` the steps it used, in order.
    """

    rule: str
    value: Fraction | bool | None
    unit: Unit | None = None
    inputs: tuple["Step", ...] = ()
    span: Span | None = None
    note: str | None = None
    found: Found | None = None
    label: str | None = None

    @property
    def number(self) -> Fraction | None:
        """The value as a number; a truth value counts as 1 or 0."""
        return Fraction(self.value) if isinstance(self.value, bool) else self.value

    @property
    def known(self) -> Fraction:
        """The number of a step that is known to have one."""
        number = self.number
        assert number is not None, self.rule
        return number


def steps_below(roots: Iterable[Step]) -> list[Step]:
    """The steps and all they use, each once, inputs first."""
    found: dict[int, Step] = {}
    waiting = [(root, False) for root in roots]
    while waiting:
        step, is_open = waiting.pop()
        if id(step) in found:
            continue
        if is_open:
            found[id(step)] = step
        else:
            waiting.append((step, True))
            waiting += [(each, False) for each in step.inputs]
    return list(found.values())


def with_evidence(roots: Iterable[Step], evidence: Mapping[int, Found]) -> Mapping[int, Step]:
    """The same steps, by the identity of each, with what was found replaced by what was found there with evidence."""
    made: dict[int, Step] = {}
    for step in steps_below(roots):
        found = None if step.found is None else evidence.get(id(step.found), step.found)
        inputs = tuple(made[id(each)] for each in step.inputs)
        is_same = found is step.found and all(one is two for one, two in zip(inputs, step.inputs, strict=True))
        made[id(step)] = step if is_same else replace(step, found=found, inputs=inputs)
    return made
