"""The agreements of a file, with all levels, templates and definitions put into them."""

from dataclasses import dataclass, field, replace
from datetime import date

from sladsl.diagnostics import Diagnostic
from sladsl.levels.derive import Deriver
from sladsl.levels.scope import LoadedFile, Scope, scope_of, unknown
from sladsl.model.problems import Problems
from sladsl.syntax import ast


@dataclass(frozen=True, slots=True)
class DerivedAgreement:
    """An agreement of plain clauses; `clause` None where a level above is missing. `problems`: found on the way."""

    name: str
    written: ast.Agreement
    clause: ast.Agreement | None
    problems: Problems = field(default_factory=Problems)


def agreements_of(loaded: LoadedFile, problems: Problems) -> list[DerivedAgreement]:
    """The agreements that a file writes, and those it imports and amends."""
    scope = scope_of(loaded, problems)
    wanted: dict[str, tuple[ast.Agreement, Scope]] = {each.name.text: (each, scope) for each in loaded.file.agreements}
    for amendment in loaded.file.amendments:
        found = scope.agreements.get(amendment.agreement.text)
        if found is None:
            unknown("agreement", amendment.agreement, dict(scope.agreements), problems)
        else:
            wanted.setdefault(amendment.agreement.text, found)
    return [_derived(*each, scope) for each in wanted.values()]


def _derived(agreement: ast.Agreement, home: Scope, scope: Scope) -> DerivedAgreement:
    own = Problems()
    text = Deriver(own, scope.amendments).text(agreement, home, date.min)
    clause = None if text is None else replace(agreement, clauses=text.every(), based=None)
    return DerivedAgreement(agreement.name.text, agreement, clause, own)


def told(agreement: DerivedAgreement, found: list[Diagnostic]) -> list[Diagnostic]:
    """What is found in inherited clauses is told with the agreement that inherits them."""
    based = agreement.written.based
    if not isinstance(based, ast.Extends):
        return found
    whole = agreement.written.span
    note = f"found in `{agreement.name}`, which extends `{based.agreement.text}`"
    return [
        each
        if each.span is None or (each.span.source == whole.source and whole.start <= each.span.start < whole.end)
        else replace(each, notes=(*each.notes, note))
        for each in found
    ]
