"""A repository of git with contracts, in which the commands of a pipeline are run."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from spec_player.surroundings import ROOT

CONTRACT = """agreement hosting {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  stream outages of spans { }
  metric uptime = availability of outages
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee { below 99.9% gives 10% }
  }
  scenario "a bad night" {
    period 2026-03
    outages { 2026-03-02T00:00 for 6h }
    expect up is breached
  }
}
"""
_SHIM = """#!/usr/bin/env bash
PYTHONPATH={root} exec {python} -m sladsl "$@"
"""


def read_yaml(path: Path) -> Any:
    return parsed(path.read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


class Repository:
    """`folder` is the work tree, with `contracts/hosting.sladsl` and one commit; `temporary` lies beside it, with the
    programs that pipelines call: sladsl itself, and those that a test puts there."""

    def __init__(self, place: Path) -> None:
        self.folder, self.temporary = place / "work", place / "temporary"
        self.programs = self.temporary / "bin"
        self.programs.mkdir(parents=True)
        (self.folder / "contracts").mkdir(parents=True)
        self.program("sladsl", _SHIM.format(root=ROOT, python=sys.executable))
        self.write("contracts/hosting.sladsl", CONTRACT)
        self.git("init", "-q", "-b", "main")
        self.commit()

    def program(self, name: str, text: str) -> None:
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *words: str) -> str:
        ran = subprocess.run(["git", *words], cwd=self.folder, env=self.environment({}), capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def run(self, script: str, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """A step, in the shell in which a runner has it."""
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        environment = self.environment(more or {})
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Nothing of the user's, and no network to speak of."""
        return {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "HOME": str(self.temporary),
            "LANG": "C.UTF-8",
            "XDG_CACHE_HOME": str(self.temporary / "cache"),
            "RUNNER_TEMP": str(self.temporary),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.com",
            "GIT_ALLOW_PROTOCOL": "file",
            **more,
        }


def expanded(text: str, values: Mapping[str, str]) -> str:
    """Expressions of a workflow, whose names must all be known."""
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found[1]], text)


def schema_complaints(builtin: str, *files: Path) -> str:
    """What the schema that their readers publish has against some files."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", builtin, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr
