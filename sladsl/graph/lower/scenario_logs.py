"""The log of a scenario: rows in the contract's own words → rows typed by the schema of their stream."""

from collections.abc import Iterator

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, scenarios, time, types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.scenario_values import Unfit, any_instant, instant, stored_value
from sladsl.graph.scenarios import ExceptionRule, RowRule, StreamRule
from sladsl.logs.records import Changes, Value, changes_of
from sladsl.logs.schema import Attribute, Shape, StreamSchema
from sladsl.model.lengths import elapsed, microseconds
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.syntax import ast
from sladsl.temporal import parse_period

MOST_RECORDS = 1_000_000
_ROWS = {
    Shape.SPANS: (("until", "for", "open"), "`2026-03-04T01:00 until 2026-03-04T03:00 …`"),
    Shape.SAMPLES: (("at", "every"), "`2026-03-04T01:00 …` or `every 5min …`"),
    Shape.EVENTS: (("at",), "`2026-03-04T01:00 …`"),
    Shape.CASES: (("case",), "`case T1 opened 2026-03-04T01:00 …`"),
}
State = tuple[tuple[int, int | None], ...]


def stream_rule(lowering: Lowering, block: ast.LogBlock, period: tuple[int, int] | None) -> StreamRule | None:
    """The log of one stream, or diagnostics and None."""
    schema = told_stream(lowering, block.stream)
    covers = stretch(lowering, block.covers) if block.covers else None
    if schema is None:
        return None
    rows: list[RowRule] = []
    keys: dict[str, ast.LogRow] = {}
    for row in block.rows:
        try:
            rows.append(_Rows(lowering, schema, period).rule(row))
        except Unfit:
            continue
        if row.case is not None:
            _check_key(lowering, row, keys)
    if sum(_count(row) for row in rows) > MOST_RECORDS:
        lowering.say(
            types.OUT_OF_RANGE, f"these rows make more than {MOST_RECORDS:,} records", block.stream.span,
            Fix("a scenario is a small log: choose a shorter period"),
        )  # fmt: skip
        return None
    return StreamRule(schema, tuple(rows), covers) if len(rows) == len(block.rows) else None


def told_stream(lowering: Lowering, name: ast.Name) -> StreamSchema | None:
    """A stream or a register of which a log can tell, or a diagnostic and None."""
    symbol = lowering.symbol(name, "stream", "register")
    schema = lowering.agreement.streams.get(symbol.name) if symbol else None
    if schema is not None and schema.made_of is not None:
        lowering.say(
            types.NOT_HERE, f"no log tells of `{name.text}`: it is made of the records of `{schema.made_of}`",
            name.span, Fix(f"write rows of `{schema.made_of}`", name.span, schema.made_of),
        )  # fmt: skip
        return None
    return schema


def stretch(lowering: Lowering, written: ast.Stretch) -> tuple[int, int] | None:
    """[start, end) of a period as written."""
    try:
        return parse_period(written.text, lowering.agreement.zone)
    except ValueError as reason:
        lowering.say(time.BAD_INSTANT, str(reason), written.span, Fix("write for instance `2026-03` or `2026-Q1`"))
        return None


def _count(row: RowRule) -> int:
    if row.every is None:
        return row.times or 1
    return -(-((row.end or 0) - (row.start or 0)) // row.every)


def _check_key(lowering: Lowering, row: ast.LogRow, keys: dict[str, ast.LogRow]) -> None:
    assert row.case is not None
    first = keys.setdefault(label_text(row.case), row)
    if first is not row:
        lowering.problems.add(
            names.DUPLICATE_NAME, f"there are two cases `{label_text(row.case)}`", row.case.span,
            labels=[Label(first.span, "the first")], fixes=[Fix("give each case a name of its own")],
        )  # fmt: skip


class _Rows:
    """Rows of one stream. Methods raise `Unfit` after a diagnostic."""

    def __init__(self, lowering: Lowering, schema: StreamSchema, period: tuple[int, int] | None) -> None:
        self.lowering = lowering
        self.schema = schema
        self.period = period

    def rule(self, row: ast.LogRow) -> RowRule:
        kinds, example = _ROWS[self.schema.shape]
        if row.kind not in kinds:
            self._say_shape(row, f"the rows of `{self.schema.name}` are {self.schema.shape.value}", example)
        if row.exceptions and row.kind != "every":
            self._say_shape(row.exceptions[0], "only a stretch of samples has exceptions", "`every 5min …`")
        if row.times is not None and row.kind == "every":
            self._say_shape(row, "a stretch of samples is not written several times", "`every 5min …`")
        self._check_names(row.values)
        if row.kind == "case":
            return self._case(row)
        values = self._values(row, row.values)
        every = None
        if row.every is not None:
            every = microseconds(row.every, self.lowering.problems, "how often a sample is taken")
            if every is None:
                raise Unfit
        start, end = self._place(row)
        exceptions = tuple(self._exception(each) for each in row.exceptions)
        return RowRule(start, end, values, row.span, every=every, times=row.times, exceptions=exceptions)

    def _say_shape(self, node: ast.Node, message: str, example: str) -> None:
        self.lowering.say(types.WRONG_SHAPE, message, node.span, Fix(f"write {example}"))
        raise Unfit

    def _place(self, row: ast.LogRow) -> tuple[int, int | None]:
        """Where a record lies in time; samples without a stretch fill the period."""
        if row.start is None:
            if self.period is None:
                raise Unfit
            return self.period
        start = instant(self.lowering, row.start)
        if row.end is None:
            return start, None if row.kind == "open" else start
        if row.kind == "for":
            return start, start + self._length(row.end)
        end = any_instant(self.lowering, row.end, "the end")
        if end < start:
            self.lowering.say(
                time.EMPTY_RANGE, "this ends before it starts", row.end.span, Fix("write the earlier time first")
            )
            raise Unfit
        return start, end

    def _length(self, written: ast.Expression) -> int:
        length = elapsed(written) if isinstance(written, ast.Quantity) and written.kind == "elapsed" else None
        if length is None or length.denominator != 1 or length < 0:
            self.lowering.say(
                types.CALENDAR_LENGTH, "a length of elapsed time is needed here", written.span,
                Fix("write for instance `43min12s`"),
            )  # fmt: skip
            raise Unfit
        return int(length)

    def _exception(self, written: ast.Except) -> ExceptionRule:
        start, end = instant(self.lowering, written.start), instant(self.lowering, written.end)
        if end <= start:
            self.lowering.say(
                time.EMPTY_RANGE, "this ends before it starts", written.end.span, Fix("write the earlier time first")
            )
            raise Unfit
        self._check_names(written.values)
        given = {each.name.text: each for each in written.values}
        values = tuple(
            (index, stored_value(self.lowering, attribute, self._one(given[attribute.name])))
            for index, attribute in enumerate(self.schema.attributes)
            if attribute.name in given
        )
        return ExceptionRule(start, end, None if written.missing else values)

    # Values

    def _known(self) -> Iterator[str]:
        yield from (attribute.name for attribute in self.schema.attributes)
        yield from self.schema.moments
        yield from self.schema.states

    def _check_names(self, values: tuple[ast.Given, ...]) -> None:
        known, seen, good = list(self._known()), dict[str, ast.Given](), True
        for each in values:
            name = each.name
            if name.text not in known:
                good = False
                self.lowering.say(
                    names.UNKNOWN_ATTRIBUTE, f"records of `{self.schema.name}` have no `{name.text}`", name.span,
                    *self.lowering.problems.did_you_mean(name.text, known, name.span),
                    Fix(f"they have {listing(known)}" if known else "they have no attributes"),
                )  # fmt: skip
            elif seen.setdefault(name.text, each) is not each:
                good = False
                self.lowering.problems.add(
                    names.REPEATED_CLAUSE, f"`{name.text}` is given twice in this row", name.span,
                    labels=[Label(seen[name.text].span, "first here")], fixes=[Fix("keep one of them")],
                )  # fmt: skip
        if not good:
            raise Unfit

    def _values(self, row: ast.LogRow, given: tuple[ast.Given, ...]) -> tuple[Value, ...]:
        by_name = {each.name.text: each for each in given}
        lacking = [each.name for each in self.schema.attributes if not each.optional and each.name not in by_name]
        if lacking:
            self.lowering.say(
                scenarios.LACKS_VALUE, f"this row of `{self.schema.name}` does not say its {listing(lacking)}",
                row.span, Fix("give it, or declare it `optional` in the stream"),
            )  # fmt: skip
            raise Unfit
        return tuple(
            stored_value(self.lowering, each, self._last(each, by_name[each.name])) if each.name in by_name else None
            for each in self.schema.attributes
        )

    def _last(self, attribute: Attribute, given: ast.Given) -> ast.Cell:
        """The value an attribute has in the end."""
        return given.cells[-1] if attribute.history else self._one(given)

    def _one(self, given: ast.Given) -> ast.Cell:
        for cell in given.cells:
            if cell.since is not None:
                self.lowering.say(
                    types.NO_HISTORY, f"`{given.name.text}` does not change", cell.span,
                    Fix("write one value, or end its line in the stream with `with history`"),
                )  # fmt: skip
                raise Unfit
        if len(given.cells) > 1:
            self.lowering.say(
                types.OUT_OF_RANGE, f"`{given.name.text}` holds one value", given.cells[1].span,
                Fix("keep one of them; the next attribute of a row follows without a comma"),
            )  # fmt: skip
            raise Unfit
        return given.cells[0]

    # Cases

    def _case(self, row: ast.LogRow) -> RowRule:
        assert row.case is not None
        by_name = {each.name.text: each for each in row.values}
        values = self._values(row, row.values)
        moments = tuple(self._moments(name, by_name.get(name)) for name in self.schema.moments)
        states = tuple(self._state(by_name.get(name)) for name in self.schema.states)
        if not any(moments):
            self.lowering.say(
                scenarios.LACKS_VALUE, "a case without any moment is nowhere in time", row.span,
                Fix(f"give one of {listing(self.schema.moments)}"),
            )  # fmt: skip
            raise Unfit
        key = label_text(row.case)
        begins = min(at for told in moments for at in told)
        changes = tuple(
            self._changes(each, by_name.get(each.name), begins) if each.history else ()
            for each in self.schema.attributes
        )
        return RowRule(None, None, values, row.span, key, moments, states, times=row.times, changes=changes)

    def _changes(self, attribute: Attribute, given: ast.Given | None, begins: int) -> Changes:
        """`priority P3, P1 since 2026-03-02T10:00`"""
        if given is None:
            return ((begins, None),)
        found: list[tuple[int, Value]] = [(begins, None)] if attribute.optional and given.cells[0].since else []
        for cell in given.cells:
            since = begins if cell.since is None else any_instant(self.lowering, cell.since, "since when it is that")
            late = cell.since is not None and found and found[-1][0] > since
            if late or (cell.since is None and found):
                self.lowering.say(
                    time.BAD_INSTANT, "the values of an attribute follow one another, each with its time", cell.span,
                    Fix(f"write for instance `{attribute.name} A, B since 2026-03-02T10:00`"),
                )  # fmt: skip
                raise Unfit
            found.append((since, stored_value(self.lowering, attribute, cell)))
        return changes_of(found)

    def _moments(self, name: str, given: ast.Given | None) -> tuple[int, ...]:
        if given is None:
            return ()
        for cell in given.cells:
            if cell.until is not None or cell.open or cell.since is not None:
                self.lowering.say(
                    types.UNIT_MISMATCH, f"`{name}` is a moment: it does not last", cell.span, Fix("write one time")
                )
                raise Unfit
        cells = given.cells if name in self.schema.many else (self._one(given),)
        return tuple(sorted(any_instant(self.lowering, cell.value, f"`{name}`") for cell in cells))

    def _state(self, given: ast.Given | None) -> State:
        found: list[tuple[int, int | None]] = []
        for cell in given.cells if given else ():
            start = any_instant(self.lowering, cell.value, "the start of a state")
            if (cell.until is None and not cell.open) or cell.since is not None:
                self.lowering.say(
                    types.UNIT_MISMATCH, "a state lasts", cell.span,
                    Fix("write `… until …`, or `… still open`"),
                )  # fmt: skip
                raise Unfit
            end = None if cell.until is None else any_instant(self.lowering, cell.until, "the end of a state")
            last = found[-1][1] if found else start
            if (end is not None and end < start) or last is None or start < last:
                self.lowering.say(
                    time.EMPTY_RANGE, "this ends before it starts, or overlaps the stretch before", cell.span,
                    Fix("write the stretches of a state one after the other"),
                )  # fmt: skip
                raise Unfit
            found.append((start, end))
        return tuple(found)
