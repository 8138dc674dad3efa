"""What each of two versions reads of a log that was made for the other."""

from pathlib import Path

import pytest

from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Place, Record, SpanRecord
from sladsl.logs.schema import StreamSchema
from sladsl.review.read_as import common, fitted
from spec_player.command import sladsl
from spec_player.surroundings import surroundings
from strategies.contracts import graph_of
from strategies.logs import stream_log

ANY = Place(0, 1)
FRAME = 'agreement a {{ term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD {} }}'


def schema(line: str) -> StreamSchema:
    return graph_of(FRAME.format(line)).streams[0]


def read(old: str, new: str, record: Record) -> Record | None:
    """The record of the one as the other reads it; None where it does not."""
    there, here = schema(old), schema(new)
    log = fitted([here], EventLog({there.name: stream_log(there, [record])}))
    return log.streams[here.name].records[0] if log.streams else None


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("a count", "a count", (7,), (7,)),
        ("a count  b text", "b text  a count", (7, "x"), ("x", 7)),
        ("a count", "b count", (7,), (None,)),
        ("a text", "a one of x, y", ("x",), ("x",)),
        ("a text", "a one of x, y", ("z",), (None,)),
        ("a one of x, z", "a one of x, y", ("z",), (None,)),
        ("a one of x, z", "a text", ("z",), ("z",)),
        ("a count", "a text", (7,), (None,)),
        ("a count", "a percent", (7,), (None,)),
        ("a number with 1 places", "a number with 3 places", (7,), (700,)),
        ("a number with 3 places", "a number with 1 places", (700,), (7,)),
        ("a number with 3 places", "a number with 1 places", (750,), (None,)),
        ("a number with 3 places", "a number with 1 places", (None,), (None,)),
        ("a number in GB", "a number in TB", (7,), (None,)),
        ("a yes or no", "a yes or no", (True,), (True,)),
    ],
)
def test_values(old: str, new: str, before: tuple[object, ...], after: tuple[object, ...]) -> None:
    units = "unit GB unit TB "
    made = read(f"{units}stream s of spans {{ {old} }}", f"{units}stream s of spans {{ {new} }}",
                SpanRecord(0, 1, before, ANY))  # type: ignore[arg-type]  # fmt: skip
    assert made == SpanRecord(0, 1, after, ANY)  # type: ignore[arg-type]


def test_cases() -> None:
    old = "stream s of cases { moments opened, answered many, solved  states waiting, held  plan text with history }"
    new = "stream s of cases { plan text with history  moments answered, opened, closed  states held, paused }"
    made = CaseRecord("k", ((1,), (2, 3), (4,)), (((5, 6),), ((7, None),)), ("b",), ANY, (((0, "a"), (2, "b")),))
    assert read(old, new, made) == CaseRecord(
        "k", ((2,), (1,), ()), (((7, None),), ()), ("b",), ANY, (((0, "a"), (2, "b")),)
    )
    assert read(old, new.replace(" with history", ""), made) == CaseRecord(
        "k", ((2,), (1,), ()), (((7, None),), ()), ("b",), ANY, ((),)
    )
    assert read(old, new, made._replace(changes=())) == CaseRecord(
        "k", ((2,), (1,), ()), (((7, None),), ()), ("b",), ANY
    )


def test_another_shape_is_another_stream() -> None:
    assert read("stream s of events { }", "stream s of spans { }", EventRecord(0, (), ANY)) is None
    assert read("stream s of events { }", "stream t of events { }", EventRecord(0, (), ANY)) is None


def test_what_either_reads() -> None:
    old = graph_of(FRAME.format(
        "stream s of cases { a text  moments x, y  states p } stream t of events { } stream u of spans { }"
    )).streams  # fmt: skip
    new = graph_of(FRAME.format(
        "stream s of cases { b text  moments y, z many  states q } stream t of spans { } stream v of spans { }"
    )).streams  # fmt: skip
    both, spans, only_new, only_old = common(old, new)
    assert ([each.name for each in both.attributes], both.moments) == (["b", "a"], ("y", "z", "x"))
    assert (both.states, both.many) == (("q", "p"), {"z"})
    assert (spans, only_new, only_old) == (new[1], new[2], old[2])


def test_a_stream_that_became_another(tmp_path: Path) -> None:
    """What is owed at once, by both versions, of streams of one name that tell of other things."""
    clauses = [
        "stream s of spans { site text } objective o for each site { availability of s >= 99% per month credit 5 USD }",
        "stream s of events { lost count  late yes or no } objective few {"
        " sum of lost of s <= 5 per quarter credit 9 USD }",
        "stream s of cases { moments opened, solved } objective fast {"
        " max of (time from opened to solved) of s by opened <= 4h per month credit 7 USD }",
        "stream s of spans { way text } objective o for each way { availability of s >= 98% per month credit 6 USD }",
    ]
    for number, each in enumerate(clauses):
        (tmp_path / f"{number}.sladsl").write_text(FRAME.format(each))
    for one, other in ((a, b) for a in range(len(clauses)) for b in range(len(clauses)) if a != b):
        with surroundings(tmp_path):
            outcome = sladsl(["diff", f"{one}.sladsl", f"{other}.sladsl"], b"")
        assert (outcome.status, outcome.stderr) == (0, "")
