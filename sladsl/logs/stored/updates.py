"""Cases told by many rows, put together by statements. A case that has anything unusual in any of its rows is told by
the reader of all formats, from all its rows: so the rules and the messages are the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sladsl.logs.binding import MomentBinding, Rows
from sladsl.logs.plan import Plan
from sladsl.logs.rows import Cell, text_of
from sladsl.logs.stored.columns import ColumnReader, Raw, Read, TooOdd
from sladsl.logs.stored.sql import literal, sql_type
from sladsl.logs.stored.store import Store, columns_of

_ROWS_AT_ONCE: Final = 4_000_000
"""Rows that are put in order at a time: it is the order that takes memory."""
_MOST_REMEMBERED: Final = 1_000


@dataclass(slots=True)
class Updates:
    """The rows of all files of a stream, and the cases they tell of. `columns` are those whose texts say what happened,
    `times` those that hold the time of a moment."""

    store: Store
    plan: Plan
    table: str = field(init=False)
    texts: tuple[str, ...] = field(init=False)
    times: tuple[str, ...] = field(init=False)
    rows: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        plan = self.plan
        if plan.schema.with_history or plan.at is None or any(not _is_plain(each, plan) for each in plan.moments):
            raise TooOdd
        if any(not (each.within or each.begins) or each.at not in (None, plan.at) for each in plan.states):
            raise TooOdd
        if any(set(each.begins) & set(each.ends) for each in plan.states):
            raise TooOdd
        said = [each.column for each in plan.moments if each.becomes] + [each.column for each in plan.states]
        self.texts = tuple(dict.fromkeys(said))
        self.times = tuple(dict.fromkeys(each.column for each in plan.moments if not each.becomes))
        columns = [("file", "INTEGER"), ("n", "BIGINT"), ("k", "VARCHAR"), ("at_us", "BIGINT"), ("seq", "BIGINT")]
        columns += [(f"x{index}", "VARCHAR") for index in range(len(self.texts))]
        columns += [(f"w{index}", "BIGINT") for index in range(len(self.times))]
        columns += [(f"v{index}", sql_type(each.attribute.type.kind)) for index, each in enumerate(plan.attributes)]
        self.table = self.store.create([*columns, ("odd", "BOOLEAN")])

    def add(self, place: int, relation: str, columns: dict[str, Raw], kept: Sequence[Read]) -> int:
        """Take over the rows of a file that the binding does not leave out; how many they are."""
        plan, reader = self.plan, ColumnReader(self.store, relation, self.plan)
        read = [self._key(reader, [_there(columns, each) for each in plan.key])]
        assert plan.at is not None
        read.append(reader.time(plan.times, _there(columns, plan.at), needed=True))
        read.append(Read("0") if plan.seq is None else reader.whole(_there(columns, plan.seq)))
        read += [reader.text(_there(columns, each), self._said) for each in self.texts]
        read += [_held(reader.end(_there(columns, each)), reader, _there(columns, each)) for each in self.times]
        for each in plan.attributes:
            raw = columns.get(each.binding.column)
            read.append(
                Read(f"CAST(NULL AS {sql_type(each.attribute.type.kind)})")
                if raw is None
                else _held(reader.attribute(each, raw), reader, raw)
            )
        values = ", ".join(f"CASE WHEN {each.fine} THEN {each.value} END" for each in read)
        fine = " AND ".join(each.fine for each in read)
        keep = " AND ".join(["TRUE", *(f"coalesce({each.value}, FALSE)" for each in kept)])
        joins = " ".join(join for each in (*read, *kept) for join in each.joins)
        self.store.run(
            f"INSERT INTO {self.table} SELECT {place}, r.n, {values}, NOT coalesce({fine}, FALSE) "
            f"FROM {relation} r {joins} WHERE {keep}"
        )
        ((count,),) = self.store.rows(f"SELECT count(*) FROM {self.table} WHERE file = {place}")
        self.rows += count
        return int(count)

    def without_key(self) -> str:
        """The rows whose case the reader of all formats has to find out."""
        return f"SELECT file, n FROM {self.table} WHERE k IS NULL"

    def build(self, cases: str, named: Sequence[str]) -> str:
        """Put the cases into a table, but for those that are odd, or have a key that is `named`. A relation of the odd
        keys."""
        odd = self.store.create([("k", "VARCHAR")])
        self.store.add(odd, [("k", "VARCHAR")], ((each,) for each in named))
        self.store.run(f"INSERT INTO {odd} SELECT DISTINCT k FROM {self.table} WHERE odd AND k IS NOT NULL")
        parts = self.rows // _ROWS_AT_ONCE + 1
        for part in range(parts):
            chosen = f"hash(k) % {parts} = {part}" if parts > 1 else "TRUE"
            self._build_part(cases, odd, chosen)
        return odd

    def seen(self, odd: str) -> Iterator[tuple[str, dict[str, None]]]:
        """The texts of each column that says what happened, in the order in which they first came. Those of odd cases
        are seen when these are told."""
        usual = f"k NOT IN (SELECT k FROM {odd})"
        for index, column in enumerate(self.texts):
            first = f"SELECT x{index}, min((file, n)) AS f FROM {self.table}"
            texts = f"{first} WHERE x{index} IS NOT NULL AND {usual} GROUP BY 1"
            found = self.store.rows(f"{texts} ORDER BY f LIMIT {_MOST_REMEMBERED}")
            yield column, dict.fromkeys(text for text, _ in found)

    def _build_part(self, cases: str, odd: str, chosen: str) -> None:
        plan, names = self.plan, [name for name, _ in columns_of(self.plan.schema)]
        marks, odd_rows = self._marks()
        ordered = (
            f"SELECT *, row_number() OVER w AS o{''.join(f', {sql} AS {name}' for name, sql in marks.items())}, "
            f"lag(seq) OVER w > seq AS skewed FROM {self.table} u "
            f"WHERE {chosen} AND k IS NOT NULL AND k NOT IN (SELECT k FROM {odd}) "
            "WINDOW w AS (PARTITION BY k ORDER BY at_us, seq, file, n)"
        )
        aggregated = [("k", "k"), ("file", "arg_min(file, o)"), ("line", "arg_min(n, o)")]
        aggregated += [(f"m{index}", self._moment(index, each)) for index, each in enumerate(plan.moments)]
        for index in range(len(plan.states)):
            aggregated.append(
                (f"b{index}", f"list(at_us ORDER BY o) FILTER (e{index} = 1 AND coalesce(p{index}, 0) = 0)")
            )
            aggregated.append((f"f{index}", f"list(at_us ORDER BY o) FILTER (e{index} = 0 AND p{index} = 1)"))
        for index, each in enumerate(plan.attributes):
            choose = "arg_min" if each.binding.take == "first" else "arg_max"
            aggregated.append((f"a{index}", f"{choose}(v{index}, o)"))
        aggregated.append(("odd", " OR ".join([f"coalesce(bool_or({each}), FALSE)" for each in ["skewed", *odd_rows]])))
        columns = ", ".join(f"{sql} AS {name}" for name, sql in aggregated)
        told = self.store.new_name()
        self.store.run(f"CREATE TABLE {told} AS SELECT {columns} FROM ({ordered}) s GROUP BY k")
        first = f"least({', '.join(f'm{index}[1]' for index in range(len(plan.moments)))})" if plan.moments else "NULL"
        needed = [f"a{i} IS NULL" for i, each in enumerate(plan.attributes) if not each.attribute.optional]
        unfit = " OR ".join(["odd", f"{first} IS NULL", *needed])
        self.store.run(f"INSERT INTO {odd} SELECT k FROM {told} WHERE {unfit}")
        computed = {"t0": first} | {
            f"s{index}": f"list_filter(list_transform(coalesce(b{index}, []), lambda b, i: [b, f{index}[i]]), "
            "lambda pair: pair[2] IS NULL OR pair[1] <> pair[2])"
            for index in range(len(plan.states))
        }
        values = ", ".join(computed.get(name, name) for name in names)
        self.store.run(f"INSERT INTO {cases} SELECT {values} FROM {told} WHERE NOT ({unfit})")
        self.store.run(f"DROP TABLE {told}")

    def _marks(self) -> tuple[dict[str, str], list[str]]:
        """What each row says of each state and moment, with what the one before it said; and when that is odd."""
        marks: dict[str, str] = {}
        odd: list[str] = []
        for index, state in enumerate(self.plan.states):
            text = f"x{self.texts.index(state.column)}"
            if state.within:
                turn = f"CASE WHEN {text} IN ({_listed(state.within)}) THEN 1 WHEN {text} IS NOT NULL THEN 0 END"
            else:
                ends = f"WHEN {text} IN ({_listed(state.ends)}) THEN 0 " if state.ends else ""
                turn = f"CASE WHEN {text} IN ({_listed(state.begins)}) THEN 1 {ends}END"
                odd += [f"(e{index} = 1 AND p{index} = 1)", f"(e{index} = 0 AND coalesce(p{index}, 0) = 0)"]
            marks[f"e{index}"] = turn
            marks[f"p{index}"] = f"lag({turn} IGNORE NULLS) OVER w"
        for index, moment in enumerate(self.plan.moments):
            if moment.becomes:
                became = f"x{self.texts.index(moment.column)} IN ({_listed(moment.becomes)})"
                marks[f"h{index}"] = became
                if self.plan.rows is Rows.UPDATES:
                    marks[f"h{index}"] = f"{became} AND NOT coalesce(lag({became} IGNORE NULLS) OVER w, FALSE)"
        return marks, odd

    def _moment(self, index: int, moment: MomentBinding) -> str:
        """A list of instants, ascending and each once; empty where it has not happened."""
        many = self.plan.schema.moments[index] in self.plan.schema.many
        take = moment.take or ("all" if many else "first" if moment.becomes else "last")
        if moment.becomes:
            value, where = "at_us", f"h{index}"
        else:
            value = f"w{self.times.index(moment.column)}"
            where = f"{value} IS NOT NULL"
        if take == "all":
            return f"coalesce(list_sort(list_distinct(list({value}) FILTER ({where}))), [])"
        one = f"{'arg_min' if take == 'first' else 'arg_max'}({value}, o) FILTER ({where})"
        return f"CASE WHEN {one} IS NULL THEN [] ELSE [{one}] END"

    def _key(self, reader: ColumnReader, raws: Sequence[Raw]) -> Read:
        parts = [reader.key(each) for each in raws]
        value = " || '/' || ".join(each.value for each in parts)
        return Read(value, " AND ".join(each.fine for each in parts))

    def _said(self, cell: Cell) -> str | None:
        text = text_of(cell)
        return None if text in self.plan.missing else text


def _is_plain(moment: MomentBinding, plan: Plan) -> bool:
    return not moment.becomes or moment.at in (None, plan.at)


def _held(read: Read, reader: ColumnReader, raw: Raw) -> Read:
    """A value that may be missing in a row: another row of the case may have it."""
    missing = reader.missing(raw)
    fine = f"({missing} OR (coalesce({read.fine}, FALSE) AND {read.value} IS NOT NULL))"
    return Read(f"CASE WHEN NOT {missing} THEN {read.value} END", fine, read.joins)


def _there(columns: dict[str, Raw], column: str) -> Raw:
    if column not in columns:
        raise TooOdd
    return columns[column]


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(literal, texts))
