"""What was proved and refuted, for a terminal."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sladsl.diagnostics.code import Severity
from sladsl.diagnostics.known import Compared
from sladsl.diagnostics.render.cells import on_one_line
from sladsl.diagnostics.render.summary import counted
from sladsl.report.told import ToldAgreement, ToldFile, ToldFinding

_INDENT = "  "
_TOLD = ("PROVED", "REFUTED", "BOUNDED", "UNKNOWN")
_MOST_UNUSED = 20


def verification_text(files: Sequence[ToldFile], compared: Compared, *, verbose: bool = False) -> str:
    """Findings in full, each with its log; what is proved in one line an agreement, or with `verbose` one a claim."""
    blocks = [*dict.fromkeys(each.text for file in files for each in file.findings if compared.is_new(each))]
    blocks += [each.text for file in files for each in file.scenarios if each.text and compared.is_new(each)]
    for file in files:
        if file.agreements:
            lines = [file.path]
            for agreement in file.agreements:
                lines += _claims(agreement, verbose=verbose)
            blocks.append("\n".join(lines))
    blocks.append("\n".join(summary_lines(files, compared)))
    return "\n\n".join(blocks)


def _claims(agreement: ToldAgreement, *, verbose: bool) -> Iterator[str]:
    counts = Counter(each.verdict for each in agreement.claims)
    said = [f"{counts[each]} {each.lower()}" for each in _TOLD if counts[each]]
    if counts["FINDING"]:
        said.append(counted(counts["FINDING"], "finding"))
    if agreement.allowed:
        said.append(f"{len(agreement.allowed)} allowed with a reason")
    yield f"{_INDENT}{agreement.name}: {', '.join(said) or 'nothing to prove'}"
    for each in agreement.claims:
        if verbose or each.verdict == "UNKNOWN":
            bounds = f" ({each.bounds})" if each.bounds else ""
            yield f"{_INDENT * 2}{each.verdict:<8} {each.subject}: {on_one_line(each.claim)}{bounds}"


def summary_lines(files: Sequence[ToldFile], compared: Compared, most_unused: int = _MOST_UNUSED) -> Iterator[str]:
    counts: Counter[str] = sum((each.verdicts for each in files), Counter())
    states = Counter(each.state for file in files for each in file.scenarios)
    parts = [f"{counts[each]:,} {each.lower()}" for each in _TOLD if counts[each]]
    line = f"{counted(sum(len(each.agreements) for each in files), 'agreement')}: {', '.join(parts) or 'no claims'}"
    if states:
        ran = ", ".join(f"{number:,} {state}" for state, number in sorted(states.items(), reverse=True))
        line += f"; {counted(sum(states.values()), 'scenario')}: {ran}"
        known = sum(not compared.is_new(each) for file in files for each in file.scenarios)
        line += f", {known} of them known to fail" if known else ""
    yield line
    found = [each for file in files for each in file.findings]
    new = [each for each in found if compared.is_new(each)]
    of_them = f", {len(found) - len(new):,} known" if len(new) < len(found) else ""
    if found:
        yield f"{_severities(new)}{of_them}"
    if compared.unused:
        yield f"{counted(len(compared.unused), 'known finding')} found no more: take them out of the baseline"
        yield from (f"{_INDENT}{each.code} {each.where}: {on_one_line(each.message)}"
                    for each in compared.unused[:most_unused])  # fmt: skip


def _severities(found: Collection[ToldFinding]) -> str:
    counts = Counter(each.severity for each in found)
    words = [counted(counts[each.value], each.value) for each in Severity if counts[each.value]]
    return ", ".join(words) or "no new findings"
