"""Whether any of many random logs comes to more than what `sladsl diff` proved to be the most.

Run: python bench/diff_maxima.py [NUMBER] [SEED]
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from review.maxima import WITH_MAXIMA, beyond  # noqa: E402


def main(number: int = 100_000, seed: int = 1) -> None:
    found = 0
    for was, now in WITH_MAXIMA:
        for log in beyond(was, now, number // len(WITH_MAXIMA), seed):
            found += 1
            print(f"{was} → {now}: {log.streams['outages'].records}")
    print(f"{number} random logs, {found} beyond a maximum")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
