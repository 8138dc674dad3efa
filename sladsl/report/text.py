"""An evaluation for a terminal: who, when, what came out for each objective, and what is owed."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from sladsl.diagnostics.render.cells import kept_left, on_one_line, padded
from sladsl.diagnostics.render.summary import counted, summary_line
from sladsl.graph import RuleGraph
from sladsl.graph.versions import VersionFact
from sladsl.model.units import money
from sladsl.report.cases import Cases
from sladsl.report.consequences import points_table, trigger_lines
from sladsl.report.credit_table import credit_table
from sladsl.report.kept import KeptNote, kept_lines
from sladsl.report.outcome_tables import case_tables, state_table
from sladsl.report.papers import date_lines, status_words
from sladsl.report.words import amount_words, date_words, exact_words, instant_words
from sladsl.rules.outcome import Evaluation, Outcome, Total
from sladsl.temporal import Zone

_WIDTH = 120
_STAMPS_ON_A_LINE = 4
_DIGEST = 12
"""Digits of a digest that are enough to compare two reports by eye."""


def evaluation_text(
    evaluation: Evaluation,
    graph: RuleGraph,
    *,
    cases: Cases = "missed",
    width: int = _WIDTH,
    kept: KeptNote | None = None,
) -> str:
    """The whole report. `cases`: which records to list below their objective."""
    zone = Zone.named(evaluation.zone)
    blocks = [_header(evaluation, graph, zone)]
    for _, group in groupby(evaluation.outcomes, key=lambda outcome: outcome.objective):
        blocks.append(_objective(list(group), cases, zone, width))
    if not evaluation.outcomes:
        blocks.append(["There is nothing to judge in this period."])
    if triggered := trigger_lines(evaluation, zone):
        blocks.append(triggered)
    if dates := date_lines(evaluation, graph, zone):
        blocks.append(dates)
    if kept is not None:
        blocks.append(list(kept_lines(kept)))
    blocks.append([*map(_total, evaluation.totals), *_not_in_totals(evaluation), _counts(evaluation)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _header(evaluation: Evaluation, graph: RuleGraph, zone: Zone) -> list[str]:
    start, end = evaluation.period
    facts = [(party.role.capitalize(), party.title or party.name) for party in graph.parties]
    if graph.papers.status is not None:
        facts.append(("Status", status_words(graph.papers.status)))
    facts.append(("Period", f"{date_words(start, zone)} until {date_words(end, zone)} ({evaluation.zone})"))
    facts.append(("As of", instant_words(evaluation.as_of, zone)))
    facts += [("Amended", version_words(each)) for each in graph.versions]
    facts += _stamp_facts(evaluation.stamps)
    named = max(len(name) for name, _ in facts)
    return [
        titled(evaluation.title, evaluation.agreement),
        *(f"  {padded(name, named)}  {on_one_line(fact)}" for name, fact in facts),
    ]


def version_words(version: VersionFact) -> str:
    """`retail_2 from 2026-07-01: shops open on Sundays`."""
    return f"{' and '.join(version.names)} from {version.start}: {version.reason}"


def titled(title: str | None, name: str) -> str:
    """`Acme Cloud: Gold support (acme_gold)`."""
    return on_one_line(name if title is None else f"{title} ({name})")


def _stamp_facts(stamps: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Digests and versions, digests shortened, some on a line."""
    shown = [f"{kept_left(name)} {_short(value)}" for name, value in stamps.items() if value]
    for start in range(0, len(shown), _STAMPS_ON_A_LINE):
        yield "" if start else "From", " · ".join(shown[start : start + _STAMPS_ON_A_LINE])


def _short(value: str) -> str:
    digest = value.removeprefix("sha256:")
    is_digest = len(digest) == 64 and all(each in "0123456789abcdef" for each in digest)
    return digest[:_DIGEST] if is_digest else value


def _objective(outcomes: list[Outcome], cases: Cases, zone: Zone, width: int) -> list[str]:
    first = outcomes[0]
    what = "" if first.kind == "objective" else ", kpi"
    return [
        titled(first.title, first.objective) + what,
        *state_table(outcomes, width),
        *case_tables(outcomes, cases, zone, width),
        *credit_table([(each, each.credit) for each in outcomes], zone, width),
        *credit_table([(each, each.bonus) for each in outcomes], zone, width, "Bonus"),
        *points_table(outcomes, width),
    ]


def _total(total: Total) -> str:
    unit = total.unit if total.currency is None else money(total.currency)
    due = "" if total.due == total.payable else f", due {amount_words(total.due, unit)}{exact_words(total.due, unit)}"
    whose = "" if total.payer is None else f" by {total.payer} to {total.payee}"
    return f"Payable{whose} in total: {amount_words(total.payable, unit)}{due}"


def _not_in_totals(evaluation: Evaluation) -> list[str]:
    unknown = sum(each.credit is not None and each.credit.due is None for each in evaluation.outcomes)
    return [f"In no total, as nobody can say what it is: {counted(unknown, 'credit')}"] if unknown else []


def _counts(evaluation: Evaluation) -> str:
    """How many windows came out how, and how much was found on the way."""
    order = ("breached", "warning", "no verdict", "met", "measured", "not applicable")
    states = [outcome.state for outcome in evaluation.outcomes]
    told = [f"{states.count(state):,} {state}" for state in order if state in states]
    found = summary_line(evaluation.findings)
    return f"{', '.join(told) or 'Nothing judged'}; {found}"
