"""Tells at the end of a run how many claims were refuted, and by what."""

import pytest

from proofs.counted import COUNTED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if COUNTED:
        told = ", ".join(f"{COUNTED[each]} {each}" for each in ("shown again", "no log does it", "false alarm"))
        terminalreporter.write_line(f"Refuted: {COUNTED.total()} claims: {told}")
