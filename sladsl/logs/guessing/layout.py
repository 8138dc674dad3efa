"""What a row is: which column is the key, which are times and in which form, and in which order rows are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from sladsl.frozen import Frozen, frozen
from sladsl.logs.binding import Rows
from sladsl.logs.guessing.looking import Column, Table
from sladsl.logs.guessing.times import falls, instant
from sladsl.logs.guessing.words import all_words_of, meanings_of, words_of
from sladsl.logs.schema import Shape

_ENTITIES = frozenset(
    "case ticket incident issue request order task object trace job shipment delivery call subject".split()
)
_NUMBERS = frozenset("id number no nr key code ref reference uuid num".split())
_HAPPENING = frozenset("type kind event activity action transition".split())
_BEGUN = (("for",), ("from",), ("since",), ("start",), ("begin",))
_CHANGED = ("updated",)
_MOST_COMPARED = 1_000
_FEWEST = 4
_MOST_STATES = 60


@frozen
class Rowing(Frozen):
    """What rows are. `why` has the reason for each part by name; `doubts` what is doubtful about it."""

    shape: Shape
    rows: Rows
    form: str
    times: tuple[Column, ...]
    key: Column | None
    at: Column | None
    seq: Column | None
    happening: Column | None
    why: Mapping[str, str]
    doubts: Mapping[str, str]
    every: int | None = None


def rowing_of(table: Table, shape: Shape | None) -> Rowing | None:
    """What the rows of a file are; None where no column holds times."""
    form, times, doubt = _times(table)
    if form is None:
        return None
    why: dict[str, str] = {}
    doubts = {"time": doubt} if doubt else {}
    key = _key(table, times)
    repeated = key is not None and not key.is_unique and _groups(key)
    start, end = start_of(times), end_of(times)
    if shape is None:
        shape = _shape(table, times, key, bool(repeated), start is not None and end is not None)
        why["shape"] = _SHAPES[shape]
    if shape is not Shape.CASES:
        at = None if shape is Shape.SPANS else _single(times)
        if at is not None and len(times) > 1:
            doubts["at"] = f"of {len(times)} columns with times"
        rows = {Shape.SPANS: Rows.SPANS, Shape.SAMPLES: Rows.SAMPLES, Shape.EVENTS: Rows.EVENTS}[shape]
        every = _grid(at, form) if shape is Shape.SAMPLES and at is not None else None
        return Rowing(shape, rows, form, times, None, at, None, None, why, doubts, every)
    happening = next((each for each in table.columns.values() if _is_happening(each)), None)
    if not repeated:
        if key is None:
            key = next((each for each in table.columns.values() if each.is_full and each.is_unique), None)
            doubts["key"] = "its name does not say so" if key else "no column tells cases apart"
        if key is not None:
            why["key"] = f"{len(key.values):,} rows, {len(key.values):,} values"
        return Rowing(shape, Rows.CASES, form, times, key, None, None, None, why, doubts)
    assert key is not None
    why["key"] = f"{key.rows:,} rows, {len(key.values):,} values"
    varying = [each for each in times if _varies(table, key, each)]
    at = next((each for each in varying if meanings_of(each.name) & set(_CHANGED)), None)
    at = at or (varying[0] if varying else _single(times))
    if len(varying) > 1 and at is not None and not meanings_of(at.name) & set(_CHANGED):
        doubts["at"] = "so does " + ", ".join(f'"{each.name}"' for each in varying if each is not at)
    why["at"] = "differs among the rows of a case"
    status = next((each for each in table.columns.values() if is_status(each)), None)
    others = [each for each in times if each is not at and each.filled]
    if happening is not None and status is None and not others:
        rows, why["rows"] = Rows.EVENTS, f'each row is something that happened to a case: "{happening.name}"'
    else:
        rows, why["rows"] = Rows.UPDATES, "several rows a case, each the case as it was then"
        if status is None and not others and happening is None:
            doubts["rows"] = "no column says what happened, or how the case was"
    telling = happening if rows is Rows.EVENTS else status or happening
    seq = _seq(table, key, times)
    if seq is not None:
        why["seq"] = "counts up within a case"
    return Rowing(shape, rows, form, times, key, at, seq, telling, why, doubts)


def start_of(times: Sequence[Column]) -> Column | None:
    """The column in which something begins."""
    begun = next((each for each in times if all_words_of(each.name)[-1:] in _BEGUN), None)
    return begun or _first(times, ("started",)) or _first(times, ("opened",))


def end_of(times: Sequence[Column]) -> Column | None:
    """The column in which it ends."""
    return _first(times, ("ended",)) or _first(times, ("resolved",)) or _first(times, ("closed",))


def is_status(column: Column) -> bool:
    """Whether a column says in which state something is."""
    if "status" not in meanings_of(column.name) or column.many or column.forms or len(column.values) > _MOST_STATES:
        return False
    return not all(is_number(each) for each in column.values)


_SHAPES = {
    Shape.SPANS: "each row has a start and an end",
    Shape.CASES: "each case has a key, and times at which things happened to it",
    Shape.SAMPLES: "one time a row, at even distances, and numbers",
    Shape.EVENTS: "one time a row",
}


def _times(table: Table) -> tuple[str | None, tuple[Column, ...], str]:
    """The form that most columns with times share, the columns, and a doubt about the form."""
    count: Counter[str] = Counter()
    for column in table.columns.values():
        count.update(column.forms)
    if not count:
        return None, (), ""
    most = max(count.values())
    order = list(dict.fromkeys(form for column in table.columns.values() for form in column.forms))
    fitting = {form: [each for each in table.columns.values() if form in each.forms] for form in order}
    # Of forms for as many columns, the one whose columns say more; what fits the same columns is as good.
    telling = max(order, key=lambda form: (count[form], sum(len(each.values) for each in fitting[form])))
    best = [form for form in order if count[form] == most and fitting[form] == fitting[telling]]
    doubt = ""
    if len(best) > 1:
        first = next(each for each in table.columns.values() if best[0] in each.forms)
        shown = [text for text in table.texts(first.name) if text][:_MOST_COMPARED]
        best.sort(key=lambda form: falls(form, shown))
        doubt = f"{best[1]} would fit as well"
    times = tuple(each for each in table.columns.values() if best[0] in each.forms)
    return best[0], times, doubt


def _key(table: Table, times: Sequence[Column]) -> Column | None:
    """The column that tells cases apart, by its name: one that names a kind of thing goes before a bare number."""
    best: tuple[int, Column] | None = None
    for column in table.columns.values():
        if not column.is_full or column in times or (column.many and column.is_unique):
            continue
        score = key_score(column.name)
        if score and (best is None or score > best[0]):
            best = score, column
    return best[1] if best else None


def key_score(name: str) -> int:
    """How well a name says that a column tells things apart; 0 if it does not."""
    if name.startswith("case:"):
        return 9 if name == "case:concept:name" else 0
    said = {each.removesuffix("s") for each in words_of(name)}
    if not said or not said <= _ENTITIES | _NUMBERS:
        return 0
    entities, numbers = said & _ENTITIES, said & _NUMBERS
    if entities:
        return 6 if numbers else 4
    return 5 if said & {"key", "number"} else 3


def _groups(key: Column) -> bool:
    """Whether enough rows share a key for them to be rows of one case."""
    return not key.many and key.rows * 10 >= len(key.values) * 12


def _varies(table: Table, key: Column, column: Column) -> bool:
    """Whether a column differs among the rows of at least a quarter of the cases that have several."""
    seen: dict[str, str] = {}
    several: set[str] = set()
    differing: set[str] = set()
    for case, text in zip(table.texts(key.name), table.texts(column.name), strict=True):
        if case in seen:
            several.add(case)
            if seen[case] != text:
                differing.add(case)
        seen.setdefault(case, text)
    return bool(several) and column.is_full and len(differing) * 4 >= len(several)


def _seq(table: Table, key: Column, times: Sequence[Column]) -> Column | None:
    """A column of whole numbers that rise within a case; a few cases may have clocks that went wrong."""
    for column in table.columns.values():
        if column is key or column in times or not column.is_full or not all(_is_count(each) for each in column.values):
            continue
        last: dict[str, int] = {}
        wrong: set[str] = set()
        for case, text in zip(table.texts(key.name), table.texts(column.name), strict=True):
            if case in last and int(text) <= last[case]:
                wrong.add(case)
            last[case] = int(text)
        if len(wrong) * 100 <= len(last):
            return column
    return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _is_happening(column: Column) -> bool:
    if column.name == "concept:name":
        return True
    said = set(words_of(column.name)) - {"entry", "log"}
    return bool(said & _HAPPENING) and said <= _HAPPENING | _ENTITIES - {"object"} and not column.many


def _single(times: Sequence[Column]) -> Column | None:
    """The time of a row, where it has several."""
    full = [each for each in times if each.is_full] or list(times)
    named = [each for each in full if each.name.casefold() in ("at", "ts", "time", "timestamp", "time:timestamp")]
    return (named or full)[0]


def _first(times: Sequence[Column], meanings: tuple[str, ...]) -> Column | None:
    return next((each for each in times if meanings_of(each.name) & set(meanings)), None)


def _shape(table: Table, times: Sequence[Column], key: Column | None, repeated: bool, both_ends: bool) -> Shape:
    said = {meaning for each in times for meaning in meanings_of(each.name)}
    if repeated:
        return Shape.CASES
    if both_ends and (key is None or "started" in said):
        return Shape.SPANS
    if key is not None and len(times) > 1:
        return Shape.CASES
    at = _single(times)
    numbers = any(each.values and all(is_number(text) for text in each.values) for each in table.columns.values())
    form = at.forms[0] if at else "iso"
    return Shape.SAMPLES if numbers and at and _grid(at, form) else Shape.EVENTS


def is_number(text: str) -> bool:
    """Whether a text is a plain number."""
    plain = text.removeprefix("-").replace(".", "", 1)
    return plain.isascii() and plain.isdigit()


def _grid(at: Column, form: str) -> int | None:
    """The distance, in microseconds, that nine of ten readings have from the one before."""
    read = sorted({each for each in (instant(form, text) for text in at.values) if each is not None})
    gaps = Counter(later - sooner for sooner, later in pairwise(read))
    if sum(gaps.values()) < _FEWEST:
        return None
    gap, count = min(gaps.items(), key=lambda pair: (-pair[1], pair[0]))
    return gap if count * 10 >= sum(gaps.values()) * 9 else None
