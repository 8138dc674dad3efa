"""Measurements that were made before: what a measurement rests on, and whether any of that has changed."""

from sladsl.engines.kept.keeping import KeepingEngine
from sladsl.engines.kept.memory import Memory

__all__ = ["KeepingEngine", "Memory"]
