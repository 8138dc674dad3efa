"""No false alarm: what is refuted is shown by a log, which comes to the same when it is written down and read again.

At the end of a run stands how many were counted.
"""

from pathlib import Path

import pytest

from proofs.counted import COUNTED
from proofs.defects import FOLDERS, plain
from proofs.pairs import pairs
from property.effort import NIGHTLY
from sladsl.proofs.verdict import Result
from sladsl.report.witness_files import witness_files
from sladsl.workspace.verifying import verify_file
from spec_player.command import sladsl
from spec_player.surroundings import ROOT, surroundings

WITHOUT_A_LOG = {
    "can be breached",
    "can be kept",
    "can be kept at once",
    "every row is reached",
    "something reaches the limit",
    "no row always gives more than its limit",
    "something is left to be counted",
    "the exclusion changes something",
    "each of several values is taken at times",
}
"""Refuted where no log at all does it; then there is none to show."""
CONTRACTS = {f"{each.code} {each.name}": each.wrong for each in pairs()}
if NIGHTLY:
    CONTRACTS |= {
        str(path.relative_to(ROOT)): plain(path) for each in FOLDERS for path in (ROOT / each).rglob("*.sladsl")
    }


@pytest.mark.parametrize("text", CONTRACTS.values(), ids=list(CONTRACTS))
def test_what_is_refuted_is_so(text: str, tmp_path: Path) -> None:
    """And what else is shown by a log."""
    path = tmp_path / "contract.sladsl"
    path.write_text(text, encoding="utf-8")
    alarms = []
    for agreement in verify_file(path).agreements:
        told = [each for each in agreement.results if each.verdict == "REFUTED" or each.witness is not None]
        for number, result in enumerate(told):
            how = _shown_again(result, tmp_path, f"shown{number}")
            COUNTED[how] += result.verdict == "REFUTED"
            alarms += [result.sentence] if how == "false alarm" else []
    assert not alarms


@pytest.mark.parametrize("folder", sorted(each.name for each in (ROOT / "policies").iterdir() if each.is_dir()))
def test_what_is_shown_of_a_contract_is_so(folder: str, tmp_path: Path) -> None:
    """The scenarios of all witnesses hold."""
    with surroundings(ROOT):
        assert sladsl(["verify", f"policies/{folder}", "--witness-dir", str(tmp_path)], b"").status in (0, 1)
        tested = sladsl(["test", str(tmp_path), f"policies/{folder}"], b"")
    assert (tested.status, tested.stderr) == (0, ""), tested.stdout


def _shown_again(result: Result, folder: Path, stem: str) -> str:
    if result.witness is None:
        known = result.claim in WITHOUT_A_LOG or result.claim.endswith("makes a difference")
        return "no log does it" if known else "false alarm"
    for name, written in witness_files(result, result.witness, "contract.sladsl", stem):
        (folder / name).write_text(written, encoding="utf-8")
    with surroundings(folder):
        outcome = sladsl(["test", f"{stem}.sladsl"], b"")
    told = outcome.stdout + outcome.stderr
    # A property that is broken fails every scenario in whose log it is, beside what is expected there.
    broken = result.diagnostic is not None and result.diagnostic.code.id == "SLA1190"
    shown = f"property {result.subject}" in told if broken else "  expected  " not in told and not outcome.stderr
    return "shown again" if shown else "false alarm"
