"""The worst case of parts that keep their word, against every placement of their outages in a small window."""

from fractions import Fraction
from itertools import combinations, pairwise, product
from random import Random

import pytest

from sladsl.graph.windows import WindowRule, WindowUnit
from sladsl.proofs.carried import Group, Part, _most_at_once, group_of, independent, laid, leaves, worst
from sladsl.temporal import DAY, HOUR, Window, WindowKind, parse_instant
from strategies.contracts import graph_of

Node = Part | Group


def window(length: int) -> Window:
    return Window(WindowKind.term(), 0, length, "")


def drawn(random: Random, depth: int, names: list[str], steps: int) -> Node:
    if depth == 0 or random.random() < 0.3:
        names.append(f"p{len(names)}")
        return Part(names[-1], Fraction(random.randint(0, steps), steps), None)
    parts = tuple(drawn(random, depth - 1, names, steps) for _ in range(random.randint(1, 3)))
    return Group(parts, random.randint(1, len(parts)))


def is_down(node: Node, down: frozenset[str]) -> bool:
    if isinstance(node, Part):
        return node.name in down
    return sum(not is_down(each, down) for each in node.parts) < node.least


def test_what_is_laid_keeps_every_word_and_is_down_all_the_time() -> None:
    random = Random(7)
    for _ in range(400):
        names: list[str] = []
        node, within = drawn(random, 3, names, 20), window(20)
        length = worst(node, within)
        assert length is not None
        outages = laid(node, within, length)
        for at in range(length):
            assert is_down(node, frozenset(name for name, start, end in outages if start <= at < end))
        for part in leaves(node):
            mine = sorted((start, end) for name, start, end in outages if name == part.name)
            assert all(before[1] <= after[0] for before, after in pairwise(mine))
            assert sum(end - start for start, end in mine) <= (1 - part.availability) * 20


def test_no_placement_is_worse() -> None:
    """In units of an hour, as many of them as each part may be down: in no choice of hours is more down than the worst
    case, taken in parts of an hour."""
    random, hours = Random(11), 4
    for _ in range(120):
        names: list[str] = []
        node = drawn(random, 2, names, hours)
        parts = list(leaves(node))
        if len(parts) > 4:
            continue
        options = [
            [chosen for size in range(int((1 - each.availability) * hours) + 1)
             for chosen in combinations(range(hours), size)]
            for each in parts
        ]  # fmt: skip
        most = max(
            sum(
                is_down(node, frozenset(part.name for part, mine in zip(parts, chosen, strict=True) if at in mine))
                for at in range(hours)
            )
            for chosen in product(*options)
        )
        found = worst(node, window(hours * 60))
        assert found is not None
        assert most * 60 <= found


def test_numbers() -> None:
    dns, vms = Part("dns", Fraction("0.9999"), None), [Part(name, Fraction("0.995"), None) for name in "abcde"]
    tree = Group((dns, Group(tuple(vms[:2]), 1), Group(tuple(vms[2:]), 2)), 3)
    assert worst(tree, window(1_000_000)) == 100 + 5_000 + 7_500
    assert independent(tree) == Fraction("0.9999") * Fraction("0.999975") * (
        Fraction("0.995") ** 3 + 3 * Fraction("0.995") ** 2 * Fraction("0.005")
    )


JANUARY, FEBRUARY, APRIL = (parse_instant(f"2026-0{month}-01T00:00Z") for month in (1, 2, 4))
QUARTER = Window(WindowKind.term(), JANUARY, APRIL, "")


def part(share: str, unit: WindowUnit | None, name: str = "a") -> Part:
    return Part(name, Fraction(share), None if unit is None else WindowRule(unit, "UTC"))


@pytest.mark.parametrize(
    ("share", "unit", "start", "end", "lost"),
    [
        ("0.99", "month", JANUARY, APRIL, 90 * DAY // 100),
        ("0.99", None, JANUARY, APRIL, 90 * DAY // 100),
        ("0.99", "term", JANUARY, APRIL, 90 * DAY // 100),
        # All that a year leaves may be lost in a month, but no more than a month.
        ("0.99", "year", JANUARY, FEBRUARY, 365 * DAY // 100),
        ("0.9", "year", JANUARY, FEBRUARY, 31 * DAY),
        ("0.99", "month", JANUARY + 10 * DAY, JANUARY + 11 * DAY, 31 * DAY // 100),
        ("0.9", "month", JANUARY + 10 * DAY, JANUARY + 11 * DAY, DAY),
        ("0.9", "month", FEBRUARY - DAY, FEBRUARY + DAY, 2 * DAY),
    ],
)
def test_what_a_part_may_lose_in_windows_of_its_own(
    share: str, unit: WindowUnit | None, start: int, end: int, lost: int
) -> None:
    assert worst(part(share, unit), Window(WindowKind.term(), start, end, "")) == lost


def test_of_certain_hours() -> None:
    graph = graph_of("""agreement a {
      term 2026-01-01 until 2027-01-01  zone "UTC"
      calendar office { open Mon to Fri 08:00-16:00 }
    }""")
    office = Part("a", Fraction("0.99"), WindowRule("month", "UTC"), graph.calendars[0].calendar)
    assert worst(office, Window(WindowKind.term(), JANUARY, FEBRUARY, "")) == 22 * 8 * HOUR // 100


@pytest.mark.parametrize(
    ("one", "other", "least", "lost"),
    [
        # Of two one must work: in each month as long as both are down.
        (("0.99", "month"), ("0.999", "month"), 1, 90 * DAY // 1000),
        (("0.99", "month"), ("0.999", None), 1, 90 * DAY // 1000),
        (("0.99", "quarter"), ("0.999", "quarter"), 1, 90 * DAY // 1000),
        (("0.99", None), ("0.999", None), 1, 90 * DAY // 1000),
        # Months and quarters, or weeks, do not fit together.
        (("0.99", "month"), ("0.999", "quarter"), 1, None),
        (("0.99", "quarter"), ("0.999", "month"), 1, None),
        (("0.99", "month"), ("0.999", "week"), 1, None),
        # Where both must work, one is down after the other.
        (("0.99", "month"), ("0.999", "quarter"), 2, 90 * DAY * 11 // 1000),
        (("0.4", "month"), ("0.3", "quarter"), 2, 90 * DAY),
    ],
)
def test_of_two_parts_with_windows(
    one: tuple[str, WindowUnit], other: tuple[str, WindowUnit], least: int, lost: int | None
) -> None:
    assert worst(Group((part(*one), part(*other, "b")), least), QUARTER) == lost


def test_windows_that_do_not_fit_within_a_group_fit_in_none_above() -> None:
    pair = Group((part("0.99", "month"), part("0.99", "week", "b")), 1)
    assert worst(Group((pair, part("0.99", None, "c")), 2), QUARTER) is None
    assert worst(Group((pair, part("0.99", "month", "c")), 1), QUARTER) is None
    assert laid(pair, QUARTER, 0) == []


@pytest.mark.parametrize(
    ("left", "down", "most"),
    [
        ([5], 1, 5),
        ([5, 3], 1, 8),
        ([5, 3], 2, 3),
        ([9, 1, 1], 2, 2),
        ([5, 5, 1], 2, 5),
        ([5, 4, 4], 2, 6),
        ([9, 9, 9], 2, 13),
        ([0, 0], 1, 0),
        ([7, 7, 1, 1], 3, 2),
        ([100, 4, 3, 2], 3, 4),
    ],
)
def test_how_long_several_can_be_down_at_once(left: list[int], down: int, most: int) -> None:
    assert _most_at_once(left, down) == most


def test_outages_of_parts_one_after_the_other_and_in_rows() -> None:
    within = window(100)
    a, b, c = (Part(name, Fraction(share, 100), None) for name, share in (("a", 95), ("b", 97), ("c", 96)))
    assert laid(a, within, 5) == [("a", 0, 5)] and laid(a, within, 0) == []
    assert laid(Group((a, b, c), 3), within, 12) == [("a", 0, 5), ("b", 5, 8), ("c", 8, 12)]
    assert laid(Group((a, b, c), 3), within, 6) == [("a", 0, 5), ("b", 5, 6)]
    # Two of them at once, for 6 of 12: the second goes around the end of the first row.
    assert laid(Group((a, b, c), 2), within, 6) == [("a", 0, 5), ("b", 0, 2), ("b", 5, 6), ("c", 2, 6)]
    assert laid(Group((Group((a, b), 2), c), 1), within, 4) == [("a", 0, 4), ("c", 0, 4)]


def test_what_a_service_rests_on() -> None:
    graph = graph_of("""agreement a {
      term 2026-01-01 until 2027-01-01  zone "UTC"
      underpinning dns availability >= 99.9% per month
      underpinning left availability >= 99% per month
      underpinning right availability >= 99% per month
      service disk underpinned by one of { left right }
      service shop underpinned by series of { dns disk }
      service twice underpinned by series of { disk left }
    }""")
    parts = {name: Part(name, Fraction("0.99"), None) for name in ("dns", "left", "right")}
    disk = Group((parts["left"], parts["right"]), 1)
    assert group_of(graph, "disk", parts) == disk and not disk.is_series
    assert group_of(graph, "shop", parts) == Group((parts["dns"], disk), 2)
    assert group_of(graph, "twice", parts) is None
    assert group_of(graph, "shop", {name: each for name, each in parts.items() if name != "right"}) is None
    assert group_of(graph, "shop", {**parts, "disk": Part("disk", Fraction(1), None)}) == Group(
        (parts["dns"], Part("disk", Fraction(1), None)), 2
    )
