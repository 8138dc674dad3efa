"""Orders arrive in time and complete."""

import datetime
from fractions import Fraction

from sladsl.starting.answers import Answers
from sladsl.starting.parts import SAMPLE, Names, at, credit, head, late, office, percent, quiet_dates

OBJECTIVE = "delivered_in_time"

_SHARE = Fraction(5, 100)
_DAYS = 5


def contract(answers: Answers, names: Names) -> str:
    target = percent(answers.target)
    money = f"\ncredit {percent(_SHARE)} of supply.fee" if answers.currency is not None else ""
    return f"""{head(answers, names, "supply", "Deliveries")}{office(answers)}
# What the log of orders tells.
stream orders of cases {{
  moments ordered, delivered
  complete yes or no
}}

metric transit for each orders by ordered = time in office from ordered to delivered

objective delivered_in_time "Delivered within {_DAYS} business days" {{
  share of orders with transit <= {_DAYS} business days >= {target}
  per calendar month{money}
}}
objective delivered_complete "Nothing is missing" {{
  share of orders by ordered with complete >= {target}
  per calendar month{money}
}}

# Small logs and what must come of them: `sladsl test` runs them.
{_scenarios(answers)}
}}
"""


def _scenarios(answers: Answers) -> str:
    dates = quiet_dates(answers, _DAYS + 1)
    ordered, just = (at(each, answers.opens + 60) for each in (dates[0], dates[_DAYS]))
    after = at(dates[_DAYS], answers.opens + 60, 1)
    free = "\nexpect no credit" if answers.currency is not None else ""
    paid = f"\nexpect credit of delivered_in_time = {credit(answers, _SHARE)}" if answers.currency is not None else ""
    return f"""scenario "on the last day, at the same time of day" {{
  period {answers.month(0):%Y-%m}
  orders {{ case A ordered {ordered} delivered {just} complete yes }}
  expect delivered_in_time is met{free}
}}
scenario "one second late" {{
  period {answers.month(0):%Y-%m}
  orders {{ case A ordered {ordered} delivered {after} complete yes }}
  expect delivered_in_time is breached{paid}
}}"""


def log(answers: Answers) -> tuple[str, str]:
    """Three months of orders. What is late is late by weeks, whatever the days."""
    rows = ["case,ordered,delivered,complete"]
    for month in range(3):
        dates = answers.open_dates(month)
        missed = late(answers, month, SAMPLE)
        for number in range(SAMPLE):
            day, minute = dates[number % len(dates)], answers.opens + 5 + 10 * (number // len(dates))
            last = answers.month(month + 1) - datetime.timedelta(days=1)
            arrived = min(day + datetime.timedelta(days=1 + number % 3), last)
            if number >= SAMPLE - missed:
                arrived = day + datetime.timedelta(days=21)
            complete = "no" if number < missed and month == 1 else "yes"
            rows.append(f"O-{month + 1}{number + 1:02},{at(day, minute)},{at(arrived, minute + 60)},{complete}")
    return "orders", "\n".join(rows) + "\n"
