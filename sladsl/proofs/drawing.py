"""Logs drawn at random by Hypothesis, the same ones every time. Without it, none are drawn."""

from collections.abc import Iterator
from importlib.util import find_spec

Part = tuple[int, int, int]
"""Which of the kept attempts, in which window, how far from its border."""
_MOST_DRAWN = 120


def can_draw() -> bool:
    return find_spec("hypothesis") is not None


def drawn(kept: int, windows: int, most: int) -> Iterator[list[Part]]:
    """Combinations of what was kept before."""
    if not can_draw() or most <= 0:
        return
    from hypothesis import HealthCheck, Phase, given, settings, strategies

    near = strategies.sampled_from((0, 1, -1, 60_000_000, -60_000_000))
    part = strategies.tuples(strategies.integers(0, kept - 1), strategies.integers(0, windows - 1), near)
    found: list[list[Part]] = []

    @settings(
        derandomize=True, database=None, deadline=None, max_examples=min(most, _MOST_DRAWN),
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategies.lists(part, min_size=1, max_size=4))
    def collect(parts: list[Part]) -> None:
        found.append(parts)

    collect()
    yield from found
