"""How many diagnostics there are, in words."""

from collections import Counter
from collections.abc import Iterable

from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.diagnostic import Diagnostic


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, the gravest first; `no findings` where there are none."""
    counts = Counter(each.severity for each in diagnostics)
    words = [counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(words) or "no findings"


def counted(count: int, word: str) -> str:
    """`1 error`, `2 errors`, `1,204 errors`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
