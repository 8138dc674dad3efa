"""`sladsl import log`: a binding for an export, proposed."""

import os
import sys
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, show_diagnostics, write
from sladsl.cli.running import chosen_agreement
from sladsl.cli.status import CANNOT_WORK, status_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.diagnostic import errors
from sladsl.graph import RuleGraph
from sladsl.logs.formats import FORMATS
from sladsl.logs.guessing.proposing import propose, zone_trouble
from sladsl.logs.schema import StreamSchema
from sladsl.logs.shown import did_you_mean
from sladsl.model.problems import listing
from sladsl.text import SourceMap
from sladsl.workspace.compiling import compile_file


@click.command("log", cls=options.Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--contract", type=click.Path(path_type=Path), metavar="FILE", help="The contract that is to read it.")
@click.option("--agreement", metavar="NAME", help="Which agreement, where the contract holds several.")
@click.option("--stream", metavar="NAME", help="Which of its streams the file is to become.")
@click.option("--zone", metavar="ZONE", help="The zone of times without an offset, if you know it.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="The format, where it is guessed wrongly.")
@click.option("--records", metavar="PATH", help="Where in a JSON document the records are.")
@options.settings
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the proposal to a new file.")
@options.colour
def command(
    file: Path, contract: Path | None, agreement: str | None, stream: str | None, zone: str | None, form: str | None,
    records: str | None, settings: tuple[str, ...], output: Path | None, colour: str,
) -> None:  # fmt: skip
    """Propose a binding for a log, as text for `sladsl.toml`.

    Each guess stands there with its reason; a question mark is before what you should look at. The proposal is tried
    on the file. Without a contract the stream is proposed as well.
    """
    if zone is not None and (trouble := zone_trouble(zone)) is not None:
        raise Refused(Diagnostic(usage.BAD_OPTION, f"`--zone {zone}` cannot be used: {trouble}"))
    if contract is None and (stream is not None or agreement is not None):
        fix = Fix("say in which contract: `--contract FILE`")
        raise Refused(Diagnostic(usage.BAD_OPTION, "a stream is known by its contract only", fixes=(fix,)))
    if output is not None and os.path.lexists(output):
        fix = Fix(f"add to it with `>> {output}`")
        raise Refused(Diagnostic(usage.CANNOT_WRITE, f"{output} is there already", fixes=(fix,)))
    sources = SourceMap()
    schema: StreamSchema | None = None
    graph: RuleGraph | None = None
    if contract is not None:
        values, found = options.parsed_settings(settings)
        compiled = compile_file(contract, values)
        found = [*found, *compiled.diagnostics]
        sources = SourceMap(each for each in (compiled.source,) if each is not None)
        graph = chosen_agreement(compiled, agreement, found)
        if graph is None:
            show_diagnostics(found, sources, colour=colour, to_stderr=True)
            sys.exit(status_of(found, "error") or CANNOT_WORK)
        schema = _stream(graph, stream)
    name = _relative(file, output)
    proposal, found = propose(
        file, name, schema, zone, contract_zone=graph.zone if graph else None, records=records, form=form
    )
    if proposal is None:
        show_diagnostics(found, sources, colour=colour, to_stderr=True)
        sys.exit(status_of(found, "error") or CANNOT_WORK)
    write(proposal.text, colour="never", file=output)
    show_diagnostics(proposal.diagnostics, sources, colour=colour, to_stderr=True)
    # What does not fit yet is what the proposal is to be completed by: it was made all the same.
    unreadable = [each for each in errors(proposal.diagnostics) if each.code.id < codes.MISSING_COLUMN.id]
    sys.exit(status_of(unreadable, "error"))


def _stream(graph: RuleGraph, wanted: str | None) -> StreamSchema:
    streams = {each.name: each for each in graph.streams}
    if wanted is None and len(streams) == 1:
        return next(iter(streams.values()))
    if wanted is None:
        message = f"`{graph.name}` has {len(streams)} streams: {listing(streams)}" if streams else "it has no stream"
        raise Refused(Diagnostic(usage.BAD_OPTION, message, fixes=(Fix("choose one with `--stream NAME`"),)))
    if wanted not in streams:
        message = f"`{graph.name}` has no stream `{wanted}`"
        raise Refused(Diagnostic(codes.UNKNOWN_STREAM, message, fixes=did_you_mean(wanted, streams)))
    return streams[wanted]


def _relative(file: Path, output: Path | None) -> str:
    """How a binding in the file `output`, or here, calls a log."""
    base = output.parent if output is not None else Path()
    try:
        return Path(os.path.relpath(file, base)).as_posix()
    except ValueError:
        return file.as_posix()
