"""Cases told by rows of many files, read apart from each other. First each file is read by itself, into rows that know
their case; then the rows of some cases, from all files, are put together by themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from sladsl.logs.binding import Rows
from sladsl.logs.cases import key_of
from sladsl.logs.complaints import PlacedComplaints, Unfit
from sladsl.logs.limits import DEFAULT_LIMITS
from sladsl.logs.plan import Plan
from sladsl.logs.records import Place
from sladsl.logs.rows import Cell, Row
from sladsl.logs.stored.case_rows_apart import build_case_rows, read_case_rows
from sladsl.logs.stored.cells import cells_of
from sladsl.logs.stored.columns import TooOdd
from sladsl.logs.stored.part_reading import PartReading, placed_complaints_of, plan_of
from sladsl.logs.stored.sheets import Sheet
from sladsl.logs.stored.sql import literal
from sladsl.logs.stored.store import Store, columns_of
from sladsl.logs.stored.updates import LINES, Updates
from sladsl.logs.stored.workers import CasesTold, Kinds, Part, PartTold, Task
from sladsl.logs.updates import UpdateRows

_WHOLE: Final = ("tinyint", "smallint", "integer", "bigint", "hugeint")


def read_rows(task: Task, part: Part, store: Store, to: Path) -> PartTold:
    """Read a part and put its rows into a file, as statements read them and as they are. TooOdd: no statement can."""
    plan = plan_of(task)
    if plan.rows is Rows.CASES:
        return read_case_rows(task, plan, part, store, to)
    complaints = placed_complaints_of(task, part)
    reading = PartReading(task, plan, complaints, store)
    updates = Updates(store, plan)
    try:
        taken = reading.sheet(part.path, part.name, part.number, updates)
    except store.library.Error:
        raise TooOdd from None
    complaints.files.append(part.name)
    reading.say_of_header(taken.sheet, part.name, taken.delimiter)
    # Of the rows whose case no statement could find, those that have one.
    named = store.create([("n", "BIGINT"), ("k", "VARCHAR")])
    rejected = 0

    def found() -> Iterator[tuple[int, str]]:
        nonlocal rejected
        for line, row in reading.chosen(updates, taken.sheet, part.number, "k IS NULL"):
            try:
                yield line, key_of(plan, row)
            except Unfit as trouble:
                rejected += 1
                complaints.unfit(trouble, Place(part.number, line))

    store.add(named, [("n", "BIGINT"), ("k", "VARCHAR")], found())
    _export(updates, part.number, taken.sheet, named, to)
    told = reading.told(part)
    kinds = {name: raw.kind for name, raw in taken.sheet.columns.items()}
    skipped = taken.sheet.rows - taken.kept
    return replace(told, digest=taken.digest, rows=taken.kept, skipped=skipped, rejected=rejected, kinds=kinds)


def build_cases(
    task: Task, names: Sequence[str], kinds: Sequence[Kinds], rows: Path, store: Store, to: Path
) -> CasesTold:
    """Put the cases of some rows into a file. `names` and `kinds` are those of all files, of the columns of each."""
    plan = plan_of(task)
    if plan.rows is Rows.CASES:
        return build_case_rows(task, plan, names, rows, store, to)
    complaints = PlacedComplaints(DEFAULT_LIMITS.shown, [*names], task.told_in)
    updates = Updates(store, plan)
    source = f"read_parquet({literal(str(rows))})"
    said = [f"SELECT x{index} FROM {source}" for index in range(len(updates.texts))]
    texts = store.rows(f"SELECT DISTINCT said FROM ({' UNION ALL '.join(said)}) t(said) ORDER BY 1") if said else []
    codes = updates.coded(text for (text,) in texts if text is not None)
    values = _with_texts(updates, "number", {"h": updates.digest("u.k")})
    told = f"{source} u {_text_joins(updates, codes, 'said')}"
    ((updates.rows,),) = store.rows(f"INSERT INTO {updates.table} SELECT {values} FROM {told}")
    cases = store.create(columns_of(plan.schema))
    odd = updates.build(cases, [])
    gather = UpdateRows(plan, complaints)
    known = sorted(plan.known)
    cells = "".join(f", r{index}" for index in range(len(known)))
    chosen = f"{source} u WHERE {updates.digest('u.k')} IN (SELECT h FROM {odd}) ORDER BY place"
    for place, *found in store.stream(f"SELECT place{cells} FROM {chosen}"):
        file, line = divmod(place, LINES)
        row: Row = {name: _cell(text, kinds[file].get(name)) for name, text in zip(known, found, strict=True)}
        gather.add(row, Place(file, line))
    for places in gather.places():
        first = min(places)
        complaints.belongs.update((place, (1, *first)) for place in places)
    store.add(cases, columns_of(plan.schema), map(cells_of(plan.schema), gather.cases()))
    store.export_file(cases, to)
    seen = [(column, text, place) for column, some in updates.first_seen(odd) for text, place in some]
    return CasesTold(gather.rejected, complaints, seen, gather.seen)


def _export(updates: Updates, number: int, sheet: Sheet, named: str, to: Path) -> None:
    """The rows of a file with their cells, and with texts in place of numbers that stand for them here only."""
    key, line = "coalesce(u.k, d.k)", f"u.place - {number * LINES}"
    values = _with_texts(updates, "said", {"k": key, "odd": "(u.odd OR d.k IS NOT NULL)"})
    cells = "".join(f", {cell} AS {name}" for name, cell in _cells(updates.plan, sheet))
    joined = (
        f"{updates.table} u JOIN {sheet.relation} r ON r.n = {line} LEFT JOIN {named} d ON d.n = {line} "
        f"{_text_joins(updates, updates.coded([*updates.codes]), 'number')}"
    )
    updates.store.export_file(
        f"(SELECT * EXCLUDE (h) FROM (SELECT {values}{cells} FROM {joined} WHERE {key} IS NOT NULL))", to
    )


def _with_texts(updates: Updates, told: str, others: Mapping[str, str]) -> str:
    """The columns of the table of updates, of which texts come from what `_text_joins` joins."""
    values = {name: others.get(name, f"u.{name}") for name, _ in updates.columns}
    values |= {f"x{index}": f"c{index}.{told}" for index in range(len(updates.texts))}
    return ", ".join(f"{value} AS {name}" for name, value in values.items())


def _text_joins(updates: Updates, codes: str, by: str) -> str:
    texts = range(len(updates.texts))
    return " ".join(f"LEFT JOIN {codes} c{index} ON c{index}.{by} = u.x{index}" for index in texts)


def _cells(plan: Plan, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """All cells that mean something, as texts."""
    for index, name in enumerate(sorted(plan.known)):
        raw = sheet.columns.get(name)
        yield f"r{index}", "CAST(NULL AS VARCHAR)" if raw is None else f"CAST(r.{raw.cell} AS VARCHAR)"


def _cell(text: str | None, kind: str | None) -> Cell:
    """The cell that such a text stands for."""
    if text is None or kind is None:
        return None
    if kind == "boolean":
        return text == "true"
    if kind.startswith("decimal"):
        return Decimal(text)
    return int(text) if kind.removeprefix("u") in _WHOLE else text
