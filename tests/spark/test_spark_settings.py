"""The table `[spark]`, and what is said where Spark is not there. None of it starts Spark."""

import os
import subprocess
from pathlib import Path

import pytest

from sladsl.diagnostics.catalogue import usage
from sladsl.engines.spark import SparkSettings, java, session
from sladsl.engines.spark.java import provide_java
from sladsl.workspace.configuration import read_configuration
from spec_player.command import sladsl
from spec_player.surroundings import surroundings

CONTRACT = """agreement example {
  term from 2026-01-01
  zone "Etc/UTC"
  stream outages of spans { }
  kpi up { availability of outages >= 99% per calendar month }
}
"""


def told(folder: Path, text: str) -> tuple[SparkSettings, list[str]]:
    (folder / "sladsl.toml").write_text(text)
    configuration, found = read_configuration(folder / "sladsl.toml")
    assert all(each.code == usage.BAD_CONFIGURATION for each in found)
    return configuration.spark, [each.message for each in found]


def test_settings(tmp_path: Path) -> None:
    text = """[spark]
    master = "spark://one:7077"
    shared = "staged"
    spark.executor.memory = "8g"
    "spark.sql.shuffle.partitions" = 64
    spark.dynamicAllocation.enabled = true
    """
    names = ("spark.dynamicAllocation.enabled", "spark.executor.memory", "spark.sql.shuffle.partitions")
    settings, wrong = told(tmp_path, text)
    assert (settings.master, settings.shared, wrong) == ("spark://one:7077", tmp_path / "staged", [])
    assert tuple(sorted(settings.settings)) == tuple(zip(names, ("true", "8g", "64"), strict=True))
    assert told(tmp_path, "") == (SparkSettings(), [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("spark = 3", "`spark` must be a table"),
        ("[spark]\nmastr = 'local'", "`[spark]` has no key `mastr`"),
        ("[spark]\nexecutor.memory = '1g'", "`[spark]` has no key `executor.memory`"),
        ("[spark]\nmaster = ['local']", "`master` under `[spark]` must be a text, a whole number or a truth value"),
        (
            "[spark]\nspark.ui.port = 1.5",
            "`spark.ui.port` under `[spark]` must be a text, a whole number or a truth value",
        ),
        ("[spark]\nspark.master = 'local'", "`spark.master` cannot be set under `[spark]`: that is what `master` says"),
        (
            "[spark]\nspark.sql.ansi.enabled = false",
            "`spark.sql.ansi.enabled` cannot be set under `[spark]`: exact numbers rest on it",
        ),
    ],
)
def test_what_is_wrong_with_them(tmp_path: Path, text: str, message: str) -> None:
    assert told(tmp_path, text)[1] == [message]


@pytest.mark.parametrize(("lacks", "told"), [("library", "the library `pyspark`"), ("java", "Java, of which")])
def test_without_spark_everything_else_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str, told: str
) -> None:
    found = None if lacks == "library" else object()
    monkeypatch.setattr("sladsl.engines.registry.find_spec", lambda _: found)
    monkeypatch.setattr("sladsl.engines.registry.has_java", lambda: False)
    (tmp_path / "contract.sladsl").write_text(CONTRACT)
    (tmp_path / "outages.csv").write_text("start,end\n2026-03-01T00:00Z,2026-03-01T01:00Z\n")
    with surroundings(tmp_path):
        words = ("eval", "contract.sladsl", "--log", "outages=outages.csv", "--period", "2026-03")
        outcome, other = sladsl((*words, "--engine", "spark"), b""), sladsl(words, b"")
    assert (outcome.status, other.status) == (2, 0)
    assert f"error[SLA0810]: the engine `spark` needs {told}" in outcome.stderr
    assert "pip install 'sladsl[spark]'" in outcome.stderr


@pytest.mark.skipif(os.name == "nt", reason="a script of a Unix shell")
def test_the_java_of_the_package_is_spared_an_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark's launcher passes it to every Java; this one would refuse to start."""

    class Package:
        JAVA = tmp_path / "it's java"

    Package.JAVA.write_text("#!/bin/sh\nprintf '<%s>' \"$@\"\n")
    Package.JAVA.chmod(0o755)
    monkeypatch.setattr(java, "_has_own", lambda: False)
    monkeypatch.setattr(java, "import_module", lambda _: Package)
    monkeypatch.setenv("JAVA_HOME", "")
    provide_java()
    given = ["-cp", "a b", "--add-modules=jdk.incubator.vector", "", "$x"]
    launcher = Path(os.environ["JAVA_HOME"], "bin", "java")
    assert subprocess.run([launcher, *given], capture_output=True, text=True).stdout == "<-cp><a b><><$x>"


def test_a_java_that_is_there_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    provide_java()
    assert os.environ["JAVA_HOME"] == "/opt/java"


def test_where_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def master(settings: SparkSettings) -> str | None:
        return dict(session._settings(settings)).get("spark.master")

    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    assert master(SparkSettings()) == "local[*]"
    assert master(SparkSettings("spark://one:7077")) == "spark://one:7077"
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    assert master(SparkSettings()) is None, "what it was submitted to says so"
    assert master(SparkSettings("local[3]")) == "local[3]"


def test_of_a_long_message_the_line_that_says_it() -> None:
    trouble = Exception("An error occurred while calling o1.sql.\n: java.lang.Mistake: no room\n\tat a.b.c(D.java:1)\n")
    assert session.plain(trouble) == "java.lang.Mistake: no room"
    deep = Exception(
        "calling o1.sql.\n: a.SparkException: waited\n\tat a.b\nCaused by: c.Mistake: too great\n\tat d.e\n"
    )
    assert session.plain(deep) == "c.Mistake: too great"
    assert session.plain(Exception()) == "Exception"
