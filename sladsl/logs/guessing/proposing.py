"""A binding for a file, proposed and tried: from the table through the guesses to a text that binds the file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.logs.binding import Rows
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.guessing.columns import Binder
from sladsl.logs.guessing.guess import Guesses, Line
from sladsl.logs.guessing.inventing import clause_of, invented
from sladsl.logs.guessing.layout import Rowing, rowing_of
from sladsl.logs.guessing.looking import MOST_ROWS, Column, Table, looked_at
from sladsl.logs.guessing.times import instant, is_fine, is_naive
from sladsl.logs.guessing.words import likeness, words_of
from sladsl.logs.guessing.writing import written
from sladsl.logs.limits import Limits
from sladsl.logs.reading import read_stream
from sladsl.logs.records import StreamLog
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.logs.shown import escaped, quoted
from sladsl.temporal import Zone, format_instant
from sladsl.text.toml_words import inline, text, texts

UNKNOWN_ZONE = "…"
_SHOWN = 5
_MOST_LISTS = 5
_NOISE = (codes.EXTRA_COLUMN, codes.DUPLICATE_HEADER)
_TELLING = frozenset(("metric", "field"))


@frozen
class Proposal(Frozen):
    """`text` is the TOML; `log` is what it makes of the file, where it could be tried."""

    text: str
    schema: StreamSchema
    log: StreamLog | None
    diagnostics: tuple[Diagnostic, ...]


def propose(
    path: Path,
    name: str,
    schema: StreamSchema | None = None,
    zone: str | None = None,
    *,
    contract_zone: str | None = None,
    records: str | None = None,
    form: str | None = None,
) -> tuple[Proposal | None, list[Diagnostic]]:
    """The proposal for a file that the binding calls `name`; None where there is nothing to bind, and why."""
    first, found = _proposed(path, name, schema, zone, contract_zone, records, form)
    if first is None or schema is None or records is not None or first.flaws == 0:
        return (None if first is None else first.proposal), found
    # Of several lists in a document, that which serves the stream best; the outermost if others serve no better.
    others = (_proposed(path, name, schema, zone, contract_zone, each, form)[0] for each in first.lists[1:_MOST_LISTS])
    best = min([first, *(each for each in others if each is not None)], key=lambda each: each.flaws)
    return best.proposal, []


@frozen
class _Attempt(Frozen):
    proposal: Proposal
    flaws: int
    lists: tuple[str, ...]


def _proposed(
    path: Path,
    name: str,
    schema: StreamSchema | None,
    zone: str | None,
    contract_zone: str | None,
    records: str | None,
    form: str | None,
) -> tuple[_Attempt | None, list[Diagnostic]]:
    table, found = looked_at(path, name, records, form)
    if table is None:
        if not errors(found):
            found.append(Diagnostic(codes.NOTHING_TO_BIND, "there are no rows in this file", place=escaped(name)))
        return None, found
    rowing = rowing_of(table, schema.shape if schema else None)
    if rowing is None:
        message = f"no column holds times; there are {', '.join(quoted(each) for each in list(table.columns)[:20])}"
        advice = Fix("times are known as ISO 8601, as seconds or milliseconds since 1970, and as day, month and year")
        found.append(Diagnostic(codes.NOTHING_TO_BIND, message, place=escaped(name), fixes=(advice,)))
        return None, found
    is_own = schema is not None
    own: Mapping[str, Column] = {}
    if schema is None:
        schema, own = invented(table, rowing, name)
    guesses = Guesses()
    known = _frame(guesses, table, rowing, schema, name, zone, contract_zone)
    Binder(table, rowing, schema, guesses, own).bind()
    _coverage(guesses, rowing)
    clause = () if is_own else clause_of(schema)
    bare = written(schema.name, guesses, (), ())
    log, trouble = _tried(bare if known else _with_zone(bare), schema, path)
    whole = written(schema.name, guesses, _head(table, rowing, guesses, log, name), clause)
    said = (*found, *_doubts(guesses, schema.name, known, contract_zone), *trouble)
    flaws = len(guesses.unbound) + (1 if log is None or log.rows_rejected or not log.records else 0)
    return _Attempt(Proposal(whole, schema, log, said), flaws, table.lists), []


def _frame(
    guesses: Guesses,
    table: Table,
    rowing: Rowing,
    schema: StreamSchema,
    name: str,
    zone: str | None,
    contract_zone: str | None,
) -> bool:
    """The keys of the stream itself. False where a zone is needed and nobody said it."""
    why, doubts = rowing.why, rowing.doubts
    guesses.add(Line("files", text(name)))
    if not table.stated or table.format.name in ("jira", "prometheus", "ocel"):
        guesses.add(Line("format", text(table.format.name), "by what is in it"))
    if table.records:
        rest = [each for each in table.lists if each != table.records]
        others = f"there are also {', '.join(rest[:3])}" if rest else ""
        guesses.add(Line("records", text(table.records), "a list of objects", others))
    if table.format.name == "csv" and table.delimiter != ",":
        guesses.add(Line("delimiter", '"tab"' if table.delimiter == "\t" else text(table.delimiter)))
    if schema.shape is Shape.CASES:
        guesses.add(
            Line("rows", text(rowing.rows.value), why.get("rows", "one row a case"), doubts.get("rows", "")),
        )
        if rowing.key is None:
            guesses.missing("", "key", "no column tells cases apart")
        else:
            guesses.add(Line("key", text(rowing.key.name), why.get("key", ""), doubts.get("key", "")))
    if rowing.at is not None:
        guesses.add(Line("at", text(rowing.at.name), why.get("at", ""), doubts.get("at", "")))
    if rowing.seq is not None:
        guesses.add(Line("seq", text(rowing.seq.name), why.get("seq", "")))
    _where(guesses, table, rowing, schema)
    used = [value for column in rowing.times for value in column.values]
    if rowing.form != "iso":
        guesses.add(Line("time", text(rowing.form), _shown(used), doubts.get("time", "")))
    if is_fine(rowing.form, used):
        guesses.add(Line("truncate", "true", "some times are finer than a microsecond"))
    naive = is_naive(rowing.form, used)
    if zone is not None:
        guesses.add(Line("zone", text(zone), "as you said"))
    elif naive:
        also = f"; that of the contract is {contract_zone}" if contract_zone else ""
        guesses.add(Line("zone", text(UNKNOWN_ZONE), f"say which: times such as {_first(used)} have no offset{also}"))
    nothing = dict.fromkeys(each for column in table.columns.values() for each in column.missing)
    if nothing:
        guesses.add(Line("missing", f"[{', '.join(text(each) for each in nothing)}]", "stand for nothing"))
    return not naive or zone is not None


def _where(guesses: Guesses, table: Table, rowing: Rowing, schema: StreamSchema) -> None:
    """Which rows are meant, where a column says that they are of several kinds."""
    if schema.shape is not Shape.CASES or rowing.rows is Rows.CASES:
        return
    if table.format.name == "jira":
        guesses.add(Line("where", inline(field=texts(("created", "status"))), "changes of other fields are left out"))
        return
    for column in table.columns.values():
        said = set(words_of(column.name))
        if not (said & _TELLING or said == {"object", "type"}) or len(column.values) < 2 or column.many:
            continue
        texts_of = table.texts(column.name)
        meant = max(column.values, key=lambda each: (likeness(schema.name, each), texts_of.count(each)))
        others = ", ".join(each for each in column.values if each != meant)
        line = Line("where", inline(**{column.name: text(meant)}), "", f"there are also {others}"[:120])
        guesses.add(line)
        return


def _coverage(guesses: Guesses, rowing: Rowing) -> None:
    """The time of the records, as a line to be completed: what a log covers, only its owner knows."""
    read = [each for column in rowing.times for each in (instant(rowing.form, one) for one in column.values) if each]
    if read:
        first, last = (format_instant(each, None)[:10] for each in (min(read), max(read)))
        reason = f"when the file is complete: its times are of {first} to {last}"
        guesses.add(Line("coverage", f'"{first} until …"', reason, off=True))


def _head(table: Table, rowing: Rowing, guesses: Guesses, log: StreamLog | None, name: str) -> list[str]:
    """What the proposal is, and how far it can be trusted."""
    count = counted(len(table.rows), "row") if table.whole else f"the first {MOST_ROWS:,} rows"
    shown = name.rpartition("/")[2]
    lines = [f"Proposed by `sladsl import log` from {count} of {shown}. Look at each line with a question mark."]
    if reason := rowing.why.get("shape"):
        lines.append(f"Read as {rowing.shape.value}: {reason}.")
    if log is not None:
        lost = f"; {counted(log.rows_rejected, 'row')} left out, which the messages name" if log.rows_rejected else ""
        lines.append(
            f"Tried: {counted(log.rows_read, 'row')}, {counted(len(log.records), rowing.shape.value[:-1])}{lost}."
        )
    if guesses.unbound:
        lines.append(f"Not bound yet: {', '.join(guesses.unbound)}.")
    return lines


def _doubts(guesses: Guesses, stream: str, known: bool, contract_zone: str | None) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for table, lines in guesses.tables.items():
        for line in lines:
            if line.doubt:
                path = ".".join(each for each in ("bind", stream, table, line.key) if each)
                found.append(Diagnostic(codes.DOUBTFUL_GUESS, f"{path} = {line.value}: {line.doubt}"))
    for name in guesses.unbound:
        found.append(Diagnostic(codes.NOT_BOUND, f"bind.{stream}.{name}: nothing in the file is like it"))
    if not known:
        message = "the times have no offset, and in which zone they are, no file can say"
        shown = contract_zone or "Asia/Bangkok"
        fix = Fix(f"say it: `--zone {shown}`, or `zone` in the binding; ask who made the export, not where you are")
        found.append(Diagnostic(codes.ZONE_NOT_SAID, message, fixes=(fix,)))
    return [replace(each, message=escaped(each.message)) for each in found]


def _with_zone(proposed: str) -> str:
    return proposed.replace(f'= "{UNKNOWN_ZONE}"', '= "UTC"')


def _tried(proposed: str, schema: StreamSchema, path: Path) -> tuple[StreamLog | None, list[Diagnostic]]:
    """What the proposal makes of the file, and what it cannot read."""
    bindings, found = parse_bindings(proposed, "the proposal")
    binding = bindings.for_stream("", schema.name)
    if errors(found) or binding is None:
        return None, found
    log, trouble = read_stream(
        schema, [path], replace(binding, span=None), limits=Limits(shown=_SHOWN), base=path.parent
    )
    told = [replace(each, span=None) for each in trouble if each.code not in _NOISE]
    return log, told


def counted(number: int, thing: str) -> str:
    """A number of things."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _shown(values: list[str]) -> str:
    return f"as in {quoted(_first(values))}"


def _first(values: list[str]) -> str:
    return next(iter(values), "")


def zone_trouble(name: str) -> str | None:
    """Why a zone that somebody said cannot be used; None where it can."""
    try:
        Zone.named(name)
    except ValueError as trouble:
        return str(trouble)
    return None
