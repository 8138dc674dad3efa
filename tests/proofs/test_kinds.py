"""What the records of a stream can be like: which conditions hold of them, and how much their numbers are."""

from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.logs.schema import Attribute, StreamSchema
from sladsl.proofs.kinds import (
    _bound,
    _choices,
    _merged,
    bases_of_shares,
    first_value,
    numbers_driven,
    numbers_read,
    record_kinds,
)
from sladsl.rules.reach import cell_roots
from sladsl.temporal import HOUR
from strategies.contracts import graph_of

TEXT = """
agreement a {{
  term 2026-01-01 until 2027-01-01
  zone "UTC"
  currency USD
  stream letters of events {{
    pages count  total count  weight number with 2 places  kind text  grade one of a, b  urgent yes or no  due instant
    took duration  price money  load percent
  }}
  stream notes of events {{ total count }}
  {}
}}
"""


def made(clauses: str) -> tuple[RuleGraph, StreamSchema, set[Ref]]:
    """The graph, the stream of letters, and all nodes that the last objective rests on."""
    graph = graph_of(TEXT.format(clauses))

    pending, found = list(cell_roots(graph.objectives[-1])), set[Ref]()
    while pending:
        ref = pending.pop()
        found.add(ref)
        pending += inputs(graph.nodes[ref])
    return graph, graph.stream("letters"), found


def values(clauses: str, *names: str, scope: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    """Of these attributes."""
    graph, schema, refs = made(clauses)
    places = [index for index, each in enumerate(schema.attributes) if each.name in names]
    return [tuple(each.values[at] for at in places) for each in record_kinds(graph, schema, refs, scope or {}, 7, 50)]


def attribute(name: str) -> Attribute:
    _, schema, _ = made("objective o { count of letters <= 3 per month }")
    return next(each for each in schema.attributes if each.name == name)


def test_of_few_conditions_every_choice() -> None:
    assert list(_choices(0)) == [()]
    assert list(_choices(2)) == [(True, True), (True, False), (False, True), (False, False)]
    assert len(list(_choices(4))) == 16
    assert list(_choices(5)) == [
        (True,) * 5,
        *(tuple(index != changed for index in range(5)) for changed in range(5)),
        (False,) * 5,
        *(tuple(index == changed for index in range(5)) for changed in range(5)),
    ]


def test_what_holds_makes_others_fail() -> None:
    small, large, other = {("s", 0): 1}, {("s", 0): 9}, {("s", 1): 2}
    options = [([small], [large]), ([large, other], [])]
    assert _merged(options, (True, True)) == {("s", 0): 1, ("s", 1): 2}
    assert _merged(options, (False, True)) == large
    assert _merged(options, (False, False)) == large
    assert _merged([([small], [other]), ([large], [small])], (False, True)) == {**large, **other}


def test_numbers_are_nothing_or_much_or_one_of_them_alone() -> None:
    both = "objective o { sum of pages of letters + sum of total of letters <= 9 per month }"
    assert values(both, "pages", "total") == [(50, 0), (0, 50), (0, 0), (50, 50)]
    assert values(
        "objective o { sum of pages of letters / sum of total of letters <= 9% per month }", "pages", "total"
    ) == [(0, 50), (50, 50), (0, 0)]
    assert values("objective o { max of took of letters <= 9h per month }", "took") == [(0,), (30 * 24 * HOUR,)]
    assert values("objective o { max of load of letters <= 9% per month }", "load") == [(0,), (100 * 10**6,)]
    assert values("objective o { sum of price of letters <= 9 USD per month }", "price") == [(0,), (5_000,)]
    assert values("objective o { max of weight of letters <= 9 per month }", "weight") == [(0,), (5_000,)]


def test_numbers_that_are_read_and_those_that_are_driven() -> None:
    for clauses, read, bases, driven in (
        ("sum of pages of letters / sum of total of letters <= 9%", [0, 1], {1}, [0]),
        ("sum of (pages / total) of letters <= 9%", [0, 1], {1}, [0]),
        ("sum of pages of letters <= 9", [0], set(), [0]),
        ("sum of pages of letters * sum of total of letters <= 9", [0, 1], set(), [0, 1]),
        ("count of letters / sum of total of letters <= 9%", [1], {1}, [1]),
        ("sum of pages of letters / count of letters <= 9%", [0], set(), [0]),
        ("sum of pages of letters / sum of total of notes <= 9%", [0], set(), [0]),
        ("sum of pages of letters / 2 <= 9", [0], set(), [0]),
        ("sum of pages of letters / (time of window / 1h) <= 9", [0], set(), [0]),
    ):
        graph, schema, refs = made(f"objective o {{ {clauses} per month }}")
        assert numbers_read(graph, schema, refs) == read
        assert bases_of_shares(graph, schema, refs) == bases
        assert numbers_driven(graph, schema, refs) == driven


def test_five_conditions_one_of_which_differs() -> None:
    asked = ("pages > 3", "total > 4", 'kind = "x"', "grade = b", "urgent")
    counts = " + ".join(f"(count of letters where {each})" for each in asked)
    found = values(f"objective o {{ {counts} <= 3 per month }}", "pages", "total", "kind", "grade", "urgent")
    all_hold, none_holds = (4, 5, "x", "b", True), (3, 4, "other", "a", False)
    assert found == [
        all_hold,
        *((*all_hold[:at], none_holds[at], *all_hold[at + 1 :]) for at in range(5)),
        none_holds,
        *((*none_holds[:at], all_hold[at], *none_holds[at + 1 :]) for at in range(5)),
        *((*most, "other", "a", False) for most in ((50, 0), (0, 50), (0, 0), (50, 50))),
    ]


def test_of_a_scope_the_values_are_given() -> None:
    clauses = 'objective o for each grade { count of letters where kind = "x" <= 3 per month }'
    assert values(clauses, "kind", "grade", scope={"grade": "b"}) == [("x", "b"), ("other", "b")]


def test_a_key_as_it_is_stored() -> None:
    assert [_bound(attribute("urgent"), each) for each in ("yes", "no")] == [True, False]
    assert [_bound(attribute("pages"), each) for each in ("12", "-3", "many")] == [12, -3, 0]
    assert [_bound(attribute(name), "b") for name in ("kind", "grade")] == ["b", "b"]


def test_what_is_usual() -> None:
    (usual, *_) = values(
        "objective o { count of letters <= 3 per month }",
        *("pages", "weight", "kind", "grade", "urgent", "due", "took", "price", "load"),
    )
    assert usual == (0, 0, "other", "a", False, 7, HOUR, 0, 0)
    assert [first_value(attribute(each)) for each in ("kind", "grade", "urgent", "pages", "weight", "load")] == [
        "a", "a", True, 100, 10_000, 100 * 10**6,
    ]  # fmt: skip
