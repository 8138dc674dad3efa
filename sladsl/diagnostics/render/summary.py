"""How many diagnostics there are, in words, and which of very many to show."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.diagnostic import Diagnostic

MOST_SHOWN = 100
"""Messages about one text, that people are shown."""


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, the gravest first; `no findings` where there are none."""
    counts = Counter(each.severity for each in diagnostics)
    words = [counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(words) or "no findings"


def worth_showing(diagnostics: Sequence[Diagnostic], most: int = MOST_SHOWN) -> list[Diagnostic]:
    """All of them; of a text with very many only the gravest, in their order."""
    by_text: dict[str, list[int]] = {}
    for index, each in enumerate(diagnostics):
        if each.span is not None:
            by_text.setdefault(each.span.source, []).append(index)
    weight = {severity: number for number, severity in enumerate(Severity)}
    left_out: set[int] = set()
    for indices in by_text.values():
        left_out.update(sorted(indices, key=lambda index: weight[diagnostics[index].severity])[most:])
    return [each for index, each in enumerate(diagnostics) if index not in left_out]


def counted(count: int, word: str) -> str:
    """`1 error`, `2 errors`, `1,204 errors`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
