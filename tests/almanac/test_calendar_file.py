"""Holidays of calendar files: whole days, repeated ones, kinds; and files that are wrong in ways of their own."""

import sys

import pytest

from sladsl.almanac.asked import Collected
from sladsl.almanac.calendar_file import Wanted, from_calendar_file
from sladsl.almanac.writing import holiday_file_text
from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import time, usage
from sladsl.temporal import parse_holiday_file

NEW_YEAR = "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year"


def calendar(*events: str, head: str = "") -> bytes:
    blocks = [f"BEGIN:VEVENT\nUID:{number}\n{each}\nEND:VEVENT" for number, each in enumerate(events)]
    return "\r\n".join("\n".join(["BEGIN:VCALENDAR", head, *blocks, "END:VCALENDAR"]).splitlines()).encode()


def collected(raw: bytes, wanted: Wanted | None = None, years: tuple[int, int] = (2026, 2026)) -> Collected:
    found = from_calendar_file(raw, "c.ics", years, wanted or Wanted())
    assert isinstance(found, Collected), found
    return found


def days(raw: bytes, wanted: Wanted | None = None) -> list[tuple[str, str, str]]:
    return [(str(each.day), each.name, each.kind.value) for each in collected(raw, wanted).days]


def refused(raw: bytes) -> str:
    found = from_calendar_file(raw, "c.ics", (2026, 2026), Wanted())
    assert isinstance(found, Diagnostic) and found.code is usage.BAD_CALENDAR_FILE
    return found.message


def test_repeated_and_several_days_are_clipped_to_the_years() -> None:
    closed = "DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270103\nSUMMARY:Closed"
    assert days(calendar(NEW_YEAR, closed)) == [
        ("2026-01-01", "New Year", "holiday"),
        ("2026-12-30", "Closed", "holiday"),
        ("2026-12-31", "Closed", "holiday"),
    ]


def test_exceptions_of_a_rule() -> None:
    rule = "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260112\nSUMMARY:Off"
    assert [each[0] for each in days(calendar(rule))] == ["2026-01-05", "2026-01-19"]


def test_kinds_by_words_and_by_what_programs_write() -> None:
    raw = calendar(
        NEW_YEAR,
        "DTSTART;VALUE=DATE:20260214\nSUMMARY:春节（班）",
        "DTSTART;VALUE=DATE:20260228\nSUMMARY:班\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
        "DTSTART;VALUE=DATE:20260320\nSUMMARY:Eid (tentative)",
        "DTSTART;VALUE=DATE:20260321\nSTATUS:TENTATIVE\nSUMMARY:Eid",
        "DTSTART;VALUE=DATE:20260401\nSTATUS:CANCELLED\nSUMMARY:Was nothing",
    )
    kinds = [kind for _, _, kind in days(raw, Wanted(workday=("（班",), estimated=("TENTATIVE",)))]
    assert kinds == ["holiday", "make-up workday", "make-up workday", "estimated", "estimated"]


def test_only_some_events_are_meant() -> None:
    raw = calendar(
        f"{NEW_YEAR}\nDESCRIPTION:Public holiday",
        "DTSTART;VALUE=DATE:20260214\nSUMMARY:Valentine's Day\nDESCRIPTION:Observance",
        "DTSTART;VALUE=DATE:20260301\nSUMMARY:Founder's Day\nCATEGORIES:Public holiday,Company",
    )
    assert [name for _, name, _ in days(raw, Wanted(only=("public holiday",)))] == ["New Year", "Founder's Day"]


def test_two_events_of_one_day() -> None:
    raw = calendar(NEW_YEAR, "DTSTART;VALUE=DATE:20260101\nSTATUS:TENTATIVE\nSUMMARY:Another")
    assert days(raw) == [("2026-01-01", "Another; New Year", "holiday")]


def test_what_is_no_whole_day_is_named() -> None:
    raw = calendar(NEW_YEAR, "DTSTART:20260310T090000Z\nSUMMARY:Half", f"{NEW_YEAR}ly\nRRULE:FREQ=SECONDLY")
    (finding,) = collected(raw).diagnostics
    assert finding.code is time.DAYS_LEFT_OUT
    assert finding.message.endswith('left out: "Half", "New Yearly"')


def test_where_the_days_are_from() -> None:
    raw = calendar(f"{NEW_YEAR}\nDTSTAMP:20251104T100000Z", head="X-WR-CALNAME:Tết của công ty")
    found = collected(raw)
    assert found.source == "Tết của công ty (c.ics)"
    assert found.version.startswith("2025-11-04, sha256 ")
    assert parse_holiday_file(holiday_file_text(found, "x")).days == found.days


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "it has no whole day off in 2026"),
        (b"\xff\xfe", "it cannot be read as iCalendar"),
        (b"no calendar", "it cannot be read as iCalendar"),
        (calendar("DTSTART:20260101T000000Z"), "events that are no whole days: 1"),
        (calendar("SUMMARY:Without a start"), "events that are no whole days: 1"),
        (calendar("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=NEVER"), "it "),
        (
            calendar(NEW_YEAR, "DTSTART;VALUE=DATE:20260101\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
            "2026-01-01 is both a day off and a workday",
        ),
    ],
)
def test_files_that_cannot_be_used(raw: bytes, said: str) -> None:
    assert said in refused(raw)


def test_without_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    found = from_calendar_file(calendar(NEW_YEAR), "c.ics", (2026, 2026), Wanted())
    assert isinstance(found, Diagnostic)
    assert (found.code, found.fixes[0].text) == (usage.MISSING_LIBRARY, "install with `pip install 'sladsl[ics]'`")
