"""After a comma a clock goes on, or the list that it stands in: what follows tells which."""

import pytest

from strategies.contracts import graph_of

CONTRACT = """agreement a {{
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  stream tickets of cases {{
    plan one of low, "two words", "with \\"quotation\\" marks" with history
    moments opened, answered
  }}
  metric waited for each tickets by opened = time from opened to answered, {option}
  objective quick {{ share of tickets with waited <= 3h >= 90% per month }}
}}
"""


@pytest.mark.parametrize(
    "option",
    [
        "change of plan restarts",
        "change of plan to low restarts",
        'change of plan to "two words" restarts',
        'change of plan to "with \\"quotation\\" marks" restarts',
        'change of plan\n    to "two words"\n    restarts',
    ],
)
def test_a_clock_goes_on_with_a_change_to_a_label(option: str) -> None:
    graph_of(CONTRACT.format(option=option))
