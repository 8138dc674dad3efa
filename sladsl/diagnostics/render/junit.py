"""JUnit XML: what continuous integration reads as tests that passed and failed."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from sladsl.frozen import Frozen, frozen

# What XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_COUNTED = {"tests": None, "failures": "failed", "errors": "error"}


@frozen
class Case(Frozen):
    """Something that was looked at. `message` says in a line why it did not pass, `text` in full."""

    suite: str
    name: str
    state: Literal["passed", "failed", "error", "skipped"]
    file: str | None = None
    line: int | None = None
    message: str = ""
    text: str = ""


def junit(cases: Sequence[Case]) -> str:
    """Cases of a suite stand together. There are no times: the same run gives the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="sladsl"{_counts(cases)}>']
    for suite, of in groupby(cases, key=lambda each: each.suite):
        own = list(of)
        lines.append(f'  <testsuite name="{_text(suite)}"{_counts(own)}{_skipped(own)}>')
        for each in own:
            lines += _case(each)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"])


def _case(case: Case) -> Iterator[str]:
    head = f'    <testcase classname="{_text(case.suite)}" name="{_text(case.name)}"'
    if case.file is not None:
        head += f' file="{_text(case.file)}" line="{case.line or 1}"'
    text = _text(case.text, quoted=False)
    if case.state == "passed" and not text:
        yield f"{head}/>"
        return
    yield f"{head}>"
    if case.state == "passed":
        yield f"      <system-out>{text}</system-out>"
    else:
        tag = {"failed": "failure", "error": "error", "skipped": "skipped"}[case.state]
        yield f'      <{tag} message="{_text(case.message)}">{text}</{tag}>'
    yield "    </testcase>"


def _counts(cases: Sequence[Case]) -> str:
    states: list[str] = [case.state for case in cases]
    counted = {name: len(states) if state is None else states.count(state) for name, state in _COUNTED.items()}
    return "".join(f' {name}="{number}"' for name, number in counted.items())


def _skipped(cases: Sequence[Case]) -> str:
    """Which the schema knows of suites only."""
    return f' skipped="{sum(case.state == "skipped" for case in cases)}"'


def _text(text: str, *, quoted: bool = True) -> str:
    """Text of an attribute, or between tags, where line ends may stay."""
    kept = _FORBIDDEN.sub("\ufffd", text)
    escapes = _ESCAPES if quoted else {mark: _ESCAPES[mark] for mark in "&<>"}
    return "".join(escapes.get(each, each) for each in kept)
