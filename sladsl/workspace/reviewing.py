"""Two versions of contracts, as files, folders or revisions → what changed, agreement by agreement."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.model.parameters import Setting
from sladsl.review.change import AgreementChange, Replay
from sladsl.review.comparing import Comparison
from sladsl.review.confirming import confirmed
from sladsl.review.replay import replay_of, scenarios_replayed
from sladsl.text import SourceMap
from sladsl.workspace.compiling import Compiled, CompiledFile, compile_files, contract_files
from sladsl.workspace.configuration import find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract
from sladsl.workspace.revisions import NoRevision, checked_out, range_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`problems` are what kept a version from being compared; `sources` belong to the old and the new version."""

    changes: tuple[AgreementChange, ...]
    problems: tuple[Diagnostic, ...]
    sources: tuple[SourceMap, SourceMap]


def review(
    old: str,
    new: str | None,
    paths: list[Path],
    settings: Mapping[str, Setting],
    replay: EvaluationRequest | None = None,
) -> Reviewed:
    """`old` and `new` are files, folders or revisions; or `old` is a range of revisions and there is no `new`. Of
    revisions, only what lies at `paths` (none: here) is compared. `replay`: logs that both versions are evaluated over,
    instead of their scenarios."""
    ends = range_of(old) if new is None else (old, new)
    if ends is None:
        fix = Fix("name the other: `sladsl diff OLD NEW`, or a range such as `main..HEAD`")
        problem = Diagnostic(usage.BAD_OPTION, f"`{old}` is one version; two are compared", fixes=(fix,))
        return Reviewed((), (problem,), (SourceMap(), SourceMap()))
    with ExitStack() as stack:
        versions: list[_Version] = []
        for end in ends:
            try:
                versions.append(_version(end, paths, settings, stack))
            except NoRevision as trouble:
                message = f"`{end}` is no file, and no revision: {trouble}"
                problem = Diagnostic(usage.UNREADABLE_CONTRACT, message, place=str(end))
                return Reviewed((), (problem,), (SourceMap(), SourceMap()))
        return _compared(versions[0], versions[1], replay)


@dataclass(frozen=True, slots=True)
class _Version:
    """The agreements of one version by name, and what was wrong with its files."""

    agreements: Mapping[str, Compiled]
    problems: tuple[Diagnostic, ...]
    sources: SourceMap


def _version(end: str | None, paths: list[Path], settings: Mapping[str, Setting], stack: ExitStack) -> _Version:
    if end is None:
        places = paths or [Path()]
    elif Path(end).exists():
        places = [Path(end)]
    else:
        places = [stack.enter_context(checked_out(end, each)) for each in paths or [Path()]]
    files, problems = contract_files([each for each in places if each.exists()])
    compiled, sources = compile_files(files, settings)
    found = [each for file in compiled for each in errors(file.diagnostics)]
    return _Version(dict(_agreements(compiled)), (*problems, *found), sources)


def _agreements(files: list[CompiledFile]) -> Iterator[tuple[str, Compiled]]:
    for file in files:
        for each in file.agreements:
            if each.graph is not None:
                yield each.name, each


def _compared(old: _Version, new: _Version, replay: EvaluationRequest | None) -> Reviewed:
    """Of a version that cannot be read nothing is said: its agreements are not removed."""
    if errors(old.problems) or errors(new.problems):
        return Reviewed((), (*old.problems, *new.problems), (old.sources, new.sources))
    before, after = dict(old.agreements), dict(new.agreements)
    if len(before) == len(after) == 1 and set(before) != set(after):
        # One contract against one: they are compared whatever they are called.
        before = {next(iter(after)): next(iter(before.values()))}
    changes = []
    trouble: list[Diagnostic] = []
    for name in [*after, *(each for each in before if each not in after)]:
        one = before[name].graph if name in before else None
        other = after[name].graph if name in after else None
        if one is not None and other is not None:
            change = Comparison(one, other, old.sources, new.sources).change()
            if replay is not None:
                change = replace(change, replays=tuple(_replayed(change, replay, trouble)))
            elif change.clauses or one != other:
                change = replace(change, replays=tuple(scenarios_replayed(one, other, _renamed(change))))
            changes.append(confirmed(change))
        else:
            changes.append(AgreementChange(name, one, other, (), "unknown"))
    problems = (*old.problems, *new.problems, *dict.fromkeys(trouble))
    return Reviewed(tuple(changes), problems, (old.sources, new.sources))


def _renamed(change: AgreementChange) -> dict[str, str]:
    return {each.old_name: each.name for each in change.clauses if each.old_name is not None}


def _replayed(change: AgreementChange, request: EvaluationRequest, trouble: list[Diagnostic]) -> Iterator[Replay]:
    """What both versions come to over logs. An agreement that reads none of the streams is passed over."""
    old, new = change.old, change.new
    if (
        old is None
        or new is None
        or not any(each.name in request.logs for graph in (old, new) for each in graph.streams)
    ):
        return
    configuration, found = find_configuration(Path())
    trouble += errors(found)
    evaluations = []
    for graph in (old, new):
        known = {each.name for each in graph.streams}
        own = replace(request, logs={name: files for name, files in request.logs.items() if name in known})
        evaluated = evaluate_contract(graph, "", configuration, own)
        if evaluated.evaluation is None:
            trouble += errors(evaluated.diagnostics)
            return
        evaluations.append(evaluated.evaluation)
    yield replay_of("the log", old, new, evaluations[0], evaluations[1], _renamed(change))
