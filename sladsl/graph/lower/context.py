"""What the lowering of one agreement shares: names, nodes made so far, what there is to say."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from sladsl.diagnostics import Code, Fix, Label
from sladsl.diagnostics.catalogue import names, readings, syntax
from sladsl.frozen import Frozen, frozen
from sladsl.graph.builder import NodeTable
from sladsl.graph.graph import Reading
from sladsl.graph.node import Ref
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.agreement import Agreement, DeclaredParameter, NameKind, Symbol
from sladsl.model.problems import Problems, listing, with_article
from sladsl.model.types import Type
from sladsl.model.units import Measurable, Unit
from sladsl.syntax import ast
from sladsl.text import Span

DEEPEST = 32
"""How many definitions may be under way at once. Chains are lowered from their end, so only a circle goes deep."""


@frozen
class Typed(Frozen):
    """A node and what it is."""

    ref: Ref
    type: Type


class Recursion(Protocol):
    """Where expressions and time sets contain each other: what the lower file needs of the higher one."""

    def named_set(
        self, lowering: "Lowering", name: ast.Name, where: ast.Expression | None = None, also: tuple[str, ...] = ()
    ) -> Ref | None:
        """The time set a name stands for; `also` are other names that could stand here."""

    def fixed_number(self, lowering: "Lowering", expression: ast.Expression) -> Measurable | None:
        """A number that does not depend on any log."""


def _declare(name: str, kind: NameKind) -> Fix:
    """How to give a name its meaning."""
    return Fix(f"declare it: `{'define' if kind == 'definition' else kind} {name} …`")


@dataclass
class Lowering:
    """The state of one lowering. `sets` and `metrics` remember what has been lowered by name, so that a graph takes
    time in proportion to its text. `owed`: in what each objective owes its credits; `made_out`: of which
    that is just asked; `settled`: clocks that say what becomes of them when an attribute changes. `payable`: amounts
    are no finer than can be paid. Where there are several versions, they share `table`, and the indices say where
    calendars and services stand among those of all versions."""

    agreement: Agreement
    problems: Problems
    recursion: Recursion
    table: NodeTable = field(default_factory=NodeTable)
    readings: list[Reading] = field(default_factory=list)
    sets: dict[str, Ref | None] = field(default_factory=dict)
    metrics: dict[object, Typed | None] = field(default_factory=dict)
    parameters: dict[str, Measurable | None] = field(default_factory=dict)
    calendar_indices: Mapping[str, int] | None = None
    service_indices: Mapping[str, int] | None = None
    owed: dict[str, set[Unit]] = field(default_factory=dict)
    made_out: set[str] = field(default_factory=set)
    settled: set[tuple[Ref, int]] = field(default_factory=set)
    payable: bool = True
    _under_way: list[str] = field(default_factory=list)
    _read: set[Reading] = field(default_factory=set)

    def is_in_pool(self, objective: str) -> bool:
        """Whether a pool gives it a credit."""
        return any(each.objective.text == objective for pool in self.agreement.pools for each in pool.weights)

    def has_broken(self) -> bool:
        """Whether a clause could not be read."""
        return any(each.kind == "broken" for each in self.agreement.symbols.values())

    def is_broken(self, name: ast.Name) -> bool:
        """Whether this stands in a text that could not be read, which has been told of."""
        symbols = self.agreement.symbols
        if name.text not in symbols and ast.UNNAMED in symbols:
            return not any(each.attribute_index(name.text) is not None for each in self.agreement.streams.values())
        if name.text not in symbols:
            return False
        # A pairing of a stream that could not be read is none either.
        kind = symbols[name.text].kind
        return kind == "broken" or (kind == "stream" and name.text not in self.agreement.streams)

    def calendar(self, name: str) -> int | None:
        """The index of a calendar that could be made."""
        if self.calendar_indices is not None:
            return self.calendar_indices.get(name)
        calendars = list(self.agreement.calendars)
        return calendars.index(name) if name in self.agreement.calendars else None

    def service(self, name: str) -> int:
        """The index of a service."""
        if self.service_indices is not None:
            return self.service_indices[name]
        return list(self.agreement.services).index(name)

    def symbol(self, name: ast.Name, *kinds: NameKind, more: Iterable[str] = ()) -> Symbol | None:
        """What a name stands for, if it is one of `kinds`; `more` are other names that could stand here."""
        found = self.agreement.symbols.get(name.text)
        if found is None and ast.UNNAMED in self.agreement.symbols:
            return None
        if found is None:
            known = [*self._known(kinds), *more]
            self.problems.add(
                names.UNKNOWN_NAME,
                f"there is no {' or '.join(kinds)} called `{name.text}`",
                name.span,
                fixes=self.problems.did_you_mean(name.text, known, name.span) or [_declare(name.text, kinds[0])],
                notes=[f"there is {listing(known)}"] if known else (),
            )
            return None
        if found.kind == "broken":
            return None
        if "objective" in kinds and found.kind in ("duty", "underpinning") and self._is_measured(found.name):
            return Symbol(found.name, "objective", found.span)
        if found.kind not in kinds:
            self.problems.add(
                names.WRONG_KIND,
                f"`{name.text}` is {with_article(found.kind)}; {' or '.join(map(with_article, kinds))} is needed here",
                name.span,
                labels=[Label(found.span, "declared here")],
                fixes=self._way_from(found, kinds),
            )
            return None
        return found

    def _is_measured(self, name: str) -> bool:
        """Whether a duty or an underpinning agreement has a verdict, as an objective has."""
        return any(each.name.text == name for each in self.agreement.objectives)

    def _way_from(self, found: Symbol, kinds: tuple[NameKind, ...]) -> list[Fix]:
        """How to come from what a name stands for to what is needed."""
        shape = self.agreement.streams[found.name].shape if found.name in self.agreement.streams else None
        if "metric" in kinds and (shape is Shape.SPANS or found.kind in ("definition", "exclusion", "calendar")):
            return [Fix(f"measure it: `availability of {found.name}` or `time of {found.name}`")]
        if "metric" in kinds and shape is not None:
            return [Fix(f"measure it, for instance `count of {found.name}`")]
        if "metric" in kinds and found.kind == "service":
            return [Fix(f"`{found.name}.fee` is what it costs; for how well it does, name a metric")]
        if kinds == ("exclusion",) and (shape is Shape.SPANS or found.kind in ("definition", "calendar")):
            return [Fix(f"make a clause of it: `exclusion … {{ {found.name} counts as up }}`")]
        known = self._known(kinds)
        return [Fix(f"there is {listing(known)}")] if known else [_declare("…", kinds[0])]

    def _known(self, kinds: tuple[NameKind, ...]) -> list[str]:
        """The names of some kinds, for advice; none where there is too much to advise on."""
        if self.problems.many:
            return []
        return [each.name for each in self.agreement.symbols.values() if each.kind in kinds]

    def stream(self, name: ast.Name) -> StreamSchema | None:
        """The stream of that name, or a diagnostic and None."""
        found = self.symbol(name, "stream")
        return self.agreement.streams.get(found.name) if found else None

    def parameter(self, parameter: DeclaredParameter) -> Measurable | None:
        """The number a parameter holds, or None: it holds a label, a text, a date, or its value is wrong."""
        if parameter.choices or isinstance(parameter.value, ast.Name | ast.Text | ast.Flag | ast.Date | ast.Moment):
            return None
        if parameter.name not in self.parameters:
            with self.defining(ast.Name(parameter.span, parameter.name)) as fresh:
                value = self.recursion.fixed_number(self, parameter.value) if fresh else None
            self.parameters[parameter.name] = value
        return self.parameters[parameter.name]

    @contextmanager
    def defining(self, name: ast.Name) -> Iterator[bool]:
        """Guards against definitions that refer to themselves: False, with a diagnostic, if this one is under way."""
        if name.text in self._under_way:
            circle = [*self._under_way[self._under_way.index(name.text) :], name.text]
            shown = circle if len(circle) <= 8 else [*circle[:4], "…", *circle[-3:]]
            self.say(
                names.CIRCULAR,
                f"`{name.text}` is defined by itself: {' → '.join(shown)}",
                name.span,
                Fix("take one of these out of the definition of another"),
            )
            yield False
            return
        if len(self._under_way) >= DEEPEST:
            self.say(syntax.TOO_DEEP, f"more than {DEEPEST} definitions use one another in a row here", name.span)
            yield False
            return
        self._under_way.append(name.text)
        try:
            yield True
        finally:
            self._under_way.pop()

    @contextmanager
    def exact_amounts(self, exact: bool) -> Iterator[None]:
        """Amounts may be finer than what can be paid, if they are `exact`: what is due, what was measured."""
        self.payable = not exact
        try:
            yield
        finally:
            self.payable = True

    def say(self, code: Code, message: str, span: Span | None, *fixes: Fix) -> None:
        """A diagnostic with a place and ways out."""
        self.problems.add(code, message, span, fixes=fixes)

    def read(self, topic: str, reading: str, otherwise: str, span: Span | None, *, decisive: bool = False) -> None:
        """A default that is in force; a decisive one is also a finding that names both readings."""
        entry = Reading(topic, reading, otherwise, span, decisive)
        if entry in self._read:
            return
        self._read.add(entry)
        self.readings.append(entry)
        if decisive:
            self.problems.add(
                readings.SILENT,
                f"the text does not say {topic}; the usual reading is: {reading}",
                span,
                fixes=[Fix(f"say which is meant: {otherwise}")],
            )
