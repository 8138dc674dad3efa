"""Which numbers of a result somebody asks for, or what there would be to ask for."""

from collections.abc import Sequence

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.engines.measurements import Scope
from sladsl.graph.contract import Objective
from sladsl.logs.records import CaseRecord, StreamLog
from sladsl.logs.schema import Shape
from sladsl.logs.stored.store import StoredRecords
from sladsl.model.problems import listing, nearest
from sladsl.report.cases import judged_cases
from sladsl.rules.evaluate import Wanted
from sladsl.rules.outcome import Evaluation, Outcome, TriggerOutcome
from sladsl.temporal import Window
from sladsl.workspace.evaluating import Prepared
from sladsl.workspace.explaining import judging


def chosen_outcomes(
    evaluation: Evaluation, objective: str | None, window: str | None, scope: dict[str, str]
) -> list[Outcome] | Diagnostic:
    outcomes = list(evaluation.outcomes)
    objectives = list(dict.fromkeys(each.objective for each in outcomes))
    if objective is not None:
        outcomes = [each for each in outcomes if each.objective == objective]
        if not outcomes:
            return _nothing(f"the result has no objective `{objective}`", "objectives are", objectives, objective)
    windows = list(dict.fromkeys(each.window.label for each in outcomes))
    if window is not None:
        outcomes = [each for each in outcomes if each.window.label == window]
        if not outcomes:
            return _nothing(f"the result has no window `{window}`", "windows are", windows, window)
    scopes = list(dict.fromkeys(",".join(f"{key}={value}" for key, value in each.scope) for each in outcomes))
    outcomes = [each for each in outcomes if scope.items() <= dict(each.scope).items()]
    if not outcomes:
        return _nothing("the result has no such scope", "scopes are", scopes)
    return outcomes


def wanted_outcomes(objective: str | None, window: str | None, scope: dict[str, str]) -> Wanted:
    """Whether `chosen_outcomes` would choose what a cell comes to."""

    def wanted(clause: Objective, values: Scope, of: Window) -> bool:
        named = dict(zip(clause.keys, values, strict=True))
        return objective in (None, clause.name) and window in (None, of.label) and scope.items() <= named.items()

    return wanted


def chosen_triggers(
    evaluation: Evaluation, name: str | None, window: str | None, scope: dict[str, str]
) -> list[TriggerOutcome]:
    """The rights and escalations of that name or kind; without one, those that follow."""
    found = [each for each in evaluation.triggers if each.objective is None]
    if name is None:
        found = [each for each in found if each.fires]
    else:
        found = [each for each in found if name in (each.name, each.kind)]
    found = [each for each in found if scope.items() <= dict(each.scope).items()]
    return [each for each in found if window in (None, each.window.label)]


def of_case(prepared: Prepared, outcomes: Sequence[Outcome], case: str) -> list[Outcome] | Diagnostic:
    """The outcomes in which a case is judged."""
    found = judging(prepared, outcomes, case)
    if found:
        return found
    large = any(isinstance(each.records, StoredRecords) for each in prepared.log.streams.values())
    # Of a large log too many are judged to be listed.
    known = [] if large else sorted({key for each in outcomes for key in judged_cases(each)})
    if not known and not (large and any(each.records is not None for each in outcomes)):
        return _nothing(f"nothing here is judged case by case, so there is no case `{case}`", "", [])
    message = f"the result has no case `{case}`"
    if any(_has_case(each, case) for each in prepared.log.streams.values()):
        message = f"case `{case}` is in the log, but none of these objectives judges it in these windows"
    return _nothing(message, "cases are", known, case)


def _has_case(stream: StreamLog, case: str) -> bool:
    if stream.schema.shape is not Shape.CASES:
        return False
    if isinstance(stream.records, StoredRecords):
        return next(stream.records.where(f"k = {stream.records.store.literal(case)}", limit=1), None) is not None
    return any(isinstance(each, CaseRecord) and each.key == case for each in stream.records)


def _nothing(message: str, intro: str, known: list[str], said: str = "") -> Diagnostic:
    near = nearest(said, known) if said else None
    fixes = [Fix(f"did you mean `{near}`?")] if near else []
    if known:
        fixes.append(Fix(f"{intro} {listing(known)}"))
    return Diagnostic(usage.UNKNOWN_NUMBER, message, fixes=tuple(fixes))
