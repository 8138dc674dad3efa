"""Targets: some log keeps them, and some log breaches them."""

from collections.abc import Iterator

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.proofs.claims.sweeps import held
from sladsl.proofs.scan import Scan
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.rules.outcome import Outcome

_MOST_SCOPES = 2


def promise_claims(subject: Subject) -> Iterator[Result]:
    for objective in subject.graph.objectives:
        if objective.records is None and all(check.comparator is None for check in objective.checks):
            continue
        scanned = subject.scan(objective)
        if scanned is None or scanned.space.main is None:
            continue
        if all(point.outcome.state == "not applicable" for context in scanned.contexts for point in context):
            continue  # a parameter switches it off
        yield from _can(subject, scanned, ("breached",), "can be breached", proofs.UNMISSABLE)
        yield from _can(subject, scanned, ("met", "warning"), "can be kept", proofs.UNMEETABLE)


def _can(subject: Subject, scanned: Scan, states: tuple[str, ...], claim: str, code: Code) -> Iterator[Result]:
    """A log that does it is the proof; where no number does, none can."""
    objective = scanned.objective
    places = (objective.span,)
    points = [point for context in scanned.contexts for point in context if point.outcome.state in states]
    if not points:
        if scanned.exact:
            text = f"no log can make {objective.name} {'breached' if states == ('breached',) else 'met'}"
            diagnostic = Diagnostic(
                code, text, objective.span, fixes=(Fix("look at the target and at what is measured"),)
            )
            basis = Basis("sweep of the measured number", (), subject.bounds)
            yield Result(claim, objective.name, "REFUTED", text, basis, diagnostic, None, None, places)
        else:
            sentence = f"no number that was looked at shows that {objective.name} {claim}"
            yield Result(claim, objective.name, "UNKNOWN", sentence, held(scanned, claim, places).basis, clauses=places)
        return
    wide = sorted(points, key=lambda each: each.piece is not None and each.piece.is_point)
    anywhere = list({point.scope: point for point in wide}.values())[:_MOST_SCOPES]
    tries = [*((point, True) for point in anywhere), *((point, False) for point in wide[:6])]

    def wanted(outcome: Outcome) -> bool:
        return outcome.state in states

    if any(subject.reaches(objective, each, states, wanted, anywhere=free) for each, free in tries):
        basis = Basis("a log that does it", (), ())
        sentence = f"{objective.name} {claim}: there is a log that shows it"
        yield Result(claim, objective.name, "PROVED", sentence, basis, None, None, None, places)
        return
    yield Result(claim, objective.name, "UNKNOWN", f"no log was found that shows that {objective.name} {claim}",
                 held(scanned, claim, places).basis, None, None, None, places)  # fmt: skip
