"""A long run says what it is at, to a person and to nobody else."""

import io
import sys
import time

import pytest

from sladsl.cli import progress
from sladsl.cli.progress import Stages


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_stages(stream: io.StringIO, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    monkeypatch.setattr(progress, "_AGAIN", 0.01)
    with Stages() as stages:
        stages.say("reading requests: 12.0 MB")
        time.sleep(0.2)
    assert ("reading requests: 12.0 MB · 0 s" in stream.getvalue()) is shown
    assert stream.getvalue().endswith("\r") is shown


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with Stages() as stages:
        stages.say("reading")
    assert not stream.getvalue()
