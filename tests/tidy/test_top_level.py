"""The top level of the checkout is settled: a new name there is a decision, not an accident."""

import subprocess

import pytest

from spec_player.surroundings import ROOT

ALLOWED = {
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".gitlab",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bench",
    "docs",
    "editors",
    "grammar",
    "policies",
    "pyproject.toml",
    "sladsl",
    "tests",
}


def test_names_at_the_top_level() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the project cannot be told from what does not")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {path.split("/")[0] for path in listed.split("\0") if path} <= ALLOWED
