"""Engines: the measure layer of a rule graph, run over an event log."""

from sladsl.engines.engine import Engine, Frame

__all__ = ["Engine", "Frame"]
