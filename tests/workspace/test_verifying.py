"""Many files are verified by several processes; what comes of it does not rest on whether these live."""

import os
import signal
from pathlib import Path

import pytest

from sladsl.report.told import ToldFile
from sladsl.workspace import verifying
from sladsl.workspace.verifying import Request, verify_each

HERE = os.getpid()
ONE = verifying._one


def dying(path: Path, request: Request) -> tuple[ToldFile, tuple[Path, ...]]:
    if path.stem == "1" and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return ONE(path, request)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed otherwise here")
def test_where_a_process_is_killed_the_rest_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / f"{number}.sladsl" for number in range(4)]
    for number, file in enumerate(files):
        term = "  term 2026-01-01 until 2027-01-01\n" if number % 2 else ""
        file.write_text(f'agreement a{number} {{\n{term}  zone "Etc/UTC"\n}}\n', encoding="utf-8")
    expected = verify_each(files, Request(), None, 1, lambda _: None)
    monkeypatch.setattr(verifying, "_one", dying)
    ready: list[int] = []
    assert verify_each(files, Request(), None, 2, ready.append) == expected
    assert ready == [1, 2, 3, 4]
