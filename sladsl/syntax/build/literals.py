"""Numbers, quantities, dates, texts: the text of one token to its exact value."""

import itertools
import re
from datetime import date
from fractions import Fraction

from lark import Token

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build.builder import Branch, Builder, Child, Rule, token, tokens, trees
from sladsl.temporal import FIRST_YEAR, LAST_YEAR, YEARS
from sladsl.text import Span

LONGEST_NUMBER = 100
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
_UNITS = {"us": "microsecond", "ms": "millisecond", "s": "second", "min": "minute", "h": "hour"}
_IN_MICROSECONDS = {"us": 1, "ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
_LONGEST_YEARS = 1_000
"""No promise is for longer, and what is reckoned with such a length stays on the calendar."""
_A_YEAR_HAS = {
    "microsecond": 366 * 86_400_000_000, "millisecond": 366 * 86_400_000, "second": 366 * 86_400,
    "minute": 366 * 1_440, "hour": 366 * 24, "day": 366, "week": 53, "month": 12, "quarter": 4, "year": 1,
}  # fmt: skip
_STEP = re.compile(r"([0-9][0-9_]*(?:\.[0-9]+)?)(us|ms|s|min|h)")


# Numbers


def exact(builder: Builder, at: Child, text: str) -> Fraction:
    """The decimal as written, as a fraction."""
    if len(text) > LONGEST_NUMBER:
        builder.complain(
            codes.BAD_NUMBER, f"this number has {len(text)} characters; at most {LONGEST_NUMBER} can be used", at
        )
        return Fraction(1)
    return Fraction(text.replace("_", ""))


def number(builder: Builder, at: Token) -> Fraction:
    return exact(builder, at, at)


def whole(builder: Builder, at: Token, what: str, lowest: int, highest: int) -> int:
    """A whole number between two bounds; `what` says in a message what it counts."""
    value = number(builder, at)
    if value.denominator != 1 or not lowest <= value <= highest:
        builder.complain(codes.BAD_NUMBER, f"{what} must be a whole number from {lowest} to {highest}", at)
        return lowest
    return int(value)


def percent(builder: Builder, at: Token) -> ast.Percent:
    return ast.Percent(builder.span(at), exact(builder, at, at[:-1]))


def _plain(builder: Builder, branch: Branch) -> ast.Number:
    return ast.Number(builder.span(branch), number(builder, token(branch, "NUMBER")))


def _counted(builder: Builder, branch: Branch) -> ast.Counted:
    at = token(branch, "COUNTED")
    figure = at.split()[0]
    name = Token("NAME", at[len(figure) :].lstrip(), at.start_pos)
    start, end = at.start_pos or 0, at.end_pos or 0
    name.start_pos, name.end_pos = end - len(name), end
    assert start < end
    return ast.Counted(builder.span(branch), exact(builder, at, figure), builder.name(name))


def _percentage(builder: Builder, branch: Branch) -> ast.Percent:
    return percent(builder, token(branch, "PERCENT"))


def _amount(builder: Builder, branch: Branch) -> ast.Amount:
    written = token(branch, "AMOUNT")
    figure, code = written.split()
    return ast.Amount(builder.span(branch), exact(builder, written, figure), code)


def _flag(builder: Builder, branch: Branch) -> ast.Flag:
    return ast.Flag(builder.span(branch), branch.data == "yes")


# Lengths of time


def singular(unit: str) -> str:
    return unit.removesuffix("s")


def _elapsed(builder: Builder, branch: Branch) -> ast.Quantity:
    """`1h30min` is 90 minutes: a length in several units is kept in the smallest of them."""
    written = token(branch, "DURATION")
    steps = [(figure, unit) for figure, unit in _STEP.findall(written)]
    sizes = [_IN_MICROSECONDS[unit] for _, unit in steps]
    if any(after >= before for before, after in itertools.pairwise(sizes)):
        builder.complain(
            codes.BAD_DURATION, "a length of time names each unit once and larger units first, as in `1h30min`", written
        )
    smallest = sizes[-1]
    total = sum(
        (exact(builder, written, figure) * size for (figure, _), size in zip(steps, sizes, strict=True)), Fraction(0)
    )
    unit = _UNITS[steps[-1][1]]
    return ast.Quantity(builder.span(branch), _bounded(builder, written, total / smallest, unit), unit, "elapsed")


def _bounded(builder: Builder, at: Token, value: Fraction, unit: str) -> Fraction:
    if value > _LONGEST_YEARS * _A_YEAR_HAS[unit]:
        builder.complain(codes.BAD_NUMBER, f"this length of time is longer than {_LONGEST_YEARS:,} years", at)
        return Fraction(1)
    return value


def counted(builder: Builder, branch: Branch, kind: str) -> ast.Quantity:
    """`30 days`, `30 calendar days`, `4 business hours of office`."""
    unit = singular(token(branch, "UNIT"))
    written = token(branch, "NUMBER")
    value = _bounded(builder, written, number(builder, written), unit)
    calendar = next((builder.name(each) for each in tokens(branch, "NAME")), None)
    span = builder.span(branch)
    if kind == "calendar":
        return ast.Quantity(span, value, unit, "calendar")
    if kind == "business":
        return ast.Quantity(span, value, unit, "business", calendar)
    return ast.Quantity(span, value, unit, "elapsed")


def _units(builder: Builder, branch: Branch) -> ast.Quantity:
    return counted(builder, branch, "elapsed")


def _calendar_units(builder: Builder, branch: Branch) -> ast.Quantity:
    return counted(builder, branch, "calendar")


def _business_units(builder: Builder, branch: Branch) -> ast.Quantity:
    return counted(builder, branch, "business")


# Dates and times


def day(builder: Builder, at: Token) -> date:
    return _date_of(builder, at, builder.span(at))


def _date_of(builder: Builder, written: str, at: Span) -> date:
    """A date in the years that are known; else 1 January of year 1, which is never seen."""
    try:
        value = date.fromisoformat(written)
    except ValueError:
        builder.complain(codes.BAD_DATE, f"there is no {written} in the calendar", at)
        return date.min
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        fix = Fix("what goes on without an end has none: `term from …`")
        builder.complain(codes.FAR_DATE, f"dates lie in {YEARS}, and {written} does not", at, (fix,))
        return date.min
    return value


def moment(builder: Builder, at: Token) -> ast.Moment:
    """A date and time; 24:00 is the end of its day."""
    calendar_day, _, clock = at.partition("T")
    _date_of(builder, calendar_day, _cut(builder, at, 0, 10))
    clock, _, offset = clock.rstrip("Z").replace("+", "-").partition("-")
    limits = zip(clock.split(":"), (23, 59, 59), strict=False)
    midnight = re.fullmatch(r"24:00(:00(\.0+)?)?", clock)
    if not midnight and any(int(figure.partition(".")[0]) > limit for figure, limit in limits):
        builder.complain(
            codes.BAD_TIME_OF_DAY, f"there is no {clock} on a clock", _cut(builder, at, 11, 11 + len(clock))
        )
    if offset and (int(offset[:2]) > 23 or int(offset[3:]) > 59):
        builder.complain(
            codes.BAD_TIME_OF_DAY, f"no zone is {offset} away from UTC", _cut(builder, at, len(at) - 6, len(at))
        )
    return ast.Moment(builder.span(at), str(at))


def date_or_moment(builder: Builder, at: Token) -> ast.Date | ast.Moment:
    if at.type == "DATE":
        return ast.Date(builder.span(at), day(builder, at))
    return moment(builder, at)


def _date(builder: Builder, branch: Branch) -> ast.Date:
    return ast.Date(builder.span(branch), day(builder, token(branch, "DATE")))


def _datetime(builder: Builder, branch: Branch) -> ast.Moment:
    return moment(builder, token(branch, "DATETIME"))


def _cut(builder: Builder, at: Token, start: int, end: int) -> Span:
    whole_span = builder.span(at)
    return Span(whole_span.source, whole_span.start + start, whole_span.start + end)


# Texts


def text(builder: Builder, at: Token) -> ast.Text:
    """The words between the quotation marks, from the text as it was before unusual spaces were made plain."""
    span = builder.span(at)
    inside = builder.source.text[span.start + 1 : span.end - 1]
    if "\\" in inside:
        inside = _unescaped(builder, inside, span)
    return ast.Text(span, inside)


def _unescaped(builder: Builder, inside: str, span: Span) -> str:
    pieces: list[str] = []
    at = 0
    while (slash := inside.find("\\", at)) >= 0:
        following = inside[slash + 1]
        if following not in _ESCAPES:
            place = Span(span.source, span.start + 1 + slash, span.start + 3 + slash)
            builder.complain(
                codes.BAD_ESCAPE,
                f"`\\{following}` means nothing in quoted text",
                place,
                (Fix("write the backslash twice to mean a backslash", place, "\\\\" + following),),
                ('After a backslash may stand `"`, another backslash, `n` (a new line) or `t` (a tab).',),
            )
        pieces += inside[at:slash], _ESCAPES.get(following, following)
        at = slash + 2
    return "".join([*pieces, inside[at:]])


def title(builder: Builder, branch: Branch) -> str | None:
    words = next((each for found in trees(branch, "title") for each in tokens(found, "STRING")), None)
    return text(builder, words).value if words else None


def label(builder: Builder, branch: Branch) -> ast.Name | ast.Text:
    (written,) = tokens(branch, "NAME", "STRING")
    return text(builder, written) if written.type == "STRING" else builder.name(written)


def _string(builder: Builder, branch: Branch) -> ast.Text:
    return text(builder, token(branch, "STRING"))


def month_day(builder: Builder, at: Token) -> tuple[int, int]:
    """A month and a day of it that some year has."""
    month, day = int(at[:2]), int(at[3:])
    if not 1 <= month <= 12 or not 1 <= day <= _LONGEST_MONTHS[month - 1]:
        builder.complain(codes.BAD_DATE, f"no year has a day {at} (the month comes first)", at)
        return 1, 1
    return month, day


RULES: dict[str, Rule] = {
    "counted": _counted,
    "plain": _plain,
    "percentage": _percentage,
    "amount": _amount,
    "yes": _flag,
    "no": _flag,
    "elapsed": _elapsed,
    "units": _units,
    "calendar_units": _calendar_units,
    "business_units": _business_units,
    "date": _date,
    "datetime": _datetime,
    "string": _string,
}
