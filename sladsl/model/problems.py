"""Where the stages collect what they have to say."""

from collections.abc import Iterable, Mapping
from itertools import islice

from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import readings
from sladsl.model.lookalikes import look_alike, odd_letters, skeleton
from sladsl.text import Span

MOST_ADVISED = 100
"""Problems for which names are compared: to look among all names for each of many takes time in the order of n²."""

_MOST_COMPARED = 1_000
_LONGEST_COMPARED = 60


class Problems:
    """Diagnostics in the order they were found. What is used in several places is looked at several times, but what
    there is to say about it is said once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._said: set[tuple[str, str, Span | None]] = set()

    @property
    def many(self) -> bool:
        """Whether there are so many that advice on one more helps nobody."""
        return len(self.found) >= MOST_ADVISED

    def did_you_mean(self, name: str, known: Iterable[str], span: Span) -> tuple[Fix, ...]:
        """A fix that puts the nearest known name in place of a misspelt one."""
        return () if self.many else did_you_mean(name, known, span)

    def add(
        self,
        code: Code,
        message: str,
        span: Span | None,
        *,
        labels: Iterable[Label] = (),
        notes: Iterable[str] = (),
        fixes: Iterable[Fix] = (),
    ) -> None:
        key = (code.id, message, span)
        if key not in self._said:
            self._said.add(key)
            self.found.append(
                Diagnostic(code, message, span, labels=tuple(labels), notes=tuple(notes), fixes=tuple(fixes))
            )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a misspelt one."""
    from difflib import get_close_matches  # only mistakes need it

    if len(name) > _LONGEST_COMPARED:
        return None
    by_fold = {each.casefold(): each for each in islice(known, _MOST_COMPARED)}
    close = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str], span: Span) -> tuple[Fix, ...]:
    """The same, however many problems there are."""
    every = list(islice(known, _MOST_COMPARED))
    near = next((each for each in every if look_alike(name, each)), None)
    if near is not None:
        return (Fix(f"did you mean `{near}`? The two look alike, but {odd_letters(name, near)}", span, near),)
    near = nearest(name, every)
    return (Fix(f"did you mean `{near}`?", span, near),) if near else ()


def tell_of_look_alikes(named: Mapping[str, Span], problems: Problems) -> None:
    """Two names that a reader takes for one: whoever signs cannot see which is meant."""
    seen: dict[str, str] = {}
    for name, span in named.items():
        other = seen.setdefault(skeleton(name), name)
        if other != name:
            problems.add(
                readings.LOOK_ALIKE,
                f"`{name}` looks like another name: {odd_letters(name, other)}",
                span,
                labels=[Label(named[other], "the other name")],
                fixes=[Fix("type it again with the same letters, or choose a name that differs to the eye")],
            )


def listing(names: Iterable[str], most: int = 8) -> str:
    """`a, b, c` of at most `most` names, and how many more there are."""
    every = list(names)
    shown = ", ".join(f"`{name}`" for name in every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def with_article(word: str) -> str:
    """`a stream`, `an exclusion`."""
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"
