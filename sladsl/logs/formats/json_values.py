"""JSON as exact values: numbers are never binary fractions, names stand once, nested objects are columns with a dot."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from sladsl.logs.rows import Cell, normal
from sladsl.logs.shown import quoted


def decoded(text: str) -> object:
    """The value that a text holds; ValueError or RecursionError for anything else."""
    value = _DECODER.decode(text)
    if "\\u" in text:
        # Half of a surrogate pair is no character: it could never be written out again.
        try:
            for each in _texts(value):
                each.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("it holds half a character (a lone surrogate)") from None
    return value


def flat(value: Mapping[str, object], prefix: str = "") -> dict[str, Cell]:
    """The columns of an object. What lies in a list of objects is a list of its own: `components.name`."""
    found: dict[str, Cell] = {}
    _flatten(prefix, value, found)
    return found


def reason_of(trouble: Exception) -> str:
    """Why `decoded` refused a text, in our words; the place is that of the parser, if it knew one."""
    if isinstance(trouble, RecursionError):
        return "it is nested too deeply"
    if isinstance(trouble, json.JSONDecodeError):
        return f"it goes wrong at line {trouble.lineno}, column {trouble.colno}"
    text = str(trouble)
    return "a number has too many digits" if "integer string conversion" in text else text


def _flatten(prefix: str, value: Mapping[str, object], found: dict[str, Cell]) -> None:
    for key, each in value.items():
        name = f"{prefix}{key}"
        if isinstance(each, dict):
            _flatten(f"{name}.", each, found)
            continue
        if isinstance(each, list) and any(isinstance(item, dict) for item in each):
            _flatten(f"{name}.", _listed(each), found)
            each = [item for item in each if not isinstance(item, dict)] or None
        if name in found:
            raise ValueError(f"{quoted(name)} is written twice")
        found[name] = each  # type: ignore[assignment]


def _listed(items: list[object]) -> dict[str, object]:
    """For each column of some objects the list of its values."""
    found: dict[str, list[Cell]] = {}
    for item in items:
        if isinstance(item, dict):
            for name, cell in flat(item).items():
                found.setdefault(name, []).extend(cell if isinstance(cell, list) else [cell])
    return dict(found)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = {normal(name): value for name, value in pairs}
    if len(found) < len(pairs):
        count = Counter(normal(name) for name, _ in pairs)
        twice = next(name for name in count if count[name] > 1)
        raise ValueError(f"{quoted(twice)} is written twice")
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # Its exponent is beyond what decimals hold.
        raise ValueError(f"{quoted(text)} is a number of too many digits") from None


def _no_number(text: str) -> Cell:
    raise ValueError(f"{text} is not a number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_decimal, parse_constant=_no_number)
