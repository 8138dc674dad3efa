"""What comes of running scenarios, as data for every kind of report."""

from typing import Literal

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.graph.scenarios import Expected, ScenarioRule
from sladsl.logs.records import EventLog
from sladsl.rules.outcome import Evaluation, Outcome
from sladsl.testing.properties import LineChecked

Part = Literal["measured", "credit", "bonus", "state"]
"""Which number of an outcome an expectation looks at."""


@frozen
class Failure(Frozen):
    """`expected` and `got` in words; `outcome` is where the number came from, None where there is none such."""

    expected: str
    got: str
    where: str
    outcome: Outcome | None = None
    part: Part = "measured"


@frozen
class Checked(Frozen):
    """An expectation that was looked at. No failures: it holds, in every window and scope it speaks of."""

    expected: Expected
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


@frozen
class Ran(Frozen):
    """A scenario that was run. `evaluation` None: it could not be, and `problems` say why. `graph` is what was run: of
    the agreement with the parameters that the scenario sets."""

    scenario: ScenarioRule
    graph: RuleGraph
    log: EventLog
    evaluation: Evaluation | None
    checked: tuple[Checked, ...]
    problems: tuple[Diagnostic, ...] = ()
    properties: tuple[LineChecked, ...] = ()

    @property
    def broken(self) -> list[LineChecked]:
        """The lines of properties that do not hold of its log, though they should."""
        return [each for each in self.properties if each.broken and not each.allowed]

    @property
    def state(self) -> Literal["passed", "failed", "error"]:
        if self.evaluation is None:
            return "error"
        return "passed" if all(each.passed for each in self.checked) and not self.broken else "failed"

    @property
    def name(self) -> str:
        row = self.scenario.row
        return self.scenario.name if row is None else f"{self.scenario.name}, row {row}"
