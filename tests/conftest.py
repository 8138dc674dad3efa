"""What every test may use: `--bless`, the shared data, all engines, and cases under `tests/spec/` as tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from all_engines.engines import every_engine
from spec_player.collect import CaseFile
from spec_player.surroundings import NEEDS_SHARED, shared_data

# How long an example takes says more of the machine than of the code.
settings.register_profile("any machine", settings(), deadline=None)
settings.load_profile("any machine")

SPEC = Path(__file__).with_name("spec")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="record what commands print now, in tests/spec and in the documentation"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".sladsl" and SPEC in file_path.parents:
        return CaseFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--bless"))


@pytest.fixture
def shared() -> Path:
    """The folder of shared cases and data; a test that needs it skips where it is absent."""
    folder = shared_data()
    if folder is None:
        pytest.skip(NEEDS_SHARED)
    return folder


@pytest.fixture
def all_engines() -> Iterator[None]:
    """What the test evaluates, from files or in scenarios, every engine finds alike."""
    with every_engine():
        yield
