"""The agreements of a file, with all levels, templates and definitions put into them, in all their versions."""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.levels import versions
from sladsl.levels.derive import Deriver
from sladsl.levels.layers import Text
from sladsl.levels.scope import LoadedFile, Scope, scope_of, unknown
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.text import Span


@frozen
class Amended(Frozen):
    """A later version of an agreement, made by the amendments of one day. `splits`: windows are cut at the date."""

    names: tuple[str, ...]
    start: date
    reason: str
    splits: bool
    clause: ast.Agreement
    span: Span


@frozen
class Above(Frozen):
    """A level above, where an objective, or the `limit` at a place, was as it is no more. `mandatory`: the new one must
    promise no less, and allow no more. `versions`: in which of the agreement's own that is so; 0 is the text itself."""

    objective: str
    level: str
    mandatory: bool
    clause: ast.Agreement
    limit: Span | None = None
    versions: tuple[int, ...] = ()


@frozen
class DerivedAgreement(Frozen):
    """An agreement of plain clauses; `clause` None where a level above is missing. `problems`: found on the way."""

    name: str
    written: ast.Agreement
    clause: ast.Agreement | None
    later: tuple[Amended, ...] = ()
    problems: Problems = field(default_factory=Problems)
    above: tuple[Above, ...] = ()


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
    deriver = Deriver(own, scope.amendments)
    first = deriver.text(agreement, home, date.min)
    if first is None:
        return DerivedAgreement(agreement.name.text, agreement, None, (), own)
    made: list[tuple[list[ast.Amendment], Text]] = []
    for day, amendments in versions.by_day(deriver.all_of(agreement, home)):
        text = deriver.text(agreement, home, day)
        if text is not None:
            made.append((amendments, text))
    texts = versions.with_common_frame([first, *(text for _, text in made)], [each for each, _ in made], own)
    clauses = [replace(agreement, clauses=text.every(), based=None) for text in texts]
    later = tuple(
        Amended(
            tuple(each.name.text for each in amendments),
            amendments[0].start,
            "; ".join(each.reason.value for each in amendments if each.reason is not None),
            any(each.splits for each in amendments),
            clause,
            amendments[0].name.span,
        )
        for (amendments, _), clause in zip(made, clauses[1:], strict=True)
    )
    return DerivedAgreement(
        agreement.name.text, agreement, clauses[0], later, own, _above(agreement, [first, *(text for _, text in made)])
    )


def _above(agreement: ast.Agreement, texts: Sequence[Text]) -> tuple[Above, ...]:
    """What is held against levels above in any version: an amendment can change what is mandatory too."""
    found: list[tuple[Above, list[int]]] = []  # compared, not hashed: a hash would go through the whole agreement
    for version, text in enumerate(texts):
        for each in _above_in(agreement, text):
            known = next((numbers for other, numbers in found if other == each), None)
            if known is None:
                found.append((each, [version]))
            else:
                known.append(version)
    return tuple(replace(each, versions=tuple(numbers)) for each, numbers in found)


def _above_in(agreement: ast.Agreement, text: Text) -> Iterator[Above]:
    """What is held against a level above: objectives that are overridden, or mandatory where anything is another one;
    mandatory limits that are overridden."""
    for key, (level, before) in text.above.items():
        clause = before.clauses[key][0]
        changed = any(text.origins.get(each) != origin for each, origin in before.origins.items())
        if isinstance(clause, ast.Objective) and key in text.clauses and changed:
            whole = replace(agreement, clauses=before.every(), based=None)
            yield Above(clause.name.text, level, key in before.mandatory, whole)
        if isinstance(clause, ast.TotalLimit) and key in before.mandatory and text.origins[key] != before.origins[key]:
            whole = replace(agreement, clauses=before.every(), based=None)
            yield Above("", level, True, whole, clause.span)


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
