"""The grammar and the library come along in a wheel, also in one built from an sdist."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from spec_player.surroundings import ROOT

SHIPPED = ("grammar", "policies/std", "docs/reference/diagnostics")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of this checkout and the wheel built from that sdist."""
    folder = tmp_path_factory.mktemp("packages")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", os.fspath(folder), os.fspath(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.fail(result.stdout + result.stderr, pytrace=False)
    return folder


def shipped_files() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_them(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    held = {name.removeprefix("sladsl/_data/") for name in names if name.startswith("sladsl/_data/")}
    assert held == shipped_files()
    assert "grammar/sla.lark" in held
    assert all(name.split("/")[0] in {"sladsl"} or ".dist-info/" in name for name in names)


def test_sdist_holds_them(packages: Path) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert shipped_files() | {"LICENSE", "README.md", "pyproject.toml"} <= held


def test_an_installed_wheel_finds_them_outside_the_checkout(packages: Path, tmp_path: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    program = "from sladsl.text.resources import resource; print(resource('grammar', 'sla.lark'))"
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    found = Path(result.stdout.strip())
    assert found == (tmp_path / "site/sladsl/_data/grammar/sla.lark").resolve()
    assert found.read_bytes() == (ROOT / "grammar/sla.lark").read_bytes()
