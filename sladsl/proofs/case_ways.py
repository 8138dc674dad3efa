"""Ways through cases: one that takes long, some of many that are late, and cases that are made of events."""

from collections.abc import Callable, Iterator

from sladsl.graph import Ref
from sladsl.graph.making import PairedStream
from sladsl.logs.records import CaseRecord, EventLog, EventRecord, Record, Value
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.proofs.kinds import RecordKind, most_of, numbers_driven
from sladsl.proofs.satisfying import Wishes
from sladsl.proofs.setting import ANYWHERE, Setting, Way, shares
from sladsl.temporal import MINUTE

_MOST_COUNTED = 120


def case_ways(setting: Setting, schema: StreamSchema, kinds: list[RecordKind]) -> Iterator[Way]:
    start, end = setting.starts[0], setting.window.end
    last = len(schema.moments) - 1
    at_once = ((start,),) * len(schema.moments)
    for index, kind in enumerate(kinds):
        for begun in setting.starts:
            for driven in range(last, -1, -1):

                def one(n: int, begun: int = begun, driven: int = driven, kind: RecordKind = kind) -> EventLog:
                    moments = tuple((begun + n,) if i >= driven else (begun,) for i in range(last + 1))
                    return setting.log(schema, [_case(schema, moments, kind)], [kind])

                name = f"{schema.moments[driven]} {index} from {setting.start_name(begun)}"
                yield Way(name, end - 1 - begun, one, timed=True)
        for number in numbers_driven(setting.graph, schema, setting.refs):

            def valued(n: int, number: int = number, kind: RecordKind = kind) -> EventLog:
                case = _case(schema, at_once, kind.but(number, n))
                return setting.log(schema, [case], [kind])

            most = most_of(schema.attributes[number], setting.many)
            yield Way(f"{schema.attributes[number].name} {index}", most, valued)
        for late in range(1, last + 1):
            for after in (None, max(start, end - MINUTE)):

                def mixed(
                    n: int, m: int, late: int = late, after: int | None = after, kind: RecordKind = kind
                ) -> EventLog:
                    slow = () if after is None else (after,)
                    moments = tuple(slow if k >= late else (start,) for k in range(last + 1))
                    cases = [_case(schema, moments if i < n else at_once, kind) for i in range(m)]
                    return setting.log(schema, cases, [kind])

                said = "never" if after is None else "late"
                yield from shares(setting, f"{schema.moments[late]} {said} {index}", mixed)

        def some(n: int, kind: RecordKind = kind) -> EventLog:
            cases = [_case(schema, at_once, kind) for i in range(n)]
            return setting.log(schema, cases, [kind])

        yield Way(f"some {index}", _MOST_COUNTED, some)
    for bad, good in ((a, b) for a in kinds[:4] for b in kinds[:4] if a != b):

        def shared(n: int, m: int, bad: RecordKind = bad, good: RecordKind = good) -> EventLog:
            cases = [_case(schema, at_once, bad if i < n else good) for i in range(m)]
            return setting.log(schema, cases, [bad, good])

        yield from shares(setting, f"share {kinds.index(bad)} {kinds.index(good)}", shared)


def _case(schema: StreamSchema, moments: tuple[tuple[int, ...], ...], kind: RecordKind) -> Record:
    states: tuple[tuple[tuple[int, int | None], ...], ...] = tuple(() for _ in schema.states)
    return CaseRecord("", moments, states, kind.values, ANYWHERE)


def paired_ways(setting: Setting, schema: StreamSchema, kinds: list[RecordKind]) -> Iterator[Way]:
    """Events that begin and end the cases that are made of them."""
    start, end = setting.starts[0], setting.window.end
    for making in setting.graph.makings:
        if not isinstance(making, PairedStream) or making.source != schema.name:
            continue
        for kind in kinds:
            steps = [_meeting(setting, schema, condition, kind) for condition in making.moments]

            def pairs(
                n: int, m: int, length: int, steps: list[RecordKind] = steps, making: PairedStream = making
            ) -> EventLog:
                records: list[Record] = []
                for i in range(m):
                    done = length if i < n else 0
                    for k, step in enumerate(steps if done >= 0 else steps[:1]):
                        values = _named(schema, step.values, making.keys, i)
                        at = start + (done if k == len(steps) - 1 else 0)
                        records.append(EventRecord(at, values, ANYWHERE))
                return setting.log(schema, records, steps)

            def one(n: int, pairs: Callable[[int, int, int], EventLog] = pairs) -> EventLog:
                return pairs(1, 1, n)

            yield Way(f"pair {kinds.index(kind)}", end - 1 - start, one, timed=True)
            for length in (-1, end - MINUTE - start):

                def mixed(
                    n: int, m: int, length: int = length, pairs: Callable[[int, int, int], EventLog] = pairs
                ) -> EventLog:
                    return pairs(n, m, length)

                yield from shares(setting, f"pairs {kinds.index(kind)} {length}", mixed)


def _meeting(setting: Setting, schema: StreamSchema, condition: Ref, kind: RecordKind) -> RecordKind:
    """The kind, changed so that it is this moment."""
    wishes = Wishes(setting.graph, schema, setting.window.start).of(condition)
    for (stream, index), value in (wishes[0] if wishes else {}).items():
        kind = kind.but(index, value) if stream == schema.name else kind
    return kind


def _named(schema: StreamSchema, values: tuple[Value, ...], keys: tuple[int, ...], number: int) -> tuple[Value, ...]:
    """Another case for each number, where the key is a text."""
    for key in keys:
        if schema.attributes[key].type.kind is Kind.TEXT:
            values = (*values[:key], f"{schema.attributes[key].name}-{number + 1}", *values[key + 1 :])
    return values
