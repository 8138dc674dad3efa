"""What reduces a stream or a time set to a number."""

from fractions import Fraction
from typing import Literal, cast

from lark import Token

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.expressions import condition

_UNKNOWN: dict[str, Literal["up", "down", "leaves"]] = {
    "unknown_up": "up",
    "unknown_down": "down",
    "unknown_leaves": "leaves",
}
Statistic = Literal["sum", "mean", "max", "min", "median", "percentile"]
MOST_LEFT_OUT = 1_000_000
STATISTICS: dict[str, Statistic] = {
    "stat_sum": "sum",
    "stat_mean": "mean",
    "stat_max": "max",
    "stat_min": "min",
    "stat_median": "median",
    "stat_percentile": "percentile",
}


def at_most_once(builder: Builder, branch: Branch, what: str, *rules: str) -> Branch | None:
    """The option, of which there may be one; `what` names it in a message."""
    found = list(trees(branch, *rules))
    for again in found[1:]:
        builder.complain(codes.SAID_TWICE, f"{what} is said twice", again)
    return found[0] if found else None


def names(builder: Builder, branch: Branch, rule: str) -> tuple[ast.Name, ...]:
    return tuple(builder.name(each) for option in trees(branch, rule) for each in tokens(option, "NAME"))


def _availability(builder: Builder, branch: Branch) -> ast.Availability:
    schedule = at_most_once(builder, branch, "the calendar", "scheduled")
    over = at_most_once(builder, branch, "the length of the window", "over")
    unknown_while = at_most_once(builder, branch, "when the state is unknown", "unknown_while")
    unknown = at_most_once(builder, branch, "how unknown time counts", *_UNKNOWN)
    return ast.Availability(
        builder.span(branch),
        builder.time_set(branch.children[0]),
        names(builder, branch, "excluding"),
        builder.name(token(schedule, "NAME")) if schedule else None,
        builder.quantity(over.children[0]) if over else None,
        builder.time_set(unknown_while.children[0]) if unknown_while else None,
        _UNKNOWN[unknown.data] if unknown else None,
    )


def _window_length(builder: Builder, branch: Branch) -> ast.WindowLength:
    return ast.WindowLength(builder.span(branch))


def _time_of(builder: Builder, branch: Branch) -> ast.TimeOf:
    (inside,), weight = parts(branch, "weighted"), tree(branch, "weighted")
    weighted = builder.expression(weight.children[0]) if weight else None
    return ast.TimeOf(builder.span(branch), builder.time_set(inside), weighted)


_CYCLES: dict[str, Literal["each", "worst", "mean", "first", "last"]] = {
    "each_cycle": "each",
    "worst_cycle": "worst",
    "mean_cycle": "mean",
    "first_cycle": "first",
    "last_cycle": "last",
}
_AGAIN: dict[str, Literal["continues", "begins another", "keeps the first"]] = {
    "again_continues": "continues",
    "again_begins": "begins another",
    "again_keeps": "keeps the first",
}


def _clock(builder: Builder, branch: Branch) -> ast.Clock:
    *gaps, start, stop = map(builder.name, tokens(branch, "NAME"))
    calendar = tree(branch, "in_calendar")
    cycle = at_most_once(builder, branch, "which cycle counts", "of_cycle")
    again = at_most_once(builder, branch, "what follows when a case is taken up again", *_AGAIN)
    option = at_most_once(builder, branch, "the deadline", "deadline_at_close", "deadline_at_opening")
    deadline: Literal["close", "next opening"] | None = None
    if option:
        deadline = "close" if option.data == "deadline_at_close" else "next opening"
    held = at_most_once(builder, branch, "the condition after `while`", "runs_while")
    return ast.Clock(
        builder.span(branch),
        start,
        stop,
        builder.name(token(calendar, "NAME")) if calendar else None,
        names(builder, branch, "without"),
        deadline,
        _CYCLES[str(parts(cycle)[0].data)] if cycle else None,
        builder.name(token(again, "NAME")) if again else None,
        _AGAIN[str(again.data)] if again else None,
        gaps[0] if gaps else None,
        builder.expression(parts(held)[0]) if held else None,
        tuple(_change(builder, each) for each in trees(branch, "change_restarts", "change_continues")),
    )


def _change(builder: Builder, branch: Branch) -> ast.ChangeOf:
    to = tree(branch, "to_label")
    return ast.ChangeOf(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        "restarts" if branch.data == "change_restarts" else "continues",
        literals.label(builder, parts(to)[0]) if to else None,
    )


def by_moment(builder: Builder, branch: Branch) -> ast.Name | None:
    """`by opened`: which moment of a case decides in which window it falls."""
    found = tree(branch, "by_moment")
    return builder.name(token(found, "NAME")) if found else None


def _count_of(builder: Builder, branch: Branch) -> ast.CountOf:
    stream = builder.name(token(branch, "NAME"))
    return ast.CountOf(builder.span(branch), stream, condition(builder, branch), by_moment(builder, branch))


def _statistic_of(builder: Builder, branch: Branch) -> ast.StatisticOf:
    word, operand = parts(branch, "where", "by_moment", "trimmed")
    statistic, percentile = statistic_of(builder, word)
    return ast.StatisticOf(
        builder.span(branch),
        statistic,
        builder.expression(operand),
        builder.name(token(branch, "NAME")),
        condition(builder, branch),
        percentile,
        by_moment(builder, branch),
        trimmed(builder, branch),
    )


def trimmed(builder: Builder, branch: Branch) -> tuple[ast.Extremes, ...]:
    """`without the highest 2 and the lowest 2`: without a figure, one of them."""
    found = tree(branch, "trimmed")
    if found is None:
        return ()
    for each in ("highest", "lowest"):
        at_most_once(builder, found, f"how many of the {each} are left out", each)
    return tuple(_extremes(builder, each) for each in trees(found, "highest", "lowest"))


def _extremes(builder: Builder, branch: Branch) -> ast.Extremes:
    span, which = builder.span(branch), cast(Literal["highest", "lowest"], str(branch.data))
    figure = tree(branch, "how_many")
    if figure is None:
        return ast.Extremes(span, which, 1)
    for share in tokens(figure, "PERCENT"):
        return ast.Extremes(span, which, share=literals.percent(builder, share).value / 100)
    number = literals.whole(builder, token(figure, "NUMBER"), "how many are left out", 1, MOST_LEFT_OUT)
    return ast.Extremes(span, which, number)


def _bucket_mean(builder: Builder, branch: Branch) -> ast.BucketMean:
    word, width, operand = parts(branch, "where", "value_where", "missing_counts", "missing_leaves")
    if word.data != "stat_mean":
        fix = Fix("write `mean over buckets of …`")
        builder.complain(codes.UNEXPECTED, "only the mean is taken over buckets", word, (fix,))
    missing = at_most_once(builder, branch, "how a missing bucket counts", "missing_counts", "missing_leaves")
    return ast.BucketMean(
        builder.span(branch),
        builder.width(width),
        builder.name(token(branch, "NAME")),
        builder.expression(operand),
        condition(builder, branch),
        tuple(value_case(builder, each) for each in trees(branch, "value_where")),
        _missing(builder, missing) if missing else None,
    )


def _missing(builder: Builder, branch: Branch) -> ast.Expression | Literal["leaves"]:
    return "leaves" if branch.data == "missing_leaves" else builder.expression(branch.children[0])


def statistic_of(builder: Builder, word: Branch) -> tuple[Statistic, Fraction | None]:
    """Which statistic a word names, and the figure after `percentile`."""
    statistic = STATISTICS[word.data]
    return statistic, _percentile(builder, token(word, "NUMBER")) if statistic == "percentile" else None


def _percentile(builder: Builder, figure: Token) -> Fraction:
    value = literals.number(builder, figure)
    if not 0 < value <= 100:
        builder.complain(codes.BAD_NUMBER, "a percentile lies above 0 and is at most 100", figure)
    return value


def value_case(builder: Builder, branch: Branch) -> ast.ValueCase:
    value, when = map(builder.expression, branch.children)
    return ast.ValueCase(builder.span(branch), value, when)


def _share_of(builder: Builder, branch: Branch) -> ast.ShareOf:
    (kept,) = parts(branch, "where", "by_moment")
    stream, where = builder.name(token(branch, "NAME")), condition(builder, branch)
    return ast.ShareOf(builder.span(branch), stream, builder.expression(kept), where, by_moment(builder, branch))


def _days_between(builder: Builder, branch: Branch) -> ast.DaysBetween:
    calendar = tree(branch, "in_calendar")
    start, stop = map(builder.expression, parts(branch, "in_calendar"))
    name = builder.name(token(calendar, "NAME")) if calendar else None
    return ast.DaysBetween(builder.span(branch), start, stop, name)


def _end_after(builder: Builder, branch: Branch) -> ast.EndAfter:
    (operand,) = map(builder.expression, parts(branch))
    count, unit = int(token(branch, "ORDINAL")[:-2]), literals.singular(token(branch, "UNIT"))
    calendar = builder.name(token(branch, "NAME")) if branch.data == "business_end_after" else None
    return ast.EndAfter(builder.span(branch), operand, count, unit, calendar)


def _end_of_unit(builder: Builder, branch: Branch) -> ast.EndAfter:
    (operand,) = map(builder.expression, parts(branch, "in_calendar"))
    calendar = tree(branch, "in_calendar")
    named = builder.name(token(calendar, "NAME")) if calendar else None
    unit = literals.singular(token(branch, "UNIT"))
    return ast.EndAfter(builder.span(branch), operand, 0, unit, None, named)


def _steps(builder: Builder, branch: Branch) -> ast.Steps:
    step, operand = parts(branch)
    kind: Literal["started", "full"] = "started" if branch.data == "started_steps" else "full"
    size = cast("ast.Quantity | ast.Number | ast.Counted | ast.Percent | ast.Amount", builder.expression(step))
    return ast.Steps(builder.span(branch), kind, size, builder.expression(operand))


def _near_record(builder: Builder, branch: Branch) -> ast.NearRecord:
    attribute, stream = map(builder.name, tokens(branch, "NAME"))
    direction = cast(Literal["next", "previous"], branch.data.removesuffix("_record"))
    return ast.NearRecord(builder.span(branch), direction, attribute, stream, condition(builder, branch))


def _fees(builder: Builder, branch: Branch) -> ast.Fees:
    return ast.Fees(builder.span(branch))


RULES: dict[str, Rule] = {
    "availability": _availability,
    "window_length": _window_length,
    "time_of": _time_of,
    "clock": _clock,
    "days_between": _days_between,
    "end_after": _end_after,
    "end_of_unit": _end_of_unit,
    "business_end_after": _end_after,
    "longest_gap": _clock,
    "count_of": _count_of,
    "statistic_of": _statistic_of,
    "bucket_mean": _bucket_mean,
    "share_of": _share_of,
    "started_steps": _steps,
    "full_steps": _steps,
    "next_record": _near_record,
    "previous_record": _near_record,
    "fees": _fees,
}
