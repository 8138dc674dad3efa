"""Whether any of many random logs comes to more than what `sladsl diff` proved to be the most: of single clauses, and
of all together under limits that they share.

Run: python bench/diff_maxima.py [NUMBER OF OUTCOMES] [SEED]
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from review.maxima import WITH_LIMITS, WITH_MAXIMA, beyond  # noqa: E402

CLAUSES = 4
"""Of a contract with shared limits; each log is an outcome of each of them."""


def main(number: int = 100_000, seed: int = 1) -> None:
    found = 0
    pairs = [(each, 1) for each in WITH_MAXIMA] + [(each, CLAUSES) for each in WITH_LIMITS]
    for index, ((old, new), clauses) in enumerate(pairs):
        for each in beyond(old, new, number // len(pairs) // clauses, seed):
            found += 1
            if found < 20:
                records = {name: stream.records for name, stream in each.log.streams.items()}
                print(f"{index}: {each.clause or 'all together'} comes to {float(each.gain)}: {records}")
    print(f"{number} outcomes of {len(pairs)} changes, {found} beyond a maximum")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
