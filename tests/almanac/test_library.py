"""Holiday files by the library: kinds, parts of countries, languages, and what cannot be told. The years are over, or
announced, so that they stay as they are."""

import datetime
import sys

import pytest

from sladsl.almanac.asked import Asked, Collected, asked_years
from sladsl.almanac.library import LIBRARY, from_library
from sladsl.almanac.writing import holiday_file_text
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import time, usage
from sladsl.temporal import Holiday, HolidayKind, parse_holiday_file


def collected(country: str, first: int, last: int | None = None, **more: object) -> Collected:
    found = from_library(Asked(country, (first, last or first), **more))  # type: ignore[arg-type]
    assert isinstance(found, Collected), found
    return found


def day(found: Collected, text: str) -> Holiday | None:
    wanted = datetime.date.fromisoformat(text)
    return next((each for each in found.days if each.day == wanted), None)


def refused(country: str, year: int = 2026, **more: object) -> str:
    found = from_library(Asked(country, (year, year), **more))  # type: ignore[arg-type]
    assert isinstance(found, Diagnostic)
    assert found.code is usage.BAD_OPTION
    return " | ".join([found.message, *(each.text for each in found.fixes)])


def test_a_saturday_worked_for_a_friday_has_the_hours_of_the_friday() -> None:
    worked = day(collected("CN", 2025), "2025-02-08")
    assert worked is not None
    assert (worked.kind, worked.hours_of) == (HolidayKind.MAKE_UP_WORKDAY, 1)
    assert worked.name == "worked instead of 2025-02-04"


def test_a_day_swapped_over_the_end_of_the_year_is_in_the_year_in_which_it_is_worked() -> None:
    assert day(collected("VN", 2014), "2014-12-27") is not None
    assert all(each.day.year == 2015 for each in collected("VN", 2015).days)


def test_taiwan_works_a_saturday_too() -> None:
    worked = day(collected("TW", 2025), "2025-02-08")
    assert worked is not None and worked.kind is HolidayKind.MAKE_UP_WORKDAY and worked.hours_of == 0


def test_moons_that_are_not_seen_yet_are_estimates_and_their_names_do_not_say_so() -> None:
    found = collected("IR", 2040)
    estimates = [each for each in found.days if each.kind is HolidayKind.ESTIMATED]
    assert estimates and len(estimates) < len(found.days)
    assert not any("تخمین" in each.name for each in estimates)
    assert any("Friday" in each for each in found.remarks)


@pytest.mark.parametrize(
    ("language", "name"), [(None, "Heilige Drei Könige"), ("de", "Heilige Drei Könige"), ("en", "Epiphany")]
)
def test_names_are_in_the_language_of_the_country_unless_another_is_asked_for(language: str | None, name: str) -> None:
    epiphany = day(collected("DE", 2026, subdivision="BY", language=language), "2026-01-06")
    assert epiphany is not None and epiphany.name == name


def test_the_language_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = collected("TH", 2025)
    monkeypatch.setenv("LANGUAGE", "en_US")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert collected("TH", 2025) == before


def test_parts_of_a_country_have_holidays_of_their_own() -> None:
    assert day(collected("DE", 2026), "2026-01-06") is None
    assert collected("DEU", 2026).country == "DE"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "Germany"}, "did you mean `DE`?"),
        ({"country": "ZZ"}, "two letters"),
        ({"country": "holiday_base"}, "two letters"),
        ({"country": "DE", "subdivision": "XX"}, "known parts: Augsburg"),
        ({"country": "DE", "language": "fr"}, "known languages: de"),
        ({"country": "CN", "language": "zh"}, "zh_CN, zh_TW"),
        ({"country": "DE", "categories": ("bank",)}, "known categories: catholic, public"),
        ({"country": "CN", "categories": ("half_day",)}, "half days, and not days off"),
        ({"country": "CN", "year": 1905}, "no holidays of CN in 1905"),
    ],
)
def test_what_cannot_be_told(asked: dict[str, object], said: str) -> None:
    assert said in refused(**asked)  # type: ignore[arg-type]


def test_years_that_no_government_has_spoken_of() -> None:
    (note,) = collected("CN", 2026, 2060).diagnostics
    assert note.code is time.NOT_ANNOUNCED
    assert collected("CN", 2026).diagnostics == ()
    assert collected("DE", 2026, 2060).diagnostics == ()


@pytest.mark.parametrize("country", ["VN", "TH", "IR", "TW", "HK", "CN", "US", "DE", "JP", "IN", "SA", "HU", "IL"])
def test_what_is_written_is_what_the_language_reads(country: str) -> None:
    found = collected(country, 2024, 2028)
    file = parse_holiday_file(holiday_file_text(found, "sladsl import holidays"))
    assert file.days == found.days
    assert (file.country, file.imported, file.version) == (country, found.imported, found.version)
    assert (file.covers_from, file.covers_until) == (datetime.date(2024, 1, 1), datetime.date(2029, 1, 1))


@pytest.mark.parametrize(
    ("texts", "years"), [(["2026"], (2026, 2026)), (["2026-2028"], (2026, 2028)), (["2027", "2026"], (2026, 2027))]
)
def test_years(texts: list[str], years: tuple[int, int]) -> None:
    assert asked_years(texts) == years


@pytest.mark.parametrize("texts", [[], ["26"], ["2026", "2028"], ["2028-2026"], ["1800"], ["2000-2999"], ["２０２６"]])
def test_what_are_no_years(texts: list[str]) -> None:
    found = asked_years(texts)
    assert isinstance(found, Diagnostic) and found.code is usage.BAD_OPTION


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, LIBRARY, None)
    found = from_library(Asked("DE", (2026, 2026)))
    assert isinstance(found, Diagnostic)
    assert (found.code, found.fixes[0].text) == (usage.MISSING_LIBRARY, "install with `pip install 'holidays'`")
