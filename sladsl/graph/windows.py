"""When a clause is taken: the rule that tiles the term into windows."""

from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.temporal import WindowKind
from sladsl.temporal import WindowUnit as TemporalUnit

WindowUnit = Literal["hour", "day", "week", "month", "quarter", "half year", "year", "term"]


@frozen
class WindowRule(Frozen):
    """Calendar windows of `unit` in `zone` (an IANA name); months may begin on `from_day`."""

    unit: WindowUnit
    zone: str
    from_day: int = 1


def window_kind(rule: WindowRule) -> WindowKind:
    """How `sladsl.temporal` tiles by this rule."""
    return WindowKind(TemporalUnit(rule.unit.replace(" ", "_")), anchor_day=rule.from_day)
