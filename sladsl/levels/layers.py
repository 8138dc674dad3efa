"""Clauses of one level laid over those of the level above: overrides, removals, additions, amendments."""

from dataclasses import dataclass, field

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import levels
from sladsl.frozen import Frozen, frozen
from sladsl.levels.clauses import Key, called, heading_of, key_of, kind_of, place_of
from sladsl.model.problems import Problems, nearest
from sladsl.syntax import ast
from sladsl.text import Span


@frozen
class Origin(Frozen):
    """From which agreement, template or amendment a clause is, and why it is not as it was on the level above."""

    level: str
    reason: str | None = None


@dataclass
class Text:
    """The plain clauses of an agreement by key, each with its origin; `mandatory` by the level that says so. `above`
    has the level, and its text, against which a clause is held: the one that made it mandatory; else, of a clause that
    is overridden, the next."""

    clauses: dict[Key, list[ast.Clause]] = field(default_factory=dict)
    origins: dict[Key, Origin] = field(default_factory=dict)
    mandatory: dict[Key, tuple[str, Span]] = field(default_factory=dict)
    above: dict[Key, tuple[str, "Text"]] = field(default_factory=dict)

    def copy(self) -> "Text":
        return Text(
            {key: list(each) for key, each in self.clauses.items()},
            dict(self.origins),
            dict(self.mandatory),
            dict(self.above),
        )

    def every(self) -> tuple[ast.Clause, ...]:
        return tuple(clause for each in self.clauses.values() for clause in each)


@dataclass
class Layering:
    """Lays the clauses of `level` over a text. `above` names the level below which it is; None: there is none."""

    text: Text
    level: str
    above: str | None
    problems: Problems
    _inherited: frozenset[Key] = frozenset()

    def __post_init__(self) -> None:
        self._inherited = frozenset(self.text.clauses)

    def lay(self, clause: ast.Written) -> None:
        """One clause of an agreement or a template."""
        match clause:
            case ast.Definition():
                return
            case ast.Mandatory(clause=held):
                self.text.mandatory[key_of(held)] = self.level, clause.span
                self._add(held)
            case ast.Override(clause=held, reason=reason):
                if self.above is None:
                    self._misplaced(clause, "`override`", "there is no level above: the agreement extends none")
                elif self._has_reason(clause, reason):
                    self._replace(held, reason.value if reason else "")
            case ast.Removal(reason=reason):
                if self.above is None:
                    self._misplaced(clause, "`remove`", "there is no level above: the agreement extends none")
                elif self._has_reason(clause, reason):
                    self._remove(clause)
            case ast.Change() | ast.Addition():
                word = "change" if isinstance(clause, ast.Change) else "add"
                self._misplaced(clause, f"`{word}`", "it stands in an amendment")
            case _:
                self._add(clause)

    def amend(self, clause: ast.Written, reason: str) -> None:
        """One clause of an amendment."""
        match clause:
            case ast.Change(clause=held, reason=why):
                self._replace(held, why.value if why else reason)
            case ast.Addition(clause=held, reason=why):
                self._add(held, why.value if why else reason)
            case ast.Removal():
                self._remove(clause)
            case ast.Definition() | ast.Broken():
                return
            case _:
                self._misplaced(clause, "a clause", "an amendment says `change`, `add` or `remove` before each clause")

    def _add(self, clause: ast.Clause, reason: str | None = None) -> None:
        key = key_of(clause)
        if key in self._inherited:
            there = self.text.clauses[key][0]
            word = "change" if self.above is None else "override"
            self.problems.add(
                levels.ALREADY_THERE,
                f"the level above has {called(there)} already",
                place_of(clause),
                labels=[Label(place_of(there), f"from `{self.text.origins[key].level}`")],
                fixes=[
                    Fix(f'say what happens to it: `{word} {kind_of(clause)} … because "…"`, or choose another name')
                ],
            )
            return
        self.text.clauses.setdefault(key, []).append(clause)
        self.text.origins.setdefault(key, Origin(self.level, reason))

    def _replace(self, clause: ast.Clause, reason: str) -> None:
        key = key_of(clause)
        if not self._is_there(clause, key):
            return
        self.text.clauses[key] = [clause]
        self.text.origins[key] = Origin(self.level, reason)

    def _remove(self, removal: ast.Removal) -> None:
        key = key_of(removal)
        if not self._is_there(removal, key):
            return
        says_so = self.text.mandatory.get(key)
        if says_so is not None and says_so[0] != self.level:
            self.problems.add(
                levels.MANDATORY,
                f"`{says_so[0]}` makes this clause mandatory: it may be overridden, not removed",
                removal.span,
                labels=[Label(says_so[1], "mandatory by this")],
                fixes=[Fix("override it with a text that promises no less")],
            )
            return
        del self.text.clauses[key]
        del self.text.origins[key]

    def _is_there(self, clause: ast.Written, key: Key) -> bool:
        if isinstance(clause, ast.Broken):
            return True
        found = self.text.clauses.get(key)
        same = [each for each in found or () if kind_of(each) == kind_of(clause) or isinstance(each, ast.Broken)]
        if found and (same or _alike(found[0], clause)):
            return True
        if found:
            message = f"there is {called(found[0])}, not {called(clause)}"
        else:
            message = f"there is no such clause to change: {called(clause)}"
        place, fixes = place_of(clause), self._near(clause) if not found else ()
        labels = [Label(place_of(found[0]), "declared here")] if found else []
        if not fixes and not isinstance(clause, ast.Removal):
            fixes = (Fix("write it without `override`, if it is new" if self.above else "`add` it, if it is new"),)
        self.problems.add(levels.NOTHING_TO_CHANGE, message, place, labels=labels, fixes=fixes)
        return False

    def _near(self, clause: ast.Written) -> tuple[Fix, ...]:
        """The clause of its kind whose name is most like it."""
        every = [each for clauses in self.text.clauses.values() for each in clauses if kind_of(each) == kind_of(clause)]
        if (heading := heading_of(clause)) is not None:
            known = [each.heading.value for each in every if isinstance(each, ast.Scenario)]
            near = nearest(heading.value, known)
            plain = near is not None and not {'"', "\\"} & set(near)
            there = (heading.span, f'"{near}"') if plain else ()
            return (Fix(f"did you mean “{near}”?", *there),) if near else ()
        name = getattr(clause, "name", None)
        of_kind = {each.name.text: each.name for each in every if isinstance(getattr(each, "name", None), ast.Name)}  # type: ignore[union-attr]
        return self.problems.did_you_mean(name.text, of_kind, name.span) if isinstance(name, ast.Name) else ()

    def _has_reason(self, clause: ast.Override | ast.Removal, reason: ast.Text | None) -> bool:
        if reason is not None and reason.value.strip():
            return True
        word = "an override" if isinstance(clause, ast.Override) else "a removal"
        self.problems.add(
            levels.MISSING_REASON, f"{word} of what the level above says needs its reason", clause.span,
            fixes=[Fix('write why, after the name: `because "…"`')],
        )  # fmt: skip
        return False

    def _misplaced(self, clause: ast.Written, what: str, why: str) -> None:
        self.problems.add(levels.NOT_A_CLAUSE, f"{what} cannot stand here: {why}", clause.span)


def _alike(one: ast.Written, other: ast.Written) -> bool:
    """An objective may become a kpi and the other way; nothing else changes its kind."""
    return isinstance(one, ast.Objective) and isinstance(other, ast.Objective)
