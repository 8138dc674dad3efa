"""A misspelt option is told, not taken for another one."""

import datetime

import pytest

from sladsl.temporal import HOUR, UTC, Calendar, OpenTime, add_business_days

OFFICE = Calendar("office", UTC, dict.fromkeys(range(5), ((9 * HOUR, 17 * HOUR),)))
NOON = UTC.to_utc(datetime.date(2026, 3, 2), 12 * HOUR)


def test_misspelt_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="next_opening"):
        OpenTime(OFFICE).advance(NOON, HOUR, at="next_open")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="previous_close"):
        OpenTime(OFFICE).retreat(NOON, HOUR, at="close")  # type: ignore[arg-type]


def test_misspelt_snaps_are_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_business_days(OFFICE, NOON, 1, snap="forwards")  # type: ignore[arg-type]
