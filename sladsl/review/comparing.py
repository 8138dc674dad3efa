"""Two versions of an agreement, clause by clause."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import changes
from sladsl.diagnostics.render.summary import counted
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.review.aligning import Pair, aligned
from sladsl.review.alike import Alike
from sladsl.review.alone import alone
from sladsl.review.at_once import shown_at_once
from sladsl.review.beneath import Beneath, Said, rests_on, with_beneath
from sladsl.review.change import BY_SHARED_LIMIT, AgreementChange, ClauseChange, Kind, Shown, Side, Together
from sladsl.review.deciding import Deciding
from sladsl.review.folded import folded, never
from sladsl.review.frame import frame_changes, together_of
from sladsl.review.gains import sides
from sladsl.review.in_time import clauses_of, in_force_together, in_time
from sladsl.review.looking import CERTAIN, searched
from sladsl.review.meaning import Calendars, Meaning
from sladsl.review.parts import Part, changed, of_one_window, parts
from sladsl.review.prints import Prints, printable
from sladsl.review.regions import Compared, all_of, compared_in
from sladsl.review.searching import Searched, common_windows, in_both
from sladsl.review.sharing import alone_in_limits
from sladsl.review.stated import Stated
from sladsl.review.terms import with_cut_windows
from sladsl.review.together import Member, all_together
from sladsl.review.version import Facts, Version
from sladsl.review.words import said
from sladsl.temporal import Window
from sladsl.text import SourceMap


class Comparison:
    """Compares the clauses of one agreement. `sources` hold the texts of both versions."""

    def __init__(self, old: RuleGraph, new: RuleGraph, old_sources: SourceMap, new_sources: SourceMap) -> None:
        self._facts = Facts(old, (old, new)), Facts(new, (old, new))
        horizons = [each.horizon for each in self._facts]
        calendars = Calendars(
            min(each.start for each in horizons), max(each.end for each in horizons),
            bounded=any(each.bounded for each in horizons),
        )  # fmt: skip
        self.old, self.new = old, new
        self.sources = old_sources, new_sources
        self._deciding = Deciding(self._facts[0]), Deciding(self._facts[1])
        self._pairs: list[Pair[Objective]] = []
        self._tables: dict[int, list[Compared]] = {}
        self._calendars = calendars
        self._alike = Alike()
        self.meanings = Meaning(old, calendars), Meaning(new, calendars)
        for meaning in self.meanings:
            meaning.prepare()
        self.prints = Prints()
        self.beneath = Beneath(self.meanings, self.sources)

    @cached_property
    def printable(self) -> tuple[Meaning, Meaning]:
        """What both versions mean, in keys that are the same whatever else there is."""
        return printable(self.old), printable(self.new)

    def change(self) -> AgreementChange:
        """All of it."""
        objectives = alone_in_limits(tuple(self._objectives()), self.old, self.new)
        frame = (self._term(each) if each.name == "term" else each for each in frame_changes(self, objectives))
        clauses = (*objectives, *frame)
        side = together_of(each.worse_off for each in clauses)
        return AgreementChange(self.new.name, self.old, self.new, clauses, side, (), self._together(objectives))

    def _term(self, clause: ClauseChange) -> ClauseChange:
        both = ((each, {each.old.kind, each.new.kind}) for each in self._pairs if each.old and each.new)
        pairs = [self._versions(each) for each, kinds in both if kinds != {"kpi"}]
        unchanged = [(old, new) for old, new in pairs
                     if not changed(parts(old.objective, old.meaning), parts(new.objective, new.meaning))]  # fmt: skip
        return with_cut_windows(clause, pairs, unchanged, self.new.currency or self.old.currency)

    def _together(self, clauses: tuple[ClauseChange, ...]) -> tuple[Together, ...]:
        """What clauses come to together that share limits, or change at once: reckoned, or else shown by a log."""
        if sum(each.worse_off != "nobody" for each in clauses) < 2:
            return ()
        found = self._reckoned_together(clauses)
        if found is None:
            found = shown_at_once(*self._facts)
        alone = [abs(gain) for each in clauses for gain in each.greatest if gain is not None]
        most = [max((each for each in found if each.gain * sign > 0), key=lambda each: abs(each.gain), default=None)
                for sign in (1, -1)]  # fmt: skip
        return tuple(each for each in most if each and abs(each.gain) > max(alone, default=Fraction(0)))

    def _reckoned_together(self, clauses: tuple[ClauseChange, ...]) -> list[Together] | None:
        """In windows of the same kind; None where it cannot be reckoned."""
        members: list[tuple[Member, list[Compared], set[tuple[int, int]]]] = []
        windows: dict[Window, None] = {}
        kinds = set()
        shown = {each.name: each.examples for each in clauses}
        for pair in self._pairs:
            if not any(each is not None and each.credits for each in (pair.old, pair.new)):
                continue
            if pair.old is None or pair.new is None:
                return None
            versions = self._versions(pair)
            kinds |= {each.meaning.value(each.objective.window) for each in versions}
            own = in_both(*versions)
            if len(kinds) > 1 or not own:
                return None
            same = not changed(parts(pair.old, self.meanings[0]), parts(pair.new, self.meanings[1]))
            old, new = (each.part(v, own) for each, v in zip(self._deciding, versions, strict=True))
            tables = self._tables.get(id(pair), [])
            windows.update(dict.fromkeys([*own[:1], *(each.window for each in tables)]))
            there = {(each.start, each.end) for each in common_windows(*versions)}
            members.append((Member(old, new, None, same, shown.get(pair.new.name, ())), tables, there))
        found: list[Together] = []
        for window in _kinds_of(windows, [each for each, _, _ in members]):
            inside = [
                replace(each, table=next((table for table in tables if table.window == window), None))
                for each, tables, there in members if (window.start, window.end) in there
            ]  # fmt: skip
            reckoned = all_together(inside, self._deciding, window) if inside else []
            if reckoned is None:
                return None
            found += reckoned
        return found

    def _objectives(self) -> Iterator[ClauseChange]:
        before, after = self.meanings
        clauses = aligned(
            clauses_of(self.old),
            clauses_of(self.new),
            (
                lambda texts, is_new: tuple((after if is_new else before).objective(each) for each in texts),
                lambda texts, is_new: tuple(_measured(each, after if is_new else before) for each in texts),
            ),
            lambda texts: " ".join(map(self._likeness, texts)),
        )
        for pair in (pair for clause in clauses for pair in in_time(clause, self.old, self.new)):
            self._pairs.append(pair)
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
        old, new = self._versions(pair)
        if not in_force_together(old, new):
            return None
        differing = changed(parts(pair.old, old.meaning), parts(pair.new, new.meaning))
        renamed = pair.old.name != pair.new.name
        if not differing:
            if not renamed and pair.old.title == pair.new.title:
                return None
            kind: Kind = "renamed" if renamed else "wording"
            return self._made(pair, (kind,), "nobody", (None, None), None, None, "the rule graphs are the same")
        if not self._reckoned(pair):
            basis = "reckoned out, with the parameters as they are, both say the same"
            differ = tuple(dict.fromkeys(map(_kind, differing)))
            return self._made(pair, differ, "nobody", self._words(differing), None, None, basis)
        kinds: tuple[Kind, ...] = tuple(dict.fromkeys(map(_kind, differing)))
        of_parts = list(Stated(old, new).sides(differing))
        windows = in_both(old, new)
        old, new = (each.part(version, windows) for each, version in zip(self._deciding, (old, new), strict=True))
        shared = [each for each, pair_of in zip(of_parts, differing, strict=True) if self._is_shared(pair_of)]
        if len(shared) == len(differing) and set(shared) <= CERTAIN:
            # What is left for one clause depends on the others: it shows in what all of them come to together.
            return self._made(pair, kinds, together_of(shared), self._words(differing), None, None, BY_SHARED_LIMIT)
        decided = all(of_one_window(one, pair.old) and of_one_window(other, pair.new) for one, other in differing)
        tables = compared_in(old, new, windows)
        self._tables[id(pair)] = tables
        table = all_of(tables)
        table = table if table is not None and table.exact and (decided or table.regions) else None
        stated = set(of_parts)
        found = Searched(None, None, None, 0)
        if not stated <= {"nobody"} and not (stated <= CERTAIN and set(kinds) <= {"claim"}):
            found = searched(old, new, table, stated, self._alike, turned=self._turned(pair))
        side, basis = _side(table, found, decided and set(kinds) <= _DECIDED, stated)
        # A deadline shows in no amount: what the text says of it counts beside what logs show.
        beside = [each for each, pair_of in zip(of_parts, differing, strict=True) if _kind(pair_of) == "claim"]
        if side in CERTAIN:
            side = together_of([side, *(each for each in (*beside, *shared) if each in CERTAIN)])
            if side == "nobody" and not set(shared) <= CERTAIN:
                side, basis = "unknown", BY_SHARED_LIMIT
        if side == "unknown" and {pair.old.kind, pair.new.kind} == {"kpi"}:
            side, basis = "nobody", "a kpi promises nothing, and nothing is owed by it"
        if renamed:
            kinds = ("renamed", *kinds)
        made = self._made(pair, kinds, side, self._words(differing), table, found, basis)
        return made if decided else replace(made, most=False)

    def _turned(self, pair: Pair[Objective]) -> bool:
        """Whether the old version comes second in an order that is the same when the change is taken back."""
        both = zip((pair.old, pair.new), self.printable, strict=True)
        told = [parts(objective, meaning) for objective, meaning in both if objective is not None]
        marks = [self.prints.of(tuple((part.kind, part.key) for part in each)) for each in told]
        return marks[0] > marks[-1]

    def _versions(self, pair: Pair[Objective]) -> tuple[Version, Version]:
        assert pair.old is not None and pair.new is not None
        old, new = self._facts
        return Version(old, pair.old, self.meanings[0]), Version(new, pair.new, self.meanings[1])

    def _is_shared(self, pair: tuple[Part | None, Part | None]) -> bool:
        """Whether it is about a limit that other clauses use up too."""
        return any(each is not None and id(each.rule) in self._shared for each in pair)

    @cached_property
    def _shared(self) -> set[int]:
        """The limits that several clauses use up."""
        found: set[int] = set()
        for graph in (self.old, self.new):
            owing = {each.name for each in graph.objectives if each.credits}
            found |= {id(each) for each in graph.limits if len(owing & set(each.objectives or owing)) > 1}
        return found

    def _reckoned(self, pair: Pair[Objective]) -> bool:
        """Whether anything is left of the difference once all is reckoned out that no log decides."""
        found = []
        for objective, graph, meaning in zip((pair.old, pair.new), (self.old, self.new), self._folded, strict=True):
            assert objective is not None
            there = meaning.graph.objectives[next(i for i, each in enumerate(graph.objectives) if each is objective)]
            found.append((there, never(meaning.graph, there.applies), meaning))
        (one, idle, before), (other, still_idle, after) = found
        return not (idle and still_idle) and bool(changed(parts(one, before), parts(other, after)))

    @cached_property
    def _folded(self) -> tuple[Meaning, Meaning]:
        old, new = (Meaning(folded(each), self._calendars) for each in (self.old, self.new))
        return old, new

    def _alone(self, pair: Pair[Objective]) -> ClauseChange | None:
        """A promise more or less, with the most that is owed by it in one window."""
        objective = pair.new or pair.old
        assert objective is not None
        added = pair.new is not None
        if objective.versions and not self._facts[added].whole_windows(objective):
            return None
        found = alone(self.new if added else self.old, objective, added=added)
        kind: Kind = "added" if added else "removed"
        made = self._made(pair, (kind,), found.side, (None, None), None, None, "a promise more or less")
        examples = () if found.shown is None else (found.shown,)
        return replace(made, examples=examples, greatest=found.greatest, most=found.most)

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
            _greatest(examples),
            _most(table, examples) and not any(each.carries_over for each in self._versions(pair)),
            self.new.currency or self.old.currency,
            basis,
            pair.old.span if pair.old is not None else None,
            pair.new.span if pair.new is not None else None,
            self.prints.of(tuple(
                None if each is None else meaning.objective(each)
                for each, meaning in zip((pair.old, pair.new), self.printable, strict=True)
            )),
        )  # fmt: skip

    def _words(self, differing: Sequence[tuple[Part | None, Part | None]]) -> tuple[str | None, str | None]:
        before, after = dict[str, None](), dict[str, None]()
        shown: set[Said] = set()
        for one, other in differing:
            texts = self._said(one, self.sources[0]), self._said(other, self.sources[1])
            if one is not None and other is not None and texts[0] == texts[1]:
                # It is written the same, so what differs is shown beside it, once.
                found = [*self.beneath.of(rests_on(one), rests_on(other))]
                if found and shown.issuperset(found):
                    continue
                shown.update(found)
                texts = with_beneath(texts[0], found)
            before.update({texts[0]: None} if texts[0] else {})
            after.update({texts[1]: None} if texts[1] else {})
        return "; ".join(before) or None, "; ".join(after) or None

    def _said(self, part: Part | None, sources: SourceMap) -> str | None:
        if part is None:
            return None
        if part.words is not None:
            return part.words
        return said(part.span, sources) or part.kind


def _measured(objective: Objective, meaning: Meaning) -> Hashable:
    """What an objective measures, by which it is known again under another name."""
    refs = [check.measured for check in objective.checks]
    refs += [] if objective.records is None else [objective.records]
    return tuple(meaning.of(ref) for ref in refs)


def _kinds_of(windows: Iterable[Window], members: Sequence[Member]) -> list[Window]:
    """One for each set of facts on which any of the clauses rests."""
    kinds: dict[Hashable, Window] = {}
    for window in windows:
        facts = tuple((each.old.kind(window), each.new.kind(window)) for each in members)
        kinds.setdefault(facts, window)
    return list(kinds.values())


_DECIDED: frozenset[Kind] = frozenset(("target", "table", "formula", "base", "limit", "condition"))
"""What the measured number and the fees decide. A claim, a window or a measure is not seen through these."""


def _kind(pair: tuple[Part | None, Part | None]) -> Kind:
    part = pair[0] or pair[1]
    assert part is not None
    return part.kind


def _side(table: Compared | None, found: Searched, decided: bool, stated: set[Side]) -> tuple[Side, str]:
    """Who is worse off, as far as logs confirm it or the text tells, and what that rests on. That nobody is needs a
    proof."""
    looked = f"{counted(found.logs, 'log')} evaluated by both versions"
    shown = [each for each in (found.up, found.down) if each is not None]
    side = sides([each.gain or Fraction(0) for each in shown], [each.stricter for each in shown])
    if table is not None and (decided or side != "nobody"):
        basis = f"all values of the measured number: {table.points} points; {looked}"
        if side == "nobody" and (table.regions or found.unclear is not None):
            return (together_of(stated), "what the text says") if stated <= CERTAIN else ("unknown", basis)
        return side, basis
    if stated <= CERTAIN:
        said = together_of([side, *stated])
        return said, "what the text says" if side == "nobody" else f"what the text says; {looked}"
    if side == "nobody":
        return "unknown", f"no difference was found, and none was excluded: {looked}"
    return side, f"shown by logs: {looked}"


def _greatest(examples: tuple[Shown, ...]) -> tuple[Fraction | None, Fraction | None]:
    """The most that the customer gains and loses, as logs show it."""
    gains = [each.gain for each in examples if each.gain is not None]
    up = max((each for each in gains if each > 0), default=None)
    down = min((each for each in gains if each < 0), default=None)
    return up, down


def _most(table: Compared | None, examples: tuple[Shown, ...]) -> bool:
    """Whether logs show the greatest differences that there are in one window."""
    gains = [] if table is None else [Fraction(0), *(each.gain for each in table.regions)]
    shown = [Fraction(0), *(each.gain for each in examples if each.gain is not None and each.totals is None)]
    longer = any(each.totals is not None for each in examples)
    return bool(gains) and not longer and (max(gains), min(gains)) == (max(shown), min(shown))


def _code(kinds: tuple[Kind, ...]) -> Code:
    return changes.BY_KIND.get(kinds[0], changes.OTHER)
