"""How a number is driven into each piece of its range: which ways lead there and how far, after how many evaluations,
and which log is shown in the end. That is what is recorded in `found/`.

`pytest --bless` with this path records it, and then it is to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.proved import BEGINNING
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.reaching import Aim, Budget, Tried, _trials_that_reach, find, is_reached
from sladsl.proofs.scan import Point
from sladsl.proofs.spaces import Piece
from sladsl.proofs.subject import Subject
from sladsl.proofs.written import log_lines
from sladsl.temporal import Window, Zone
from strategies.contracts import graph_of

FOUND = Path(__file__).with_name("found")
_MOST_ROWS = 4


@dataclass(frozen=True)
class Case:
    """The last objective of the clauses, in so many of its windows, of each length one, and in so many `pieces` of its
    range; `steps` evaluations at most."""

    clauses: str
    windows: int = 1
    steps: int = 400
    pieces: int = 9


OUTAGES = "stream outages of spans { }\n"
PAGES = "stream letters of events { pages count }\n"
GOOD = "stream letters of events { good yes or no }\n"
TICKETS = "stream tickets of cases { moments opened, solved }\n"
PROBES = "stream probes of samples every 1min { errors count  total count }\n"
TABLE = "  credit { 95% until 99% gives 5 USD  below 95% gives 10 USD }"

CASES = {
    "availability": Case(OUTAGES + "objective o {\n  availability of outages >= 99.9% per month\n" + TABLE + "\n}"),
    "every-length": Case(OUTAGES + "objective o { availability of outages >= 99.9% per month }", windows=3),
    "few-steps": Case(OUTAGES + "objective o { availability of outages >= 99.9% per month }", steps=3),
    "time": Case(OUTAGES + "objective o { time of outages <= 100min per month }", windows=2),
    "long-ones": Case(OUTAGES + "objective o { availability of (outages lasting at least 10min) >= 99.9% per month }"),
    "pages": Case(PAGES + "objective o { sum of pages of letters <= 2_000 per month }"),
    "share": Case(GOOD + "objective o { share of letters with good >= 97% per month }"),
    "third": Case(GOOD + "objective o { share of letters with good >= 33.33% per month }"),
    "of-few": Case(GOOD + "objective o { share of letters with good >= 50% per month }"),
    "count": Case("stream letters of events { }\nobjective o { count of letters <= 3 per month }", windows=3),
    "slowest": Case(
        TICKETS + "objective o { max of (time from opened to solved) of tickets by opened <= 4h per month }"
    ),
    "in-time": Case(
        TICKETS + "objective o { share of tickets by opened with time from opened to solved <= 4h >= 90% per month }"
    ),
    "samples": Case(
        PROBES.replace("1min", "2h") + "objective o { mean over buckets of 2h of probes: errors / total <= 5% per day }"
    ),
    "heavy-month": Case(
        PROBES.replace("1min", "15min")
        + OUTAGES
        + "objective o {\n  availability of (buckets of 15min of probes where errors > 5) >= 99% per month\n}",
        steps=9,
        pieces=2,
    ),
    "nowhere": Case(
        "stream letters of events { }\n"
        "objective o { count of letters <= 3 per month  applies when count of letters >= 9 }"
    ),
}


def said(piece: Piece | None) -> str:
    if piece is None:
        return "anywhere"
    return f"{piece.low}" if piece.is_point else f"{piece.low} until {piece.high}"


def found(
    graph: RuleGraph, objective: Objective, point: Point, windows: tuple[Window, ...], case: Case
) -> Iterator[str]:
    """What is said of one piece, found by itself, and then with what the first search learnt."""
    state = point.outcome.state
    aim = Aim(objective, windows, point.piece, lambda each: each.state == state, point.scope)
    yield f"{said(point.piece)}: {state}"
    budget = Budget(case.steps)
    yield from (f"  {trial.way.name}: {n}" for trial, n in _trials_that_reach(graph, aim, budget, Tried()))
    yield f"  {case.steps - budget.left} evaluations"
    tried = Tried()
    for when in ("first", "then"):
        budget = Budget(case.steps)
        witness = find(graph, aim, budget, tried)
        lines = ["nothing"] if witness is None else list(log_lines(witness.log, Zone.named("UTC"))) or ["empty"]
        yield f"  {when} after {case.steps - budget.left}:"
        yield from (f"    {each}" for each in lines[:_MOST_ROWS])
        yield from [f"    … {len(lines) - _MOST_ROWS} more"] if len(lines) > _MOST_ROWS else []
    budget = Budget(case.steps)
    reached = "reached" if is_reached(graph, aim, budget, Tried()) else "not reached"
    yield f"  {reached} after {case.steps - budget.left}"


@pytest.mark.parametrize("name", CASES)
def test_found(name: str, bless: bool) -> None:
    case = CASES[name]
    graph = graph_of(f"{BEGINNING}{case.clauses}\n}}")
    subject, objective = Subject(graph), graph.objectives[-1]
    scanned, windows = subject.scan(objective), tuple(subject.shapes(objective)[: case.windows])
    assert scanned is not None
    told = [
        line for point in scanned.contexts[0][: case.pieces] for line in found(graph, objective, point, windows, case)
    ]
    text = "\n".join([case.clauses, "", *told, ""])
    path = FOUND / f"{name}.txt"
    if bless:
        path.write_text(text, encoding="utf-8", newline="\n")
    else:
        assert path.read_text(encoding="utf-8") == text


def test_what_moves_a_number_in_one_window_is_tried_in_the_others() -> None:
    """Of a microsecond less than all of a window there is only one length of one span."""
    graph = graph_of(f"{BEGINNING}{CASES['every-length'].clauses}\n}}")
    subject, objective = Subject(graph), graph.objectives[-1]
    january, _, february = subject.shapes(objective)
    share = Fraction(1, february.end - february.start)
    aim = Aim(objective, (january, february), Piece(share, share, share), lambda _: True)
    witness = find(graph, aim, Budget(200))
    assert witness is not None
    (span,) = witness.log.streams["outages"].records
    assert (span.start, span.end) == (february.start, february.end - 1)


def test_nothing_else_is_recorded() -> None:
    assert {each.stem for each in FOUND.iterdir()} == set(CASES)
