"""A command imports what it needs and no more: a hook that runs on every save pays for the rest each time."""

import json
import subprocess
import sys
from pathlib import Path

from spec_player.docs import PRELUDE

# What the core may import, and what `check` may import besides.
# (tomli is pure Python and gives the line of a mistake in a binding, which the standard library does not.)
CORE = {"lark", "tomli", "tzdata"}
CHECK = CORE | {"click", "rich"}
CORE_ROOMS = ("text", "temporal", "diagnostics", "logs", "syntax", "model", "graph", "engines", "rules")
# Parts of the standard library that cost more to import than the work of `check`.
HEAVY = {
    "asyncio",
    "concurrent.futures.process",
    "email.parser",
    "http.client",
    "multiprocessing",
    "sqlite3",
    "unittest",
}
# What of our own a check has no use for.
ELSEWHERE = (
    "sladsl.engines", "sladsl.logs.binding", "sladsl.logs.formats", "sladsl.logs.from_toml", "sladsl.report",
    "sladsl.rules", "sladsl.syntax.islands", "sladsl.testing", "sladsl.workspace.configuration",
)  # fmt: skip

IMPORTED = """
import sys
before = set(sys.modules)
{work}
import json
with open(sys.argv[1], "w") as out:
    json.dump(sorted(set(sys.modules) - before), out)
"""

RUN_CHECK = """
from sladsl.cli import main
try:
    main(["check", sys.argv[2]], prog_name="sladsl")
except SystemExit as stop:
    assert stop.code == 0, stop.code
"""

IMPORT_ROOMS = """
from importlib import import_module
from pkgutil import walk_packages
for room in sys.argv[2:]:
    package = import_module(f"sladsl.{room}")
    for module in walk_packages(package.__path__, package.__name__ + "."):
        import_module(module.name)
"""


def modules_after(work: str, tmp_path: Path, *arguments: str) -> set[str]:
    """The modules a fresh interpreter has imported after some work."""
    out = tmp_path / "modules.json"
    command = [sys.executable, "-c", IMPORTED.format(work=work), str(out), *arguments]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return set(json.loads(out.read_text()))


def foreign(modules: set[str]) -> set[str]:
    """The packages among some modules that neither Python nor sladsl brings."""
    packages = {module.split(".")[0] for module in modules if not module.startswith("_sysconfigdata")}
    return {name for name in packages - sys.stdlib_module_names - {"sladsl"} if not name.endswith("__mypyc")}


def test_check_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    modules = modules_after(RUN_CHECK, tmp_path, str(PRELUDE))
    assert foreign(modules) <= CHECK
    assert not modules & HEAVY
    assert not [each for each in modules if each.startswith(ELSEWHERE)]


def test_the_core_needs_only_what_runs_in_a_browser(tmp_path: Path) -> None:
    assert foreign(modules_after(IMPORT_ROOMS, tmp_path, *CORE_ROOMS)) <= CORE
