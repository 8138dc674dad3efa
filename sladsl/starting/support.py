"""Tickets are answered and solved in time."""

import datetime
from fractions import Fraction

from sladsl.starting.answers import Answers
from sladsl.starting.parts import SAMPLE, Names, at, credit, head, late, office, percent, quiet_dates

OBJECTIVE = "answered_in_time"

_SHARE = Fraction(5, 100)
_ANSWER, _SOLUTION = 4, 8
_URGENT = 4
"""Every fourth ticket of the sample is urgent."""


def contract(answers: Answers, names: Names) -> str:
    target = percent(answers.target)
    money = f"\ncredit {percent(_SHARE)} of desk.fee" if answers.currency is not None else ""
    return f"""{head(answers, names, "desk", "Support")}{office(answers)}
# What the log of tickets tells.
stream tickets of cases {{
  priority one of urgent, normal
  moments opened, answered, solved
  states waiting_for_customer
}}

metric answer for each tickets by opened = time in office from opened to answered
metric solution for each tickets by opened = time in office from opened to solved, without waiting_for_customer

objective answered_in_time "Answered within {_ANSWER} business hours" {{
  share of tickets with answer <= {_ANSWER} business hours >= {target}
  per calendar month{money}
}}
objective urgent_solved_in_time "Urgent tickets solved within {_SOLUTION} business hours" {{
  share of tickets where priority = urgent with solution <= {_SOLUTION} business hours >= {target}
  per calendar month{money}
}}

# Small logs and what must come of them: `sladsl test` runs them.
{_scenarios(answers)}
}}
"""


def _scenarios(answers: Answers) -> str:
    dates = quiet_dates(answers, 3)
    opened = at(dates[0], answers.opens)
    days, rest = divmod(_ANSWER * 60, answers.open_minutes)
    day, minute = (dates[days], rest) if rest else (dates[days - 1], answers.open_minutes)
    just, after = at(day, answers.opens + minute), at(day, answers.opens + minute, 1)
    if not rest:  # the office has closed: the next second of work is that of the next day
        after = at(dates[days], answers.opens, 1)
    free = "\nexpect no credit" if answers.currency is not None else ""
    paid = f"\nexpect credit of answered_in_time = {credit(answers, _SHARE)}" if answers.currency is not None else ""
    return f"""scenario "answered at the last moment" {{
  period {answers.month(0):%Y-%m}
  tickets {{ case A priority normal opened {opened} answered {just} solved {just} }}
  expect answered_in_time is met{free}
}}
scenario "one second late" {{
  period {answers.month(0):%Y-%m}
  tickets {{ case A priority normal opened {opened} answered {after} solved {after} }}
  expect answered_in_time is breached{paid}
}}"""


def log(answers: Answers) -> tuple[str, str]:
    """Three months of tickets. What is late is late by weeks, whatever the hours."""
    rows = ["case,priority,opened,answered,solved,waiting_for_customer"]
    for month in range(3):
        dates = answers.open_dates(month)
        urgent = range(0, SAMPLE, _URGENT)
        normal = [each for each in range(SAMPLE) if each not in urgent]
        slow = set(normal[len(normal) - late(answers, month, SAMPLE) :])
        unsolved = set(urgent[len(urgent) - late(answers, month, len(urgent)) :])
        for number in range(SAMPLE):
            day, minute = dates[number % len(dates)], answers.opens + 5 + 10 * (number // len(dates))
            answered = at(day + datetime.timedelta(days=7 if number in slow else 0), minute + 45)
            solved = at(day + datetime.timedelta(days=14 if number in slow | unsolved else 0), minute + 75)
            waiting = f"{at(day, minute + 50)}/{at(day, minute + 60)}" if number == 1 else ""
            priority = "urgent" if number in urgent else "normal"
            rows.append(f"T-{month + 1}{number + 1:02},{priority},{at(day, minute)},{answered},{solved},{waiting}")
    return "tickets", "\n".join(rows) + "\n"
