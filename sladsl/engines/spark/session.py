"""Starting Spark, or joining the one that is there."""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any, Final

from sladsl.engines.engine import EngineTrouble
from sladsl.engines.spark.java import provide_java
from sladsl.engines.spark.settings import SparkSettings

_QUIET: Final = (
    ("spark.app.name", "sladsl"),
    # Numbers of more than 64 bits are expected now and then, and handed on; Spark would print a page for each.
    ("spark.log.level", "FATAL"),
    ("spark.ui.showConsoleProgress", "false"),
)
_ALONE: Final = (
    ("spark.ui.enabled", "false"),
    ("spark.driver.bindAddress", "127.0.0.1"),
    ("spark.driver.host", "127.0.0.1"),
    # 200 are for a cluster; here each is a thread's worth of waiting.
    ("spark.sql.shuffle.partitions", str(os.cpu_count() or 1)),
)
_PYTHON: Final = "spark.pyspark.python"
"""The Python of workers. Spark looks for it only where a program is submitted."""
_TRACE: Final = "Traceback (most recent call last):"
_SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
"""Set by `spark-submit`, which says by itself where the program runs."""


def is_local(settings: SparkSettings) -> bool:
    """Whether all of Spark is in one process of this machine."""
    return settings.master.startswith("local") if settings.master else _SUBMITTED not in os.environ


def start(settings: SparkSettings) -> Any:
    """A session of its own, so that its settings are nobody else's."""
    provide_java()
    python = dict(settings.settings).get(_PYTHON, sys.executable if is_local(settings) else None)
    if python is not None:
        os.environ.setdefault("PYSPARK_PYTHON", python)
    try:
        builder = import_module("pyspark.sql").SparkSession.builder
        for name, value in _settings(settings):
            builder = builder.config(name, value)
        session = builder.getOrCreate().newSession()
        # What is too great must be an error and never another number; a text is a text, whatever it looks like.
        session.conf.set("spark.sql.ansi.enabled", "true")
        session.conf.set("spark.sql.variable.substitute", "false")
    except Exception as trouble:  # of Python, of Java, of the bridge between them, or of a cluster
        where = "" if settings.master is None else f" with the master `{settings.master}`"
        raise EngineTrouble(f"Spark did not start{where}: {plain(trouble)}") from None
    return session


def plain(trouble: Exception) -> str:
    """The line of a message that says what happened; Java puts a trace of many around it."""
    lines = [line.strip() for line in str(trouble).splitlines() if line.strip()]
    if _TRACE in lines:  # of a worker in Python, before that of Java
        traced = lines[lines.index(_TRACE) :]
        return next((one for one, other in pairwise(traced) if other.startswith("at ")), traced[-1])
    causes = [line.removeprefix("Caused by") for line in lines if line.startswith((":", "Caused by:"))]
    told = (causes or lines[:1] or [""])[-1]
    return told.lstrip(": ") or type(trouble).__name__


def _settings(settings: SparkSettings) -> Iterator[tuple[str, str]]:
    yield from _QUIET
    if is_local(settings):
        yield from _ALONE
        yield "spark.master", settings.master or "local[*]"
    elif settings.master is not None:
        yield "spark.master", settings.master
    yield from settings.settings
