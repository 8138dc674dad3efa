"""One agreement as the checks see it."""

from sladsl.diagnostics import Code, Fix, Label
from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.levels.agreements import DerivedAgreement
from sladsl.model.agreement import Agreement
from sladsl.model.problems import Problems
from sladsl.text import Span


@frozen
class Subject(Frozen):
    """`versions` are the text itself and what amendments make of it; `graph` holds all of them."""

    derived: DerivedAgreement
    versions: tuple[Agreement, ...]
    graph: RuleGraph
    problems: Problems

    def say(
        self, code: Code, message: str, span: Span | None, *fixes: str, labels: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.problems.add(code, message, span, labels=labels, notes=notes, fixes=[Fix(each) for each in fixes])
