"""`sladsl verify`: layout, mistakes, proofs, scenarios, properties: the one verb for pipelines."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.baselines import known_findings
from sladsl.cli.output import Refused, cannot_write, check_output, show_diagnostics, write
from sladsl.cli.progress import Progress
from sladsl.cli.status import CANNOT_WORK, FINDINGS, FINE, status_for, status_of
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import usage
from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.codes import ALL
from sladsl.diagnostics.diagnostic import errors
from sladsl.diagnostics.known import Compared, baseline_text, compared
from sladsl.diagnostics.render.forms import FORMS
from sladsl.model.problems import nearest
from sladsl.proofs.known import KINDS, Choice, words_for
from sladsl.proofs.subject import STEPS
from sladsl.report.proof_text import proofs_text
from sladsl.report.told import ToldFile, told
from sladsl.report.verify_forms import verification_told
from sladsl.report.verify_json import verification_json
from sladsl.report.verify_text import verification_text
from sladsl.report.witness_files import file_stem, witness_files
from sladsl.text import SourceMap
from sladsl.workspace.adding import add_scenarios
from sladsl.workspace.compiling import contract_files
from sladsl.workspace.keeping import Keeper
from sladsl.workspace.project import within_reach
from sladsl.workspace.verifying import Request, verify_each, verify_file


@click.command("verify", cls=options.Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--check", "only", multiple=True, metavar="CODE", help="Look at this claim only; repeatable.")
@click.option("--no-check", "without", multiple=True, metavar="CODE", help="Leave this claim out; repeatable.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="warning",
    help="From which severity on the exit status is 1.",
)  # fmt: skip
@options.baseline
@click.option("--write-baseline", is_flag=True, help="Write what is found to the baseline instead.")
@click.option(
    "--witness-dir", type=click.Path(path_type=Path), metavar="DIR",
    help="Write the log of each finding there: a scenario, and files for `sladsl eval`.",
)  # fmt: skip
@click.option("--write-scenario", is_flag=True, help="Add the log of each finding to its contract, as a scenario.")
@click.option("--certify", is_flag=True, help="Hold every engine against what the measures of the contracts mean.")
@click.option("--explain-proof", metavar="CODE", help="Say on what the verdict on this claim rests.")
@click.option(
    "--budget", type=click.IntRange(1), default=STEPS, metavar="STEPS",
    help="How many evaluations may be spent to find one log.",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processes; default: one a processor.")
@click.option("--no-cache", is_flag=True, help="Look again at what was looked at before.")
@click.option("-v", "--verbose", is_flag=True, help="List every claim, not only those that were refuted.")
@options.several_forms(*options.FINDINGS)
@options.settings
@options.colour
def command(
    paths: tuple[Path, ...], only: tuple[str, ...], without: tuple[str, ...], fail_on: str, baseline: Path | None,
    write_baseline: bool, witness_dir: Path | None, write_scenario: bool, certify: bool, explain_proof: str | None,
    budget: int,
    jobs: int | None, no_cache: bool, verbose: bool, forms: tuple[str, ...], outputs: tuple[Path, ...],
    settings: tuple[str, ...], colour: str,
) -> None:  # fmt: skip
    """Prove what holds of contracts for every log, or refute it with a small log. A folder stands for every contract
    (*.sladsl) in it."""
    wanted = options.destinations(forms, outputs)
    files, problems = contract_files(paths)
    values, more = options.parsed_settings(settings)
    if problems or more:
        show_diagnostics([*problems, *more], SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    request = Request(values, budget, Choice(_meant("--check", only), _meant("--no-check", without)))
    if write_baseline and baseline is None:
        raise Refused(_wrong("`--write-baseline` does not say where", "name the file: `--baseline FILE`"))
    known = [] if write_baseline else known_findings(baseline)
    check_output([file for _, file in wanted], [*files, *([baseline] if baseline else [])])
    alone = "--certify" if certify else "--explain-proof" if explain_proof is not None else None
    if alone is not None:
        beside = {
            "--check": only, "--no-check": without, "--baseline": baseline, "--witness-dir": witness_dir,
            "--write-scenario": write_scenario, "--explain-proof": certify and explain_proof,
        }  # fmt: skip
        _only_text(alone, wanted, [name for name, value in beside.items() if value])
    if certify:
        from sladsl.cli.certifying import certified

        sys.exit(certified(files, values, colour, wanted[0][1]))
    if explain_proof is not None:
        sys.exit(_explained(files, request, explain_proof, colour, wanted[0][1]))
    if witness_dir is not None or write_scenario:
        every = _with_witnesses(files, request, witness_dir, write_scenario, colour)
    else:
        every = _told(files, request, None if no_cache else Keeper((settings, budget, request.choice)), jobs)
    if write_baseline and baseline is not None:
        write(baseline_text(entry for file in every for entry in file.entries()), file=baseline)
        return
    held = compared([each for file in every for each in file.knowable], known, whole=request.choice.whole)
    for form, file in wanted:
        if form == "text":
            write(verification_text(every, held, verbose=verbose), colour=colour, file=file)
        elif form == "json":
            write(verification_json(every, held), colour="never", file=file)
        else:
            write(FORMS[form](verification_told(every, held, fail_on)), colour="never", file=file)
    sys.exit(_status(every, held, fail_on))


def _told(files: Sequence[Path], request: Request, keeper: Keeper | None, jobs: int | None) -> list[ToldFile]:
    progress = Progress(len(files))
    try:
        return verify_each(files, request, keeper, jobs or os.cpu_count() or 1, progress.ready)
    finally:
        progress.end()


def _status(every: Sequence[ToldFile], held: Compared, fail_on: str) -> int:
    states = {each.state for file in every for each in file.scenarios if held.is_new(each)}
    scenarios = CANNOT_WORK if "error" in states else FINDINGS if "failed" in states else FINE
    new = [(each.code, Severity(each.severity)) for file in every for each in file.findings if held.is_new(each)]
    return max(status_for(new, fail_on), scenarios)


def _meant(option: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The codes and claims that are meant, as they are called."""
    found: list[str] = []
    for word in words:
        meant = words_for(word) or [code for code in ALL if code == word.upper()]
        if not meant:
            known = [*ALL, *(kind.claim for kind in KINDS)]
            near = nearest(word, known)
            fix = f"did you mean `{near}`?" if near else "write a code such as `SLA1101`, or a claim as `-v` lists it"
            raise Refused(_wrong(f"`{option} {word}` is no code and no claim", fix))
        found += meant
    return tuple(found)


def _wrong(message: str, fix: str) -> Diagnostic:
    return Diagnostic(usage.BAD_OPTION, message, fixes=(Fix(fix),))


def _only_text(option: str, wanted: Sequence[tuple[str, Path | None]], beside: Sequence[str]) -> None:
    """That nothing is asked for beside what looks at something else, and in one form."""
    if beside:
        raise Refused(_wrong(f"`{option}` looks at nothing else", f"leave out `{beside[0]}`"))
    if [form for form, _ in wanted] != ["text"]:
        raise Refused(_wrong(f"`{option}` tells what it finds as `text`", "leave out `--format`"))


def _explained(files: Sequence[Path], request: Request, wanted: str, colour: str, file: Path | None) -> int:
    words = _meant("--explain-proof", (wanted,))
    found = [verify_file(path, request) for path in files]
    mistakes = [errors(each.diagnostics) for each in found]
    for each, wrong in zip(found, mistakes, strict=True):
        show_diagnostics(wrong, each.sources, colour=colour, to_stderr=True)
    if any(mistakes):
        return status_of([wrong for each in mistakes for wrong in each], "error")
    text = proofs_text([agreement for each in found for agreement in each.agreements], words[0])
    write(text or f"nothing here is claimed under {words[0]}", colour=colour, file=file)
    return FINE


def _with_witnesses(
    files: Sequence[Path], request: Request, folder: Path | None, into_contracts: bool, colour: str
) -> list[ToldFile]:
    """What is found of each file, whose witnesses are written on the way."""
    problems: list[Diagnostic] = []
    found: list[ToldFile] = []
    elsewhere: dict[Path, None] = {}
    taken: dict[str, int] = {}
    for path in files:
        verified = verify_file(path, request)
        found.append(told(path, verified))
        if folder is not None:
            for proved in verified.agreements:
                for result in proved.results:
                    if result.diagnostic is not None and result.witness is not None:
                        stem = file_stem(result, proved.graph.name)
                        taken[stem] = taken.get(stem, 0) + 1
                        stem = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
                        contract = Path(os.path.relpath(path, folder)).as_posix()
                        if not within_reach(path, folder):
                            elsewhere[path] = None
                        _write_files(folder, dict(witness_files(result, result.witness, contract, stem)))
        if into_contracts:
            added, problem = add_scenarios(path, verified)
            problems += [problem] if problem else []
            if added:
                write(f"{path}: added {', '.join(f'`{name}`' for name in added)}", to_stderr=True, colour=colour)
    if elsewhere and folder is not None:
        both = " ".join(shlex.quote(str(each)) for each in (folder, *elsewhere))
        write(f"`sladsl test {both}` runs the scenarios that were written", to_stderr=True)
    if problems:
        show_diagnostics(problems, SourceMap(), colour=colour, to_stderr=True)
        sys.exit(CANNOT_WORK)
    return found


def _write_files(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise cannot_write(str(folder), trouble) from None
    for name, text in files.items():
        write(text, file=folder / name)
