"""What was proved and refuted, for hosts of repositories and continuous integration."""

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.known import Compared
from sladsl.diagnostics.render.document import Json
from sladsl.diagnostics.render.findings import Finding, found
from sladsl.diagnostics.render.forms import Told, case_of
from sladsl.diagnostics.render.junit import Case
from sladsl.report.scenario_cases import CODE
from sladsl.report.told import ToldAgreement, ToldFile, ToldFinding, ToldScenario
from sladsl.report.verify_text import summary_lines

_NOWHERE: dict[str, Json] = {"line": None, "column": None, "end_line": None, "end_column": None}
_WEIGHT = {"note": 0, "warning": 1, "error": 2}


def verification_told(files: Sequence[ToldFile], compared: Compared, fail_on: str) -> Told:
    """What is not known yet, and every scenario that did not pass. Each claim and each scenario is a case."""
    findings: list[Finding] = []
    for file in files:
        findings += [_finding(file, each) for each in file.findings if compared.is_new(each)]
        findings += [_unmet(each) for each in file.scenarios if each.state != "passed" and compared.is_new(each)]
    cases = [case for file in files for case in _cases(file, compared, fail_on)]
    return Told("verify", "; ".join(summary_lines(files, compared, most_unused=0)), findings, cases)


def _finding(file: ToldFile, finding: ToldFinding) -> Finding:
    value = finding.value if isinstance(finding.value, dict) else {}
    place = value.get("place")
    where = place if isinstance(place, dict) else {**_NOWHERE, "file": file.path}
    return found(finding.code, str(value.get("title", "")), finding.severity, finding.message, where,
                 fingerprint=finding.fingerprint, text=finding.text)  # fmt: skip


def _unmet(scenario: ToldScenario) -> Finding:
    return found(CODE, "scenario", "error", scenario.message, scenario.place, text=scenario.text)


def _cases(file: ToldFile, compared: Compared, fail_on: str) -> Iterator[Case]:
    """What the text says, what was claimed of each agreement, and its scenarios."""
    of_claims = {claim.finding for each in file.agreements for claim in each.claims}
    of_text = [each for index, each in enumerate(file.findings) if index not in of_claims]
    for each in of_text:
        yield _of_finding(file, each, file.path, each.code, compared, fail_on)
    if not of_text:
        yield Case(file.path, "the text", "passed", file.path)
    for agreement in file.agreements:
        yield from _claims(file, agreement, compared, fail_on)
    for scenario in file.scenarios:
        yield _scenario(file, scenario, compared)


def _scenario(file: ToldFile, scenario: ToldScenario, compared: Compared) -> Case:
    place = scenario.place or {}
    line, state = place.get("line"), scenario.state
    known = state == "failed" and not compared.is_new(scenario)
    return Case(
        f"{scenario.agreement}: scenarios", scenario.name,
        "passed" if state == "passed" or known else "failed" if state == "failed" else "error",
        str(place.get("file", file.path)), line if isinstance(line, int) else None,
        (scenario.message.splitlines() or [""])[-1], f"known\n{scenario.text}" if known else scenario.text,
    )  # fmt: skip


def _claims(file: ToldFile, agreement: ToldAgreement, compared: Compared, fail_on: str) -> Iterator[Case]:
    for claim in agreement.claims:
        name = f"{claim.subject}: {claim.claim}"
        if claim.finding is not None:
            yield _of_finding(file, file.findings[claim.finding], agreement.name, name, compared, fail_on)
        elif claim.verdict == "UNKNOWN":
            yield Case(agreement.name, name, "skipped", file.path, None, f"UNKNOWN {claim.bounds}".strip())
        else:
            yield Case(agreement.name, name, "passed", file.path)


def _of_finding(file: ToldFile, finding: ToldFinding, suite: str, name: str, compared: Compared, fail_on: str) -> Case:
    new = compared.is_new(finding)
    failed = new and fail_on in _WEIGHT and _WEIGHT[finding.severity] >= _WEIGHT[fail_on]
    case = case_of(_finding(file, finding), suite, failed=failed)
    text = finding.text if new else f"known\n{finding.text}"
    return Case(suite, name, case.state, case.file, case.line, case.message, text)
