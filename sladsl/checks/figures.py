"""Figures in prose: percentages, lengths of time and amounts, in the words of several languages."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.temporal import DAY, HOUR, MINUTE, SECOND

_UNITS: tuple[tuple[int, str], ...] = (
    (SECOND, r"seconds?|secs?|s|giây|วินาที|ثانیه|秒"),
    (MINUTE, r"minutes?|mins?|phút|นาที|دقیقه|分鐘|分钟|分"),
    (HOUR, r"hours?|hrs?|hr|h|giờ|ชั่วโมง|ساعت|小時|小时"),
    (DAY, r"days?|ngày|วัน|روز|天"),
    (7 * DAY, r"weeks?|tuần|สัปดาห์|هفته|週|周"),
)
_PERCENT = r"%|٪|％|per ?cent|phần trăm|เปอร์เซ็นต์|درصد"
_NUMBER = r"(?<![\w.,])(?P<number>\d+(?:[.,٫٬\u00a0]\d+)*)"
_SAME = re.compile(r"\s*(?:\(|=|≈|i\.e\.|that is|tức là|คือ|یعنی|即|（)\s*(?:about |khoảng |約|约)?")


@frozen
class Figure(Frozen):
    """A number of a text at `[start, end)`: percent as a ratio, time in microseconds (`unit` its smallest, with
    `places` decimals), money in `currency`."""

    kind: Literal["percent", "time", "money"]
    value: Fraction
    start: int
    end: int
    unit: int = 1
    currency: str = ""


def figures(text: str) -> list[Figure]:
    """The figures of a text; lengths of time that stand side by side are one: `43 min 12 s`."""
    found: list[Figure] = []
    for each in _single(text):
        last = found[-1] if found else None
        if (
            last is not None
            and last.kind == each.kind == "time"
            and last.unit > each.unit
            and not text[last.end : each.start].strip()
        ):
            found[-1] = Figure("time", last.value + each.value, last.start, each.end, each.unit)
        else:
            found.append(each)
    return found


@cache  # it takes longer to compile than most contracts to be read, and most texts hold no figure
def _figure() -> re.Pattern[str]:
    times = "|".join(f"(?P<time{index}>{words})" for index, (_, words) in enumerate(_UNITS))
    after = rf"[ \u00a0-]?(?:(?P<percent>{_PERCENT})|{times}|(?P<money>[A-Z]{{3}}))(?![A-Za-zÀ-ỹ])"
    return re.compile(_NUMBER + after, re.IGNORECASE)


def _single(text: str) -> Iterator[Figure]:
    if not any(map(str.isdecimal, text)):
        return
    for found in _figure().finditer(text):
        value, step = _number(found["number"], percent=found["percent"] is not None)
        if found["percent"] is not None:
            yield Figure("percent", value / 100, found.start(), found.end())
        elif found["money"] is not None:
            if found["money"] in DECIMAL_PLACES:
                yield Figure("money", value, found.start(), found.end(), currency=found["money"])
        else:
            unit = next(size for index, (size, _) in enumerate(_UNITS) if found[f"time{index}"] is not None)
            yield Figure("time", value * unit, found.start(), found.end(), max(int(unit * step), 1))


def _number(written: str, *, percent: bool) -> tuple[Fraction, Fraction]:
    """The value, and that of its last place. Groups of three digits are thousands, but for percentages."""
    digits = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in written)
    parts = re.split(r"[.,٫٬\u00a0]", digits)
    if len(parts) > 1 and not percent and all(len(each) == 3 for each in parts[1:]):
        return Fraction("".join(parts)), Fraction(1)
    whole, places = ("".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "")
    return Fraction(int(whole + places), 10 ** len(places)), Fraction(1, 10 ** len(places))


def said_to_be_the_same(text: str) -> Iterator[tuple[Figure, Figure]]:
    """A percentage with the length of time that the text gives for it: `99.9% (43 minutes)`."""
    every = figures(text)
    for one, other in pairwise(every):
        if {one.kind, other.kind} == {"percent", "time"} and _SAME.fullmatch(text[one.end : other.start]):
            yield (one, other) if one.kind == "percent" else (other, one)
