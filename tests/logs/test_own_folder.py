"""A temporary folder goes with its process, or with the next one."""

import subprocess
import sys
from pathlib import Path

import pytest

from sladsl.logs.stored.own_folder import OwnFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is locked there")
_MAKES_ONE = """
import sys
from sladsl.logs.stored.own_folder import OwnFolder
own = OwnFolder.made()
(own.path / "spilled").mkdir()
print(own.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_needs_is_not(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _MAKES_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        OwnFolder.made().remove()
        assert (folder / "spilled").is_dir()
        process.kill()
    assert (folder / "spilled").is_dir()
    own = OwnFolder.made()
    assert [*temporary.iterdir()] == [own.path]
    own.remove()
    assert [*temporary.iterdir()] == []


def test_two_of_one_process_leave_each_other_alone(temporary: Path) -> None:
    one, other = OwnFolder.made(), OwnFolder.made()
    assert {one.path, other.path} == {*temporary.iterdir()}


def test_folders_of_others_and_links_are_left_alone(temporary: Path) -> None:
    """Without the file that says so, nobody knows whether somebody works in it."""
    (temporary / "sladsl-of-somebody").mkdir()
    precious = temporary / "precious"
    precious.mkdir()
    (precious / "held").touch()
    (temporary / "sladsl-linked").symlink_to(precious)
    OwnFolder.made().remove()
    assert {each.name for each in temporary.iterdir()} == {"sladsl-of-somebody", "precious", "sladsl-linked"}
    assert (precious / "held").exists()
