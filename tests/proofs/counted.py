"""How many claims were refuted in a run of the tests, and by what."""

from collections import Counter

COUNTED: Counter[str] = Counter()
