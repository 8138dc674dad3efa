"""The blocks of a page, played with a stand-in for `sladsl`."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from spec_player import docs
from spec_player.command import Outcome
from spec_player.docs import Player


def stand_in(arguments: Sequence[str], _stdin: bytes, /) -> Outcome:
    """`check FILE` rejects what says `wrong` and finds something in what says `odd`; `count FILE` counts its lines."""
    command, name = arguments
    text = Path(name).read_text(encoding="utf-8")
    if command == "count":
        return Outcome(f"{name}\n{len(text.splitlines())} lines\n")
    if "wrong" in text:
        return Outcome("error[SLA0104]: wrong\n", status=1)
    return Outcome("warning[SLA0512]: odd\n" if "odd" in text else "fine\n")


def play(page: str, directory: Path) -> Player:
    player = Player(stand_in, directory)
    player.play(page)
    return player


def fence(info: str, *lines: str) -> str:
    return "\n".join(["Text.", "", f"```{info}", *lines, "```", ""])


@pytest.mark.parametrize(
    "block",
    [
        fence("sladsl", "agreement a { }"),
        fence("sladsl rejected SLA0104", "wrong"),
        fence("sladsl finds SLA0512", "odd"),
        fence("sladsl clause", "review every 6 months"),
        fence("text", "wrong"),
        fence("python", "assert 1 + 1 == 2"),
        fence("csv file=a.csv", "1", "2") + fence("console", "$ sladsl count a.csv", "a.csv", "2 lines"),
        fence("csv file=a.csv", "1") + fence("console", "$ sladsl \\", "  count a.csv", "…", "1 lines"),
        fence("sladsl file=a.sladsl", "a") + fence("console", "$ cat a.sladsl", "a", "", "$ cat a.sladsl", "a"),
        fence("sladsl rejected SLA0104 file=a.sladsl", "wrong")
        + fence("console exit=1", "$ sladsl check a.sladsl", "error[SLA0104]: wrong"),
        "<!-- csv file=a.csv\n1\n-->\n" + fence("console", "$ cat a.csv", "1"),
        "- in a list\n\n  ```python\n  x = 1\n  ```\n\n" + fence("python", "assert x == 1"),
        "````markdown\n```sladsl\nwrong\n```\n````\n",
        "<!-- a remark about a file -->\n",
    ],
)
def test_a_page_that_keeps_its_word(tmp_path: Path, block: str) -> None:
    assert play(block, tmp_path).problems == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (fence("sladsl", "wrong"), "expected exit 0 and no code"),
        (fence("sladsl", "odd"), "expected exit 0 and no code"),
        (fence("sladsl rejected SLA0104", "right"), "expected exit 1 and SLA0104"),
        (fence("sladsl rejected SLA0105", "wrong"), "expected exit 1 and SLA0105"),
        (fence("sladsl clause", "wrong"), "expected exit 0 and no code"),
        (fence("sladsl claus", "a"), "`claus` means nothing"),
        (fence("sladsl", "a").replace("```sladsl", "```"), "names its language"),
        (fence("slads", "a"), "names its language"),
        (fence("csv fil=a.csv", "a"), "`fil` means nothing"),
        (fence("python", "assert False"), "raises AssertionError"),
        (fence("console", "some output"), "begins with"),
        (fence("sladsl file=a", "wrong right", "x") + fence("console", "$ sladsl check a"), "exits with 1, not 0"),
        (fence("csv file=a", "1") + fence("console", "$ sladsl count a", "a", "2 lines"), "+1 lines"),
        (fence("csv file=../a", "1"), "stays in its folder"),
    ],
)
def test_a_page_that_does_not(tmp_path: Path, block: str, problem: str) -> None:
    problems = play(block, tmp_path).problems
    assert any(problem in found for found in problems), problems
    assert all(found.startswith("line ") for found in problems)


def test_a_clause_is_checked_inside_the_prelude_of_its_page(tmp_path: Path) -> None:
    prelude = fence("sladsl prelude", "agreement mine {", "  # the clause stands here", "}")
    player = Player(stand_in, tmp_path)
    player.play(prelude)
    assert player.within_prelude("review every 6 months\nnotice 30 days\n") == (
        "agreement mine {\n  review every 6 months\n  notice 30 days\n}\n"
    )


def test_blessing_replaces_outputs_and_keeps_indentation_blank_lines_and_ellipses(tmp_path: Path) -> None:
    page = (
        "<!-- csv file=a.csv\n1\n-->\n\n"
        "- step\n\n  ```console\n  $ sladsl count a.csv\n  stale\n\n"
        "  $ sladsl count a.csv\n  …\n  1 lines\n  ```\n\nend\n"
    )
    assert Player(stand_in, tmp_path).play(page) == page.replace("stale", "a.csv\n  1 lines")


def test_blocks_that_need_shared_data_are_left_out_where_it_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "shared_data", lambda: None)
    page = fence("python needs=shared", "assert False") + fence("console", "$ cat $SLADSL_SHARED/a", "b")
    player = play(page, tmp_path)
    assert player.problems == []
    assert len(player.skipped) == 2
