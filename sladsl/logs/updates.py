"""Cases told by many rows: one an update (the case as it was then) or one an event (what happened to it)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import NamedTuple

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.binding import MomentBinding, Rows, StateBinding
from sladsl.logs.cases import Interval, check_moments, key_of, merged
from sladsl.logs.complaints import Complaints, Unfit
from sladsl.logs.flat import is_missing, moment, moment_in
from sladsl.logs.numbers import read_exact
from sladsl.logs.plan import Plan
from sladsl.logs.records import CaseRecord, Changes, Place, Value, changes_of
from sladsl.logs.rows import Cell, Row, text_of
from sladsl.logs.shown import did_you_mean, quoted
from sladsl.logs.values import ValueReader

_MOST_REMEMBERED = 1_000


class _Update(NamedTuple):
    """One row of a case, reduced to the columns that matter; sorts by time, then `seq`, then order in the files."""

    at: int
    seq: int
    place: Place
    cells: tuple[Cell, ...]


@changing
class UpdateRows(Changing):
    """Gathers rows by case, and tells each case at the end. A case with a row that cannot be read is left out whole:
    half a history would be judged wrongly."""

    plan: Plan
    complaints: Complaints
    rejected: int = 0
    _columns: tuple[str, ...] = field(init=False)
    _index: dict[str, int] = field(init=False)
    _updates: dict[str, list[_Update]] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)
    _values_seen: dict[str, dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = tuple(sorted(self.plan.known))
        self._index = {column: index for index, column in enumerate(self._columns)}

    def add(self, row: Row, place: Place) -> None:
        try:
            key = key_of(self.plan, row)
        except Unfit as trouble:
            self.rejected += 1
            self.complaints.unfit(trouble, place)
            return
        updates = self._updates.setdefault(key, [])
        try:
            at = 0 if self.plan.at is None else moment_in(self.plan, row, self.plan.at)
            seq = 0 if self.plan.seq is None else self._seq(row.get(self.plan.seq))
        except Unfit as trouble:
            self.complaints.unfit(trouble, place)
            self._broken.add(key)
            at = seq = 0
        updates.append(_Update(at, seq, place, tuple(map(row.get, self._columns))))

    def reject(self) -> None:
        """Count a row that was no row."""
        self.rejected += 1

    def remember(self, column: str, texts: Iterable[str]) -> None:
        """That a column held these texts, in rows that were not added."""
        self._values_seen.setdefault(column, {}).update(dict.fromkeys(texts))

    @property
    def seen(self) -> dict[str, list[str]]:
        """The texts that columns held which say what happened."""
        return {column: [*texts] for column, texts in self._values_seen.items()}

    def places(self) -> Iterator[list[Place]]:
        """Of each case, where its rows are."""
        return ([each.place for each in updates] for updates in self._updates.values())

    def finish(self) -> Sequence[CaseRecord]:
        found = self.cases()
        self._check_values()
        return found

    def cases(self) -> Sequence[CaseRecord]:
        """Without a word about values that never come: other rows may have them."""
        found: list[CaseRecord] = []
        for key, updates in self._updates.items():
            updates.sort(key=lambda update: update[:3])
            try:
                if key in self._broken:
                    self.rejected += len(updates)
                    continue
                found.append(self._case(key, updates))
            except Unfit as trouble:
                self.rejected += len(updates)
                self.complaints.unfit(trouble, updates[-1].place)
        return found

    def _case(self, key: str, updates: list[_Update]) -> CaseRecord:
        plan = self.plan
        self._check_order(key, updates)
        moments = tuple(
            self._moment(each, updates, name in plan.schema.many)
            for name, each in zip(plan.schema.moments, plan.moments, strict=True)
        )
        check_moments(moments, key)
        states = tuple(
            self._state(name, each, updates, key) for name, each in zip(plan.schema.states, plan.states, strict=True)
        )
        values = tuple([self._value(read, updates) for read in plan.attributes])
        changes = tuple(self._changes(each, updates) for each in plan.attributes) if plan.schema.with_history else ()
        return CaseRecord(key, moments, states, values, updates[0].place, changes)

    def _moment(self, binding: MomentBinding, updates: list[_Update], many: bool) -> tuple[int, ...]:
        take = binding.take or ("all" if many else "first" if binding.becomes else "last")
        if binding.becomes:
            at = self._index[binding.at or self.plan.at or ""]
            hits = self._hits(binding, updates)
            chosen = hits if take == "all" else hits[:1] if take == "first" else hits[-1:]
            return tuple(sorted({self._time(update, at) for update in chosen}))
        index = self._index[binding.column]
        order = updates if take != "last" else list(reversed(updates))
        held = [update for update in order if not is_missing(self.plan, update.cells[index])]
        chosen = held if take == "all" else held[:1]
        return tuple(sorted({self._time(update, index) for update in chosen}))

    def _hits(self, binding: MomentBinding, updates: list[_Update]) -> list[_Update]:
        """The rows in which the column becomes one of the values; for events, those in which it is one."""
        hits: list[_Update] = []
        before = ""
        for update, text in self._texts(binding.column, updates):
            if text in binding.becomes and (self.plan.rows is Rows.EVENTS or before not in binding.becomes):
                hits.append(update)
            before = text
        return hits

    def _state(self, name: str, binding: StateBinding, updates: list[_Update], key: str) -> tuple[Interval, ...]:
        if not binding.within and not binding.begins:
            raise Unfit(codes.INCOMPLETE_BINDING, f"state {quoted(name)} needs `in`, or `from` and `to`, in updates")
        columns, at = self._columns, self._index[binding.at or self.plan.at or ""]
        found: list[Interval] = []
        since: int | None = None
        for update, text in self._texts(binding.column, updates):
            begins, ends = _turns(binding, text)
            if begins and since is None:
                since = self._time(update, at)
            elif begins and binding.begins:
                message = f"case {quoted(key)}: {quoted(name)} begins again before it has ended"
                self.complaints.add(codes.STATE_OVERLAP, message, update.place)
            elif ends and since is not None:
                until = self._time(update, at)
                if until < since:
                    reason = f"case {quoted(key)}: {quoted(name)} ends before it begins by column {quoted(columns[at])}"
                    raise Unfit(codes.END_BEFORE_START, reason, place=update.place)
                found.append((since, until))
                since = None
            elif ends and binding.ends:
                reason = f"case {quoted(key)}: {quoted(name)} ends ({quoted(text)}) but had not begun"
                raise Unfit(codes.UNMATCHED_RESUME, reason, place=update.place)
        if since is not None:
            found.append((since, None))
        kept = [(start, end) for start, end in found if end != start]
        return merged(kept, name, key, self.complaints, updates[0].place)

    def _texts(self, column: str, updates: list[_Update]) -> Iterator[tuple[_Update, str]]:
        """The rows that say something in the column; an empty field changes nothing."""
        index = self._index[column]
        seen = self._values_seen.setdefault(column, {})
        for update in updates:
            text = text_of(update.cells[index])
            if text not in self.plan.missing:
                if text not in seen and len(seen) < _MOST_REMEMBERED:
                    seen[text] = None
                yield update, text

    def _value(self, read: ValueReader, updates: list[_Update]) -> Value:
        index = self._index[read.binding.column]
        order = updates if read.binding.take == "first" else reversed(updates)
        chosen = next((each for each in order if not is_missing(self.plan, each.cells[index])), updates[-1])
        try:
            return read(chosen.cells[index])
        except Unfit as trouble:
            raise trouble.at(chosen.place) from None

    def _changes(self, read: ValueReader, updates: list[_Update]) -> Changes:
        """An empty field changes nothing; before the first value an optional attribute is missing."""
        if not read.attribute.history:
            return ()
        index = self._index[read.binding.column]
        told: list[tuple[int, Value]] = []
        for update in updates:
            if told or read.attribute.optional or not read.is_missing(update.cells[index]):
                if told and read.is_missing(update.cells[index]):
                    continue
                try:
                    told.append((update.at, read(update.cells[index])))
                except Unfit as trouble:
                    raise trouble.at(update.place) from None
        return changes_of(told)

    def _time(self, update: _Update, index: int) -> int:
        try:
            return moment(self.plan, update.cells[index], self._columns[index])
        except Unfit as trouble:
            raise trouble.at(update.place) from None

    def _seq(self, cell: Cell) -> int:
        if isinstance(cell, str) and len(cell) < 10 and cell.isascii() and cell.isdigit():
            return int(cell)
        try:
            exact = read_exact(text_of(cell))
        except Unfit as trouble:
            raise trouble.about(f"column {quoted(self.plan.seq or '')}") from None
        if exact.places:
            raise Unfit(codes.BAD_NUMBER, f"column {quoted(self.plan.seq or '')}: {quoted(text_of(cell))} is not whole")
        return exact.digits

    def _check_order(self, key: str, updates: list[_Update]) -> None:
        """Time and sequence number must agree: else some clock went wrong."""
        if self.plan.seq is None or self.plan.at is None:
            return
        for one, other in pairwise(updates):
            if other.seq < one.seq:
                message = f"case {quoted(key)}: update {other.seq} has an earlier number than the one before it in time"
                self.complaints.add(codes.CLOCK_SKEW, message, other.place)

    def _check_values(self) -> None:
        """A value that a binding waits for and that never comes is mostly a misspelling."""
        plan = self.plan
        waits = [
            (f"moments.{name}", each.column, each.becomes)
            for name, each in zip(plan.schema.moments, plan.moments, strict=True)
        ]
        waits += [
            (f"states.{name}", each.column, each.within + each.begins + each.ends)
            for name, each in zip(plan.schema.states, plan.states, strict=True)
        ]
        for path, column, values in waits:
            seen = self._values_seen.get(column, {})
            for value in values:
                if seen and len(seen) < _MOST_REMEMBERED and value not in seen:
                    message = f"{path}: column {quoted(column)} never holds {quoted(value)}"
                    self.complaints.add(codes.NEVER_SEEN, message, None, did_you_mean(value, seen))


def _turns(binding: StateBinding, text: str) -> tuple[bool, bool]:
    """Whether a row with this value begins the state, and whether it ends it."""
    if binding.within:
        return text in binding.within, text not in binding.within
    return text in binding.begins, text in binding.ends
