"""Values of the contract layer for one scope and window, each made together with its derivation."""

from dataclasses import field, replace
from fractions import Fraction

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue.findings import (
    NO_FEE,
    NO_OPEN_TIME,
    NO_TIME_LEFT,
    NOT_COVERED,
    TOO_LONG,
    UNDECIDED,
)
from sladsl.engines.measurements import Found, RecordsFound, RecordsTold, Scope
from sladsl.frozen import Changing, changing
from sladsl.graph import Ref, WindowRule
from sladsl.graph.measures import MeasureBuckets, MeasureRecords, MeasureRows
from sladsl.graph.scenarios import CreditsPayable
from sladsl.graph.values import (
    Availability,
    Constant,
    Fee,
    Judged,
    Looked,
    Measured,
    OutcomeSum,
    Over,
    Run,
    ScopeIs,
    Truth,
    WindowTime,
)
from sladsl.model.units import DURATION, PERCENT
from sladsl.rules.combining import TOO_MANY_DIGITS, Combining, combine, first_note
from sladsl.rules.derivation import Step
from sladsl.rules.lookups import cell_of, looked_up, without_lookups
from sladsl.rules.measured import Reading, not_covered, read, read_availability
from sladsl.rules.over import over
from sladsl.rules.reach import counts_business_days
from sladsl.rules.source import Source
from sladsl.temporal import Window
from sladsl.text import Span


@changing
class CellValues(Changing):
    """The values of one cell, each computed once. `subject` and `span` are the clause they are for, in messages."""

    source: Source
    subject: str
    span: Span | None
    keys: tuple[str, ...]
    scope: Scope
    window: Window
    rule: WindowRule | None = None
    quiet: bool = False
    _known: dict[Ref, Step] = field(default_factory=dict)

    def step(self, ref: Ref) -> Step:
        """The value of a node with its derivation. Inputs come first, so none is asked for before it is known."""
        if ref not in self._known:
            for below in self.source.below(ref):
                if below not in self._known:
                    self._known[below] = self.source.placed(below, self._evaluate(below))
        return self._known[ref]

    def number(self, ref: Ref) -> Fraction | None:
        return self.step(ref).number

    def found(self, measure: Ref) -> Found | None:
        return self.source.found(measure, self.keys, self.scope, self.window.start, self.window.end)

    def finding(self, code: Code, message: str, span: Span | None = None) -> None:
        """Windows that are only looked back at are not told of."""
        if not self.quiet:
            self.source.findings.add(code, message, span or self.span, self.window.label)

    def report_records(self, measure: Ref, found: RecordsFound) -> None:
        """Say where the verdicts on records may not be the last word."""
        node = self.source.graph.nodes[measure]
        missing = isinstance(node, MeasureRecords) and self.source.uncovered(
            node.stream, self.window.start, self.window.end
        )
        self._report(Reading(None, uncovered=bool(missing), undecided=found.undecided))
        self._report_nothing_left(measure, found)

    def _report_nothing_left(self, measure: Ref, found: Found | None) -> None:
        """Of so many business days from before opening hours on a day off, no open time is left."""
        if self.quiet or not isinstance(found, RecordsFound):
            return
        if isinstance(found.records, RecordsTold) and all(limit for _, limit in found.records.used):
            # Nobody asks for records, which takes long, where none of them has such a limit.
            return
        every = (each for record in found.records for each in (record, *record.others))
        late = [each.key for each in every if each.limit == 0]
        if late and counts_business_days(self.source.graph, measure):
            message = f"cases of {self.subject} begin in closed time, and their business days end before it opens"
            for key in dict.fromkeys(late):
                self.source.findings.add(NO_TIME_LEFT, message, self.span, f"{self.window.label} (case {key})")

    def _evaluate(self, ref: Ref) -> Step:
        node = self.source.graph.nodes[ref]
        match node:
            case Constant():
                return self.source.constant(ref, node)
            case Truth():
                return Step("yes" if node.value else "no", node.value)
            case WindowTime():
                return Step("time of the window", Fraction(self.window.end - self.window.start), DURATION)
            case Measured():
                return self._measured(node)
            case Looked():
                step, code = looked_up(self.source.graph, node, self.found(node.measure), self.scope)
                if code is not None:
                    self.finding(code, step.note or "")
                return step
            case Availability():
                found = self.found(node.classes)
                reading = self._settled(node.classes, read_availability(found, node.over))
                self._report(reading)
                return Step("availability", reading.value, PERCENT, note=reading.note, found=found)
            case Fee():
                return self._fee(node)
            case ScopeIs():
                return self._scope_is(node)
            case Over():
                return over(node, self, self.source)
            case CreditsPayable():
                return self.source.objectives.all_credits(self)
            case Judged() | Run() | OutcomeSum():
                return self._of_objectives(node)
            case _ if isinstance(node, Combining):
                step = combine(node, self._known)
                if step.note == TOO_MANY_DIGITS:
                    self.finding(TOO_LONG, f"a number of {self.subject} is left out: {TOO_MANY_DIGITS}")
                return step
        raise AssertionError(f"{type(node).__name__} is no value of the contract layer")

    def _of_objectives(self, node: Judged | Run | OutcomeSum) -> Step:
        objectives = self.source.objectives
        match node:
            case Judged():
                stand = objectives.stand(node.objective, self)
                words = f"{node.objective} is {node.states[0]}"
                if stand.state in (None, "no verdict"):
                    return Step(words, None, None, (stand.step,), note=stand.step.note)
                return Step(words, stand.state in node.states, None, (stand.step,))
            case Run():
                return objectives.run(node, self)
            case OutcomeSum():
                ask = objectives.credit if node.what == "credit" else objectives.points
                steps = tuple(ask(name, self) for name in node.objectives)
                unknown = any(each.value is None for each in steps)
                total = None if unknown else sum((each.known for each in steps), Fraction(0))
                unit = next((each.unit for each in steps if each.unit is not None), None)
                words = f"{node.what} of {', '.join(node.objectives)}"
                return Step(words, total, unit, steps, note=first_note(*steps))

    def _measured(self, node: Measured) -> Step:
        measure, found = self.source.graph.nodes[node.measure], self.found(node.measure)
        reading = read(node.part, measure, found)
        if isinstance(measure, MeasureRows | MeasureRecords | MeasureBuckets):
            missing = self.source.uncovered(measure.stream, self.window.start, self.window.end)
            if missing:
                # What the log does not tell could only add to a count or a sum; a mean or a share stands as known.
                adds = isinstance(measure, MeasureRows) and measure.statistic in ("count", "sum")
                value = None if adds else reading.value
                reading = replace(reading, value=value, note=not_covered(missing), uncovered=True)
        reading = self._settled(node.measure, reading)
        self._report(reading)
        self._report_nothing_left(node.measure, found)
        words = f"{measure.statistic} of {measure.stream}" if isinstance(measure, MeasureRows) else _WORDS[node.part]
        if isinstance(measure, MeasureRows) and measure.trim is not None:
            words += f" {measure.trim.words()}"
        return Step(words, reading.value, node.unit, note=reading.note, found=found)

    def _settled(self, measure: Ref, reading: Reading) -> Reading:
        cell = cell_of(measure, self.keys, self.scope, self.window)
        return without_lookups(self.source, cell, reading, self.span)

    def _fee(self, node: Fee) -> Step:
        steps = self.source.fees(node.services, self.window.start, self.window.end)
        total = self.source.fees_together(node.services, self.window.start, self.window.end)
        if total == 0:
            names = ", ".join(self.source.graph.services[index].name for index in node.services)
            self.finding(NO_FEE, f"{names} costs nothing in a window of {self.subject}")
        return Step("fees", total, steps[0].unit, steps, note=first_note(*steps))

    def _scope_is(self, node: ScopeIs) -> Step:
        words = f"{node.key} is {' or '.join(node.values)}"
        if node.key not in self.keys:
            return Step(words, None, note=f"{self.subject} is not taken for each {node.key}")
        return Step(words, self.scope[self.keys.index(node.key)] in node.values)

    def _report(self, reading: Reading) -> None:
        if reading.uncovered:
            self.finding(NOT_COVERED, f"part of a window of {self.subject} is not covered by the log")
        if reading.closed:
            self.finding(NO_OPEN_TIME, f"a window of {self.subject} has no open time")
        if reading.undecided:
            self.finding(UNDECIDED, f"some records of {self.subject} are not decided yet")


_WORDS = {
    "time": "time",
    "number": "value",
    "mean": "mean over buckets",
    "share": "share of records met",
    "missed": "records missed",
}
