"""Which file is the configuration, and what is said of one that cannot be used."""

import os
from pathlib import Path

import pytest

from sladsl.diagnostics.catalogue import logs, usage
from sladsl.workspace.configuration import find_configuration, read_configuration
from sladsl.workspace.project import LARGEST


@pytest.mark.parametrize(
    "text",
    [
        "[tool.sladsl.bind.tickets]\nkey = 'id'\n",
        "[tool.'sladsl'.bind.tickets]\nkey = 'id'\n",
        '[tool]\n"sladsl".bind.tickets.key = "id"\n',
        'tool = { sladsl = { bind = { tickets = { key = "id" } } } }\n',
    ],
)
def test_a_pyproject_with_our_table_however_it_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    inside = tmp_path / "contracts"
    inside.mkdir()
    (inside / "pyproject.toml").write_text("[project]\nname = 'sladsl-contracts'\n")
    configuration, found = find_configuration(inside)
    assert found == []
    assert configuration.folder == tmp_path.resolve()
    assert list(configuration.bindings.shared) == ["tickets"]


def test_a_link_to_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "sladsl.toml").symlink_to("moved.toml")
    (diagnostic,) = find_configuration(tmp_path)[1]
    assert (diagnostic.code, diagnostic.place) == (usage.BAD_CONFIGURATION, "sladsl.toml")
    assert "no such file" in diagnostic.message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("key = 1\n", "has no key `key`"),
        ("# " + "x" * LARGEST, "has more than 1,048,576 bytes"),
    ],
)
def test_a_configuration_that_cannot_be_used(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "sladsl.toml").write_text(text)
    (diagnostic,) = read_configuration(tmp_path / "sladsl.toml")[1]
    assert diagnostic.code is usage.BAD_CONFIGURATION
    assert reason in diagnostic.message


def test_our_table_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nsladsl = 1\n")
    (diagnostic,) = find_configuration(tmp_path)[1]
    assert (diagnostic.code, diagnostic.message) == (usage.BAD_CONFIGURATION, "`tool.sladsl` must be a table")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"places = {'1' * 5_000}", "a number has too many digits"),
        (".".join("a" * 400_000) + " = 1", "a key has more than 32 parts"),
        (f"[{'.'.join('a' * 33)}]", "a key has more than 32 parts"),
        ("x = { " + " . ".join(['"a"'] * 33) + " = 1 }", "a key has more than 32 parts"),
        ("x = " + "[" * 5_000, "it is nested too deeply"),
    ],
)
def test_toml_that_asks_too_much(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "sladsl.toml").write_text(text)
    (diagnostic,) = find_configuration(tmp_path)[1]
    assert (diagnostic.code, diagnostic.message.rpartition(": ")[2]) == (logs.BAD_TOML, reason)


def test_a_key_may_have_32_parts(tmp_path: Path) -> None:
    (tmp_path / "sladsl.toml").write_text(f"{'.'.join('a' * 32)} = 1")
    (diagnostic,) = find_configuration(tmp_path)[1]
    assert diagnostic.code is usage.BAD_CONFIGURATION


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_pipe_is_no_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sladsl.toml")
    (diagnostic,) = find_configuration(tmp_path)[1]
    assert diagnostic.message == "the configuration cannot be read: it is not a regular file"
