"""All streams of an agreement as one event log: which files, which bindings, what is absent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import Bindings, StreamBinding, digest_of
from sladsl.logs.limits import DEFAULT_LIMITS, Limits
from sladsl.logs.named_files import bound_files, given_files
from sladsl.logs.reading import read_stream
from sladsl.logs.records import EventLog, StreamLog
from sladsl.logs.schema import StreamSchema
from sladsl.logs.shown import did_you_mean, quoted
from sladsl.temporal import IntervalSet, Zone


class LargeReader(Protocol):
    """Reads streams into a place that holds more than memory does."""

    def read(
        self,
        schema: StreamSchema,
        files: Sequence[Path],
        binding: StreamBinding | None,
        *,
        zone: Zone | None,
        base: Path,
        told_in: Zone | None,
        coverage: IntervalSet | None,
        done: Callable[[Path], None],
    ) -> tuple[StreamLog, list[Diagnostic]] | None:
        """What `read_stream` gives; None: this stream has no place there."""


_NOTHING_STATED: Mapping[str, IntervalSet] = {}


def assemble(
    schemas: Iterable[StreamSchema],
    overrides: Mapping[str, Sequence[Path]],
    bindings: Bindings,
    agreement_name: str,
    base_folder: Path,
    *,
    zone: Zone | None = None,
    told_in: Zone | None = None,
    coverage: Mapping[str, IntervalSet] = _NOTHING_STATED,
    needed: Collection[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    large: LargeReader | None = None,
    starting: Callable[[str, Sequence[Path]], None] = lambda _name, _files: None,
    done: Callable[[Path], None] = lambda _: None,
) -> tuple[EventLog, list[Diagnostic]]:
    """Read every stream that has files. `overrides` replace the `files` of a binding and keep the rest; a folder or a
    pattern stands for its files. Names in bindings are relative to `base_folder`. A stream without files is without
    records where `coverage` says for which time, else absent from the log, with a note if it is among those `needed`
    (None: all are). `coverage` goes before that of a binding; times are told in the zone `told_in`. What `large` does
    not read, if there is one, goes to memory. `starting` is told of each stream before it is read, `done` of each file
    that was."""
    files: Sequence[Path]
    streams: dict[str, StreamLog] = {}
    used: dict[str, StreamBinding] = {}
    found: list[Diagnostic] = []
    declared = {schema.name: schema for schema in schemas if schema.made_of is None}
    for name in overrides:
        if name not in declared:
            message = f"agreement {quoted(agreement_name)} has no stream {quoted(name)}"
            found.append(Diagnostic(codes.UNKNOWN_STREAM, message, fixes=did_you_mean(name, declared)))
    for name, schema in declared.items():
        binding = bindings.for_stream(agreement_name, name)
        if name in overrides:
            files, trouble = given_files(overrides[name], binding.format if binding else None)
            found.extend(trouble)
            if not files:
                continue
        elif binding is not None and binding.files:
            files, trouble = bound_files(binding, base_folder)
            found.extend(trouble)
            if not files:
                continue
        elif needed is not None and name not in needed:
            continue
        elif name in coverage:
            files = ()
            message = f"stream {quoted(name)} has no log; by `--coverage`, nothing of its kind happened"
            found.append(Diagnostic(codes.STREAM_ABSENT, message))
        else:
            message = f"stream {quoted(name)} has no log, so what it would tell is not known"
            advice = Fix(f"if nothing of its kind happened, say for which time: `--coverage {name}=…`")
            found.append(Diagnostic(codes.STREAM_ABSENT, message, fixes=(advice,)))
            continue
        starting(name, files)
        # A register says from which day to which a row holds, and days are those of the contract.
        naive = zone or (told_in if schema.register else None)
        stated = coverage.get(name)
        read = None
        if large is not None:
            read = large.read(
                schema, files, binding, zone=naive, base=base_folder, told_in=told_in, coverage=stated, done=done
            )
        log, trouble = read or read_stream(
            schema, files, binding,
            zone=naive, limits=limits, base=base_folder, told_in=told_in, coverage=stated, done=done,
        )  # fmt: skip
        found.extend(trouble)
        streams[name] = log
        if binding is not None:
            # Which files were read is said by their digests, so that the same log under another name has one digest.
            used[name] = replace(binding, files=())
    return EventLog(streams, digest_of(used) if used else None), found


def files_read(
    schemas: Iterable[StreamSchema],
    overrides: Mapping[str, Sequence[Path]],
    bindings: Bindings,
    agreement_name: str,
    base_folder: Path,
) -> list[Path]:
    """The files that `assemble` would read; what is wrong with their names it will say."""
    found: list[Path] = []
    for name in (schema.name for schema in schemas if schema.made_of is None):
        binding = bindings.for_stream(agreement_name, name)
        if name in overrides:
            found += given_files(overrides[name], binding.format if binding else None)[0]
        elif binding is not None and binding.files:
            found += bound_files(binding, base_folder)[0]
    return found
