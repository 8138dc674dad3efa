"""Clauses that are written and change nothing."""

from collections import Counter

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import readings
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.order import mentioned


def check_effects(lowering: Lowering) -> None:
    """An exclusion that no measure leaves out: people would believe that it protects the provider."""
    agreement = lowering.agreement
    if not agreement.objectives or errors(lowering.problems.found) or lowering.has_broken():
        return  # nothing is promised, or what is wrong may be meant to use it
    clauses = (*agreement.metrics.values(), *agreement.definitions.values(), *agreement.objectives)
    used = {name for clause in clauses for name in mentioned(clause)}
    # One that names nothing but itself is used by nobody; its own name stands in it once for that.
    inside = Counter(name for each in agreement.exclusions.values() for name in set(mentioned(each)))
    for name, exclusion in agreement.exclusions.items():
        if name not in used and inside[name] <= 1:
            lowering.say(
                readings.NO_EFFECT, f"the exclusion `{name}` has no effect: nothing is measured without it",
                exclusion.name.span,
                Fix(f"name it where it counts: `availability of …, excluding {name}`"),
            )  # fmt: skip
