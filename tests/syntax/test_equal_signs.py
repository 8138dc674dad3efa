"""One sign gives values and compares; which of both it does, its place says."""

import pytest

from sladsl.diagnostics.diagnostic import errors
from sladsl.syntax import parse
from sladsl.text import Source


@pytest.mark.parametrize(
    "line",
    [
        "eligible when credit of up = 0 USD",
        "eligible when credit of up, down = 0 USD",
        "eligible when points of up = 0",
        "eligible when 0 = points of up",
        "applies when (credit of up) = 0 USD",
    ],
)
def test_outcomes_are_compared(line: str) -> None:
    _, found = parse(
        Source("a.sladsl", f"agreement a {{ objective other {{ count of outages <= 3 per month\n {line} }} }}")
    )
    assert errors(found) == []
