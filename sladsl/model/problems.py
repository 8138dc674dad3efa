"""Where the stages collect what they have to say."""

from collections.abc import Iterable

from sladsl.diagnostics import Code, Diagnostic, Fix, Label
from sladsl.model.lookalikes import look_alike, odd_letters
from sladsl.text import Span


class Problems:
    """Diagnostics in the order they were found. What is used in several places is looked at several times, but what
    there is to say about it is said once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._said: set[tuple[str, str, Span | None]] = set()

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

    close = get_close_matches(name.casefold(), (by_fold := {each.casefold(): each for each in known}), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str], span: Span) -> tuple[Fix, ...]:
    """A fix that puts the nearest known name in place of a misspelt one."""
    every = list(known)
    near = next((each for each in every if look_alike(name, each)), None)
    if near is not None:
        return (Fix(f"did you mean `{near}`? The two look alike, but {odd_letters(name, near)}", span, near),)
    near = nearest(name, every)
    return (Fix(f"did you mean `{near}`?", span, near),) if near else ()


def listing(names: Iterable[str], most: int = 8) -> str:
    """`a, b, c` of at most `most` names, and how many more there are."""
    every = list(names)
    shown = ", ".join(f"`{name}`" for name in every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def with_article(word: str) -> str:
    """`a stream`, `an exclusion`."""
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"
