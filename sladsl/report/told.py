"""What was verified of one contract file, as plain text and plain data: it can be kept, and handed from one process to
another."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.known import Knowable, Known, OfText, fingerprint
from sladsl.diagnostics.render import RENDERERS
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json
from sladsl.diagnostics.render.json import diagnostic_value, place_value
from sladsl.frozen import Frozen, frozen
from sladsl.model.units import decimal_text, money
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved, Verified
from sladsl.proofs.witness import Witness
from sladsl.proofs.written import log_lines, scenario_lines
from sladsl.report.json_values import instant_value
from sladsl.report.outcome_json import outcome_value
from sladsl.report.scenario_cases import CODE as SCENARIO
from sladsl.report.scenario_cases import finding_of, scenario_fingerprint
from sladsl.report.scenario_text import failure_lines
from sladsl.report.words import amount_words, date_words, scope_words
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Zone
from sladsl.testing.result import Ran
from sladsl.text import SourceMap

_MOST_LINES = 14
_INDENT = "  "


@frozen
class ToldFinding(Frozen):
    """Something that somebody should look at. `fingerprint` stays the same when only lines move. `agreement` is empty
    where it is about the text of a file, which is then its `subject`."""

    code: str
    severity: str
    fingerprint: str
    agreement: str
    subject: str
    message: str
    text: str
    value: Json

    @property
    def can_be_known(self) -> bool:
        return self.severity != "error"


@frozen
class ToldClaim(Frozen):
    """`finding` is its place among the findings of the file."""

    verdict: str
    subject: str
    claim: str
    bounds: str
    finding: int | None
    value: Mapping[str, Json]


@frozen
class ToldAllowed(Frozen):
    """A finding that the contract allows for a reason."""

    reason: str
    finding: ToldFinding
    value: Mapping[str, Json]


@frozen
class ToldAgreement(Frozen):
    name: str
    title: str | None
    claims: tuple[ToldClaim, ...]
    allowed: tuple[ToldAllowed, ...]


@frozen
class ToldScenario(Frozen):
    """A scenario that was run. `message` says in short why it did not pass, `text` in full; `place` is where, as in
    JSON."""

    agreement: str
    name: str
    state: str
    message: str
    text: str
    place: Mapping[str, Json] | None

    @property
    def fingerprint(self) -> str:
        return scenario_fingerprint(self.agreement, self.name)

    @property
    def can_be_known(self) -> bool:
        return self.state == "failed"


@frozen
class ToldFile(Frozen):
    """`beside`: what only `check` says, as a proof says it better. `sound`: nothing kept it from being looked at."""

    path: str
    findings: tuple[ToldFinding, ...]
    agreements: tuple[ToldAgreement, ...]
    scenarios: tuple[ToldScenario, ...]
    sound: bool
    beside: tuple[ToldFinding, ...] = ()

    @property
    def knowable(self) -> list[Knowable]:
        """All that a baseline may know of it."""
        return [*self.findings, *self.beside, *self.scenarios]

    def entries(self) -> Iterator[Known]:
        """What a baseline that knows all of it says."""
        for finding in (*self.findings, *self.beside):
            if finding.can_be_known:
                yield Known(finding.fingerprint, finding.code, finding.agreement, finding.subject, finding.message)
        for each in self.scenarios:
            if each.can_be_known:
                message = each.message.splitlines()[0]
                yield Known(each.fingerprint, SCENARIO, each.agreement, each.name, message)

    @property
    def verdicts(self) -> "Counter[str]":
        return Counter(claim.verdict for each in self.agreements for claim in each.claims)


def told(path: Path, verified: Verified) -> ToldFile:
    """Of one file."""
    findings = [_of_text(path, each, verified.sources) for each in verified.diagnostics]
    agreements: list[ToldAgreement] = []
    for proved in verified.agreements:
        claims: list[ToldClaim] = []
        for each in proved.results:
            rows = _log_of(each)
            if each.diagnostic is not None:
                findings.append(_of_claim(each, each.diagnostic, proved, verified.sources, rows))
            claims.append(_claim(each, len(findings) - 1 if each.diagnostic else None, verified.sources, rows))
        allowed = tuple(_allowed(proved, verified.sources))
        agreements.append(ToldAgreement(proved.graph.name, proved.graph.title, tuple(claims), allowed))
    return ToldFile(
        str(path),
        tuple(findings),
        tuple(agreements),
        tuple(_scenario(ran, verified.suite.sources) for ran in verified.suite.runs),
        all(each.severity.value != "error" for each in verified.diagnostics),
        tuple(_of_text(path, each, verified.sources) for each in verified.beside),
    )


def _allowed(proved: Proved, sources: SourceMap) -> Iterator[ToldAllowed]:
    for result, reason in zip(proved.allowed, proved.reasons, strict=True):
        assert result.diagnostic is not None
        rows = _log_of(result)
        finding = _of_claim(result, result.diagnostic, proved, sources, rows)
        yield ToldAllowed(reason, finding, _claim(result, None, sources, rows).value)


def _log_of(result: Result) -> list[str]:
    """The lines of the log that shows it."""
    witness = result.witness
    return [] if witness is None else list(log_lines(witness.log, Zone.named(witness.graph.zone)))


def _of_text(path: Path, found: Diagnostic, sources: SourceMap) -> ToldFinding:
    text = RENDERERS["text"]([found], sources).rstrip()
    name = path.name
    mark = OfText(found, name).fingerprint
    return ToldFinding(
        found.code.id, found.severity.value, mark, "", name, found.message, text, diagnostic_value(found, sources)
    )


def _of_claim(
    result: Result, found: Diagnostic, proved: Proved, sources: SourceMap, rows: Sequence[str]
) -> ToldFinding:
    name = proved.graph.name
    mark = fingerprint(found.code.id, name, result.subject, result.claim, found.message)
    text = "\n".join(finding_lines(result, found, proved, sources, rows))
    value = diagnostic_value(found, sources)
    return ToldFinding(found.code.id, found.severity.value, mark, name, result.subject, found.message, text, value)


def _claim(result: Result, finding: int | None, sources: SourceMap, rows: Sequence[str]) -> ToldClaim:
    basis = result.basis
    value: dict[str, Json] = {
        "claim": result.claim,
        "subject": result.subject,
        "verdict": result.verdict,
        "sentence": result.sentence,
        "basis": {"method": basis.method, "assumptions": list(basis.assumptions), "bounds": list(basis.bounds)},
        "clauses": [place_value(each, sources) for each in result.clauses],
        "stake": None
        if result.stake is None
        else {"amount": decimal_text(result.stake.amount), "currency": result.stake.currency},
        "witness": None if result.witness is None else _witness_value(result.witness, scenario_name(result), rows),
    }
    return ToldClaim(result.verdict, result.subject, result.claim, "; ".join(basis.bounds), finding, value)


def scenario_name(result: Result) -> str:
    """What the scenario of a witness is called."""
    code = "" if result.diagnostic is None else f"{result.diagnostic.code.id}, "
    return f"{code}{result.subject}: {result.claim}"


def _witness_value(witness: Witness, name: str, rows: Sequence[str]) -> Json:
    zone = Zone.named(witness.graph.zone)
    start, end = witness.period
    return {
        "period": {"start": instant_value(start, zone), "end": instant_value(end, zone), "zone": witness.graph.zone},
        "scenario": "\n".join(scenario_lines(witness, name, rows)),
        "outcomes": [outcome_value(each, witness.graph, zone, "none", None) for each in witness.shown],
    }


def _scenario(ran: Ran, sources: SourceMap) -> ToldScenario:
    name = ran.graph.name
    if ran.state == "passed":
        return ToldScenario(name, ran.name, ran.state, "", "", place_value(ran.scenario.span, sources))
    lines = [f"scenario {ran.state}: {on_one_line(ran.name)} ({name})"]
    lines += [f"{_INDENT}{line}".rstrip() for line in failure_lines(ran, sources)]
    finding = finding_of(ran, name, sources)
    place: dict[str, Json] = {
        "file": finding.file, "line": finding.line, "column": finding.column, "end_line": finding.end_line,
        "end_column": finding.end_column,
    }  # fmt: skip
    return ToldScenario(name, ran.name, ran.state, finding.message, "\n".join(lines), place)


def finding_lines(
    result: Result, found: Diagnostic, proved: Proved, sources: SourceMap, rows: Sequence[str]
) -> Iterator[str]:
    """The message as everywhere, then the log and what comes of it."""
    yield RENDERERS["text"]([found], sources).rstrip()
    if result.witness is not None:
        zone = Zone.named(proved.graph.zone)
        start, end = result.witness.period
        yield ""
        chosen = "".join(f", with {name} = {label}" for name, label in result.witness.settings)
        yield f"{_INDENT}Shown by this log of {date_words(start, zone)} until {date_words(end, zone)}{chosen}:"
        yield from (f"{_INDENT * 2}{line}" for line in rows[:_MOST_LINES] or ["(nothing happens)"])
        if len(rows) > _MOST_LINES:
            yield f"{_INDENT * 2}and {len(rows) - _MOST_LINES} more lines"
        yield from (f"{_INDENT}{_outcome(each)}" for each in result.witness.shown)
    if result.stake is not None:
        yield f"{_INDENT}At stake: {amount_words(result.stake.amount, money(result.stake.currency))}"


def _outcome(outcome: Outcome) -> str:
    whom = f" for {scope_words(outcome.scope)}" if outcome.scope else ""
    value = "no value" if outcome.measured is None else amount_words(outcome.measured, outcome.unit, outcome.shown_in)
    return f"{outcome.objective}{whom}: {value}, {outcome.state}{_credit(outcome)}"


def _credit(outcome: Outcome) -> str:
    credit = outcome.credit
    if credit is None:
        return ""
    if credit.payable is None or credit.outcome in ("gap", "conflict"):
        return f"; credit: {credit.outcome}"
    return f"; credit {amount_words(credit.payable, credit.unit)}"
