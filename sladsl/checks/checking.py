"""All checks of one file."""

from collections.abc import Callable, Iterable

from sladsl.checks import unused
from sladsl.checks.allowances import check_grid
from sladsl.checks.allowing import check_allows
from sladsl.checks.amounts import check_amounts
from sladsl.checks.dates import check_dates
from sladsl.checks.promises import check_promises
from sladsl.checks.subject import Subject
from sladsl.checks.tables import check_tables
from sladsl.checks.texts import check_texts
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.codes import ALL
from sladsl.graph import RuleGraph
from sladsl.levels.agreements import DerivedAgreement
from sladsl.levels.scope import LoadedFile
from sladsl.model.agreement import Agreement
from sladsl.model.problems import Problems
from sladsl.text import Source

_CHECKS: tuple[Callable[[Subject], None], ...] = (
    check_tables,
    check_amounts,
    check_grid,
    check_promises,
    check_dates,
    check_texts,
)


class Checking:
    """Looks at the agreements of one file as they are compiled, and at the file when all are."""

    decided = frozenset(code for code in ALL if code.startswith(("SLA01", "SLA055", "SLA057", "SLA10")))
    """Codes that are found from the text alone, so that one that is not found is not there."""

    def __init__(self, loaded: LoadedFile) -> None:
        self.loaded = loaded
        self._said: set[tuple[object, ...]] = set()
        self._seen: list[DerivedAgreement] = []

    def agreement(
        self, derived: DerivedAgreement, versions: Iterable[Agreement], graph: RuleGraph, problems: Problems
    ) -> None:
        """What an agreement lets one wonder at. What it inherits from another is said of that one."""
        self._seen.append(derived)
        own = Problems()
        subject = Subject(derived, tuple(versions), graph, own)
        for check in _CHECKS:
            check(subject)
        problems.found.extend(self._fresh(own.found))

    def file(self, source: Source, problems: Problems) -> None:
        """What can be said only of the whole file."""
        own = Problems()
        unused.check_file(self.loaded, self._seen, own)
        own.found.extend(check_allows(source, self.loaded.file))
        problems.found.extend(self._fresh(own.found))

    def _fresh(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        fresh: list[Diagnostic] = []
        for each in found:
            key = each.code.id, each.message, each.span
            if each.span is not None and each.span.source == self.loaded.file.source and key not in self._said:
                self._said.add(key)
                fresh.append(each)
        return fresh
