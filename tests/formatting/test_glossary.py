"""The glossary gives each word in five languages, in cells that stay readable whichever way a line runs."""

import re
import unicodedata

from spec_player.surroundings import ROOT

SECTIONS = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").split("## In five languages")
SCRIPTS = ({"LATIN"}, {"LATIN"}, {"THAI"}, {"ARABIC"}, {"CJK"})


def rows(section: str) -> list[list[str]]:
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_word_has_its_meaning_and_five_languages() -> None:
    meanings, languages = map(rows, SECTIONS)
    assert [word for word, _ in meanings] == [word for word, *_ in languages]
    assert all(len(row) == 5 and all(row) for row in languages)
    assert all(meaning for _, meaning in meanings)
    words = [word for word, _ in meanings]
    assert words == sorted(set(words), key=str.lower)


def test_a_cell_holds_one_script() -> None:
    """A cell of one direction needs no marks of direction."""
    for row in rows(SECTIONS[1]):
        for cell, scripts in zip(row, SCRIPTS, strict=True):
            assert cell == unicodedata.normalize("NFC", cell)
            assert {unicodedata.name(letter).split()[0] for letter in cell if letter.isalpha()} <= scripts, cell


def test_a_language_says_each_word_in_its_own_way() -> None:
    for column in zip(*rows(SECTIONS[1]), strict=True):
        assert len(set(column)) == len(column)


def test_what_stands_as_code_is_sayable() -> None:
    """The first word of each piece of code in a meaning is one of the grammar."""
    grammar = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "grammar").glob("*.lark"))
    pieces = re.findall(r"`([^`]+)`", SECTIONS[0].partition("|---|---|")[2])
    unknown = {piece for piece in pieces if not re.search(rf'["/ (|?]{piece.split()[0].lower()}\b', grammar)}
    assert unknown <= {"sladsl explain", "check --readings"}, unknown
