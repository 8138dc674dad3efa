"""Logged text as it may be shown to people: short, on one line, with nothing invisible in it."""

from collections.abc import Iterable

from sladsl.diagnostics import Fix

_LONGEST = 60
_MOST_COMPARED = 1_000


def escaped(text: str) -> str:
    """`text` with control, bidirectional, line-breaking and other invisible characters as escapes."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def quoted(text: str) -> str:
    """`"text"`, escaped and cut to a sane length."""
    if len(text) > _LONGEST:
        return f'"{escaped(text[:_LONGEST])}…" ({len(text):,} characters)'
    return f'"{escaped(text)}"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, None when none is close."""
    by_folded = {each.casefold(): each for each in list(known)[:_MOST_COMPARED]}
    folded = word[:_LONGEST].casefold()
    if folded in by_folded:
        return by_folded[folded]
    from difflib import get_close_matches  # only mistakes need it

    found = get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> tuple[Fix, ...]:
    """Advice in words when some known word is close."""
    near = nearest(word, known)
    return () if near is None or near == word else (Fix(f"did you mean {quoted(near)}?"),)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
