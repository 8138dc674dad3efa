"""What was proved and refuted, as JSON."""

from collections import Counter
from collections.abc import Sequence

from sladsl.diagnostics.known import Compared
from sladsl.diagnostics.render.document import Json, document
from sladsl.report.told import ToldAllowed, ToldFile, ToldFinding


def verification_json(files: Sequence[ToldFile], compared: Compared) -> str:
    """The document that `verification.schema.json` describes."""
    verdicts: Counter[str] = sum((each.verdicts for each in files), Counter())
    states = Counter(each.state for file in files for each in file.scenarios)
    findings = [each for file in files for each in file.findings]
    return document(
        {
            "summary": {
                "agreements": sum(len(each.agreements) for each in files),
                "verdicts": {each.lower(): verdicts[each] for each in _VERDICTS},
                "findings": {
                    each: sum(one.severity == each for one in findings) for each in ("error", "warning", "note")
                },
                "known": sum(not compared.is_new(each) for each in findings),
                "allowed": sum(len(each.allowed) for file in files for each in file.agreements),
                "scenarios": {each: states[each] for each in ("passed", "failed", "error")},
            },
            "files": [_file(each, compared) for each in files],
            "unused_baseline": [
                {
                    "fingerprint": each.fingerprint,
                    "code": each.code,
                    "agreement": each.agreement,
                    "subject": each.subject,
                    "message": each.message,
                }
                for each in compared.unused
            ],
        }
    )


_VERDICTS = ("PROVED", "REFUTED", "BOUNDED", "UNKNOWN", "FINDING")


def _file(file: ToldFile, compared: Compared) -> dict[str, Json]:
    return {
        "file": file.path,
        "findings": [_finding(each, compared) for each in file.findings],
        "agreements": [
            {
                "name": each.name,
                "title": each.title,
                "claims": [{**claim.value, "finding": claim.finding} for claim in each.claims],
                "allowed": [_allowed(one, compared) for one in each.allowed],
            }
            for each in file.agreements
        ],
        "scenarios": [{"agreement": each.agreement, "name": each.name, "state": each.state,
                       "known": not compared.is_new(each)}
                      for each in file.scenarios],
    }  # fmt: skip


def _allowed(allowed: ToldAllowed, compared: Compared) -> dict[str, Json]:
    return {
        "reason": allowed.reason,
        "finding": _finding(allowed.finding, compared),
        "claim": {**allowed.value, "finding": None},
    }


def _finding(finding: ToldFinding, compared: Compared) -> dict[str, Json]:
    return {
        "fingerprint": finding.fingerprint,
        "known": not compared.is_new(finding),
        "agreement": finding.agreement or None,
        "subject": finding.subject,
        "diagnostic": finding.value,
    }
