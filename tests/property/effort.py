"""How many examples a law is tried on: a fixed few in each run, many random ones at night."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

NIGHTLY: Final = os.environ.get("SLADSL_EFFORT") == "nightly"
_MORE: Final = 20
_SLOW: Final = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def effort(examples: int) -> settings:
    """`SLADSL_EFFORT=nightly` tries twenty times as many, drawn anew each time."""
    return settings(
        max_examples=examples * (_MORE if NIGHTLY else 1),
        derandomize=not NIGHTLY,
        deadline=None,
        suppress_health_check=_SLOW,
        print_blob=NIGHTLY,
    )
