"""How far a misspelt word is from those that were meant."""

from collections.abc import Iterable


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The word most likely meant; None where none is near. The longer a word, the more slips are allowed."""
    lowered = word.lower()
    allowed = 0 if len(word) < 2 else 1 if len(word) < 6 else 2
    # Of two as near, the one with the same beginning, and then with the same ending: `pr` is `per` and not `or`,
    # `minuts` is `minutes` and not `minute`.
    found = [
        (slips(lowered, each), each[0] != lowered[0], each[-1] != lowered[-1], each)
        for each in among
        if abs(len(each) - len(word)) <= allowed and each != word
    ]
    near = min(found, default=(allowed + 1, False, False, ""))
    return near[3] if near[0] <= allowed else None


def slips(wrong: str, right: str) -> int:
    """Letters left out, put in, mistaken, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(wrong, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and wrong[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
