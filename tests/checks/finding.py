"""What `check` finds in a text."""

from pathlib import Path

from sladsl.diagnostics import Diagnostic
from sladsl.workspace.compiling import compile_file

FRAME = """
agreement example {{
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
{clauses}
}}
"""


def findings(folder: Path, text: str, **others: str) -> list[Diagnostic]:
    """Of a whole text, or of the clauses of an agreement; `others` are files beside it, without their suffix."""
    for name, other in others.items():
        (folder / f"{name}.sladsl").write_text(other, encoding="utf-8")
    path = folder / "contract.sladsl"
    whole = text if "agreement " in text else FRAME.format(clauses=text)
    path.write_text(whole, encoding="utf-8")
    return list(compile_file(path, {}, checks=True).diagnostics)


def codes(folder: Path, text: str, **others: str) -> list[str]:
    return [each.code.id for each in findings(folder, text, **others)]
