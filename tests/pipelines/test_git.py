"""Contracts in git: what is set up is said, foreign settings stay, and differences are of what a contract says."""

import re
from pathlib import Path

import pytest

from pipelines.repository import CONTRACT, Repository

UNTIDY = re.sub(r"(?m)^  ", "      ", CONTRACT)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def sladsl(repository: Repository, words: str, status: int = 0) -> str:
    ran = repository.run(f"sladsl git {words}")
    assert ran.returncode == status, ran.stderr
    return ran.stdout + ran.stderr


def settings(repository: Repository) -> str:
    found = repository.run("git config --local --list | grep sladsl").stdout
    attributes = repository.folder / ".gitattributes"
    return found + (attributes.read_text() if attributes.exists() else "")


def test_it_is_set_up_once_and_taken_back(repository: Repository) -> None:
    first = sladsl(repository, "install")
    assert len(first.splitlines()) == 4
    made = settings(repository)
    assert all(line.partition(" = ")[2] in made for line in first.splitlines()[:3])
    assert sladsl(repository, "install") == "everything is set up\n"
    assert settings(repository) == made
    assert len(sladsl(repository, "uninstall").splitlines()) == 4
    assert settings(repository) == ""
    assert sladsl(repository, "uninstall") == "nothing is set up\n"


def test_a_dry_run_changes_nothing(repository: Repository) -> None:
    assert "nothing was changed" in sladsl(repository, "install --dry-run")
    assert settings(repository) == ""
    sladsl(repository, "install")
    made = settings(repository)
    assert "nothing was changed" in sladsl(repository, "uninstall --dry-run")
    assert settings(repository) == made


@pytest.mark.parametrize(
    ("set_otherwise", "named"),
    [
        ("git config diff.sladsl.textconv cat", "diff.sladsl.textconv is `cat`"),
        ("git config difftool.sladsl.cmd meld", "difftool.sladsl.cmd is `meld`"),
        ("echo '*.sladsl diff=other' > .gitattributes", ".gitattributes is `other`"),
        ("echo '*.sladsl -diff' > .gitattributes", ".gitattributes is `unset`"),
    ],
)
def test_what_is_set_otherwise_is_not_replaced_unless_it_is_asked_for(
    repository: Repository, set_otherwise: str, named: str
) -> None:
    repository.run(set_otherwise)
    before = settings(repository)
    said = sladsl(repository, "install", status=2)
    assert "SLA0813" in said and named in said
    assert settings(repository) == before
    assert "it was:" in sladsl(repository, "install --force")
    assert sladsl(repository, "install") == "everything is set up\n"


def test_what_was_set_otherwise_since_is_left(repository: Repository) -> None:
    sladsl(repository, "install")
    repository.run("git config diff.sladsl.textconv cat")
    assert "left diff.sladsl.textconv, which is set otherwise: cat" in sladsl(repository, "uninstall")
    assert settings(repository) == "diff.sladsl.textconv=cat\n"


def test_other_attributes_stay(repository: Repository) -> None:
    repository.write(".gitattributes", "*.png binary\n\n# a remark")
    sladsl(repository, "install")
    assert settings(repository).endswith("*.png binary\n\n# a remark\n*.sladsl diff=sladsl\n")
    sladsl(repository, "uninstall")
    assert settings(repository) == "*.png binary\n\n# a remark\n"


def test_a_difference_is_of_what_a_contract_says(repository: Repository) -> None:
    sladsl(repository, "install")
    repository.commit()
    repository.write("contracts/hosting.sladsl", UNTIDY)
    assert repository.git("diff", "--", "contracts") == ""
    repository.write("contracts/hosting.sladsl", UNTIDY.replace("gives 10%", "gives 5%"))
    shown = repository.git("diff", "--unified=0", "--", "contracts").splitlines()
    assert "-    credit share of api.fee { below 99.9% gives 10% }" in shown
    assert "+    credit share of api.fee { below 99.9% gives 5% }" in shown
    (head,) = (line for line in shown if line.startswith("@@"))
    assert head.endswith("@@ objective up {")
    told = repository.git("difftool", "-t", "sladsl", "-y", "--", "contracts")
    assert told.startswith("The customer is worse off by up to 50.00 USD a window")


def test_a_contract_with_mistakes_is_shown_as_it_is(repository: Repository) -> None:
    sladsl(repository, "install")
    repository.commit()
    repository.write("contracts/hosting.sladsl", CONTRACT + "agreement {{{\n")
    assert "+agreement {{{" in repository.git("diff", "--", "contracts")


def test_from_a_folder_of_the_repository(repository: Repository) -> None:
    assert repository.run("cd contracts && sladsl git install").returncode == 0
    assert "*.sladsl diff=sladsl\n" in settings(repository)


def test_no_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    ran = repository.run("cd .. && sladsl git install")
    assert ran.returncode == 2
    assert "SLA0813" in ran.stderr
    ran = repository.run("sladsl git textconv nothing.sladsl")
    assert ran.returncode == 2
    assert "SLA0802" in ran.stderr
