"""What the README tells a reader to type is what the gates run."""

from spec_player.surroundings import ROOT

TESTS = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m pytest"


def test_the_command_for_the_tests() -> None:
    assert TESTS in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_gates_install_and_test_in_the_same_way() -> None:
    gates = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for step in ("python3 -m venv .venv", "pip install", "-e '.[dev]'", "python -m pytest"):
        assert step in gates
