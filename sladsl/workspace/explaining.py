"""The numbers that somebody asks about, with the evidence for them and for no other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.engines.engine import EngineTrouble
from sladsl.engines.evidence import NotingEngine
from sladsl.engines.measurements import Found, RecordsFound
from sladsl.frozen import Frozen, frozen
from sladsl.logs.stored.store import NoRoom
from sladsl.rules.derivation import Step, steps_below, with_evidence
from sladsl.rules.outcome import CreditOutcome, Outcome, TriggerOutcome
from sladsl.workspace.engines import stopped
from sladsl.workspace.evaluating import Prepared


@frozen
class Explained(Frozen):
    outcomes: Sequence[Outcome]
    triggers: Sequence[TriggerOutcome]


def explained(
    prepared: Prepared, outcomes: Sequence[Outcome], triggers: Sequence[TriggerOutcome], case: str | None = None
) -> Explained | Diagnostic:
    """The same, with evidence; of records that are judged only for `case`, where one is named."""
    roots = [root for each in outcomes for root in _roots(each)] + [each.derivation for each in triggers]
    found = [step.found for step in steps_below(roots) if step.found is not None]
    found += [each.records for each in outcomes if each.records is not None]
    assert isinstance(prepared.engine, NotingEngine)
    try:
        evidence = prepared.engine.evidence(found, case)
    except (EngineTrouble, NoRoom) as trouble:
        return stopped(trouble)
    steps = with_evidence(roots, evidence)
    return Explained(
        [_explained(each, steps, evidence) for each in outcomes],
        [replace(each, derivation=steps[id(each.derivation)]) for each in triggers],
    )


def judging(prepared: Prepared, outcomes: Sequence[Outcome], case: str) -> list[Outcome] | Diagnostic:
    """The outcomes that rest on a verdict on the case."""
    assert isinstance(prepared.engine, NotingEngine)
    judged: dict[int, bool] = {}
    chosen: list[Outcome] = []
    try:
        for outcome in outcomes:
            every = [each for step in steps_below(_roots(outcome)) if isinstance(each := step.found, RecordsFound)]
            for found in every:
                if id(found) not in judged:
                    judged[id(found)] = prepared.engine.has_judged(found, case)
            if any(judged[id(found)] for found in every):
                chosen.append(outcome)
    except (EngineTrouble, NoRoom) as trouble:
        return stopped(trouble)
    return chosen


def _roots(outcome: Outcome) -> list[Step]:
    paid = [each.derivation for each in (outcome.credit, outcome.bonus) if each is not None]
    return [outcome.derivation, *paid, *([] if outcome.points is None else [outcome.points])]


def _explained(outcome: Outcome, steps: Mapping[int, Step], evidence: Mapping[int, Found]) -> Outcome:
    records = outcome.records
    if records is not None and isinstance(told := evidence.get(id(records)), RecordsFound):
        records = told
    return replace(
        outcome,
        derivation=steps[id(outcome.derivation)],
        credit=_paid(outcome.credit, steps),
        bonus=_paid(outcome.bonus, steps),
        points=None if outcome.points is None else steps[id(outcome.points)],
        records=records,
    )


def _paid(credit: CreditOutcome | None, steps: Mapping[int, Step]) -> CreditOutcome | None:
    return None if credit is None else replace(credit, derivation=steps[id(credit.derivation)])
