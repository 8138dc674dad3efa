"""`sladsl diff` of revisions: whatever git holds, what is told is a difference, or why there is none."""

import json
from pathlib import Path

import pytest

from pipelines.repository import CONTRACT, Repository
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings

WEAKER = CONTRACT.replace("gives 10%", "gives 5%")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def diff(repository: Repository, *words: str, at: str = "") -> Outcome:
    with surroundings(repository.folder / at):
        return sladsl(["diff", *words], b"")


def test_the_first_contract_and_the_last(repository: Repository) -> None:
    repository.git("rm", "-rq", "contracts")
    gone = repository.commit()
    gone_again = repository.commit()
    removed = diff(repository, f"HEAD~2..{gone}")
    assert removed.stdout.startswith("The customer is worse off")
    assert "hosting: removed; the customer is worse off" in removed.stdout
    added = diff(repository, gone, "HEAD~2")
    assert "hosting: added; the provider is worse off" in added.stdout
    assert (removed.status, added.status) == (0, 0)
    assert diff(repository, "HEAD~2..HEAD", "--fail-on", "customer-adverse").status == 1
    nothing = diff(repository, gone, gone_again)
    assert nothing.status == 2
    assert f"SLA0801]: neither version holds a contract (*.sladsl): `{gone}`, `{gone_again}`" in nothing.stderr


def test_places_that_are_not_there(repository: Repository, tmp_path: Path) -> None:
    (repository.folder / "other").mkdir()
    repository.write("contracts/hosting.sladsl", WEAKER)
    repository.commit()
    for place, said in (
        ("nosuch", "there is no such file or folder in either version"),
        (str(tmp_path), "lies in no repository"),
        ("..", "lies in no repository"),
    ):
        refused = diff(repository, "HEAD~1..HEAD", "--in", place)
        assert (refused.status, refused.stdout) == (2, "")
        assert "SLA0804" in refused.stderr
        assert said in refused.stderr
    assert "lies outside the repository" in diff(repository, "HEAD~1..", "--in", "contracts", "--in", "..").stderr
    assert "both versions are files" in diff(repository, "contracts", "contracts", "--in", "contracts").stderr


def test_a_folder_that_is_gone_from_the_work_tree(repository: Repository) -> None:
    repository.git("rm", "-rq", "contracts")
    repository.commit()
    assert "hosting: removed" in diff(repository, "HEAD~1..HEAD", "--in", "contracts").stdout


@pytest.mark.parametrize("at", ["", "contracts"])
def test_files_are_called_as_they_are_here(repository: Repository, at: str) -> None:
    name = "hosting.sladsl" if at else "contracts/hosting.sladsl"
    repository.write("contracts/hosting.sladsl", WEAKER)
    repository.commit()
    told = diff(repository, "HEAD~1..HEAD", "-f", "json", at=at)
    (clause,) = json.loads(told.stdout)["agreements"][0]["clauses"]
    assert (clause["old_place"]["file"], clause["new_place"]["file"]) == (name, name)
    repository.write("contracts/hosting.sladsl", CONTRACT.replace("gives 10%", "gives"))
    broken = diff(repository, "HEAD~1", ".", at=at)
    assert (broken.status, broken.stdout) == (2, "")
    assert f"--> {name}:10:" in broken.stderr
    assert "so it stands in" not in broken.stderr
    repository.commit()
    assert "so it stands in HEAD\n" in diff(repository, "HEAD", "HEAD~1", at=at).stderr


def test_a_right_that_says_the_same_of_another_measure(repository: Repository) -> None:
    """Both versions stand in a file of one name, and what differs stands elsewhere in it."""
    right = CONTRACT.replace(
        "  scenario", "  party buyer\n  terminate by buyer when uptime < 90% per month\n  scenario"
    )
    repository.write("contracts/hosting.sladsl", right)
    repository.commit()
    repository.write("contracts/hosting.sladsl", right.replace("of outages\n", "of outages lasting at least 5min\n"))
    repository.commit()
    told = diff(repository, "HEAD~1..HEAD")
    assert (told.status, told.stderr) == (0, "")
    assert "+ terminate by buyer when uptime < 90% per month (availability of outages lasting at least" in told.stdout


def test_what_else_git_holds(repository: Repository) -> None:
    """Links, modules, files that an archive leaves out, and names of any kind."""
    repository.write(".gitattributes", "contracts export-ignore\n*.sladsl export-subst\n")
    repository.write("contracts/ḥ  q\n'.sladsl", CONTRACT.replace("agreement hosting", "agreement odd"))
    (repository.folder / "link.sladsl").symlink_to("contracts/hosting.sladsl")
    (repository.folder / "out.sladsl").symlink_to("/etc/hostname")
    (repository.folder / "up.sladsl").symlink_to("../../../etc/hostname")
    (repository.folder / "loop").symlink_to(".")
    head = repository.git("rev-parse", "HEAD").strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    repository.git("add", "-A")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    repository.git("commit", "-qm", "all of it")
    repository.write("contracts/hosting.sladsl", WEAKER)
    (repository.folder / "out.sladsl").unlink()
    (repository.folder / "up.sladsl").unlink()
    told = diff(repository, "HEAD", ".")
    assert told.status == 0, told.stderr
    assert "hosting in contracts/hosting.sladsl: the customer is worse off" in told.stdout
    assert "hosting in link.sladsl: the customer is worse off" in told.stdout
    assert "Same meaning (proved): odd" in told.stdout


def test_a_clone_that_lacks_something(repository: Repository) -> None:
    blob = repository.git("rev-parse", "HEAD:contracts/hosting.sladsl").strip()
    repository.write("contracts/hosting.sladsl", WEAKER)
    repository.commit()
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    lacking = diff(repository, "HEAD~1..HEAD")
    assert (lacking.status, lacking.stdout) == (2, "")
    assert "SLA0802" in lacking.stderr


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.git("checkout", "-q", "--orphan", "fresh")
    refused = diff(repository, "HEAD..")
    assert refused.status == 2
    assert "SLA0802]: `HEAD` is no file, and no revision: git knows no such revision" in refused.stderr
