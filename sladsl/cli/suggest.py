"""`sladsl suggest`: what the past says about targets, and what they would have cost."""

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import click

from sladsl.cli import options
from sladsl.cli.output import Refused, check_output, show_diagnostics, write
from sladsl.cli.running import Run, chosen_agreement, requested, run
from sladsl.cli.status import CANNOT_WORK, FINE, status_of
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import usage
from sladsl.graph import RuleGraph
from sladsl.report.suggest_json import suggestion_json
from sladsl.report.suggest_markdown import suggestion_markdown
from sladsl.report.suggest_text import suggestion_text
from sladsl.report.suggest_words import Suggested
from sladsl.rules.outcome import Evaluation
from sladsl.targets.candidates import USUAL
from sladsl.targets.sweeps import Swept, combinations, swept
from sladsl.text import SourceMap
from sladsl.workspace.compiling import compile_file
from sladsl.workspace.evaluating import EvaluationRequest, Prepared
from sladsl.workspace.suggesting import can_stay, suggestions, unknown_objective

_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@click.command("suggest", cls=options.Command)
@click.argument("contract", type=click.Path(path_type=Path))
@options.log_options
@options.settings
@click.option("--objective", metavar="NAME", help="Look at this objective only.")
@click.option(
    "--kept", multiple=True, metavar="SHARE",
    help="Look for the strictest target that so much of the past keeps, such as 99%; repeatable.",
)  # fmt: skip
@click.option("--target", "targets", multiple=True, metavar="VALUE", help="Try this target too; repeatable.")
@click.option(
    "--sweep", "sweeps", multiple=True, metavar="NAME=VALUES",
    help="Give a parameter values instead: `99%..99.9% step 0.1%`, or a list; repeatable.",
)  # fmt: skip
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output format."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result to a file.")
@options.colour
def command(
    contract: Path, agreement: str | None, logs: tuple[str, ...], period: str | None, as_of: str | None,
    coverage: tuple[str, ...], opening: tuple[Path, ...], zone: str | None, on_bad_rows: str, engine: str,
    config: Path | None, settings: tuple[str, ...], objective: str | None, kept: tuple[str, ...],
    targets: tuple[str, ...], sweeps: tuple[str, ...], form: str, output: Path | None, colour: str,
) -> None:  # fmt: skip
    """From a log, suggest targets that the past would have kept, and say what each would have cost."""
    shares = [_share(each) for each in kept] or list(USUAL)
    wanted = options.pairs_once("--sweep", sweeps)
    try:
        values = combinations(wanted)
    except ValueError as reason:
        raise _refused(f"`--sweep` cannot be used: {reason}") from None
    if wanted and (kept or targets):
        raise _refused("`--sweep` tries parameters, `--kept` and `--target` targets: one at a time")
    request = EvaluationRequest(
        period=period, as_of=as_of, zone=zone, keep_going=on_bad_rows == "report", opening=opening, engine=engine
    )
    request = requested(logs, coverage, request)
    runs = _Runs(contract, agreement, settings, config, request, colour)
    first = runs.first(values[0])
    graph, evaluation, prepared = first
    check_output(output, runs.read)
    if wanted:
        rows = [_swept(runs, each, objective) for each in values]
        result = Suggested(graph, evaluation, (), tuple(rows), objective)
    else:
        told = suggestions(graph, prepared, objective, shares, targets)
        if isinstance(told, Diagnostic):
            raise Refused(told)
        result = Suggested(graph, evaluation, tuple(told), (), objective)
    if form == "json":
        write(suggestion_json(result, runs.sources), colour="never", file=output)
    elif form == "markdown":
        write(suggestion_markdown(result, runs.sources), colour="never", file=output)
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        write(suggestion_text(result, runs.sources, width), colour=colour, file=output)
    sys.exit(FINE)


_Made = tuple[RuleGraph, Evaluation, Prepared]


@dataclass
class _Runs:
    """The contract with one value of its parameters after the other. Logs are read once where that is the same."""

    contract: Path
    agreement: str | None
    settings: tuple[str, ...]
    config: Path | None
    request: EvaluationRequest
    colour: str
    read: tuple[Path, ...] = ()
    sources: SourceMap = field(default_factory=SourceMap)
    _first: _Made | None = None

    def first(self, values: Sequence[tuple[str, str]]) -> _Made:
        made = run(self.contract, self.agreement, self._with(values), self.config, self.request)
        show_diagnostics(made.diagnostics, made.sources, colour=self.colour, to_stderr=True)
        self._first = self._whole(made)
        self.read, self.sources = made.read, made.sources
        return self._first

    def again(self, values: Sequence[tuple[str, str]]) -> tuple[RuleGraph, Evaluation]:
        assert self._first is not None, "the first run comes first"
        found, problems = options.parsed_settings(self._with(values))
        compiled = compile_file(self.contract, found)
        problems += compiled.diagnostics
        graph = chosen_agreement(compiled, self.agreement, problems)
        if graph is not None and can_stay(self._first[0], graph):
            evaluation, more = self._first[2].evaluate(graph)
            if evaluation is not None:
                return graph, evaluation
            problems += more
        made = run(self.contract, self.agreement, self._with(values), self.config, self.request)
        if made.evaluated is None or made.evaluated.evaluation is None:
            show_diagnostics(made.diagnostics, made.sources, colour=self.colour, to_stderr=True)
        return self._whole(made)[:2]

    def _with(self, values: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        return (*self.settings, *(f"{name}={value}" for name, value in values))

    def _whole(self, made: Run) -> _Made:
        evaluated = made.evaluated
        if made.graph is None or evaluated is None or evaluated.evaluation is None or evaluated.prepared is None:
            sys.exit(status_of(made.diagnostics, "error") or CANNOT_WORK)
        return made.graph, evaluated.evaluation, evaluated.prepared


def _swept(runs: _Runs, values: tuple[tuple[str, str], ...], objective: str | None) -> Swept:
    graph, evaluation = runs.again(values)
    known = [each.name for each in graph.objectives]
    if objective is not None and objective not in known:
        raise Refused(unknown_objective(objective, known))
    return swept(graph, evaluation, values, objective)


def _share(text: str) -> Fraction:
    found = _SHARE.fullmatch(text.strip())
    share = Fraction(found[1]) / 100 if found else Fraction(0)
    if not 0 < share <= 1:
        raise _refused(f"`--kept {text}` is no share above 0% and up to 100%")
    return share


def _refused(message: str) -> Refused:
    return Refused(Diagnostic(usage.BAD_OPTION, message))
