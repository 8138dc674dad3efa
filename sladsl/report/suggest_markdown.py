"""What is suggested, as Markdown: the same tables."""

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.render.comment import isolated, plain
from sladsl.report.suggest_words import (
    Suggested,
    kept_words,
    owed_words,
    past_words,
    period_words,
    promise_words,
    tried_of,
    tried_words,
    why_words,
)
from sladsl.report.text import titled
from sladsl.text import SourceMap


def suggestion_markdown(result: Suggested, sources: SourceMap) -> str:
    graph = result.graph
    lines = [
        f"## {isolated(titled(graph.title, graph.name))}",
        "",
        f"{plain(period_words(result))} ({plain(graph.zone)})",
    ]
    for each in result.suggestions:
        lines += [
            "",
            f"### {isolated(promise_words(each.promise, sources))}",
            "",
            plain(past_words(each.promise, each.past)),
        ]
        if each.past.values:
            rows = [
                (
                    tried_words(each, tried),
                    kept_words(tried.kept, tried.judged),
                    owed_words(tried.owed, graph),
                    owed_words(tried.moved, graph),
                    why_words(each, tried),
                )
                for tried in tried_of(each)
            ]
            lines += ["", *_table(("Target", "Kept", "Owed in all", "Rows moved along", "Why"), rows)]
    if result.swept:
        names = [name for name, _ in result.swept[0].settings]
        swept = [
            (
                *(value for _, value in each.settings),
                kept_words(each.kept, each.judged),
                f"{each.unknown:,}" if each.unknown else "",
                owed_words(each.owed, graph),
            )
            for each in result.swept
        ]
        lines += ["", *_table((*names, "Kept", "No verdict", "Owed in all"), swept)]
    return "\n".join(lines) + "\n"


def _table(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns that are empty in every row are left out."""
    used = [index for index in range(len(names)) if any(row[index] for row in rows)]
    yield _row(names[index] for index in used)
    yield "|" + "---|" * len(used)
    for row in rows:
        yield _row(isolated(row[index]) for index in used)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
