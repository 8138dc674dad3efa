"""The contract layer, evaluated in one place: from exact measurements to verdicts, credits and totals.

Every number is made together with the steps that lead to it, so that explaining a result computes nothing.
"""

from sladsl.rules.derivation import Step
from sladsl.rules.evaluate import evaluate
from sladsl.rules.frame import Plan, plan
from sladsl.rules.outcome import (
    Allowance,
    ClaimOutcome,
    CreditOutcome,
    Evaluation,
    LimitApplied,
    Outcome,
    Total,
)

__all__ = [
    "Allowance",
    "ClaimOutcome",
    "CreditOutcome",
    "Evaluation",
    "LimitApplied",
    "Outcome",
    "Plan",
    "Step",
    "Total",
    "evaluate",
    "plan",
]
