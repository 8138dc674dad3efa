"""Whether two clauses say the same: values compared by what they are made of, not by their numbers."""

from dataclasses import fields, is_dataclass, replace

from sladsl.graph import Ref, RuleGraph
from sladsl.graph.contract import Objective
from sladsl.graph.node import Node
from sladsl.graph.values import Fee, Judged, OutcomeSum, Run
from sladsl.rules.reach import above_measures, cell_roots

Form = object
_ASIDE = frozenset({"span", "versions", "label"})
_NAMING_STREAMS = frozenset({"stream", "source", "register"})


class Forms:
    """The forms of one graph, each worked out once. Not `named`: streams and services are told apart by the order in
    which they are met, and of fees only the kind is kept, not the amount."""

    def __init__(self, graph: RuleGraph, *, named: bool = True) -> None:
        self._graph = graph
        self._named = named
        self._known: dict[Ref, Form] = {}
        self._streams: dict[str, int] = {}
        self._services: dict[int, int] = {}

    def of_node(self, ref: Ref | None) -> Form:
        if ref is None:
            return None
        if ref not in self._known:
            self._known[ref] = self.of(self._graph.nodes[ref])
        return self._known[ref]

    def of(self, value: object, leaving: frozenset[str] = frozenset()) -> Form:
        """All fields of a value, with nodes and calendars in the place of their numbers."""
        if not is_dataclass(value):
            return value
        found: list[Form] = [type(value).__name__]
        for field in fields(value):
            if field.name in leaving or (field.name in _ASIDE and not isinstance(value, Node)):
                continue
            held = getattr(value, field.name)
            if field.name == "calendar" and isinstance(held, int):
                found.append(self._graph.calendars[held].calendar)
            elif field.name == "services":
                found.append(tuple(self._service(each) for each in held))
            elif field.name in _NAMING_STREAMS and isinstance(held, str):
                found.append(held if self._named else self._streams.setdefault(held, len(self._streams)))
            elif "sladsl.graph" in str(field.type):
                found.append(self._held(held))
            else:
                found.append((type(held).__name__, held))
        return tuple(found)

    @property
    def names(self) -> tuple[str, ...]:
        """The streams that were met, in this order."""
        return tuple(self._streams)

    def streams(self) -> Form:
        """What was met of streams, and of what these are made."""
        found: list[Form] = []
        told = 0
        while told < len(self._streams):
            name = list(self._streams)[told]
            found.append(self.of(self._graph.stream(name), frozenset({"name", "made_of", "_positions"})))
            found += [self.of(each) for each in self._graph.makings if each.stream == name]
            found += [self.of(each) for each in self._graph.voids if each.stream == name]
            told += 1
        return tuple(found)

    def _service(self, index: int) -> Form:
        fact = self._graph.services[index]
        if self._named:
            return fact
        return self._services.setdefault(index, len(self._services)), *(
            (each.currency, each.window, each.versions) for each in fact.fees
        )

    def _held(self, value: object) -> Form:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.of_node(Ref(value))
        if isinstance(value, tuple):
            return tuple(self._held(each) for each in value)
        return self.of(value)


def outcome_form(graph: RuleGraph, objective: Objective) -> Form | None:
    """All on which the state of an objective rests, and which row decides, whatever things are called and cost.
    Objectives of one form come to the same over logs that differ in the names of streams only. None: it has no such
    form, as it looks at others, or as a fee decides."""
    found = outcome_form_over(graph, objective)
    return None if found is None else found[0]


def outcome_form_over(graph: RuleGraph, *objectives: Objective) -> tuple[Form, tuple[str, ...]] | None:
    """The form of these together, and the streams that it speaks of: of clauses of one form they stand for one another,
    in order."""
    forms = Forms(graph, named=False)
    found: list[Form] = []
    for each in objectives:
        told = _without_amounts(each)
        if _looks_further(graph, told):
            return None
        found += [forms.of(told, _CALLED), told.versions]
    return (*found, forms.streams()), forms.names


def _looks_further(graph: RuleGraph, told: Objective) -> bool:
    """Whether it looks at other objectives, or a fee decides."""
    rules = (*told.credits, *told.bonuses, *([] if told.points is None else [told.points]))
    bases = {each.share_of for each in rules if each.share_of is not None}
    others = [ref for ref in cell_roots(told) if ref not in bases]
    nodes = [graph.nodes[ref] for ref in above_measures(graph, others, through=True)]
    if any(isinstance(each, Fee | Judged | OutcomeSum | Run) for each in nodes):
        return True
    return not all(isinstance(graph.nodes[ref], Fee) for ref in bases)


_CALLED = frozenset({"name", "title", "payer", "payee", "escalations", "service"})


def _without_amounts(objective: Objective) -> Objective:
    """Without what only decides how much of a credit is paid, and when."""
    points = objective.points
    return replace(
        objective,
        credits=tuple(replace(each, limits=()) for each in objective.credits),
        bonuses=tuple(replace(each, limits=()) for each in objective.bonuses),
        points=None if points is None else replace(points, limits=()),
        limits=(),
        pay_only_above=None,
        claims=(),
        earn_back=None,
        pay_once=None,
        applied=None,
        expires=None,
    )
