"""Scenarios that were run, as cases and as findings for the forms that others read."""

from collections.abc import Sequence
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.known import Known, compared, fingerprint
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.findings import Finding, found
from sladsl.diagnostics.render.findings import finding_of as diagnostic_finding
from sladsl.diagnostics.render.forms import Told
from sladsl.diagnostics.render.forms import case_of as finding_case
from sladsl.diagnostics.render.json import place_value
from sladsl.diagnostics.render.junit import Case
from sladsl.diagnostics.render.summary import counted
from sladsl.frozen import Frozen, frozen
from sladsl.report.scenario_text import failure_lines
from sladsl.testing.result import Failure, Ran
from sladsl.testing.suite import SuiteRun
from sladsl.text import SourceMap, Span

CODE = "scenario"
"""What a scenario that does not pass is called among codes."""
_MOST_TOLD = 5


def scenario_fingerprint(agreement: str, name: str) -> str:
    """By which a baseline knows a scenario that fails, however it does."""
    return fingerprint(CODE, agreement, name)


@frozen
class OfRun(Frozen):
    """A scenario as a baseline knows it."""

    agreement: str
    ran: Ran

    @property
    def fingerprint(self) -> str:
        return scenario_fingerprint(self.agreement, self.ran.name)

    @property
    def can_be_known(self) -> bool:
        return self.ran.state == "failed"


def known_runs(suite: SuiteRun, baseline: Sequence[Known]) -> frozenset[int]:
    """Which of the scenarios, by identity, are known to fail."""
    every = [OfRun(each.name, ran) for each in suite.agreements for ran in each.runs]
    held = compared(every, baseline, whole=False)
    return frozenset(id(each.ran) for each in every if not held.is_new(each))


def suite_told(suite: SuiteRun, diagnostics: Sequence[Diagnostic], known: frozenset[int] = frozenset()) -> Told:
    """What was run, and what was said of the contracts before. One suite an agreement, one case a scenario."""
    findings = [diagnostic_finding(each, suite.sources) for each in diagnostics]
    cases = []
    for agreement in suite.agreements:
        for ran in agreement.runs:
            case = case_of(ran, agreement.name, suite.sources)
            if id(ran) in known:
                case = replace(case, state="passed", text=f"known\n{case.text}")
            elif ran.state != "passed":
                findings.append(finding_of(ran, agreement.name, suite.sources))
            cases.append(case)
    mistakes = [each for each in findings if each.severity == "error" and each.code != CODE]
    cases += [finding_case(each, each.file or "sladsl", failed=True) for each in mistakes]
    return Told("test", suite_summary(suite), findings, cases)


def case_of(ran: Ran, agreement: str, sources: SourceMap) -> Case:
    place = sources.get(ran.scenario.span.source)
    line = place.line_and_column(ran.scenario.span.start)[0] if place else 1
    file = ran.scenario.span.source
    if ran.state == "passed":
        return Case(agreement, ran.name, "passed", file, line)
    return Case(agreement, ran.name, ran.state, file, line, _message(ran), "\n".join(failure_lines(ran, sources)))


def finding_of(ran: Ran, agreement: str, sources: SourceMap) -> Finding:
    """At the first expectation that does not hold."""
    word = "failed" if ran.state == "failed" else "could not be run"
    head = f"{agreement}: scenario “{on_one_line(ran.name)}” {word}"
    lines = [f"expected {each}" for each in _expected(ran)] or [_message(ran)]
    more = [f"and {len(lines) - _MOST_TOLD} more"] if len(lines) > _MOST_TOLD else []
    message = "\n".join([head, *lines[:_MOST_TOLD], *more])
    text = "\n".join([head, *(f"  {line}".rstrip() for line in failure_lines(ran, sources))])
    return found(CODE, "scenario", "error", message, place_value(_where(ran), sources), text=text)


def suite_summary(suite: SuiteRun) -> str:
    """`2 scenarios: 1 failed, 1 passed`."""
    states = [ran.state for ran in suite.runs]
    words = {"failed": "failed", "error": "could not be run", "passed": "passed"}
    told = ", ".join(f"{states.count(state)} {word}" for state, word in words.items() if state in states)
    return f"{counted(len(states), 'scenario')}: {told}" if states else "No scenario was run"


def _expected(ran: Ran) -> list[str]:
    told = [_told(each) for checked in ran.checked for each in checked.failures]
    return [*told, *(f"property {each.rule.name} to hold" for each in ran.broken)]


def _told(failure: Failure) -> str:
    where = f" in {on_one_line(failure.where)}" if failure.where else ""
    return f"{on_one_line(failure.expected)}{where}, got {on_one_line(failure.got)}"


def _where(ran: Ran) -> Span:
    for checked in ran.checked:
        if not checked.passed:
            return checked.expected.span
    return ran.scenario.span


def _message(ran: Ran) -> str:
    for problem in ran.problems:
        return problem.message
    failures = [failure for checked in ran.checked for failure in checked.failures]
    if failures:
        return f"expected {failures[0].expected}, got {failures[0].got}"
    return ran.broken[0].message if ran.broken else ran.state
