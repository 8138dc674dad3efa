"""Which numbers of a result somebody asks for, or what there would be to ask for."""

from collections.abc import Sequence

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.logs.records import CaseRecord, EventLog
from sladsl.model.problems import listing, nearest
from sladsl.report.cases import judged_cases
from sladsl.rules.outcome import Evaluation, Outcome, TriggerOutcome


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


def of_case(outcomes: Sequence[Outcome], case: str, log: EventLog) -> list[Outcome] | Diagnostic:
    """The outcomes in which a case is judged."""
    judged = [(outcome, judged_cases(outcome)) for outcome in outcomes]
    found = [outcome for outcome, keys in judged if case in keys]
    if found:
        return found
    known = sorted({key for _, keys in judged for key in keys})
    if not known:
        return _nothing(f"nothing here is judged case by case, so there is no case `{case}`", "", [])
    message = f"the result has no case `{case}`"
    records = (record for stream in log.streams.values() for record in stream.records)
    if any(isinstance(each, CaseRecord) and each.key == case for each in records):
        message = f"case `{case}` is in the log, but none of these objectives judges it in these windows"
    return _nothing(message, "cases are", known, case)


def _nothing(message: str, intro: str, known: list[str], said: str = "") -> Diagnostic:
    near = nearest(said, known) if said else None
    fixes = [Fix(f"did you mean `{near}`?")] if near else []
    if known:
        fixes.append(Fix(f"{intro} {listing(known)}"))
    return Diagnostic(usage.UNKNOWN_NUMBER, message, fixes=tuple(fixes))
