"""The defaults in force: what a contract leaves open, how it is read, and what would say it otherwise."""

from sladsl.checks.allowances import allowances
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.graph import Reading, RuleGraph
from sladsl.model.units import PERCENT
from sladsl.report.numbers import duration_words
from sladsl.report.text import titled
from sladsl.rules.words import value_words, window_words
from sladsl.temporal import DAY, describe_duration
from sladsl.text import SourceMap


def readings_text(graph: RuleGraph, sources: SourceMap) -> str:
    """Those that could change a verdict first."""
    lines = [titled(graph.title, graph.name), *_allowed_lines(graph, sources)]
    if not graph.readings:
        return "\n".join([*lines, "  Nothing is left to a default."])
    for title, decisive in (("Another reading could change a verdict", True), ("Read by the usual rules", False)):
        chosen = [each for each in graph.readings if each.decisive is decisive]
        if chosen:
            lines += ["", title]
            lines += [line for each in chosen for line in _reading_lines(each, graph, sources)]
    return "\n".join(lines)


def _allowed_lines(graph: RuleGraph, sources: SourceMap) -> list[str]:
    """Beside each target of availability what it allows in time: a nine more is written quickly."""
    every = list(allowances(graph))
    lines = ["", "What the targets of availability allow"] if every else []
    for each in every:
        place = on_one_line(sources.place(each.span))
        at_most = "at most " if each.scheduled else ""
        of = ", ".join(f"{at_most}{duration_words(lost)} in {_length(length)}" for length, lost in each.of)
        lines.append(f"  {each.objective}: {value_words(each.target, PERCENT)}{window_words(each.window)}  ({place})")
        lines.append(f"    allows     {of}")
    return lines


def _length(us: int) -> str:
    days, rest = divmod(us, DAY)
    return describe_duration(us) if rest or days < 2 else f"{days} days"


def _reading_lines(reading: Reading, graph: RuleGraph, sources: SourceMap) -> list[str]:
    since = _since(reading, graph)
    place = "" if reading.span is None else f"  ({on_one_line(sources.place(reading.span))})"
    return [
        f"  {on_one_line(reading.topic)}{place}",
        f"    read as    {on_one_line(reading.reading)}",
        f"    otherwise  {on_one_line(reading.otherwise)}",
        *([] if since is None else [f"    since      {on_one_line(since)}"]),
    ]


def _since(reading: Reading, graph: RuleGraph) -> str | None:
    """The amendment that brought it."""
    return None if reading.version is None else " and ".join(graph.versions[reading.version - 1].names)


def readings_json(graph: RuleGraph, sources: SourceMap) -> str:
    """The document that `readings.schema.json` describes."""
    readings: list[Json] = [
        {
            "topic": each.topic,
            "reading": each.reading,
            "otherwise": each.otherwise,
            "decisive": each.decisive,
            "since": _since(each, graph),
            "place": place_value(each.span, sources),
        }
        for each in graph.readings
    ]
    allowed: list[Json] = [
        {
            "objective": each.objective,
            "target": value_words(each.target, PERCENT),
            "of": [{"window": _length(length), "allows": duration_words(lost)} for length, lost in each.of],
            "at_most": each.scheduled,
            "place": place_value(each.span, sources),
        }
        for each in allowances(graph)
    ]
    return document({"agreement": graph.name, "allowances": allowed, "readings": readings})
