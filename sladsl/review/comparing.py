"""Two versions of an agreement, clause by clause."""

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import changes
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.windows import horizon_of
from sladsl.review.aligning import Pair, aligned
from sladsl.review.change import AgreementChange, ClauseChange, Kind, Shown, Side
from sladsl.review.frame import frame_changes, together_of
from sladsl.review.gains import sides, stricter
from sladsl.review.meaning import Calendars, Meaning
from sladsl.review.parts import Part, changed, parts
from sladsl.review.regions import Compared, Version, compared
from sladsl.review.searching import Searched, in_both, search
from sladsl.text import SourceMap, Span


class Comparison:
    """Compares the clauses of one agreement. `sources` hold the texts of both versions."""

    def __init__(self, old: RuleGraph, new: RuleGraph, old_sources: SourceMap, new_sources: SourceMap) -> None:
        horizons = [horizon_of(old), horizon_of(new)]
        calendars = Calendars(min(each.start for each in horizons), max(each.end for each in horizons))
        self.old, self.new = old, new
        self.sources = old_sources, new_sources
        self.meanings = Meaning(old, calendars), Meaning(new, calendars)
        for meaning in self.meanings:
            meaning.prepare()

    def change(self) -> AgreementChange:
        """All of it."""
        objectives = tuple(self._objectives())
        clauses = (*objectives, *frame_changes(self, objectives))
        return AgreementChange(
            self.new.name, self.old, self.new, clauses, together_of(each.worse_off for each in clauses)
        )

    def _objectives(self) -> Iterator[ClauseChange]:
        before, after = self.meanings
        pairs = aligned(
            {each.name: each for each in self.old.objectives},
            {each.name: each for each in self.new.objectives},
            (
                lambda each, is_new: (after if is_new else before).objective(each),
                lambda each, is_new: _measured(each, after if is_new else before),
            ),
            self._likeness,
        )
        for pair in pairs:
            found = self._objective(pair)
            if found is not None:
                yield found

    def _likeness(self, objective: Objective) -> str:
        """The words by which a clause is known again."""
        is_new = objective in self.new.objectives
        spoken = parts(objective, self.meanings[is_new])
        texts = [said(each.span, self.sources[is_new]) or each.words or "" for each in spoken]
        return " ".join([objective.name, objective.title or "", *texts])

    def _objective(self, pair: Pair[Objective]) -> ClauseChange | None:
        if pair.old is None or pair.new is None:
            return self._alone(pair)
        old = Version(self.old, pair.old, self.meanings[0])
        new = Version(self.new, pair.new, self.meanings[1])
        differing = changed(parts(pair.old, old.meaning), parts(pair.new, new.meaning))
        renamed = pair.old.name != pair.new.name
        if not differing:
            if not renamed and pair.old.title == pair.new.title:
                return None
            kind: Kind = "renamed" if renamed else "wording"
            return self._made(pair, (kind,), "nobody", (None, None), None, None, "the rule graphs are the same")
        windows = in_both(old, new)
        table = compared(old, new, windows[0]) if windows else None
        found = search(old, new, table.regions if table is not None and table.exact else None)
        side = _side(table, found, {(one or other).kind for one, other in differing if one or other})  # type: ignore[union-attr]
        kinds: tuple[Kind, ...] = tuple(dict.fromkeys((one or other).kind for one, other in differing if one or other))  # type: ignore[union-attr]
        if renamed:
            kinds = ("renamed", *kinds)
        return self._made(pair, kinds, side, self._words(differing), table, found, _basis(table, found, side))

    def _alone(self, pair: Pair[Objective]) -> ClauseChange:
        objective = pair.new or pair.old
        assert objective is not None
        kind: Kind = "added" if pair.new is not None else "removed"
        side: Side = "nobody" if objective.kind == "kpi" else "provider" if pair.new is not None else "customer"
        return self._made(pair, (kind,), side, (None, None), None, None, "a promise more or less")

    def _made(
        self, pair: Pair[Objective], kinds: tuple[Kind, ...], side: Side, words: tuple[str | None, str | None],
        table: Compared | None, found: Searched | None, basis: str,
    ) -> ClauseChange:  # fmt: skip
        name = (pair.new or pair.old).name  # type: ignore[union-attr]
        examples = tuple(each for each in (found.up, found.down, found.unclear) if each) if found else ()
        return ClauseChange(
            name,
            pair.old.name if pair.old is not None and pair.new is not None and pair.old.name != pair.new.name else None,
            kinds,
            _code(kinds),
            side,
            *words,
            table.regions if table is not None and table.exact else (),
            examples,
            _greatest(table, examples),
            self.new.currency or self.old.currency,
            basis,
            pair.old.span if pair.old is not None else None,
            pair.new.span if pair.new is not None else None,
        )

    def _words(self, differing: Sequence[tuple[Part | None, Part | None]]) -> tuple[str | None, str | None]:
        before = [self._said(one, self.sources[0]) for one, _ in differing if one is not None]
        after = [self._said(other, self.sources[1]) for _, other in differing if other is not None]
        return "; ".join(dict.fromkeys(before)) or None, "; ".join(dict.fromkeys(after)) or None

    def _said(self, part: Part, sources: SourceMap) -> str:
        if part.words is not None:
            return part.words
        return said(part.span, sources) or part.kind


def _measured(objective: Objective, meaning: Meaning) -> Hashable:
    """What an objective measures, by which it is known again under another name."""
    refs = [check.measured for check in objective.checks]
    refs += [] if objective.records is None else [objective.records]
    return tuple(meaning.of(ref) for ref in refs)


def said(span: Span | None, sources: SourceMap) -> str | None:
    """What stands there, on one line."""
    source = None if span is None else sources.get(span.source)
    return None if source is None or span is None else " ".join(source.text[span.start : span.end].split())


_DECIDED: frozenset[Kind] = frozenset(("target", "table", "formula", "base", "limit", "condition"))
"""What the measured number and the fees decide. A claim, a window or a measure is not seen through these."""


def _side(table: Compared | None, found: Searched, kinds: set[Kind]) -> Side:
    """Who is worse off, as far as logs confirm it. That nobody is needs a proof."""
    shown = [each for each in (found.up, found.down) if each is not None]
    side = sides([each.gain or Fraction(0) for each in shown], [_strict(each) for each in shown])
    if side != "nobody":
        return side
    if table is not None and table.exact and not table.regions and found.unclear is None and kinds <= _DECIDED:
        return "nobody"
    return "unknown"


def _strict(shown: Shown) -> int:
    return stricter(shown.old_outcome, shown.new_outcome)


def _greatest(table: Compared | None, examples: tuple[Shown, ...]) -> tuple[Fraction | None, Fraction | None]:
    """The most that the customer gains and loses in one window: of all regions where these are all there is."""
    gains = [each.gain for each in (table.regions if table is not None and table.exact else ())]
    gains += [each.gain for each in examples if each.gain is not None]
    up = max((each for each in gains if each > 0), default=None)
    down = min((each for each in gains if each < 0), default=None)
    return up, down


def _basis(table: Compared | None, found: Searched, side: Side) -> str:
    if table is not None and table.exact:
        return f"all values of the measured number: {table.points} points; {found.logs} logs evaluated by both versions"
    what = "no difference was found, and none was excluded" if side == "unknown" else "shown by logs"
    return f"{what}: {found.logs} logs evaluated by both versions"


def _code(kinds: tuple[Kind, ...]) -> Code:
    return changes.BY_KIND.get(kinds[0], changes.OTHER)
