"""Where two versions of an objective come out differently, as far as one measured number decides: exactly."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, product

from sladsl.checks.ranges import Range, range_of
from sladsl.graph import Ref
from sladsl.graph.contract import Objective
from sladsl.proofs.assumed import Number, assuming, outcome_of, records_with, scopes_to_try
from sladsl.proofs.money.ranges import rests_on_log
from sladsl.proofs.scan import MOST_POINTS
from sladsl.proofs.slices import alone
from sladsl.proofs.spaces import Piece, Space, Variable, pieces, space_of
from sladsl.review.change import Region, points_of
from sladsl.review.gains import gain_of
from sladsl.review.version import Version
from sladsl.rules.outcome import Outcome
from sladsl.rules.reach import wide_limits, windowed_limits
from sladsl.temporal import Window


@dataclass(frozen=True, slots=True)
class Compared:
    """Every point at which both versions were asked. `exact`: there is no log whose numbers lie elsewhere, and within a
    piece all come out the same. `outcomes`: what both come to, piece by piece."""

    window: Window
    regions: tuple[Region, ...]
    points: int
    exact: bool
    outcomes: tuple[tuple[Piece, Outcome, Outcome], ...] = ()


@dataclass(frozen=True, slots=True)
class _Shared:
    """A number that both versions look at, cut where either cuts it."""

    old: Variable | None
    new: Variable | None
    choices: tuple[Piece | bool, ...]


def compared_in(old: Version, new: Version, windows: Sequence[Window]) -> list[Compared]:
    """One for each of the windows in which something else can be owed for the same number, those that the term cuts
    too; none where the versions measure different things."""
    found: list[Compared] = []
    kinds: set[Hashable] = set()
    cut = [each for each in new.facts.cut_windows(new.objective) if each in old.facts.cut_windows(old.objective)]
    for window in (*windows, *cut):
        kind = (old.kind(window), new.kind(window), window if window in cut else None)
        if kind not in kinds:
            kinds.add(kind)
            table = compared(old, new, window)
            if table is None:
                return []
            found.append(table)
    return found


def all_of(tables: Sequence[Compared]) -> Compared | None:
    """What all windows come to: what is the same in several of them once."""
    if not tables:
        return None
    regions: dict[Hashable, Region] = {}
    for table in tables:
        for each in table.regions:
            owed = tuple(None if o.credit is None else o.credit.payable for o in (each.old, each.new))
            regions.setdefault((each.pieces, each.gain, each.old.state, each.new.state, each.new.scope, owed), each)
    return Compared(
        tables[0].window, tuple(regions.values()), sum(each.points for each in tables),
        all(each.exact for each in tables), tables[0].outcomes,
    )  # fmt: skip


def compared(old: Version, new: Version, window: Window) -> Compared | None:
    """None where the versions measure different things, so that no one number decides for both."""
    before, after = (space_of(each.graph, each.objective) for each in (old, new))
    main = _main(before, after, old, new)
    if main is None:
        return None
    others = list(_others(before, after, old, new))
    scopes = _scopes(old)
    scopes += [each for each in _scopes(new) if each not in scopes]
    rests = list(product(*(each.choices for each in others)))
    whole = len(rests) * len(main.choices) * len(scopes) <= MOST_POINTS
    if not whole:
        rests = rests[: max(1, MOST_POINTS // (len(main.choices) * len(scopes)))]
    regions: list[Region] = []
    outcomes: list[tuple[Piece, Outcome, Outcome]] = []
    asking = _asking(old, window), _asking(new, window)
    for scope in scopes:
        for rest in rests:
            points = list(_points(old, new, asking, main, others, rest, scope))
            # Where nothing else is measured there is no scope to be judged, and so nothing was seen.
            whole &= len(points) == len(main.choices)
            regions += _merged(points, main, window)
            outcomes += [each[:3] for each in points]
    exact = whole and before.exact and after.exact and not any(_is_number(each) for each in others)
    exact = exact and not any(_has_formula(each.objective) for each in (old, new))
    return Compared(window, tuple(regions), len(rests) * len(main.choices) * len(scopes), exact, tuple(outcomes))


def _is_number(shared: _Shared) -> bool:
    """A second number may hang together with the first, so that not every combination can happen."""
    return any(isinstance(each, Piece) for each in shared.choices)


def _has_formula(objective: Objective) -> bool:
    """What a formula comes to varies within a piece."""
    return any(credit.amount is not None for credit in (*objective.credits, *objective.bonuses))


def _main(before: Space, after: Space, old: Version, new: Version) -> _Shared | None:
    one, other = before.main, after.main
    if one is None or other is None or one.unit != other.unit:
        return None
    if old.meaning.of(one.ref) != new.meaning.of(other.ref):
        return None
    return _joined(one, other, old)


def _others(before: Space, after: Space, old: Version, new: Version) -> Iterator[_Shared]:
    there: dict[Hashable, Variable] = {new.meaning.of(each.ref): each for each in after.others}
    for each in before.others:
        match = there.pop(old.meaning.of(each.ref), None)
        yield _joined(each, match, old) if match is not None else _Shared(each, None, _choices(each))
    for each in there.values():
        yield _Shared(None, each, _choices(each))


def _joined(one: Variable, other: Variable, old: Version) -> _Shared:
    if one.truth:
        return _Shared(one, other, (False, True))
    records = old.objective.records == one.ref
    low, high, step = Range(Fraction(0), Fraction(1)) if records else range_of(old.graph, one.ref)
    cuts = {end for each in (*one.pieces, *other.pieces) for end in (each.low, each.high) if end is not None}
    return _Shared(one, other, tuple(pieces(low, high, cuts - {low, high}, step)))


def _choices(variable: Variable) -> tuple[Piece | bool, ...]:
    return (False, True) if variable.truth else variable.pieces


_Point = tuple[Piece, Outcome, Outcome, Fraction]


_Asking = Callable[[Mapping[str, str], Mapping[Ref, Number | bool], Fraction | None], Outcome | None]
"""What a version comes to in a scope where nodes have these values, and this share of its records is kept."""


def _asking(version: Version, window: Window) -> _Asking:
    """By the rules of the one cell where these are all there is; else by evaluating the clause alone."""
    objective = version.objective
    if _in_one_cell(version):
        rules = version.facts.rules

        def of_cell(
            scope: Mapping[str, str], values: Mapping[Ref, Number | bool], share: Fraction | None
        ) -> Outcome | None:
            return rules.outcome(objective, rules.cell(objective, window, scope, values, share))

        return of_cell
    graph = alone(version.graph, objective)

    def of_clause(
        scope: Mapping[str, str], values: Mapping[Ref, Number | bool], share: Fraction | None
    ) -> Outcome | None:
        records = {} if share is None or objective.records is None else {objective.records: records_with(share)}
        evaluation = outcome_of(assuming(graph, values), window, records, scope)
        return None if evaluation is None or not evaluation.outcomes else evaluation.outcomes[0]

    return of_clause


def _in_one_cell(version: Version) -> bool:
    """Whether nothing beside the cell matters: no scopes, earlier windows, claims, nor a time from which one looks."""
    objective, graph = version.objective, version.graph
    later = (objective.points, objective.earn_back, objective.pay_once, objective.applied, objective.expires)
    if objective.keys or graph.versions or objective.claims or any(each is not None for each in later):
        return False
    limits = wide_limits(graph, objective)
    if windowed_limits(objective) or any(each.window not in (None, objective.window) for each in limits):
        return False
    return not any(rests_on_log(graph, each.amount) for each in limits)


def _scopes(version: Version) -> list[dict[str, str]]:
    objective = version.objective
    return scopes_to_try(alone(version.graph, objective), objective) if objective.keys else [{}]


def _points(
    old: Version, new: Version, asking: tuple[_Asking, _Asking], main: _Shared, others: list[_Shared],
    rest: tuple[Piece | bool, ...], scope: Mapping[str, str],
) -> Iterator[_Point]:  # fmt: skip
    known: dict[tuple[str, int], Outcome] = {}
    fixed = not any(_has_formula(each.objective) for each in (old, new))
    for piece in main.choices:
        assert isinstance(piece, Piece)
        outcomes = []
        for version, side, ask in ((old, "old", asking[0]), (new, "new", asking[1])):
            own = _own(main.old if side == "old" else main.new, piece) if fixed else None
            if own is not None and (side, own) in known:
                outcomes.append(known[side, own])
                continue
            values: dict[Ref, Number | bool] = {}
            share: Fraction | None = None
            for shared, choice in zip((main, *others), (piece, *rest), strict=True):
                variable = shared.old if side == "old" else shared.new
                if variable is None:
                    continue
                if variable.ref == version.objective.records:
                    assert isinstance(choice, Piece)
                    share = choice.number
                else:
                    values[variable.ref] = choice if isinstance(choice, bool) else (choice.number, variable.unit)
            outcome = ask(scope, values, share)
            if outcome is None:
                return
            outcomes.append(outcome)
            if own is not None:
                known[side, own] = outcome
        yield piece, outcomes[0], outcomes[1], gain_of(old.graph, outcomes[0], outcomes[1])


def _own(variable: Variable | None, piece: Piece) -> int | None:
    """In which of the pieces that this version tells apart it lies: there all comes out the same."""
    if variable is None or not variable.exact:
        return None
    return next((index for index, each in enumerate(variable.pieces) if each.holds(piece.number)), None)


def _come_to(old: Outcome, new: Outcome) -> tuple[Hashable, Hashable]:
    return (old.state, points_of(old)), (new.state, points_of(new))


def _merged(points: list[_Point], main: _Shared, window: Window) -> Iterator[Region]:
    """Neighbouring pieces with the same difference are one region."""
    assert main.old is not None
    for differs, group in groupby(points, key=lambda each: (each[3], *_come_to(each[1], each[2]))):
        same = list(group)
        gain, before, after = differs
        if gain or before != after:
            yield Region(tuple(each[0] for each in same), main.old.unit, same[0][1], same[0][2], gain, window)
