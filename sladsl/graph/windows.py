"""When a clause is taken: the rule that tiles the term into windows."""

from datetime import date
from functools import lru_cache
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.temporal import WindowKind
from sladsl.temporal import WindowUnit as TemporalUnit

WindowUnit = Literal["hour", "day", "week", "month", "quarter", "half year", "year", "term"]


@frozen
class WindowRule(Frozen):
    """Windows of `count` `unit`s in `zone` (an IANA name). Months and longer begin on `from_day` of a month that is a
    whole number of windows away from `from_month` (of `from_year`, if they are counted from a date); weeks on
    `from_weekday` (0 = Monday); days on a multiple of `count` days after `from_date`. `rolling` ones overlap: one ends
    with every unit."""

    unit: WindowUnit
    zone: str
    from_day: int = 1
    from_weekday: int = 0
    from_month: int = 1
    count: int = 1
    rolling: bool = False
    from_date: date | None = None


@lru_cache(maxsize=256)
def window_kind(rule: WindowRule) -> WindowKind:
    """How `sladsl.temporal` cuts time by this rule."""
    return WindowKind(
        TemporalUnit(rule.unit.replace(" ", "_")),
        rule.from_weekday,
        rule.from_day,
        rule.from_month,
        rule.count,
        rule.rolling,
        rule.from_date,
    )


@frozen
class DueRule(Frozen):
    """When something is due, in `zone`. kind "weekdays": on `days` (0 is Monday) from `start` to `end` in minutes of
    the day, an end at or before the start on the next; "once": once in each `unit`; "working day" and "day": by the end
    of the `nth` of each `unit`, of calendar `calendar` (index into `RuleGraph.calendars`), or, `only`, on it."""

    name: str
    kind: Literal["weekdays", "once", "working day", "day"]
    zone: str
    days: tuple[int, ...]
    start: int
    end: int
    unit: WindowUnit
    nth: int
    calendar: int | None
    only: bool
