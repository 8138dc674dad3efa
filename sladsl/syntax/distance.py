"""How far a misspelt word is from those that were meant."""

from collections.abc import Iterable


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The word most likely meant; None where none is near. Words of up to 3 letters allow no slip but in case."""
    lowered = word.lower()
    allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    found = [(slips(lowered, each), each) for each in among if abs(len(each) - len(word)) <= allowed and each != word]
    near = min(found, default=(allowed + 1, ""))
    return near[1] if near[0] <= allowed else None


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
