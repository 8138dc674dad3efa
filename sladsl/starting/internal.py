"""One department works for another: targets without money."""

import datetime

from sladsl.starting.answers import Answers
from sladsl.starting.parts import SAMPLE, Names, at, head, late, office, percent, quiet_dates

OBJECTIVE = "done_in_time"

_DAYS = 2


def contract(answers: Answers, names: Names) -> str:
    return f"""{head(answers, names, "", "")}{office(answers)}
# What the log of requests tells.
stream requests of cases {{
  moments asked, done
}}

metric handling for each requests by asked = time in office from asked to done

objective done_in_time "Done within {_DAYS} business days" {{
  share of requests with handling <= {_DAYS} business days >= {percent(answers.target)}
  per calendar month
}}

# A number without a target: what the monthly meeting looks at.
kpi requests_asked "Requests of the month" {{ count of requests by asked per calendar month }}

# Small logs and what must come of them: `sladsl test` runs them.
{_scenarios(answers)}
}}
"""


def _scenarios(answers: Answers) -> str:
    dates = quiet_dates(answers, _DAYS + 1)
    asked, just = (at(each, answers.opens + 60) for each in (dates[0], dates[_DAYS]))
    after = at(dates[_DAYS], answers.opens + 60, 1)
    return f"""scenario "on the last day, at the same time of day" {{
  period {answers.month(0):%Y-%m}
  requests {{ case A asked {asked} done {just} }}
  expect done_in_time is met
}}
scenario "one second late" {{
  period {answers.month(0):%Y-%m}
  requests {{ case A asked {asked} done {after} }}
  expect done_in_time is breached
}}"""


def log(answers: Answers) -> tuple[str, str]:
    """Three months of requests. What is late is late by weeks, whatever the days."""
    rows = ["case,asked,done"]
    for month in range(3):
        dates = answers.open_dates(month)
        missed = late(answers, month, SAMPLE)
        for number in range(SAMPLE):
            day, minute = dates[number % len(dates)], answers.opens + 5 + 10 * (number // len(dates))
            done = day + datetime.timedelta(days=21) if number >= SAMPLE - missed else day
            rows.append(f"R-{month + 1}{number + 1:02},{at(day, minute)},{at(done, minute + 60)}")
    return "requests", "\n".join(rows) + "\n"
