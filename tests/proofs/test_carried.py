"""The worst case of parts that keep their word, against every placement of their outages in a small window."""

from fractions import Fraction
from itertools import combinations, pairwise, product
from random import Random

from sladsl.proofs.carried import Group, Part, independent, laid, leaves, worst
from sladsl.temporal import Window, WindowKind

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
