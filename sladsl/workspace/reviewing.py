"""Two versions of contracts, as files, folders or revisions → what changed, agreement by agreement."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.model.parameters import Setting
from sladsl.review.change import AgreementChange, Replay
from sladsl.review.comparing import Comparison
from sladsl.review.confirming import confirmed
from sladsl.review.replay import replay_of, scenarios_replayed
from sladsl.review.whole import whole
from sladsl.rules.outcome import Evaluation
from sladsl.text import SourceMap
from sladsl.workspace.compiling import SUFFIX, Compiled, CompiledFile, compile_files, contract_files
from sladsl.workspace.reading import is_folder
from sladsl.workspace.revisions import NoRevision, Outside, checked_out, range_of


@frozen
class Reviewed(Frozen):
    """`problems` are what kept a version from being compared, `mistakes` what is wrong with the contracts of the old
    and of the new version, to which `sources` belong. `read`: the contracts themselves."""

    changes: tuple[AgreementChange, ...]
    problems: tuple[Diagnostic, ...]
    mistakes: tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]] = ((), ())
    sources: tuple[SourceMap, SourceMap] = (SourceMap(), SourceMap())
    read: tuple[Path, ...] = ()


class Replaying(Protocol):
    """Logs, for whoever asks what an agreement comes to over them."""

    @property
    def files(self) -> list[Path]: ...

    def told_of(self, graph: RuleGraph) -> bool: ...

    def evaluated(self, graph: RuleGraph) -> tuple[Evaluation | None, list[Diagnostic]]: ...


def review(
    old: str,
    new: str | None,
    paths: list[Path],
    settings: Mapping[str, Setting],
    replay: Replaying | None = None,
) -> Reviewed:
    """`old` and `new` are files, folders or revisions; or `old` is a range of revisions and there is no `new`. Of
    revisions, only what lies at `paths` (none: here) is compared. `replay`: logs that both versions are evaluated over,
    instead of their scenarios."""
    ends = range_of(old) if new is None else (old, new)
    if ends is None:
        fix = Fix("name the other: `sladsl diff OLD NEW`, or a range such as `main..HEAD`")
        return Reviewed((), (Diagnostic(usage.BAD_OPTION, f"`{old}` is one version; two are compared", fixes=(fix,)),))
    if paths and all(each is not None and os.path.lexists(each) for each in ends):
        fix = Fix("name the folders themselves: `sladsl diff old/policies new/policies`")
        message = "`--in` says what of revisions to compare; both versions are files"
        return Reviewed((), (Diagnostic(usage.BAD_OPTION, message, fixes=(fix,)),))
    with ExitStack() as stack:
        places: list[list[_Place]] = []
        for end in ends:
            try:
                places.append(_places(end, paths, stack))
            except NoRevision as trouble:
                message = f"`{end}` is no file, and no revision: {trouble}"
                return Reviewed((), (Diagnostic(usage.UNREADABLE_CONTRACT, message, place=str(end)),))
            except Outside as trouble:
                return Reviewed((), (Diagnostic(usage.BAD_OPTION, f"`--in` cannot be used: {trouble}"),))
        for path in paths:
            if not any(place.shown == path and os.path.lexists(place.path) for each in places for place in each):
                message = f"`--in {path}`: there is no such file or folder in either version"
                return Reviewed((), (Diagnostic(usage.BAD_OPTION, message),))
        versions = [_version(each, end, settings) for each, end in zip(places, ends, strict=True)]
        if not any(each.files for each in versions):
            where = ", ".join(f"`{each}`" for each in (paths or dict.fromkeys(each or "." for each in ends)))
            message = f"neither version holds a contract (*{SUFFIX}): {where}"
            return Reviewed((), (Diagnostic(usage.NOTHING_TO_DO, message),))
        read = tuple(path for each in versions for path in each.files)
        return replace(_compared(versions[0], versions[1], replay), read=read)


@frozen
class _Place(Frozen):
    """A file or folder to be compared, and what it is called: of a revision, as it is called here. From `base` its
    files are called the same in both versions."""

    path: Path
    shown: Path
    base: Path = Path()

    def named(self, file: Path) -> str:
        return str(self.shown / file.relative_to(self.path))


def _places(end: str | None, paths: list[Path], stack: ExitStack) -> list[_Place]:
    """Raises NoRevision or Outside."""
    if end is None:
        return [_Place(each, each) for each in paths or [Path()]]
    if os.path.lexists(end):
        return [_Place(Path(end), Path(end), Path(end) if is_folder(Path(end)) else Path(end).parent)]
    checkout = stack.enter_context(checked_out(end, (paths or [Path()])[0]))
    return [_Place(checkout.place(each), each) for each in paths or [Path()]]


@frozen
class _Version(Frozen):
    """The agreements of one version with their names and files, and what was wrong with its files."""

    files: tuple[Path, ...]
    agreements: tuple[tuple[str, str, Compiled], ...]
    mistakes: tuple[Diagnostic, ...]
    sources: SourceMap


def _version(places: list[_Place], end: str | None, settings: Mapping[str, Setting]) -> _Version:
    """What lies at the places; nothing where nothing does, as of a file that was added or removed."""
    names: dict[Path, str] = {}
    inside: dict[Path, str] = {}
    for place in places:
        # git hands over a file that is not there as an empty device
        if os.path.lexists(place.path) and str(place.path) != os.devnull:
            names.update((each, place.named(each)) for each in contract_files([place.path])[0])
            inside.update((each, os.path.relpath(names[each], place.base)) for each in names.keys() - inside)
    compiled, sources = compile_files(names, settings, shown=names.__getitem__)
    found = [each for file in compiled for each in errors(file.diagnostics)]
    if end is not None and not os.path.lexists(end):
        found = [replace(each, notes=(*each.notes, f"so it stands in {end}")) for each in found]
    return _Version(tuple(names), tuple(_agreements(compiled, inside)), tuple(found), sources)


def _agreements(files: list[CompiledFile], names: Mapping[Path, str]) -> Iterator[tuple[str, str, Compiled]]:
    """Agreements by name and file. One of which a file has only scenarios is told by the file that it stands in."""
    found = [
        (each.name, names[file.path], each) for file in files for each in file.agreements if each.graph is not None
    ]
    there = {name for name, _, each in found if each.unit is None or each.unit.beside is None}
    for name, file, each in found:
        if name not in there or each.unit is None or each.unit.beside is None:
            there.add(name)
            yield name, file, each


def _named(old: _Version, new: _Version) -> Iterator[Mapping[str, Compiled]]:
    """The agreements of both versions by name; by name and file where one of them has several of a name."""
    versions = [Counter(name for name, _, _ in each.agreements) for each in (old, new)]
    several = {name for each in versions for name, number in each.items() if number > 1}
    for each in (old, new):
        yield {f"{name} in {file}" if name in several else name: one for name, file, one in each.agreements}


def _compared(old: _Version, new: _Version, replay: Replaying | None) -> Reviewed:
    """Of a version that cannot be read nothing is said: its agreements are not removed."""
    mistakes, sources = (old.mistakes, new.mistakes), (old.sources, new.sources)
    if any(mistakes):
        return Reviewed((), (), mistakes, sources)
    before, after = _named(old, new)
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
            changes.append(replace(confirmed(change), name=name))
        else:
            changes.append(whole(name, one, other))
    return Reviewed(tuple(changes), tuple(dict.fromkeys(trouble)), mistakes, sources)


def _renamed(change: AgreementChange) -> dict[str, str]:
    return {each.old_name: each.name for each in change.clauses if each.old_name is not None}


def _replayed(change: AgreementChange, logs: Replaying, trouble: list[Diagnostic]) -> Iterator[Replay]:
    """What both versions come to over logs. An agreement that reads none of the streams is passed over."""
    old, new = change.old, change.new
    if old is None or new is None or not any(logs.told_of(graph) for graph in (old, new)):
        return
    evaluations = []
    for graph in (old, new):
        evaluation, found = logs.evaluated(graph)
        trouble += found
        if evaluation is None:
            return
        evaluations.append(evaluation)
    yield replay_of("the log", old, new, evaluations[0], evaluations[1], _renamed(change))
