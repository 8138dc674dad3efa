"""The reference engine: the meaning of the measure layer in plain Python. Where another engine differs, it is wrong.

Read `time_set.py` and `sets.py` for time, `rows.py` and `clocks.py` for records, and the four files of measures
(`classes.py`, `statistics.py`, `bucket_means.py`, `verdicts.py`) for what is counted.
"""

from sladsl.engines.reference.engine import ReferenceEngine

__all__ = ["ReferenceEngine"]
