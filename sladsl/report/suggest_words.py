"""What is suggested, in words and rows that text and Markdown share."""

from fractions import Fraction

from sladsl.diagnostics.render.cells import kept_left, on_one_line
from sladsl.diagnostics.render.summary import counted
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.model.units import decimal_text, money
from sladsl.report.text import titled
from sladsl.report.words import amount_words, date_words, target_words, written
from sladsl.rules.outcome import Evaluation
from sladsl.targets.promises import Promise
from sladsl.targets.sweeps import Swept
from sladsl.targets.trying import Past, Suggestion, Tried
from sladsl.temporal import Zone
from sladsl.text import SourceMap


@frozen
class Suggested(Frozen):
    """What was asked: targets for promises, or values of parameters (`swept`; then `objective` is the one whose windows
    are counted, if not all are)."""

    graph: RuleGraph
    evaluation: Evaluation
    suggestions: tuple[Suggestion, ...]
    swept: tuple[Swept, ...]
    objective: str | None


def period_words(result: Suggested) -> str:
    zone = Zone.named(result.evaluation.zone)
    start, end = result.evaluation.period
    return f"{date_words(start, zone)} until {date_words(end, zone)}"


def promise_words(promise: Promise, sources: SourceMap) -> str:
    """`Available (web_up), each window: uptime >= 99.9%`."""
    label = f" of {kept_left(on_one_line(promise.label))}" if promise.label else ""
    text = written(promise.span, sources)
    return f"{kept_left(titled(promise.title, promise.objective))}, each {promise.of}{label}" + (
        f": {text}" if text else ""
    )


def past_words(promise: Promise, past: Past) -> str:
    """`12 windows, from 98.870968% to 100%, half of them 99.95% or better; 2 not known`."""
    number = len(past.values)
    if not number:
        return f"nothing to go by: {counted(past.unknown, promise.of)} not decided"
    middle = past.values[number // 2]
    said = counted(number, promise.of)
    if number > 1:
        worst, best = (number_words(each, promise) for each in (past.values[0], past.values[-1]))
        said += f", from {worst} to {best}; half of them {number_words(middle, promise)} or better"
    else:
        said += f", {number_words(past.values[0], promise)}"
    return said + (f"; {past.unknown} not decided" if past.unknown else "")


def number_words(value: Fraction, promise: Promise) -> str:
    return amount_words(value, promise.unit, promise.shown_in)


def tried_of(suggestion: Suggestion) -> list[Tried]:
    """The strictest first, the contract's own target among them; where it has several, they come before all."""
    as_is, *others = suggestion.tried
    own = own_target(suggestion)
    if own is None:
        return [as_is, *others]
    rest = [each for each in others if each.candidate is not None and each.candidate.target != own]
    more = suggestion.promise.more_is_better
    return sorted([as_is, *rest], key=lambda each: target_of(each, own), reverse=more)


def own_target(suggestion: Suggestion) -> Fraction | None:
    return suggestion.past.own[0] if len(suggestion.past.own) == 1 else None


def target_of(tried: Tried, own: Fraction) -> Fraction:
    return own if tried.candidate is None else tried.candidate.target


def tried_words(suggestion: Suggestion, tried: Tried) -> str:
    """`at least 99.9%`, or what the contract says where that is not one target."""
    own = own_target(suggestion)
    if tried.candidate is None and own is None:
        return "as written"
    promise = suggestion.promise
    return target_words(promise.comparator, target_of(tried, own or Fraction(0)), promise.unit, promise.shown_in)


def why_words(suggestion: Suggestion, tried: Tried) -> str:
    """`the contract; kept by 95% and more`."""
    own = own_target(suggestion)
    found = ["the contract"] if tried.candidate is None else []
    shares = () if tried.candidate is None else tried.candidate.shares
    if tried.candidate is None and own is not None:
        same = (each.candidate for each in suggestion.tried if each.candidate is not None)
        shares = next((each.shares for each in same if each.target == own), ())
    if shares:
        found.append(f"strictest kept in {share_words(max(shares), suggestion.promise.of)}")
    return "; ".join(found) or "asked for"


def share_words(share: Fraction, of: str) -> str:
    return f"every {of}" if share == 1 else f"{decimal_text(share * 100)}% of {of}s"


def kept_words(kept: int, judged: int) -> str:
    return f"{kept:,} of {judged:,}" if judged else "none decided"


def owed_words(amount: Fraction | None, graph: RuleGraph) -> str:
    if amount is None or graph.currency is None:
        return ""
    return amount_words(amount, money(graph.currency))
