"""Logs over which two versions of a clause come out differently, driven over the borders of both."""

from collections.abc import Hashable, Iterator
from fractions import Fraction

from sladsl.frozen import Frozen, frozen
from sladsl.graph import RuleGraph
from sladsl.logs.records import EventLog
from sladsl.proofs.reaching import Aim, Budget, logs
from sladsl.proofs.scan import Scan, scan
from sladsl.proofs.windows import one_of_each
from sladsl.proofs.witness import evaluated, in_window
from sladsl.review.alike import Alike, Found
from sladsl.review.change import Region, Shown, stricter
from sladsl.review.gains import gain_of, unclear
from sladsl.review.read_as import fitted
from sladsl.review.version import Version
from sladsl.rules.outcome import Evaluation
from sladsl.temporal import Window

STEPS = 400
MOST_WAYS = 4
"""Logs that are looked at for each piece; each is another way to come to it."""
MOST_CONTEXTS = 6
MOST_KINDS = 6


@frozen
class Searched(Frozen):
    """The best log for the customer and the best for the provider, as far as any differ; `logs` were looked at.
    `unclear`: one of them in which one version owes an amount or has a verdict and the other has none."""

    up: Shown | None
    down: Shown | None
    unclear: Shown | None
    logs: int


def in_both(old: Version, new: Version) -> list[Window]:
    """Windows of the new version, one of each kind, that the old one has too."""
    return one_of_each(common_windows(old, new), lambda window: (old.kind(window), new.kind(window)))


def common_windows(old: Version, new: Version) -> list[Window]:
    there = {(each.start, each.end) for each in old.facts.whole_windows(old.objective)}
    return [each for each in new.facts.whole_windows(new.objective) if (each.start, each.end) in there]


def search(
    old: Version, new: Version, regions: tuple[Region, ...] | None, alike: Alike, steps: int = STEPS
) -> Searched:
    """Where the regions are known, a log for the greatest of them, up and down; else several ways to each piece of
    both versions."""
    best_up = best_down = odd = None
    looked = 0
    candidates = (
        _everywhere(old, new, Budget(steps)) if regions is None else _in_regions(old, new, regions, alike, steps)
    )
    for shown in candidates:
        looked += 1
        gain, strict = shown.gain or Fraction(0), stricter(shown.old_outcome, shown.new_outcome)
        if unclear(shown.old_outcome, shown.new_outcome) and not gain:
            odd = odd or shown
        elif (gain, strict) > (0, 0) and (best_up is None or _weight(shown) > _weight(best_up)):
            best_up = shown
        elif (gain, strict) < (0, 0) and (best_down is None or _weight(shown) < _weight(best_down)):
            best_down = shown
        if regions is None and best_up is not None and best_down is not None:
            break
    return Searched(best_up, best_down, odd, looked)


def _weight(shown: Shown) -> tuple[Fraction, int]:
    return shown.gain or Fraction(0), stricter(shown.old_outcome, shown.new_outcome)


def _in_regions(old: Version, new: Version, regions: tuple[Region, ...], alike: Alike, steps: int) -> Iterator[Shown]:
    """The greatest differences first, until one log confirms each direction."""
    for sign in (1, -1):
        wanted = [each for each in regions if sign * _of(each)[0] > 0 or (not each.gain and sign * _of(each)[1] > 0)]
        for region in sorted(wanted, key=lambda each: -abs(each.gain)):
            found = next(_of_region(old, new, region, alike, Budget(steps)), None)
            if found is not None:
                yield found
                break


def _of(region: Region) -> tuple[Fraction, int]:
    return region.gain, stricter(region.old, region.new)


def _of_region(old: Version, new: Version, region: Region, alike: Alike, budget: Budget) -> Iterator[Shown]:
    """Logs in the pieces of a region over which the versions differ as they should."""
    kind = old.kind(region.window), new.kind(region.window)
    whole = in_both(old, new)
    windows: tuple[Window, ...] = (region.window,)
    if region.window in whole:
        windows = tuple(each for each in whole if (old.kind(each), new.kind(each)) == kind)
    what = region.pieces, region.new.scope, windows
    known = alike.known(old, new, what)
    if known is not None:
        found = shown(old, new, known.log, known.period, known.window)
        if _weight(found) == _of(region):
            yield found
    for piece in sorted(region.pieces, key=lambda each: each.is_point):
        for version in (new, old):
            aim = Aim(version.objective, windows, piece, lambda _: True, region.new.scope)
            for witness in logs(version.graph, aim, budget):
                found = shown(old, new, witness.log, witness.period, witness.shown[0].window)
                if _weight(found) == _of(region):
                    window = witness.shown[0].window
                    alike.keep(old, new, what, Found(witness.log, witness.period, window, version is new))
                    yield found
                break


def _everywhere(old: Version, new: Version, budget: Budget) -> Iterator[Shown]:
    for version in (old, new):
        windows = in_both(old, new)
        if not windows:
            continue
        scanned = scan(version.facts.rules, version.objective, windows[0])
        for aim in _aims(version, scanned, _of_each_kind(old, new, windows)):
            for index, witness in enumerate(logs(version.graph, aim, budget)):
                yield shown(old, new, witness.log, witness.period, witness.shown[0].window)
                if index + 1 >= MOST_WAYS:
                    break


def _aims(version: Version, scanned: Scan, windows: tuple[Window, ...]) -> Iterator[Aim]:
    for window in windows:
        for context in scanned.contexts[:MOST_CONTEXTS]:
            for point in context:
                yield Aim(version.objective, (window,), point.piece, lambda _: True, point.scope)


def _of_each_kind(old: Version, new: Version, windows: list[Window]) -> tuple[Window, ...]:
    kinds: dict[Hashable, Window] = {}
    for each in windows:
        kinds.setdefault((old.kind(each), new.kind(each)), each)
    return tuple(kinds.values())[:MOST_KINDS]


def shown(old: Version, new: Version, log: EventLog, period: tuple[int, int], window: Window) -> Shown:
    """One log, evaluated by both."""
    before, after = (evaluated_by(each.graph, log, period) for each in (old, new))
    one = in_window(before, old.objective.name, window)
    other = in_window(after, new.objective.name, window)
    return Shown(log, period, before, after, one, other, gain_of(old.graph, one, other))


def evaluated_by(graph: RuleGraph, log: EventLog, period: tuple[int, int]) -> Evaluation | None:
    """What a version comes to over a log, whichever of them it was made for."""
    return evaluated(graph, fitted(graph.streams, log), period)
