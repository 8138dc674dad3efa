"""Promises that no log breaches or keeps, and those that are switched off."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

BASE = (
    "parameter plan one of gold, silver = silver stream outages of spans { } metric uptime = availability of outages "
)


@pytest.mark.parametrize("line", ["", "applies when plan = silver", "applies when plan = gold"])
def test_switched_off_by_a_parameter(line: str, tmp_path: Path) -> None:
    """Another agreement may be of the plan that it is for."""
    found = results(tmp_path, BASE + f"objective up {{ uptime >= 99.9% per calendar month {line} }}")
    assert not messages(found, "SLA1110")
    assert not messages(found, "SLA1111")


def test_no_log_breaches_it(tmp_path: Path) -> None:
    found = results(tmp_path, BASE + "objective up { uptime >= 0% per calendar month }")
    assert messages(found, "SLA1110") == ["no log can make up breached"]
