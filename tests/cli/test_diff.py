"""`sladsl diff --write-scenario`: what a change comes to is kept as a scenario of the new version."""

from pathlib import Path

import pytest

from pipelines.repository import Repository
from review.test_laws import CHANGES, CONTRACT
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings


def run(folder: Path, *arguments: str) -> Outcome:
    with surroundings(folder):
        return sladsl(arguments, b"")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
def test_what_is_written_passes_and_is_written_once(tmp_path: Path, change: tuple[str, str]) -> None:
    (tmp_path / "sladsl.toml").write_text("")
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(CONTRACT.replace(*change))
    said = run(tmp_path, "diff", "old.sladsl", "new.sladsl", "--write-scenario")
    written = (tmp_path / "new.sladsl").read_text()
    assert ("added `up after a change of" in said.stderr) == ("after a change of" in written)
    assert run(tmp_path, "diff", "old.sladsl", "new.sladsl", "--write-scenario").stderr == ""
    assert (tmp_path / "new.sladsl").read_text() == written
    assert (tmp_path / "old.sladsl").read_text() == CONTRACT
    if "after a change of" in written:
        assert run(tmp_path, "test", "new.sladsl", "-k", "after a change of").status == 0
        assert run(tmp_path, "fmt", "--check", "new.sladsl").status == 0


def test_a_revision_is_not_written_to(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = repository.commit()
    text = (repository.folder / "contracts/hosting.sladsl").read_text()
    changed = repository.write("contracts/hosting.sladsl", text.replace("gives 10%", "gives 5%"))
    repository.commit()
    ran = repository.run("sladsl diff HEAD~1..HEAD --write-scenario")
    assert ran.returncode == 2
    assert "SLA0804" in ran.stderr
    assert "after a change of" not in changed.read_text()
    ran = repository.run(f"sladsl diff {first}.. --write-scenario")
    assert ran.returncode == 0, ran.stderr
    assert "contracts/hosting.sladsl: added `up after a change of table`" in ran.stderr
    assert repository.run("sladsl test contracts -k 'after a change'").returncode == 0


def test_a_version_with_mistakes_is_not_written_to(tmp_path: Path) -> None:
    wrong = CONTRACT.replace("uptime >=", "uptme >=")
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(wrong)
    assert run(tmp_path, "diff", "old.sladsl", "new.sladsl", "--write-scenario").status == 2
    assert (tmp_path / "new.sladsl").read_text() == wrong


def test_a_review_replaces_nothing_that_it_was_made_from(tmp_path: Path) -> None:
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(CONTRACT.replace(*CHANGES[0]))
    (tmp_path / "log.csv").write_text("start,end\n")
    for name in ("old.sladsl", "new.sladsl", "log.csv"):
        before = (tmp_path / name).read_bytes()
        refused = run(tmp_path, "diff", "old.sladsl", "new.sladsl", "--replay", "outages=log.csv", "-o", name)
        assert refused.status == 2
        assert "SLA0807" in refused.stderr
        assert (tmp_path / name).read_bytes() == before
