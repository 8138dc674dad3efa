"""A contract with a log and what is evaluated: drawn together, shown together when a law breaks."""

from dataclasses import dataclass

from hypothesis import strategies as st

from property.drawn.choices import Choices, choices
from sladsl.diagnostics import Diagnostic
from sladsl.engines.reference import ReferenceEngine
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.rules.evaluate import evaluate
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import Zone
from strategies.contracts import ANY_STYLE, MOST_CHOICES, Contract, Style, contracts, graph_of
from strategies.logs import Stage, logged, staged


@dataclass(frozen=True)
class Scene:
    contract: Contract
    graph: RuleGraph
    stage: Stage
    log: EventLog

    def __repr__(self) -> str:
        records = [f"{name}: {each.records}" for name, each in self.log.streams.items()]
        return "\n".join(["", self.contract.text, repr(self.stage), *records])


@st.composite
def scenes(draw: st.DrawFn, style: Style = ANY_STYLE, *, steady: bool = False, complete: bool = False) -> Scene:
    """`steady`: the whole period is covered and evaluated as of its end; `complete`: no stream is absent or open."""
    contract, drawn = draw(contracts(style)), draw(choices(MOST_CHOICES))
    return scene_of(contract, graph_of(contract), drawn, steady=steady, complete=complete)


def scene_of(
    contract: Contract, graph: RuleGraph, drawn: Choices, *, steady: bool = False, complete: bool = False
) -> Scene:
    """What some choices put beside a contract."""
    focus = Zone.named(contract.zone).to_utc(contract.focus, 0)
    stage = staged(drawn, graph, focus, steady=steady)
    return Scene(contract, graph, stage, logged(drawn, graph, stage, complete=complete))


def evaluated(
    graph: RuleGraph, log: EventLog, stage: Stage, *, evidence: bool = False
) -> tuple[Evaluation | None, list[Diagnostic]]:
    """The evaluation, or why there is none."""
    return evaluate(
        graph,
        log,
        ReferenceEngine(),
        period=stage.period,
        as_of=stage.as_of,
        coverage=stage.coverage,
        evidence=evidence,
        stamps={"drawn": "yes"},
    )
