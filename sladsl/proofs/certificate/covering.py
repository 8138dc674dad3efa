"""Records of a stream that lie on every border of the contract and beside it, each pair of them together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.measures import MeasureBuckets
from sladsl.graph.node import Ref
from sladsl.graph.sets import SetBuckets
from sladsl.logs.records import (
    CaseRecord,
    Changes,
    EventRecord,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    Value,
    changes_of,
)
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.model.types import divisor
from sladsl.proofs.certificate.borders import LENGTH, START, Column, cuts, lengths, looked_up, texts
from sladsl.temporal import DAY, MINUTE

MOST_RECORDS = 2_000
"""Of one stream. More pairs are thinned out evenly."""
_USUAL = 1_000
_KEYS = ("one", "two")
_LONGEST_ROW = 40
_LONGEST = 40 * DAY


@frozen
class Choices(Frozen):
    """What each part of a record may be; the first is the usual one."""

    columns: tuple[Sequence[int | str | bool | None], ...]
    positions: Sequence[int]
    lengths: Sequence[int | None]
    later: tuple[Sequence[int | None], ...] = ()


def records_of(
    schema: StreamSchema, graph: RuleGraph, mine: Sequence[Ref], every: Sequence[Ref], instants: Sequence[int]
) -> list[Record]:
    """Records that cover what the nodes `mine` ask of a stream, and the lengths in `every`, about some instants."""
    choices = _choices(schema, graph, mine, every, instants)
    parts: list[Sequence[int | str | bool | None]] = [choices.positions, choices.lengths, *choices.later]
    rows = _thinned(list(_covering([*parts, *choices.columns])))
    return [_record(schema, each, len(choices.later), Place(0, line)) for line, each in enumerate(rows, 1)]


def _choices(
    schema: StreamSchema, graph: RuleGraph, mine: Sequence[Ref], every: Sequence[Ref], instants: Sequence[int]
) -> Choices:
    holding = [index for index, each in enumerate(schema.attributes) if each.type.kind is Kind.INSTANT]
    words, long = texts(mine, graph.nodes), lengths(every, graph.nodes)
    usual: dict[Column, int] = {-index: long[-1] for index in range(1, len(schema.moments))}
    for each in (schema, *(each for each in graph.streams if each.register)):
        usual |= {_column(each, index): _usual(field.type) for index, field in enumerate(each.attributes)}
    turns = cuts(mine, graph.nodes, holding, usual)
    spans = sorted({*long, *(each for each in turns.get(LENGTH, ()) if each >= 0)})
    dates = (each for each in sorted(turns.get(START, ())) if instants[0] < each < instants[-1])
    positions = [*instants, *dates]
    columns = tuple(
        _values(each, _column(schema, index), turns, words, schema) for index, each in enumerate(schema.attributes)
    )
    if schema.shape is Shape.CASES:
        later = tuple(
            tuple(dict.fromkeys((long[-1], None, *long, *sorted(turns.get(-index, ())))))
            for index in range(1, len(schema.moments))
        )
        return Choices(columns, positions, (None, *long) if schema.states else (None,), later)
    if schema.shape is Shape.SPANS:
        return Choices(columns, positions, (*spans, _LONGEST, None))
    return Choices(columns, [*positions, *_in_a_row(schema, graph, every, long, instants[0])], (0,))


def rows_of(
    schema: StreamSchema, graph: RuleGraph, asked: Sequence[Ref], every: Sequence[Ref], start: int
) -> list[list[Record]]:
    """Rows of a register that cover what the nodes `asked` look up, by key: of each key one at most is in force."""
    keys = [index for index, each in enumerate(schema.attributes) if each.name in schema.keys]
    found: dict[tuple[Value, ...], list[Record]] = {}
    for each in records_of(schema, graph, asked, every, [start]):
        found.setdefault(tuple(each.values[index] for index in keys), []).append(each)
    return list(found.values())


def _column(schema: StreamSchema, index: int) -> Column:
    return looked_up(schema.name, index) if schema.register else index


def _in_a_row(
    schema: StreamSchema, graph: RuleGraph, every: Sequence[Ref], long: Sequence[int], start: int
) -> list[int]:
    """Samples that follow one another, so that runs of buckets come about, as long as a border and a bucket more."""
    nodes = [graph.nodes[each] for each in every]
    buckets = (each for each in nodes if isinstance(each, SetBuckets | MeasureBuckets) and each.stream == schema.name)
    width = min((each.width for each in buckets), default=schema.every or MINUTE)
    step = min(width, schema.every or width)
    found, at = [], start // width * width + width
    for number in sorted({1, *(each // step + more for each in long if each % step == 0 for more in (0, 1))}):
        if 0 < number <= _LONGEST_ROW:
            found += [at + index * step for index in range(number)]
            at += (number + 2) * width
    return found


def _values(
    attribute: Attribute, column: Column, turns: Mapping[Column, set[int]], words: set[str], schema: StreamSchema
) -> list[int | str | bool | None]:
    """What an attribute may be: the borders, the texts it is compared with and one more, each label, nothing."""
    kind = attribute.type
    found: list[int | str | bool | None]
    match kind.kind:
        case Kind.TEXT:
            found = [*(_KEYS if attribute.name in schema.keys else ("other",)), *sorted(words)]
        case Kind.CHOICE:
            found = list(kind.choices)
        case Kind.FLAG:
            found = [True, False]
        case Kind.INSTANT | Kind.DURATION:
            found = [0, 1, *sorted(turns.get(column, ()))]
        case _:
            least = 0 if kind.kind in (Kind.COUNT, Kind.MONEY) else None
            turned = sorted(each for each in turns.get(column, ()) if least is None or each >= least)
            found = [_usual(kind), *turned, 0]
    return [*dict.fromkeys(found), *([None] if attribute.optional else [])]


def _usual(kind: AttributeType) -> int:
    """What a number is, as it is stored, while another one is brought to a border; none of a time."""
    if kind.kind in (Kind.INSTANT, Kind.DURATION):
        return 0
    return divisor(kind) // 2 if kind.kind is Kind.PERCENT else _USUAL * divisor(kind)


def _covering(parts: Sequence[Sequence[int | str | bool | None]]) -> Iterator[tuple[int | str | bool | None, ...]]:
    """All that there is, where that is little; else each pair of values of two parts, the others going round."""
    size = 1
    for each in parts:
        size *= len(each)
    if size <= MOST_RECORDS:
        yield from product(*parts)
        return
    turn = 0
    for one, other in combinations(range(len(parts)), 2):
        for first, second in product(parts[one], parts[other]):
            row = [each[turn // (index + 1) % len(each)] for index, each in enumerate(parts)]
            row[one], row[other] = first, second
            turn += 1
            yield tuple(row)


def _thinned(rows: list[tuple[int | str | bool | None, ...]]) -> list[tuple[int | str | bool | None, ...]]:
    step = -(-len(rows) // MOST_RECORDS) or 1
    return rows[::step]


def _record(schema: StreamSchema, row: Sequence[int | str | bool | None], later: int, place: Place) -> Record:
    at, length = row[0], row[1]
    assert isinstance(at, int)
    assert length is None or isinstance(length, int)
    values = tuple(_placed(each, value, at) for each, value in zip(schema.attributes, row[2 + later :], strict=True))
    match schema.shape:
        case Shape.SPANS:
            return SpanRecord(at, None if length is None else at + length, values, place)
        case Shape.SAMPLES:
            return SampleRecord(at, values, place)
        case Shape.EVENTS:
            return EventRecord(at, values, place)
        case Shape.CASES:
            after = [each for each in row[2 : 2 + later] if each is None or isinstance(each, int)]
            moments = ((at,), *(() if each is None else (at + each,) for each in after))
            waiting = () if length is None else ((at + 1, at + 1 + max(length, 1)),)
            pairs = zip(schema.attributes, values, strict=True)
            changes = tuple(_changes(each, value, at, place.line) for each, value in pairs)
            return CaseRecord(
                f"case {place.line}", moments, tuple(waiting for _ in schema.states), values, place,
                changes if schema.with_history else (),
            )  # fmt: skip


def _changes(attribute: Attribute, value: Value, at: int, line: int) -> Changes:
    """What it was at first goes round by record; of what is missing in the end nothing was known before."""
    if not attribute.history:
        return ()
    choices = attribute.type.choices
    first = choices[line % len(choices)] if choices and value is not None else value
    return changes_of([(at, first), (at + 1, value)])


def _placed(attribute: Attribute, value: int | str | bool | None, at: int) -> Value:
    """An instant lies about that of its record: a length before it, as announcements do."""
    if attribute.type.kind is Kind.INSTANT and isinstance(value, int):
        return at - value
    return value
