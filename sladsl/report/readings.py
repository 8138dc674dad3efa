"""The defaults in force: what a contract leaves open, how it is read, and what would say it otherwise."""

from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.document import Json, document
from sladsl.diagnostics.render.json import place_value
from sladsl.graph import Reading, RuleGraph
from sladsl.report.text import titled
from sladsl.text import SourceMap


def readings_text(graph: RuleGraph, sources: SourceMap) -> str:
    """Those that could change a verdict first."""
    lines = [titled(graph.title, graph.name)]
    if not graph.readings:
        return "\n".join([*lines, "  Nothing is left to a default."])
    for title, decisive in (("Another reading could change a verdict", True), ("Read by the usual rules", False)):
        chosen = [each for each in graph.readings if each.decisive is decisive]
        if chosen:
            lines += ["", title]
            lines += [line for each in chosen for line in _reading_lines(each, graph, sources)]
    return "\n".join(lines)


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
    return document({"agreement": graph.name, "readings": readings})
