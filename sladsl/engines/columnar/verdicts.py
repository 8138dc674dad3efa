"""Verdicts on records, counted by window: which conditions apply to each, and whether they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sladsl.engines.columnar.cases import CaseEmitter
from sladsl.engines.columnar.numbers import NoEmitter
from sladsl.engines.columnar.places import Binding, Stretches
from sladsl.engines.columnar.source import Source
from sladsl.engines.measurements import Scope
from sladsl.graph import Ref
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.temporal import Window

MISSED, UNDECIDED, MET, NONE = range(4)
"""In the order in which one of several checks decides."""


@dataclass(slots=True)
class Counted:
    """Records by verdict, and for each limit that some of them have the most that one of them used."""

    verdicts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    used: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Counted") -> None:
        self.verdicts = [one + two for one, two in zip(self.verdicts, other.verdicts, strict=True)]
        for limit, used in other.used.items():
            self.used[limit] = max(self.used.get(limit, used), used)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found of a `MeasureRecords` in each stretch of each part of a scope. `missed` is the relation of the
    records that missed."""

    stretches: Stretches
    parts: dict[tuple[Scope, int], Counted]
    missed: str

    @classmethod
    def of(cls, node: MeasureRecords, source: Source, binding: Binding, windows: Sequence[Window]) -> "Verdicts":
        emitter = source.emitter
        assert isinstance(emitter, CaseEmitter)
        stretches = Stretches.of(windows)
        codes, judged = _judged(node, emitter)
        where = "TRUE" if node.where is None else emitter.asked(node.where)
        start, end = source.dialect.number(stretches.start), source.dialect.number(stretches.end)
        names = binding.names()
        chosen = (
            f"(SELECT *, {codes} FROM (SELECT *, {emitter.instant(node.moment)} AS t FROM {source.table}) s "
            f"WHERE t >= {start} AND t < {end} AND {binding.known()} AND {where}) c"
        )
        rows = f"SELECT {binding.selected()}{stretches.number('t', source.dialect)} AS w, {judged} FROM {chosen}"
        missed = f"(SELECT * FROM (SELECT c.*, {judged} FROM {chosen}) j WHERE verdict = {MISSED})"
        sql = f"SELECT {names}w, verdict, lim, count(*), max(used) FROM ({rows}) r GROUP BY {names}w, verdict, lim"
        parts: dict[tuple[Scope, int], Counted] = {}
        keys = len(binding.columns)
        for row in source.store.rows(sql):
            number, verdict, limit, count, used = row[keys:]
            part = parts.setdefault((binding.read(row), int(number)), Counted())
            part.verdicts[int(verdict)] += count
            if limit is not None and used is not None:
                part.used[int(limit)] = max(part.used.get(int(limit), used), used)
        return cls(stretches, parts, missed)

    def counted(self, part: Scope, window: Window) -> Counted:
        found = Counted()
        for number in self.stretches.within(window):
            if (one := self.parts.get((part, number))) is not None:
                found.add(one)
        return found


def _judged(node: MeasureRecords, emitter: CaseEmitter) -> tuple[str, str]:
    """Of a record what each group of checks says, as a column for each; then its `verdict`, and of the check that
    decides it `lim` and `used`."""
    codes: list[str] = []
    decided: list[tuple[str, str]] = []
    for group in node.groups:
        applies = [_applies(check, emitter) for check in group]
        codes.append(_chosen(applies, [_code(emitter.asked(check.condition)) for check in group], str(NONE)))
        deadlines = [_told(check.condition, emitter) for check in group]
        decided.append(
            (
                _chosen(applies, [each[0] for each in deadlines], "NULL"),
                _chosen(applies, [each[1] for each in deadlines], "NULL"),
            )
        )
    if not codes:
        raise NoEmitter("no conditions")
    names = [f"g{number}" for number in range(len(codes))]
    if len(codes) == 1:
        verdict, (used, limit) = names[0], decided[0]
    else:
        verdict = f"least({', '.join(names)})"
        used, limit = (
            _chosen([f"{name} = {verdict}" for name in names], each, "NULL") for each in zip(*decided, strict=True)
        )
    integer = emitter.dialect.integer
    columns = ", ".join(f"{code} AS {name}" for code, name in zip(codes, names, strict=True))
    return columns, f"{verdict} AS verdict, CAST({used} AS {integer}) AS used, CAST({limit} AS {integer}) AS lim"


def _applies(check: RecordCheck, emitter: CaseEmitter) -> str:
    return "TRUE" if check.when is None else f"coalesce({emitter.asked(check.when)}, FALSE)"


def _code(kept: str) -> str:
    """A missed one is 0. The condition stands in it once, as it may be long."""
    return f"coalesce(CAST({kept} AS INTEGER) * {MET}, {UNDECIDED})"


def _chosen(applies: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    whens = " ".join(f"WHEN {one} THEN {value}" for one, value in zip(applies, values, strict=True))
    return f"(CASE {whens} ELSE {otherwise} END)"


def _told(ref: Ref, emitter: CaseEmitter) -> tuple[str, str]:
    """What was counted and the limit of the deadline whose numbers are told: the first that matters to a case."""
    guards, deadlines = [], []
    for guard, kept in emitter.deadlines(ref):
        guards.append(guard or "TRUE")
        deadlines.append(kept)
    if not deadlines:
        return "NULL", "NULL"
    measured, limits = [each.measured for each in deadlines], [each.limit for each in deadlines]
    return _chosen(guards, measured, "NULL"), _chosen(guards, limits, "NULL")
