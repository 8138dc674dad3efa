"""Outages of parts put into a log: which spans each objective counts, and which log shows what is down."""

import pytest

from sladsl.proofs.laying import _in_hours, kinds_seen, shown_down
from sladsl.proofs.subject import Subject
from sladsl.proofs.written import log_lines
from sladsl.temporal import DAY, HOUR, IntervalSet, Zone, format_instant, parse_instant
from strategies.contracts import graph_of

FRAME = """agreement a {
  term 2026-01-01 until 2027-01-01
  zone "UTC"
"""
HOURS = IntervalSet.of([(10, 20), (30, 40), (60, 70)])


def subject_of(clauses: str) -> Subject:
    return Subject(graph_of(f"{FRAME}{clauses}\n}}"))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 30, [(10, 20), (30, 40), (60, 70)]),
        (0, 10, [(10, 20)]),
        (5, 15, [(15, 20), (30, 35)]),
        (10, 11, [(30, 31)]),
        (19, 25, [(39, 40), (60, 65)]),
        (30, 40, []),
        (7, 7, []),
    ],
)
def test_so_much_open_time(start: int, end: int, found: list[tuple[int, int]]) -> None:
    assert _in_hours(HOURS, start, end) == found


def seen(clauses: str, which: int = 0) -> list[str]:
    """Of each kind what it says, when it lasts, and what each objective makes of it, in hours: of January, or of
    another of the months that differ in length."""
    subject = subject_of(clauses)
    objective = subject.graph.objectives[0]
    told = []
    for kind in kinds_seen(subject, objective, subject.shapes(objective)[which]):
        views = [
            f"{name} {view.down.total() // HOUR} {view.counted.total() // HOUR} {view.closed.total() // HOUR}"
            f" {' '.join(view.excludes)}".rstrip()
            for name, view in kind.views.items()
        ]
        told.append(
            f"{format_instant(kind.stretch.start)[:10]} {format_instant(kind.stretch.end)[:10]}"
            f" {' '.join(map(str, kind.stretch.kind))}: {', '.join(views)}"
        )
    return told


OUTAGES = "stream outages of spans { cause one of work, fire }\n"
UP = "objective up { availability of outages >= 99% per month }\n"
FIRE = "objective fire { availability of (outages where cause = fire) >= 99% per week }\n"
WORK = "exclusion work { outages where cause = work  at most 4h per month }\n"
WITHOUT = "objective without { availability of outages, excluding work >= 99% per month }\n"
OFFICE = "calendar office { open Mon to Fri 08:00-16:00 }\n"


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (OUTAGES + UP, ["2026-01-01 2026-02-01 work: up 744 744 0"]),
        # As far as the windows of all objectives go, but not beyond the term.
        (
            OUTAGES + UP + FIRE,
            [
                "2026-01-01 2026-02-02 fire: up 768 768 0, fire 768 768 0",
                "2026-01-01 2026-02-02 work: up 768 768 0, fire 0 0 0",
            ],
        ),
        (
            OUTAGES + WORK + WITHOUT + UP,
            [
                "2026-01-01 2026-02-01 work: without 744 740 0 work, up 744 744 0",
                "2026-01-01 2026-02-01 fire: without 744 744 0 work, up 744 744 0",
            ],
        ),
        (
            OFFICE + OUTAGES + UP.replace("outages", "outages, in office"),
            ["2026-01-01 2026-02-01 work: up 744 176 1736"],
        ),
        (
            OUTAGES + UP + "objective time_of { time of outages <= 3h per month }\n"
            "objective roll { availability of outages >= 99% per rolling 7 days }\n"
            "objective term { availability of outages >= 99% per term }",
            ["2026-01-01 2026-02-01 work: up 744 744 0, roll 744 744 0, term 744 744 0"],
        ),
        # In the scope of another stream nothing is seen.
        (
            OUTAGES
            + "stream beside of spans by region { region text }\n"
            + UP
            + "objective others for each region { availability of beside >= 99% per month }",
            ["2026-01-01 2026-02-01 work: up 744 744 0"],
        ),
        ("register plans by site { site text }\n" + UP.replace("outages", "plans"), []),
        # Of two streams, of what no log holds, of other shapes, and of what is no availability, there is none.
        (OUTAGES + "stream others of spans { }\n" + UP.replace("outages", "(outages together with others)"), []),
        (
            "stream probes of samples every 5min { errors count }\n"
            + UP.replace("outages", "(buckets of 5min of probes where errors > 5)"),
            [],
        ),
        (OUTAGES + UP.replace("availability of outages >= 99%", "time of outages <= 9h"), []),
    ],
)
def test_what_objectives_make_of_each_kind_of_span(clauses: str, told: list[str]) -> None:
    assert seen(clauses) == told


def test_as_far_as_the_windows_of_all_go_that_do_not_roll() -> None:
    months = OUTAGES + UP
    rolling = "objective roll { availability of outages >= 99% per rolling 7 days }\n"
    quarters = "objective far { availability of outages >= 99% per quarter }\n"
    told = [seen(each, 1)[0][:21] for each in (months, months + rolling, months + FIRE, months + FIRE + quarters)]
    assert told == ["2026-04-01 2026-05-01"] * 2 + ["2026-03-30 2026-05-04", "2026-03-30 2026-07-01"]


def test_only_so_many_kinds_are_looked_at() -> None:
    flags = "  ".join(f"{each} yes or no" for each in "abcd")
    clauses = f"stream outages of spans {{ {flags}  loss count  gain count }}\n{UP}"
    for each in (*"abcd", "loss > gain"):
        name = each.split()[0]
        clauses += f"objective o_{name} {{ availability of (outages where {each}) >= 99% per month }}\n"
    assert len(seen(clauses)) == 16


PARTS = (
    OUTAGES
    + """
objective up { availability of outages >= 99% per month  credit 5 USD }
objective fire { availability of (outages where cause = fire) >= 90% per month }
objective works { availability of (outages where cause = work) >= 90% per month }
objective other { count of outages <= 9 per month }
"""
)


def shown(
    clauses: str, *outages: tuple[str, int, int], hours: IntervalSet | None = None, which: int = 0
) -> list[str] | None:
    subject = subject_of("currency USD\n" + clauses)
    objective = subject.graph.objectives[0]
    window = subject.shapes(objective)[which]
    whole = IntervalSet.single(window.start, window.end)
    witness = shown_down(subject, objective, window, list(outages), whole if hours is None else hours)
    if witness is None:
        return None
    names = " ".join(f"{each.objective} in {each.window.label}" for each in witness.shown)
    return [names, *log_lines(witness.log, Zone.named("UTC"))]


def test_each_part_is_down_by_what_only_its_promise_counts() -> None:
    assert shown(PARTS, ("works", 0, 5 * HOUR), ("fire", 5 * HOUR, 9 * HOUR)) == [
        "up in 2026-01 fire in 2026-01 works in 2026-01",
        "outages {",
        "  2026-01-01 for 5h  cause work",
        "  2026-01-01T05:00 for 4h  cause fire",
        "}",
    ]


def test_outages_lie_in_the_hours_in_the_order_of_time() -> None:
    first = parse_instant("2026-01-01T00:00Z")
    hours = IntervalSet.of([(first + day * DAY + 8 * HOUR, first + day * DAY + 16 * HOUR) for day in range(31)])
    assert shown(
        PARTS, ("fire", 6 * HOUR, 10 * HOUR), ("works", 0, 6 * HOUR), ("fire", 10 * HOUR, 11 * HOUR), hours=hours
    ) == [
        "up in 2026-01 fire in 2026-01 works in 2026-01",
        "outages {",
        "  2026-01-01T08:00 for 6h  cause work",
        "  2026-01-01T14:00 for 2h  cause fire",
        "  2026-01-02T08:00 for 3h  cause fire",
        "}",
    ]


ALIKE = PARTS.replace("where cause = fire", "where cause = fire or cause = work")
"""What counts for one counts for the other."""


@pytest.mark.parametrize(
    ("clauses", "outages"),
    [
        # Too little for what is above, too much for what is below.
        (PARTS, [("fire", 0, 2 * HOUR)]),
        (PARTS, [("fire", 0, 90 * HOUR)]),
        # No span is of the part alone, or counts above.
        (ALIKE, [("works", 0, 9 * HOUR), ("fire", 9 * HOUR, 10 * HOUR)]),
        (ALIKE, [("fire", 0, 9 * HOUR), ("works", 9 * HOUR, 10 * HOUR)]),
        (PARTS.replace("availability of outages >= 99%", "availability of (outages where cause = work) >= 99%"),
         [("fire", 0, 9 * HOUR)]),
    ],
)  # fmt: skip
def test_where_no_log_shows_it(clauses: str, outages: list[tuple[str, int, int]]) -> None:
    assert shown(clauses, *outages) is None


def test_of_a_part_whose_promise_is_not_measured_something_else_is_down() -> None:
    assert shown(PARTS, ("line", 0, 9 * HOUR), ("works", 9 * HOUR, 10 * HOUR)) == [
        "up in 2026-01 works in 2026-01",
        "outages {",
        "  2026-01-01 for 9h  cause fire",
        "  2026-01-01T09:00 for 1h  cause work",
        "}",
    ]
    assert shown(PARTS, ("other", 0, 9 * HOUR)) == ["up in 2026-01", "outages { 2026-01-01 for 9h  cause fire }"]


def test_what_does_not_count_above_shows_nothing_there() -> None:
    """The first kind of span is one that it does not count."""
    clauses = PARTS.replace("availability of outages >= 99%", "availability of (outages where cause = work) >= 99%")
    assert shown(clauses, ("line", 0, 9 * HOUR)) == ["up in 2026-01", "outages { 2026-01-01 for 9h  cause work }"]


def test_of_the_parts_the_windows_are_shown_that_meet_that_of_the_whole() -> None:
    clauses = PARTS + "objective far { availability of (outages where cause = work) >= 1% per quarter }"
    found = shown(clauses, ("works", 0, 5 * HOUR), ("fire", 5 * HOUR, 9 * HOUR), which=2)
    assert found is not None
    assert found[0] == "up in 2026-02 fire in 2026-02 works in 2026-02"
