"""How many records the logs have that `sladsl verify` shows of the contracts of `policies/`.

Run: python bench/witnesses.py
"""

from collections import Counter
from pathlib import Path

from sladsl.workspace.verifying import verify_file

POLICIES = Path(__file__).resolve().parents[1] / "policies"
FEW = 5


def main() -> None:
    sizes = Counter(size for path in sorted(POLICIES.rglob("*.sladsl")) for size in _sizes(path))
    for size, number in sorted(sizes.items()):
        print(f"{size:7} records: {number} logs")
    few = sum(number for size, number in sizes.items() if size <= FEW)
    print(f"{few} of {sizes.total()} logs have {FEW} records at most")


def _sizes(path: Path) -> list[int]:
    """Of each log; rows of registers are not counted."""
    results = [each for agreement in verify_file(path).agreements for each in (*agreement.results, *agreement.allowed)]
    logs = [each.witness.log for each in results if each.witness is not None]
    return [sum(len(each.records) for each in log.streams.values() if not each.schema.register) for log in logs]


if __name__ == "__main__":
    main()
