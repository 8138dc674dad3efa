"""All measurements, one after the other: python bench/run.py [FILE …]

Each is a ratio to a yardstick that runs in the same call. Run it on a machine that does nothing else.
"""

import platform
import subprocess
import sys
from pathlib import Path

from sladsl import __version__

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    print(f"sladsl {__version__}, Python {platform.python_version()}, {platform.machine()}, {platform.system()}\n")
    names = (
        *("check_latency.py", "engine_speed.py", "reading.py", "appending.py", "verify.py"),
        *("scale.py", "peers.py"),
    )
    for name in names if len(sys.argv) < 2 else sys.argv[1:]:
        print(f"## {name}\n", flush=True)
        subprocess.run([sys.executable, str(FOLDER / name)], check=True)
        print()


if __name__ == "__main__":
    main()
