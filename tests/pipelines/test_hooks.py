"""The hooks for pre-commit, as the repository offers them and as the page shows them."""

import subprocess
from pathlib import Path

import pytest

from pipelines.repository import CONTRACT, Repository, read_yaml
from spec_player.page import Block, blocks
from spec_player.surroundings import ROOT

HOOKS = ROOT / ".pre-commit-hooks.yaml"
HOWTO = ROOT / "docs/howto"


def shown(page: str, containing: str) -> Block:
    (block,) = (each for each in blocks((HOWTO / page).read_text(encoding="utf-8")) if containing in each.text)
    return block


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One that has a clone of this project beside it, as the pages assume."""
    found = Repository(tmp_path)
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    subprocess.run(["git", "clone", "-q", "--shared", ROOT, found.folder.parent / "sladsl"], check=True)
    return found


def test_every_hook_has_what_a_hook_must_have(tmp_path: Path) -> None:
    """By the manifest of pre-commit: `id`, `name`, `entry` and `language` are required."""
    config = tmp_path / "config.yaml"
    config.write_text(shown("pipeline.md", "repo: local").text)
    hooks = [*read_yaml(HOOKS), *(hook for repo in read_yaml(config)["repos"] for hook in repo["hooks"])]
    known = {"id", "name", "entry", "language", "files", "description"}
    assert all({"id", "name", "entry", "language"} <= each.keys() <= known for each in hooks)


def test_the_hooks_of_the_page_are_those_of_the_repository(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(shown("pipeline.md", "repo: local").text)
    (local,) = read_yaml(config)["repos"]
    offered = {each["id"]: each for each in read_yaml(HOOKS)}
    for each in local["hooks"]:
        hook = offered[each["id"]]
        assert (each["entry"], each["files"], each["name"]) == (hook["entry"], hook["files"], hook["name"])


def test_the_hooks_do_what_they_are_called(repository: Repository) -> None:
    untidy = CONTRACT.replace("  objective up {", "     objective up {")
    repository.write("contracts/hosting.sladsl", untidy)
    for hook in read_yaml(HOOKS):
        assert repository.run(f"{hook['entry']} contracts/hosting.sladsl").returncode == 0
    assert (repository.folder / "contracts/hosting.sladsl").read_text() == CONTRACT
    repository.write("contracts/hosting.sladsl", CONTRACT.replace("uptime >=", "uptme >="))
    assert repository.run("sladsl check contracts/hosting.sladsl").returncode == 1


def test_the_configuration_that_is_written_names_the_clone(repository: Repository) -> None:
    ran = repository.run(shown("pipeline.md", "cat > .pre-commit-config.yaml").text)
    assert ran.returncode == 0, ran.stderr
    config = repository.folder / ".pre-commit-config.yaml"
    (each,) = read_yaml(config)["repos"]
    assert [hook["id"] for hook in each["hooks"]] == [hook["id"] for hook in reversed(read_yaml(HOOKS))]
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert (each["repo"], each["rev"]) == (str(ROOT), head.strip())


@pytest.mark.parametrize("page", ["github-actions.md", "gitlab.md"])
def test_sladsl_is_brought_along_as_a_submodule(repository: Repository, page: str) -> None:
    script = shown(page, "git submodule add").text
    allowed = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always"}
    ran = repository.run(script, allowed)
    assert ran.returncode == 0, ran.stderr
    assert (repository.folder / "tools/sladsl/pyproject.toml").is_file()
    assert repository.git("status", "--porcelain") == ""
