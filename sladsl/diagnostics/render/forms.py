"""The forms in which findings are handed on, one line each: to hosts of repositories, to continuous integration, and as
comments."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render.annotations import github, gitlab, sarif
from sladsl.diagnostics.render.comment import comment, fenced, isolated
from sladsl.diagnostics.render.findings import Finding, finding_of
from sladsl.diagnostics.render.junit import Case, junit
from sladsl.diagnostics.render.summary import counted, summary_line
from sladsl.frozen import Frozen, frozen
from sladsl.text import SourceMap

_SEVERITIES = ("note", "warning", "error")


@frozen
class Told(Frozen):
    """What a command has to say. `cases` is everything it looked at; `summary` one line about it."""

    command: str
    summary: str
    findings: Sequence[Finding]
    cases: Sequence[Case]


def diagnostics_told(
    command: str, diagnostics: Sequence[Diagnostic], sources: SourceMap, files: Sequence[str], fail_on: str
) -> Told:
    """What is said of these files."""
    findings = [finding_of(each, sources) for each in diagnostics]
    summary = f"{summary_line(diagnostics)} in {counted(len(files), 'file')}"
    return Told(command, summary, findings, list(cases_of(findings, files, fail_on)))


def cases_of(findings: Sequence[Finding], files: Sequence[str], fail_on: str) -> Iterator[Case]:
    """A suite for each file, and a case for each finding: those below `fail_on` pass. A file without findings is a case
    that passes."""
    failing = _SEVERITIES[_SEVERITIES.index(fail_on) :] if fail_on in _SEVERITIES else ()
    for file in dict.fromkeys([*files, *(each.file or "" for each in findings)]):
        of = [each for each in findings if (each.file or "") == file]
        for each in of:
            yield case_of(each, file or "sladsl", failed=each.severity in failing)
        if not of:
            yield Case(file, "no findings", "passed", file)


def case_of(finding: Finding, suite: str, *, failed: bool) -> Case:
    first = finding.message.splitlines()[0] if finding.message else finding.title
    name = f"{finding.code} {first}"
    return Case(
        suite,
        name,
        "failed" if failed else "passed",
        finding.file,
        finding.line,
        f"{finding.severity}: {first}",
        finding.text,
    )


def markdown(told: Told) -> str:
    """The gravest first, each as a terminal shows it."""
    grave = sorted(told.findings, key=lambda each: -_SEVERITIES.index(each.severity))
    marks = sorted(each.fingerprint for each in told.findings)
    blocks = (_block(each) for each in grave)
    return comment(f"sladsl-{told.command}", [*marks, told.summary], told.summary, blocks, f"sladsl {told.command}")


def _block(finding: Finding) -> str:
    where = f" · {isolated(finding.where)}" if finding.file else ""
    title = f" {isolated(finding.title)}" if finding.title else ""
    return f"**{finding.severity}[{finding.code}]**{title}{where}\n\n{fenced(finding.text.splitlines(), 'text')}"


FORMS: Mapping[str, Callable[[Told], str]] = MappingProxyType(
    {
        "sarif": lambda told: sarif(told.findings),
        "junit": lambda told: junit(told.cases),
        "github": lambda told: github(told.findings),
        "gitlab": lambda told: gitlab(told.findings),
        "markdown": markdown,
    }
)
