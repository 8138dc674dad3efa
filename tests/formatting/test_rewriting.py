"""Files: written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from sladsl.workspace import rewriting
from sladsl.workspace.rewriting import layout_of_file, rewrite
from spec_player.command import Outcome, run_line, sladsl

WRITTEN = 'agreement   a { zone "UTC" }'
WANTED = 'agreement a {\n  zone "UTC"\n}\n'
BROKEN = "agreement a { zon }"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.sladsl"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def fmt(folder: Path, arguments: str) -> Outcome:
    return run_line(f"sladsl fmt {arguments}", sladsl, folder)


def test_the_mode_stays_and_nothing_is_left_behind(contract: Path) -> None:
    contract.chmod(0o640)
    assert rewrite(contract, layout_of_file(contract)) is None
    assert contract.read_bytes() == WANTED.encode()
    assert stat.S_IMODE(contract.stat().st_mode) == 0o640
    assert [each.name for each in contract.parent.iterdir()] == ["contract.sladsl"]


def test_a_link_stays_a_link(contract: Path) -> None:
    link = contract.with_name("link.sladsl")
    link.symlink_to(contract)
    assert rewrite(link, layout_of_file(link)) is None
    assert link.is_symlink()
    assert contract.read_bytes() == WANTED.encode()


def test_what_somebody_else_changed_stays(contract: Path) -> None:
    layout = layout_of_file(contract)
    contract.write_text("something new", encoding="utf-8")
    problem = rewrite(contract, layout)
    assert problem is not None and "somebody else" in problem.message
    assert contract.read_text(encoding="utf-8") == "something new"


def test_a_full_disk_leaves_the_file_whole(contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    layout = layout_of_file(contract)
    monkeypatch.setattr(rewriting.os, "fsync", full)
    problem = rewrite(contract, layout)
    assert problem is not None and problem.code.id == "SLA0809"
    assert contract.read_text(encoding="utf-8") == WRITTEN
    assert [each.name for each in contract.parent.iterdir()] == ["contract.sladsl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sladsl")
    outcome = fmt(tmp_path, "pipe.sladsl")
    assert outcome.status == 2
    assert "SLA0809" in outcome.stderr


def test_a_folder_with_a_wrong_contract(contract: Path) -> None:
    wrong = contract.with_name("wrong.sladsl")
    wrong.write_text(BROKEN, encoding="utf-8")
    outcome = fmt(contract.parent, ".")
    assert outcome.status == 2
    assert outcome.stdout == ""
    assert "wrong.sladsl:1:15" in outcome.stderr
    assert outcome.stderr.endswith("formatted contract.sladsl\n1 formatted, 1 left as found\n")
    assert contract.read_bytes() == WANTED.encode()
    assert wrong.read_text(encoding="utf-8") == BROKEN


def test_statuses(contract: Path) -> None:
    folder = contract.parent
    assert fmt(folder, "--check .") == Outcome("", "would format contract.sladsl\n1 would change\n", 1)
    assert fmt(folder, "--diff .").status == 0
    assert contract.read_text(encoding="utf-8") == WRITTEN
    assert fmt(folder, ".") == Outcome("", "formatted contract.sladsl\n1 formatted\n", 0)
    assert fmt(folder, "--check .") == Outcome("", "1 in style\n", 0)
    assert fmt(folder, "no_such.sladsl").status == 2


def test_stdin(contract: Path) -> None:
    folder = contract.parent
    (folder / "wrong.sladsl").write_text(BROKEN, encoding="utf-8")
    assert fmt(folder, "- < contract.sladsl") == Outcome(WANTED, "", 0)
    assert fmt(folder, "--check - < contract.sladsl") == Outcome("", "", 1)
    assert fmt(folder, "- < wrong.sladsl").stdout == ""
    assert fmt(folder, "- < wrong.sladsl").status == 2
    assert fmt(folder, "- contract.sladsl").status == 2
