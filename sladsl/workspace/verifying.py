"""Contract files → all that can be said of them: layout, mistakes, proofs, scenarios."""

import concurrent.futures
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sladsl.checks.allowing import Allow, apart
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs, sense
from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.diagnostic import errors
from sladsl.formatting import format_source
from sladsl.graph import RuleGraph
from sladsl.graph.values import Truth
from sladsl.model.parameters import Setting
from sladsl.proofs.choices import Picked, other_choices, together
from sladsl.proofs.known import Choice, codes_left_open
from sladsl.proofs.proving import ALL, prove
from sladsl.proofs.subject import STEPS, Floor
from sladsl.proofs.verdict import Result
from sladsl.proofs.verified import Proved, Verified
from sladsl.proofs.written import word_for
from sladsl.report.told import ToldFile, told
from sladsl.testing.suite import SuiteRun
from sladsl.text import SourceMap, Span
from sladsl.workspace.compiling import Compiled, CompiledFile, compile_file, level_above, parse_setting
from sladsl.workspace.keeping import Keeper, files_read
from sladsl.workspace.testing import run_compiled

SHOWN_BY_LOGS = frozenset(
    each.id
    for each in (
        sense.HOLE,
        sense.OVERLAP,
        sense.PAYS_THOUGH_KEPT,
        sense.BREACH_PAYS_NOTHING,
        sense.MORE_THAN_FEE,
        sense.BEYOND_LIMIT,
        sense.NEVER_LIMITS,
        sense.NO_DENOMINATOR,
    )
)
"""What `check` reads off the text, and a proof decides with a log: here the proof speaks, unless it cannot decide."""


@dataclass(frozen=True)
class Request:
    """How to look. `steps`: how many evaluations may be spent on one question."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    steps: int = STEPS
    choice: Choice = ALL


def verify_each(
    paths: Sequence[Path], request: Request, keeper: Keeper | None, jobs: int, ready: Callable[[int], None]
) -> list[ToldFile]:
    """Each file, in their order, however many processes work. What is kept is not looked at again. `ready` is told how
    many are done."""
    found: dict[int, ToldFile] = {}
    for index, path in enumerate(paths):
        known = None if keeper is None else keeper.kept(path)
        if known is not None:
            found[index] = known
            ready(len(found))
    missing = [index for index in range(len(paths)) if index not in found]
    for index, (made, read) in zip(missing, _made([paths[index] for index in missing], request, jobs), strict=True):
        found[index] = made
        ready(len(found))
        if keeper is not None and made.sound:
            keeper.keep(paths[index], made, read)
    return [found[index] for index in range(len(paths))]


Made = tuple[ToldFile, tuple[Path, ...]]


def _made(paths: list[Path], request: Request, jobs: int) -> Iterator[Made]:
    done = 0
    if min(jobs, len(paths)) > 1:
        # Where a process is killed, for want of memory perhaps, what is left is done here, one after the other.
        with (
            suppress(concurrent.futures.BrokenExecutor),
            concurrent.futures.ProcessPoolExecutor(min(jobs, len(paths))) as pool,
        ):
            for made in pool.map(_one, paths, [request] * len(paths)):
                done += 1
                yield made
    yield from (_one(path, request) for path in paths[done:])


def _one(path: Path, request: Request) -> Made:
    file = compile_file(path, request.settings, checks=True)
    return told(path, _verified(file, request)), tuple(files_read(file))


def verify_file(path: Path, request: Request | None = None) -> Verified:
    """Everything about one file. A contract with mistakes has no meaning to prove anything of."""
    asked = request or Request()
    return _verified(compile_file(path, asked.settings, checks=True), asked)


def _verified(file: CompiledFile, request: Request) -> Verified:
    sources = SourceMap(source for source in (*file.imported, file.source) if source is not None)
    mistaken = bool(errors(file.diagnostics))
    # A contract in another file is proved there; here its scenarios are run.
    own = [each for each in file.agreements if each.unit is None or each.unit.beside is None]
    agreements = [_proved(file, each, each.graph, request) for each in own if each.graph is not None and not mistaken]
    told_of = [each.diagnostic for proved in agreements for each in proved.results]
    shown = {(each.code, each.span) for each in told_of if each is not None}
    asleep = [table for proved in agreements for table in _asleep(proved.graph, *proved.others)]
    decided = SHOWN_BY_LOGS - codes_left_open(result for proved in agreements for result in proved.results)
    asked = [each for each in (*file.diagnostics, *_layout(file))
             if each.severity is Severity.ERROR or request.choice.takes((each.code.id,))]  # fmt: skip
    found: list[Diagnostic] = []
    beside: list[Diagnostic] = []
    for each in asked:
        proved = agreements and each.code.id in decided and not _within(each.span, asleep)
        (beside if proved or (each.code, each.span) in shown else found).append(each)
    suite = run_compiled([file], sources, request.settings)
    return Verified(tuple(agreements), tuple(found), suite, sources, tuple(beside))


def _asleep(*graphs: RuleGraph) -> set[Span]:
    """Tables that no choice of parameters asks for."""
    return set.intersection(*(set(_never_asked(each)) for each in graphs))


def _never_asked(graph: RuleGraph) -> Iterator[Span]:
    """Tables for other parameters than those that are set: no log comes to them, and they are read as they stand."""
    for rule in (rule for each in graph.objectives for rule in (*each.credits, *each.bonuses)):
        settled = False
        for table in rule.tables:
            condition = None if table.when is None else graph.nodes[table.when]
            if settled or condition == Truth(False):
                yield table.span
            settled = settled or condition in (None, Truth(True))


def _within(span: Span | None, wider: Sequence[Span]) -> bool:
    return span is not None and any(
        each.source == span.source and each.start <= span.start and span.end <= each.end for each in wider
    )


def verify_files(paths: Sequence[Path], settings: Mapping[str, Setting], steps: int = STEPS) -> Verified:
    """Everything about several files at once."""
    every = [verify_file(path, Request(settings, steps)) for path in paths]
    sources = SourceMap(source for each in every for source in each.sources.all)
    suite = SuiteRun(
        tuple(agreement for each in every for agreement in each.suite.agreements),
        tuple(found for each in every for found in each.suite.diagnostics),
        sources,
    )
    agreements = tuple(agreement for each in every for agreement in each.agreements)
    return Verified(agreements, tuple(found for each in every for found in each.diagnostics), suite, sources)


def _proved(file: CompiledFile, compiled: Compiled, graph: RuleGraph, request: Request) -> Proved:
    results: list[Result] = []
    allowed: list[Result] = []
    reasons: list[str] = []
    floors = tuple(_floors(compiled, file.path.parent, request.settings))
    own = list(prove(graph, request.steps, request.choice, floors))
    chosen = list(_chosen_otherwise(file.path, graph, request))
    others = [(picked, list(prove(other, request.steps, request.choice, floors))) for picked, other in chosen]
    for each in together(graph, own, others):
        reason = None if each.diagnostic is None else _reason(each.diagnostic, file.allows)
        if reason is None:
            results.append(each)
        else:
            allowed.append(each)
            reasons.append(reason)
    graphs = tuple(other for _, other in chosen)
    return Proved(file.path, graph, tuple(results), tuple(allowed), tuple(reasons), graphs)


def _chosen_otherwise(path: Path, graph: RuleGraph, request: Request) -> Iterator[tuple[Picked, RuleGraph]]:
    """The agreement for every other choice that its parameters leave."""
    for picked in other_choices(graph):
        written = (parse_setting(f"{name}={word_for(label)}") for name, label in picked)
        settings = dict(each for each in written if not isinstance(each, Diagnostic))
        file = compile_file(path, {**request.settings, **settings})
        found = next((each.graph for each in file.agreements if each.name == graph.name), None)
        if found is not None:
            yield picked, found


def _reason(found: Diagnostic, allows: Sequence[Allow]) -> str | None:
    """For which reason the contract allows it."""
    if not apart([found], allows)[1]:
        return None
    return next(each.reason for each in allows if each.covers(found))


def _floors(compiled: Compiled, folder: Path, settings: Mapping[str, Setting]) -> Iterator[Floor]:
    for each in compiled.above:
        graph = level_above(each, folder, settings)
        if graph is not None:
            yield Floor(each.objective, each.level, each.mandatory, graph, each.limit, each.versions)


def _layout(file: CompiledFile) -> list[Diagnostic]:
    if file.source is None or not file.path.is_file():
        return []
    text = format_source(file.source, sound=not errors(file.diagnostics)).text
    if text is None or hashlib.sha256(text.encode()).hexdigest() == file.digest:
        return []
    fix, name = Fix(f"`sladsl fmt {file.path}` lays it out"), str(file.path)
    return [Diagnostic(proofs.NOT_IN_STYLE, "this contract is not in the one style", place=name, fixes=(fix,))]
