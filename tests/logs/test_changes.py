"""Attributes with history: what they were, and since when."""

from pathlib import Path

import pytest

from logs.samples import MINUTE, read, read_text
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.records import CaseRecord, changes_of
from sladsl.temporal import parse_instant

FIVE = parse_instant("2026-03-04T05:00Z")


def minutes(count: int) -> int:
    return FIVE + count * MINUTE


def only_case(folder: Path, content: str, binding: str = "", name: str = "log.csv") -> CaseRecord:
    (case,) = read_text("moved", content, folder, name, binding).records
    assert isinstance(case, CaseRecord)
    return case


def test_one_row_tells_the_first_value_and_the_times_of_the_others(tmp_path: Path) -> None:
    text = (
        "case,opened,solved,priority,owner,site\n"
        "7,2026-03-04T05:00Z,,P3;P1@2026-03-04T05:30Z;P2@2026-03-04T05:10Z,a;b@2026-03-04T05:20Z,x\n"
    )
    case = only_case(tmp_path, text)
    assert case.values == ("P1", "b", "x")
    assert case.changes == (
        ((FIVE, "P3"), (minutes(10), "P2"), (minutes(30), "P1")),
        ((FIVE, "a"), (minutes(20), "b")),
        (),
    )


@pytest.mark.parametrize(
    ("owner", "told"),
    [
        ("", ((FIVE, None),)),
        (";", ((FIVE, None),)),
        ("ann@example.org", ((FIVE, "ann@example.org"),)),
        ("ann@example.org@2026-03-04T05:20Z", ((FIVE, None), (minutes(20), "ann@example.org"))),
        ("a;a@2026-03-04T05:20Z", ((FIVE, "a"),)),
    ],
)
def test_what_may_be_missing_may_begin_later(
    tmp_path: Path, owner: str, told: tuple[tuple[int, str | None], ...]
) -> None:
    case = only_case(tmp_path, f"case,opened,solved,priority,owner\n7,2026-03-04T05:00Z,,P3,{owner}\n")
    assert case.changes[1] == told
    assert case.values[1] == told[-1][1]


@pytest.mark.parametrize("cell", [";", " ; ;"])
def test_a_cell_of_nothing_but_the_sign_between_values_tells_none(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"case,opened,solved,priority\n7,2026-03-04T05:00Z,,{cell}\n")
    stream, found = read("moved", [path])
    assert not stream.records
    assert [each.code for each in found] == [codes.MISSING_VALUE]


UPDATES = 'rows = "updates"\nkey = "case"\nat = "at"'


def test_updates_tell_each_value_since_their_own_time(tmp_path: Path) -> None:
    case = only_case(
        tmp_path,
        "case,at,opened,solved,priority,owner\n"
        "7,2026-03-04T05:00Z,2026-03-04T05:00Z,,P3,\n"
        "7,2026-03-04T05:30Z,,,P1,b\n"
        "7,2026-03-04T05:10Z,,,P3,a\n"
        "7,2026-03-04T05:40Z,,2026-03-04T05:40Z,,\n",
        UPDATES,
    )
    assert case.values == ("P1", "b", None)
    assert case.changes[:2] == (
        ((FIVE, "P3"), (minutes(30), "P1")),
        ((FIVE, None), (minutes(10), "a"), (minutes(30), "b")),
    )


def test_of_one_instant_the_last_value_counts() -> None:
    assert changes_of([(1, "a"), (2, "b"), (2, "a"), (3, "a"), (4, "c")]) == ((1, "a"), (4, "c"))


@pytest.mark.parametrize(
    ("row", "binding", "code"),
    [
        ("7,2026-03-04T05:00Z,,P3;P1,", "", codes.BAD_TIME),
        ("7,2026-03-04T05:00Z,,P3;P1@noon,", "", codes.BAD_TIME),
        ("7,2026-03-04T05:00Z,,P3;P9@2026-03-04T05:20Z,", "", codes.UNKNOWN_CHOICE),
        ("7,2026-03-04T05:00Z,,,", "", codes.MISSING_VALUE),
        ("7,2026-03-04T05:00Z,,P3,", 'rows = "updates"\nkey = "case"', codes.INCOMPLETE_BINDING),
        (
            "7,2026-03-04T05:00Z,,P3,",
            f'{UPDATES}\nattributes.priority = {{ column = "priority", take = "first" }}',
            codes.BAD_SETTING,
        ),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, row: str, binding: str, code: object) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"case,opened,solved,priority,owner\n{row}\n", encoding="utf-8")
    _, found = read("moved", [path], binding)
    assert [each.code for each in found] == [code]
