"""How many of the mistakes made mechanically in `policies/` are found: a table, one row an operator.

python bench/defects.py
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

from proofs.defects import codes_found, defects  # noqa: E402  the operators are part of the tests


def main() -> None:
    """Prints the table, and the names of what was missed."""
    made: Counter[tuple[str, str]] = Counter()
    told: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    for defect in defects():
        with tempfile.TemporaryDirectory() as folder:
            found = bool(codes_found(defect, Path(folder)) & set(defect.codes))
        kind = defect.operator, " or ".join(defect.codes)
        made[kind] += 1
        told[kind] += found
        missed += [] if found else [defect.name]
    print("| what was made wrong | code | contracts | found |\n|---|---|---|---|")
    for (operator, code), number in made.items():
        print(f"| {operator} | {code} | {number} | {told[operator, code]} |")
    print(f"| all | | {made.total()} | {told.total()} |")
    for each in missed:
        print(f"missed: {each}", file=sys.stderr)


if __name__ == "__main__":
    main()
