"""How much computing time `sladsl diff` takes on services of five objectives with five rows each and shared limits, as
a ratio to `sladsl check` of one version. Computing time, as other work on the machine only adds to what a clock shows.

Run: python bench/diff_speed.py [SERVICES …]
"""

import os
import sys
import tempfile
from pathlib import Path

from verify import OBJECTIVES, contract
from verify import seconds as _run

SEVERAL = (1, 10, 30)
CHANGES = {
    "nothing": (),
    "one row of one table": (("gives 5%", "gives 6%", 1),),
    "the limit of all": (("15% of fees", "14% of fees", -1),),
    "a row of every table": (
        ("below 99.5%", "below 99.6%", -1), ("above 2h gives", "above 3h gives", -1),
        ("above 5 gives", "above 6 gives", -1), ("below 98% gives", "below 97% gives", -1),
        ("above 20 gives", "above 22 gives", -1),
    ),
}  # fmt: skip


def seconds(*arguments: str) -> float:
    before = os.times()
    _run(*arguments)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(several: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for services in several:
            old, new = Path(folder) / f"old-{services}.sladsl", Path(folder) / f"new-{services}.sladsl"
            old.write_text(contract(services), encoding="utf-8")
            seconds("check", str(old))
            check = min(seconds("check", str(old)) for _ in range(2))
            print(f"{services} x {len(OBJECTIVES)} x {len(OBJECTIVES[0][2])}: check {check:.2f} s")
            for name, replacements in CHANGES.items():
                text = contract(services)
                for was, now, times in replacements:
                    text = text.replace(was, now, times)
                new.write_text(text, encoding="utf-8")
                took = seconds("diff", str(old), str(new))
                print(f"  {name:>22}: diff {took:6.2f} s, {took / check:5.1f} times as long", flush=True)


if __name__ == "__main__":
    main(tuple(int(each) for each in sys.argv[1:]) or SEVERAL)
