"""Agreements as text and their logs as rows, evaluated."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sladsl.api import Configuration, EvaluationRequest, compile_file, evaluate_contract
from sladsl.diagnostics import Diagnostic
from sladsl.report.json import evaluation_json
from sladsl.report.steps import numbered_steps
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.rules.words import value_words

HEAD = """
  provider maker
  customer buyer
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service  api { fee 1_000.00 USD per month }
"""


class Result:
    """What came of it. `json` is the document that can be an opening."""

    def __init__(self, evaluation: Evaluation, findings: Sequence[Diagnostic], json: str, text: str) -> None:
        self.evaluation = evaluation
        self.codes = {each.code.id for each in findings}
        self.messages = [each.message for each in findings]
        self.json = json
        self.text, self._findings = text, findings

    def told(self, code: str) -> list[tuple[str, str, str | None]]:
        """What is said under a code: the message, the part of the contract it points at, and where in the log."""
        found = [each for each in self._findings if each.code.id == code]
        return [(each.message, self.text[each.span.start : each.span.end] if each.span else "", each.place)
                for each in found]  # fmt: skip

    def of(self, objective: str, window: str, *scope: str) -> Outcome:
        """The outcome in a window that is named by the beginning of its label."""
        (found,) = (
            each
            for each in self.evaluation.outcomes
            if each.objective == objective
            and each.window.label.startswith(window)
            and tuple(value for _, value in each.scope) == scope
        )
        return found

    def states(self, objective: str) -> list[str]:
        return [each.state for each in self.evaluation.outcomes if each.objective == objective]

    def payable(self, objective: str) -> list[str]:
        """What is payable in each window; `?` where nobody knows."""
        owed = [each.credit for each in self.evaluation.outcomes if each.objective == objective]
        return ["?" if each is None or each.payable is None else str(each.payable) for each in owed]

    def fired(self, to: str) -> list[str]:
        """The windows in which a right or a step follows."""
        return [each.window.label for each in self.evaluation.triggers if each.fires and each.to == to]


def messages(clauses: str, head: str = HEAD) -> list[tuple[str, str]]:
    """What `check` says of these clauses: codes and messages."""
    with TemporaryDirectory() as folder:
        return [(each.code.id, each.message) for each in _compiled(clauses, head, Path(folder))[1]]


def evaluated(
    clauses: str,
    logs: Mapping[str, str],
    period: str,
    *,
    coverage: Mapping[str, str] | str | None = None,
    as_of: str | None = None,
    opening: Sequence[str] = (),
    head: str = HEAD,
    engine: str = "auto",
) -> Result:
    """`logs`: rows of CSV by stream, with the header first, in lines or one after the other."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (graph, digest), found = _compiled(clauses, head, folder)
        assert graph is not None, [each.message for each in found]
        files = {stream: [_written(folder / f"{stream}.csv", rows)] for stream, rows in logs.items()}
        earlier = [_written(folder / f"{number}.json", text) for number, text in enumerate(opening)]
        covered = dict.fromkeys(logs, coverage) if isinstance(coverage, str) else coverage or {}
        request = EvaluationRequest(files, period, as_of, covered, opening=earlier, engine=engine)
        made = evaluate_contract(graph, digest, Configuration(folder), request)
        assert made.evaluation is not None, [each.message for each in made.diagnostics]
        text = (folder / "contract.sladsl").read_text(encoding="utf-8")
        return Result(made.evaluation, made.diagnostics, evaluation_json(made.evaluation, graph), text)


def _compiled(clauses, head, folder):  # type: ignore[no-untyped-def]
    path = _written(folder / "contract.sladsl", f"agreement written {{{head}{clauses}\n}}\n")
    compiled = compile_file(path, {})
    graph = compiled.agreements[0].graph if compiled.agreements else None
    return (graph, compiled.digest), compiled.diagnostics


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def derived(*roots: Step | None) -> list[str]:
    """Derivations in lines, what each step rests on below it and further in: what was done, what came of it, and what
    there is to say of that."""
    lines = []
    for each in numbered_steps([root for root in roots if root is not None]):
        note = "" if each.step.note is None else f" ({each.step.note})"
        words = f"{each.step.rule}: {value_words(each.step.value, each.step.unit)}"
        lines.append("  " * each.depth + words + note)
    return lines


def outages(*stretches: str, columns: str = "start,end") -> str:
    """Rows such as `01-10T00:00 01-10T02:00 eu`."""
    rows = []
    for each in stretches:
        start, end, *more = each.split()
        rows.append(",".join([f"2026-{start}Z", f"2026-{end}Z", *more]))
    return "\n".join([columns, *rows]) + "\n"
