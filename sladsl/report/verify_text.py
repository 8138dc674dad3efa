"""What was proved and refuted, for a terminal."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from sladsl.diagnostics.render import RENDERERS
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.summary import counted, summary_line
from sladsl.model.units import money
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved, Verified
from sladsl.proofs.written import log_lines
from sladsl.report.scenario_text import failure_lines
from sladsl.report.words import amount_words, date_words, scope_words
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Zone
from sladsl.text import SourceMap

_MOST_LINES = 14
_INDENT = "  "


def verification_text(verified: Verified, *, verbose: bool = False) -> str:
    """Findings in full, each with its log; what is proved in one line an agreement, or with `verbose` one a claim."""
    blocks: list[str] = []
    if verified.diagnostics:
        blocks.append(RENDERERS["text"](list(verified.diagnostics), verified.sources).rstrip())
    for agreement in verified.agreements:
        blocks += [_finding(each, agreement, verified.sources) for each in agreement.results if each.diagnostic]
    for ran in verified.suite.runs:
        if ran.state != "passed":
            lines = [f"scenario {ran.state}: {on_one_line(ran.name)} ({ran.graph.name})"]
            lines += [f"{_INDENT}{line}".rstrip() for line in failure_lines(ran, verified.suite.sources)]
            blocks.append("\n".join(lines))
    for path, agreements in groupby(verified.agreements, key=lambda each: each.path):
        lines = [str(path)]
        for agreement in agreements:
            lines += _claims(agreement, verbose=verbose)
        blocks.append("\n".join(lines))
    blocks.append(_summary(verified))
    return "\n\n".join(blocks)


def _finding(result: Result, agreement: Proved, sources: SourceMap) -> str:
    """The message as everywhere, then the log and what comes of it."""
    assert result.diagnostic is not None
    lines = [RENDERERS["text"]([result.diagnostic], sources).rstrip()]
    if result.witness is not None:
        zone = Zone.named(agreement.graph.zone)
        start, end = result.witness.period
        rows = list(log_lines(result.witness.log, zone))
        lines += ["", f"{_INDENT}Shown by this log of {date_words(start, zone)} until {date_words(end, zone)}:"]
        lines += [f"{_INDENT * 2}{line}" for line in rows[:_MOST_LINES] or ["(nothing happens)"]]
        if len(rows) > _MOST_LINES:
            lines.append(f"{_INDENT * 2}and {len(rows) - _MOST_LINES} more lines")
        lines += [f"{_INDENT}{line}" for each in result.witness.shown for line in _outcome(each)]
    if result.stake is not None:
        lines.append(f"{_INDENT}At stake: {amount_words(result.stake.amount, money(result.stake.currency))}")
    return "\n".join(lines)


def _outcome(outcome: Outcome) -> Iterator[str]:
    whom = f" for {scope_words(outcome.scope)}" if outcome.scope else ""
    value = "no value" if outcome.measured is None else amount_words(outcome.measured, outcome.unit, outcome.shown_in)
    yield f"{outcome.objective}{whom}: {value}, {outcome.state}{_credit(outcome)}"


def _credit(outcome: Outcome) -> str:
    credit = outcome.credit
    if credit is None:
        return ""
    if credit.payable is None or credit.outcome in ("gap", "conflict"):
        return f"; credit: {credit.outcome}"
    return f"; credit {amount_words(credit.payable, credit.unit)}"


def _claims(agreement: Proved, *, verbose: bool) -> Iterator[str]:
    counts = Counter(each.verdict for each in agreement.results)
    said = [f"{counts[each]} {each.lower()}" for each in ("PROVED", "REFUTED", "BOUNDED", "UNKNOWN") if counts[each]]
    if counts["FINDING"]:
        said.append(counted(counts["FINDING"], "finding"))
    if agreement.allowed:
        said.append(f"{len(agreement.allowed)} allowed with a reason")
    yield f"{_INDENT}{agreement.graph.name}: {', '.join(said) or 'nothing to prove'}"
    for each in agreement.results:
        if verbose or each.verdict == "UNKNOWN":
            yield f"{_INDENT * 2}{each.verdict:<8} {each.subject}: {on_one_line(each.claim)}{_bounds(each)}"


def _bounds(result: Result) -> str:
    return f" ({'; '.join(result.basis.bounds)})" if result.basis.bounds else ""


def _summary(verified: Verified) -> str:
    results = [each for agreement in verified.agreements for each in agreement.results]
    counts = Counter(each.verdict for each in results)
    states = Counter(ran.state for ran in verified.suite.runs)
    parts = [f"{counts[each]:,} {each.lower()}" for each in ("PROVED", "REFUTED", "BOUNDED", "UNKNOWN") if counts[each]]
    line = f"{counted(len(verified.agreements), 'agreement')}: {', '.join(parts) or 'no claims'}"
    if states:
        ran = ", ".join(f"{number} {state}" for state, number in sorted(states.items(), reverse=True))
        line += f"; {counted(sum(states.values()), 'scenario')}: {ran}"
    found = verified.found
    return f"{line}\n{summary_line(found)}" if found else line
