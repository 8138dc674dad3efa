"""A service is up so much of each month."""

import datetime
from fractions import Fraction

from sladsl.starting.answers import Answers
from sladsl.starting.parts import Names, at, credit, head, percent
from sladsl.temporal import SECOND

OBJECTIVE = "available"

_SHARE, _MORE = Fraction(1, 10), Fraction(1, 4)
_MIDDAY = 12 * 60


def contract(answers: Answers, names: Names) -> str:
    target = percent(answers.target)
    money = ""
    if answers.currency is not None:
        worse = 1 - 10 * (1 - answers.target)
        second = f"below {percent(worse)} gives {percent(_MORE)}" if worse > 0 else ""
        money = f"""
    credit share of hosting.fee {{
      below {target} gives {percent(_SHARE)}
      {second}
    }}
    claim within 30 calendar days of window end"""
    return f"""{head(answers, names, "hosting", "The service")}
# What the log of outages tells: each has a start and an end by itself.
stream outages of spans {{
  cause text
  announced instant optional
}}

exclusion maintenance "Announced maintenance" {{
  outages where cause = "maintenance" and announced at least 48h before start
  at most 4h per month
  counts as up
}}

metric uptime "Availability" = availability of outages, excluding maintenance

objective available "The service is available" {{
  uptime >= {target} per calendar month{money}
}}

# Small logs and what must come of them: `sladsl test` runs them.
{_scenarios(answers)}
}}
"""


def _scenarios(answers: Answers) -> str:
    seconds = allowed_seconds(answers, 0)
    start = at(answers.month(0) + datetime.timedelta(days=9), 10 * 60)
    free = "\nexpect no credit" if answers.currency is not None else ""
    paid = f"\nexpect credit of available = {credit(answers, _SHARE)}" if answers.currency is not None else ""
    return f"""scenario "all that may be lost in a month" {{
  period {answers.month(0):%Y-%m}
  outages {{ {start} for {_duration(seconds)} cause "disk" }}
  expect available is met{free}
}}
scenario "one second more" {{
  period {answers.month(0):%Y-%m}
  outages {{ {start} for {_duration(seconds + 1)} cause "disk" }}
  expect available is breached{paid}
}}"""


def allowed_seconds(answers: Answers, month: int) -> int:
    """How many whole seconds of a month may be lost."""
    start, end = (answers.zone.to_utc(answers.month(each), 0) for each in (month, month + 1))
    allowed = (1 - answers.target) * (end - start) / SECOND
    return allowed.numerator // allowed.denominator


def _duration(seconds: int) -> str:
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def log(answers: Answers) -> tuple[str, str]:
    """A month with a third of what may be lost, one with three halves of it, one with a little."""
    rows = ["start,end,cause,announced"]

    def outage(month: int, day: int, seconds: int, cause: str, announced: int | None = None) -> None:
        date = answers.month(month) + datetime.timedelta(days=day - 1)
        told = at(date - datetime.timedelta(days=announced), 9 * 60) if announced is not None else ""
        rows.append(f"{at(date, _MIDDAY)},{at(date, _MIDDAY, max(seconds, 1))},{cause},{told}")

    lost = [allowed_seconds(answers, month) for month in range(3)]
    outage(0, 6, lost[0] // 3, "disk")
    outage(0, 14, 2 * 3600, "maintenance", announced=4)
    outage(1, 4, lost[1], "network")
    outage(1, 19, lost[1] // 2, "maintenance", announced=1)
    outage(2, 11, lost[2] // 5, "network")
    return "outages", "\n".join(rows) + "\n"
