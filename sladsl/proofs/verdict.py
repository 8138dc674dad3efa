"""What is said of a claim, and what it rests on."""

from dataclasses import field
from fractions import Fraction
from typing import Literal

from sladsl.diagnostics import Diagnostic
from sladsl.frozen import Frozen, frozen
from sladsl.proofs.witness import Witness
from sladsl.text import Span

Verdict = Literal["PROVED", "REFUTED", "BOUNDED", "UNKNOWN", "FINDING"]
"""PROVED: it holds for every well-formed log over the term. REFUTED: there is a log, confirmed by the reference engine.
BOUNDED: nothing was found up to the bounds named. UNKNOWN: it could not be settled. FINDING: about the text
alone, or a figure that a log shows."""


@frozen
class Basis(Frozen):
    """On what a verdict rests: how it was found, what was assumed, how far was looked."""

    method: str
    assumptions: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()


@frozen
class Stake(Frozen):
    """The money that hangs on it."""

    amount: Fraction
    currency: str


@frozen
class Result(Frozen):
    """One claim about one agreement. `claim` is the name of the claim, `subject` what of the agreement it is about.
    `diagnostic` tells of it where it does not hold; a claim that is proved has none. `witness` shows it. `clauses` are
    the places that matter."""

    claim: str
    subject: str
    verdict: Verdict
    sentence: str
    basis: Basis
    diagnostic: Diagnostic | None = None
    witness: Witness | None = None
    stake: Stake | None = None
    clauses: tuple[Span, ...] = field(default=())
