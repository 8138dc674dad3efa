"""A compiled agreement and the logs beside it → an evaluation."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol, TypeVar

from sladsl import __version__
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.engines.engine import Engine, EngineTrouble
from sladsl.engines.reference import ReferenceEngine
from sladsl.frozen import Frozen, frozen
from sladsl.graph import SEMANTICS_VERSION, RuleGraph
from sladsl.logs.assembling import assemble, files_read
from sladsl.logs.records import EventLog
from sladsl.logs.stored.store import NoRoom
from sladsl.report.kept import KeptNote
from sladsl.rules.evaluate import Wanted, evaluate
from sladsl.rules.opening import Opening
from sladsl.rules.outcome import Evaluation
from sladsl.rules.reach import streams_needed
from sladsl.temporal import (
    YEARS,
    IntervalSet,
    Zone,
    is_in_years,
    parse_instant,
    parse_period,
    tz_database_version,
)
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.engines import AUTO, RunRecord, choose, stopped
from sladsl.workspace.reading import is_folder
from sladsl.workspace.telling import ReadingTold

OptionT = TypeVar("OptionT")


@frozen
class EvaluationRequest(Frozen):
    """What the person asked for. Texts are as written on the command line: `period` such as `2026-03`, `as_of` an
    instant, `coverage` a period by stream; naive ones are read in the agreement's zone. `zone` reads naive times of
    logs without a binding. `keep_going`: bad rows are reported and left out instead of failing the run.
    `opening`: earlier results of the agreement, as JSON, for what lies before the logs. `engine` is the name of one, or
    "auto". `state`: the folder in which measurements are kept. `since`: windows that end before it are not told.
    `tell` is told what a long run is at. `noting`: evidence of single numbers can be asked for afterwards;
    outcomes that are not `wanted` need not be there."""

    logs: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    period: str | None = None
    as_of: str | None = None
    coverage: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    keep_going: bool = False
    evidence: bool = False
    opening: Sequence[Path] = ()
    engine: str = AUTO
    tell: Callable[[str], None] = lambda _: None
    watch: Callable[[Callable[[], float | None]], None] | None = None
    state: Path | None = None
    since: str | None = None
    noting: bool = False
    wanted: Wanted | None = None


@frozen
class Prepared(Frozen):
    """Logs that were read, and what is looked at in them: what the agreement is evaluated over, or another one that
    reads the same streams."""

    log: EventLog
    engine: Engine
    period: tuple[int, int] | None
    as_of: int | None
    coverage: Mapping[str, IntervalSet]
    evidence: bool
    stamps: Mapping[str, str]
    opening: Opening | None
    since: int | None = None
    wanted: Wanted | None = None

    def evaluate(self, graph: RuleGraph) -> tuple[Evaluation | None, list[Diagnostic]]:
        try:
            return evaluate(
                graph,
                self.log,
                self.engine,
                period=self.period,
                as_of=self.as_of,
                coverage=self.coverage,
                evidence=self.evidence,
                stamps=self.stamps,
                opening=self.opening,
                since=self.since,
                wanted=self.wanted,
            )
        except (EngineTrouble, NoRoom) as trouble:
            return None, [stopped(trouble)]


class Saved(Protocol):
    """Measurements that are kept for the next evaluation."""

    def note(self) -> KeptNote: ...

    def diagnostics(self) -> Iterator[Diagnostic]: ...

    def save(self) -> Diagnostic | None: ...


@frozen
class Evaluated(Frozen):
    """`evaluation` is None where it could not be made; `diagnostics` say why, or what was noticed on the way. `run` is
    told beside the result, `state` is to be kept when it has been."""

    evaluation: Evaluation | None
    log: EventLog | None
    diagnostics: tuple[Diagnostic, ...]
    prepared: Prepared | None = None
    run: RunRecord | None = None
    state: Saved | None = None


def evaluate_contract(
    graph: RuleGraph, contract_digest: str, configuration: Configuration, request: EvaluationRequest
) -> Evaluated:
    """Reads the logs, measures, judges."""
    zone = Zone.named(graph.zone)
    found: list[Diagnostic] = []
    period = _option("--period ", request.period, lambda text: _period(text, zone), found)
    as_of = _option("--as-of ", request.as_of, lambda text: _known(parse_instant(text, zone)), found)
    since = _option("--since ", request.since, lambda text: _period(text, zone)[0], found)
    if since is not None and period is not None:
        found.append(Diagnostic(usage.BAD_OPTION, "`--since` and `--period` both say where to begin"))
    naive = _option("--zone ", request.zone, Zone.named, found)
    coverage: dict[str, IntervalSet] = {}
    for stream, text in request.coverage.items():
        span = _option(f"--coverage {stream}=", text, lambda text: _period(text, zone), found)
        if stream not in {each.name for each in graph.streams}:
            found.append(Diagnostic(usage.BAD_OPTION, f"`--coverage {stream}=…`: there is no stream `{stream}`"))
        if span is not None:
            coverage[stream] = IntervalSet.of([span])
    if request.state is not None and request.state.exists() and not is_folder(request.state):
        found.append(Diagnostic(usage.BAD_OPTION, f"`--state {request.state}` is no folder", fixes=_FOLDER))
        return Evaluated(None, None, tuple(found))
    files = files_read(graph.streams, request.logs, configuration.bindings, graph.name, configuration.folder)
    chosen = choose(request.engine, files, configuration.room, configuration.spark)
    if isinstance(chosen, Diagnostic):
        return Evaluated(None, None, (*found, chosen))
    engine, run = chosen.engine, RunRecord(chosen.engine.name, chosen.why)
    records = None
    if request.state is not None:
        from sladsl.workspace.kept import Records

        records = Records(request.state, graph.name, is_read_only=request.noting)
    large = None
    if records is not None or not isinstance(engine, ReferenceEngine):
        from sladsl.workspace.large import LargeLog

        large = LargeLog.of(engine, configuration.room, files, None if records is None else records.of)
        if request.watch is not None and (watched := large.watched()) is not None:
            request.watch(watched)
    told = ReadingTold(request.tell, files)
    began = time.perf_counter()
    try:
        log, trouble = assemble(
            graph.streams,
            request.logs,
            configuration.bindings,
            graph.name,
            configuration.folder,
            zone=naive,
            told_in=zone,
            coverage=coverage,
            needed=streams_needed(graph),
            large=large,
            starting=told.starting,
            done=told.done,
        )
    except (EngineTrouble, NoRoom) as lack:
        return Evaluated(None, None, (*found, stopped(lack)))
    run.read_by = {} if large is None else large.read_by
    run.seconds["reading"] = time.perf_counter() - began
    run.records = {name: len(stream.records) for name, stream in sorted(log.streams.items())}
    found.extend(trouble)
    fatal = [each for each in errors(found) if not (request.keep_going and is_row_problem(each))]
    if fatal:
        return Evaluated(None, log, tuple(found))
    stamps = _stamps(graph, contract_digest, log)
    opening = None
    if request.opening:
        from sladsl.workspace.opening import read_opening

        opening, digest, trouble = read_opening(request.opening, graph, stamps)
        found.extend(trouble)
        if opening is None or digest is None or errors(trouble):
            return Evaluated(None, log, tuple(found))
        stamps["earlier results"] = digest
    state: Saved | None = None
    measuring: Engine = engine
    if records is not None and request.state is not None:
        from sladsl.workspace.kept import keeping, open_state

        opened, trouble = open_state(request.state, graph, stamps, records)
        found.extend(trouble)
        if opened is None:
            return Evaluated(None, log, tuple(found))
        state, measuring = opened, keeping(engine, opened)
    if request.noting:
        from sladsl.workspace.noting import noting

        measuring = noting(measuring)
    request.tell(f"measuring {sum(run.records.values()):,} records")
    began = time.perf_counter()
    try:
        log = engine.complete(graph, log)
    except EngineTrouble as lost:
        return Evaluated(None, log, (*found, stopped(lost)))
    prepared = Prepared(
        log, measuring, period, as_of, coverage, request.evidence, stamps, opening, since, request.wanted
    )
    evaluation, findings = prepared.evaluate(graph)
    run.seconds["evaluating"] = time.perf_counter() - began
    run.by_reference = {} if large is None else large.left_to_reference
    found.extend(state.diagnostics() if state is not None else ())
    return Evaluated(evaluation, log, (*found, *findings), prepared, run, state)


_FOLDER = (Fix("name a folder in which measurements are to be kept; it need not be there yet"),)


def is_row_problem(diagnostic: Diagnostic) -> bool:
    """Whether it is about single rows of a log, which `--on-bad-rows report` leaves out (see `catalogue/logs.py`)."""
    return "SLA0413" <= diagnostic.code.id < "SLA0450"


def _period(text: str, zone: Zone) -> tuple[int, int]:
    start, end = parse_period(text, zone)
    return _known(start), _known(end)


def _known(instant: int) -> int:
    if not is_in_years(instant):
        raise ValueError(f"times lie in {YEARS}")
    return instant


def _option(name: str, text: str | None, read: Callable[[str], OptionT], found: list[Diagnostic]) -> OptionT | None:
    """The value of an option, whose `name` goes right before it; or a diagnostic and None."""
    if text is None:
        return None
    try:
        return read(text)
    except ValueError as reason:
        found.append(Diagnostic(usage.BAD_OPTION, f"`{name}{text}` cannot be used: {reason}"))
        return None


def _stamps(graph: RuleGraph, contract_digest: str, log: EventLog) -> dict[str, str]:
    """The facts that make a result repeatable, in a fixed order."""
    stamps = {
        "sladsl": __version__,
        "edition": str(graph.edition),
        "semantics": SEMANTICS_VERSION,
        "contract": contract_digest,
        "time zones": tz_database_version(),
    }
    for name, digest in graph.imports:
        stamps[f"import {name}"] = digest
    for name, value in graph.parameters:
        stamps[f"parameter {name}"] = value
    for name, stream in sorted(log.streams.items()):
        joined = "\n".join(sorted(file.digest for file in stream.files))
        stamps[f"log {name}"] = hashlib.sha256(joined.encode()).hexdigest()
        if stream.rows_rejected:
            stamps[f"rows left out of {name}"] = f"{stream.rows_rejected} of {stream.rows_read}"
    if log.binding_digest is not None:
        stamps["binding"] = log.binding_digest
    for calendar in graph.calendars:
        for name, digest in calendar.digests:
            stamps[f"holidays {name}"] = digest
    return stamps
