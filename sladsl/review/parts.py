"""An objective taken apart into what people change: target, measure, window, rows, base, limits, claims, conditions."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from sladsl.graph import Ref, WindowRule
from sladsl.graph.contract import Check, Comparator, CreditRule, LimitRule, Objective
from sladsl.model.units import decimal_text
from sladsl.review.change import Kind
from sladsl.review.meaning import Meaning
from sladsl.text import Span


@dataclass(frozen=True, slots=True)
class Part:
    """One thing an objective says. `key` is equal where it means the same; `span` is where it says so (None: it has no
    place of its own, and `words` says it), `rule` what was built of it, where that can be compared."""

    kind: Kind
    key: Hashable
    span: Span | None
    words: str | None = None
    rule: object = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a credit or bonus: its key, what it gives, and from where to where."""

    credit: CreditRule
    key: tuple[Hashable, ...]
    gives: Ref
    bounds: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, and how it is compared; of records, each of which is kept or not, nothing is."""

    ref: Ref
    comparator: Comparator | None


@dataclass(frozen=True, slots=True)
class Amount:
    """Something by which more or less is owed by a credit, bonus or points: a formula, a base, a condition."""

    credit: CreditRule
    ref: Ref


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition, or an amount, on which hangs whether and when something is owed."""

    what: str
    ref: Ref


def parts(objective: Objective, meaning: Meaning) -> list[Part]:
    """All of an objective, in the order in which people read it."""
    found = [
        *_checks(objective.checks, meaning),
        Part("window", meaning.value(objective.window), None, window_words(objective.window)),
        Part("other", (objective.kind, objective.keys, objective.payer, objective.payee), None,
             _standing(objective)),
    ]  # fmt: skip
    if objective.warn_at is not None:
        words = f"warn at {decimal_text(100 * objective.warn_at)}% of target"
        found.append(Part("warning", objective.warn_at, None, words))
    if objective.records is not None:
        place = meaning.place(objective.records)
        found.append(Part("measure", meaning.of(objective.records), place, None, Measure(objective.records, None)))
    for credit in (*objective.credits, *objective.bonuses, *([objective.points] if objective.points else [])):
        found += _credit(credit, meaning)
    limits = [each for each in meaning.graph.limits if not each.objectives or objective.name in each.objectives]
    found += [_limit(each, meaning) for each in (*objective.limits, *limits)]
    found += [Part("claim", meaning.value(each), each.span, None, each) for each in objective.claims]
    asked = (("applies", objective.applies), ("eligible", objective.eligible), ("earn back", objective.earn_back),
             ("pay once", objective.pay_once))  # fmt: skip
    found += [_asked(what, ref, meaning) for what, ref in asked if ref is not None]
    found += [Part("condition", meaning.value(each), each.span, None, each) for each in objective.exceptions]
    if objective.pay_only_above is not None:
        found.append(Part("limit", meaning.value(objective.pay_only_above), objective.pay_only_above.span))
    for name, deadline in (("applied", objective.applied), ("expires", objective.expires)):
        if deadline is not None:
            found.append(Part("claim", (name, meaning.value(deadline)), deadline.span, None, (name, deadline)))
    return found + [Part("warning", meaning.value(each), each.span) for each in objective.escalations]


def of_one_window(part: Part | None, objective: Objective) -> bool:
    """Whether one window by itself decides what comes of it: no limit of longer time, nothing that waits for others."""
    match part.rule if part is not None else None:
        case LimitRule(window=window, pool=pool):
            return pool is None and window in (None, objective.window)
        case Asked(what=what):
            return what not in ("earn back", "pay once")
        case _:
            return True


def _checks(checks: tuple[Check, ...], meaning: Meaning) -> Iterator[Part]:
    for check in checks:
        place = meaning.place(check.measured)
        yield Part("measure", meaning.of(check.measured), place, None, Measure(check.measured, check.comparator))
        target = None if check.target is None else meaning.of(check.target)
        when = None if check.when is None else meaning.of(check.when)
        yield Part("target", (when, check.comparator, target), check.span, None, check)


def _credit(credit: CreditRule, meaning: Meaning) -> Iterator[Part]:
    if credit.share_of is not None:
        place = meaning.place(credit.share_of)
        yield Part("base", meaning.of(credit.share_of), place, None, Amount(credit, credit.share_of))
    for table in credit.tables:
        if table.when is not None:
            yield Part("condition", meaning.of(table.when), meaning.place(table.when))
        for row in table.rows:
            bounds = tuple((bound.side, meaning.of(bound.value)) for bound in row.bounds)
            found = (bounds, meaning.of(row.gives), table.ladder, table.better)
            yield Part(
                "table", found, row.span, None, Row(credit, found, row.gives, tuple(each.value for each in row.bounds))
            )
    if credit.amount is not None:
        yield Part("formula", meaning.of(credit.amount), credit.span, None, Amount(credit, credit.amount))
    yield Part("condition", (credit.needs_breach, credit.needs_met), None, _needs(credit))
    for ref in credit.only_when:
        yield Part("condition", meaning.of(ref), meaning.place(ref), None, Amount(credit, ref))
    for factor in credit.factors:
        yield Part("condition", meaning.value(factor), meaning.place(factor.condition))
    for limit in credit.limits:
        yield _limit(limit, meaning)


def _asked(what: str, ref: Ref, meaning: Meaning) -> Part:
    return Part("condition", (what, meaning.of(ref)), meaning.place(ref), None, Asked(what, ref))


def _limit(limit: LimitRule, meaning: Meaning) -> Part:
    return Part("limit", meaning.limit(limit), limit.span, None, limit)


def _needs(credit: CreditRule) -> str:
    return "only when breached" if credit.needs_breach else "only when met" if credit.needs_met else "in any case"


def _standing(objective: Objective) -> str:
    keys = f" for each {', '.join(objective.keys)}" if objective.keys else ""
    owed = f", owed by {objective.payer}" if objective.payer else ""
    return f"{objective.kind}{keys}{owed}"


def window_words(rule: WindowRule) -> str:
    """`per month`, `per rolling 30 days`."""
    if rule.unit == "term":
        return "per term"
    number = "" if rule.count == 1 and not rule.rolling else f"{rule.count} "
    unit = rule.unit if rule.count == 1 else f"{rule.unit}s"
    return f"per {'rolling ' if rule.rolling else ''}{number}{unit} in {rule.zone}"


def changed(old: list[Part], new: list[Part]) -> list[tuple[Part | None, Part | None]]:
    """The parts that one version has and the other has not, those of one kind set side by side."""
    before, after = _without(old, new), _without(new, old)
    found: list[tuple[Part | None, Part | None]] = []
    for part in before:
        other = next((each for each in after if each.kind == part.kind), None)
        if other is not None:
            after.remove(other)
        found.append((part, other))
    return [*found, *((None, each) for each in after)]


def _without(these: list[Part], those: list[Part]) -> list[Part]:
    left = [(each.kind, each.key) for each in those]
    found: list[Part] = []
    for each in these:
        if (each.kind, each.key) in left:
            left.remove((each.kind, each.key))
        else:
            found.append(each)
    return found
