"""What all values of one evaluation are computed from."""

from dataclasses import dataclass, field

from sladsl.engines.measurements import Cell, Found, Measurements, Scope
from sladsl.graph import Ref, RuleGraph
from sladsl.rules.findings import Findings
from sladsl.rules.frame import Plan
from sladsl.rules.reach import values_below
from sladsl.temporal import EMPTY
from sladsl.text import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The graph, the plan and the measurements; findings are collected on the way."""

    graph: RuleGraph
    plan: Plan
    measurements: Measurements
    findings: Findings
    _below: dict[Ref, list[Ref]] = field(default_factory=dict, repr=False)

    def found(self, measure: Ref, keys: tuple[str, ...], scope: Scope, start: int, end: int) -> Found | None:
        return self.measurements.found.get(Cell(measure, keys, scope, start, end))

    def scopes(self, keys: tuple[str, ...]) -> tuple[Scope, ...]:
        """The scopes of an objective; one without keys has the one empty scope, measured or not."""
        return tuple(sorted(self.measurements.scopes.get(keys, ((),) if not keys else ())))

    def below(self, ref: Ref) -> list[Ref]:
        """`ref` and the values it uses, inputs first."""
        known = self._below.get(ref)
        if known is None:
            known = self._below[ref] = values_below(self.graph, ref)
        return known

    def place(self, ref: Ref) -> Span | None:
        return self.graph.places[ref] if ref < len(self.graph.places) else None

    def uncovered(self, stream: str, start: int, end: int) -> int:
        """Microseconds of [start, end) of which the log of a stream tells nothing."""
        known = self.plan.frame.coverage.get(stream, EMPTY).clip(start, min(end, self.plan.as_of))
        return end - start - known.total()
