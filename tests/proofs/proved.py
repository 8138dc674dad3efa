"""Contracts in a few words, and what is proved of them."""

from pathlib import Path

from sladsl.proofs.verdict import Result
from sladsl.workspace.verifying import verify_files

FRAME = 'term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD'

BEGINNING = """agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
"""
"""Of an agreement whose clauses, and last bracket, are to follow."""


def results(folder: Path, clauses: str, frame: str = FRAME) -> list[Result]:
    """Everything that is claimed of an agreement of these clauses, which is free of mistakes."""
    return of_file(folder, f"agreement a {{ {frame} {clauses} }}")


def of_file(folder: Path, text: str) -> list[Result]:
    path = folder / "contract.sladsl"
    path.write_text(text, encoding="utf-8")
    verified = verify_files([path], {})
    assert verified.agreements, [each.message for each in verified.diagnostics]
    return [each for agreement in verified.agreements for each in agreement.results]


def messages(found: list[Result], code: str) -> list[str]:
    """What is said with a code."""
    return [each.diagnostic.message for each in found if each.diagnostic and each.diagnostic.code.id == code]
