"""Tells at the end of a run how many claims were refuted, and by what."""

import pytest

from proofs import test_false_alarms


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counted = test_false_alarms.COUNTED
    if counted:
        told = ", ".join(f"{counted[each]} {each}" for each in ("shown again", "no log does it", "false alarm"))
        terminalreporter.write_line(f"Refuted: {counted.total()} claims: {told}")
