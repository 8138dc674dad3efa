"""The format of cases, played with a stand-in for `sladsl`."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from spec_player.case import differences, parse, play, transcript, write
from spec_player.command import Outcome, Unplayable

CASE = """\
# Shows the files it was given.

agreement a { }

=== notes/one.txt
first

third

=== $ sladsl show notes/one.txt
first

third

=== $ sladsl fail
--- stderr
no
--- exit 2
"""


def stand_in(arguments: Sequence[str], stdin: bytes, /) -> Outcome:
    """Prints the files it is given, or fails."""
    match arguments:
        case ["show", *names]:
            return Outcome("".join(Path(name).read_text(encoding="utf-8") for name in names))
        case ["input"]:
            return Outcome(stdin.decode())
        case ["where"]:
            return Outcome(f"{Path.cwd()}/x\n")
        case _:
            return Outcome(stderr="no\n", status=2)


def played(case: str, directory: Path) -> str:
    return write(play(parse(case), stand_in, directory))


def test_a_case_that_still_fits_is_written_back_as_it_was(tmp_path: Path) -> None:
    assert played(CASE, tmp_path) == CASE
    assert differences(parse(CASE), play(parse(CASE), stand_in, tmp_path)) == []


def test_a_difference_names_the_line_and_the_command(tmp_path: Path) -> None:
    case = parse(CASE.replace("--- exit 2", "--- exit 1"))
    (difference,) = differences(case, play(case, stand_in, tmp_path))
    assert difference.startswith("line 15: sladsl fail\n")
    assert "-" + "--- exit 1" in difference
    assert "+" + "--- exit 2" in difference


def test_the_contract_is_everything_before_the_first_section(tmp_path: Path) -> None:
    played(CASE, tmp_path)
    assert (tmp_path / "contract.sladsl").read_text() == "# Shows the files it was given.\n\nagreement a { }\n"


def test_blessing_records_the_outputs_and_nothing_else(tmp_path: Path) -> None:
    stale = CASE.replace("first\n\nthird\n\n=== $ sladsl fail", "stale\n\n=== $ sladsl fail")
    assert played(stale, tmp_path) == CASE


@pytest.mark.parametrize(
    ("head", "body", "content"),
    [
        ("a.bin base64", "AAH/", b"\x00\x01\xff"),
        ("'a b.txt' repeat", '3 "("\n1 "x\\n"\n2 "\\u202e"', "(((x\n\u202e\u202e".encode()),
        ("empty.csv", "", b""),
        ("a.txt", "\\=== not a section\n\\\\=== nor this", b"=== not a section\n\\=== nor this\n"),
    ],
)
def test_contents(tmp_path: Path, head: str, body: str, content: bytes) -> None:
    case = f"# A file.\n\n=== {head}\n{body}\n\n=== $ sladsl fail\n--- stderr\nno\n--- exit 2\n"
    assert played(case, tmp_path) == case.replace("\n\n\n", "\n\n")
    (path,) = (path for path in tmp_path.iterdir() if path.name != "contract.sladsl")
    assert path.read_bytes() == content


def test_compressed_text_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    case = "# A log.\n\n=== a.csv.gz gzip\nstart,end\n\n=== $ sladsl fail\n"
    played(case, tmp_path)
    content = (tmp_path / "a.csv.gz").read_bytes()
    assert gzip.decompress(content) == b"start,end\n"
    assert content[4:8] == bytes(4), "the time of writing is not part of it"


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("agreement a { }\n\n=== $ sladsl x\n", "begins with a comment"),
        ("# Nothing.\n", "nothing is run"),
        ("# Out.\n\n=== ../x\n1\n\n=== $ sladsl x\n", "stays in its folder"),
        ("# Out.\n\n=== /x\n1\n\n=== $ sladsl x\n", "stays in its folder"),
        ("# How.\n\n=== x zip\n1\n\n=== $ sladsl x\n", "cannot be read as a file"),
        ("# Other.\n\n=== $ rm x\n", "only `sladsl` and `cat` are run"),
    ],
)
def test_what_cannot_be_played_says_why(tmp_path: Path, case: str, message: str) -> None:
    with pytest.raises(Unplayable, match=message):
        played(case, tmp_path)


def test_input_and_cat(tmp_path: Path) -> None:
    case = "# Input.\n\n=== a.txt\na\n\n=== $ sladsl input < a.txt\na\n\n=== $ cat a.txt a.txt\na\na\n"
    assert played(case, tmp_path) == case


def test_the_folder_is_not_recorded(tmp_path: Path) -> None:
    assert played("# Where.\n\n=== $ sladsl where\n", tmp_path).endswith("<dir>/x\n")


def test_an_output_without_a_line_break_says_so() -> None:
    assert transcript(Outcome("a\nb")) == ("a", "b", "--- no line break")
