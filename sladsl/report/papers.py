"""What a contract says beside numbers: as JSON, and the dates and facts of it that a report tells."""

from collections.abc import Iterator

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json
from sladsl.graph import RuleGraph
from sladsl.graph.papers import Length, Papers, Paragraph, RenewalFact, StatusFact, StructureFact
from sladsl.model.units import PERCENT
from sladsl.report.graph_facts import facts_of
from sladsl.report.json_values import instant_value
from sladsl.report.numbers import fraction_text
from sladsl.report.words import amount_words, date_words
from sladsl.rules.outcome import DateDue, Evaluation
from sladsl.temporal import Zone

_MOST_DATES = 12


def papers_value(graph: RuleGraph) -> dict[str, Json] | None:
    """All of it; None where the contract has none."""
    papers = graph.papers
    if papers == Papers():
        return None
    renewal = papers.renewal
    return {
        "status": None if papers.status is None else _status_value(papers.status),
        "renewal": None if renewal is None else _renewal_value(renewal),
        "notices": [{"party": each.party, "length": _length_value(each.length)} for each in papers.notices],
        "precedence": list(papers.precedence),
        "titles": [{"of": of or None, "language": language, "title": title} for of, language, title in papers.titles],
        "clauses": [
            {"name": each.name, "title": each.title, "paragraphs": _paragraph_values(each.paragraphs)}
            for each in papers.articles
        ],
        "duties": [
            {
                "name": each.name,
                "title": each.title,
                "party": each.party,
                "measured": each.measured,
                "evidence": each.evidence,
                "paragraphs": _paragraph_values(each.paragraphs),
            }
            for each in papers.duties
        ],
        "reports": [
            {
                "name": each.name,
                "title": each.title,
                "to": list(each.to),
                "due": None if each.due is None else facts_of(each.due, graph),
            }
            for each in papers.reports
        ],
        "reviews": [{"every": _length_value(each.every), "when": each.when} for each in papers.reviews],
        "support": [
            {
                "kind": each.kind,
                "name": each.name,
                "title": each.title,
                "availability": None if each.availability is None else fraction_text(each.availability * 100),
                "measured": each.measured,
            }
            for each in papers.support
        ],
        "carried": [{"service": name, "by": _structure_value(each)} for name, each in papers.carried],
    }


def _status_value(status: StatusFact) -> dict[str, Json]:
    return {
        "state": status.state,
        "since": None if status.since is None else status.since.isoformat(),
        "signed": None if status.signed is None else status.signed.isoformat(),
        "by": list(status.by),
    }


def _renewal_value(renewal: RenewalFact) -> dict[str, Json]:
    return {"by": _length_value(renewal.by), "notice": _length_value(renewal.notice)}


def _length_value(length: Length | None) -> dict[str, Json] | None:
    return None if length is None else {"count": length.count, "unit": length.unit.removesuffix("s")}


def _paragraph_values(paragraphs: tuple[Paragraph, ...]) -> list[Json]:
    return [{"text": each.text, "language": each.language} for each in paragraphs]


def _structure_value(structure: StructureFact) -> dict[str, Json]:
    parts: list[Json] = [each if isinstance(each, str) else _structure_value(each) for each in structure.parts]
    return {"least": structure.least, "parts": parts}


# Dates


def date_value(date: DateDue, zone: Zone) -> dict[str, Json]:
    """Something that falls on a date."""
    return {
        "kind": date.kind,
        "at": instant_value(date.at, zone),
        "name": date.name,
        "title": date.title,
        "to": list(date.to),
    }


def date_lines(evaluation: Evaluation, graph: RuleGraph, zone: Zone) -> list[str]:
    """What falls into the period, with its dates."""
    dates: dict[str, list[str]] = {}
    for each in evaluation.dates:
        before = ": before" if each.kind in ("report", "notice") else ":"
        dates.setdefault(due_words(each, graph) + before, []).append(date_words(each.at, zone))
    lines = []
    for what, days in dates.items():
        more = f" and {len(days) - _MOST_DATES:,} more" if len(days) > _MOST_DATES else ""
        lines.append(f"  {on_one_line(what)} {', '.join(days[:_MOST_DATES])}{more}")
    return ["Dates", *lines] if lines else []


def due_words(date: DateDue, graph: RuleGraph) -> str:
    """What happens on a date, or must be done before it."""
    called = {each.name: each.title or each.name for each in graph.parties}
    match date.kind:
        case "report":
            to = f" to {' and '.join(called.get(each, each) for each in date.to)}" if date.to else ""
            return f"{date.title or date.name}{to}"
        case "notice":
            return "Notice, if the agreement is not to be renewed"
        case "review":
            return "Review"
    return "The term ends, and is renewed unless notice was given"


# Facts


def status_words(status: StatusFact) -> str:
    """`in force since 2026-01-01, signed 2025-12-12 by A. Somchai and B. Baker`."""
    since = f" since {status.since}" if status.since else ""
    by = f" by {' and '.join(status.by)}" if status.by else ""
    signed = f", signed {status.signed}{by}" if status.signed else ""
    return f"{status.state}{since}{signed}"


def paper_lines(graph: RuleGraph) -> list[str]:
    """Every fact on a line, for the eye."""
    lines = [f"  {on_one_line(each)}" for each in _facts(graph.papers)]
    return ["Papers", *lines] if lines else []


def _facts(papers: Papers) -> Iterator[str]:
    if papers.status is not None:
        yield f"status {status_words(papers.status)}"
    if papers.renewal is not None:
        notice = papers.renewal.notice
        unless = "" if notice is None else f" unless notice is given {_length_words(notice)} before the end"
        yield f"renews by {_length_words(papers.renewal.by)}{unless}"
    for each in papers.notices:
        yield f"notice of {_length_words(each.length)} by {each.party}"
    if papers.precedence:
        yield f"precedence {', '.join(papers.precedence)}"
    for of, language, title in papers.titles:
        yield f"title{f' of {of}' if of else ''} in {language}: {title}"
    for article in papers.articles:
        yield f"clause {_titled(article.name, article.title)}"
    for duty in papers.duties:
        whose = f" of {duty.party}" if duty.party else ""
        measured = ", measured" if duty.measured else ""
        yield f"duty {_titled(duty.name, duty.title)}{whose}{measured}{', evidence required' * duty.evidence}"
    for report in papers.reports:
        to = f" to {', '.join(report.to)}" if report.to else ""
        yield f"report {_titled(report.name, report.title)}{to}"
    for review in papers.reviews:
        yield f"review {f'every {_length_words(review.every)}' if review.every else f'when {review.when}'}"
    for part in papers.support:
        value = "" if part.availability is None else f", availability {amount_words(part.availability, PERCENT)}"
        yield f"{part.kind} {_titled(part.name, part.title)}{value}{', measured' * part.measured}"
    for service, structure in papers.carried:
        yield f"service {service} rests on {_structure_words(structure)}"


def _titled(name: str, title: str | None) -> str:
    return name if title is None else f"{name} ({title})"


def _length_words(length: Length) -> str:
    unit = length.unit.removesuffix("s")
    return f"{length.count} calendar {unit if length.count == 1 else unit + 's'}"


def _structure_words(structure: StructureFact) -> str:
    parts = ", ".join(each if isinstance(each, str) else f"({_structure_words(each)})" for each in structure.parts)
    return f"all of {parts}" if structure.least is None else f"{structure.least} of {parts}"
