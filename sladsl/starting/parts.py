"""Pieces that contracts of several kinds have."""

import datetime
from fractions import Fraction
from typing import NamedTuple

from sladsl.model.currency import DECIMAL_PLACES
from sladsl.starting.answers import Answers
from sladsl.starting.questions import money, quoted
from sladsl.temporal import MINUTE

SAMPLE = 20
"""Cases in a month of a sample log."""


class Names(NamedTuple):
    """What the agreement and its parties are called."""

    agreement: str
    provider: str
    customer: str


GENERIC = Names("first_contract", "the_provider", "the_customer")


def head(answers: Answers, names: Names, service: str, title: str) -> str:
    """From the first line to the fee."""
    lines = [
        f"# {answers.title}. A first contract made by `sladsl init`: change it until it says what you agreed.",
        "edition 2026",
        "",
        f"agreement {names.agreement} {quoted(answers.title)} {{",
        f"provider {names.provider} {quoted(answers.provider)}",
        f"customer {names.customer} {quoted(answers.customer)}",
        f"term {answers.start} until {answers.end}",
        f'zone "{answers.zone.name}"',
    ]
    if answers.currency is not None and answers.fee is not None:
        lines += [f"currency {answers.currency}", ""]
        fee = f"{money(answers.fee, answers.currency)} {answers.currency}"
        lines.append(f'service {service} "{title}" {{ fee {fee} per month }}')
    return "\n".join(lines) + "\n"


def office(answers: Answers) -> str:
    return f"""
# When work is done. `sladsl import holidays COUNTRY {answers.start.year}` makes a file of holidays for it.
calendar office "Office hours" {{ open {answers.days} {answers.hours} }}
"""


def percent(share: Fraction) -> str:
    """A share as the language writes it; it has few places."""
    text = f"{share.numerator * 10**6 // share.denominator:07}"
    return f"{text[:-4].lstrip('0') or '0'}.{text[-4:]}".rstrip("0").rstrip(".") + "%"


def credit(answers: Answers, share: Fraction) -> str:
    """What a share of the fee comes to, rounded half up."""
    assert answers.fee is not None and answers.currency is not None
    units = answers.fee * share * 10 ** DECIMAL_PLACES[answers.currency]
    rounded = (units.numerator * 2 + units.denominator) // (units.denominator * 2)
    return f"{money(Fraction(rounded, 10 ** DECIMAL_PLACES[answers.currency]), answers.currency)} {answers.currency}"


def late(answers: Answers, month: int, of: int) -> int:
    """How many cases of so many are late in a month of the sample: as many as may be, one too many, none."""
    allowed = (1 - answers.target) * of
    return (allowed.numerator // allowed.denominator + month, 0)[month // 2]


def at(day: datetime.date, minute: int, second: int = 0) -> str:
    """A local time of a day."""
    then = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minute, seconds=second)
    return then.strftime("%Y-%m-%dT%H:%M" + (":%S" if second else ""))


def quiet_dates(answers: Answers, days: int) -> list[datetime.date]:
    """So many dates in a row on which the office is open, in the first month and without a change of the clock."""
    dates = answers.open_dates(0)
    for first in range(len(dates) - days + 1):
        chosen = dates[first : first + days]
        start = answers.zone.to_utc(chosen[0], 0)
        end = answers.zone.to_utc(chosen[-1] + datetime.timedelta(days=1), 12 * 60 * MINUTE)
        if not answers.zone.changes(start, end):
            return chosen
    return dates[:days]
