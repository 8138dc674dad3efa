"""The years that are known, and days that a zone skipped."""

import pytest

from sladsl.temporal import FIRST_YEAR, LAST_YEAR, Zone, is_in_years, parse_instant, parse_period
from sladsl.temporal.years import EARLIEST, LATEST

ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Etc/UTC")


@pytest.mark.parametrize("name", ZONES)
def test_all_of_the_first_and_last_year(name: str) -> None:
    zone = Zone.named(name)
    for year in (FIRST_YEAR, LAST_YEAR):
        assert all(is_in_years(each) for each in parse_period(str(year), zone))


@pytest.mark.parametrize("text", ["0001-01-01T00:00Z", "1899-12-30T00:00Z", "3000-01-03T00:00Z", "9999-12-31T23:59Z"])
def test_times_that_stand_for_never(text: str) -> None:
    assert not is_in_years(parse_instant(text))


@pytest.mark.parametrize("text", ["1900-01-01T00:00Z", "2999-12-31T23:59Z"])
def test_times_of_the_first_and_of_the_last_year(text: str) -> None:
    assert is_in_years(parse_instant(text))


def test_the_earliest_and_the_latest_instant_are_in_them() -> None:
    assert is_in_years(EARLIEST) and is_in_years(LATEST)
    assert not is_in_years(EARLIEST - 1) and not is_in_years(LATEST + 1)


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")])
@pytest.mark.parametrize("form", ["{0}", "{0} through {0}"])
def test_a_day_that_never_was(zone: str, day: str, form: str) -> None:
    with pytest.raises(ValueError, match="is empty"):
        parse_period(form.format(day), Zone.named(zone))
