"""What can be named in a file: what stands in it, and what it imports."""

from dataclasses import dataclass, field

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names
from sladsl.frozen import Frozen, frozen
from sladsl.model.problems import Problems, listing, tell_of_look_alikes
from sladsl.syntax import ast
from sladsl.text import Span


@frozen
class LoadedFile(Frozen):
    """A parsed file with those it imports, each with the place of its `import`."""

    file: ast.File
    digest: str
    imports: tuple[tuple[Span, "LoadedFile"], ...] = ()

    def digests(self) -> tuple[tuple[str, str], ...]:
        """The digests of all files it brings in, by name."""
        found: dict[str, str] = {}
        pending = [other for _, other in self.imports]
        while pending:
            each = pending.pop()
            if each.file.source not in found:
                found[each.file.source] = each.digest
                pending += [other for _, other in each.imports]
        return tuple(sorted(found.items()))


@dataclass(eq=False)
class Scope:
    """The definitions, templates and agreements that a file can name, each with the scope it was written in."""

    source: str
    definitions: dict[str, tuple[ast.Definition, "Scope"]] = field(default_factory=dict)
    templates: dict[str, tuple[ast.Template, "Scope"]] = field(default_factory=dict)
    agreements: dict[str, tuple[ast.Agreement, "Scope"]] = field(default_factory=dict)
    amendments: list[tuple[ast.Amendment, "Scope"]] = field(default_factory=list)

    def inside(self, clauses: tuple[ast.Written, ...], problems: Problems) -> "Scope":
        """The scope of the clauses of an agreement, which may hold definitions of its own."""
        own = [each for each in clauses if isinstance(each, ast.Definition)]
        if not own:
            return self
        inner = Scope(self.source, dict(self.definitions), self.templates, self.agreements, self.amendments)
        for each in own:
            _enter(inner.definitions, each, inner, "definition", problems)
        return inner


def scope_of(loaded: LoadedFile, problems: Problems, known: dict[str, Scope] | None = None) -> Scope:
    """The scope of a file. Names given twice are told."""
    known = {} if known is None else known
    if loaded.file.source in known:
        return known[loaded.file.source]
    scope = known[loaded.file.source] = Scope(loaded.file.source)
    for _, other in loaded.imports:
        outer = scope_of(other, problems, known)
        for found in outer.definitions.values():
            _enter(scope.definitions, found[0], found[1], "definition", problems)
        for template in outer.templates.values():
            _enter(scope.templates, template[0], template[1], "template", problems)
        for agreement in outer.agreements.values():
            _enter(scope.agreements, agreement[0], agreement[1], "agreement", problems)
        scope.amendments += [each for each in outer.amendments if each not in scope.amendments]
    for definition in loaded.file.definitions:
        _enter(scope.definitions, definition, scope, "definition", problems)
    for each in loaded.file.templates:
        _enter(scope.templates, each, scope, "template", problems)
    for each_agreement in loaded.file.agreements:
        _enter(scope.agreements, each_agreement, scope, "agreement", problems)
    scope.amendments += [(each, scope) for each in loaded.file.amendments]
    own = loaded.file
    named = [*(each.name for each in own.definitions), *(each.name for each in own.templates)]
    named += [each.name for each in own.agreements]
    tell_of_look_alikes({name.text: name.span for name in named}, problems)
    return scope


def _enter(
    known: dict[str, tuple[ast.FilePart, Scope]] | dict[str, tuple[ast.Definition, Scope]]
    | dict[str, tuple[ast.Template, Scope]] | dict[str, tuple[ast.Agreement, Scope]],
    node: ast.Definition | ast.Template | ast.Agreement,
    scope: Scope,
    kind: str,
    problems: Problems,
) -> None:  # fmt: skip
    name = node.name
    first = known.get(name.text)
    if first is None:
        known[name.text] = (node, scope)  # type: ignore[assignment]
    elif first[0] is not node:
        problems.add(
            names.DUPLICATE_NAME,
            f"there are two {kind}s called `{name.text}`",
            name.span,
            labels=[Label(first[0].name.span, "given here first")],  # type: ignore[union-attr]
            fixes=[Fix("choose another name for one of them")],
        )


def unknown(kind: str, name: ast.Name, known: dict[str, object], problems: Problems) -> None:
    """Says that nothing of that kind has the name."""
    problems.add(
        names.UNKNOWN_NAME,
        f"there is no {kind} called `{name.text}`",
        name.span,
        fixes=problems.did_you_mean(name.text, known, name.span)
        or [Fix(f"write it, or `import` the file that holds the {kind}")],
        notes=[f"there is {listing(known)}"] if known else (),
    )
