"""What the records of a stream can be like: combinations of values that the contract could tell apart.

They are not worked out but tried. Every condition that the contract asks of a record is to hold or not; numbers that it
reads are nothing, much, or one of them alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.measures import MeasureRows
from sladsl.graph.rows import BucketAttribute, RowArithmetic, RowAttribute, RowAttributeAt
from sladsl.graph.values import Arithmetic, Measured
from sladsl.logs.records import Value
from sladsl.logs.schema import Attribute, Kind, StreamSchema
from sladsl.proofs.satisfying import Place, Wish, Wishes, conditions_on
from sladsl.temporal import DAY, HOUR

_Option = tuple[list[Wish], list[Wish]]
MOST_KINDS = 24
_MOST_BASES = 16
_MOST_FREE = 4
"""Of so many conditions every choice is tried of which hold; of more, those in which one differs."""
_READERS = (RowAttribute, RowAttributeAt, BucketAttribute)
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.DURATION, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`values` of the record; `rows` what the rows of registers say that it looks up."""

    values: tuple[Value, ...]
    rows: Mapping[Place, Value] = field(default_factory=dict, hash=False)

    def but(self, index: int, value: Value) -> "RecordKind":
        return RecordKind((*self.values[:index], value, *self.values[index + 1 :]), self.rows)


def record_kinds(
    graph: RuleGraph, schema: StreamSchema, refs: set[Ref], scope: Mapping[str, str], start: int, many: int
) -> list[RecordKind]:
    """Kinds of records, the most promising first. `many`: out of how many something is counted."""
    bases = list(_bases(graph, schema, refs, start))
    read = numbers_read(graph, schema, refs)
    fills = list(_fills(schema, read, many, bases_of_shares(graph, schema, refs)))
    found: dict[tuple[object, ...], RecordKind] = {}
    for base, fill in sorted(product(range(len(bases)), range(len(fills))), key=sum):
        kind = _kind(schema, bases[base], fills[fill], scope, start)
        found.setdefault((kind.values, *kind.rows.items()), kind)
        if len(found) >= MOST_KINDS:
            break
    return list(found.values())


def kinds_of(
    graph: RuleGraph, schema: StreamSchema, refs: set[Ref], scope: Mapping[str, str], start: int
) -> list[tuple[Value, ...]]:
    """The values alone."""
    return [each.values for each in record_kinds(graph, schema, refs, scope, start, 1)]


def calm_kind(
    graph: RuleGraph, schema: StreamSchema, refs: set[Ref], scope: Mapping[str, str], start: int
) -> RecordKind:
    """A record that meets none of the conditions, as far as that goes."""
    options = _options(graph, schema, refs, start)
    return _kind(schema, _merged(options, [False] * len(options)), {}, scope, start)


def numbers_read(graph: RuleGraph, schema: StreamSchema, refs: Iterable[Ref]) -> list[int]:
    """The attributes that are numbers and that the contract reads."""
    read = {(node.index, node.name) for ref in refs if isinstance(node := graph.nodes[ref], _READERS)}
    return [
        index
        for index, each in enumerate(schema.attributes)
        if (index, each.name) in read and each.type.kind in NUMBERS
    ]


def numbers_driven(graph: RuleGraph, schema: StreamSchema, refs: Iterable[Ref]) -> list[int]:
    """Those of them that are no base of a share: of so many in all, the part is what grows."""
    there = list(refs)
    read, bases = numbers_read(graph, schema, there), bases_of_shares(graph, schema, there)
    return [each for each in read if each not in bases] or read


def bases_of_shares(graph: RuleGraph, schema: StreamSchema, refs: Iterable[Ref]) -> set[int]:
    """The numbers by which the contract divides."""
    found: set[int] = set()
    for ref in refs:
        node = graph.nodes[ref]
        if isinstance(node, Arithmetic | RowArithmetic) and node.operator == "/":
            below = graph.nodes[node.right]
            if isinstance(below, Measured) and isinstance(measure := graph.nodes[below.measure], MeasureRows):
                below = below if measure.operand is None else graph.nodes[measure.operand]
            if isinstance(below, _READERS) and schema.attribute_index(below.name) == below.index:
                found.add(below.index)
    return found


def most_of(attribute: Attribute, many: int) -> int:
    """Up to where a number is driven, as it is stored."""
    scale: int = 10**attribute.type.places
    match attribute.type.kind:
        case Kind.DURATION:
            return 30 * DAY
        case Kind.PERCENT:
            return 100 * scale
        case _:
            return many * scale


def _bases(graph: RuleGraph, schema: StreamSchema, refs: set[Ref], start: int) -> Iterator[Wish]:
    options = _options(graph, schema, refs, start)
    for choice in islice(_choices(len(options)), _MOST_BASES):
        yield _merged(options, choice)
    yield {}
    for holding, failing in options:
        yield from (*holding[1:], *failing[1:])


def _options(graph: RuleGraph, schema: StreamSchema, refs: set[Ref], start: int) -> list[_Option]:
    """Of each condition, what makes it hold and what makes it fail."""
    wishes = Wishes(graph, schema, start)
    conditions = dict.fromkeys(conditions_on(graph, schema.name, refs))
    options = [(wishes.of(each), wishes.of(each, truth=False)) for each in conditions]
    return [(holding, failing) for holding, failing in options if holding or failing]


def _merged(options: list[_Option], choice: Iterable[bool]) -> Wish:
    """As many of the choices at once as go together; what holds makes others fail, seldom the other way round."""
    merged: dict[Place, Value] = {}
    for (holding, failing), holds in sorted(zip(options, choice, strict=True), key=lambda each: not each[1]):
        wanted = holding if holds else failing
        fitting = (each for each in wanted if all(merged.get(key, value) == value for key, value in each.items()))
        merged = {**merged, **next(fitting, {})}
    return merged


def _choices(number: int) -> Iterator[tuple[bool, ...]]:
    """Which of the conditions hold: first all of them, last none."""
    if number <= _MOST_FREE:
        yield from sorted(product((True, False), repeat=number), key=lambda each: -sum(each))
        return
    for other in (True, False):
        yield (other,) * number
        for changed in range(number):
            yield tuple(other is not (index == changed) for index in range(number))


def _fills(schema: StreamSchema, read: list[int], many: int, bases: set[int]) -> Iterator[dict[int, int]]:
    """Much or nothing of each, but of what shares are taken of always much, until all else was tried."""
    most = {index: most_of(schema.attributes[index], many) for index in read}
    parts = [each for each in read if each not in bases] if bases & set(read) else read
    if len(read) > 1:
        if parts is not read:
            yield {each: 0 if each in parts else most[each] for each in read}
        yield from ({each: most[each] if each == index or each not in parts else 0 for each in read} for index in parts)
    yield dict.fromkeys(read, 0)
    if read:
        yield most


def _kind(
    schema: StreamSchema, base: Wish, fill: Mapping[int, int], scope: Mapping[str, str], start: int
) -> RecordKind:
    values: list[Value] = []
    for index, attribute in enumerate(schema.attributes):
        if attribute.name in scope:
            values.append(_bound(attribute, scope[attribute.name]))
        elif (schema.name, index) in base:
            values.append(base[schema.name, index])
        else:
            values.append(fill.get(index, _usual(attribute, start)))
    return RecordKind(tuple(values), {place: value for place, value in base.items() if place[0] != schema.name})


def _bound(attribute: Attribute, value: str) -> Value:
    """A key as it is stored, from how a scope says it."""
    match attribute.type.kind:
        case Kind.FLAG:
            return value == "yes"
        case Kind.TEXT | Kind.CHOICE:
            return value
        case _:
            return int(value) if value.lstrip("-").isdecimal() else 0


def _usual(attribute: Attribute, start: int) -> Value:
    match attribute.type.kind:
        case Kind.CHOICE:
            return attribute.type.choices[0]
        case Kind.FLAG:
            return False
        case Kind.TEXT:
            return "other"
        case Kind.INSTANT:
            return start
        case Kind.DURATION:
            return HOUR
        case _:
            return 0


def first_value(attribute: Attribute) -> Value:
    """What a row of a register says where nothing else is asked of it."""
    match attribute.type.kind:
        case Kind.CHOICE:
            return attribute.type.choices[0]
        case Kind.FLAG:
            return True
        case Kind.TEXT:
            return "a"
        case _:
            number: int = 100 * 10**attribute.type.places
            return number
