"""Credits and limits → the contract layer."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.frozen import Frozen, frozen
from sladsl.graph.contract import Comparator, CreditRule, Factor, LimitRule, RowBound, RowTable, TableRow
from sladsl.graph.lower import sense
from sladsl.graph.lower.context import Lowering, Typed
from sladsl.graph.lower.unit_hints import hints
from sladsl.graph.lower.values import ValueLayer
from sladsl.graph.lower.windows import check_limit_windows, window_rule
from sladsl.graph.node import Ref
from sladsl.graph.values import Arithmetic, Measured
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT, Unit, common_unit, declared
from sladsl.syntax import ast

_TURNED: dict[Comparator, Comparator] = {"<": ">=", "<=": ">", ">=": "<", ">": "<=", "=": "!=", "!=": "="}


@frozen
class Debts(Frozen):
    """What an objective owes. Tables look at its measured number (`unit`, `comparator`; None: not known), credits per
    case at its `records`. `share`: the number lies between 0 % and 100 % by its nature. `points` are counted;
    of what has no target (`always`), nothing waits for a breach."""

    layer: ValueLayer
    name: str
    unit: Unit | None
    comparator: Comparator | None
    records: Ref | None
    share: bool = False
    points: bool = False
    always: bool = False

    @property
    def lowering(self) -> Lowering:
        return self.layer.lowering

    def credit(self, written: ast.Credit) -> CreditRule | None:
        """A table or a formula."""
        share_of = None
        if written.share_of is not None:
            share_of = self._base(written.share_of)
            if share_of is None:
                return None
        amount = self._amount(written) if written.amount is not None else None
        if written.amount is not None and amount is None:
            return None
        by_rows = bool(written.tables)
        if written.word == "credit":
            self._note_unit(share_of or amount, written)
        needs_breach = self._needs_breach(written)
        needs_met = written.word == "bonus" and not by_rows and written.trigger is None and not self.always
        if not by_rows and written.trigger is None and written.word == "credit":
            self.lowering.read("a credit that is not a table", "is due only when the objective is breached",
                               "`in any case`", written.span)  # fmt: skip
        only_when = [self.layer.condition(each) for each in written.only_when]
        factors = [self._factor(each) for each in written.factors]
        if None in only_when or None in factors:
            return None
        if by_rows and written.trigger is None and written.word != "points":
            self.lowering.read("a credit by a table", "is due by its rows alone, met or missed",
                               "`only when breached`", written.span)  # fmt: skip
        return CreditRule(
            share_of,
            tuple(table for each in written.tables if (table := self._table(each, written)) is not None),
            amount,
            needs_breach=needs_breach,
            limits=tuple(rule for each in written.limits if (rule := self.limit(each)) is not None),
            span=written.span,
            needs_met=needs_met,
            only_when=tuple(each for each in only_when if each is not None),
            factors=tuple(each for each in factors if each is not None),
        )

    def _note_unit(self, ref: Ref | None, written: ast.Credit) -> None:
        place = written.share_of or written.amount or written.tables[0].rows[0].gives
        lowered = None if ref is None and not written.tables else self.layer.number(place)
        unit = None if lowered is None else lowered.type.unit
        if unit is not None and (unit.currency is not None or self._is_owed_in(unit)):
            self.lowering.owed.setdefault(self.name, set()).add(unit)

    def check_limits(self, written: Iterable[ast.Limit], *objectives: ast.Name) -> None:
        """A limit is an amount of what is owed; without `objectives`, by any of them."""
        names_ = [each.text for each in objectives] or list(self.lowering.owed)
        owed = set().union(*(self.lowering.owed.get(each, set()) for each in names_))
        for limit in written:
            lowered = self.layer.number(limit.amount)
            unit = None if lowered is None else lowered.type.unit
            if unit is None or unit in owed or (not owed and unit != DURATION):
                continue
            if self._is_owed_in(unit) and all(each.currency is not None for each in owed):
                is_money(self.lowering, unit, None, limit.amount)
            elif unit.currency is not None and all(each.currency is None for each in owed):
                said = " and ".join(sorted(each.words() for each in owed))
                self.lowering.say(
                    types.UNIT_MISMATCH, f"this limit is an amount of money; what is owed is {said}", limit.amount.span,
                    Fix("limit what is owed, for instance `at most 5 service_days`"),
                )  # fmt: skip

    def _needs_breach(self, written: ast.Credit) -> bool:
        """What goes by rows, or is a bonus, needs none unless it says so; a formula does unless it says otherwise."""
        if self.always:
            return False
        if written.tables or written.word == "bonus":
            return written.trigger == "only when breached"
        return written.trigger != "in any case"

    def _factor(self, written: ast.Factor) -> Factor | None:
        condition, factor = self.layer.condition(written.condition), self.layer.number(written.factor)
        if condition is None or factor is None:
            return None
        if factor.type.unit not in (NUMBER, COUNT, PERCENT):
            self.lowering.say(
                types.UNIT_MISMATCH, "an amount is multiplied by a plain number or a percentage", written.factor.span,
                Fix("write for instance `times 1.5 when …`"),
            )  # fmt: skip
            return None
        return Factor(condition, factor.ref)

    def limit(self, written: ast.Limit, objectives: tuple[str, ...] = ()) -> LimitRule | None:
        """A limit on a credit, an objective, or several."""
        amount = self._money(written.amount)
        window = None if written.window is None else window_rule(self.lowering, written.window)
        if self.points and written.window is not None:
            self.lowering.say(
                types.NOT_HERE, "points are limited in each window by itself", written.window.span,
                Fix("leave the window out: `points …, at most 5`"),
            )  # fmt: skip
        return None if amount is None else LimitRule(amount, window, objectives, written.span)

    def _base(self, written: ast.Expression) -> Ref | None:
        """What a credit is a share of."""
        lowered = self.layer.number(written)
        if lowered is not None and lowered.type.unit is not None and self._is_owed_in(lowered.type.unit):
            return lowered.ref
        if lowered is not None and lowered.type.unit is not None and lowered.type.unit.currency is None:
            self.lowering.say(
                types.NOT_MONEY, f"a credit is a share of an amount of money, this is {lowered.type.unit.words()}",
                written.span,
                Fix("name what is paid: `api.fee` for one service, `fees` for all"),
            )  # fmt: skip
            return None
        return None if lowered is None else self._money(written)

    def _money(self, written: ast.Expression) -> Ref | None:
        lowered = self.layer.number(written)
        if lowered is None or lowered.type.unit is None:
            return None
        value = self.layer.fixed(lowered.ref)
        if self.points and not self._is_owed_in(lowered.type.unit):
            self.lowering.say(
                types.UNIT_MISMATCH, f"points are a plain number, this is {lowered.type.unit.words()}", written.span,
                Fix("write for instance `points 2`"),
            )  # fmt: skip
            return None
        if self._is_owed_in(lowered.type.unit):
            if value is not None and value < 0:
                _below_zero(self.lowering, written)
                return None
            return lowered.ref
        return lowered.ref if is_due_money(self.lowering, lowered.type.unit, value, written) else None

    def _is_owed_in(self, unit: Unit) -> bool:
        """Whether something else than money is owed: time of service, what the contract declares as a unit; points."""
        if self.points:
            return unit in (COUNT, NUMBER)
        return unit == DURATION or any(unit == declared(name) for name in self.lowering.agreement.units)

    def _amount(self, written: ast.Credit) -> Ref | None:
        assert written.amount is not None
        amount = self._money(written.amount)
        if amount is None or not written.per_case:
            return amount
        if self.records is None and self.unit is None:
            return None
        if self.records is None:
            self.lowering.say(
                types.NOT_HERE,
                "this objective does not look at cases, so none is missed",
                written.span,
                Fix("measure a `share of … with …`, or say `for each` and the stream"),
            )
            return None
        missed = self.lowering.table.add(Measured(self.records, "missed", COUNT), written.span)
        return self.lowering.table.add(Arithmetic("*", amount, missed), written.span)

    def _table(self, table: ast.Table, credit: ast.Credit) -> RowTable | None:
        when = None if table.when is None else self.layer.condition(table.when)
        rows = [self._row(row, credit) for row in table.rows]
        if table.when is not None and when is None:
            return None
        if all(rows):
            sense.check_table(self.layer, table, self._wanted(credit), "bad" if credit.word == "bonus" else "good")
        sides: set[str] = {bound.side for row in table.rows for bound in row.bounds}
        single = all(len(row.bounds) == 1 for row in table.rows)
        ladder = single and (sides <= {"below", "at most"} or sides <= {"above", "at least"})
        return RowTable(
            when, ladder, self._better(credit, ladder, table, sides), tuple(row for row in rows if row), table.span
        )

    def _wanted(self, credit: ast.Credit) -> Comparator | None:
        """The side on which the table pays nothing: that of the target, and for a bonus the other one."""
        return self.comparator if credit.word != "bonus" or self.comparator is None else _TURNED[self.comparator]

    def _better(self, credit: ast.Credit, ladder: bool, table: ast.Table, sides: set[str]) -> Literal["more", "less"]:
        """Where nothing is due: as the objective compares, else away from where the open-ended row looks."""
        if ladder:
            return "more" if sides <= {"below", "at most"} else "less"
        if self._wanted(credit) in (">", ">="):
            return "more"
        if self._wanted(credit) in ("<", "<="):
            return "less"
        open_ended = {row.bounds[0].side for row in table.rows if len(row.bounds) == 1} - {"exactly"}
        return "less" if open_ended and open_ended <= {"above", "at least"} else "more"

    def _row(self, row: ast.Row, credit: ast.Credit) -> TableRow | None:
        bounds: list[RowBound] = []
        for bound in row.bounds:
            value = self.layer.number(bound.value)
            if value is None or value.type.unit is None:
                return None
            if self.unit is not None and common_unit(self.unit, value.type.unit) is None:
                self.layer.incomparable(self.unit, value.type.unit, bound.value)
                return None
            fixed = self.layer.fixed(value.ref)
            if self.share and fixed is not None and not 0 <= fixed <= 1:
                sense.out_of_reach(self.lowering, bound.value)
                return None
            bounds.append(RowBound(bound.side, value.ref))
        sense.check_row(self.layer, row)
        gives = self.layer.number(row.gives)
        if gives is None or not self._gives_fits(gives, credit, row):
            return None
        return TableRow(tuple(bounds), gives.ref, row.span)

    def _gives_fits(self, gives: Typed, credit: ast.Credit, row: ast.Row) -> bool:
        unit = gives.type.unit or NUMBER
        value = self.layer.fixed(gives.ref)
        if credit.share_of is not None and unit != PERCENT:
            meant = hints(PERCENT, unit, row.gives) if unit == NUMBER else []
            self.lowering.say(
                types.UNIT_MISMATCH,
                f"a row of a share gives a percentage, not {unit.words()}",
                row.gives.span,
                *(meant or [Fix("write for instance `gives 10%`; for amounts write `credit { … }` without a share")]),
            )
            return False
        if credit.share_of is None and self._is_owed_in(unit):
            return value is None or value >= 0 or _below_zero(self.lowering, row.gives)
        if credit.share_of is None and self.points:
            self.lowering.say(
                types.UNIT_MISMATCH, f"a row of points gives a plain number, not {unit.words()}", row.gives.span,
                Fix("write for instance `gives 2`"),
            )  # fmt: skip
            return False
        if credit.share_of is None and unit.currency is None:
            self.lowering.say(
                types.NOT_MONEY,
                f"a row gives an amount of money here, not {unit.words()}",
                row.gives.span,
                Fix("say what it is a share of: `credit share of api.fee { … }`"),
            )
            return False
        if credit.share_of is None:
            return is_due_money(self.lowering, unit, value, row.gives)
        if value is not None and value < 0:
            _below_zero(self.lowering, row.gives)
            return False
        return True


def is_due_money(lowering: Lowering, unit: Unit, value: Fraction | None, place: ast.Expression) -> bool:
    """Whether this is money of the agreement's currency and not negative; says what it is otherwise."""
    currency = lowering.agreement.currency
    if not is_money(lowering, unit, value, place):
        return False
    if currency is None:
        lowering.say(
            names.MISSING_CLAUSE, f"the agreement `{lowering.agreement.name}` does not say its currency",
            lowering.agreement.span,
            Fix(f"add a line `currency {unit.currency}`"),
        )  # fmt: skip
        return False
    if unit.currency != currency and currency in DECIMAL_PLACES and unit.currency in DECIMAL_PLACES:
        lowering.say(
            types.UNIT_MISMATCH, f"this is an amount in {unit.currency}; the agreement's currency is {currency}",
            place.span,
            Fix(f"write it in {currency}, or make {unit.currency} the currency of the agreement"),
        )  # fmt: skip
        return False
    return True


def is_money(lowering: Lowering, unit: Unit, value: Fraction | None, place: ast.Expression) -> bool:
    """Whether this is an amount of money that is not negative; says what it is otherwise."""
    if unit.currency is None:
        fixes = [Fix("say of what: `30% of fees`")] if unit == PERCENT else [Fix("write for instance `100 USD`")]
        lowering.say(types.NOT_MONEY, f"an amount of money is needed here, this is {unit.words()}", place.span, *fixes)
        return False
    if value is not None and value < 0:
        _below_zero(lowering, place)
        return False
    return True


def _below_zero(lowering: Lowering, place: ast.Expression) -> bool:
    lowering.say(
        types.OUT_OF_RANGE, "amounts are never negative: the word before them says who pays", place.span,
        Fix("write it without the minus sign"),
    )  # fmt: skip
    return False


def _check_limited(lowering: Lowering, name: ast.Name, written: ast.TotalLimit) -> None:
    """A limit over the credits of an objective needs some, and none for a window longer than its own."""
    clause = next(each for each in lowering.agreement.objectives if each.name.text == name.text)
    if not clause.credits and not lowering.is_in_pool(name.text):
        lowering.problems.add(
            names.MISSING_CLAUSE,
            f"the {clause.kind} `{name.text}` gives no credit to limit",
            name.span,
            labels=[Label(clause.name.span, "declared here")],
            fixes=[Fix("say what is due there: `credit …`; or take the name out")],
        )
    elif clause.windows:
        check_limit_windows(lowering, [ast.Limit(written.span, written.amount, written.window)], clause.windows[0])


def total_limit(lowering: Lowering, written: ast.TotalLimit) -> LimitRule | None:
    """`limit all credits to 30% of fees per calendar month`"""
    for name in written.objectives:
        if lowering.symbol(name, "objective") is not None:
            _check_limited(lowering, name, written)
    debts = Debts(ValueLayer(lowering, {}), "", PERCENT, None, None)
    limit = ast.Limit(written.span, written.amount, written.window)
    debts.check_limits([limit], *written.objectives)
    return debts.limit(limit, tuple(name.text for name in written.objectives))
