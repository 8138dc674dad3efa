"""What a first contract is made of."""

import datetime
from enum import StrEnum
from fractions import Fraction

from sladsl.frozen import Frozen, frozen
from sladsl.temporal import Zone, add_months


class Kind(StrEnum):
    """What is promised."""

    AVAILABILITY = "availability"
    SUPPORT = "support"
    DELIVERY = "delivery"
    INTERNAL = "internal"


KINDS = {
    Kind.AVAILABILITY: "a service is up so much of each month",
    Kind.SUPPORT: "tickets are answered and solved in time",
    Kind.DELIVERY: "orders arrive in time and complete",
    Kind.INTERNAL: "one department works for another, without money",
}


@frozen
class Answers(Frozen):
    """Everything that was asked. `fee` is for a month, in `currency`; both are None where no money is at stake.
    `days` and `hours` are as the language writes them, `weekdays` what the days mean (0 is Monday)."""

    kind: Kind
    title: str
    provider: str
    customer: str
    zone: Zone
    start: datetime.date
    target: Fraction
    currency: str | None = None
    fee: Fraction | None = None
    days: str = "Mon to Fri"
    hours: str = "09:00-17:00"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)

    @property
    def end(self) -> datetime.date:
        """The day after the last: the contract runs for a year."""
        return add_months(self.start, 12)

    def month(self, number: int) -> datetime.date:
        """The first day of a whole month of the contract: 0 is the first such month."""
        first = self.start if self.start.day == 1 else add_months(self.start.replace(day=1), 1)
        return add_months(first, number)

    @property
    def opens(self) -> int:
        """The minute of the day at which the office opens."""
        hours, _, minutes = self.hours[:5].partition(":")
        return int(hours) * 60 + int(minutes)

    @property
    def open_minutes(self) -> int:
        """How long it is open on a day."""
        hours, _, minutes = self.hours[-5:].partition(":")
        return int(hours) * 60 + int(minutes) - self.opens

    def open_dates(self, month: int) -> list[datetime.date]:
        """The dates of a month on which the office is open, by its week alone."""
        first, last = self.month(month), self.month(month + 1)
        dates = (first + datetime.timedelta(days=each) for each in range((last - first).days))
        return [each for each in dates if each.weekday() in self.weekdays]
