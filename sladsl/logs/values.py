"""Fields as stored values: one reader for each attribute, made from its type and its binding."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import assert_never

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.binding import AttributeBinding
from sladsl.logs.complaints import Unfit
from sladsl.logs.durations import read_duration
from sladsl.logs.numbers import Exact, read_exact, scaled, storable
from sladsl.logs.records import Value
from sladsl.logs.rows import Cell, text_of
from sladsl.logs.schema import Attribute, AttributeType, Kind
from sladsl.logs.shown import did_you_mean, quoted
from sladsl.logs.times import TimeReader

_YES = frozenset(("yes", "true", "1"))
_NO = frozenset(("no", "false", "0"))
_MOST_CACHED = 100_000
_MOST_LISTED = 40


@changing
class ValueReader(Changing):
    """Reads one attribute. Calling it gives the stored value (None: missing and optional) or raises Unfit, which
    names the column. Equal texts are read once."""

    attribute: Attribute
    binding: AttributeBinding
    missing: frozenset[str]
    times: TimeReader
    _read: Callable[[Cell], Value] = field(init=False)
    _map: Mapping[str, str] = field(init=False)
    _known: dict[str, Value] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._read = _reader(self.attribute.type, self.binding, self.times)
        self._map = dict(self.binding.map)

    def __call__(self, cell: Cell) -> Value:
        if isinstance(cell, str):
            if cell in self._known:
                return self._known[cell]
            value = self._fresh(cell)
            if len(self._known) < _MOST_CACHED:
                self._known[cell] = value
            return value
        return self._fresh(cell)

    def is_missing(self, cell: Cell) -> bool:
        """Whether the cell holds nothing."""
        return cell is None or (isinstance(cell, str) and cell.strip() in self.missing)

    def _fresh(self, cell: Cell) -> Value:
        column = f"column {quoted(self.binding.column)}"
        if self.is_missing(cell):
            if self.attribute.optional:
                return None
            raise Unfit(codes.MISSING_VALUE, f'{column} is empty, and "{self.attribute.name}" is not optional')
        if isinstance(cell, list):
            raise Unfit(codes.NOT_ONE_VALUE, f"{column} holds a list where one value is expected")
        if self._map:
            text = text_of(cell)
            cell = self._map.get(text, text)
        elif isinstance(cell, str):
            cell = cell.strip()
        try:
            return self._read(cell)
        except Unfit as trouble:
            raise trouble.about(column) from None


def _reader(wanted: AttributeType, binding: AttributeBinding, times: TimeReader) -> Callable[[Cell], Value]:
    match wanted.kind:
        case Kind.TEXT:
            return text_of
        case Kind.CHOICE:
            declared = frozenset(wanted.choices)
            return lambda cell: text if (text := text_of(cell)) in declared else _no_choice(text, wanted.choices)
        case Kind.COUNT:
            return lambda cell: _count(cell, binding)
        case Kind.NUMBER:
            return lambda cell: _number(text_of(cell), wanted, binding)
        case Kind.PERCENT:
            return lambda cell: _percent(text_of(cell), wanted, binding)
        case Kind.MONEY:
            return lambda cell: _money(text_of(cell), wanted, binding)
        case Kind.DURATION:
            return lambda cell: read_duration(text_of(cell), binding.unit, binding.decimal, binding.places)
        case Kind.INSTANT:
            return times
        case Kind.FLAG:
            return _flag
        case _:
            assert_never(wanted.kind)


def _no_choice(text: str, choices: tuple[str, ...]) -> Value:
    more = f" and {len(choices) - _MOST_LISTED:,} more" if len(choices) > _MOST_LISTED else ""
    reason = f"{quoted(text)} is not one of {', '.join(choices[:_MOST_LISTED])}{more}"
    raise Unfit(codes.UNKNOWN_CHOICE, reason, _near(text, choices))


def _near(text: str, choices: tuple[str, ...]) -> Iterator[Fix]:
    yield from did_you_mean(text, choices)


def _count(cell: Cell, binding: AttributeBinding) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        digits, places = cell, 0
    else:
        digits, places = read_exact(text_of(cell), binding.decimal)
    if places:
        raise Unfit(codes.BAD_COUNT, f"{quoted(text_of(cell))} is not a whole number")
    if digits < 0:
        raise Unfit(codes.BAD_COUNT, f"{quoted(text_of(cell))} is negative; a count is not")
    return storable(digits, text_of(cell))


def _number(text: str, wanted: AttributeType, binding: AttributeBinding) -> int:
    return scaled(read_exact(text, binding.decimal), wanted.places, binding.places, text)


def _percent(text: str, wanted: AttributeType, binding: AttributeBinding) -> int:
    figure = text.removesuffix("%").rstrip()
    exact = read_exact(figure, binding.decimal)
    if binding.unit == "ratio" and figure == text:
        # A share of one as a percent figure: two places to the left.
        exact = Exact(exact.digits * 10 ** max(0, 2 - exact.places), max(0, exact.places - 2))
    return scaled(exact, wanted.places, binding.places, text)


def _money(text: str, wanted: AttributeType, binding: AttributeBinding) -> int:
    words = text.split()
    codes_written = [word for word in words if word.isalpha()]
    figures = [word for word in words if not word.isalpha()]
    if len(words) > 2 or len(figures) != 1:
        raise Unfit(codes.BAD_NUMBER, f"{quoted(text)} is not an amount such as 12.50 or 12.50 {wanted.currency}")
    if codes_written and codes_written[0] != wanted.currency:
        raise Unfit(codes.WRONG_CURRENCY, f"{quoted(text)} is not in {wanted.currency}")
    return scaled(read_exact(figures[0], binding.decimal), wanted.places, binding.places, text)


def _flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = text_of(cell)
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Unfit(codes.BAD_FLAG, f"{quoted(text)} is neither yes nor no (yes, no, true, false, 1, 0)")
