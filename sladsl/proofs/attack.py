"""Logs tried against a property, those first that lie on a border of what the contract tells apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph
from sladsl.logs.records import CaseRecord, EventLog, Place, Record, SampleRecord, SpanRecord, StreamLog
from sladsl.proofs.drawing import drawn
from sladsl.proofs.reaching import MOST_WAYS, Budget
from sladsl.proofs.setting import SEVERAL
from sladsl.proofs.ways import Setting, Way, ways
from sladsl.proofs.witness import evaluated
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import SECOND, Window

_MOST_KEPT = 16
_MOST_WINDOWS = 12
_MOST_STEPS = 80
_FIRST = 60
"""Where something happens at all is mostly near nothing: there the search begins."""
Broken = Callable[[Evaluation], bool | None]
"""None: it cannot be told."""
Signature = tuple[object, ...]


@frozen
class Attempt(Frozen):
    """A log that came to something of its own: a way driven to `n` in the first window."""

    way: int
    n: int
    log: EventLog


@dataclass(slots=True)
class Attack:
    """`period` is what logs cover, `inner` the windows in it in which something may happen, `without` the streams that
    no log is given of, `several` of how many records a share is made. `tried` counts the logs, `decided` those for
    which it could be told whether they break it."""

    graph: RuleGraph
    period: tuple[int, int]
    inner: tuple[Window, ...]
    roots: tuple[Ref, ...]
    without: frozenset[str]
    broken: Broken
    budget: Budget
    several: int = SEVERAL
    tried: int = 0
    decided: int = 0
    ways: list[list[Way]] = field(default_factory=list)
    _kept: dict[Signature, Attempt] = field(default_factory=dict)

    @property
    def kept(self) -> list[Attempt]:
        return list(self._kept.values())

    def run(self) -> EventLog | None:
        """The first log that breaks it."""
        windows = self.inner[:_MOST_WINDOWS]
        every = [Setting(self.graph, self.period, window, (), several=self.several) for window in windows]
        self.ways = [list(islice(ways(each, self.roots), MOST_WAYS)) for each in every]
        for stage in (self._borders, self._pairs, self._again_and_again, self._drawn):
            for log in stage():
                if self._breaks(self._evaluation(log)):
                    return self._given(log)
                if self.budget.left <= 0:
                    return None
        return None

    def _evaluation(self, log: EventLog) -> Evaluation | None:
        if not self.budget.take(log):
            return None
        self.tried += 1
        return evaluated(self.graph, self._given(log), self.period)

    def _given(self, log: EventLog) -> EventLog:
        return EventLog({name: each for name, each in log.streams.items() if name not in self.without})

    def _breaks(self, evaluation: Evaluation | None) -> bool:
        broken = None if evaluation is None else self.broken(evaluation)
        self.decided += broken is not None
        return broken is True

    def _borders(self) -> Iterator[EventLog]:
        """Each way in the first window, at its ends and on both sides of wherever something changes."""
        share = max(_MOST_STEPS, self.budget.left // 2)
        stop = self.budget.left - share
        for index, way in enumerate(self.ways[0] if self.ways else ()):
            if self.budget.left <= stop:
                return
            yield from self._driven(index, way)

    def _driven(self, index: int, way: Way) -> Iterator[EventLog]:
        known: dict[int, Signature] = {}
        found: list[EventLog] = []

        def at(n: int) -> Signature:
            if n not in known:
                log = way.log(n)
                evaluation = self._evaluation(log)
                known[n] = () if evaluation is None else signature(evaluation)
                if self._breaks(evaluation):
                    found.append(log)
                elif evaluation is not None:
                    self._keep(known[n], Attempt(index, n, log))
            return known[n]

        step = SECOND if way.timed else 1
        pending = [(0, way.most // step)]
        for _ in range(_MOST_STEPS):
            if not pending or found or self.budget.left <= 0:
                break
            low, high = pending.pop()
            if at(low * step) != at(high * step) and high - low > 1:
                middle = (low + high) // 2 if low else min(high // 2, _FIRST)
                pending += [(low, middle), (middle, high)]
        yield from found

    def _keep(self, comes_to: Signature, attempt: Attempt) -> None:
        """What comes to something new, driven no further than it must be."""
        known = self._kept.get(comes_to)
        if (known is None and len(self._kept) < _MOST_KEPT) or (
            known is not None and known.way == attempt.way and attempt.n < known.n
        ):
            self._kept[comes_to] = attempt

    def _pairs(self) -> Iterator[EventLog]:
        """Two things at once."""
        for one, other in self._two():
            yield together([one.log, other.log])

    def _two(self) -> Iterator[tuple[Attempt, Attempt]]:
        return ((one, other) for one, other in combinations(self.kept, 2) if one.way != other.way)

    def _again_and_again(self) -> Iterator[EventLog]:
        """The same in several windows: in all of them, in the first two, in every second one; two things in all."""
        count = len(self.ways)
        if count < 2:
            return
        for each in self.kept:
            for chosen in (range(count), range(2), range(0, count, 2)):
                yield together(self._log(each.way, index, each.n) for index in chosen)
        for one, other in self._two():
            yield together(self._log(each.way, index, each.n) for index in range(count) for each in (one, other))

    def _drawn(self) -> Iterator[EventLog]:
        """Up to four things at once, each near a border, in any of the windows."""
        kept = self.kept
        if kept:
            for parts in drawn(len(kept), len(self.ways), self.budget.left):
                yield together(self._log(kept[at].way, window, kept[at].n + shift) for at, window, shift in parts)

    def _log(self, way: int, window: int, n: int) -> EventLog:
        """A way in another window; where that has fewer of them, in the first."""
        here = self.ways[window] if way < len(self.ways[window]) else self.ways[0]
        chosen = here[way]
        return chosen.log(min(max(n, 0), chosen.most))


def signature(evaluation: Evaluation) -> Signature:
    """What an evaluation comes to, as far as the contract tells things apart."""
    outcomes = ((each.objective, each.state, each.credit and each.credit.outcome, each.credit and each.credit.row)
                for each in evaluation.outcomes)  # fmt: skip
    return (*outcomes, *((each.name, each.fires) for each in evaluation.triggers))


def together(logs: Iterable[EventLog]) -> EventLog:
    """The records of all of them in one log. Of samples, those of the first that has any: they are taken at the same
    times."""
    streams: dict[str, StreamLog] = {}
    for log in logs:
        for name, stream in log.streams.items():
            before = streams.get(name)
            streams[name] = stream if before is None else _joined(before, stream)
    return EventLog({name: _told_apart(stream) for name, stream in streams.items()})


def _joined(one: StreamLog, other: StreamLog) -> StreamLog:
    if one.schema.register or not other.records:
        return one
    if not one.records:
        return other
    if isinstance(one.records[0], SampleRecord):
        return _worse_samples(one, other)
    return replace(one, records=(*one.records, *other.records))


def _worse_samples(one: StreamLog, other: StreamLog) -> StreamLog:
    """Where the two differ, that of either which is not the usual: what most samples of the first are like."""
    counts = Counter(each.values for each in one.records)
    usual = max(counts, key=lambda values: counts[values])
    pairs = zip(one.records, other.records, strict=False)
    return replace(one, records=tuple(second if first.values == usual else first for first, second in pairs))


def _told_apart(stream: StreamLog) -> StreamLog:
    """In the order of time, each on a line of its own; cases of two logs are different cases."""
    if stream.schema.register:
        return stream
    seen: Counter[str] = Counter()
    records: list[Record] = []
    for line, each in enumerate(sorted(stream.records, key=began), 1):
        record: Record = each._replace(place=Place(0, line))
        if isinstance(record, CaseRecord):
            seen[record.key] += 1
            if seen[record.key] > 1:
                record = record._replace(key=f"{record.key}-{seen[record.key]}")
        records.append(record)
    return replace(stream, records=tuple(records))


def began(record: Record) -> int:
    """When a record begins."""
    match record:
        case SpanRecord():
            return record.start
        case CaseRecord():
            return min((at for moments in record.moments for at in moments), default=0)
        case _:
            return record.at
