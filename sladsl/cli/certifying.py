"""`sladsl verify --certify`: whether the engines find what the measures of contracts mean."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sladsl.cli.output import show_diagnostics, write
from sladsl.cli.status import CANNOT_WORK, FINE, status_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue.internal import OUR_MISTAKE
from sladsl.engines.registry import ENGINES
from sladsl.logs.stored.store import Room
from sladsl.model.parameters import Setting
from sladsl.proofs.certificate import certify
from sladsl.report.certificate_text import certificate_text
from sladsl.workspace.compiling import compile_files


def certified(files: Sequence[Path], settings: Mapping[str, Setting], colour: str, file: Path | None) -> int:
    """Writes a certificate for each agreement; the exit status."""
    status = FINE
    told: list[str] = []
    # Spark is given the statements of the same emitter, and takes seconds to start.
    engines = [each for each in ENGINES if each.name != "reference" and not each.is_slow_to_start and each.is_available]
    if not engines:
        told.append("only the reference engine is installed: there is nothing to hold against it\n")
    compiled, sources = compile_files(files, settings)
    problems = [problem for each in compiled for problem in each.diagnostics]
    show_diagnostics(problems, sources, colour=colour, to_stderr=True)
    graphs = [each.graph for file in compiled for each in file.agreements if each.graph is not None]
    for graph in graphs:
        for kind in engines:
            certificate = certify(graph, kind.make(Room()))
            told.append(certificate_text(graph, certificate, sources))
            if not certificate.holds:
                message = f"the engine `{kind.name}` finds another number than the reference"
                fix = Fix("leave it out: `--engine reference`")
                show_diagnostics(
                    [Diagnostic(OUR_MISTAKE, message, fixes=(fix,))], sources, colour=colour, to_stderr=True
                )
                status = CANNOT_WORK
    write("".join(told), colour=colour, file=file)
    return max(status, status_of(problems, "error"))
