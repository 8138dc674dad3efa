"""Objectives → the contract layer."""

from dataclasses import replace
from fractions import Fraction

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, readings, types
from sladsl.graph.contract import Check, Comparator, ExceptionRule, Objective, PayOnlyAbove
from sladsl.graph.lower import changes, claims, consequences, credits, measures, sense
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.requirements import Wanted, check_lines, check_remedies, wanted
from sladsl.graph.lower.rows import RowLayer
from sladsl.graph.lower.values import ValueLayer, fixed_number, scope_keys
from sladsl.graph.lower.windows import check_limit_windows, window_rule
from sladsl.graph.measures import MeasureRecords, RecordCheck
from sladsl.graph.node import Ref
from sladsl.graph.values import Availability, Rounded
from sladsl.graph.windows import WindowRule
from sladsl.logs.schema import StreamSchema
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.units import PERCENT, Unit
from sladsl.syntax import ast


def objective(lowering: Lowering, clause: ast.Objective) -> Objective | None:
    """The objective of a clause; None if it has no meaning."""
    stream = _record_stream(lowering, clause)
    measures.check_each(lowering, clause.each)
    measures.check_service(lowering, clause.service)
    if not measures.has_scopes(lowering, clause.each, clause.service):
        return None
    layer = ValueLayer(lowering, scope_keys(lowering, clause.each))
    window = _window(lowering, clause, of_records=stream is not None)
    checks: tuple[Check, ...] = ()
    records: Ref | None = None
    if stream is not None:
        records = _records(lowering, clause, stream)
    else:
        checks = _checks(layer, clause)
    lowered = credits.Debts(
        layer, clause.name.text, *_measured(lowering, checks, records), always=clause.kind == "remedy"
    )
    check_lines(lowering, clause)
    check_remedies(lowering, clause)
    # Everything is lowered before giving up, so that all mistakes of an objective are told at once.
    made = [(each, lowered.credit(each)) for each in clause.credits]
    points = [replace(lowered, points=True).credit(each) for each in clause.points]
    limits = tuple(lowered.limit(each) for each in clause.limits)
    lowered.check_limits([*clause.limits, *(limit for each in clause.credits for limit in each.limits)], clause.name)
    if clause.windows:
        for check in checks:
            sense.check_denominator(lowering, check.measured, clause.windows[0])
        written = [*clause.limits, *(limit for each in clause.credits for limit in each.limits)]
        check_limit_windows(lowering, written, clause.windows[0])
    exceptions = _exceptions(layer, clause, of_records=stream is not None)
    pay_only_above, steps = _pay_only_above(lowering, clause), claims.claims(lowering, clause)
    terms = consequences.terms(layer, clause)
    if window is None or (not checks and records is None):
        return None
    return Objective(
        name=clause.name.text,
        title=clause.title,
        kind="kpi" if clause.kind == "kpi" else "objective",
        keys=tuple(layer.keys),
        window=window,
        checks=checks,
        records=records,
        warn_at=_warning(lowering, clause),
        credits=tuple(rule for each, rule in made if rule is not None and each.word == "credit"),
        bonuses=tuple(rule for each, rule in made if rule is not None and each.word == "bonus"),
        points=next((each for each in points if each is not None), None),
        limits=tuple(each for each in limits if each is not None),
        pay_only_above=pay_only_above,
        claims=steps,
        span=clause.name.span,
        applies=terms.applies,
        eligible=terms.eligible,
        payer=terms.payer,
        payee=terms.payee,
        earn_back=terms.earn_back,
        pay_once=terms.pay_once,
        applied=terms.applied,
        expires=terms.expires,
        escalations=terms.escalations,
        exceptions=exceptions,
        service=clause.service.text if clause.service is not None else None,
    )


def _measured(
    lowering: Lowering, checks: tuple[Check, ...], records: Ref | None
) -> tuple[Unit | None, Comparator | None, Ref | None, bool]:
    """What tables and per-case credits look at: the unit and direction of the measured number, its records, and whether
    it is a share of a whole."""
    if records is not None:
        return PERCENT, ">=", records, True
    if not checks:
        return None, None, None, False
    measured = checks[0].measured
    return (
        checks[0].unit,
        checks[0].comparator,
        measures.records_under(lowering, measured),
        sense.is_share(lowering, measured),
    )


def _record_stream(lowering: Lowering, clause: ast.Objective) -> StreamSchema | None:
    """The stream of `for each tickets`: then every record has its own verdict."""
    return lowering.agreement.streams.get(clause.each.names[0].text) if clause.each else None


def _window(lowering: Lowering, clause: ast.Objective, *, of_records: bool) -> WindowRule | None:
    if clause.windows:
        return window_rule(lowering, clause.windows[0])
    if of_records:
        lowering.read(
            f"the window of `{clause.name.text}`",
            "the whole term",
            "`per calendar month` or `per term`",
            clause.name.span,
            decisive=True,
        )
        return WindowRule("term", lowering.agreement.zone.name)
    lowering.say(
        names.MISSING_CLAUSE,
        f"the objective `{clause.name.text}` does not say when it is taken",
        clause.name.span,
        Fix("add `per calendar month`, or another window, after the target"),
    )
    return None


def _checks(layer: ValueLayer, clause: ast.Objective) -> tuple[Check, ...]:
    lowering = layer.lowering
    for table in clause.tables:
        lowering.say(
            types.NOT_HERE,
            "a table by class needs records to look at",
            table.span,
            Fix("say `for each` and the stream, for instance `objective support for each tickets`"),
        )
    kept = [wanted(each.condition, each.when) for each in clause.requirements]
    if not kept and not clause.tables:
        _nothing_to_keep(lowering, clause)
    for each in kept[1:]:
        if each.measured != kept[0].measured:
            lowering.problems.add(
                types.MIXED_REQUIREMENTS,
                "an objective holds one number against its target; this is another number",
                each.measured.span,
                labels=[Label(kept[0].measured.span, "the first is here")],
                fixes=[Fix("make a second objective of it")],
            )
            return ()
    return tuple(check for each in kept if (check := _check(layer, clause, each)) is not None)


def _exceptions(layer: ValueLayer, clause: ast.Objective, *, of_records: bool) -> tuple[ExceptionRule, ...]:
    """The exceptions to an objective. Those with requirements hold the same number against another target."""
    lowering = layer.lowering
    found: list[ExceptionRule] = []
    own = [wanted(each.condition).measured for each in clause.requirements]
    for each in lowering.agreement.exceptions:
        if each.objective.text != clause.name.text:
            continue
        when = layer.condition(each.condition)
        if of_records and each.requirements:
            lowering.say(
                types.NOT_HERE, "an objective of records has its targets for each record", each.requirements[0].span,
                Fix("say in the objective which records are held to what: `when …: …`"),
            )  # fmt: skip
            continue
        kept = [wanted(requirement.condition) for requirement in each.requirements]
        for other in kept:
            if own and other.measured not in own:
                lowering.say(
                    types.MIXED_REQUIREMENTS, "an exception holds the objective's number against another target",
                    other.measured.span,
                    Fix("make a second objective of it"),
                )  # fmt: skip
        checks = [_check(layer, clause, other) for other in kept]
        if when is None or None in checks:
            continue
        kinds = tuple(check for check in checks if check is not None)
        before = tuple(name.text for name in each.before)
        found.append(
            ExceptionRule(each.name.text, each.title, when, kinds, each.applies, each.owes, before, each.name.span)
        )
    return tuple(found)


def _nothing_to_keep(lowering: Lowering, clause: ast.Objective) -> None:
    lowering.say(
        types.NO_REQUIREMENT,
        f"the {clause.kind} `{clause.name.text}` does not say what is to be kept",
        clause.name.span,
        Fix("write a number and its target, for instance `uptime >= 99.9% per calendar month`"),
    )


def _check(layer: ValueLayer, clause: ast.Objective, wanted: Wanted) -> Check | None:
    lowering = layer.lowering
    if isinstance(wanted.measured, ast.Logic | ast.Not):
        lowering.say(
            types.MIXED_REQUIREMENTS, "an objective holds one number against its target", wanted.whole.span,
            Fix("make an objective of each part"),
        )  # fmt: skip
        return None
    when = None if wanted.when is None else layer.condition(wanted.when)
    measured = layer.number(wanted.measured)
    if measured is None or measured.type.unit is None:
        return None
    target: Ref | None = None
    if wanted.target is not None and wanted.comparator is not None:
        pair = layer.comparable(wanted.measured, wanted.target, wanted.whole.span)
        if pair is not None:
            target = pair[1].ref
            sense.check_target(layer, wanted, measured.ref, target)
    elif clause.kind == "objective":
        lowering.say(
            types.NOT_A_CONDITION,
            "an objective holds its number against a target",
            wanted.whole.span,
            Fix("add the target, for instance `>= 99.9%`, or make it a `kpi`, which is only measured"),
        )
        return None
    return Check(
        when,
        measured.ref,
        measured.type.unit,
        wanted.comparator,
        target,
        _availability_under(lowering, measured.ref),
        _shown_in(lowering, wanted.measured),
        wanted.whole.span,
    )


def _availability_under(lowering: Lowering, ref: Ref) -> Ref | None:
    node = lowering.table[ref]
    while isinstance(node, Rounded):
        ref = node.operand
        node = lowering.table[ref]
    return ref if isinstance(node, Availability) else None


def _shown_in(lowering: Lowering, expression: ast.Expression) -> str | None:
    if isinstance(expression, ast.RoundTo):
        return _shown_in(lowering, expression.operand)
    metric = lowering.agreement.metrics.get(expression.text) if isinstance(expression, ast.Name) else None
    return metric.shown_in if metric else None


def _records(lowering: Lowering, clause: ast.Objective, stream: StreamSchema) -> Ref | None:
    """Every record of the stream is held against its requirements. Requirements on the same quantity are
    alternatives, the first in force decides; those on different quantities must all be kept."""
    layer = RowLayer(lowering, stream)
    groups: dict[ast.Expression, list[RecordCheck]] = {}
    good = True
    for requirement in clause.requirements:
        good &= _add_record_check(layer, requirement.when, requirement.condition, groups)
    for table in clause.tables:
        for row in table.rows:
            subject = ast.ValueAt(table.attribute.span, table.attribute, table.at) if table.at else table.attribute
            when = ast.OneOf(row.label.span, subject, (row.label,))
            for condition in row.conditions:
                good &= _add_record_check(layer, when, condition, groups, label_text(row.label))
        _read_missing_rows(lowering, table, stream)
    if not groups:
        if good:
            _nothing_to_keep(lowering, clause)
        return None
    assert clause.each is not None
    by = measures.each_moment(lowering, clause.each, stream)
    if by is None:
        by = measures.moment(lowering, stream, clause.each.names[0], *groups)
    node = MeasureRecords(stream.name, None, _named_groups(groups), by)
    return lowering.table.add(node, clause.span) if good else None


def _named_groups(groups: dict[ast.Expression, list[RecordCheck]]) -> tuple[tuple[RecordCheck, ...], ...]:
    """Where a record is held against several quantities, a check is known by its quantity too."""
    if len(groups) == 1:
        return tuple(map(tuple, groups.values()))
    named = {each: each.text if isinstance(each, ast.Name) else "" for each in groups}
    return tuple(
        tuple(replace(check, label=": ".join(filter(None, (check.label, named[measured])))) for check in checks)
        for measured, checks in groups.items()
    )


def _read_missing_rows(lowering: Lowering, table: ast.ClassTable, stream: StreamSchema) -> None:
    """A class without a row is held to nothing by the table."""
    index = stream.attribute_index(table.attribute.text)
    listed = {label_text(row.label) for row in table.rows}
    lacking = [] if index is None else [each for each in stream.attributes[index].type.choices if each not in listed]
    if lacking:
        lowering.read(
            f"what {listing(lacking)} of `{stream.name}` is held to",
            "nothing, by this table",
            "a row for it",
            table.attribute.span,
        )


def _add_record_check(
    layer: RowLayer,
    when: ast.Expression | None,
    condition: ast.Expression,
    groups: dict[ast.Expression, list[RecordCheck]],
    label: str = "",
) -> bool:
    applies = None if when is None else layer.condition(when)
    kept = layer.condition(condition)
    if kept is None or (when is not None and applies is None):
        return False
    changes.read_silence(layer, applies, kept, condition.span)
    held = wanted(condition)
    if held.comparator in (">", ">=") and layer.is_clock(held.measured):
        layer.lowering.say(
            readings.WRONG_WAY, "this is kept when it takes long, and missed when it is quick", condition.span,
            Fix("write `<=`"),
        )  # fmt: skip
    groups.setdefault(held.measured, []).append(RecordCheck(applies, kept, label))
    return True


def _warning(lowering: Lowering, clause: ast.Objective) -> Fraction | None:
    """The level of warning; escalations are at such levels too."""
    lines: list[tuple[str, str, ast.Warn | ast.EscalateAt]]
    lines = [("a warning", "warn", each) for each in clause.warnings]
    lines += [("an escalation", 'escalate to "…"', each) for each in clause.escalations]
    has_target = clause.tables or any(wanted(each.condition).target for each in clause.requirements)
    for what, word, line in lines:
        if not 0 < line.share.value <= 100:
            lowering.say(
                types.OUT_OF_RANGE, f"{what} lies above 0% and up to 100% of the target used", line.share.span,
                Fix(f"write for instance `{word} at 80% of target`"),
            )  # fmt: skip
        if not has_target:
            lowering.say(
                names.MISSING_CLAUSE, f"the {clause.kind} `{clause.name.text}` has no target to warn about",
                line.span,
                Fix(f"add the target, for instance `>= 99.9%`, or take the {what.split()[1]} out"),
            )  # fmt: skip
    return clause.warnings[0].share.value / 100 if clause.warnings else None


def _pay_only_above(lowering: Lowering, clause: ast.Objective) -> PayOnlyAbove | None:
    if not clause.pay_only_above:
        return None
    written = clause.pay_only_above[0]
    amount = fixed_number(lowering, written.amount)
    if amount is None or not credits.is_due_money(lowering, amount.unit, amount.value, written.amount):
        return None
    lowered = ValueLayer(lowering, {}).number(written.amount)
    return PayOnlyAbove(lowered.ref, written.after_rounding, written.span) if lowered else None
