"""One outcome as JSON."""

from collections.abc import Iterator

from sladsl.diagnostics.render.document import Json
from sladsl.engines.measurements import ClassesFound, RecordFound, RecordsFound
from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureRecords
from sladsl.logs.records import EventLog
from sladsl.report.cases import Cases, chosen_cases
from sladsl.report.consequences import points_value
from sladsl.report.credit_table import credit_unit
from sladsl.report.json_values import (
    instant_value,
    log_place_value,
    number_value,
    optional_number,
    scope_value,
    window_value,
)
from sladsl.report.numbers import shown_number
from sladsl.rules.outcome import Allowance, ClaimOutcome, CreditOutcome, LimitApplied, Outcome
from sladsl.rules.reach import cell_roots, measures_below
from sladsl.temporal import Zone


def outcome_value(
    outcome: Outcome, graph: RuleGraph, zone: Zone, cases: Cases, log: EventLog | None
) -> dict[str, Json]:
    """An objective in one scope and window."""
    return {
        "objective": outcome.objective,
        "title": outcome.title,
        "kind": outcome.kind,
        "version": outcome.version,
        "scope": scope_value(outcome.scope),
        "window": window_value(outcome.window, outcome.partial, zone),
        "state": outcome.state,
        "reason": outcome.reason,
        "measured": optional_number(outcome.measured, outcome.unit, outcome.shown_in),
        "comparator": outcome.comparator,
        "target": optional_number(outcome.target, outcome.unit, outcome.shown_in),
        "allowance": _allowance_value(outcome.allowance),
        "classes": list(_classes(outcome)),
        "records": _records_value(outcome, graph, zone, cases, log),
        "credit": None if outcome.credit is None else _credit_value(outcome.credit, zone),
        "bonus": None if outcome.bonus is None else _credit_value(outcome.bonus, zone),
        "points": points_value(outcome),
        "exception": outcome.exception,
    }


def _allowance_value(allowance: Allowance | None) -> dict[str, Json] | None:
    if allowance is None:
        return None
    return {
        "allowed": number_value(allowance.allowed, allowance.unit),
        "used": number_value(allowance.used, allowance.unit),
        "left": number_value(allowance.left, allowance.unit),
    }


def _classes(outcome: Outcome) -> Iterator[Json]:
    """The classes of time of every availability that was measured."""
    seen: set[int] = set()
    waiting = [outcome.derivation]
    while waiting:
        step = waiting.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        waiting += reversed(step.inputs)
        if isinstance(step.found, ClassesFound) and id(step.found) not in seen:
            seen.add(id(step.found))
            yield classes_value(step.found, step.label)


def classes_value(found: ClassesFound, label: str | None) -> dict[str, Json]:
    """Microseconds of every class: they add up to `window`."""
    return {
        "of": label,
        "window": found.window,
        "out_of_schedule": found.out_of_schedule,
        "excluded_up": found.excluded_up,
        "excluded_leaves": found.excluded_leaves,
        "excluded_by": [{"clause": clause, "time": time} for clause, time in found.excluded_by],
        "unknown": found.unknown,
        "unknown_as": found.unknown_as,
        "down": found.down,
        "up": found.up,
        "counted_down": found.counted_down,
        "agreed": found.agreed,
    }


def _records_value(
    outcome: Outcome, graph: RuleGraph, zone: Zone, cases: Cases, log: EventLog | None
) -> dict[str, Json] | None:
    found = outcome.records
    if found is None:
        return None
    return {
        "met": found.met,
        "missed": found.missed,
        "undecided": found.undecided,
        "none": found.none,
        "cases": [] if cases == "none" else _cases(found, outcome, graph, zone, cases, log),
    }


def _cases(
    found: RecordsFound, outcome: Outcome, graph: RuleGraph, zone: Zone, cases: Cases, log: EventLog | None
) -> Iterator[Json]:
    """Found when they are written, and not before."""
    stream: str | None = None
    for number, each in enumerate(chosen_cases(found, cases)):
        stream = record_stream(outcome, graph) if number == 0 else stream
        yield record_value(each, stream, zone, log)


def record_stream(outcome: Outcome, graph: RuleGraph) -> str | None:
    """The stream whose records an outcome counts; None where there are none, or of several streams."""
    roots = [ref for each in graph.objectives if each.name == outcome.objective for ref in cell_roots(each)]
    nodes = [graph.nodes[ref] for ref in measures_below(graph, roots)]
    streams = {node.stream for node in nodes if isinstance(node, MeasureRecords)}
    return streams.pop() if len(streams) == 1 else None


def record_value(record: RecordFound, stream: str | None, zone: Zone, log: EventLog | None) -> dict[str, Json]:
    """The verdict on one record; `measured` and `limit` in microseconds."""
    return {
        "case": record.key,
        "at": instant_value(record.at, zone),
        "verdict": record.verdict,
        "label": record.label,
        "measured": record.measured,
        "limit": record.limit,
        "due_at": instant_value(record.due_at, zone),
        "breaches_after": instant_value(record.breaches_after, zone),
        "stretches": [
            {"start": instant_value(each.start, zone), "end": instant_value(each.end, zone), "kind": each.kind}
            for each in record.stretches
        ],
        "open": record.open,
        "place": log_place_value(stream, record.place, log),
    }


def _credit_value(credit: CreditOutcome, zone: Zone) -> dict[str, Json]:
    unit = credit_unit(credit)
    return {
        "outcome": credit.outcome,
        "row": credit.row,
        "currency": credit.currency,
        "due": optional_number(credit.due, unit),
        "payable": None if credit.payable is None else shown_number(credit.payable, unit).rounded,
        "limits": [_limit_value(each, credit) for each in credit.limits],
        "claim": None if credit.claim is None else _claim_value(credit.claim, zone),
        "payer": credit.payer,
        "payee": credit.payee,
        "earned_back": credit.earned_back,
        "issued": None if credit.issued is None else shown_number(credit.issued, unit).rounded,
        "applied_by": instant_value(credit.applied_by, zone),
        "expires_at": instant_value(credit.expires_at, zone),
        "taken": [shown_number(each, unit).exact for each in credit.taken],
    }


def _limit_value(applied: LimitApplied, credit: CreditOutcome) -> dict[str, Json]:
    unit = credit_unit(credit)
    return {
        "name": applied.name,
        "before": number_value(applied.before, unit),
        "limit": optional_number(applied.limit, unit),
        "used": number_value(applied.used, unit),
        "after": number_value(applied.after, unit),
    }


def _claim_value(claim: ClaimOutcome, zone: Zone) -> dict[str, Json]:
    return {
        "state": claim.state,
        "deadline": instant_value(claim.deadline, zone),
        "inclusive": claim.inclusive,
        "claimed_at": instant_value(claim.claimed_at, zone),
        "steps": [_claim_value(each, zone) for each in claim.steps],
    }
