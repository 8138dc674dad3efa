"""What is declared and used by nothing: it looks as if it held, and it does nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import sense
from sladsl.levels.agreements import DerivedAgreement
from sladsl.levels.scope import LoadedFile
from sladsl.model.problems import Problems, listing
from sladsl.syntax import ast

_WORDS: dict[type, str] = {
    ast.Define: "definition",
    ast.Metric: "metric",
    ast.Parameter: "parameter",
    ast.Stream: "stream",
    ast.Pairing: "stream",
    ast.Distinct: "stream",
    ast.Calendar: "calendar",
    ast.Service: "service",
    ast.UnitClause: "unit",
    ast.Register: "register",
    ast.Schedule: "schedule",
    ast.Definition: "definition",
}
_WAYS_OUT = {
    "metric": "hold it against a target in an `objective`, or show it with a `kpi`",
    "stream": "measure it, or take it out: nobody needs to deliver this log",
    "calendar": "say where it counts, for instance `in {name}` or `4 business hours of {name}`",
    "service": "say what is measured of it (`metric … for {name}`) or what its fee is for (`share of {name}.fee`)",
}


def check_file(loaded: LoadedFile, derived: Sequence[DerivedAgreement], problems: Problems) -> None:
    """Names of the file that nothing uses, and imports that bring nothing that is used."""
    file = loaded.file
    for each in derived:
        if each.clause is not None and _promises(each):
            _check_agreement(file, each, problems)
    if derived:
        _check_definitions(file, problems)
        _check_imports(loaded, problems)
    for template in file.templates:
        _check_formals(template.formals, template.clauses, template.name, "template", problems)
    for definition in _definitions(file):
        _check_formals(definition.formals, definition.body, definition.name, "definition", problems)


def _promises(derived: DerivedAgreement) -> bool:
    every = (derived.clause, *(each.clause for each in derived.later))
    return any(isinstance(clause, ast.Objective) for each in every if each for clause in each.clauses)


def _check_agreement(file: ast.File, derived: DerivedAgreement, problems: Problems) -> None:
    """Clauses that no other one mentions, in this agreement or those that are made of it."""
    own = [_plain(each) for each in derived.written.clauses]
    declared = {_name(each): each for each in own if each is not None and type(each) in _WORDS}
    users = [each for each in own if each is not None and not isinstance(each, ast.Scenario)]
    others: list[object] = [*_kin(file, derived), *file.definitions]
    if derived.written.based is not None or derived.later:
        others += [derived.clause, *(each.clause for each in derived.later)]
    # A stream has many names that are no clause: attributes, labels.
    uses = {id(each): declared.keys() & set(mentioned(each)) for each in users}
    outside = {name for each in others for name in mentioned(each)} if others else set()
    outside |= _expected(own) | _implied(own, declared)
    # From what counts by itself to all that it rests on.
    alive: set[str] = set()
    pending = [*outside, *(name for each in users if type(each) not in _WORDS for name in uses[id(each)])]
    while pending:
        name = pending.pop()
        if name in declared and name not in alive:
            alive.add(name)
            pending.extend(uses[id(declared[name])])
    dead = {name: clause for name, clause in declared.items() if name not in alive}
    resting = {name for its, clause in dead.items() for name in uses[id(clause)] if name != its}
    order = {name: index for index, name in enumerate(dead)}
    for name, clause in dead.items():
        if name not in resting:
            _tell(name, clause, sorted(_only_for(name, dead, uses), key=order.__getitem__), problems)


def _tell(name: str, clause: ast.Clause | ast.Definition, with_it: list[str], problems: Problems) -> None:
    word = _WORDS[type(clause)]
    problems.add(
        sense.UNUSED,
        f"the {word} `{name}` is used by nothing",
        clause.name.span,  # type: ignore[union-attr]
        notes=[f"only it uses {listing(with_it)}"] if with_it else (),
        fixes=[Fix(_WAYS_OUT.get(word, "use it, or take it out").format(name=name))],
    )


def _only_for(name: str, dead: Mapping[str, object], uses: dict[int, set[str]]) -> set[str]:
    """What falls with an unused clause."""
    found: set[str] = set()
    pending = [name]
    while pending:
        for each in uses[id(dead[pending.pop()])]:
            if each in dead and each != name and each not in found:
                found.add(each)
                pending.append(each)
    return found


def _name(clause: object) -> str:
    name: ast.Name = clause.name  # type: ignore[attr-defined]
    return name.text


def _plain(clause: ast.Written) -> ast.Clause | ast.Definition | None:
    """The clause that stands in its own right; None: it takes the place of another."""
    if isinstance(clause, ast.Mandatory | ast.Addition):
        return clause.clause
    return None if isinstance(clause, ast.Override | ast.Removal | ast.Change) else clause


def _kin(file: ast.File, derived: DerivedAgreement) -> Iterator[ast.FilePart]:
    """What extends an agreement or amends it, and what extends that."""
    names = {derived.name}
    grown = True
    while grown:
        grown = False
        for each in file.agreements:
            based = each.based
            if isinstance(based, ast.Extends) and based.agreement.text in names and each.name.text not in names:
                names.add(each.name.text)
                grown = True
    yield from (each for each in file.agreements if each.name.text in names - {derived.name})
    yield from (each for each in file.amendments if each.agreement.text in names)


def _expected(clauses: Iterable[object]) -> set[str]:
    """What a scenario expects of a metric shows it; what it puts into a log uses nothing."""
    return {
        name
        for clause in clauses
        if isinstance(clause, ast.Scenario)
        for each in (clause.expectations, clause.tables)
        for name in mentioned(each)
    }


def _implied(clauses: Sequence[object], declared: Mapping[str, object]) -> set[str]:
    """What is used without its name: all services by `fees`, a register by the keys it lists for `for each`."""
    found: set[str] = set()
    if any(isinstance(each, ast.Fees) for each in nodes(clauses)):
        found |= {name for name, each in declared.items() if isinstance(each, ast.Service) and each.fees}
    keys = {name.text for each in nodes(clauses) if isinstance(each, ast.ForEach) for name in each.names}
    registers = ((name, each) for name, each in declared.items() if isinstance(each, ast.Register))
    return found | {name for name, each in registers if keys & {key.text for key in each.keys}}


def _definitions(file: ast.File) -> Iterator[ast.Definition]:
    yield from file.definitions
    parts: list[Sequence[ast.Agreement | ast.Template]] = [file.agreements, file.templates]
    clauses = (clause for every in parts for part in every for clause in part.clauses)
    yield from (each for each in clauses if isinstance(each, ast.Definition))


def _check_definitions(file: ast.File, problems: Problems) -> None:
    if not file.definitions:
        return
    every = (*file.agreements, *file.templates, *file.amendments, *file.definitions)
    # Each has its own name in itself; the second part that mentions it is another one.
    parts = Counter(name for part in every for name in set(mentioned(part)))
    for each in file.definitions:
        if parts[each.name.text] <= 1:
            _tell(each.name.text, each, [], problems)


def _check_formals(
    formals: tuple[ast.Formal, ...], body: object, owner: ast.Name, kind: str, problems: Problems
) -> None:
    used = {*mentioned(body), *(name for each in formals for name in mentioned(each.default))}
    for each in formals:
        if each.name.text not in used:
            problems.add(
                sense.UNUSED, f"the {kind} `{owner.text}` does not use its parameter `{each.name.text}`",
                each.name.span,
                fixes=[Fix("use it, or take it out here and wherever it is given")],
            )  # fmt: skip


def _check_imports(loaded: LoadedFile, problems: Problems) -> None:
    """An import whose definitions, templates and agreements the file does not name."""
    file = loaded.file
    if not loaded.imports:
        return
    parts = (*file.agreements, *file.templates, *file.amendments, *file.definitions)
    used = {name for part in parts for name in mentioned(part)}
    for span, other in loaded.imports:
        brought = _names_in(other)
        if brought and not brought & used and not other.file.amendments:
            problems.add(
                sense.UNUSED_IMPORT, "nothing of this file is used", span,
                notes=[f"it has {listing(sorted(brought))}"],
                fixes=[Fix("use what it holds, or take the import out")],
            )  # fmt: skip


def _names_in(loaded: LoadedFile) -> set[str]:
    file = loaded.file
    parts: list[Sequence[ast.Agreement | ast.Template | ast.Definition]]
    parts = [file.agreements, file.templates, file.definitions]
    found = {each.name.text for every in parts for each in every}
    for _, other in loaded.imports:
        found |= _names_in(other)
    return found


_FIELDS: dict[type, tuple[str, ...]] = {}


def nodes(root: object) -> Iterator[object]:
    """Every node of a tree, or of a tuple or list of trees."""
    pending = [root]
    while pending:
        each = pending.pop()
        if isinstance(each, tuple | list):
            pending.extend(each)
        elif isinstance(each, ast.Node):
            yield each
            names = _FIELDS.get(type(each))
            if names is None:
                names = _FIELDS[type(each)] = tuple(field.name for field in fields(each) if field.name != "span")
            pending.extend([getattr(each, name) for name in names])


def mentioned(root: object) -> Iterator[str]:
    """Every name in a tree."""
    return (each.text for each in nodes(root) if isinstance(each, ast.Name))
