"""Scenarios that were run, as JUnit XML: what continuous integration reads."""

import re
from collections.abc import Iterator

from sladsl.report.scenario_text import failure_lines
from sladsl.testing.result import Ran
from sladsl.testing.suite import AgreementRun, SuiteRun
from sladsl.text import SourceMap

# What XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def suite_junit(suite: SuiteRun) -> str:
    """One test suite an agreement, one test case a scenario. There are no times: the same run gives the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="sladsl"{_counts(suite.runs)}>']
    for agreement in suite.agreements:
        lines += _suite(agreement, suite.sources)
    return "\n".join([*lines, "</testsuites>"])


def _suite(agreement: AgreementRun, sources: SourceMap) -> Iterator[str]:
    yield f'  <testsuite name="{_text(agreement.name)}"{_counts(list(agreement.runs))}>'
    for ran in agreement.runs:
        yield from _case(agreement, ran, sources)
    yield "  </testsuite>"


def _case(agreement: AgreementRun, ran: Ran, sources: SourceMap) -> Iterator[str]:
    place = sources.get(ran.scenario.span.source)
    line = place.line_and_column(ran.scenario.span.start)[0] if place else 1
    head = (
        f'    <testcase classname="{_text(agreement.name)}" name="{_text(ran.name)}"'
        f' file="{_text(ran.scenario.span.source)}" line="{line}"'
    )
    if ran.state == "passed":
        yield f"{head}/>"
        return
    tag = "failure" if ran.state == "failed" else "error"
    told = list(failure_lines(ran, sources))
    yield f"{head}>"
    yield f'      <{tag} message="{_text(_message(ran))}">{_text(chr(10).join(told), quoted=False)}</{tag}>'
    yield "    </testcase>"


def _message(ran: Ran) -> str:
    for problem in ran.problems:
        return problem.message
    failures = [failure for checked in ran.checked for failure in checked.failures]
    if failures:
        return f"expected {failures[0].expected}, got {failures[0].got}"
    return ran.broken[0].message if ran.broken else ran.state


def _counts(runs: list[Ran]) -> str:
    states = [ran.state for ran in runs]
    return f' tests="{len(states)}" failures="{states.count("failed")}" errors="{states.count("error")}"'


def _text(text: str, *, quoted: bool = True) -> str:
    """Text of an attribute, or between tags, where line ends may stay."""
    kept = _FORBIDDEN.sub("\ufffd", text)
    escapes = _ESCAPES if quoted else {mark: _ESCAPES[mark] for mark in "&<>"}
    return "".join(escapes.get(each, each) for each in kept)
