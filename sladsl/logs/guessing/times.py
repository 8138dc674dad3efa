"""In which form the times of a column are written, by trying the forms that there are."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.complaints import Unfit
from sladsl.logs.guessing.words import words_of
from sladsl.logs.times import TimeReader
from sladsl.temporal import Zone

UTC = Zone.named("UTC")
_DAYS = tuple(
    "%d/%m/%Y|%m/%d/%Y|%d.%m.%Y|%d-%m-%Y|%m-%d-%Y|%Y/%m/%d|%Y.%m.%d|%d/%b/%Y|%d-%b-%Y|%d %b %Y|%b %d, %Y|"
    "%d/%m/%y|%m/%d/%y|%d/%b/%y|%d-%b-%y|%d.%m.%y".split("|")
)
_FIRST = 3
_TOLERATED = 20
_HOURS = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p")
_PATTERNS = tuple(
    " ".join(part for part in (day, hour, offset) if part)
    for day in _DAYS
    for hour in _HOURS
    for offset in (("", "%z") if hour else ("",))
)
# Whole numbers are times only where their column says so, and they are of these years.
_COUNTS = (("epoch_s", 10**9, 4 * 10**9), ("epoch_ms", 10**12, 4 * 10**12), ("epoch_us", 10**15, 4 * 10**15))
_TIME_WORDS = frozenset(
    "at on time timestamp ts date datetime epoch millis seconds created updated opened closed resolved start started "
    "end ended".split()
)


def forms_of(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The forms in which the values are times, likeliest first; day before month before the other way round. Of many
    values, one in twenty may be something else: it is told when the proposal is tried."""
    if not values:
        return ()
    if _misses("iso", values) is not None:
        return ("iso",)
    if all(each.replace(".", "", 1).isascii() and each.replace(".", "", 1).isdigit() for each in values):
        return tuple(
            form for form, least, most in _COUNTS
            if _says_time(name) and all(least <= int(each.partition(".")[0] or 0) < most for each in values)
        )  # fmt: skip
    likely = [form for form in _PATTERNS if any(_fits(form, each) for each in values[:_FIRST])]
    misses = {form: count for form in likely if (count := _misses(form, values)) is not None}
    fewest = min(misses.values(), default=0)
    return tuple(form for form, count in misses.items() if count == fewest)


def is_naive(form: str, values: Iterable[str]) -> bool:
    """Whether any of the times has no offset."""
    return not form.startswith("epoch") and any(_trouble(form, each, None) is codes.NAIVE_TIME for each in values)


def is_fine(form: str, values: Iterable[str]) -> bool:
    """Whether any of the times is finer than a microsecond."""
    return any(_trouble(form, each, UTC) is codes.TIME_TOO_FINE for each in values)


def instant(form: str, text: str) -> int | None:
    """The time, read in UTC where it has no offset: good to order times by, and for nothing else."""
    try:
        return TimeReader(form, UTC, True)(text)
    except Unfit:
        return None


def falls(form: str, values: Sequence[str]) -> int:
    """How often a time comes before the one in the row above it."""
    read = [each for each in (instant(form, text) for text in values) if each is not None]
    return sum(later < sooner for sooner, later in pairwise(read))


def _says_time(name: str) -> bool:
    folded = name.casefold()
    return bool(_TIME_WORDS & {*words_of(name), *folded.replace(".", "_").split("_")}) or folded.endswith("millis")


def _misses(form: str, values: Sequence[str]) -> int | None:
    """How many values are no times in this form; None for too many."""
    most, count = len(values) // _TOLERATED, 0
    for each in values:
        count += not _fits(form, each)
        if count > most:
            return None
    return count


def _fits(form: str, text: str) -> bool:
    return _trouble(form, text, UTC) in (None, codes.TIME_TOO_FINE)


@cache
def _reader(form: str, zone: Zone | None) -> TimeReader:
    return TimeReader(form, zone)


def _trouble(form: str, text: str, zone: Zone | None) -> object:
    try:
        _reader(form, zone)(text)
    except Unfit as trouble:
        return trouble.code
    return None
