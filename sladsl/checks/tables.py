"""Tables of credits: holes, rows that overlap or never apply, rows and targets that do not meet."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from sladsl.checks.nodes import fixed, is_counted, only_check
from sladsl.checks.ranges import range_of
from sladsl.checks.subject import Subject
from sladsl.checks.words import Cut, range_words
from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import sense
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.contract import CreditRule, Objective, RowTable
from sladsl.model.units import PERCENT, Unit
from sladsl.text import Span

Range = tuple[Cut, Cut]
_LOWEST: Cut = (Fraction(-(10**30)), 0)
_HIGHEST: Cut = (Fraction(10**30), 1)


@frozen
class _Scale(Frozen):
    """What the number of a table can be: `low` and `high` by its nature, whole numbers only where it is counted."""

    low: Cut
    high: Cut
    unit: Unit
    whole: bool

    def some(self, ranges: Iterable[Range]) -> list[str]:
        """The ranges in words, without those in which no number lies."""
        return [words for each in ranges if (words := self.words(each))]

    def words(self, each: Range) -> str:
        low, high = each
        if low >= high:
            return ""
        first = None if low == self.low else low
        last = None if high == self.high else high
        if self.whole and first is not None and last is not None:
            least, most = floor(first[0]) + 1, ceil(last[0]) - 1
            least = int(first[0]) if first == (Fraction(least - 1), 0) else least
            most = int(last[0]) if last == (Fraction(most + 1), 1) else most
            if least > most:
                return ""
            if least == most:
                return f"exactly {least}"
        return range_words(first, last, self.unit)


@frozen
class _Row(Frozen):
    """A row and the values it is about, `[low, high)` in cuts; `gives` None: not a fixed amount."""

    low: Cut
    high: Cut
    gives: Fraction | None
    span: Span


def check_tables(subject: Subject) -> None:
    graph = subject.graph
    for objective in graph.objectives:
        scale = _scale(graph, objective)
        for credit in (*objective.credits, *objective.bonuses):
            for table in credit.tables:
                rows = _rows(graph, table, scale)
                if rows is None:
                    continue
                if table.ladder:
                    _check_order(subject, table, rows)
                    rows = _stairs(table, rows)
                else:
                    _check_ranges(subject, table, rows, scale)
                if only_check(objective) is not None and credit not in objective.bonuses:
                    _check_against_target(subject, objective, credit, table, rows, scale)
                _check_reach(subject, rows)


def _scale(graph: RuleGraph, objective: Objective) -> _Scale:
    least: Fraction | None = Fraction(0)
    most: Fraction | None = Fraction(1)
    unit, counted = PERCENT, False
    if objective.records is None:
        check = only_check(objective)
        least, most = range_of(graph, check.measured)[:2] if check is not None else (None, None)
        unit = objective.checks[0].unit if objective.checks else PERCENT
        counted = bool(objective.checks) and is_counted(graph, objective.checks[0])
    low, high = (_LOWEST if least is None else (least, 0)), (_HIGHEST if most is None else (most, 1))
    return _Scale(low, high, unit, counted)


def _rows(graph: RuleGraph, table: RowTable, scale: _Scale) -> list[_Row] | None:
    """The rows, if all their bounds are fixed."""
    found: list[_Row] = []
    for row in table.rows:
        low, high = scale.low, scale.high
        for bound in row.bounds:
            value = fixed(graph, bound.value)
            if value is None:
                return None
            if bound.side in ("at least", "above", "exactly"):
                low = max(low, (value, int(bound.side == "above")))
            if bound.side in ("at most", "below", "exactly"):
                high = min(high, (value, int(bound.side != "below")))
        found.append(_Row(low, high, fixed(graph, row.gives), row.span))
    return found


def _stairs(table: RowTable, rows: list[_Row]) -> list[_Row]:
    """The rows of a ladder without what a worse one takes from them, the mildest first."""
    if table.better == "more":
        ordered = sorted(rows, key=lambda row: row.high, reverse=True)
        ends = [*(row.high for row in ordered[1:]), None]
        return [row if end is None else _Row(max(end, row.low), row.high, row.gives, row.span)
                for row, end in zip(ordered, ends, strict=True)]  # fmt: skip
    ordered = sorted(rows, key=lambda row: row.low)
    ends = [*(row.low for row in ordered[1:]), None]
    return [row if end is None else _Row(row.low, min(end, row.high), row.gives, row.span)
            for row, end in zip(ordered, ends, strict=True)]  # fmt: skip


def _check_order(subject: Subject, table: RowTable, rows: list[_Row]) -> None:
    """A ladder is read from top to bottom, whatever the order in which it applies."""
    bounds = [row.high if table.better == "more" else row.low for row in rows]
    if bounds not in (sorted(bounds), sorted(bounds, reverse=True)):
        down = bounds[0] > bounds[-1]
        odd = next(
            index for index in range(1, len(bounds))
            if (bounds[index] > bounds[index - 1]) is down
        )  # fmt: skip
        subject.say(
            sense.LADDER_ORDER, "the rows of this ladder are not in order", rows[odd].span,
            "write them from the mildest to the worst: the worst that matches applies, wherever it stands",
            labels=(Label(rows[odd - 1].span, "this row stands before it"),),
        )  # fmt: skip


def _check_reach(subject: Subject, rows: list[_Row]) -> None:
    for row in rows:
        if row.low >= row.high:
            subject.say(
                sense.ROW_NEVER, "no value lies in this row, so it never applies", row.span,
                "look at the bounds of the rows beside it, and at what the number can be",
            )  # fmt: skip


def _check_ranges(subject: Subject, table: RowTable, rows: list[_Row], scale: _Scale) -> None:
    """Free ranges: what lies between them, and what lies in two of them."""
    ordered = sorted((row for row in rows if row.low < row.high), key=lambda row: (row.low, row.high))
    holes: list[Range] = []
    reached, last = scale.low, None
    for row in ordered:
        # What is better than every row is no hole: nothing is promised there.
        if row.low > reached and (last is not None or table.better == "more"):
            holes.append((reached, row.low))
        shared = scale.words((row.low, min(reached, row.high)))
        if last is not None and shared and row.gives != last.gives:
            subject.say(
                sense.OVERLAP,
                f"two rows give different amounts for the same values: {shared}",
                row.span,
                "let one row begin where the other ends",
                labels=(Label(last.span, "the other row"),),
            )
        if row.high > reached:
            reached, last = row.high, row
    if ordered and reached < scale.high and table.better == "less":
        holes.append((reached, scale.high))
    if words := scale.some(holes):
        subject.say(
            sense.HOLE, f"some values are in no row of this table: {'; '.join(words)}", table.span,
            "let one row begin where the other ends; for nothing to be due, write a row that `gives 0%`",
        )  # fmt: skip


def _check_against_target(
    subject: Subject, objective: Objective, credit: CreditRule, table: RowTable, rows: list[_Row], scale: _Scale
) -> None:
    """Rows that pay for what is promised, and a breach that no row pays for."""
    kept = _kept(subject.graph, objective, scale)
    if kept is None:
        return
    for row in rows:
        both = max(row.low, kept[0]), min(row.high, kept[1])
        words = scale.words(both)
        if words and row.gives != 0 and objective.kind == "objective":
            _pays_though_kept(subject, credit, row, both, words)
    others = [each for each in objective.credits if each is not credit and not each.needs_met]
    if others or len(credit.tables) > 1 or table.when is not None or credit.only_when:
        return
    if words := scale.words(_uncovered(rows, kept, scale, table)):
        subject.say(
            sense.BREACH_PAYS_NOTHING,
            f"some breaches cost nothing: {words}",
            table.span,
            "let the first row begin at the target; if nothing is to be due, write a row that `gives 0%`",
            labels=(Label(objective.checks[0].span, "the target"),),
        )


def _kept(graph: RuleGraph, objective: Objective, scale: _Scale) -> Range | None:
    """The values with which the objective is met."""
    check = objective.checks[0]
    target = fixed(graph, check.target)
    if target is None or check.comparator in (None, "=", "!="):
        return None
    if check.comparator in (">", ">="):
        return (target, int(check.comparator == ">")), scale.high
    return scale.low, (target, int(check.comparator == "<="))


def _pays_though_kept(subject: Subject, credit: CreditRule, row: _Row, both: Range, words: str) -> None:
    if not credit.needs_breach:
        subject.say(
            sense.PAYS_THOUGH_KEPT, f"this row pays though the target is met: {words}", row.span,
            "let it begin at the target; if it is meant to pay, allow this finding with the reason",
        )  # fmt: skip
    elif both == (row.low, row.high):
        subject.say(
            sense.ROW_NEVER, "this row never applies: credit is due only when breached, and here the target is met",
            row.span,
            "let the row begin at the target, or take it out",
        )  # fmt: skip


def _uncovered(rows: list[_Row], kept: Range, scale: _Scale, table: RowTable) -> Range:
    """The values between the target and the first row. Holes further down are told of as such."""
    live = [row for row in rows if row.low < row.high]
    if live and kept[1] == scale.high and table.better == "more":
        return max(row.high for row in live), kept[0]
    if live and kept[0] == scale.low and table.better == "less":
        return kept[1], min(row.low for row in live)
    return scale.high, scale.low
