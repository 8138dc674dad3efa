"""Contracts on disk → rule graphs: read, parse, declare, build, in this order, collecting what each has to say."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path

from sladsl.checks.allowing import Allow, allows_of, apart, unused
from sladsl.checks.checking import Checking
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import names, usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.lower import build
from sladsl.graph.versions import VersionFact
from sladsl.levels.agreements import Above, Amended, agreements_of, told
from sladsl.levels.scope import LoadedFile
from sladsl.model.declare import EDITIONS, FIRST_EDITION, declare
from sladsl.model.parameters import Setting
from sladsl.model.problems import Problems, listing
from sladsl.syntax import ast, decode, parse
from sladsl.syntax.decode import LARGEST
from sladsl.text import Source, SourceMap
from sladsl.workspace.beside import Unit, units_of, unusable
from sladsl.workspace.holidays import holiday_loader
from sladsl.workspace.importing import Importer
from sladsl.workspace.project import project_of
from sladsl.workspace.reading import is_folder, is_stdin, read_small, reason

SUFFIX = ".sladsl"


@frozen
class Compiled(Frozen):
    """One agreement: its graph, or None where something has no meaning. `unit` is what it was compiled from. `above`:
    levels above it, where one of its objectives is another one."""

    name: str
    graph: RuleGraph | None
    unit: Unit | None = field(default=None, compare=False)
    above: tuple[Above, ...] = field(default=(), compare=False)


@frozen
class CompiledFile(Frozen):
    """One contract file. `digest` is the SHA-256 of its bytes, `imported` what had to be read beside it. `allows` are
    the findings that the text allows, `allowed` how many were found."""

    path: Path
    digest: str
    source: Source | None
    agreements: tuple[Compiled, ...]
    diagnostics: tuple[Diagnostic, ...]
    imported: tuple[Source, ...] = ()
    allows: tuple[Allow, ...] = ()
    allowed: int = 0


def contract_files(paths: Iterable[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """The contract files among `paths`: files as they are, folders searched for `*.sladsl`, sorted."""
    files: dict[Path, None] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        if is_folder(path):
            inside = sorted(each for each in path.rglob(f"*{SUFFIX}") if not is_folder(each))
            files.update(dict.fromkeys(inside))
            if not inside:
                problems.append(
                    Diagnostic(usage.NOTHING_TO_DO, f"the folder holds no contract (*{SUFFIX})", place=str(path))
                )
        else:
            files[path] = None
    return list(files), problems


def compile_files(
    paths: Iterable[Path],
    settings: Mapping[str, Setting] | None = None,
    *,
    checks: bool = False,
    shown: Callable[[Path], str] = str,
) -> tuple[list[CompiledFile], SourceMap]:
    """Compiles each file; a file that cannot be read is there with its diagnostic. `shown` is what it is called."""
    every = list(paths)
    named = frozenset(Path(os.path.realpath(each)) for each in every if not is_stdin(each))
    compiled = [compile_file(each, settings or {}, checks=checks, shown=shown(each), named=named) for each in every]
    sources = (source for each in compiled for source in (*each.imported, each.source) if source is not None)
    return compiled, SourceMap(sources)


def compile_file(
    path: Path,
    settings: Mapping[str, Setting],
    *,
    checks: bool = False,
    shown: str | None = None,
    named: frozenset[Path] = frozenset(),
) -> CompiledFile:
    """All stages for one file. `checks`: also look for what compiles and is hardly meant. `shown`: what it is called,
    if not as it lies. `named`: files of which scenarios may stand anywhere."""
    name = shown or str(path)
    try:
        raw = read_small(path, LARGEST)
    except OSError as trouble:
        message = f"the contract cannot be read: {reason(trouble)}"
        problem = Diagnostic(usage.UNREADABLE_CONTRACT, message, place=name)
        return CompiledFile(path, "", None, (), (problem,))
    digest = hashlib.sha256(raw).hexdigest()
    source, found = decode(name, raw)
    if source is None:
        return CompiledFile(path, digest, None, (), tuple(found))
    file, syntax_found = parse(source)
    problems = Problems()
    problems.found.extend((*found, *syntax_found))
    importer = Importer(lambda: project_of(path.parent), problems, named)
    loaded = importer.load(file, digest, path, name)
    units = units_of(loaded, path, importer, problems)
    checking = Checking(loaded) if checks else None
    agreements = [each for unit in units for each in _compile_unit(unit, settings, problems, checking)]
    if checking is not None and not errors(problems.found):
        checking.file(source, problems)
    allows = allows_of(source, file)
    found, allowed = apart(problems.found, allows)
    if checking is not None and not errors(found):
        found += unused(allows, allowed, checking.decided)
    if checking is not None:
        found.sort(key=lambda each: (each.span.source != source.name, each.span.start) if each.span else (False, 0))
    return CompiledFile(
        path, digest, source, tuple(agreements), tuple(found), tuple(importer.sources), tuple(allows), len(allowed)
    )


def _compile_unit(
    unit: Unit, settings: Mapping[str, Setting], problems: Problems, checking: Checking | None
) -> list[Compiled]:
    """The agreements of a unit. Of a contract in another file, only what is said about the scenarios is said here."""
    if unit.beside is None:
        made = compile_loaded(unit.loaded, unit.folder, settings, problems, checking)
        return [replace(each, unit=unit) for each in made]
    own = Problems()
    made = [each for each in compile_loaded(unit.loaded, unit.folder, settings, own) if each.name == unit.only]
    here = [each for each in own.found if each.span is not None and each.span.source == unit.beside.source]
    problems.found.extend(here)
    if errors(own.found) and not errors(here):
        unusable(unit.beside, problems)
    usable = not errors(problems.found)
    return [Compiled(each.name, each.graph if usable else None, unit) for each in made]


def compile_agreements(
    file: ast.File, folder: Path, settings: Mapping[str, Setting], problems: Problems
) -> list[Compiled]:
    """The agreements of a parsed file that imports nothing."""
    return compile_loaded(LoadedFile(file, ""), folder, settings, problems)


def compile_loaded(
    loaded: LoadedFile,
    folder: Path,
    settings: Mapping[str, Setting],
    problems: Problems,
    checking: Checking | None = None,
) -> list[Compiled]:
    """The agreements of a file. Each is built even if another is wrong; none is usable if its own is. `checking` looks
    at those that are."""
    file = loaded.file
    edition = FIRST_EDITION if file.edition is None else file.edition
    if edition not in EDITIONS:
        problems.add(
            names.UNKNOWN_NAME,
            f"there is no edition {edition} of the language",
            file.span,
            fixes=[Fix(f"known is {listing(map(str, EDITIONS))}")],
        )
    broken_syntax = bool(errors(problems.found))
    load = holiday_loader(folder, compare=checking is not None)
    found: list[Compiled] = []
    said = set(problems.found)
    for agreement in agreements_of(loaded, problems):
        own = Problems()
        own.found.extend(agreement.problems.found)
        graph = None
        if agreement.clause is not None:
            later = [(version_of(each), declare(each.clause, edition, load, settings, own)) for each in agreement.later]
            first = declare(agreement.clause, edition, load, settings, own)
            graph = build(first, own, later)
            if graph is not None and checking is not None and not broken_syntax:
                checking.agreement(agreement, [first, *(each for _, each in later)], graph, own)
        if graph is not None:
            graph = replace(graph, imports=loaded.digests())
        fresh = [each for each in dict.fromkeys(told(agreement, own.found)) if each not in said]
        problems.found.extend(fresh)
        said.update(fresh)
        found.append(Compiled(agreement.name, None if broken_syntax else graph, above=agreement.above))
    return found


def level_above(above: Above, folder: Path, settings: Mapping[str, Setting]) -> RuleGraph | None:
    """The graph of a level above, which by itself is free of mistakes."""
    own = Problems()
    declared = declare(above.clause, FIRST_EDITION, holiday_loader(folder, compare=False), settings, own)
    graph = build(declared, own, [])
    return None if errors(own.found) else graph


def version_of(amended: Amended) -> VersionFact:
    """A later version as the graph knows it."""
    return VersionFact(amended.names, amended.start, amended.reason, amended.splits, amended.span)


_COUNTED = re.compile(r"[0-9][0-9_.]*[ \t]+([^\s\d]\S*)")


def parse_setting(text: str) -> tuple[str, Setting] | Diagnostic:
    """`name=value`, the value as it would stand in the contract, for instance `fee=12_000.00 USD`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        return Diagnostic(
            usage.BAD_OPTION,
            f"`--set {text}` is not of the form name=value",
            fixes=(Fix("write `--set fee='100 USD'`"),),
        )
    # A unit of the contract is a word like any other here, unless it is known as one.
    counted = _COUNTED.fullmatch(value.strip())
    for unit in ("", *([f"unit {counted[1]} "] if counted else [])):
        clause = _parameter(f"{unit}parameter {name.strip()} = {value.strip()}")
        if clause is not None:
            return clause.name.text, Setting(clause.default, value.strip())
    return Diagnostic(
        usage.BAD_OPTION,
        f"`--set {text}` is not a name and a value of the language",
        fixes=(Fix("write the value as it would stand in the contract: `100 USD`, `99.9%`, `4h`, a label"),),
    )


def _parameter(text: str) -> ast.Parameter | None:
    """The parameter at the end of this text, if it is one with a value and nothing else."""
    source = Source("--set", f"agreement settings {{ {text} }}")
    file, found = parse(source)
    # The value is all of what was written: not a value and then some, which would be passed over.
    end = len(source.text) - len(" }")
    match [each.clauses for each in file.agreements]:
        case [[*_, ast.Parameter() as clause]] if not errors(found) and clause.span.end == end:
            return clause if (clause.title, clause.choices) == (None, ()) else None
    return None
