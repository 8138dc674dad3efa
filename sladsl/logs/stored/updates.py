"""Cases told by many rows, put together by statements. A case that has anything unusual in any of its rows is told by
the reader of all formats, from all its rows: so the rules and the messages are the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sladsl.logs.binding import MomentBinding, Rows, StateBinding
from sladsl.logs.plan import Plan
from sladsl.logs.rows import Cell, text_of
from sladsl.logs.stored.columns import ColumnReader, Raw, Read, TooOdd
from sladsl.logs.stored.sql import sql_type
from sladsl.logs.stored.store import Store, columns_of

_ROWS_AT_ONCE: Final = 4_000_000
"""Rows that are put in order at a time: it is the order that takes memory."""
_MOST_REMEMBERED: Final = 1_000
_DIGEST: Final = "hash({})"
LINES: Final = 1 << 40
"""More than a file has: a row stands at the number of its file times this, and its line."""


@dataclass(slots=True)
class Updates:
    """The rows of all files of a stream, and the cases they tell of. `columns` are those whose texts say what happened,
    `times` those that hold the time of a moment. Rows are put in order, so they are narrow: a digest `h` stands for the
    key, `place` for file and line, a number for each text that says what happened. Keys of one digest are odd."""

    store: Store
    plan: Plan
    table: str = field(init=False)
    columns: list[tuple[str, str]] = field(init=False)
    texts: tuple[str, ...] = field(init=False)
    times: tuple[str, ...] = field(init=False)
    rows: int = field(init=False, default=0)
    codes: dict[str, int] = field(init=False, default_factory=dict)

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
        columns = [("place", "BIGINT"), ("k", "VARCHAR"), ("at_us", "BIGINT"), ("seq", "BIGINT")]
        columns += [(f"x{index}", "INTEGER") for index in range(len(self.texts))]
        columns += [(f"w{index}", "BIGINT") for index in range(len(self.times))]
        columns += [(f"v{index}", sql_type(each.attribute.type.kind)) for index, each in enumerate(plan.attributes)]
        self.columns = [*columns, ("odd", "BOOLEAN"), ("h", "UBIGINT")]
        self.table = self.store.create(self.columns)

    def add(self, place: int, relation: str, columns: dict[str, Raw], kept: Sequence[Read]) -> int:
        """Take over the rows of a file that the binding does not leave out; how many they are."""
        plan, reader = self.plan, ColumnReader(self.store, relation, self.plan)
        read = [self._key(reader, [_there(columns, each) for each in plan.key])]
        assert plan.at is not None
        read.append(reader.time(plan.times, _there(columns, plan.at), needed=True))
        read.append(Read("0") if plan.seq is None else reader.whole(_there(columns, plan.seq)))
        read += [reader.text(_there(columns, each), self._code, "INTEGER") for each in self.texts]
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
        ((count,),) = self.store.rows(
            f"INSERT INTO {self.table} SELECT {place * LINES} + r.n, {values}, NOT coalesce({fine}, FALSE), "
            f"CASE WHEN {read[0].fine} THEN {_DIGEST.format(read[0].value)} END FROM {relation} r {joins} WHERE {keep}"
        )
        self.rows += count
        return int(count)

    def coded(self, texts: Iterable[str]) -> str:
        """A relation of texts and their numbers."""
        columns = [("said", "VARCHAR"), ("number", "INTEGER")]
        table = self.store.create(columns)
        self.store.add(table, columns, [(text, self.codes.setdefault(text, len(self.codes))) for text in texts])
        return table

    def digest(self, key: str) -> str:
        return _DIGEST.format(key)

    def lines(self, place: int, where: str) -> str:
        """The lines of some rows of a file."""
        return (
            f"SELECT place - {place * LINES} FROM {self.table} "
            f"WHERE place BETWEEN {place * LINES} AND {(place + 1) * LINES - 1} AND ({where})"
        )

    def build(self, cases: str, named: Sequence[str]) -> str:
        """Put the cases into a table, but for those that are odd, or have a key that is `named`. A relation of the
        digests of odd ones."""
        odd, keys = self.store.create([("h", "UBIGINT")]), self.store.create([("k", "VARCHAR")])
        self.store.add(keys, [("k", "VARCHAR")], ((each,) for each in named))
        self.store.run(
            f"INSERT INTO {odd} SELECT {_DIGEST.format('k')} FROM {keys} "
            f"UNION SELECT h FROM {self.table} WHERE odd AND h IS NOT NULL"
        )
        parts = self.rows // _ROWS_AT_ONCE + 1
        for part in range(parts):
            chosen = f"h % {parts} = {part}" if parts > 1 else "TRUE"
            self._build_part(cases, odd, chosen)
        return odd

    def seen(self, odd: str) -> Iterator[tuple[str, dict[str, None]]]:
        """The texts of each column that says what happened, in the order in which they first came. Those of odd cases
        are seen when these are told."""
        for column, texts in self.first_seen(odd):
            yield column, dict.fromkeys(text for text, _ in texts)

    def first_seen(self, odd: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """The same, with where they are."""
        texts = {code: text for text, code in self.codes.items()}
        for index, column in enumerate(self.texts):
            first = f"SELECT x{index}, min(place) AS f FROM {self.table}"
            usual = f"x{index} IS NOT NULL AND h NOT IN (SELECT h FROM {odd})"
            found = self.store.rows(f"{first} WHERE {usual} GROUP BY 1 ORDER BY f LIMIT {_MOST_REMEMBERED}")
            yield column, [(texts[code], place) for code, place in found]

    def _build_part(self, cases: str, odd: str, chosen: str) -> None:
        plan, names = self.plan, [name for name, _ in columns_of(self.plan.schema)]
        marks = _Marks(plan, self.texts, self.codes)
        begins = [marks.turn(index, each, begins=True) for index, each in enumerate(plan.states)]
        ends = [marks.turn(index, each, begins=False) for index, each in enumerate(plan.states)]
        aggregated = [("h", "h"), ("k", "min(k)"), ("first", "arg_min(place, o)")]
        aggregated += [(f"m{index}", self._moment(index, each, marks)) for index, each in enumerate(plan.moments)]
        aggregated += [(f"b{index}", f"list(at_us) FILTER ({each})") for index, each in enumerate(begins)]
        aggregated += [(f"f{index}", f"list(at_us) FILTER ({each})") for index, each in enumerate(ends)]
        for index, each in enumerate(plan.attributes):
            choose = "arg_min" if each.binding.take == "first" else "arg_max"
            aggregated.append((f"a{index}", f"{choose}(v{index}, o)"))
        broken = [f"coalesce(bool_or({each}), FALSE)" for each in ("skewed", *marks.odd)]
        aggregated.append(("odd", " OR ".join([*broken, "min(k) <> max(k)"])))
        columns = ", ".join(f"{sql} AS {name}" for name, sql in aggregated)
        ordered = (
            f"SELECT *, row_number() OVER w AS o, lag(seq) OVER w > seq AS skewed"
            f"{''.join(f', {sql} AS {name}' for name, sql in marks.earlier.items())} FROM {self.table} u "
            f"WHERE {chosen} AND h IS NOT NULL AND h NOT IN (SELECT h FROM {odd}) "
            "WINDOW w AS (PARTITION BY h ORDER BY at_us, seq, place)"
        )
        told = self.store.new_name()
        self.store.run(f"CREATE TABLE {told} AS SELECT {columns} FROM ({ordered}) s GROUP BY h")
        earliest = (
            f"least({', '.join(f'm{index}[1]' for index in range(len(plan.moments)))})" if plan.moments else "NULL"
        )
        needed = [f"a{i} IS NULL" for i, each in enumerate(plan.attributes) if not each.attribute.optional]
        unfit = " OR ".join(["odd", f"{earliest} IS NULL", *needed])
        self.store.run(f"INSERT INTO {odd} SELECT h FROM {told} WHERE {unfit}")
        computed = {"file": f"first // {LINES}", "line": f"first % {LINES}", "t0": earliest}
        computed |= {f"s{index}": _intervals(f"b{index}", f"f{index}") for index in range(len(plan.states))}
        values = ", ".join(computed.get(name, name) for name in names)
        self.store.run(f"INSERT INTO {cases} SELECT {values} FROM {told} WHERE NOT ({unfit})")
        self.store.run(f"DROP TABLE {told}")

    def _moment(self, index: int, moment: MomentBinding, marks: "_Marks") -> str:
        """A list of instants, ascending and each once; empty where it has not happened."""
        many = self.plan.schema.moments[index] in self.plan.schema.many
        take = moment.take or ("all" if many else "first" if moment.becomes else "last")
        if moment.becomes:
            value, where = "at_us", marks.became(moment)
        else:
            value = f"w{self.times.index(moment.column)}"
            where = f"{value} IS NOT NULL"
        if take == "all":
            told = f"list({value}) FILTER ({where})"
            # Most cases have one at most, of which nothing is to be put in order.
            several = f"WHEN len({told}) > 1 THEN list_sort(list_distinct({told}))"
            return f"CASE WHEN {told} IS NULL THEN [] {several} ELSE {told} END"
        one = f"{'arg_min' if take == 'first' else 'arg_max'}({value}, o) FILTER ({where})"
        return f"CASE WHEN {one} IS NULL THEN [] ELSE [{one}] END"

    def _key(self, reader: ColumnReader, raws: Sequence[Raw]) -> Read:
        parts = [reader.key(each) for each in raws]
        value = " || '/' || ".join(each.value for each in parts)
        return Read(value, " AND ".join(each.fine for each in parts))

    def _code(self, cell: Cell) -> int | None:
        """The number of what a cell says."""
        text = text_of(cell)
        return None if text in self.plan.missing else self.codes.setdefault(text, len(self.codes))


@dataclass(slots=True)
class _Marks:
    """What a row says of states and moments, from the numbers of its texts and what earlier rows said. `earlier`: what
    is looked up for that in the order `w` of the rows, by name; `odd`: what makes a case odd."""

    plan: Plan
    texts: Sequence[str]
    codes: Mapping[str, int]
    earlier: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)

    def turn(self, index: int, state: StateBinding, *, begins: bool) -> str:
        """Where a state begins, or ends."""
        text = self._text(state.column)
        now = self._inside(state, text)
        if state.within:
            before = self._inside(state, self._before(text))
        else:
            before = f"p{index}"
            self.earlier[before] = f"lag({now} IGNORE NULLS) OVER w"
            if begins:
                self.odd += [f"({now} = 1 AND {before} = 1)", f"({now} = 0 AND coalesce({before}, 0) = 0)"]
        return f"{now} = 1 AND coalesce({before}, 0) = 0" if begins else f"{now} = 0 AND {before} = 1"

    def became(self, moment: MomentBinding) -> str:
        """Where it has happened."""
        text = self._text(moment.column)
        now = self._among(text, moment.becomes)
        if self.plan.rows is not Rows.UPDATES:
            return now
        return f"{now} AND NOT coalesce({self._among(self._before(text), moment.becomes)}, FALSE)"

    def _inside(self, state: StateBinding, text: str) -> str:
        """1 in the state, 0 outside, NULL where nothing is said of it."""
        if state.within:
            return f"CASE WHEN {self._among(text, state.within)} THEN 1 WHEN {text} IS NOT NULL THEN 0 END"
        ends = f"WHEN {self._among(text, state.ends)} THEN 0 " if state.ends else ""
        return f"CASE WHEN {self._among(text, state.begins)} THEN 1 {ends}END"

    def _text(self, column: str) -> str:
        return f"x{self.texts.index(column)}"

    def _before(self, text: str) -> str:
        """What the column said last."""
        self.earlier[f"y{text}"] = f"lag({text} IGNORE NULLS) OVER w"
        return f"y{text}"

    def _among(self, text: str, values: Sequence[str]) -> str:
        codes = [str(self.codes[each]) for each in values if each in self.codes]
        # Without any, still NULL where nothing is said.
        return f"{text} IN ({', '.join(codes or ['-1'])})"


def _intervals(begins: str, ends: str) -> str:
    """Pairs of where a state begins and where it ends, without those that take no time. Most cases have one at most."""
    one = f"CASE WHEN {ends}[1] = {begins}[1] THEN [] ELSE [[{begins}[1], {ends}[1]]] END"
    several = (
        f"list_filter(list_transform(list_sort({begins}), lambda b, i: [b, list_sort({ends})[i]]), "
        "lambda pair: pair[2] IS NULL OR pair[1] <> pair[2])"
    )
    return f"CASE WHEN {begins} IS NULL THEN [] WHEN len({begins}) = 1 THEN {one} ELSE {several} END"


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
