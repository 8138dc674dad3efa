"""Of a sample of what `bench/mutations_of_contracts.py` changes, nothing is called the same and comes out otherwise."""

import shutil
from pathlib import Path

import pytest

from review.campaign import judged
from strategies.mutants import mutants

PUBLISHED = Path(__file__).resolve().parents[2] / "policies" / "published"
SAMPLE = ("canonical-weekday-sev1", "snowflake", "slack-2024", "cloudflare-business", "rackspace-network")


@pytest.mark.parametrize("name", SAMPLE)
def test_no_change_is_overlooked(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.sladsl"
    shutil.copy(PUBLISHED / path.name, path)
    found = [(judged(path, each), str(each)) for each in list(mutants(path.read_text(encoding="utf-8")))[::5]]
    assert [each for each in found if each[0] == "false same"] == []
    assert any(verdict == "told" for verdict, _ in found)


def test_every_number_comparison_and_hour_is_changed() -> None:
    changed = [(each.was, each.now) for each in mutants("uptime >= 99.9% per month\nopen Mon 08:00-12:00 # 7\n")]
    assert changed == [
        (">=", ">"), ("99.9", "100.0"), ("month", "quarter"), ("Mon", "Tue"), ("08:00-12:00", "08:00-11:00"),
    ]  # fmt: skip
