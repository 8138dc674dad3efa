"""Green outside, red inside: what a provider who keeps every promise may still do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics import Code, Diagnostic
from sladsl.diagnostics.catalogue import proofs
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, RuleGraph, inputs
from sladsl.graph.sets import SetCalendar
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.proofs.kinds import kinds_of
from sladsl.proofs.lost import Promise, Stretch, longest, most_lost, promises
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.witness import Witness, evaluated
from sladsl.rules.outcome import Outcome
from sladsl.rules.panes import most_windows
from sladsl.rules.reach import all_roots
from sladsl.temporal import DAY, HOUR, IntervalSet, Pair, Window, Zone, add_months, describe_duration, union_all

_MOST_KINDS = 6
_MOST_WINDOWS = 600
_MOST_SHOWN = 4
_MOST_SPANS = 5
"""Of more, those of one window are shown."""
_METHOD = "what each target leaves in each window, used up"


def green_claims(subject: Subject) -> Iterator[Result]:
    """For each stream of spans of which something is promised."""
    for schema in subject.graph.streams:
        if schema.shape is Shape.SPANS and not schema.register and schema.made_of is None:
            found = _worst(subject, schema)
            if found is not None:
                yield from _total(found)
                yield from _single(found)
                yield from _in_hours(found)


@frozen
class _Worst(Frozen):
    """The kind of span of which most can be lost, and where."""

    stretch: Stretch
    given: list[Promise]
    lost: IntervalSet


def _worst(subject: Subject, schema: StreamSchema) -> _Worst | None:
    graph = subject.about(schema.name)
    start, end = subject.horizon.start, _until(subject)
    best: _Worst | None = None
    refs = _below_all(graph)
    for number, kind in enumerate(kinds_of(graph, schema, refs, {}, start)):
        stretch = Stretch(graph, subject.horizon.term, start, end, schema, kind)
        given = promises(stretch)
        if given:
            lost = most_lost(given, _counted(given))
            if lost and (best is None or lost.total() > best.lost.total()):
                best = _Worst(stretch, given, lost)
        if number + 1 >= _MOST_KINDS:
            break
    return best


def _until(subject: Subject) -> int:
    """The end of the term, or less of it where there is none, or where windows are short."""
    start, end = subject.horizon.start, subject.horizon.end
    if subject.horizon.bounded:
        zone = Zone.named(subject.graph.zone)
        end = min(end, zone.to_utc(add_months(subject.graph.term_start, 12), 0))
    for days in (None, 366, 31):
        last = end if days is None else min(end, start + days * DAY)
        if sum(most_windows(each.window, start, last) for each in subject.graph.objectives) <= _MOST_WINDOWS:
            return last
    return min(end, start + 2 * DAY)


def _below_all(graph: RuleGraph) -> set[Ref]:
    found: set[Ref] = set()
    pending = list(all_roots(graph))
    while pending:
        ref = pending.pop()
        if ref not in found:
            found.add(ref)
            pending.extend(inputs(graph.nodes[ref]))
    return found


def _counted(given: list[Promise]) -> IntervalSet:
    return union_all(each.counted for each in given)


def _total(worst: _Worst) -> Iterator[Result]:
    """Everything that is left by every target, used up."""
    name = worst.stretch.schema.name
    witness = _green(worst, worst.lost.pairs, None)
    if witness is None:
        return
    text = f"with every target kept, `{name}` can last {describe_duration(worst.lost.total())} {_from_until(worst)}"
    notes: tuple[str, ...] = ()
    if len(worst.lost.pairs) > _MOST_SPANS:
        finest = max(worst.given, key=lambda each: len(each.windows))
        window = max((window for window, _ in finest.windows), key=lambda each: _lost_in(worst, each).total())
        part = _green(worst, _lost_in(worst, window).pairs, window)
        if part is not None:
            witness, notes = part, (f"the log shows what is left in {window.label}; in other windows it is alike",)
    yield _note(worst, "downtime while everything is met", text, proofs.GREEN_TOTAL, witness, notes)


def _lost_in(worst: _Worst, window: Window) -> IntervalSet:
    return worst.lost.clip(window.start, window.end)


def _single(worst: _Worst) -> Iterator[Result]:
    """One span over a border takes what is left on both sides of it."""
    found = longest(worst.given, worst.stretch.start, worst.stretch.end)
    alone = min(max(most for _, most in each.windows) for each in worst.given)
    if found is None or found[1] - found[0] <= alone:
        return
    witness = _green(worst, [found], None)
    if witness is None:
        return
    text = (
        f"with every target kept, one of `{worst.stretch.schema.name}` can last "
        f"{describe_duration(found[1] - found[0])} over a border; in one window {describe_duration(alone)} may count"
    )
    yield _note(worst, "the longest outage while everything is met", text, proofs.GREEN_STRADDLE, witness)


def _in_hours(worst: _Worst) -> Iterator[Result]:
    """The hours that the contract measures and promises nothing about."""
    graph = worst.stretch.graph
    promised = {each.calendar for each in worst.given}
    named = {node.calendar for node in graph.nodes if isinstance(node, SetCalendar)}
    finest = max(worst.given, key=lambda each: len(each.windows))
    for index in sorted(named - promised):
        calendar = graph.calendars[index]
        hours = calendar.calendar.open_intervals(worst.stretch.start, worst.stretch.end)
        region = hours.intersect(_counted(worst.given))
        options = []
        for window, _ in finest.windows:
            here = region.clip(window.start, window.end)
            options.append((most_lost(worst.given, here), here.total(), window))
        lost, open_time, window = max(options, key=lambda each: (each[0].total(), -each[1]))
        witness = _green(worst, lost.pairs, window) if lost and hours.total() < _counted(worst.given).total() else None
        if witness is not None:
            text = (
                f"with every target kept, {in_hours(lost.total())} of the {in_hours(open_time)} of "
                f"`{calendar.name}` in {window.label} can be lost by `{worst.stretch.schema.name}`"
            )
            yield _note(
                worst, f"time lost in {calendar.name} while everything is met", text, proofs.GREEN_HOURS, witness
            )


def _green(worst: _Worst, spans: Sequence[Pair], window: Window | None) -> Witness | None:
    """The log, if nothing is breached in it and what was promised is met. Of the outcomes those of the window that
    somebody would look at, or else the worst of each promise."""
    stretch = worst.stretch
    log, period = stretch.log(spans), (stretch.start, stretch.end)
    evaluation = evaluated(stretch.graph, log, period)
    if evaluation is None or any(each.state == "breached" for each in evaluation.outcomes):
        return None
    promised = {each.objective.name for each in worst.given}
    kept = [each for each in evaluation.outcomes if each.objective in promised and each.state in ("met", "warning")]
    if {each.objective for each in kept} != promised:
        return None
    if window is not None:
        shown = [each for each in evaluation.outcomes if each.measured is not None
                 and (each.window.start, each.window.end) == (window.start, window.end)]  # fmt: skip
    else:
        shown = [max((each for each in kept if each.objective == name), key=_used) for name in sorted(promised)]
    return Witness(stretch.graph, log, period, evaluation, tuple(shown[:_MOST_SHOWN]))


def _used(outcome: Outcome) -> Fraction:
    return outcome.allowance.used if outcome.allowance is not None else Fraction(0)


def _note(worst: _Worst, claim: str, text: str, code: Code, witness: Witness, notes: tuple[str, ...] = ()) -> Result:
    span = worst.given[0].check.span
    diagnostic = Diagnostic(code, text, span, notes=notes)
    places = tuple(each.check.span for each in worst.given)
    basis = Basis(_METHOD, ("the log tells everything that happens",), ())
    return Result(claim, worst.stretch.schema.name, "FINDING", text, basis, diagnostic, witness, None, places)


def _from_until(worst: _Worst) -> str:
    zone = Zone.named(worst.stretch.graph.zone)
    start, end = (zone.local(each)[0].isoformat() for each in (worst.stretch.start, worst.stretch.end))
    return f"from {start} until {end}"


def in_hours(us: int) -> str:
    """`39 h`: of opening hours nobody thinks in days."""
    hours, rest = divmod(us, HOUR)
    return " ".join(
        each for each in (f"{hours} h" if hours else "", describe_duration(rest) if rest or not hours else "") if each
    )
