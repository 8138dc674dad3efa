"""Tables of cases: a scenario for each row, with the row's values in place of the names of the columns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, scenarios
from sladsl.frozen import Changing, changing
from sladsl.graph.lower.context import Lowering
from sladsl.model.problems import did_you_mean, listing
from sladsl.model.streams import label_text
from sladsl.syntax import ast
from sladsl.syntax.vocabulary import UNITS

STATES = (
    *("met", "breached", "warning", "measured", "missed", "undecided", "in time", "late", "unclaimed", "unknown"),
    *("not needed", "gap", "conflict", "no value", "no verdict", "not applicable"),
)


def expanded(lowering: Lowering, scenario: ast.Scenario) -> Iterator[tuple[int | None, ast.Scenario]]:
    """The scenario itself, or one for each row of its table, numbered from 1."""
    if not scenario.tables:
        yield None, _with_states(lowering, scenario, {})
        return
    for again in scenario.tables[1:]:
        lowering.say(
            scenarios.CASES_DO_NOT_FIT, "a scenario has one table of cases", again.span,
            Fix("put all columns into one table, or write two scenarios"),
        )  # fmt: skip
    table = scenario.tables[0]
    columns = [each.text for each in table.columns]
    used: set[str] = set()
    if _has_misspelt_units(lowering, table):
        return
    for number, row in enumerate(table.rows, 1):
        if len(row) != len(columns):
            lowering.say(
                scenarios.CASES_DO_NOT_FIT,
                f"this row has {len(row)} values, the table has {len(columns)} columns",
                row[0].span.to(row[-1].span),
                Fix(f"write a value for each of {listing(columns)}, with commas between them"),
            )
            continue
        cells = dict(zip(columns, row, strict=True))
        yield number, _with_states(lowering, _Filling(cells, used).scenario(scenario), cells, used)
    for column in table.columns:
        if table.rows and column.text not in used and all(len(row) == len(columns) for row in table.rows):
            lowering.say(
                scenarios.CASES_DO_NOT_FIT, f"nothing in the scenario uses the column `{column.text}`", column.span,
                Fix("use it in a row of the log or in an expectation, or take it out"),
            )  # fmt: skip


def _has_misspelt_units(lowering: Lowering, table: ast.CaseTable) -> bool:
    """Where a number has no unit that is known, its row ends behind it, and the word begins another. Each word is told
    once, at its first place."""
    found: dict[str, list[ast.Name]] = {}
    for row, following in pairwise(table.rows):
        number, word = row[-1], following[0]
        beside = 0 < word.span.start - number.span.end <= _ONE_GAP
        split = len(row) + len(following) - 1 == len(table.columns)
        if isinstance(number, ast.Number) and isinstance(word, ast.Name) and beside and split:
            found.setdefault(word.text, []).append(word)
    for text, places in found.items():
        rows = "" if len(places) == 1 else f", in {len(places)} rows of this table"
        near = did_you_mean(text, (*UNITS, *(f"{each}s" for each in UNITS)), places[0].span)
        lowering.say(scenarios.CASES_DO_NOT_FIT, f"`{text}` is no unit{rows}", places[0].span, *near, *_LENGTHS)
    return bool(found)


_ONE_GAP = 2
"""Characters between a number and its unit: a new row stands on a line of its own."""
_LENGTHS = (Fix("write a length such as `43min12s`, `4 hours` or `3 days`"),)


class _Filling:
    """Puts values in place of names. Names of streams, attributes and clauses stay: only values are replaced."""

    def __init__(self, cells: Mapping[str, ast.Expression], used: set[str]) -> None:
        self.cells = cells
        self.used = used

    def scenario(self, scenario: ast.Scenario) -> ast.Scenario:
        return replace(
            scenario,
            settings=tuple(replace(each, value=self.value(each.value)) for each in scenario.settings),
            logs=tuple(replace(block, rows=tuple(map(self._row, block.rows))) for block in scenario.logs),
            expectations=tuple(map(self._expectation, scenario.expectations)),
            tables=(),
            openings=tuple(replace(each, rows=tuple(map(self._opening_row, each.rows))) for each in scenario.openings),
        )

    def value(self, written: ast.Expression) -> ast.Expression:
        """An expression with the names of columns replaced wherever they stand as values."""
        match written:
            case ast.Name(text=text) if text in self.cells:
                self.used.add(text)
                return self.cells[text]
            case ast.Arithmetic(left=left, right=right):
                return replace(written, left=self.value(left), right=self.value(right))
            case ast.Negate(operand=operand) | ast.PercentOf(operand=operand) | ast.RoundTo(operand=operand):
                return replace(written, operand=self.value(operand))
            case ast.Extreme(operands=operands):
                return replace(written, operands=tuple(map(self.value, operands)))
        return written

    def _row(self, row: ast.LogRow) -> ast.LogRow:
        return replace(
            row,
            end=None if row.end is None else self.value(row.end),
            values=tuple(map(self._given, row.values)),
            exceptions=tuple(replace(each, values=tuple(map(self._given, each.values))) for each in row.exceptions),
        )

    def _given(self, given: ast.Given) -> ast.Given:
        cells = (
            replace(
                cell,
                value=self.value(cell.value),
                until=None if cell.until is None else self.value(cell.until),
                since=None if cell.since is None else self.value(cell.since),
            )
            for cell in given.cells
        )
        return replace(given, cells=tuple(cells))

    def _opening_row(self, row: ast.OpeningRow) -> ast.OpeningRow:
        parts = (replace(each, amounts=tuple(map(self.value, each.amounts))) for each in row.parts)
        scope = tuple(replace(each, label=self._label(each.label)) for each in row.scope)
        return replace(row, parts=tuple(parts), scope=scope)

    def _expectation(self, expectation: ast.Expectation) -> ast.Expectation:
        if isinstance(expectation, ast.ExpectFinding):
            return expectation
        scope = tuple(replace(each, label=self._label(each.label)) for each in expectation.scope)
        if isinstance(expectation, ast.ExpectNoCredit | ast.ExpectConsequence):
            return replace(expectation, scope=scope)
        outcome = expectation.outcome
        if isinstance(outcome, ast.ComesTo):
            outcome = replace(outcome, value=self.value(outcome.value))
        return replace(expectation, scope=scope, outcome=outcome)

    def _label(self, label: ast.Name | ast.Text) -> ast.Name | ast.Text:
        filled = self.value(label)
        return filled if isinstance(filled, ast.Name | ast.Text) else label


def _with_states(
    lowering: Lowering,
    scenario: ast.Scenario,
    cells: Mapping[str, ast.Expression],
    used: set[str] | None = None,
) -> ast.Scenario:
    """The scenario with the states settled that a column of the table names."""
    named = _Named(lowering, cells, set() if used is None else used)
    done = tuple(named.settled(each) for each in scenario.expectations)
    openings = (
        replace(each, rows=tuple(row for row in map(named.settled_row, each.rows) if row is not None))
        for each in scenario.openings
    )
    return replace(scenario, expectations=tuple(each for each in done if each is not None), openings=tuple(openings))


@changing
class _Named(Changing):
    """Settles states that are names: of a column, or of nothing that can come out."""

    lowering: Lowering
    cells: Mapping[str, ast.Expression]
    used: set[str]

    def settled(self, written: ast.Expectation) -> ast.Expectation | None:
        if not isinstance(written, ast.Expect):
            return written
        outcome = self._outcome(written.outcome)
        return None if outcome is None else replace(written, outcome=outcome)

    def settled_row(self, written: ast.OpeningRow) -> ast.OpeningRow | None:
        outcome = self._outcome(written.outcome)
        return None if outcome is None else replace(written, outcome=outcome)

    def _outcome(self, outcome: ast.ComesTo | ast.ComesOut) -> ast.ComesTo | ast.ComesOut | None:
        if isinstance(outcome, ast.ComesTo) or not outcome.column:
            return outcome
        column = outcome.column
        named = self.cells.get(column.text)
        if named is not None:
            self.used.add(column.text)
        state = label_text(named) if isinstance(named, ast.Name | ast.Text) else column.text
        if state in STATES:
            return ast.ComesOut(outcome.span, state)
        place = named if named is not None else column
        self.lowering.say(
            names.UNKNOWN_LABEL, f"`{state}` is nothing that can come out", place.span,
            *self.lowering.problems.did_you_mean(state, STATES, place.span), Fix(f"known are {listing(STATES, 20)}"),
        )  # fmt: skip
        return None
