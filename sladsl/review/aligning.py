"""Which clause of the new version is which of the old: by name, else by meaning, else by likeness."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

ThingT = TypeVar("ThingT")
LIKE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Pair(Generic[ThingT]):
    """One of both is None where a clause was added or removed; they have different names where it was renamed."""

    old: ThingT | None
    new: ThingT | None


def aligned(
    old: Mapping[str, ThingT],
    new: Mapping[str, ThingT],
    meanings: Sequence[Callable[[ThingT, bool], Hashable]],
    words: Callable[[ThingT], str],
) -> list[Pair[ThingT]]:
    """Pairs in the order of the new version, what was removed after it. Each of `meanings`, called with a thing
    and whether it is new, is equal for things that are one another's; `words` is what likeness is judged by."""
    left = {name: thing for name, thing in old.items() if name not in new}
    found: dict[str, Pair[ThingT]] = {}
    for name, thing in new.items():
        if name in old:
            found[name] = Pair(old[name], thing)
    fresh = [name for name in new if name not in old]
    for meaning in meanings:
        by_meaning = {meaning(thing, False): name for name, thing in reversed(left.items())}
        for name in [each for each in fresh if each not in found]:
            before = by_meaning.get(meaning(new[name], True))
            if before is not None and before in left:
                found[name] = Pair(left.pop(before), new[name])
    for name in [each for each in fresh if each not in found]:
        before = _most_like(words(new[name]), {each: words(thing) for each, thing in left.items()})
        found[name] = Pair(left.pop(before) if before is not None else None, new[name])
    return [*(found[name] for name in new), *(Pair(thing, None) for thing in left.values())]


def _most_like(words: str, others: Mapping[str, str]) -> str | None:
    ratios: Iterable[tuple[float, str]] = (
        (SequenceMatcher(None, words, other, autojunk=False).ratio(), name) for name, other in others.items()
    )
    best = max(ratios, default=(0.0, ""))
    return best[1] if best[0] >= LIKE_ENOUGH else None
