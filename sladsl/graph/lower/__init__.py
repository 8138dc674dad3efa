"""Agreements → the rule graph: types are settled and sugar dies here, in one walk over the clauses."""

from sladsl.graph.lower.build import build

__all__ = ["build"]
