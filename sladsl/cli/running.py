"""Compile one agreement and evaluate it: what `eval` and `explain` have in common."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sladsl.checks.allowing import apart
from sladsl.cli import options
from sladsl.cli.output import check_output, write
from sladsl.cli.progress import Stages
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import names, usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.model.problems import listing
from sladsl.text import SourceMap
from sladsl.workspace.compiling import CompiledFile, compile_file
from sladsl.workspace.configuration import Configuration, find_configuration, read_configuration
from sladsl.workspace.engines import RunRecord
from sladsl.workspace.evaluating import Evaluated, EvaluationRequest, evaluate_contract


@frozen
class Run(Frozen):
    """A run as far as it came: `graph` and `evaluated` are None where an earlier stage failed. `read` are the files
    that were read for it."""

    graph: RuleGraph | None
    evaluated: Evaluated | None
    sources: SourceMap
    diagnostics: tuple[Diagnostic, ...]
    read: tuple[Path, ...] = ()


def run(
    contract: Path, agreement: str | None, settings: Sequence[str], config: Path | None, request: EvaluationRequest
) -> Run:
    """Compiles `contract`, chooses the agreement, evaluates it."""
    values, problems = options.parsed_settings(settings)
    if problems:
        return Run(None, None, SourceMap(), tuple(problems))
    compiled = compile_file(contract, values)
    configuration, trouble = _configuration(contract, config)
    every = (*compiled.imported, compiled.source, configuration.source)
    sources = SourceMap(each for each in every if each is not None)
    found = [*compiled.diagnostics, *trouble]
    graph = chosen_agreement(compiled, agreement, found)
    if graph is None or errors(trouble):
        return Run(None, None, sources, tuple(found))
    with Stages() as stages:
        told = replace(request, tell=stages.say, watch=stages.watch if stages.is_shown else None)
        made = evaluate_contract(graph, compiled.digest, configuration, told)
    evaluated = _without_allowed(compiled, made)
    read = (*_files_read(compiled, graph, configuration, evaluated), *request.opening)
    return Run(graph, evaluated, sources, (*found, *evaluated.diagnostics), read)


def _without_allowed(compiled: CompiledFile, evaluated: Evaluated) -> Evaluated:
    """Without the findings that the contract allows with a reason."""
    if not compiled.allows:
        return evaluated
    evaluation = evaluated.evaluation
    if evaluation is not None:
        evaluation = replace(evaluation, findings=tuple(apart(evaluation.findings, compiled.allows)[0]))
    diagnostics = tuple(apart(evaluated.diagnostics, compiled.allows)[0])
    return replace(evaluated, evaluation=evaluation, diagnostics=diagnostics)


def _files_read(
    compiled: CompiledFile, graph: RuleGraph, configuration: Configuration, evaluated: Evaluated
) -> Iterator[Path]:
    yield compiled.path
    yield from (Path(source.name) for source in compiled.imported)
    if configuration.source is not None:
        yield configuration.folder / configuration.source.name
    for calendar in graph.calendars:
        yield from (compiled.path.parent / name for name, _ in calendar.digests)
    for stream in evaluated.log.streams.values() if evaluated.log else ():
        yield from (file.path for file in stream.files if file.path is not None)


def _configuration(contract: Path, config: Path | None) -> tuple[Configuration, list[Diagnostic]]:
    if config is None:
        return find_configuration(contract.parent)
    return read_configuration(config)


def chosen_agreement(compiled: CompiledFile, wanted: str | None, found: list[Diagnostic]) -> RuleGraph | None:
    """The graph of the agreement that is wanted, or of the only one; None where there is none, and `found` says why."""
    known = [each.name for each in compiled.agreements]
    if wanted is None and len(known) > 1:
        found.append(
            Diagnostic(
                usage.BAD_OPTION,
                f"the file holds {len(known)} agreements: {listing(known)}",
                place=str(compiled.path),
                fixes=(Fix("choose one with `--agreement NAME`"),),
            )
        )
        return None
    if not known and not found:
        found.append(Diagnostic(usage.NOTHING_TO_DO, "the file holds no agreement", place=str(compiled.path)))
    for each in compiled.agreements:
        if wanted is None or each.name == wanted:
            return each.graph
    if wanted is not None and known:
        found.append(
            Diagnostic(
                names.NO_SUCH_AGREEMENT,
                f"the file holds no agreement `{wanted}`",
                place=str(compiled.path),
                fixes=(Fix(f"it holds {listing(known)}"),),
            )
        )
    return None


def requested(
    logs: Sequence[str], coverage: Sequence[str], request: EvaluationRequest, *, option: str = "--log"
) -> EvaluationRequest:
    """The request with its `STREAM=…` options split; several files of one stream add up."""
    files: dict[str, list[Path]] = {}
    for stream, file in options.pairs(option, logs):
        files.setdefault(stream, []).append(Path(file))
    return replace(request, logs=files, coverage=options.pairs_once("--coverage", coverage))


def show_run(record: RunRecord | None, file: Path | None, *, asked: bool, read: Iterable[Path]) -> None:
    """Which engine ran: in words if somebody chose one or it is not the usual one, in full in a file."""
    if record is None:
        return
    if asked or record.engine != "reference" or "faster" in record.why:
        write(f"engine: {record.engine} ({record.why})", to_stderr=True)
    if file is not None:
        check_output(file, read)
        write(json.dumps(record.as_json(), indent=2, ensure_ascii=False), colour="never", file=file)
