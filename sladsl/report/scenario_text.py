"""Scenarios that were run, for a terminal: what failed, what was expected and got, and how that number came about."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.summary import counted
from sladsl.report.explain import explain_text, explain_trigger_text
from sladsl.report.words import written
from sladsl.rules.outcome import TriggerOutcome
from sladsl.testing.coverage import Coverage
from sladsl.testing.properties import LineChecked
from sladsl.testing.reachable import Item
from sladsl.testing.result import Checked, Failure, Ran
from sladsl.testing.suite import AgreementRun, SuiteRun
from sladsl.text import SourceMap

_WIDTH = 120
_MOST_FAILURES = 5
_MOST_LINES = 40
_INDENT = "    "


def suite_text(
    suite: SuiteRun, *, verbose: bool = False, coverage: bool = False, width: int = _WIDTH,
    known: frozenset[int] = frozenset(),
) -> str:  # fmt: skip
    """One line an agreement, or with `verbose` one a scenario; what failed in full below it. `known`: the runs, by
    identity, that are known to fail."""
    blocks: list[list[str]] = []
    for path, agreements in groupby(suite.agreements, key=lambda each: each.path):
        lines = [str(path)]
        for agreement in agreements:
            lines += _agreement_lines(agreement, suite.sources, known, verbose=verbose, width=width)
            if coverage and agreement.runs:
                lines += _coverage_lines(agreement.coverage, suite.sources)
        blocks.append(lines)
    blocks.append([_summary(suite, known)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _agreement_lines(
    agreement: AgreementRun, sources: SourceMap, known: frozenset[int], *, verbose: bool, width: int
) -> Iterator[str]:
    states = [_state(ran, known) for ran in agreement.runs]
    yield f"  {agreement.name}: {_states(states) or 'no scenarios'}"
    for ran in agreement.runs:
        state = _state(ran, known)
        if verbose or state not in ("passed", "known"):
            yield f"{_INDENT}{state:<6}  {on_one_line(ran.name)}"
        if state not in ("passed", "known"):
            yield from (f"{_INDENT}  {line}".rstrip() for line in failure_lines(ran, sources, width))


def failure_lines(ran: Ran, sources: SourceMap, width: int = _WIDTH) -> Iterator[str]:
    """What went wrong with a scenario."""
    for problem in ran.problems:
        yield f"{problem.severity.value}[{problem.code.id}]: {on_one_line(problem.message)}"
    for checked in ran.checked:
        if not checked.passed:
            yield from _expectation_lines(checked, ran, sources, width)
    for line in ran.broken:
        yield from _property_lines(line, ran, sources, width)


def _expectation_lines(checked: Checked, ran: Ran, sources: SourceMap, width: int) -> Iterator[str]:
    span = checked.expected.span
    yield f"{sources.place(span)}  {written(span, sources) or ''}"
    for failure in checked.failures[:_MOST_FAILURES]:
        where = f" in {on_one_line(failure.where)}" if failure.where else ""
        yield f"  expected  {on_one_line(failure.expected)}{where}"
        yield f"  got       {on_one_line(failure.got)}"
        yield from (f"    {line}".rstrip() for line in why_lines(failure, ran, sources, width))
    if len(checked.failures) > _MOST_FAILURES:
        yield f"  and in {len(checked.failures) - _MOST_FAILURES} more windows"


def _property_lines(checked: LineChecked, ran: Ran, sources: SourceMap, width: int) -> Iterator[str]:
    span = checked.line.span
    yield f"{sources.place(span)}  {written(span, sources) or ''}"
    for trigger in checked.broken[:_MOST_FAILURES]:
        yield f"  property {checked.rule.name} does not hold in {on_one_line(trigger.window.label)}"
        yield from (f"    {line}".rstrip() for line in broken_lines(trigger, ran, sources, width))
    if len(checked.broken) > _MOST_FAILURES:
        yield f"  and in {len(checked.broken) - _MOST_FAILURES} more windows"


def broken_lines(trigger: TriggerOutcome, ran: Ran, sources: SourceMap, width: int = _WIDTH) -> list[str]:
    """How it came about that a property does not hold."""
    told = explain_trigger_text(trigger, ran.graph, sources, ran.log, width=width - 10)
    return _steps_only(told)


def why_lines(failure: Failure, ran: Ran, sources: SourceMap, width: int = _WIDTH) -> list[str]:
    """The derivation of what came out, from the result down to the rows of the scenario."""
    if failure.outcome is None:
        return []
    told = explain_text(failure.outcome, ran.graph, sources, ran.log, failure.part, width=width - 10)
    return _steps_only(told)


def _steps_only(told: str) -> list[str]:
    lines = [line for line in told.split("\n") if line.strip()]
    steps = next((index for index, line in enumerate(lines) if line.startswith("Derivation")), 0)
    shown = lines[steps : steps + _MOST_LINES]
    return [*shown, *(["…"] if len(lines) - steps > _MOST_LINES else [])]


def _state(ran: Ran, known: frozenset[int]) -> str:
    return "known" if id(ran) in known else ran.state


def _states(states: Sequence[str]) -> str:
    return ", ".join(f"{states.count(each)} {word}" for each, word in _COUNTED.items() if each in states)


_COUNTED = {"failed": "failed", "error": "could not be run", "known": "known to fail", "passed": "passed"}


def _summary(suite: SuiteRun, known: frozenset[int]) -> str:
    states = [_state(ran, known) for ran in suite.runs]
    expectations = sum(len(ran.checked) for ran in suite.runs)
    if not states:
        return "No scenario was run."
    told = f"{counted(len(states), 'scenario')} with {counted(expectations, 'expectation')}: {_states(states)}"
    properties = sum(len(each.graph.tests.properties) for each in suite.agreements)
    several = "1 property" if properties == 1 else f"{properties} properties"
    return told + (f"; {several} held against each of them" if properties else "")


# Coverage


def _coverage_lines(coverage: Coverage, sources: SourceMap) -> Iterator[str]:
    yield f"{_INDENT}reached {coverage.reached} of {len(coverage.items)}{', not:' if coverage.missing else ''}"
    for item in coverage.missing:
        yield f"{_INDENT}  {item_words(item, sources)}"


_QUOTED = frozenset(
    ("row", "limit", "requirement", "credit", "bonus", "points", "escalation", "applied by a date", "expires")
)


def item_words(item: Item, sources: SourceMap) -> str:
    """`api_up: row `below 95% gives 30%` (acme.sladsl:31:7)`."""
    text = None if item.span is None or item.what.startswith("is ") else written(item.span, sources)
    said = item.name or (text if item.what in _QUOTED else None)
    place = f" ({sources.place(item.span)})" if item.span is not None else ""
    return on_one_line(f"{item.clause}: {item.what}{f' `{said}`' if said else ''}{place}")
