"""How values look at other cells and at what objectives come to, without knowing how either is computed."""

from collections.abc import Sequence
from typing import Protocol

from sladsl.diagnostics import Code
from sladsl.engines.measurements import Scope
from sladsl.frozen import Frozen, frozen
from sladsl.graph import Ref, WindowRule
from sladsl.graph.values import Run
from sladsl.rules.derivation import Step
from sladsl.rules.outcome import State
from sladsl.rules.panes import Term
from sladsl.temporal import Window
from sladsl.text import Span


class CellView(Protocol):
    """The values of one scope in one window of `rule` (None: in the window of no clause in particular)."""

    subject: str
    keys: tuple[str, ...]
    scope: Scope
    window: Window
    rule: WindowRule | None

    def step(self, ref: Ref) -> Step: ...

    def finding(self, code: Code, message: str, span: Span | None = None) -> None: ...


class Cells(Protocol):
    """All cells of an evaluation."""

    @property
    def term(self) -> Term: ...

    def scopes_within(self, keys: tuple[str, ...], scope: Scope, more: tuple[str, ...]) -> Sequence[Scope]:
        """The scopes of `keys` and `more` that lie in `scope`."""

    def at(
        self, cell: CellView, keys: tuple[str, ...], scope: Scope, window: Window, rule: WindowRule | None
    ) -> CellView:
        """Another cell for the same clause."""


@frozen
class Stand(Frozen):
    """How an objective stands in one window and scope; `state` None where it is not taken there."""

    state: State | None
    step: Step


class Objectives(Protocol):
    """What objectives come to, as far as it is settled."""

    def stand(self, objective: str, cell: CellView) -> Stand: ...

    def run(self, asked: Run, cell: CellView) -> Step: ...

    def points(self, objective: str, cell: CellView) -> Step: ...

    def credit(self, objective: str, cell: CellView) -> Step: ...

    def all_credits(self, cell: CellView) -> Step: ...
