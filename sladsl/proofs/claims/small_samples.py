"""Shares of few records: up to how many of them a single one is a breach."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import ceil, floor

from sladsl.checks.nodes import fixed, only_check
from sladsl.checks.words import value_words
from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import proofs
from sladsl.graph import RuleGraph
from sladsl.graph.contract import Check, Objective
from sladsl.graph.measures import MeasureRecords
from sladsl.graph.values import Measured
from sladsl.logs.schema import Shape
from sladsl.model.units import PERCENT
from sladsl.proofs.assumed import scopes_to_try
from sladsl.proofs.slices import with_those_asked
from sladsl.proofs.subject import Subject
from sladsl.proofs.verdict import Basis, Result
from sladsl.proofs.ways import Setting, ways
from sladsl.proofs.witness import Witness, covering, evaluated, in_window
from sladsl.rules.outcome import Outcome
from sladsl.rules.reach import cell_roots

_AT_MOST = ("<=", "<")
_STRICT = (">", "<")
_COMPARED = (">=", ">", *_AT_MOST)
_MOST_WAYS = 8
_MOST_SCOPES = 2
_FEWEST = 3
_MOST_SHOWN = 5
_MOST = 200
"""A closer target is promised of what comes in thousands."""


Known = dict[tuple[object, ...], bool]
"""Of clauses of one form, whether one missed of so many is a breach by a way."""


def small_sample_claims(subject: Subject) -> Iterator[Result]:
    known: Known = {}
    for objective in subject.graph.objectives:
        check = only_check(objective)
        target = None if check is None else share_promised(subject.graph, check)
        if check is not None and target is not None:
            yield from _of(subject, objective, check, target, known)


def share_promised(graph: RuleGraph, check: Check) -> Fraction | None:
    """The share of records that a requirement asks for, or leaves: less than all of them."""
    node, target = graph.nodes[check.measured], fixed(graph, check.target)
    if not isinstance(node, Measured) or node.part != "share" or check.comparator not in _COMPARED:
        return None
    return target if target is not None and 0 < target < 1 else None


def _of(subject: Subject, objective: Objective, check: Check, target: Fraction, known: Known) -> Iterator[Result]:
    graph = subject.graph
    node = graph.nodes[check.measured]
    records = graph.nodes[node.measure] if isinstance(node, Measured) else None
    if not isinstance(records, MeasureRecords) or graph.stream(records.stream).shape is Shape.SAMPLES:
        return  # of samples it is known how many there are
    # One missed of n is allowed from the first n with (n - 1) / n at the target, or above it; or 1 / n at it, or below.
    one = 1 / (target if check.comparator in _AT_MOST else 1 - target)
    enough = floor(one) + 1 if check.comparator in _STRICT else ceil(one)
    if not _FEWEST <= enough <= _MOST:
        return
    claim, few = "one record does not decide", enough - 1
    basis = Basis("a log of so many records, of which one is missed", (), subject.bounds)
    counted = 1 if check.comparator in _AT_MOST else -1
    witness = _shown(subject, objective, few, counted, known)
    if witness is not None:
        promised = value_words(target, PERCENT)
        whole = "none" if check.comparator in _AT_MOST else "all"
        text = f"of up to {few} {records.stream} in a window one is a breach: {promised} then means {whole} of them"
        fixes = (Fix(f"let it apply from {enough} on, or promise it over a longer window"),)
        diagnostic = Diagnostic(proofs.FEW_RECORDS, text, check.span, fixes=fixes)
        yield Result(claim, objective.name, "FINDING", text, basis, diagnostic, witness, None, (check.span,))
        return
    sentence = f"no log of {few} records was found in which one of them is a breach"
    yield Result(claim, objective.name, "BOUNDED", sentence, basis, clauses=(check.span,))


def _shown(subject: Subject, objective: Objective, few: int, counted: int, known: Known) -> Witness | None:
    """So many records, one of them missed, in a window in which that is a breach. `counted`: that one counts (1), or
    all others do (-1)."""
    graph, windows = subject.graph, subject.shapes(objective)[:1]
    only = with_those_asked(graph, [objective])
    for window in windows:
        period, roots = (window.start, window.end), tuple(cell_roots(objective))
        for scope in scopes_to_try(only, objective)[:_MOST_SCOPES]:
            key = tuple(scope.items())
            made = (each.mixed for each in ways(Setting(only, period, window, key), roots))
            for number, mixed in enumerate(islice((each for each in made if each is not None), _MOST_WAYS)):
                alike = (subject.hints.form(graph, objective), few, period, key, number)
                if alike not in known:
                    evaluation = evaluated(only, mixed(1, few), period)
                    known[alike] = _breached(in_window(evaluation, objective.name, window, key), counted, few)
                if not known[alike]:
                    continue
                # Of many, a few show the same.
                for many in dict.fromkeys((min(few, _MOST_SHOWN), few)):
                    log = covering(graph, dict(mixed(1, many).streams), period)
                    evaluation = subject.confirmed(log, period)
                    outcome = in_window(evaluation, objective.name, window, key)
                    if evaluation is not None and outcome is not None and _breached(outcome, counted, many):
                        return Witness(graph, log, period, evaluation, (outcome,))
    return None


def _breached(outcome: Outcome | None, counted: int, few: int) -> bool:
    """Because one of so few is missed."""
    return outcome is not None and outcome.state == "breached" and outcome.measured == Fraction(counted % few, few)
