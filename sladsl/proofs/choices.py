"""One verdict for all the choices that the parameters of an agreement leave."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from sladsl.diagnostics.code import Severity
from sladsl.graph import RuleGraph
from sladsl.proofs.known import holds_somewhere
from sladsl.proofs.verdict import Result, Verdict

MOST_CHOICES = 12
Picked = tuple[tuple[str, str], ...]
"""Parameters with the labels they have, where these are not the defaults."""
_WEAKEST: tuple[Verdict, ...] = ("REFUTED", "FINDING", "UNKNOWN", "BOUNDED", "PROVED")


def other_choices(graph: RuleGraph) -> list[Picked]:
    """Every choice but that of the defaults; none where there are too many."""
    names = [name for name, _ in graph.choices]
    if prod(len(labels) for _, labels in graph.choices) > MOST_CHOICES:
        return []
    every = product(*(labels for _, labels in graph.choices))
    defaults = tuple(labels[0] for _, labels in graph.choices)
    picked = (zip(names, each, defaults, strict=True) for each in every if each != defaults)
    return [tuple((name, label) for name, label, default in each if label != default) for each in picked]


def together(
    graph: RuleGraph, own: Sequence[Result], others: Sequence[tuple[Picked, Sequence[Result]]]
) -> list[Result]:
    """What is claimed of the defaults, and of other choices: of most claims the choice in which it holds least, of a
    clause that must matter somewhere that in which it does."""
    tried = [name for name, _ in graph.choices] if others else []
    fixed = [name for name, _ in graph.parameters if name not in tried]
    lists: list[tuple[Picked, Sequence[Result]]] = [((), own), *others]
    several = {key for _, results in lists for key, number in Counter(map(_name, results)).items() if number > 1}
    found: dict[object, list[tuple[Picked, Result]]] = {}
    for picked, results in lists:
        seen: Counter[object] = Counter()
        for each in results:
            key = (_name(each), each.clauses if _name(each) in several else ())
            seen[key] += 1  # one claim can fail in two ways
            found.setdefault((key, seen[key]), []).append((picked, each))
    return [_told(*_chosen(every), tried, fixed) for every in found.values()]


def _name(result: Result) -> tuple[str, str]:
    return result.claim, result.subject


def _chosen(every: list[tuple[Picked, Result]]) -> tuple[Picked, Result]:
    """The first of those that say most."""
    if holds_somewhere(every[0][1].claim):
        return max(every, key=lambda each: _WEAKEST.index(each[1].verdict))
    return min(every, key=lambda each: _gravity(each[1]))


def _gravity(result: Result) -> tuple[bool, int, int, object]:
    found, stake = result.diagnostic, result.stake
    severity = 0 if found is None else list(Severity).index(found.severity)
    return found is None, severity, _WEAKEST.index(result.verdict), 0 if stake is None else -stake.amount


def _told(picked: Picked, result: Result, tried: Sequence[str], fixed: Sequence[str]) -> Result:
    """With the choice for which it is said."""
    assumed = list(_assumed(picked, result, tried, fixed))
    if not assumed:
        return result
    basis = replace(result.basis, assumptions=(*result.basis.assumptions, *assumed))
    found, witness = result.diagnostic, result.witness
    if picked and found is not None:
        found = replace(found, notes=(*found.notes, f"with {choice_words(picked)}"))
    if picked and witness is not None:
        witness = replace(witness, settings=picked)
    return replace(result, basis=basis, diagnostic=found, witness=witness)


def _assumed(picked: Picked, result: Result, tried: Sequence[str], fixed: Sequence[str]) -> Iterator[str]:
    if picked:
        yield f"with {choice_words(picked)}"
    elif tried and result.verdict in ("PROVED", "BOUNDED") and not holds_somewhere(result.claim):
        yield f"for every choice of {', '.join(tried)}"
    if fixed:
        yield f"for the default{'s' if len(fixed) > 1 else ''} of {', '.join(fixed)}"


def choice_words(picked: Picked) -> str:
    return ", ".join(f"{name} = {label}" for name, label in picked)
