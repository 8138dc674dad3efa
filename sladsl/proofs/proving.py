"""All claims of one agreement."""

from collections.abc import Callable, Iterator

from sladsl.graph import RuleGraph
from sladsl.proofs.claims.ceilings import ceiling_claims
from sladsl.proofs.claims.chains import chain_claims
from sladsl.proofs.claims.clock_changes import clock_change_claims
from sladsl.proofs.claims.double_rows import double_row_claims
from sladsl.proofs.claims.exact_bounds import exact_bound_claims
from sladsl.proofs.claims.exclusions import exclusion_claims
from sladsl.proofs.claims.excuses import excuse_claims
from sladsl.proofs.claims.flapping import flapping_claims
from sladsl.proofs.claims.floors import floor_claims
from sladsl.proofs.claims.green import green_claims
from sladsl.proofs.claims.money import money_claims
from sladsl.proofs.claims.never_closed import never_closed_claims
from sladsl.proofs.claims.promises import promise_claims
from sladsl.proofs.claims.properties import property_claims
from sladsl.proofs.claims.small_samples import small_sample_claims
from sladsl.proofs.claims.tables import table_claims
from sladsl.proofs.claims.together import together_claims
from sladsl.proofs.claims.tolerance import tolerance_claims
from sladsl.proofs.claims.uncovered import uncovered_claims
from sladsl.proofs.claims.underpinning import underpinning_claims
from sladsl.proofs.claims.waits import wait_claims
from sladsl.proofs.known import Choice
from sladsl.proofs.subject import STEPS, Floor, Subject
from sladsl.proofs.verdict import Result

Claims = Callable[[Subject], Iterator[Result]]
ALL = Choice()

CLAIMS: tuple[Claims, ...] = (
    table_claims,
    double_row_claims,
    exact_bound_claims,
    promise_claims,
    together_claims,
    small_sample_claims,
    exclusion_claims,
    green_claims,
    flapping_claims,
    never_closed_claims,
    underpinning_claims,
    uncovered_claims,
    excuse_claims,
    chain_claims,
    floor_claims,
    ceiling_claims,
    clock_change_claims,
    tolerance_claims,
    wait_claims,
    property_claims,
    money_claims,
)


def prove(
    graph: RuleGraph, steps: int = STEPS, choice: Choice = ALL, floors: tuple[Floor, ...] = ()
) -> Iterator[Result]:
    """Every claim that is chosen, one after the other. `steps`: how many evaluations may be spent on one question.
    `floors`: levels above."""
    subject = Subject(graph, steps, floors)
    for claims in CLAIMS:
        if choice.takes_family(claims.__name__):
            yield from (each for each in claims(subject) if choice.takes_result(each))
